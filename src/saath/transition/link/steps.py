"""The steps that link a number, each kept before the next begins, so that a crash costs nothing.

A number is never registered or deregistered. What can be asked for once is in `sync.asking`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from saath.domain.facts.linking import Sync
from saath.domain.policy import Number, Policy
from saath.requests import change
from saath.store import linking as kept
from saath.store.linking import Attempt, Door
from saath.transition.around import Around
from saath.transition.sync.asking import ask_for
from saath.whatsapp import linking as meta
from saath.whatsapp.graph import call
from saath.whatsapp.linking import App, Ask, Reply

EXPIRED_SUBCODE = 36007
BAD_CODE_SUBCODES = frozenset({36009})
# Meta's codes for "this app is not who it says": invalid application, invalid secret.
APP_CODES = frozenset({1, 101})


class Stopped(Exception):
    """A step could not be carried out; `problem` names why, `detail` is Meta's code for it."""

    def __init__(self, problem: str, detail: str = "") -> None:
        """Name the problem."""
        super().__init__(problem)
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Going:
    """An attempt on its way."""

    around: Around
    door: Door
    attempt: Attempt

    @property
    def app(self) -> App:
        """The app it goes through."""
        return App(self.door.app_id, self.door.app_secret)

    def ask(self, ask: Ask) -> Reply:
        """Call Meta; anything but an answer stops here."""
        reply = call(self.around.client, self.door.graph_url, ask)
        if reply.kind in {"not_sent", "unknown"}:
            raise Stopped("meta_unreachable")
        return reply

    def need(self, ask: Ask) -> Reply:
        """The same; a no of Meta's stops as well."""
        reply = self.ask(ask)
        if not reply.is_ok:
            raise Stopped("meta_refused", str(reply.code))
        return reply


def exchange(around: Around, door: Door, attempt: Attempt, code: str) -> Attempt:
    """Buy the token with the code and keep it. The code is gone afterwards, whatever came."""
    going = Going(around, door, attempt)
    reply = call(around.client, door.graph_url, meta.exchange_code(going.app, code))
    token, lives_s = meta.token_in(reply)
    if not token:
        return _stopped(around, attempt, _why_no_token(reply), str(reply.code or ""))
    now = around.clock()
    ends = now + lives_s * 1000 if lives_s else 0
    bought = replace(
        attempt, token=token, token_expires_at=ends, linked_at=now, done="exchanged", problem=""
    )
    kept.keep(bought, around.safe, before=attempt.done)
    return bought


def _why_no_token(reply: Reply) -> str:
    """Without an answer nobody knows whether the code was spent: only a new one is certain."""
    if reply.kind != "refused":
        return "code_lost"
    if reply.subcode == EXPIRED_SUBCODE:
        return "code_expired"
    if reply.subcode in BAD_CODE_SUBCODES:
        return "code_used"
    return "app_refused" if reply.code in APP_CODES else "meta_refused"


def check(going: Going) -> Attempt:
    """Believe the token, not the browser: which account was granted, and until when."""
    attempt = going.attempt
    granted = meta.granted_in(going.need(meta.inspect_token(going.app, attempt.token)))
    if not granted.is_valid or not granted.accounts:
        raise Stopped("account_not_granted")
    if attempt.waba_id and attempt.waba_id not in granted.accounts:
        raise Stopped("account_not_granted")
    if not attempt.waba_id and len(granted.accounts) > 1:
        raise Stopped("several_accounts")
    ends = granted.expires_at or attempt.token_expires_at
    return replace(attempt, waba_id=attempt.waba_id or granted.accounts[0], token_expires_at=ends)


def find(going: Going) -> Attempt:
    """Find the number that is on the phone and on the API, and whose account it is."""
    attempt = going.attempt
    owner = meta.owner_in(going.need(meta.read_account(attempt.waba_id, attempt.token)))
    listed = meta.numbers_in(going.need(meta.list_numbers(attempt.waba_id, attempt.token)))
    for number in listed:
        reply = going.need(meta.read_number(number, attempt.token))
        if meta.is_coexistence(reply):
            _require_free(attempt.business, number)
            return replace(
                attempt,
                phone_number_id=number,
                portfolio_id=owner,
                display_phone_number=meta.text_in(reply, "display_phone_number"),
            )
    raise Stopped("not_coexistence")


def _require_free(business: str, phone_number_id: str) -> None:
    if kept.owner_of(phone_number_id) not in {"", business}:
        raise Stopped("number_elsewhere")


def connect(going: Going) -> Attempt:
    """Keep token and secrets: from now on deliveries of the number are ours to take."""
    around = going.around
    if kept.connect(going.attempt, going.door, around.safe, now=around.clock()):
        around.connected()
    return going.attempt


def register(going: Going) -> Attempt:
    """Publish the number in the registry: before its first delivery is folded."""
    attempt, around = going.attempt, going.around

    number = Number(
        attempt.phone_number_id,
        attempt.waba_id,
        attempt.portfolio_id,
        attempt.display_phone_number,
        attempt.linked_at,
    )
    enlist(around, attempt.business, number)
    return attempt


def enlist(around: Around, business: str, number: Number) -> None:
    """Publish a number as the first of the registry; its automatic texts stay."""

    def listed(policy: Policy) -> Policy:
        known = policy.number(number.phone_number_id)
        kept_texts = replace(number, automatic_texts=known.automatic_texts) if known else number
        others = (n for n in policy.numbers if n.phone_number_id != number.phone_number_id)
        return replace(policy, numbers=(kept_texts, *others))

    change(around.journal, around.waker, business, listed, now=around.clock())


def subscribe(going: Going) -> Attempt:
    """Have every field told to us: the app's address first, then this account."""
    attempt, around = going.attempt, going.around
    callback_url = around.callback_url or attempt.callback_url
    if callback_url:
        token = kept.verify_token(attempt.business, around.safe)
        told = going.ask(meta.subscribe_app(going.app, callback_url, token))
        if not told.is_ok:
            raise Stopped("not_subscribed", str(told.code))
    going.need(meta.subscribe_account(attempt.waba_id, attempt.token))
    return attempt


def ask_contacts(going: Going) -> Attempt:
    """Ask for the contacts, once."""
    return _ask_sync(going, "contacts")


def ask_history(going: Going) -> Attempt:
    """Ask for the history, once; whatever became of the contacts."""
    return _ask_sync(going, "history")


def _ask_sync(going: Going, sync: Sync) -> Attempt:
    """What Meta put off holds nothing up: `sync.asking.ask_again` asks for it later."""
    if ask_for(going.around, going.door, going.attempt, sync) == "waits":
        raise Stopped("meta_unreachable")
    return going.attempt


type Step = Callable[[Going], Attempt]

STEPS: dict[str, Step] = {
    "checked": check,
    "found": find,
    "connected": connect,
    "registered": register,
    "subscribed": subscribe,
    "contacts": ask_contacts,
    "history": ask_history,
}
"""After `exchanged`, in this order; a name says what is done once its step is through."""
ORDER = ("", "exchanged", *STEPS)
LAST = ORDER[-1]


def carry_on(around: Around, door: Door, attempt: Attempt) -> Attempt:
    """Go on from the last step that was kept until the end, or until something stops it."""
    while attempt.done and attempt.done != LAST:
        following = ORDER[ORDER.index(attempt.done) + 1]
        try:
            reached = STEPS[following](Going(around, door, attempt))
        except Stopped as stopped:
            return _stopped(around, attempt, stopped.problem, stopped.detail)
        moved = replace(reached, done=following, problem="", problem_detail="")
        if not kept.keep(moved, around.safe, before=attempt.done):
            return attempt  # somebody else carries it on
        attempt = moved
    return attempt


def _stopped(around: Around, attempt: Attempt, problem: str, detail: str = "") -> Attempt:
    left = replace(attempt, problem=problem, problem_detail=detail)
    kept.keep(left, around.safe, before=attempt.done)
    return left
