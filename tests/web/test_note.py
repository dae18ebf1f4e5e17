"""The note on the law as a PDF: what the page says, in three languages, names of firms as they are."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from circulair.app import Application
from circulair.services import documents
from circulair.store import organisations
from circulair.words import TEXTS
from tests.papers import a_permit
from tests.stories import WASTE, Story, answered, in_review, proposed
from tests.web.checked import CheckedClient, SignIn

NAMES = ['#import "x"', "*Ster* & $ocken", "[Haakje] <b>", "@Bron \\"]


def pdf_of(client: CheckedClient, story: Story, language: str = "/en") -> str:
    answer = client.http.get(f"{language}/hub/voorstel/{story.suggestion_id}/notitie.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    reader = PdfReader(io.BytesIO(answer.get_data()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def in_waste(story: Story) -> Story:
    return answered(in_review(story), WASTE)


def test_it_says_what_the_page_says(app: Application, hub: CheckedClient, tell: Callable[..., Story]) -> None:
    story = tell(in_waste)
    with app.store.unit_of_work():
        documents.add_own(a_permit(), app.vault, story.receiver.member)
    said = pdf_of(hub, story)
    page = hub.get(f"/en/hub/voorstel/{story.suggestion_id}/notitie")
    assert "/hub/voorstel/1/notitie.pdf" in " ".join(page.outline.links)
    for words in (
        "Note on suggestion 1", "This is no ruling.", "Giver", "Receiver", "15 01 02", "permit, page 3",
        "123456VXXX", "Look out: No minimum standard", "Kaderrichtlijn afvalstoffen", "1 Mar 2027",
    ):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(
    ("language", "words"),
    [("", "Dit is geen oordeel."), ("/en", TEXTS["legal.waste"]), ("/de", "Das ist keine Entscheidung.")],
)
def test_it_speaks_the_language_of_the_page(
    hub: CheckedClient, tell: Callable[..., Story], language: str, words: str
) -> None:
    assert words in pdf_of(hub, tell(in_waste), language)


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_firm_stays_a_name(
    app: Application, hub: CheckedClient, tell: Callable[..., Story], name: str
) -> None:
    story = tell(proposed)
    with app.store.unit_of_work():
        giver = organisations.with_premises(story.giver.organisation_id)
        assert giver is not None
        giver.name = name
    assert name in pdf_of(hub, story)


def test_it_is_for_the_hub(as_role: SignIn, tell: Callable[..., Story]) -> None:
    story = tell(in_waste)
    as_role("member", story.giver).get(f"/hub/voorstel/{story.suggestion_id}/notitie.pdf", 403)
