"""Numbers, accounts and templates: what a delivery says about the business itself.

`field` names the event, and the keys of the value correct it: Meta's own sample of a template's
quality carries the wrong field (template quality update reference, read 2026-11-21).
"""

from saath.domain.facts import (
    AccountChanged,
    ErrorReported,
    Fact,
    NumberChanged,
    PersonIdentified,
    TemplateChanged,
)
from saath.whatsapp.change import Change
from saath.whatsapp.decode import canonical
from saath.whatsapp.identity import of_counterpart
from saath.whatsapp.read import Json, number_in, object_in, text_in, time_in
from saath.whatsapp.unread import objects_of

# The first key that is there tells what a template event is, whatever its field.
_TEMPLATE_EVENTS = {
    "new_quality_score": "message_template_quality_update",
    "correct_category": "template_category_update",
    "new_category": "template_category_update",
    "message_template_element": "message_template_components_update",
    "event": "message_template_status_update",
}
_OF_ACCOUNT = frozenset(
    {
        *("account_update", "account_alerts", "account_review_update"),
        *("account_offboarded", "account_reconnected"),  # seen in a library, not documented
        *("flows", "partner_solutions", "payment_configuration_update"),
    }
)
_OF_NUMBER = frozenset(
    {
        *("phone_number_name_update", "phone_number_quality_update", "security"),
        *("business_username_updates", "business_capability_update", "account_settings_update"),
    }
)
_BY_KEY = {
    "waba_info": "account_update",
    "ban_info": "account_update",
    "restriction_info": "account_update",
    "violation_info": "account_update",
    "disconnection_info": "account_update",
    "volume_tier_info": "account_update",
    "alert_info": "account_alerts",
    "flow_id": "flows",
    "solution_id": "partner_solutions",
    "requested_verified_name": "phone_number_name_update",
    "max_phone_numbers_per_waba": "business_capability_update",
}


def read_notice(change: Change) -> Fact | None:
    """A value without items: an event of the business, or None for one that we do not know."""
    value = change.value
    if "message_template_id" in value or "message_template_name" in value:
        return _template(change)
    what = change.field
    if what not in _OF_ACCOUNT and what not in _OF_NUMBER:
        what = next((field for key, field in _BY_KEY.items() if key in value), "")
    if what in _OF_NUMBER and (change.phone_number_id or change.display):
        return _number(change, what)
    return _account(change, what) if what else None


def _template(change: Change) -> TemplateChanged:
    value = change.value
    what = next((w for key, w in _TEMPLATE_EVENTS.items() if key in value), change.field)
    return TemplateChanged(
        account_id=change.account_id,
        at=change.at,
        what=what,
        event=_template_event(value),
        template_id=text_in(value, "message_template_id"),
        name=text_in(value, "message_template_name"),
        language=text_in(value, "message_template_language"),
        detail=canonical(value),
    )


def _template_event(value: Json) -> str:
    """While a change of category is announced, `new_category` still names the current one."""
    if "correct_category" in value:
        return "IMPENDING"
    said = (text_in(value, key) for key in ("event", "new_quality_score", "new_category"))
    return next(filter(None, said), "")


def _number(change: Change, what: str) -> NumberChanged:
    return NumberChanged(
        phone_number_id=change.phone_number_id,
        display_phone_number=change.display,
        at=time_in(change.value, "timestamp") or change.at,
        what=what,
        event=_event(change.value),
        detail=canonical(change.value),
    )


def _account(change: Change, what: str) -> AccountChanged:
    """The entry names the partner's portfolio in `PARTNER_*` events, the value then the account."""
    value = change.value
    undocumented = what.upper() if what in ("account_offboarded", "account_reconnected") else ""
    account_id = text_in(object_in(value, "waba_info"), "waba_id") or text_in(value, "waba_id")
    return AccountChanged(
        account_id=account_id or change.account_id,
        at=time_in(value, "timestamp") or change.at,
        what=what,
        event=_event(value) or undocumented,
        detail=canonical(value),
    )


def _event(value: Json) -> str:
    keys = ("event", "decision", "status", "action_type", "event_name", "type")
    said = next(filter(None, (text_in(value, key) for key in keys)), "")
    return said or text_in(object_in(value, "alert_info"), "alert_type")


def read_errors(change: Change, items: list[object], facts: list[Fact]) -> None:
    """All of `errors[]` beside no message: WhatsApp failed at something."""
    for error in objects_of(change, items, facts):
        number, code = change.phone_number_id, number_in(error, "code")
        facts.append(ErrorReported(number, change.at, code, canonical(error)))


def read_events(change: Change, items: list[object], facts: list[Fact], what: str) -> None:
    """Calls, clicks, groups: told on the number, so that nothing is invisible."""
    for item in objects_of(change, items, facts):
        at = time_in(item, "timestamp") or change.at
        who = change.contacts.complete(of_counterpart(item, change.display))
        if who:
            facts.append(PersonIdentified(change.phone_number_id, at, who))
        number, display = change.phone_number_id, change.display
        facts.append(NumberChanged(number, display, at, what, _event(item), canonical(item)))
