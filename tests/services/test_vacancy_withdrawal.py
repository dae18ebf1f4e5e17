"""What leaves the releases of vacant premises once somebody says no, and what does not come back."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from circulair.files.vault import Vault
from circulair.services import (
    documents,
    organisations,
    photos,
    publicity,
    release_consent,
    release_gate,
    release_withdrawal,
    releases,
    temporary_uses,
    vacant_facts,
)
from circulair.services.actor import Actor
from circulair.services.documents import Upload
from circulair.services.faults import NotFoundError
from circulair.services.publicity import Field
from circulair.services.release_gate import DisclosingReleaseError
from circulair.services.releases import Release
from circulair.store import documents as documents_store
from circulair.store import premises as store
from circulair.store import publication, trail
from circulair.store.records import DocumentKind, DocumentRecord, PremisesRecord, TemporaryUseRecord
from flows.temporary_use import UseReason
from tests.papers import an_image
from tests.vacancies import a_running_use, a_vacancy_told, a_vacant_shop
from tests.worlds import NOW, Firm, a_firm, a_reviewer

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("unit")]

TODAY = NOW.date()


@pytest.fixture
def owner(unit: Session) -> Firm:
    return a_firm("Panden")


@pytest.fixture
def seeker(unit: Session) -> Firm:
    return a_firm("Repair", "culture", "station")


@pytest.fixture
def hub(unit: Session) -> Actor:
    return a_reviewer()


def version(record: PremisesRecord | TemporaryUseRecord) -> int:
    """Return the version as it is once all is written."""
    trail.newest()
    return record.version


def uses_told() -> list[dict[str, str]]:
    """Return what each release tells of the use of the one shop."""
    return [one.premises[0].told["use"] for one in released()]


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


def test_a_user_who_says_no_leaves_every_release_also_after_the_end(
    owner: Firm, seeker: Firm, hub: Actor
) -> None:
    use = a_running_use(owner, seeker)
    for _ in range(2):
        releases.make(TODAY, hub)
    assert [(one["who"], one["what"]) for one in uses_told()] == [("Repair", "space for repair_cafe")] * 2
    temporary_uses.end(use.id, version(use), TODAY, (UseReason.LET, ""), owner.member)
    trail.newest()
    temporary_uses.consent(use.id, seeker.member, public=False)
    days = {"since": TODAY.isoformat(), "until": "2027-12-31"}
    assert uses_told() == [days] * 2
    assert [[note.kind for note in one.redactions] for one in released()] == [["use"]] * 2


def test_the_no_of_one_user_leaves_another_user_of_the_same_premises(
    owner: Firm, seeker: Firm, hub: Actor
) -> None:
    use = a_running_use(owner, seeker)
    other = store.uses_in(use.premises_id)[0]
    releases.make(TODAY, hub)
    what = release_withdrawal.of_user(other, [])
    beside = replace(what, others=frozenset({(TODAY.isoformat(), "Repair")}))
    assert release_withdrawal.take_out(beside, hub) == 0
    assert release_withdrawal.take_out(what, hub) == 1


def test_the_title_of_a_need_that_is_not_public_is_told_nobody(owner: Firm, seeker: Firm, hub: Actor) -> None:
    a_running_use(owner, seeker, public=False)
    releases.make(TODAY, hub)
    assert [(one["who"], "what" in one) for one in uses_told()] == [("Repair", False)]


def test_a_need_that_is_shown_no_more_leaves_the_use_of_premises_too(
    owner: Firm, seeker: Firm, hub: Actor
) -> None:
    a_running_use(owner, seeker)
    releases.make(TODAY, hub)
    publicity.withdraw(Field.LISTINGS, seeker.member)
    assert [(one["who"], "what" in one) for one in uses_told()] == [("Repair", False)]


@pytest.mark.parametrize("told", [{"who": "Repair"}, {"who": "Other", "what": ""}, {"what": "secret"}])
def test_the_gate_lets_no_user_through_who_did_not_say_yes(
    owner: Firm, seeker: Firm, hub: Actor, told: dict[str, str]
) -> None:
    use = a_running_use(owner, seeker, public=False)
    temporary_uses.consent(use.id, seeker.member, public=told.get("who") == "Other")
    trail.newest()
    content = json.loads(releases.make(TODAY, hub).content)
    release_gate.check_names(content, release_consent.all_of_it({}, TODAY))
    content["premises"][0]["told"]["use"] |= told
    with pytest.raises(DisclosingReleaseError):
        release_gate.check_names(content, release_consent.all_of_it({}, TODAY))


def unticked(premises: PremisesRecord, photo: DocumentRecord, owner: Firm) -> None:
    organisations.tell_vacancy(premises.id, version(premises), a_vacancy_told(), owner.member)


def withdrawn(premises: PremisesRecord, photo: DocumentRecord, owner: Firm) -> None:
    documents.withdraw(photo.id, owner.member)


@pytest.mark.parametrize("end", [unticked, withdrawn])
def test_photos_that_are_shown_no_more_leave_every_release(
    owner: Firm, hub: Actor, tmp_path: Path, end: Callable[[PremisesRecord, DocumentRecord, Firm], None]
) -> None:
    premises = a_vacant_shop(owner, photos=True)
    upload = Upload("front.png", an_image(), DocumentKind.OTHER, "The front")
    photo = photos.add(premises.id, upload, Vault(tmp_path), owner.member)
    for _ in range(2):
        releases.make(TODAY, hub)
    [[first], [second]] = [one.premises[0].told["photos"] for one in released()]
    assert first == second
    assert (first["words"], first.keys(), first["code"][:2]) == ("The front", {"code", "words"}, "F-")
    end(premises, photo, owner)
    assert [one.premises[0].told["photos"] for one in released()] == [[], []]
    assert [[note.kind for note in one.redactions] for one in released()] == [["photos"]] * 2


def a_photo(premises: PremisesRecord, owner: Firm, folder: Path) -> DocumentRecord:
    upload = Upload("front.png", an_image(), DocumentKind.OTHER, "The front")
    return photos.add(premises.id, upload, Vault(folder), owner.member)


def test_the_gate_lets_photos_through_that_their_owner_shows(owner: Firm, hub: Actor, tmp_path: Path) -> None:
    premises = a_vacant_shop(owner, photos=True)
    a_photo(premises, owner, tmp_path)
    content = json.loads(releases.make(TODAY, hub).content)
    assert len(content["premises"][0]["told"]["photos"]) == 1


def of_other_premises(content: Any, premises: PremisesRecord, other: DocumentRecord) -> None:
    content["premises"][0]["told"]["photos"] += [
        {"code": vacant_facts.photo_code(other), "words": "The front"}
    ]


def with_other_words(content: Any, premises: PremisesRecord, other: DocumentRecord) -> None:
    content["premises"][0]["told"]["photos"][0]["words"] = "The neighbour at home"


def without_consent(content: Any, premises: PremisesRecord, other: DocumentRecord) -> None:
    premises.photos_public_at = None


def after_withdrawal(content: Any, premises: PremisesRecord, other: DocumentRecord) -> None:
    [own] = documents_store.photos_of([premises.id])
    own.withdrawn_at = NOW


def by_number(content: Any, premises: PremisesRecord, other: DocumentRecord) -> None:
    content["premises"][0]["told"]["photos"] = [{"id": other.id, "words": ""}]


@pytest.mark.parametrize(
    "wrong", [of_other_premises, with_other_words, without_consent, after_withdrawal, by_number]
)
def test_the_gate_lets_no_photo_through_that_its_owner_does_not_show(
    owner: Firm,
    seeker: Firm,
    hub: Actor,
    tmp_path: Path,
    wrong: Callable[[Any, PremisesRecord, DocumentRecord], None],
) -> None:
    premises = a_vacant_shop(owner, photos=True)
    a_photo(premises, owner, tmp_path)
    other = a_photo(a_vacant_shop(seeker), seeker, tmp_path)
    content = json.loads(releases.make(TODAY, hub).content)
    [shown] = [one for one in content["premises"] if one["told"]["photos"]]
    content["premises"] = [shown]
    release_gate.check_names(content, release_consent.all_of_it({}, TODAY))
    wrong(content, premises, other)
    with pytest.raises(DisclosingReleaseError, match="photo that its owner does not show"):
        release_gate.check_names(content, release_consent.all_of_it({}, TODAY))


def test_no_photo_of_premises_is_public_once_the_owner_shows_no_premises(
    owner: Firm, hub: Actor, tmp_path: Path
) -> None:
    premises = a_vacant_shop(owner, photos=True)
    photo = a_photo(premises, owner, tmp_path)
    releases.make(TODAY, hub)
    [row] = released()[0].premises
    code = vacant_facts.photo_code(photo)
    assert photos.released(row, code).id == photo.id
    publicity.withdraw(Field.PREMISES, owner.member)
    assert code not in "".join(record.content for record in publication.oldest_first())
    with pytest.raises(NotFoundError):
        photos.released(row, code)
