"""Temporary uses through the services: who brings together, who sees it, one at a time, what is public."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from circulair.services import exports, listings, organisations, releases, rooms, temporary_uses
from circulair.services.actor import Actor
from circulair.services.faults import (
    NoFitError,
    NotFoundError,
    PremisesNotVacantError,
    PremisesTakenError,
    VersionError,
)
from circulair.services.releases import PublicPremises
from circulair.store import outbox, trail
from circulair.store import premises as store
from circulair.store.records import TemporaryUseRecord
from flows.buildings import Building, Feature, as_features
from flows.errors import FlowsError
from flows.temporary_use import UseParty, UseReason, UseStatus, UseStepError
from tests.vacancies import a_space_need, a_vacancy_told, a_vacant_shop
from tests.worlds import NOW, Firm, a_firm, a_reviewer

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("unit")]

TODAY = NOW.date()
LET = (UseReason.LET, "")
PRICE = (UseReason.PRICE, "")


@pytest.fixture
def owner(unit: Session) -> Firm:
    return a_firm("Panden")


@pytest.fixture
def seeker(unit: Session) -> Firm:
    return a_firm("Repair", "culture", "station")


@pytest.fixture
def hub(unit: Session) -> Actor:
    return a_reviewer()


def a_use(owner: Firm, seeker: Firm, **few: Any) -> TemporaryUseRecord:  # whatever is told of a vacancy
    premises = a_vacant_shop(owner, **few)
    return temporary_uses.propose(premises.id, a_space_need(seeker).id, seeker.member)


def agreed(owner: Firm, seeker: Firm) -> TemporaryUseRecord:
    use = a_use(owner, seeker)
    return temporary_uses.agree(use.id, UseParty.OWNER, use.version, owner.member)


def running(owner: Firm, seeker: Firm) -> TemporaryUseRecord:
    use = agreed(owner, seeker)
    store.use(use.id)
    return temporary_uses.begin(use.id, version(use), TODAY, owner.member)


def version(use: TemporaryUseRecord) -> int:
    """Return the version as it is once all is written."""
    trail.newest()
    return use.version


def released(owner: Firm, hub: Actor) -> PublicPremises:
    releases.make(TODAY, hub)
    release = releases.shown()
    assert release is not None
    [row] = release.premises
    return row


def test_a_need_finds_the_empty_shop_with_reasons(owner: Firm, seeker: Firm) -> None:
    premises, need = a_vacant_shop(owner), a_space_need(seeker)
    [fit] = rooms.of_need(need.id, seeker.member).fits
    assert (fit.premises.id, [part.name for part in fit.parts]) == (
        premises.id,
        ["area", "distance", "loading", "rent"],
    )
    assert fit.match.open == ("use",)
    assert [one.need.listing_id for one in rooms.of_premises(premises.id, owner.member).fits] == [need.id]


def test_a_shop_without_what_it_must_have_is_named_with_the_reason(owner: Firm, seeker: Firm) -> None:
    a_vacant_shop(owner, building=Building(features=as_features({Feature.TOILET: False})))
    finds = rooms.of_need(a_space_need(seeker).id, seeker.member)
    assert finds.fits == ()
    [left_out] = finds.ruled_out
    assert [one.name for one in left_out.broken] == ["toilet"]


def test_what_is_not_shown_to_everybody_is_found_by_the_hub_alone(
    owner: Firm, seeker: Firm, hub: Actor
) -> None:
    premises = a_vacant_shop(owner, public=False)
    need = a_space_need(seeker, public=False)
    assert rooms.of_need(need.id, seeker.member).fits == ()
    assert rooms.of_premises(premises.id, owner.member).fits == ()
    assert len(rooms.everything(hub)[1].fits) == 1
    with pytest.raises(NotFoundError):
        temporary_uses.propose(premises.id, need.id, seeker.member)
    assert temporary_uses.propose(premises.id, need.id, hub).status is UseStatus.PROPOSED


def test_whoever_asks_has_said_yes_and_asking_twice_is_once(owner: Firm, seeker: Firm) -> None:
    use = a_use(owner, seeker)
    assert (use.owner_agrees, use.user_agrees) == (False, True)
    assert temporary_uses.propose(use.premises_id, use.listing_id, owner.member).id == use.id


def test_a_stranger_sees_nothing_of_it(owner: Firm, seeker: Firm) -> None:
    use, stranger = a_use(owner, seeker), a_firm("Stranger")
    with pytest.raises(NotFoundError):
        temporary_uses.sheet(use.id, stranger.member)
    with pytest.raises(NotFoundError):
        temporary_uses.agree(use.id, UseParty.OWNER, use.version, stranger.member)


def test_the_user_cannot_say_yes_for_the_owner(owner: Firm, seeker: Firm) -> None:
    use = a_use(owner, seeker)
    with pytest.raises(NotFoundError):
        temporary_uses.agree(use.id, UseParty.OWNER, use.version, seeker.member)


def test_premises_are_promised_once(owner: Firm, seeker: Firm) -> None:
    use = a_use(owner, seeker)
    other = a_firm("Maker", "maker")
    rival = temporary_uses.propose(use.premises_id, a_space_need(other).id, other.member)
    temporary_uses.agree(use.id, UseParty.OWNER, use.version, owner.member)
    with pytest.raises(PremisesTakenError):
        temporary_uses.agree(rival.id, UseParty.OWNER, rival.version, owner.member)
    with pytest.raises(PremisesNotVacantError):
        temporary_uses.propose(use.premises_id, a_space_need(a_firm("Late")).id, a_reviewer("l@example.org"))


def test_premises_in_temporary_use_cannot_be_taken_away(owner: Firm, seeker: Firm) -> None:
    use = running(owner, seeker)
    with pytest.raises(PremisesTakenError):
        organisations.withdraw_vacancy(use.premises_id, owner.member)
    ended = temporary_uses.end(use.id, version(use), TODAY, LET, owner.member)
    assert (ended.status, ended.running_key) == (UseStatus.ENDED, None)
    version(use)
    assert not organisations.withdraw_vacancy(use.premises_id, owner.member).vacant


def test_a_need_that_ended_agrees_to_nothing(owner: Firm, seeker: Firm) -> None:
    use = a_use(owner, seeker)
    listings.withdraw(use.listing_id, seeker.member)
    with pytest.raises(PremisesNotVacantError):
        temporary_uses.agree(use.id, UseParty.OWNER, use.version, owner.member)


def test_premises_that_cannot_serve_are_not_proposed(owner: Firm, seeker: Firm, hub: Actor) -> None:
    premises = a_vacant_shop(owner, area_m2=None, building=Building(features="toilet:no"))
    with pytest.raises(NoFitError):
        temporary_uses.propose(premises.id, a_space_need(seeker).id, hub)


def test_the_last_step_is_taken_back_by_whoever_took_it_and_for_a_while(owner: Firm, seeker: Firm) -> None:
    use = running(owner, seeker)
    with pytest.raises(UseStepError):
        temporary_uses.undo(use.id, seeker.member)
    late = replace(owner.member, now=NOW + timedelta(minutes=11))
    with pytest.raises(UseStepError):
        temporary_uses.undo(use.id, late)
    assert temporary_uses.undo(use.id, owner.member).status is UseStatus.AGREED
    assert use.began is None


def test_nobody_comes_back_into_premises_that_are_in_use_again(owner: Firm, seeker: Firm) -> None:
    use = running(owner, seeker)
    temporary_uses.end(use.id, version(use), TODAY, LET, seeker.member)
    version(use)
    premises = organisations.premises(use.premises_id, owner.member)
    organisations.tell_vacancy(premises.id, premises.version, None, owner.member)
    version(use)
    with pytest.raises(PremisesNotVacantError):
        temporary_uses.undo(use.id, seeker.member)
    assert use.status is UseStatus.ENDED


def test_a_late_answer_to_an_older_page_is_refused(owner: Firm, seeker: Firm) -> None:
    use = a_use(owner, seeker)
    with pytest.raises(VersionError):
        temporary_uses.decline(use.id, use.version - 1, PRICE, owner.member)


def test_every_step_stands_in_the_trail_of_the_premises(owner: Firm, seeker: Firm) -> None:
    use = running(owner, seeker)
    temporary_uses.end(use.id, version(use), TODAY, LET, seeker.member)
    acts = temporary_uses.sheet(use.id, owner.member).acts
    assert [act.act for act in acts] == [
        "premises.use_proposed",
        "premises.use_agreed",
        "premises.use_in_use",
        "premises.use_ended",
    ]
    assert json.loads(acts[-1].details or "{}")["reason"] == "let"


def test_the_next_release_tells_it_and_the_user_only_with_consent(
    owner: Firm, seeker: Firm, hub: Actor
) -> None:
    use = running(owner, seeker)
    told = released(owner, hub).told["use"]
    assert told == {"since": TODAY.isoformat(), "until": "2027-12-31"}
    temporary_uses.consent(use.id, seeker.member, public=True)
    version(use)
    assert released(owner, hub).told["use"]["who"] == "Repair"
    temporary_uses.end(use.id, version(use), TODAY, LET, owner.member)
    version(use)
    assert released(owner, hub).told["use"] is None


def test_a_user_who_takes_the_yes_back_leaves_the_releases_of_before(
    owner: Firm, seeker: Firm, hub: Actor
) -> None:
    use = running(owner, seeker)
    temporary_uses.consent(use.id, seeker.member, public=True)
    version(use)
    assert released(owner, hub).told["use"]["who"] == "Repair"
    temporary_uses.consent(use.id, seeker.member, public=False)
    release = releases.shown()
    assert release is not None
    assert release.premises[0].told["use"] == {"since": TODAY.isoformat(), "until": "2027-12-31"}
    assert [one.kind for one in release.redactions] == ["use"]


def test_what_is_confidential_of_a_building_stays_out_of_a_release(owner: Firm, hub: Actor) -> None:
    a_vacant_shop(owner, building=Building(bag_id="1883010000012345", built_year=1960))
    assert released(owner, hub).told["building"] == {"built_year": 1960}


def test_a_withdrawn_vacancy_is_put_back_as_it_was(owner: Firm, hub: Actor) -> None:
    premises = a_vacant_shop(owner)
    organisations.withdraw_vacancy(premises.id, owner.member)
    version_of = trail.newest()
    assert (premises.vacant, premises.area_m2 is not None, version_of is not None) == (False, True, True)
    organisations.put_back_vacancy(premises.id, owner.member)
    assert (premises.vacant, premises.public) == (True, True)


def test_a_withdrawn_vacancy_leaves_the_releases_until_the_next_one_shows_it_again(
    owner: Firm, hub: Actor
) -> None:
    premises = a_vacant_shop(owner)
    assert released(owner, hub).owner == "Panden"
    organisations.withdraw_vacancy(premises.id, owner.member)
    told = releases.shown()
    assert told is not None
    assert ([one.kind for one in told.redactions], told.premises) == (["premises"], ())
    organisations.put_back_vacancy(premises.id, owner.member)
    assert released(owner, hub).owner == "Panden"


def test_another_use_of_the_plan_must_be_looked_up_anew(owner: Firm, hub: Actor) -> None:
    premises = a_vacant_shop(owner)
    organisations.confirm_use(premises.id, premises.version, hub)
    trail.newest()
    organisations.tell_vacancy(premises.id, premises.version, a_vacancy_told(), owner.member)
    assert premises.use_confirmed_at is not None
    trail.newest()
    changed = a_vacancy_told(permitted_use="horeca")
    organisations.tell_vacancy(premises.id, premises.version, changed, owner.member)
    assert premises.use_confirmed_at is None


@pytest.mark.parametrize(
    "few", [{"since": date(2027, 4, 1)}, {"building": Building(area_free_m2=Decimal(121))}]
)
def test_a_vacancy_that_contradicts_itself_cannot_be_told(few: dict[str, Any]) -> None:
    with pytest.raises(FlowsError):
        a_vacancy_told(**few)


def test_the_other_side_reads_of_it_in_a_letter_that_names_nobody(owner: Firm, seeker: Firm) -> None:
    use = a_use(owner, seeker)
    [asked] = outbox.unsent_of("space")
    assert (asked.recipient, asked.kind) == (owner.email, "space")
    assert "Repair" not in asked.facts.replace("repair_cafe", "")
    temporary_uses.agree(use.id, UseParty.OWNER, use.version, owner.member)
    assert [one.recipient for one in outbox.unsent_of("space")] == [owner.email, seeker.email]


def test_an_organisation_takes_home_what_it_told_and_used(owner: Firm, seeker: Firm) -> None:
    a_use(owner, seeker)
    mine = exports.everything(owner.organisation_id, owner.member, "en")
    assert "toilet:yes" in mine["premises.csv"].decode()
    assert "proposed" in mine["uses.csv"].decode()
    theirs = exports.everything(seeker.organisation_id, seeker.member, "en")
    assert "repair_cafe" in theirs["space.csv"].decode()
