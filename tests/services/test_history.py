"""The trail as the hub looks into it: what a search finds, and whether the chain is unbroken."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from circulair.services import history
from circulair.services.faults import NotAllowedError
from circulair.services.paging import PAGE
from circulair.store import trail
from circulair.store.session import Store
from circulair.store.trail import Wanted
from circulair.words import TEXTS
from tests.stories import a_story, proposed
from tests.worlds import NOW, a_firm


@pytest.mark.both_databases
def test_a_search_finds_by_thing_person_and_day(store: Store) -> None:
    with store.unit_of_work():
        story = proposed(a_story())
        who = story.giver.member
        act = trail.Act("listing.changed", "listing", 4711, words="blue")
        trail.append(act, who.person_id, NOW + timedelta(days=2))
    with store.unit_of_work(reading=True):
        [row] = history.page(Wanted("listing", 4711), 1, story.hub).rows
        assert (row.words, row.erased, row.act) == ("blue", False, "listing.changed")
        later = Wanted(begin=NOW + timedelta(days=2))
        assert history.page(later, 1, story.hub).rows == (row,)
        assert row not in history.page(Wanted(end=NOW + timedelta(days=2)), 1, story.hub).rows
        assert row in history.page(Wanted(who=story.giver.email.upper()), 1, story.hub).rows
        assert history.page(Wanted(who="%"), 1, story.hub).rows == ()
    assert who.person_id is not None
    with store.unit_of_work():
        trail.erase_words(who.person_id)
    with store.unit_of_work(reading=True):
        [row] = history.page(Wanted("listing", 4711), 1, story.hub).rows
        assert (row.words, row.erased) == ("", True)
        assert history.check(story.hub)[1] == []


def test_pages_go_on_where_the_last_one_ended(unit: Session) -> None:
    story = a_story()
    acts = [trail.Act("listing.changed", "listing", 4711) for _ in range(PAGE + 1)]
    rows = trail.append_all(acts, None, NOW)
    first, second = (history.page(Wanted("listing", 4711), number, story.hub) for number in (1, 2))
    assert [one.number for one in (*first.rows, *second.rows)] == [row.id for row in reversed(rows)]
    assert history.page(Wanted("listing", 4711), 9, story.hub) == second
    assert (second.first, second.last, second.total) == (51, 51, 51)


def test_only_the_hub_looks(unit: Session) -> None:
    member = a_firm("Firm").member
    with pytest.raises(NotAllowedError):
        history.page(Wanted(), 1, member)
    with pytest.raises(NotAllowedError):
        history.check(member)


def test_every_act_that_is_written_has_words() -> None:
    written = re.compile(r'Act\(\s*"([a-z_]+\.[a-z_]+)", "([a-z]+)"')
    texts = [path.read_text() for path in Path("circulair/services").glob("*.py")]
    acts = [found for text in texts for found in written.findall(text)]
    assert len(acts) > 20
    assert {f"act.{act}" for act, _ in acts} - TEXTS.keys() == set()
    assert {subject for _, subject in acts} - set(history.SUBJECTS) == set()
