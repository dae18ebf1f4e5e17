"""Work: how far letters, files and plans are, when the hourly round ran, and one more try of a letter."""

from dataclasses import replace
from datetime import timedelta

import pytest

from circulair.services import imports, work
from circulair.services.faults import LetterInHandError, LetterLeftError, NotAllowedError, NotFoundError
from circulair.services.imports import Upload
from circulair.services.work import Trouble
from circulair.store import outbox, plans, trail
from circulair.store import work as store_of_work
from circulair.store.records import LetterRecord, PlanRecord, PlanState, WorkRound
from circulair.store.session import Store, current
from circulair.store.work import LetterStand
from flows.plans import Aim
from tests.sheets import CARDBOARD, a_csv
from tests.together import together
from tests.worlds import NOW, a_firm, a_reviewer

MINUTE = timedelta(minutes=1)


def a_letter(minutes: int = 0, **told: object) -> LetterRecord:
    """Put a letter in the outbox that is due some minutes from now."""
    number = len(outbox.waiting()) + 1
    facts = {"language": "nl", "kind": "sign_in", "facts": "{}", "attempts": 0, "failed": "", **told}
    letter = LetterRecord(message_id=f"<{number}>", recipient=f"{number}@example.org", **facts)
    letter.created_at = NOW
    letter.due_at = NOW + minutes * MINUTE
    outbox.add(letter)
    current().flush()
    return letter


def stands(hub: object) -> dict[str, int]:
    return {stand.value: number for stand, number in work.overview(hub).letters.items()}  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_each_letter_is_in_one_list_by_how_far_it_is(store: Store) -> None:
    with store.unit_of_work():
        hub = a_reviewer()
        due, held = a_letter(-1), a_letter(10)
        failed = a_letter(30, failed="SMTPRecipientsRefused", attempts=2)
        left, yesterday = a_letter(), a_letter()
        outbox.mark_sent(left.id, NOW)
        outbox.mark_sent(yesterday.id, NOW - timedelta(days=1))
        listed = {stand: [one.id for one in work.letters(stand, 1, hub).rows] for stand in LetterStand}
        assert listed == {
            LetterStand.WAITING: [due.id],
            LetterStand.HELD: [held.id],
            LetterStand.RETRIED: [failed.id],
            LetterStand.SENT: [left.id],
        }
        assert stands(hub) == {"waiting": 1, "held": 1, "retried": 1, "sent": 1}
    with store.unit_of_work():
        assert list(outbox.claim(NOW)) == [due.id]
    with store.unit_of_work():
        assert [one.id for one in work.letters(LetterStand.WAITING, 1, hub).rows] == [due.id]
        outbox.put_off(due.id, "TimeoutError", NOW)
        assert [one.id for one in work.letters(LetterStand.RETRIED, 1, hub).rows] == [failed.id, due.id]


@pytest.mark.both_databases
def test_a_failed_letter_is_tried_at_once_by_one_worker_only(store: Store) -> None:
    with store.unit_of_work():
        hub = a_reviewer()
        letter = a_letter(60, failed="TimeoutError", attempts=3)
        assert list(outbox.claim(NOW)) == []
    with store.unit_of_work():
        work.try_again(letter.id, hub)
        work.try_again(letter.id, hub)
        assert [row.act for row, _ in trail.of_subject("letter", letter.id)] == ["letter.tried_again"] * 2

    def claimed(_number: int) -> list[int]:
        with store.unit_of_work():
            return list(outbox.claim(NOW))

    assert sorted(map(str, together(2, claimed))) == sorted([str([letter.id]), "[]"])
    with store.unit_of_work(), pytest.raises(LetterInHandError):
        work.try_again(letter.id, hub)
    with store.unit_of_work():
        outbox.mark_sent(letter.id, NOW)
    with store.unit_of_work(), pytest.raises(LetterLeftError):
        work.try_again(letter.id, hub)


def test_a_letter_that_never_failed_needs_no_new_try(unit: object) -> None:
    hub, letter = a_reviewer(), a_letter(10)
    with pytest.raises(LetterLeftError):
        work.try_again(letter.id, hub)
    assert letter.due_at == NOW + 10 * MINUTE
    with pytest.raises(NotFoundError):
        work.try_again(99, hub)


@pytest.mark.parametrize(
    ("failed", "trouble"),
    [
        ("SMTPRecipientsRefused", Trouble.ADDRESS),
        ("gaierror", Trouble.AWAY),
        ("ClearTextError", Trouble.UNSAFE),
        ("UndefinedError", Trouble.LETTER),
    ],
)
def test_what_went_wrong_is_told_in_words(failed: str, trouble: Trouble) -> None:
    assert work.trouble_of(failed) is trouble


@pytest.mark.both_databases
def test_files_and_plans_are_listed_while_there_is_something_to_do(store: Store) -> None:
    with store.unit_of_work():
        firm, hub = a_firm("Zon"), a_reviewer()
        sheet = imports.stage(Upload("a.csv", a_csv(CARDBOARD), "nl"), firm.organisation_id, firm.member)
        asking = PlanRecord(aim=Aim.TONNES, state=PlanState.WAITING, person_id=hub.person_id, asked_at=NOW)
        plan = plans.add(asking)
        found = work.overview(hub)
        assert (found.files, found.plans) == (1, 1)
        [(listed, name)] = work.files(1, hub).rows
        assert (listed.id, name) == (sheet.id, "Zon")
        [asked] = work.plans(1, hub).rows
        assert (asked.id, asked.person and asked.person.email) == (plan.id, "hub@example.org")


@pytest.mark.both_databases
def test_the_hourly_round_tells_when_it_ran_and_whether_it_is_late(store: Store) -> None:
    with store.unit_of_work():
        hub = a_reviewer()
        assert work.hour(hub).began_at is None
        store_of_work.began(WorkRound.HOURLY, NOW)
        assert work.hour(hub).ended_at is None
        store_of_work.ended(WorkRound.HOURLY, NOW + MINUTE)
    with store.unit_of_work():
        hour = work.hour(hub)
        assert (hour.began_at, hour.ended_at, hour.failed, hour.late) == (NOW, NOW + MINUTE, False, False)
        assert work.hour(replace(hub, now=NOW + timedelta(hours=3))).late
        store_of_work.began(WorkRound.HOURLY, NOW + timedelta(hours=1))
        store_of_work.ended(WorkRound.HOURLY, NOW, "KeyError")
        assert work.hour(hub).failed


def test_only_the_hub_looks_and_acts(unit: object) -> None:
    firm, letter = a_firm(), a_letter(failed="TimeoutError")
    for use in (
        lambda: work.overview(firm.member),
        lambda: work.letters(LetterStand.SENT, 1, firm.member),
        lambda: work.files(1, firm.member),
        lambda: work.plans(1, firm.member),
        lambda: work.try_again(letter.id, firm.member),
    ):
        with pytest.raises(NotAllowedError):
            use()
