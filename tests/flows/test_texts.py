"""Texts as people type or paste them."""

import pytest

from flows.errors import FlowsError
from flows.texts import ControlCharactersError, TextEmptyError, TextTooLongError, clean_line, clean_text
from tests.bad_inputs import BadInput, row_id, rows

MOST = 255


@pytest.mark.parametrize("row", rows("name/title", "text"), ids=row_id)
def test_odd_names_are_kept_as_text(row: BadInput) -> None:
    assert 0 < len(clean_line(row.typed, MOST)) <= MOST


@pytest.mark.parametrize("row", rows("name/title", "reject"), ids=row_id)
def test_names_that_hide_something_are_refused(row: BadInput) -> None:
    with pytest.raises(FlowsError):
        clean_line(row.typed, MOST)


@pytest.mark.parametrize("row", rows("free text", "text"), ids=row_id)
def test_formulas_and_scripts_stay_text(row: BadInput) -> None:
    assert clean_text(row.typed, 4000) == row.typed.strip()


@pytest.mark.parametrize(
    "text", ["O'Brien & Zonen", "<script>alert(1)</script>", "{{7*7}}", "100%_match", "007"]
)
def test_visible_characters_stay_as_they_are(text: str) -> None:
    assert clean_line(text, MOST) == text


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("Jose\u0301", "José"),
        ("de He\u200bring", "de Hering"),
        ("abc\u202excod.exe", "abcxcod.exe"),
        ("\u2067Bedrijf\u2069", "Bedrijf"),
        ("\ufeffBedrijf", "Bedrijf"),
        ("Bak\u212aerij", "BakKerij"),
        ("  Bakkerij \u00a0 Jansen ", "Bakkerij Jansen"),
        ("Z" + "\u0351" * 20, "Z" + "\u0351" * 3),
    ],
)
def test_a_pasted_name_equals_its_plain_form(pasted: str, plain: str) -> None:
    assert clean_line(pasted, MOST) == plain


@pytest.mark.parametrize("text", ["a\0b", "a\x1b[31m", "a\nb", "a\tb", "a\u2028b", "\ud800"])
def test_one_line_holds_no_control_characters(text: str) -> None:
    with pytest.raises(ControlCharactersError):
        clean_line(text, MOST)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\u3164", "\ufeff"])
def test_a_name_shows_something(text: str) -> None:
    with pytest.raises(TextEmptyError):
        clean_line(text, MOST)


def test_characters_are_counted_and_not_bytes() -> None:
    assert len(clean_line("€" * 255, MOST)) == 255
    with pytest.raises(TextTooLongError):
        clean_line("€" * 256, MOST)


def test_a_free_text_keeps_its_lines_in_one_manner() -> None:
    assert clean_text("a\r\nb\rc\n", 4000) == "a\nb\nc"


def test_a_free_text_may_be_empty() -> None:
    assert clean_text(" \r\n", 4000) == ""


@pytest.mark.parametrize("text", ["a\0b", "\x1b[31mred"])
def test_a_free_text_holds_no_control_characters_either(text: str) -> None:
    with pytest.raises(ControlCharactersError):
        clean_text(text, 4000)
