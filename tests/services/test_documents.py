"""Documents: who sees one, how it proves an answer, and that neither a record nor a file is left alone."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from circulair.files.document_faults import DocumentKindError
from circulair.files.sheet_guard import MEGABYTE
from circulair.files.vault import Vault
from circulair.services import checks, documents, exports, law_answers, retention, reviews
from circulair.services.actor import Actor
from circulair.services.documents import (
    KEPT_OUT_OF_SIGHT,
    MOST_MEGABYTES,
    SETTLED,
    DocumentsFullError,
    NoRoomError,
    Upload,
)
from circulair.services.faults import NotFoundError
from circulair.services.law import open_law
from circulair.services.law_answers import LawAnswers, Seen, Told
from circulair.store import documents as store
from circulair.store import trail
from circulair.store.records import DocumentKind, DocumentRecord
from circulair.store.session import Store
from flows.exchanges import Party
from flows.law import LawOpenError, LegalStatus
from flows.law_status import CONDITIONS
from flows.suggestions import Answer, Status
from tests.papers import a_pdf, a_permit
from tests.stories import Story, a_story, agreed, in_review
from tests.worlds import NOW, a_firm

pytestmark = pytest.mark.both_databases

MISSING = ["law.proof_missing"]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "documents")


def files(vault: Vault) -> list[str]:
    return sorted(path.name for path in vault.folder.iterdir())


def later(actor: Actor, **time: float) -> Actor:
    return replace(actor, now=NOW + timedelta(**time))


def sees(record: DocumentRecord, actor: Actor) -> bool:
    try:
        return documents.seen_by(record.id, actor) is record
    except NotFoundError:
        return False


@pytest.mark.usefixtures("unit")
def test_what_was_withdrawn_still_takes_of_the_room_of_an_organisation(vault: Vault) -> None:
    story = agreed(a_story())
    made = documents.add_to_exchange(story.exchange.id, a_permit(), vault, story.giver.member)
    made.size = MOST_MEGABYTES * MEGABYTE
    documents.withdraw(made.id, story.giver.member)
    kept = files(vault)
    with pytest.raises(NoRoomError):
        documents.add_own(a_permit(), vault, story.giver.member)
    assert documents.add_own(a_permit(), vault, story.receiver.member).size == len(a_pdf())
    assert len(files(vault)) == len(kept) + 1


@pytest.mark.usefixtures("unit")
class TestSight:
    def test_an_organisation_s_document_is_for_itself_and_the_hub(self, vault: Vault) -> None:
        story = agreed(a_story())
        made = documents.add_own(a_permit(), vault, story.giver.member)
        seeing = [sees(made, actor) for actor in (story.giver.member, story.hub, story.receiver.member)]
        assert seeing == [True, True, False]
        assert vault.path(made.key).read_bytes() == a_pdf()

    def test_a_document_of_an_exchange_is_for_both_sides_and_the_hub(self, vault: Vault) -> None:
        story, other = agreed(a_story()), a_firm("Other").member
        made = documents.add_to_exchange(story.exchange.id, a_permit(), vault, story.giver.member)
        actors = (story.giver.member, story.receiver.member, story.hub, other, Actor(NOW))
        assert [sees(made, actor) for actor in actors] == [True, True, True, False, False]
        with pytest.raises(NotFoundError):
            documents.of_exchange(story.exchange.id, other)
        with pytest.raises(NotFoundError):
            documents.add_to_exchange(story.exchange.id, a_permit(), vault, other)

    def test_what_the_hub_adds_to_a_suggestion_is_for_the_hub(self, vault: Vault) -> None:
        story = in_review(a_story())
        made = documents.add_for_review(story.suggestion_id, None, a_permit(), vault, story.hub)
        assert [sees(made, one) for one in (story.hub, story.giver.member, story.receiver.member)] == [
            True, False, False,
        ]  # fmt: skip

    def test_the_hub_adds_a_document_of_a_side_which_then_has_it(self, vault: Vault) -> None:
        story = in_review(a_story())
        owner = story.receiver.organisation_id
        made = documents.add_for_review(story.suggestion_id, owner, a_permit(), vault, story.hub)
        assert list(documents.of_own(story.receiver.member)) == [made]
        stranger = a_firm("Other").organisation_id
        with pytest.raises(NotFoundError):
            documents.add_for_review(story.suggestion_id, stranger, a_permit(), vault, story.hub)

    def test_only_its_owner_and_the_hub_withdraw_it_once(self, vault: Vault) -> None:
        story = agreed(a_story())
        made = documents.add_to_exchange(story.exchange.id, a_permit(), vault, story.giver.member)
        with pytest.raises(NotFoundError):
            documents.withdraw(made.id, story.receiver.member)
        documents.withdraw(made.id, story.giver.member)
        for actor in (story.giver.member, story.hub):
            assert not sees(made, actor)
            with pytest.raises(NotFoundError):
                documents.withdraw(made.id, actor)
        acts = [row.act for row, _words in trail.of_subject("exchange", story.exchange.id)]
        assert acts[-2:] == ["document.added", "document.withdrawn"]

    def test_a_place_takes_so_many_and_no_more(self, vault: Vault) -> None:
        firm = a_firm()
        for _number in range(documents.MOST):
            documents.add_own(a_permit(), vault, firm.member)
        with pytest.raises(DocumentsFullError):
            documents.add_own(a_permit(), vault, firm.member)
        assert len(files(vault)) == documents.MOST

    def test_a_file_that_is_none_leaves_nothing(self, vault: Vault) -> None:
        firm = a_firm()
        with pytest.raises(DocumentKindError):
            documents.add_own(a_permit(content=b"<html>"), vault, firm.member)
        assert not vault.folder.exists()
        assert list(documents.of_own(firm.member)) == []


def by_product(proof: int | None) -> LawAnswers:
    """Answer that it is a by-product, each condition proved in words but one, which a document may prove."""
    told = {code: Told("yes", "contract") for code in CONDITIONS[LegalStatus.BY_PRODUCT]}
    told["by_product_certain"] = Told("yes", "", proof)
    return LawAnswers(LegalStatus.BY_PRODUCT, "left over from sawing", "", answers=told)


def answer(story: Story, answers: LawAnswers) -> None:
    [line] = story.suggestion.lines
    seen = Seen(story.version, line.offer.version)
    law_answers.answer_law(line.id, seen, story.suggestion_id, answers, story.hub)


def still_open(story: Story) -> list[str]:
    return [one.code for one in open_law(story.suggestion, story.hub.today)]


@pytest.mark.usefixtures("unit")
class TestProof:
    def test_a_document_proves_an_answer_until_it_is_withdrawn(self, vault: Vault) -> None:
        story = in_review(a_story())
        answer(story, by_product(None))
        before = still_open(story)
        made = documents.add_own(a_permit(), vault, story.receiver.member)
        answer(story, by_product(made.id))
        assert (before, still_open(story)) == (MISSING, [])
        documents.withdraw(made.id, story.receiver.member)
        assert still_open(story) == before

    def test_a_document_proves_an_answer_until_its_last_valid_day(self, vault: Vault) -> None:
        story = in_review(a_story())
        permit = replace(a_permit(), valid_until=story.hub.today)
        answer(story, by_product(documents.add_own(permit, vault, story.receiver.member).id))
        reviews.propose(story.suggestion_id, story.version, story.hub)
        reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
        tomorrow = later(story.receiver.member, days=1)
        with pytest.raises(LawOpenError, match=r"law\.proof_missing"):
            reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, tomorrow)
        reviews.answer(story.suggestion_id, Party.RECEIVER, Answer.YES, None, story.receiver.member)
        assert story.suggestion.status is Status.AGREED

    def test_a_proof_that_is_not_told_anew_stays_and_nought_takes_it_off(self, vault: Vault) -> None:
        story = in_review(a_story())
        made = documents.add_own(a_permit(), vault, story.receiver.member)
        answer(story, by_product(made.id))
        answer(story, by_product(None))
        assert still_open(story) == []
        answer(story, by_product(0))
        assert still_open(story) == MISSING

    def test_another_firm_s_document_proves_nothing(self, vault: Vault) -> None:
        story, other = in_review(a_story()), a_firm("Other")
        foreign = documents.add_own(a_permit(), vault, other.member)
        with pytest.raises(NotFoundError):
            answer(story, by_product(foreign.id))


class PowerOutError(Exception):
    """The power goes out."""


class TestFiles:
    def test_a_use_that_ends_badly_leaves_a_file_that_is_swept_and_no_record(
        self, store: Store, vault: Vault
    ) -> None:
        with store.unit_of_work():
            firm = a_firm()
            documents.add_own(a_permit(), vault, firm.member)
        with pytest.raises(PowerOutError), store.unit_of_work():
            documents.add_own(a_permit(), vault, firm.member)
            raise PowerOutError
        (vault.folder / f"{'0' * 32}.part").write_bytes(b"half of it")
        for path in vault.folder.iterdir():
            os.utime(path, (NOW.timestamp(), NOW.timestamp()))
        with store.unit_of_work(reading=True):
            [kept] = documents.of_own(firm.member)
            assert len(files(vault)) == 3
            assert documents.sweep(vault, later(firm.member, hours=0.9)) == 0
            assert documents.sweep(vault, replace(firm.member, now=NOW + 2 * SETTLED)) == 2
            assert files(vault) == [kept.key]

    def test_what_is_withdrawn_is_forgotten_with_its_file_if_no_exchange_needs_it(
        self, store: Store, vault: Vault
    ) -> None:
        with store.unit_of_work():
            story = agreed(a_story())
            own = documents.add_own(a_permit(), vault, story.giver.member)
            shared = documents.add_to_exchange(story.exchange.id, a_permit(), vault, story.giver.member)
            for one in (own, shared):
                documents.withdraw(one.id, story.giver.member)
        for path in vault.folder.iterdir():
            os.utime(path, (NOW.timestamp(), NOW.timestamp()))
        for time, left in (
            (timedelta(hours=2), [shared.key]),
            (KEPT_OUT_OF_SIGHT, [shared.key]),
            (KEPT_OUT_OF_SIGHT + timedelta(hours=2), []),
        ):
            hub = replace(story.hub, now=NOW + time)
            with store.unit_of_work():
                retention.forget_what_is_over(hub)
            with store.unit_of_work(reading=True):
                documents.sweep(vault, hub)
                assert files(vault) == left

    def test_names_of_files_are_of_chance_and_lie_in_one_folder(self, vault: Vault) -> None:
        names = {vault.keep(b"the same") for _ in range(5)}
        assert len(names) == 5
        assert {path.stat().st_mode & 0o777 for path in vault.folder.iterdir()} == {0o600}
        for name in ("../secret_key", "", "A" * 32, f"{'0' * 32}.part", "/etc/passwd"):
            with pytest.raises(ValueError, match="no name"):
                vault.path(name)


@pytest.mark.usefixtures("unit")
def test_an_export_holds_the_documents_and_tells_of_each(vault: Vault) -> None:
    story = agreed(a_story())
    giver = story.giver
    own = documents.add_own(Upload("=1+1.pdf", a_pdf(), DocumentKind.PERMIT, "@remark"), vault, giver.member)
    shared = documents.add_to_exchange(story.exchange.id, a_permit(), vault, giver.member)
    gone = documents.add_own(a_permit(), vault, giver.member)
    documents.withdraw(gone.id, giver.member)
    documents.add_to_exchange(story.exchange.id, a_permit(), vault, story.receiver.member)
    found = exports.files(giver.organisation_id, vault, giver.member)
    assert list(found) == [f"documents/{own.id}.pdf", f"documents/{shared.id}.pdf"]
    assert all(path.read_bytes() == a_pdf() for path in found.values())
    table = exports.everything(giver.organisation_id, giver.member, "en")["documents.csv"].decode("utf-8-sig")
    assert f"{own.id},'=1+1.pdf,permit,{own.sha256},,," in table
    assert "'@remark" in table
    with pytest.raises(NotFoundError):
        exports.files(giver.organisation_id, vault, story.receiver.member)


@pytest.mark.usefixtures("unit")
def test_a_document_that_proves_an_answer_is_kept_out_of_sight_too(vault: Vault) -> None:
    story = in_review(a_story())
    made = documents.add_own(a_permit(), vault, story.receiver.member)
    answer(story, by_product(made.id))
    documents.withdraw(made.id, story.receiver.member)
    documents.forget_withdrawn(later(story.hub, days=30))
    assert store.one(made.id) is made
    documents.forget_withdrawn(replace(story.hub, now=NOW + KEPT_OUT_OF_SIGHT + timedelta(seconds=1)))
    assert still_open(story) == MISSING
    assert store.known_keys([made.key]) == frozenset()


@pytest.mark.usefixtures("unit")
class TestFilesAsKept:
    def faults(self, vault: Vault, actor: Actor) -> list[str]:
        return list(checks.broken_files(vault, actor))

    def test_a_changed_and_a_missing_file_are_named_and_a_whole_one_is_not(self, vault: Vault) -> None:
        story = agreed(a_story())
        whole, other, shorter, gone = (
            documents.add_own(a_permit(), vault, story.giver.member) for _time in range(4)
        )
        assert self.faults(vault, story.hub) == []
        content = vault.path(whole.key).read_bytes()
        vault.path(other.key).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        vault.path(shorter.key).write_bytes(content[:-1])
        vault.path(gone.key).unlink()
        assert self.faults(vault, story.hub) == [
            f"document {other.id}: its file {other.key} has another content",
            f"document {shorter.id}: its file {shorter.key} has {len(content) - 1} bytes "
            f"instead of {len(content)}",
            f"document {gone.id}: its file {gone.key} is missing",
        ]

    def test_a_left_over_file_is_named_once_it_is_not_being_written_any_more(self, vault: Vault) -> None:
        story = agreed(a_story())
        key = vault.keep(a_pdf())
        written = NOW.timestamp()
        os.utime(vault.path(key), (written, written))
        assert self.faults(vault, later(story.hub, minutes=1)) == []
        assert self.faults(vault, later(story.hub, hours=2)) == [f"file {key}: no document has it"]
        assert files(vault) == [key]
