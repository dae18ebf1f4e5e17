"""The classes of the example: an invented class that weighs what an invented shop has left over."""

from collections.abc import Iterator
from functools import partial

from circulair.demo.rows import Row, table
from circulair.demo.stage import Event, Stage
from circulair.services import class_weighings, classes
from circulair.store import classes as store
from flows.class_weighing import Weighing

AGREES, GETS_LINK = 0.5, 1.0
"""Days after a class asked."""


def events() -> Iterator[Event]:
    """Yield how a class asks, how the owner agrees, and what it weighs week by week."""
    for row in table("classes"):
        ago = int(row["ago"])
        yield Event(ago, partial(begin, row))
        yield Event(ago - AGREES, partial(agree, row))
        yield Event(ago - GETS_LINK, partial(open_up, row))
    for row in table("class_weighings"):
        yield Event(int(row["ago"]), partial(weigh, row))


def begin(row: Row, stage: Stage) -> None:
    """Let a class ask to weigh an offer."""
    ago = int(row["ago"])
    school = stage.member(row["school"], ago)
    told = classes.Told(row["label"], row["stream"], school.today, int(row["weeks"]))
    listing = stage.listings[row["offer"]]
    stage.classes[row["key"]] = classes.begin(told, stage.organisations[row["school"]], listing, school).id


def agree(row: Row, stage: Stage) -> None:
    """Let the owner agree."""
    owner = stage.member(stage.owners[row["offer"]], int(row["ago"]) - AGREES)
    classes.agree(stage.classes[row["key"]], row["stream"], owner)


def open_up(row: Row, stage: Stage) -> None:
    """Give the class its link."""
    school = stage.member(row["school"], int(row["ago"]) - GETS_LINK)
    token = classes.make_link(stage.classes[row["key"]], school)
    stage.class_links[row["key"]] = class_weighings.enter(token, school)


def weigh(row: Row, stage: Stage) -> None:
    """Let the class enter what it weighed, or that there was no lesson."""
    anybody = stage.nobody(int(row["ago"]))
    record = store.one(stage.classes[row["class"]])
    assert record is not None
    entry = Weighing(anybody.today, row.number("kg"))
    class_weighings.weigh(stage.class_links[row["class"]], record.changes, entry, anybody)
