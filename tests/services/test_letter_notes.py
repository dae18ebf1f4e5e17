"""Letter notes: what the hub adds to letters is noted, versioned and the hub's alone."""

import pytest

from circulair.services import letter_notes
from circulair.services.faults import NotAllowedError, NotFoundError, VersionError
from circulair.store import trail
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
        letter_notes.put_back("agreed", "nl", hub)


def test_only_the_hub_changes_letters() -> None:
    with pytest.raises(NotAllowedError):
        letter_notes.change("proposal", "de", "x", 0, a_firm().member)
