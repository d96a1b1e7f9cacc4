"""Made businesses and the honest answer each should get, with its reasons."""

from saath.transition.assess import Assessment, conclude, measure, read_answers
from tests.unit.transition.assess.shops import Shop, judged


def reasons(assessment: Assessment) -> set[str]:
    return {reason.rule for reason in assessment.verdict.reasons}


# Every second chat gets no chores: there a forgotten question stays forgotten.
SAREES = Shop(
    "Meera Sarees",
    chats=16,
    asked_a_day=0.35,
    answer_minutes=(5, 40, 130),
    forgotten=0.12,
    chores_a_day=1,
)


def test_a_saree_shop_with_four_people_on_one_phone_should_take_coexistence() -> None:
    found = judged(
        SAREES, people=4, devices=["phone", "web"], hurts_most="history", tools=["sheets"]
    )
    assert found.verdict.choice == "coexistence"
    assert {"several_people"} <= reasons(found)
    assert found.missed.count > 10
    assert "api" in {change.choice for change in found.verdict.would_change}


def test_a_clinic_that_misses_patients_should_take_coexistence_and_be_warned() -> None:
    clinic = Shop("Clinic", chats=14, asked_a_day=0.4, answer_minutes=(20, 60, 200), forgotten=0.15)
    found = judged(
        clinic,
        people=3,
        never_wait=["medical"],
        wanted_first="team_inbox",
        devices=["phone", "windows"],
    )
    assert found.verdict.choice == "coexistence"
    assert {"medical", "windows"} <= set(found.watch_out)


def test_a_bakery_of_two_should_stay_on_the_app() -> None:
    bakery = Shop("Bakery", chats=5, asked_a_day=0.5, answer_minutes=(1, 3, 6))
    found = judged(bakery, people=2, chats_a_day=6, devices=["phone"], tools=["none"])
    assert found.verdict.choice == "app"
    assert reasons(found) & {"calm", "few_missed", "quick_replies", "few_chores"}


def test_one_person_who_answers_quickly_should_stay_on_the_app() -> None:
    found = judged(Shop(chats=3, answer_minutes=(1, 2)), people=1, chats_a_day=10)
    assert found.verdict.choice == "app"
    assert "one_person" in reasons(found)


def test_a_lender_whose_data_must_stay_in_india_never_gets_coexistence() -> None:
    found = judged(SAREES, people=6, data_must_stay_in_india=True, never_wait=["loans"])
    assert found.verdict.choice == "api"
    assert found.verdict.scores["coexistence"] == 0
    assert "stay_in_india" in reasons(found)
    assert {"loans", "stay_in_india"} <= set(found.watch_out)


def test_a_seller_who_lives_in_a_crm_should_go_api_only() -> None:
    seller = Shop("Seller", chats=6, asked_a_day=1, answer_minutes=(10, 30))
    found = judged(
        seller,
        people=3,
        tools=["crm", "shop"],
        sales_noted="crm",
        wanted_first="crm",
        devices=["web"],
    )
    assert found.verdict.choice == "api"
    assert {"lives_in_a_tool", "no_phone"} <= reasons(found)


def test_a_number_that_is_on_an_api_service_is_told_so() -> None:
    line = "This business uses a secure service from Meta to manage this chat. Tap to learn more."
    found = judged(Shop(first_line=line))
    assert found.facts["on_api"] is True
    assert "on_api" in found.watch_out


def test_several_people_behind_one_phone_are_known_by_how_they_sign() -> None:
    found = judged(Shop(signers=["Asha", "Ravi"], chats=4))
    assert found.facts["signers"] == 2
    assert "who_replied" not in found.unknowable
    assert "who_replied" in judged(Shop(chats=4)).unknowable


def test_skipped_questions_fire_no_rule_and_are_listed_as_unknown() -> None:
    found = judged(Shop(chats=4))
    assert all(
        found.facts[fact] is None for fact in ("people", "uses_crm", "chats_a_day", "wants_team")
    )
    assert {"skipped", "sales"} <= set(found.unknowable)


def test_answers_move_the_score_without_reading_again() -> None:
    first = judged(SAREES, people=4)
    again = conclude(
        measure(first.audit, first.coverage, []), read_answers({"people": 1, "chats_a_day": 5})
    )
    assert again.verdict.scores["app"] > first.verdict.scores["app"]
    assert again.missed == first.missed


def test_the_objectives_are_the_default_ones_with_the_measured_baseline() -> None:
    found = judged(SAREES, people=4)
    reply, conversion, manual = found.objectives.objectives
    assert (reply.baseline, reply.target) == (found.responses.any_hour.median_s, 180)
    assert (conversion.baseline, conversion.target, conversion.change) == (None, None, 0.15)
    assert manual.baseline is not None
    assert manual.target is not None
    assert abs(manual.target - manual.baseline * 0.7) < 0.1


def test_repeated_questions_come_with_their_usual_answer() -> None:
    found = judged(SAREES, people=4)
    by_subject = {question.subject: question for question in found.questions}
    assert {"price", "delivery", "bill", "cod"} <= set(by_subject)
    assert by_subject["cod"].usual_answer == "Yes, up to 5000"
    assert (by_subject["cod"].automatic, by_subject["price"].automatic) == ("yes", "with_care")
    assert {chore.kind for chore in found.chores} >= {"shipped"}
