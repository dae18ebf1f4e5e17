"""Papers as PDF: the same bytes for the same words, and no word of anybody is ever code."""

import io
from dataclasses import replace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from circulair.files.papers import FOLDER, Block, Facts, Heading, Items, Paper, Table, Text, as_pdf

PLAIN = Paper(
    title="Notitie 7",
    language="nl",
    lead="Dit is geen oordeel.",
    blocks=[
        Heading("Folie"),
        Facts([("Gever", "Bakkerij Korrel", "bij de markt")]),
        Table("Vragen", ["Vraag", "Antwoord"], [["Mag het?", "ja"]], (3, 1), (1,)),
        Heading("Bronnen", 3),
        Items(["Wet milieubeheer"]),
        Text("Niets in de weg."),
    ],
    foot="CirculAIR",
)

AS_CODE = [
    '#import "paper.typ": *', "#panic()", "*niet vet*", "_niet schuin_", "$", "$x^2$", "= Kop", "- punt",
    "@bron", "<label>", "// niets", "/* niets", "\\", "[", "]", "`", "#read(1)", "~", "---", "#",
]  # fmt: skip


def words_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_paper_holds_all_its_words_and_is_tagged_in_its_language() -> None:
    made = as_pdf(PLAIN)
    reader = PdfReader(io.BytesIO(made))
    for words in ("Notitie 7", "geen oordeel", "Gever: Bakkerij Korrel (bij de markt)", "Mag het?", "1 / 1"):
        assert words in words_of(made)
    assert reader.metadata is not None
    assert (reader.metadata.title, str(reader.root_object["/Lang"])) == ("Notitie 7", "nl")
    assert "/StructTreeRoot" in reader.root_object
    assert b"pdfuaid" in made


def test_the_same_words_give_the_same_bytes() -> None:
    assert as_pdf(PLAIN) == as_pdf(PLAIN)


@pytest.mark.parametrize("name", AS_CODE)
def test_what_looks_like_code_is_only_ever_text(name: str) -> None:
    table = Table(name, [name], [[name]], (1,))
    blocks: list[Block] = [Heading(name), Text(name), Items([name]), Facts([(name, name, name)]), table]
    made = as_pdf(replace(PLAIN, title=name, lead=name, blocks=blocks, foot=name))
    assert words_of(made).replace("\u00a0", " ").count(name) >= 10


def test_a_sign_without_a_letter_costs_the_claim_and_not_the_paper() -> None:
    made = as_pdf(replace(PLAIN, lead="Feest 🎉"))
    assert "Feest" in words_of(made)
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(made)).root_object
    assert b"pdfuaid" not in made


def test_a_long_word_stays_on_the_page() -> None:
    made = as_pdf(replace(PLAIN, blocks=[Table("x", ["a", "b"], [["w" * 400, "einde"]], (1, 1))]))
    assert words_of(made).replace("\n", "").replace("\u200b", "").count("w") == 400


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60))
def test_any_words_make_a_paper(words: str) -> None:
    assert as_pdf(replace(PLAIN, title=f"x{words}", lead=words)).startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/../../../../../etc/hostname", "/../papers.py"])
def test_the_typesetter_reads_nothing_outside_its_folder(path: str) -> None:
    compiler = typst.Compiler(root=str(FOLDER))
    with pytest.raises(typst.TypstError):
        compiler.compile(f'#read("{path}")'.encode())
