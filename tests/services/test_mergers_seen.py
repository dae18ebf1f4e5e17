"""What a merger does to what everybody sees: what ends leaves the releases, no yes changes its name."""

from pathlib import Path

import pytest

from circulair.files.vault import Vault
from circulair.services import checks, exchanges, mergers, photos, releases, temporary_uses
from circulair.services.documents import Upload
from circulair.services.faults import CannotMergeError
from circulair.services.mergers import Obstacle
from circulair.services.releases import Release
from circulair.store import processes, publication, trail
from circulair.store.records import DocumentKind, TemporaryUseRecord
from circulair.store.session import Store, current
from flows.exchanges import Party
from flows.streams import Side
from flows.temporary_use import UseParty, UseReason
from tests.papers import an_image
from tests.services.test_mergers import delivered, merge, record
from tests.stories import a_story, agreed
from tests.vacancies import a_space_need, a_vacant_shop
from tests.worlds import NOW, Firm, a_firm, a_listing, a_plant, a_reviewer


def in_use(owner: Firm, seeker: Firm) -> TemporaryUseRecord:
    """Let a firm use another's premises for a while, and say that everybody may read so."""
    shop = a_vacant_shop(owner)
    use = temporary_uses.propose(shop.id, a_space_need(seeker, public=False).id, seeker.member)
    temporary_uses.agree(use.id, UseParty.OWNER, use.version, owner.member)
    current().flush()
    temporary_uses.begin(use.id, use.version, NOW.date(), owner.member)
    return temporary_uses.consent(use.id, seeker.member, public=True)


def published() -> list[Release]:
    """Return all releases as they stand, the oldest first."""
    return [releases.parsed(one.content) for one in publication.oldest_first()]


def test_what_ends_leaves_the_releases_of_before(unit: object) -> None:
    story = delivered(agreed(a_story()), "10")
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        exchanges.consent(story.exchange.id, party, firm.member, public=True)
    story.exchange.offer.public = True
    a_vacant_shop(story.giver)
    releases.make(NOW.date(), story.hub)
    [before] = published()
    assert [len(rows) for rows in (before.flows, before.offers, before.premises)] == [1, 1, 1]
    merge(a_firm("Never asked"), story.giver, story.hub)
    [after] = published()
    assert (after.flows, after.offers, after.premises) == ((), (), ())
    assert (after.figures["confirmed_tonnes"], after.figures["vacant_premises"]) == (0, 0)
    assert [one.kind for one in after.redactions] == ["flows", "listings", "premises"]
    assert list(checks.broken_laws(NOW.date())) == []


@pytest.mark.parametrize("hidden", [0, 1])
def test_a_name_that_is_hidden_from_now_on_leaves_the_releases_of_before(unit: object, hidden: int) -> None:
    stays, leaves, hub = a_firm("Zon"), a_firm("Maan BV", spot="station"), a_reviewer()
    for firm in (stays, leaves):
        a_listing(Side.OFFER, firm).public = True
    releases.make(NOW.date(), hub)
    assert sorted(row.organisation for row in published()[0].offers) == ["Maan BV", "Zon"]
    record((stays, leaves)[hidden]).hides_name = True
    current().flush()
    merge(stays, leaves, hub)
    assert [row.organisation for row in published()[0].offers] == ["", ""]
    releases.make(NOW.date(), hub)
    assert [row.organisation for row in published()[1].offers] == ["", ""]


def test_who_uses_premises_is_not_told_under_another_name_that_never_said_yes(unit: object) -> None:
    owner, seeker, hub = a_firm("Panden"), a_firm("Repair", "culture", "station"), a_reviewer()
    use = in_use(owner, seeker)
    releases.make(NOW.date(), hub)
    assert published()[0].premises[0].told["use"]["who"] == "Repair"
    never = a_firm("Never asked", "culture")
    assert mergers.pair(never.organisation_id, seeker.organisation_id, hub).sides[1].ending.uses == {use.id}
    merge(never, seeker, hub)
    assert not use.user_consents
    [row] = published()[0].premises
    assert row.told["use"] == {"since": NOW.date().isoformat(), "until": "2027-12-31"}
    assert published()[0].redactions[-1].kind == "use"
    last = trail.of_subject("premises", use.premises_id)[-1][0]
    assert (last.act, "False" in last.details) == ("premises.use_consent", True)
    releases.make(NOW.date(), hub)
    assert "who" not in published()[1].premises[0].told["use"]


def test_who_uses_premises_stays_told_where_both_said_yes_to_that(unit: object) -> None:
    one, other, hub = a_firm("Repair"), a_firm("Repair BV", "culture", "station"), a_reviewer()
    uses = [in_use(a_firm("Panden"), one), in_use(a_firm("Huizen", "culture"), other)]
    merge(one, other, hub)
    assert [use.user_consents for use in uses] == [True, True]


def test_photos_go_on_only_where_both_show_theirs(unit: object, tmp_path: Path) -> None:
    stays, leaves, hub = a_firm("Zon"), a_firm("Zon BV", spot="station"), a_reviewer()
    shop, with_photos = a_vacant_shop(stays), a_vacant_shop(leaves, photos=True)
    door = Upload("door.png", an_image(), DocumentKind.OTHER, "The door")
    photos.add(with_photos.id, door, Vault(tmp_path), leaves.member)
    releases.make(NOW.date(), hub)
    assert sorted(len(row.told["photos"]) for row in published()[0].premises) == [0, 1]
    merge(stays, leaves, hub)
    assert (shop.public, with_photos.public) == (True, True)
    assert with_photos.photos_public_at is None
    assert [row.told["photos"] for row in published()[0].premises] == [[], []]
    assert published()[0].redactions[-1].kind == "photos"


def test_a_plant_goes_on_to_be_shown_only_where_both_show_theirs(unit: object) -> None:
    stays, leaves, hub = a_firm("Zon"), a_firm("Zon BV", spot="station"), a_reviewer()
    for code, firm, shown in (("one", stays, False), ("two", leaves, True)):
        plant = a_plant("bread", "compost", code=code)
        plant.organisation_id, plant.operator, plant.invented = firm.organisation_id, firm.email, True
        plant.operator_consents = shown
    releases.make(NOW.date(), hub)
    assert len(published()[0].processes) == 1
    merge(stays, leaves, hub)
    assert published()[0].processes == ()
    assert published()[0].redactions[-1].kind == "processes"
    own = processes.run_by(stays.organisation_id)
    assert [(one.code, one.operator_consents) for one in own] == [("one", False), ("two", False)]


@pytest.mark.both_databases
def test_two_of_whom_one_uses_premises_of_the_other_stay_two_until_that_has_ended(store: Store) -> None:
    with store.unit_of_work():
        owner, seeker, hub = a_firm("Panden"), a_firm("Repair", "culture", "station"), a_reviewer()
        use = in_use(owner, seeker)
        seen = mergers.pair(owner.organisation_id, seeker.organisation_id, hub)
        assert seen.obstacles == ((Obstacle.TEMPORARY_USE, (use.id,)),)
        with pytest.raises(CannotMergeError) as told:
            merge(owner, seeker, hub)
        assert told.value.numbers == (use.id,)
    with store.unit_of_work():
        ended = temporary_uses.sheet(use.id, owner.member).record
        temporary_uses.end(use.id, ended.version, NOW.date(), (UseReason.LET, ""), owner.member)
    with store.unit_of_work():
        merge(owner, seeker, hub)
        assert record(seeker).merged_into_id == owner.organisation_id
