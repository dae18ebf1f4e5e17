"""The pages of documents: sending a file, reading it, withdrawing it, and choosing it as a proof."""

import io
import secrets
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from circulair.app import Application
from circulair.files.sheet_guard import MOST_BYTES
from circulair.services import documents
from circulair.store.records import DocumentRecord
from flows.law import LegalStatus
from flows.law_status import CONDITIONS
from tests.papers import a_pdf, a_permit, a_photo_with_place, a_pixel_bomb, an_image
from tests.stories import Story, agreed, in_review
from tests.web.checked import CheckedClient, Page, SignIn
from tests.web.desk import law_fields, sheet
from tests.worlds import Firm, a_firm

OWN = "/en/organisatie/documenten"
CHOOSES = "by_product_certain_document"


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


@pytest.fixture
def member(as_role: SignIn, firm: Firm) -> CheckedClient:
    return as_role("member", firm)


def send(
    client: CheckedClient,
    path: str,
    content: bytes,
    name: str = "permit.pdf",
    status: int = 303,
    **told: Any,  # whatever is told of it
) -> Page:
    data = {"file": (io.BytesIO(content), name), "kind": "permit", "valid_until": "", "words": "", **told}
    return client.submit(client.get(path), data, status)


def read(client: CheckedClient, path: str) -> tuple[bytes, Headers]:
    """Return what is in a document, and how it is sent."""
    with client.http.get(path) as answer:
        return answer.get_data(), answer.headers


def kept(app: Application, firm: Firm) -> list[DocumentRecord]:
    with app.store.unit_of_work(reading=True):
        return list(documents.of_own(firm.member))


def test_a_permit_is_sent_listed_and_read(app: Application, member: CheckedClient, firm: Firm) -> None:
    words = "page 3 names the code"
    page = member.follow(send(member, OWN, a_pdf(), valid_until="31 March 2030", words=words))
    for words in ("The document is kept.", "permit.pdf", "Permit", "page 3 names", "31 Mar 2030"):
        assert words in page.words
    [record] = kept(app, firm)
    content, heads = read(member, f"/document/{record.id}")
    assert content == a_pdf()
    assert heads["Content-Type"] == "application/pdf"
    assert heads["Content-Disposition"] == "attachment; filename=permit.pdf"
    assert heads["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert heads["X-Content-Type-Options"] == "nosniff"
    assert heads["Cache-Control"] == "no-store"


def test_an_image_may_be_looked_at_in_the_browser_and_ends_as_what_it_is(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    send(member, OWN, a_photo_with_place(), "weegbon.pdf", kind="photo")
    [record] = kept(app, firm)
    content, heads = read(member, f"/document/{record.id}")
    assert heads["Content-Type"] == "image/jpeg"
    assert heads["Content-Disposition"] == "inline; filename=weegbon.pdf.jpg"
    assert heads["Content-Security-Policy"].startswith("sandbox")
    assert b"Kanariegeel" not in content


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.pdf", "The file is empty."),
        (b"<html><script>1</script>", "a.pdf", "This is no PDF, JPEG, PNG or WebP"),
        (b"%PDF-1.7\n<html>", "a.pdf", "The file is damaged"),
        (a_pdf() + an_image(), "a.pdf", "The file is damaged"),
        (a_pdf(password="x"), "a.pdf", "This PDF is locked."),
        (a_pdf(script="1"), "a.pdf", "This PDF runs something"),
        (a_pixel_bomb(), "a.png", "This image has more than 24 million pixels."),
        (an_image("GIF"), "a.png", "This is no PDF, JPEG, PNG or WebP"),
        (a_pdf(), "../../etc/passwd", "The name of the file is longer than 120 characters, or"),
        (a_pdf(), "a\x07.pdf", "The name of the file is longer than 120 characters, or"),
        (a_pdf(), f"{'x' * 10_000}.pdf", "The name of the file is longer than 120 characters, or"),
    ],
    ids=count(),
)
def test_a_bad_file_is_told_beside_the_field_and_nothing_is_kept(
    app: Application, member: CheckedClient, firm: Firm, content: bytes, name: str, words: str
) -> None:
    page = send(member, OWN, content, name, 422)
    assert words in page.words
    assert kept(app, firm) == []
    assert app.vault.older(app.clock()) == []


def test_one_byte_too_many_is_too_large(app: Application, member: CheckedClient, firm: Firm) -> None:
    answer = send_large(member, a_pdf() + bytes(MOST_BYTES + 1 - len(a_pdf())))
    assert "The file is larger than 10 MB." in answer.text
    assert send_large(member, bytes(11 * 1024 * 1024)).status_code == 413
    assert kept(app, firm) == []


def send_large(member: CheckedClient, content: bytes) -> TestResponse:
    """Send a large permit as a browser would, its body a plain stream of bytes."""
    keys = {"csrf_token": member.token(), "idempotency_key": secrets.token_urlsafe(24), "kind": "permit"}
    fields = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in keys.items()
    )
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="permit.pdf"\r\n\r\n'
    body = f"{fields}{head}".encode() + content + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    return member.http.post(OWN, input_stream=io.BytesIO(body), content_length=len(body), content_type=kind)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"kind": ""}, "Fill this in: What is it?"),
        ({"kind": "licence"}, "Choose one from the list."),
        ({"valid_until": "1 March 2020"}, "This day has passed."),
        ({"words": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_is_told_wrong_is_said_beside_its_field(
    app: Application, member: CheckedClient, firm: Firm, told: dict[str, Any], words: str
) -> None:
    assert words in send(member, OWN, a_pdf(), status=422, **told).words
    assert kept(app, firm) == []
    assert not Path(app.vault.folder).exists()


def test_without_a_file_it_is_asked_for(member: CheckedClient) -> None:
    page = member.submit(member.get(OWN), {"kind": "permit"}, 422)
    assert "Choose a file: a PDF, or a photo as JPEG, PNG or WebP." in page.words


def test_for_others_it_is_not_there_just_as_one_that_never_was(
    app: Application, member: CheckedClient, firm: Firm, as_role: SignIn
) -> None:
    send(member, OWN, a_pdf())
    [record] = kept(app, firm)
    other = as_role("member")
    foreign, missing = other.get(f"/document/{record.id}", 404), other.get("/document/4711", 404)
    assert foreign.words == missing.words
    other.post(f"/document/{record.id}/intrekken", {}, 404)
    page = member.follow(member.press(member.get(OWN), "/intrekken"))
    assert "Nobody sees it any more." in page.words
    assert "No documents yet" in page.words
    assert member.get(f"/document/{record.id}", 404).words == member.get("/document/4711", 404).words


def test_both_sides_of_an_exchange_read_its_documents(
    app: Application, as_role: SignIn, tell: Callable[..., Story]
) -> None:
    story = tell(agreed)
    path = f"/en/uitwisseling/{story.suggestion_id}/documenten"
    giver, receiver = as_role("member", story.giver), as_role("member", story.receiver)
    assert "Documents of this exchange" in giver.get(f"/en/uitwisseling/{story.suggestion_id}").words
    send(giver, path, a_pdf(), kind="weighbridge")
    page = receiver.get(path)
    assert "Weighbridge ticket" in page.words
    assert not [form for form in page.outline.forms if form.action.endswith("/intrekken")]
    [link] = [link for link in page.outline.links if "/document/" in link]
    assert read(receiver, link)[0] == a_pdf()
    as_role("member").get(path, 404)
    assert "Document added" in as_role("hub").get(f"/en/uitwisseling/{story.suggestion_id}").words


def test_a_permit_is_chosen_as_the_proof_of_an_answer(
    app: Application, hub: CheckedClient, tell: Callable[..., Story]
) -> None:
    story = tell(in_review)
    shelf = f"/en/hub/voorstel/{story.suggestion_id}/documenten"
    owner = str(story.receiver.organisation_id)
    assert "Receiver" in hub.follow(send(hub, shelf, a_pdf(), owner=owner)).words
    with app.store.unit_of_work(reading=True):
        [record] = documents.of_own(story.receiver.member)
    page = hub.follow(hub.submit(sheet(hub, story), by_product(app, story)))
    page = hub.follow(hub.submit(page, by_product(app, story, **told())))
    assert "Each condition needs its own document" in page.words
    [named] = [name for form in page.outline.forms for name in form.names if name.endswith(CHOOSES)]
    page = hub.follow(hub.submit(page, {named: str(record.id)}))
    assert "Nothing stops it" in page.words
    note = hub.get(f"/en/hub/voorstel/{story.suggestion_id}/notitie")
    assert f"document {record.id}: permit.pdf" in note.words
    refused = hub.submit(sheet(hub, story), {named: "4711"}, 404)
    assert refused.status == 404


def by_product(app: Application, story: Story, **told: str) -> dict[str, object]:
    """Return the fields of the law form of what is left over from making something else."""
    fields = law_fields(app, story, status="by_product", reason="from sawing", **told)
    return {name: value for name, value in fields.items() if not name.endswith("-eural")}


def told() -> dict[str, str]:
    """Return a yes to each condition of a by-product, with words as the proof of all but one."""
    codes = CONDITIONS[LegalStatus.BY_PRODUCT]
    proofs = {f"{code}_proof": "contract" for code in codes if code != "by_product_certain"}
    return dict.fromkeys(codes, "yes") | proofs


def test_the_hub_s_documents_of_a_suggestion_stay_with_the_hub(
    app: Application, hub: CheckedClient, as_role: SignIn, tell: Callable[..., Story]
) -> None:
    story = tell(in_review)
    shelf = f"/en/hub/voorstel/{story.suggestion_id}/documenten"
    page = hub.follow(send(hub, shelf, a_pdf()))
    [link] = [link for link in page.outline.links if "/document/" in link]
    as_role("member", story.giver).get(link, 404)
    answer = hub.press(page, "/intrekken")
    assert answer.location == shelf
    assert "owner" in str(hub.submit(hub.get(shelf), {"owner": "77"}, 422).outline.forms[-1].names)


def test_a_repeat_of_a_form_keeps_one_document(app: Application, member: CheckedClient, firm: Firm) -> None:
    page = member.get(OWN)
    for _try in range(2):
        member.submit(page, {"file": (io.BytesIO(a_pdf()), "permit.pdf"), "kind": "permit"})
    assert len(kept(app, firm)) == 1


def test_a_document_of_somebody_who_left_the_page_open_is_not_in_the_way(
    app: Application, member: CheckedClient, firm: Firm
) -> None:
    with app.store.unit_of_work():
        record = documents.add_own(a_permit(), app.vault, firm.member)
    page = member.get(OWN)
    member.press(page, f"/document/{record.id}/intrekken")
    member.post(f"/document/{record.id}/intrekken", {}, 404)
