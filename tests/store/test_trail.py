"""The trail: nobody changes or removes a row, and whoever does it all the same is found out."""

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError

from circulair.store import trail
from circulair.store.records import TrailRecord, TrailWordsRecord
from circulair.store.session import ConflictError, Store
from tests.together import together
from tests.worlds import NOW

UNLOCK = {
    "sqlite": ("DROP TRIGGER trail_keeps_UPDATE", "DROP TRIGGER trail_keeps_DELETE"),
    "postgresql": ("DROP TRIGGER trail_keeps ON trail",),
}
"""What only the owner of the database could do."""


@pytest.fixture
def noted(store: Store) -> Store:
    """A store whose trail holds three acts, the second with words of person 8."""
    with store.unit_of_work():
        trail.append(trail.Act("listing.registered", "listing", 1), 7, NOW)
        trail.append(
            trail.Act("suggestion.declined", "suggestion", 1, {"reason": "price"}, "Te duur"), 8, NOW
        )
        trail.append(trail.Act("listing.withdrawn", "listing", 1), None, NOW)
    return store


def broken(store: Store) -> list[int]:
    with store.unit_of_work(reading=True):
        return trail.broken_seals()


def behind_our_back(store: Store, statement: str) -> None:
    with store.engine.begin() as connection:
        for unlock in UNLOCK[store.engine.dialect.name]:
            connection.execute(text(unlock))
        connection.execute(text(statement))


def test_an_untouched_trail_has_no_broken_seal(noted: Store) -> None:
    assert broken(noted) == []


def test_the_acts_on_one_thing_come_oldest_first_with_their_words(noted: Store) -> None:
    with noted.unit_of_work(reading=True):
        acts = [(row.act, words) for row, words in trail.of_subject("listing", 1)]
        [(declined, words)] = trail.of_subject("suggestion", 1)
    assert acts == [("listing.registered", None), ("listing.withdrawn", None)]
    assert (declined.details, words) == ('{"reason": "price"}', "Te duur")


@pytest.mark.parametrize(
    "change", ["UPDATE trail SET actor_id = 9", "DELETE FROM trail", "DELETE FROM trail WHERE id = 3"]
)
def test_a_row_can_be_neither_changed_nor_removed(noted: Store, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), noted.engine.begin() as connection:
        connection.execute(text(change))
    assert broken(noted) == []


def test_the_trail_cannot_be_emptied_at_once(noted: Store) -> None:
    emptying = {"sqlite": "DELETE FROM trail", "postgresql": "TRUNCATE trail CASCADE"}
    with pytest.raises(DBAPIError, match="append-only"), noted.engine.begin() as connection:
        connection.execute(text(emptying[noted.engine.dialect.name]))


@pytest.mark.parametrize(
    "column",
    ["actor_id = 9", "act = 'x'", "subject = 'x'", "subject_id = 9", "details = 'x'", "digest = 'x'"],
)
def test_a_changed_value_breaks_the_seal_of_its_row(noted: Store, column: str) -> None:
    behind_our_back(noted, f"UPDATE trail SET {column} WHERE id = 2")
    assert broken(noted) == [2]


def test_a_row_taken_out_breaks_the_seal_of_the_next(noted: Store) -> None:
    behind_our_back(noted, "DELETE FROM trail WHERE id = 1")
    assert broken(noted) == [2]


def test_the_newest_row_taken_out_is_missed(noted: Store) -> None:
    behind_our_back(noted, "DELETE FROM trail WHERE id = 3")
    assert broken(noted) == [0]


def test_erased_words_leave_all_seals_whole(noted: Store) -> None:
    with noted.unit_of_work():
        trail.erase_words(8)
    with noted.unit_of_work(reading=True):
        [(row, words)] = trail.of_subject("suggestion", 1)
    assert (words, len(row.digest)) == (None, 64)
    assert broken(noted) == []


def test_words_of_somebody_else_stay(noted: Store) -> None:
    with noted.unit_of_work():
        trail.erase_words(7)
    with noted.unit_of_work(reading=True) as session:
        assert session.scalar(select(func.count(TrailWordsRecord.trail_id))) == 1


def test_the_same_words_twice_have_two_digests(store: Store) -> None:
    act = trail.Act("suggestion.declined", "suggestion", 1, words="Te duur")
    with store.unit_of_work():
        first, second = trail.append(act, 8, NOW), trail.append(act, 8, NOW)
    assert first.digest != second.digest


def test_threads_that_append_at_once_keep_one_chain(store: Store) -> None:
    def append(number: int) -> None:
        with store.unit_of_work():
            trail.append(trail.Act("listing.registered", "listing", number), None, NOW)

    assert together(8, append) == [None] * 8
    assert broken(store) == []
    with store.unit_of_work(reading=True) as session:
        assert session.scalar(select(func.count(TrailRecord.id))) == 8


def test_rows_of_the_trail_cannot_be_deleted_by_a_record_either(noted: Store) -> None:
    with pytest.raises(Exception, match="append-only"), noted.unit_of_work() as session:
        session.execute(delete(TrailWordsRecord))
        session.execute(delete(TrailRecord))
    assert broken(noted) == []


def test_forged_words_are_found(store: Store) -> None:
    with store.unit_of_work() as session:
        row = trail.append(trail.Act("suggestion.declined", "suggestion", 1, words="too far"), 1, NOW)
        session.flush()
        session.execute(text("UPDATE trail_words SET words = 'forged'"))
        session.expire_all()
        assert trail.broken_seals() == [row.id]


def test_a_row_is_not_replaced(store: Store) -> None:
    with store.unit_of_work():
        trail.append(trail.Act("listing.registered", "listing", 1), 1, NOW)
    insert = {"sqlite": "INSERT OR REPLACE", "postgresql": "INSERT"}[store.engine.dialect.name]
    with pytest.raises(ConflictError), store.unit_of_work() as session:
        session.execute(text(f"{insert} INTO trail SELECT * FROM trail"))
