"""A number is linked step by step; every step is kept, and what counts once is asked once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from saath.domain.facts import SyncAnswered
from saath.domain.ledger import WINDOW_MS
from saath.domain.policy import Number
from saath.journal import UNCLAIMED, Entry, Journal
from saath.queries.conditions import list_conditions
from saath.queries.ledger import get_ledger
from saath.queries.numbers import get_number
from saath.runtime.linking import ASK_AGAIN_MS, Watch
from saath.simulator.errors import GraphError
from saath.simulator.graph.number import Number as Node
from saath.store.bodies import read_outcome
from saath.store.kinds import PRIMARY
from saath.store.lines import list_lines
from saath.store.linking import Partner, owner_of
from saath.store.models import Connection
from saath.store.tenancy import as_business
from saath.transition.link import (
    LinkView,
    ask_again,
    claim_early,
    fail,
    look_at_numbers,
    present,
)
from saath.transition.link.partners import join
from saath.transition.link.problems import PROBLEMS, words_of
from saath.transition.link.steps import STEPS, Going
from saath.transition.sync.asking import IN_FLIGHT_MS
from saath.whatsapp import linking
from tests.deliveries import DAY, change, delivery, echoed, said
from tests.integration.transition.linking import BUSINESS, KEY, NUMBER, House, house

ID = NUMBER.phone_number_id
# The steps are the same on both; what both engines keep is tested where it is kept.
ON_ONE_ENGINE = pytest.mark.parametrize("journal", ["sqlite"], indirect=True)


def answers(made: House) -> list[tuple[str, str]]:
    """What came of asking for the syncs."""
    records = made.journal.read(BUSINESS, "live", after=0, limit=500)
    told = [read_outcome(r.body) for r in records if r.kind == "outcome"]
    return [(one.sync, one.kind) for one in told if isinstance(one, SyncAnswered)]


def test_the_whole_way(journal: Journal) -> None:
    with house(journal) as made:
        view = made.link()
        assert (view.state, view.done, view.problem) == ("waiting_for_proof", "history", "")
        assert made.meta.served.world.account.synced == {"smb_app_state_sync", "history"}
        assert answers(made) == [("contacts", "accepted"), ("history", "accepted")]
        made.fold()
        number = get_number(BUSINESS, ID, made.now)
        assert number is not None
        assert (number.state, number.linked_at) == ("active", view.linked_at)
        assert number.token_expires_at is not None
        assert number.token_expires_at > made.now
        ledger = get_ledger(BUSINESS, ID, made.now)
        assert ledger is not None
        assert ledger.history.state == "requested"
        assert len(ledger.history.request_id) == 32
        with as_business(BUSINESS, PRIMARY, reads=True):
            kept = Connection.objects.get()
        assert view.waba_id == kept.waba_id
        assert b"EAA" not in bytes(kept.graph_token)


@ON_ONE_ENGINE
def test_a_clock_that_is_ahead_of_metas_does_not_hide_the_proof(journal: Journal) -> None:
    with house(journal) as made:
        linked_at = made.link().linked_at
        for number, tell in enumerate((said, echoed)):
            told = tell(
                f"wamid.{number}", linked_at // 1000 - 5 - DAY, "Hello", phone="919000000005"
            )
            told["value"]["metadata"]["phone_number_id"] = ID
            journal.append(
                [Entry(BUSINESS, "live", "delivery", 1, "meta", made.now, delivery(told))]
            )
        assert present(made.around, BUSINESS).state == "active"


def test_nothing_is_ever_registered() -> None:
    written = [name for name in dir(linking) if "register" in name]
    assert written == []


class Crashed(Exception):
    """The process died."""


def crashing(step: Callable[[Going], Any], *, after: bool) -> Callable[[Going], Any]:
    """The same step, but the process dies before or after it did its work."""

    def crash(going: Going) -> Any:
        if after:
            step(going)
        raise Crashed

    return crash


@ON_ONE_ENGINE
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", list(STEPS))
def test_after_a_crash_it_goes_on_and_asks_nothing_twice(
    name: str, when: str, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(journal) as made:
        with monkeypatch.context() as patched:
            patched.setitem(STEPS, name, crashing(STEPS[name], after=when == "after"))
            with pytest.raises(Crashed):
                made.link()
        made.ahead = IN_FLIGHT_MS
        assert made.go_on().done == "history"
        assert answers(made) == [("contacts", "accepted"), ("history", "accepted")]
        assert made.go_on().done == "history"
        assert len(answers(made)) == 2


def test_an_answer_that_never_came_is_unconfirmed_and_not_asked_for_again(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(journal) as made:

        def died(*_given: object) -> None:
            raise Crashed

        with monkeypatch.context() as patched:
            patched.setattr("saath.transition.sync.asking._answered", died)
            with pytest.raises(Crashed):
                made.link()
        waiting = made.go_on()
        assert (waiting.problem, answers(made)) == ("meta_unreachable", [])
        made.ahead = IN_FLIGHT_MS
        assert made.go_on().done == "history"
        assert answers(made) == [("contacts", "unconfirmed"), ("history", "accepted")]


def test_a_failure_of_the_contacts_does_not_skip_the_history(journal: Journal) -> None:
    with house(journal) as made:
        told = made.code()
        made.meta.served.world.account.synced.add("smb_app_state_sync")
        view = steps_with(made, told)
        assert view.done == "history"
        assert answers(made) == [("contacts", "rejected"), ("history", "accepted")]


def busy_for(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Meta is too busy for so many of our questions for a sync."""
    real, left = Node.synchronise, [times]

    def synchronise(node: Node, request: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise GraphError(2)
        return real(node, request)

    monkeypatch.setattr(Node, "synchronise", synchronise)


def test_a_sync_that_was_put_off_is_asked_for_again_and_one_that_counted_never(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(journal) as made:
        busy_for(monkeypatch, 2)
        assert made.link().done == "history"
        made.fold()
        put_off = [("contacts", "deferred"), ("history", "deferred")]
        assert answers(made) == put_off
        assert ask_again(made.around, BUSINESS) == {"contacts": "accepted", "history": "accepted"}
        made.fold()
        assert ask_again(made.around, BUSINESS) == {}
        made.go_on()
        assert answers(made) == [*put_off, ("contacts", "accepted"), ("history", "accepted")]


def test_a_sync_is_not_asked_for_after_its_deadline(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(journal) as made:
        busy_for(monkeypatch, 2)
        made.link()
        made.fold()
        made.ahead = WINDOW_MS
        assert ask_again(made.around, BUSINESS) == {}


def test_the_watch_asks_again_by_itself_but_not_in_every_round(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house(journal) as made:
        busy_for(monkeypatch, 4)
        made.link()
        made.fold()
        watch = Watch(made.around)
        for _round in range(3):
            watch.once()
            made.fold()
        assert len(answers(made)) == 4
        made.ahead = ASK_AGAIN_MS
        watch.once()
        assert answers(made)[4:] == [("contacts", "accepted"), ("history", "accepted")]


def steps_with(made: House, told: dict[str, Any]) -> LinkView:
    from saath.transition.link import link  # noqa: PLC0415  (beside the fixture of this name)

    return link(made.around, made.door(), code=told["code"], waba_id=told["waba_id"])


def test_without_the_browsers_word_the_token_says_which_account(journal: Journal) -> None:
    with house(journal) as made:
        assert made.link(waba_id="").done == "history"


def expired(made: House) -> LinkView:
    told = made.code()
    made.meta.do("advance", seconds=31)
    return steps_with(made, told)


def used(made: House) -> LinkView:
    told = made.code()
    steps_with(made, told)
    return steps_with(made, told)


def elsewhere(made: House) -> LinkView:
    with as_business(BUSINESS, PRIMARY):
        Connection.objects.filter(business=BUSINESS).update(phone_number_id="1")
    with as_business("other-shop", PRIMARY):
        row = {"waba_id": "2", "portfolio_id": "3", "provider": "meta", "created_at": 1}
        Connection.objects.create(
            business="other-shop", phone_number_id=ID, app_secret=b"", verify_token=b"", **row
        )
    return made.link()


def unreached(made: House) -> LinkView:
    made.callback_url = "http://127.0.0.1:1/webhooks/whatsapp"
    return made.link()


def not_on_the_phone(made: House) -> LinkView:
    account = made.meta.served.world.account
    told = made.code()
    account.bond = "REMOVED"
    with pytest.MonkeyPatch.context() as patched:
        router = made.meta.served.world.api
        patched.setattr(type(router), "_node", _in_spite_of_removal(type(router)._node))  # noqa: SLF001
        return steps_with(made, told)


def _in_spite_of_removal(node: Callable[..., Any]) -> Callable[..., Any]:
    """Meta shows a number that is no longer on the API; it only refuses to act for it."""

    def shown(router: Any, request: Any) -> Any:
        if request.parts and request.parts[0] == router.ground.ids.phone_number_id:
            return router._number(request)  # noqa: SLF001
        if request.parts[0] == NUMBER.waba_id:
            return router._account(request)  # noqa: SLF001
        return node(router, request)

    return shown


FAILURES: dict[str, Callable[[House], LinkView]] = {
    "code_expired": expired,
    "code_used": used,
    "app_refused": lambda made: made.link(made.door(app_secret="not-it")),
    "account_not_granted": lambda made: made.link(waba_id="999"),
    "not_coexistence": not_on_the_phone,
    "number_elsewhere": elsewhere,
    "not_subscribed": unreached,
    "code_lost": lambda made: made.link(made.door(graph_url="http://127.0.0.1:1")),
}


@ON_ONE_ENGINE
@pytest.mark.parametrize("problem", FAILURES)
def test_every_failure_ends_in_plain_words_and_a_next_step(problem: str, journal: Journal) -> None:
    with house(journal) as made:
        view = FAILURES[problem](made)
        assert (view.state, view.problem) == ("stopped", problem)
        words = words_of(view.problem)
        assert words.happened.endswith(".")
        assert words.next_step.endswith((".", "--help"))
        if problem != "code_used":
            assert owner_of(ID) != BUSINESS or view.linked_at == 0 or view.done
            assert answers(made) == []


@ON_ONE_ENGINE
@pytest.mark.parametrize("problem", ["cancelled", "popup_blocked", "meta_error", "not_loaded"])
def test_a_sign_up_that_ends_early_is_kept(problem: str, journal: Journal) -> None:
    with house(journal) as made:
        detail = "PHONE_NUMBER_SETUP"
        view = fail(made.around, BUSINESS, provider="simulator", problem=problem, detail=detail)
        assert (view.state, view.problem, view.problem_detail) == ("stopped", problem, detail)
        assert view.problem in PROBLEMS
        assert made.go_on().problem == problem


@ON_ONE_ENGINE
def test_what_came_before_we_were_known_is_taken(journal: Journal) -> None:
    with house(journal) as made:
        made.link()
        early = delivery(change("account_update", ID, event="PARTNER_ADDED"))
        journal.append([Entry(UNCLAIMED, "live", "delivery", 1, "meta", made.now, early)])
        count, looked_at = claim_early(made.around, BUSINESS, ID)
        assert (count, looked_at > 0) == (1, True)
        assert claim_early(made.around, BUSINESS, ID) == (0, looked_at)
        assert claim_early(made.around, BUSINESS, ID, after=looked_at) == (0, looked_at)
        journal.append([Entry(UNCLAIMED, "live", "delivery", 1, "meta", made.now, early)])
        assert claim_early(made.around, BUSINESS, ID, after=looked_at)[0] == 1


def test_a_number_of_a_partner_is_joined(journal: Journal) -> None:
    with house(journal) as made:
        partner = Partner(BUSINESS, "dialog360", "https://waba.example", "own-key", "long-key")
        number = Number("551", "waba-551", "", "", linked_at=made.now)
        assert join(made.around, partner, number) == "/webhooks/dialog360/long-key"
        made.fold()
        ledger = get_ledger(BUSINESS, "551", made.now)
        assert ledger is not None
        assert ledger.states == {"contacts": "requested", "history": "requested"}
        view = get_number(BUSINESS, "551", made.now)
        assert view is not None
        assert (view.provider, view.state) == ("dialog360", "active")
        (line,) = [one for one in list_lines(KEY) if one.phone_number_id == "551"]
        assert (line.token, line.provider) == ("own-key", "dialog360")
        assert look_at_numbers(made.around, BUSINESS) == {}


def test_looking_sees_what_no_webhook_tells(journal: Journal) -> None:
    with house(journal) as made:
        made.link()
        made.fold()
        seen = look_at_numbers(made.around, BUSINESS)
        assert (seen["token"], seen["subscription"], seen["quality"]) == ("valid", "yes", "GREEN")
        made.meta.do("quality", rating="RED")
        made.meta.served.world.api.callbacks.unsubscribe()
        look_at_numbers(made.around, BUSINESS)
        kinds = {condition.kind for condition in list_conditions(BUSINESS, made.now)}
        assert {"quality_low", "subscription_lost"} <= kinds


def test_the_history_that_comes_is_in_the_ledger(journal: Journal) -> None:
    with house(journal) as made:
        made.link()
        made.fold()
        ledger = get_ledger(BUSINESS, ID, made.now)
        assert ledger is not None
        assert replace(ledger.history, alarms=()).state == "requested"
