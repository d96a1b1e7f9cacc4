"""Prepare the move: the checklist, its answers, and the comparison of providers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST, require_safe

from saath.queries.people import teammate
from saath.transition import prepare
from saath.transition.prepare import ASPECTS, PROVIDERS, BadAnswer, Cell, Provider, Reply, Row
from saath.web import formats
from saath.web.asking import MOVERS, Asking, for_roles
from saath.web.refusals import refusal
from saath.web.shell import ZONE, shell

STATES: Mapping[str, tuple[str, str]] = {
    "not_started": (_("not started"), "unknown"),
    "in_progress": (_("in progress"), "clock"),
    "needs_other": (_("needs somebody else"), "agent"),
    "missing": (_("something is missing"), "warn"),
    "done": (_("done"), "ok"),
    "not_needed": (_("not needed"), "one"),
}
VALUES: Mapping[str, tuple[str, str]] = {
    "yes": (_("yes"), "ok"),
    "part": (_("partly"), "warn"),
    "no": (_("no"), "bad"),
    "unknown": (_("not known"), "unknown"),
}


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One line of the checklist."""

    id: str
    title: str
    why: str
    how: str
    who: str
    source: str
    checked: str
    blocks: bool
    state: str
    state_word: str
    icon: str
    note: str
    told: str
    measured: bool


@require_safe
@for_roles(MOVERS)
def prepare_page(request: Asking) -> HttpResponse:
    """What must be so before the number is linked."""
    business, now = request.user.business, request.now
    rows = prepare.checklist(business, request.asking.standing(business, now).lights, now=now)
    context = shell(request, "move") | {
        "items": [_item(row) for row in rows],
        "answers": [(state, translated(word)) for state, (word, _icon) in STATES.items()],
        "settled": sum(row.is_settled for row in rows),
        "blocking": sum(row.item.blocks and not row.is_settled for row in rows),
    }
    return render(request, "saath/prepare/prepare.html", context)


@require_POST
@for_roles(MOVERS)
def answer(request: Asking, item: str) -> HttpResponse:
    """Keep what somebody says about one item."""
    state, note = request.POST.get("state", ""), request.POST.get("note", "")
    reply = Reply(item, state, note, teammate(request.user).name)
    try:
        prepare.answer(request.user.business, reply, now=request.now)
    except BadAnswer:
        said = translated("Say who, what is missing, or why it is not needed.")
        return refusal(request, translated("Not kept"), said, 400)
    return redirect(f"/move/prepare#{item}")


@require_safe
@for_roles(MOVERS)
def providers_page(request: Asking) -> HttpResponse:
    """Who may link a number, and what each cannot do."""
    context = shell(request, "move") | {
        "aspects": [translated(word) for word in ASPECTS.values()],
        "providers": [_provider(one) for one in PROVIDERS],
    }
    return render(request, "saath/prepare/providers.html", context)


def _item(row: Row) -> ItemShown:
    word, icon = STATES[row.state]
    item = row.item
    when = formats.full(row.at, ZONE) if row.by else ""
    return ItemShown(
        item.id,
        translated(item.title),
        translated(item.why),
        translated(item.how),
        translated(item.who),
        item.source,
        item.checked,
        item.blocks,
        row.state,
        translated(word),
        icon,
        row.note,
        f"{row.by}, {when}" if row.by else "",
        row.measured,
    )


def _provider(one: Provider) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "who": translated(one.who),
        "cannot": [translated(text) for text in one.cannot],
        "source": one.source,
        "checked": one.checked,
        "cells": [_cell(translated(word), one.cell(name)) for name, word in ASPECTS.items()],
    }


def _cell(aspect: str, cell: Cell) -> dict[str, str]:
    word, icon = VALUES[cell.value]
    note = translated(cell.note) if cell.note else ""
    return {
        "aspect": aspect,
        "value": cell.value,
        "word": translated(word),
        "icon": icon,
        "note": note,
    }
