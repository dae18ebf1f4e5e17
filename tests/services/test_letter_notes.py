"""Letter notes: what the hub adds to letters is noted, versioned and the hub's alone."""

import pytest

from circulair.services import letter_notes
from circulair.services.faults import NotAllowedError, NotFoundError, VersionError
from circulair.store import trail
from circulair.store.session import current
from tests.worlds import a_firm, a_reviewer

pytestmark = [pytest.mark.usefixtures("unit"), pytest.mark.both_databases]


def test_a_change_is_noted_with_its_words() -> None:
    hub = a_reviewer()
    letter_notes.change("proposal", "de", "Bald mehr.", 0, hub)
    rows = trail.of_subject("letter", letter_notes.number_of("proposal"))
    assert [(row.act, words) for row, words in rows] == [("letter.reworded", "Bald mehr.")]


def test_a_stale_version_or_an_unknown_letter_changes_nothing() -> None:
    hub = a_reviewer()
    letter_notes.change("proposal", "de", "Bald mehr.", 0, hub)
    with pytest.raises(VersionError):
        letter_notes.change("proposal", "de", "Nein.", 0, hub)
    for kind, language in (("letter", "nl"), ("proposal", "fr")):
        with pytest.raises(NotFoundError):
            letter_notes.change(kind, language, "x", 0, hub)
    with pytest.raises(NotFoundError):
        letter_notes.put_back("agreed", "nl", 1, hub)


def test_whoever_saw_other_words_puts_nothing_back() -> None:
    hub = a_reviewer()
    seen = letter_notes.change("proposal", "de", "Eins.", 0, hub).version
    note = letter_notes.change("proposal", "de", "Zwei.", seen, hub)
    current().flush()
    with pytest.raises(VersionError):
        letter_notes.put_back("proposal", "de", seen, hub)
    assert note.words == "Zwei."
    letter_notes.put_back("proposal", "de", note.version, hub)
    assert (note.words, note.before) == ("Eins.", "Zwei.")


def test_only_the_hub_changes_letters() -> None:
    with pytest.raises(NotAllowedError):
        letter_notes.change("proposal", "de", "x", 0, a_firm().member)
