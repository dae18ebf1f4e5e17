"""The outbox: a letter is claimed by one worker at a time, and again after its lease."""

from datetime import timedelta

from circulair.store import outbox
from circulair.store.records import LetterRecord
from circulair.store.session import Store
from tests.together import together
from tests.worlds import NOW


def a_letter(number: int, minutes: int = 0) -> LetterRecord:
    """Make a letter that is due so many minutes from now."""
    return LetterRecord(
        message_id=f"<{number}@circulair>",
        recipient="korrel@example.org",
        language="nl",
        kind="sign_in",
        facts='{"path": "/link/x"}',
        due_at=NOW + timedelta(minutes=minutes),
        created_at=NOW,
    )


def post(store: Store, *letters: LetterRecord) -> None:
    with store.unit_of_work():
        for letter in letters:
            outbox.add(letter)


def claimed(store: Store, minutes: int = 0) -> list[int]:
    with store.unit_of_work():
        return list(outbox.claim(NOW + timedelta(minutes=minutes)))


def test_two_workers_claim_forty_letters_once_each(store: Store) -> None:
    post(store, *(a_letter(number) for number in range(40)))
    rounds = together(2, lambda _number: [claimed(store) for _ in range(4)])
    ids = [letter for worker in rounds if isinstance(worker, list) for batch in worker for letter in batch]
    ids += [letter for _ in range(4) for letter in claimed(store)]
    assert sorted(ids) == list(range(1, 41))


def test_letters_are_claimed_ten_at_a_time_in_order_of_their_moment(store: Store) -> None:
    post(store, *(a_letter(number, minutes=-number) for number in range(12)))
    assert claimed(store) == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]


def test_a_letter_is_left_alone_until_it_is_due(store: Store) -> None:
    post(store, a_letter(1, minutes=10))
    assert (claimed(store, minutes=9), claimed(store, minutes=10)) == ([], [1])


def test_a_letter_whose_worker_died_is_claimed_again_after_its_lease(store: Store) -> None:
    post(store, a_letter(1))
    assert claimed(store) == [1]
    assert claimed(store, minutes=4) == []
    assert claimed(store, minutes=5) == [1]
    with store.unit_of_work(reading=True):
        letter = outbox.one(1)
        assert letter is not None
        assert letter.attempts == 2


def test_a_letter_that_left_is_emptied_and_never_claimed_again(store: Store) -> None:
    post(store, a_letter(1))
    claimed(store)
    with store.unit_of_work():
        outbox.mark_sent(1, NOW)
    assert claimed(store, minutes=60) == []
    with store.unit_of_work(reading=True):
        [letter] = outbox.to("korrel@example.org")
        assert (letter.facts, letter.sent_at) == ("{}", NOW)


def test_a_letter_that_failed_says_why_and_is_tried_again(store: Store) -> None:
    post(store, a_letter(1))
    claimed(store)
    with store.unit_of_work():
        outbox.put_off(1, "ConnectionRefusedError", NOW)
    assert claimed(store, minutes=5) == [1]
