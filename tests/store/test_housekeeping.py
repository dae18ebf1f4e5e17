"""Answered forms, addresses and the kind of world."""

from datetime import timedelta

from sqlalchemy import func, select

from circulair.store import housekeeping
from circulair.store.records import AddressRecord, AnsweredFormRecord
from circulair.store.session import ConflictError, Store
from tests.together import together
from tests.worlds import NOW

KEY = "k" * 24


def claim(store: Store, key: str = KEY) -> str:
    """Claim a form's key as a request does, and answer it; say what an earlier answer was."""
    with store.unit_of_work():
        earlier = housekeeping.claim_form(key, "f" * 64, NOW)
        if earlier is not None:
            return f"again to {earlier.location}"
        housekeeping.answer_form(key, 303, "/mijn")
        return "taken"


def test_of_two_twins_of_a_form_one_is_taken(store: Store) -> None:
    outcomes = together(2, lambda _number: claim(store))
    others = [one for one in outcomes if one != "taken"]
    assert len(others) == 1
    assert others[0] == "again to /mijn" or isinstance(others[0], ConflictError)
    assert claim(store) == "again to /mijn"
    with store.unit_of_work(reading=True) as session:
        assert session.scalar(select(func.count(AnsweredFormRecord.key))) == 1


def test_a_form_that_was_refused_may_be_sent_again(store: Store) -> None:
    with store.unit_of_work() as session:
        housekeeping.claim_form(KEY, "f" * 64, NOW)
        session.rollback()
    assert claim(store) == "taken"


def test_old_keys_are_forgotten(store: Store) -> None:
    claim(store)
    with store.unit_of_work():
        housekeeping.forget_forms(NOW + timedelta(days=1))
    assert claim(store) == "taken"


def test_an_address_is_found_by_postcode_and_number(store: Store) -> None:
    with store.unit_of_work():
        housekeeping.add_address(
            AddressRecord(
                postcode="6161 AB", house_number="12A", street="Rijksweg", place="Geleen", lon=5.83, lat=50.97
            )
        )
    with store.unit_of_work(reading=True):
        found = housekeeping.address("6161 AB", "12a")
        assert found is not None
        assert found.street == "Rijksweg"
        assert housekeeping.address("6161 AB", "12") is None


def test_the_kind_of_world_is_open_until_it_is_decided(store: Store) -> None:
    with store.unit_of_work():
        assert housekeeping.is_demo() is None
        housekeeping.set_world(demo=True)
    with store.unit_of_work(reading=True):
        assert housekeeping.is_demo() is True
