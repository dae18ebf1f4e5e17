"""People and links: a link works once, whoever else clicks at the same moment."""

from datetime import timedelta

from circulair.services.actor import Role
from circulair.store import accounts
from circulair.store.records import LinkRecord
from circulair.store.session import Store
from tests.together import together
from tests.worlds import NOW, a_firm, a_person


def a_link(store: Store, digest: str = "abc") -> None:
    with store.unit_of_work():
        accounts.add_link(
            LinkRecord(
                digest=digest,
                purpose="sign_in",
                email="a@example.org",
                created_at=NOW,
                expires_at=NOW + timedelta(hours=1),
            )
        )


def used(store: Store, minutes: int = 0, digest: str = "abc") -> bool:
    with store.unit_of_work():
        return accounts.use_link(digest, NOW + timedelta(minutes=minutes)) is not None


def test_of_two_who_follow_a_link_at_once_one_gets_in(store: Store) -> None:
    a_link(store)
    assert sorted(map(str, together(2, lambda _number: used(store)))) == ["False", "True"]


def test_a_link_works_until_the_moment_it_expires(store: Store) -> None:
    a_link(store)
    assert (used(store, minutes=60), used(store, minutes=59)) == (False, True)


def test_an_unknown_link_does_nothing(store: Store) -> None:
    assert not used(store, digest="unknown")


def test_a_person_is_found_whatever_the_capitals(store: Store) -> None:
    with store.unit_of_work():
        made = a_person(Role.MEMBER, None, "korrel@example.org")
    with store.unit_of_work(reading=True):
        found = accounts.person_by_email("Korrel@Example.ORG")
        assert found is not None
        assert found.id == made.id
        assert [role.name for role in found.roles] == ["member"]


def test_only_active_people_are_members(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        a_person(Role.MEMBER, firm.organisation_id, "left@example.org").active = False
    with store.unit_of_work(reading=True):
        assert [person.email for person in accounts.members_of(firm.organisation_id)] == [firm.email]


def test_wrong_tries_are_counted_from_a_moment_on(store: Store) -> None:
    with store.unit_of_work():
        for minutes in (0, 10, 20):
            accounts.note_wrong_try("Korrel@example.org", NOW + timedelta(minutes=minutes))
        accounts.note_wrong_try("other@example.org", NOW + timedelta(minutes=30))
    with store.unit_of_work(reading=True):
        assert accounts.wrong_tries("korrel@example.org", since=NOW + timedelta(minutes=10)) == 2


def test_two_who_make_the_same_account_at_once_make_one(store: Store) -> None:
    with store.unit_of_work():
        accounts.role("member")

    def join(_number: int) -> str:
        with store.unit_of_work():
            return a_person(Role.MEMBER, None, "twin@example.org").email

    outcomes = together(2, join)
    assert outcomes.count("twin@example.org") == 1
    with store.unit_of_work(reading=True):
        assert accounts.person_by_email("twin@example.org") is not None
