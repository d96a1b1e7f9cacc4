"""Contacts in, one conversation out: what people carry themselves."""

from typing import cast

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from saath.queries.people import teammate
from saath.transition.bundle import NoConversation
from saath.transition.contacts import File, Unreadable, read_contacts
from saath.web.asking import MOVERS, Asking, for_roles
from saath.web.pause.pages import PAUSERS
from saath.web.refusals import refusal
from saath.web.shell import shell

SHOWN = 100
BYTES_MAX = 20_000_000
NAME_MAX = 100


@require_safe
@for_roles(PAUSERS)
def export(request: Asking, key: str) -> HttpResponse:
    """One conversation with its proof, to keep or to hand on."""
    try:
        packed = request.asking.pack(request.user.business, key, request.now)
    except NoConversation as error:
        raise Http404 from error
    sent = FileResponse(packed, as_attachment=True, filename="saath-conversation.zip")
    return cast("HttpResponse", sent)  # a response all the same: it only streams


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(MOVERS)
def contacts_page(request: Asking) -> HttpResponse:
    """Bring an address book, and read which lines were not taken."""
    told: dict[str, object] = {}
    if request.method == "POST":
        given = request.FILES.get("file")
        if given is None or not given.size or given.size > BYTES_MAX:
            said = _("Choose a CSV or vCard file of at most 20 MB.")
            return refusal(request, _("Nothing was taken"), said, 400)
        try:
            read = read_contacts(given.read())
            file = File((given.name or "")[:NAME_MAX], teammate(request.user).name)
            taken = request.asking.bring(request.user.business, read, file, request.now)
        except Unreadable:
            said = _("This file is no address book: CSV with the columns name and phone, or vCard.")
            return refusal(request, _("Nothing was taken"), said, 400)
        told = {
            "taken": taken.contacts,
            "refused": [(one.line, _reason(one.reason), one.text) for one in taken.refused[:SHOWN]],
            "refused_count": len(taken.refused),
        }
    return render(request, "saath/prepare/contacts.html", shell(request, "move") | told)


def _reason(reason: str) -> str:
    words = {
        "no phone number": _("no phone number"),
        "not a phone number": _("not a phone number"),
        "no name": _("no name"),
        "not inside a card": _("not inside a card"),
        "a card that does not end": _("a card that does not end"),
    }
    return words.get(reason, reason)
