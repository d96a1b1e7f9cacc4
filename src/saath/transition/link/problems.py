"""Why a number could not be linked: what happened, in plain words, and what to do next."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence of what happened, one of what to do next; `again` if trying again helps."""

    happened: str
    next_step: str
    again: bool = True


_START = _("Press Link again; nothing was changed at WhatsApp.")

PROBLEMS: dict[str, Words] = {
    "popup_blocked": Words(
        _("Your browser did not open Meta's window."),
        _("Allow pop-ups for this page (the icon in the address bar), then press Link again."),
    ),
    "cancelled": Words(
        _("Meta's window was closed before the end."),
        _("Press Link again and go on where you stopped; keep the phone at hand."),
    ),
    "meta_error": Words(
        _("Meta's window reported an error."),
        _("Read it below, then press Link again. If it comes back, show it to Meta's support."),
    ),
    "not_loaded": Words(
        _("Meta's sign-up could not be loaded."),
        _("Check the internet connection and any ad blocker, then reload this page."),
    ),
    "code_missing": Words(
        _("Meta's window ended without the code that Saath needs."),
        _START,
    ),
    "code_lost": Words(
        _("Meta did not answer while Saath exchanged the code, and a code works only once."),
        _START,
    ),
    "code_expired": Words(
        _("The code from Meta lives 30 seconds and was too old when it arrived."),
        _START,
    ),
    "code_used": Words(
        _("The code from Meta was not accepted: it was used before, or is not one of this app."),
        _START,
    ),
    "app_refused": Words(
        _("Meta does not accept this app's id or secret."),
        _("Compare both with the app's dashboard and set them again: saath link --help"),
        again=False,
    ),
    "account_not_granted": Words(
        _("The account that the browser named was not granted to Saath."),
        _("Press Link again, and choose the account of this number in Meta's window."),
    ),
    "several_accounts": Words(
        _("Meta granted several accounts, and it is not certain which one is meant."),
        _("Press Link again, and choose only the account of this number in Meta's window."),
    ),
    "not_coexistence": Words(
        _("This number is not in the WhatsApp Business app and on the API together."),
        _(
            "In Meta's window choose to connect your existing WhatsApp Business app, and confirm"
            " on the phone."
        ),
    ),
    "number_elsewhere": Words(
        _("This number belongs to another business in this installation."),
        _("Disconnect it there first; two businesses cannot answer one number."),
        again=False,
    ),
    "not_subscribed": Words(
        _("Meta could not reach Saath's address, or did not accept it."),
        _("See that the address below opens from the internet over HTTPS, then try again."),
    ),
    "meta_refused": Words(
        _("Meta refused a step."),
        _("The code below says why; press Try again, or show it to Meta's support."),
    ),
    "meta_unreachable": Words(
        _("Meta did not answer."),
        _("Nothing is lost: Saath goes on by itself in a moment, or press Try again."),
    ),
}
"""By name. What is kept of a problem is its name; words are looked up when they are shown."""


def words_of(problem: str) -> Words:
    """The words for a problem; one we do not know was refused by Meta."""
    return PROBLEMS.get(problem, PROBLEMS["meta_refused"])
