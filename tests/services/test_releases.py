"""Releases: which one the public sees."""

import json
from datetime import date, timedelta

import pytest

from circulair.services import releases
from circulair.store import publication
from tests.worlds import NOBODY

pytestmark = pytest.mark.usefixtures("unit")


def test_a_stored_note_that_holds_the_checksum_of_before_is_read_without_it() -> None:
    record = releases.make(NOBODY.today, NOBODY)
    told = json.loads(record.content)
    told["redactions"] = [{"day": "2027-03-01", "kind": "flows", "before": "a" * 64}]
    release = releases.parsed(json.dumps(told))
    assert [one.kind for one in release.redactions] == ["flows"]
    assert "a" * 64 not in releases.text(release)


def test_the_public_sees_the_release_that_was_made_last_whatever_day_it_is_of() -> None:
    first = releases.make(NOBODY.today, NOBODY)
    corrected = releases.make(NOBODY.today - timedelta(days=31), NOBODY)
    shown = releases.shown()
    assert shown is not None
    assert date.fromisoformat(shown.as_of) == corrected.as_of
    assert [one.id for one in publication.history()] == [corrected.id, first.id]
