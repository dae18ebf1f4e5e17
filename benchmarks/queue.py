"""How long the first page of the hub's queue takes: python -m benchmarks.queue [--number 10000] [--rounds 15].

It stores a made-up world in a fresh SQLite file, with one organisation that holds most of it, asks for the page as
a browser does, and prints the server's time of each address: the median and the slowest of the rounds, and the
median of what the processor worked for it, which other programs on the machine do not lengthen.
"""

import argparse
import random
import statistics
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.services import accounts
from circulair.services.actor import Actor, Role
from circulair.store import schema
from circulair.store.records import (
    ListingRecord,
    ListingSource,
    ListingState,
    OrganisationRecord,
    PersonRecord,
    PremisesRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from circulair.store.session import current
from flows.distance import Precision
from flows.materials import load_materials
from flows.organisations import GROUP_OF, Kind
from flows.strategies import Strategy
from flows.streams import Grade, Side
from flows.suggestions import OPEN

ADDRESSES = (
    "/hub",
    "/hub?stand=new",
    "/hub?telaat=ja",
    "/hub?materiaal=plastics&partij=firm+1",
    "/hub?pagina=150",
)
ORGANISATIONS = 300
OWNS_MOST = 0.9
NO_PARTS = '{"parts": [], "through": []}'


def world(number: int, now: datetime) -> None:
    """Store ``number`` open suggestions between half as many offers and needs."""
    dice = random.Random(7)
    session = current()
    for one in range(ORGANISATIONS):
        kind = Kind.MAKER
        session.add(
            OrganisationRecord(
                name=f"Firm {one}", kind=kind, stakeholder_group=GROUP_OF[kind], created_at=now
            )
        )
    session.flush()
    for one in range(1, ORGANISATIONS + 1):
        session.add(PremisesRecord(organisation_id=one, name=f"Hall {one}", lon=5.83, lat=50.97,
                                   precision=Precision.PICKED, created_at=now))  # fmt: skip
    session.flush()
    slugs = [
        child.slug
        for group in load_materials().children(None)
        for child in load_materials().children(group.slug)
    ]
    half = number // 2
    for side in Side:
        for _one in range(half):
            session.add(listing(side, dice, dice.choice(slugs), now))
        session.flush()
    for place in range(number):
        session.add(suggestion(1 + half + place % half, 1 + dice.randrange(half), place, dice, now))
    session.flush()


def listing(side: Side, dice: random.Random, material: str, now: datetime) -> ListingRecord:
    """Return one listing, most of them of one and the same organisation."""
    owner = 1 if dice.random() < OWNS_MOST else dice.randrange(2, ORGANISATIONS + 1)
    tonnes = Decimal(dice.randrange(1, 500)) if dice.random() < 0.7 else None
    return ListingRecord(
        organisation_id=owner, premises_id=owner, side=side, state=ListingState.OPEN, source=ListingSource.OWNER,
        title=f"{material} {dice.randrange(1000)}", material=material, tonnes_low=tonnes, tonnes_likely=tonnes,
        tonnes_high=tonnes, grade=Grade.DECLARED if tonnes else None, recurring=True,
        end=now.date() + timedelta(days=dice.randrange(1, 700)) if dice.random() < 0.5 else None,
        created_at=now, changed_at=now,
    )  # fmt: skip


def suggestion(need: int, offer: int, place: int, dice: random.Random, now: datetime) -> SuggestionRecord:
    """Return one open suggestion, found some time in the last two months."""
    found = now - timedelta(minutes=dice.randrange(60 * 24 * 60))
    status = dice.choice(OPEN)
    tonnes = Decimal(dice.randrange(1, 300)) if dice.random() < 0.8 else None
    line = SuggestionLineRecord(
        offer_id=offer, open_key=f"{place}", score=dice.random(), completeness=dice.random(), strategy=Strategy.R8_LOW,
        distance_km=dice.random() * 20, recurring=True, tonnes_low=tonnes, tonnes_likely=tonnes, tonnes_high=tonnes,
        taken_tonnes=tonnes, parts=NO_PARTS, found_on=date(2026, 1, 1),
    )  # fmt: skip
    return SuggestionRecord(
        need_id=need, status=status, score=line.score, completeness=line.completeness, created_at=found,
        changed_at=found, proposed_at=found if status is OPEN[-1] else None, lines=[line],
    )  # fmt: skip


def measured(app: Application, person: PersonRecord, address: str, rounds: int) -> list[tuple[float, float]]:
    """Return how many milliseconds an address took and how many the processor worked, round by round."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person.fs_uniquifier, True
    took = []
    for _round in range(rounds + 1):
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        took.append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000))
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status}")
    return took[1:]  # the first loads tables and templates


def main(number: int, rounds: int) -> None:
    """Store the world, measure and print."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=folder, database_url=f"sqlite:///{Path(folder) / 'queue.db'}"))
        with closing(app.store):
            schema.migrate(app.store)
            with app.store.unit_of_work():
                person = accounts.add_person(PersonRecord(email="hub@example.org"), Role.HUB, Actor(now))
                world(number, now)
            print(f"{number:,} open suggestions on SQLite; {rounds} rounds; ms: median, slowest, processor")
            for address in ADDRESSES:
                took, worked = zip(*measured(app, person, address, rounds), strict=True)
                print(
                    f"{statistics.median(took):7.0f} {max(took):7.0f} {statistics.median(worked):7.0f}  {address}"
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    main(wanted.number, wanted.rounds)
