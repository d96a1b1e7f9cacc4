"""Keep private: which imported chats the team never sees, before it sees any of them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from saath.domain.policy import Past
from saath.queries.businesses import get_past
from saath.queries.conversations import list_conversations
from saath.queries.reading import persons_of
from saath.web.asking import PAST, Asking, for_roles
from saath.web.inbox import rows
from saath.web.shell import shell

ROWS = 100
OWNERS = frozenset({"owner"})


@require_safe
@for_roles(PAST)
def private_page(request: Asking) -> HttpResponse:
    """The chats, newest first, each with a box that keeps it private."""
    business, after = request.user.business, request.GET.get("after")
    found = list_conversations(business, request.now, limit=ROWS, after=after)
    past = get_past(business)
    private = set(persons_of(business, past.private).values())
    url = reverse("move-private")
    context = shell(request, "move") | {
        "tab": "private",
        "shared": past.shared,
        "count": len(private),
        "may_pass": request.user.role in OWNERS,
        "chats": [
            {
                "person": c.contact.id,
                "name": rows.name(c),
                "is_private": c.contact.id in private,
            }
            for c in found.rows
        ],
        "here": after or "",
        "older": f"{url}?{urlencode({'after': found.next})}" if found.next else "",
    }
    return render(request, "saath/move/private.html", context)


@require_POST
@for_roles(OWNERS)
def keep(request: Asking) -> HttpResponse:
    """Keep the ticked of those that were shown, let go of the others; perhaps pass the rest on."""
    business, past = request.user.business, get_past(request.user.business)
    shown, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("private"))
    # Somebody kept private before a merge is shown by the name of who they are now.
    persons = persons_of(business, past.private)
    elsewhere = {key for key, person in persons.items() if person not in shown}
    kept = tuple(sorted(elsewhere | (ticked & shown)))
    shared = past.shared or "share" in request.POST
    request.asking.pass_past(business, Past(shared, kept), request.now)
    after = request.POST.get("here", "")
    url = reverse("move-private")
    return redirect(f"{url}?{urlencode({'after': after})}" if after else url)
