"""What leaves the releases of vacant premises once somebody says no, and what does not come back."""

import pytest
from sqlalchemy.orm import Session

from circulair.services import organisations, publicity, releases
from circulair.services.actor import Actor
from circulair.services.publicity import Field
from circulair.services.releases import Release
from circulair.store import publication, trail
from circulair.store.records import PremisesRecord
from tests.vacancies import a_vacant_shop
from tests.worlds import NOW, Firm, a_firm, a_reviewer

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("unit")]

TODAY = NOW.date()


@pytest.fixture
def owner(unit: Session) -> Firm:
    return a_firm("Panden")


@pytest.fixture
def hub(unit: Session) -> Actor:
    return a_reviewer()


def version(record: PremisesRecord) -> int:
    """Return the version as it is once all is written."""
    trail.newest()
    return record.version


def released() -> list[Release]:
    """Return all releases as they stand, the oldest first."""
    return [releases.parsed(record.content) for record in publication.oldest_first()]


def test_premises_in_use_again_leave_every_release(owner: Firm, hub: Actor) -> None:
    premises = a_vacant_shop(owner)
    for _ in range(2):
        releases.make(TODAY, hub)
    organisations.tell_vacancy(premises.id, version(premises), None, owner.member)
    assert [(one.premises, [note.kind for note in one.redactions]) for one in released()] == [
        ((), ["premises"])
    ] * 2


def test_showing_no_premises_holds_for_those_that_are_put_back_later(owner: Firm, hub: Actor) -> None:
    premises = a_vacant_shop(owner, photos=True)
    organisations.withdraw_vacancy(premises.id, owner.member)
    publicity.withdraw(Field.PREMISES, owner.member)
    organisations.put_back_vacancy(premises.id, owner.member)
    releases.make(TODAY, hub)
    assert (premises.public, premises.photos_public_at) == (False, None)
    assert released()[0].premises == ()
