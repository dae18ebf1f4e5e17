"""The catalogues: what is said in code and templates is found, and what a translation lacks is told."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from setup import messages


def catalogue(*entries: tuple[messages.Text, str | tuple[str, ...]], fuzzy: bool = False) -> Catalog:
    made = Catalog(locale="nl")
    for text, translation in entries:
        made.add(text, translation, flags={"fuzzy"} if fuzzy else ())
    return made


def test_texts_of_code_templates_and_letters_are_found() -> None:
    found = set(messages.texts_in_code())
    assert {"Sign in", "E-mail address", "This delivery was answered or taken back already."} <= found
    assert [text for text in found if isinstance(text, tuple)], "plurals are pairs"


def test_a_complete_catalogue_has_no_fault() -> None:
    assert list(messages.faults({"Yes"}, catalogue(("Yes", "Ja")))) == []


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("Yes", "", "not translated: 'Yes'"),
        ("%(n)s tonnes", "%(m)s ton", "other parts than ['n']: '%(n)s tonnes'"),
        ("%(n)s tonnes", "een ton", "other parts than ['n']: '%(n)s tonnes'"),
    ],
)
def test_what_is_wrong_with_a_translation_is_told(text: str, translation: str, fault: str) -> None:
    assert list(messages.faults({text}, catalogue((text, translation)))) == [fault]


def test_missing_doubtful_and_left_over_texts_are_told() -> None:
    assert list(messages.faults({"Yes"}, catalogue())) == ["missing: 'Yes'"]
    assert list(messages.faults({"Yes"}, catalogue(("Yes", "Ja"), fuzzy=True))) == [
        "marked as doubtful: 'Yes'"
    ]
    assert list(messages.faults(set(), catalogue(("No", "Nee")))) == ["no longer said: 'No'"]


def test_one_of_two_plural_forms_may_leave_the_number_out() -> None:
    pair = ("%(n)s match", "%(n)s matches")
    assert list(messages.faults({pair}, catalogue((pair, ("één match", "%(n)s matches"))))) == []


def test_writing_twice_gives_the_same_bytes_and_keeps_translations(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    before = messages.as_text("nl", {"Yes", "No"}, catalogue(("Yes", "Ja"), ("Gone", "Weg")))
    path.write_text(before, encoding="utf-8")
    again = messages.as_text("nl", {"Yes", "No"}, messages.read(path, "nl"))
    assert again == before
    assert 'msgid "Yes"\nmsgstr "Ja"' in before
    assert "Weg" not in before
