"""The market: offers and needs, in the words in which people write them."""

from collections.abc import Iterator
from functools import partial

from circulair.demo.rows import Row, table
from circulair.demo.stage import Event, Stage
from circulair.services import listings
from flows.streams import Availability, Form, Quality, Side
from flows.units import Quantity

SIDES = {"o": Side.OFFER, "n": Side.NEED}


def events() -> Iterator[Event]:
    """Yield how listings are registered and, some of them, withdrawn."""
    for row in table("listings"):
        yield Event(int(row["ago"]), partial(register, row))
        if row["withdrawn"]:
            yield Event(int(row["withdrawn"]), partial(withdraw, row))


def register(row: Row, stage: Stage) -> None:
    """Register one listing for its owner."""
    owner = stage.owners[row["premises"]]
    listing = listings.register(draft_of(row, stage), stage.member(owner, int(row["ago"])))
    stage.listings[row["key"]], stage.owners[row["key"]] = listing.id, owner


def draft_of(row: Row, stage: Stage) -> listings.Draft:
    """Return what the owner filled in."""
    value = row.number("value")
    return listings.Draft(
        side=SIDES[row["side"]],
        title=row["title"],
        material=row["material"],
        premises_id=stage.premises[row["premises"]],
        quantity=None if value is None else Quantity(value, row["unit"], row["period"]),
        availability=Availability(stage.day(row.days("from")), stage.day(row.days("until"))),
        quality=quality_of(row),
        max_km=row.share("max_km"),
        public=row.yes("public"),
    )


def quality_of(row: Row) -> Quality:
    """Return what the owner said of quality."""
    form = Form(row["form"]) if row["form"] else None
    return Quality(form, row.share("contamination"), row.share("moisture"), tuple(row["classes"].split()))


def withdraw(row: Row, stage: Stage) -> None:
    """Take one listing back."""
    actor = stage.member(stage.owners[row["key"]], int(row["withdrawn"]))
    listings.withdraw(stage.listings[row["key"]], actor)
