"""Checks of the ledgers: they balance, no tonne counts twice, and every figure leads back to its source."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from circulair.services import ledgers, releases
from circulair.store import ledgers as store
from circulair.store import processes, publication, reports
from circulair.store.ledgers import FlowRow
from circulair.store.records import ReleaseRecord
from flows import ledger
from flows.errors import FlowsError
from flows.ledger import Entry, Ledger

BEGINNING = date(1, 1, 1)


def broken_ledgers(today: date) -> Iterator[str]:
    """Yield every law of the ledgers that the data break, with where."""
    moved, possible = store.confirmed(today), store.possible()
    unfounded = [
        *untraceable(moved, Ledger.CONFIRMED),
        *untraceable(possible, Ledger.POTENTIAL),
    ]
    yield from unfounded
    yield from lost_deliveries(moved, today)
    yield from open_though_agreed()
    if not unfounded:
        yield from unbalanced(ledgers.confirmed(today), ledgers.potential(today))


def untraceable(rows: Sequence[FlowRow], of: Ledger) -> Iterator[str]:
    """Yield the rows whose way does not follow from what is stored, or makes mass."""
    known = processes.codes()
    for row in rows:
        name = ledgers.key_of(row, of)
        try:
            way = ledgers.way_of(row)
        except FlowsError as error:
            yield f"{name}: {error}"
            continue
        told, passed = row.processes.split(), [process for process, _share in way.through]
        if told != passed:
            yield f"{name}: it goes through {' '.join(told)}, its yields are of {' '.join(passed)}"
        yield from (f"{name}: no process {code} is known" for code in told if code not in known)


def lost_deliveries(rows: Sequence[FlowRow], today: date) -> Iterator[str]:
    """Yield that the ledger has other deliveries or tonnes than both sides confirmed."""
    number, tonnes = reports.confirmed(BEGINNING, today)
    entered = sum((row.tonnes or Decimal(0) for row in rows), Decimal(0))
    if (len(rows), entered) != (number, tonnes):
        yield (
            f"ledger confirmed: it has {len(rows)} deliveries of {entered} t, "
            f"both sides confirmed {number} of {tonnes} t"
        )


def open_though_agreed() -> Iterator[str]:
    """Yield the suggestions whose tonnes would stand in both ledgers."""
    for suggestion, exchange in store.open_with_exchange():
        yield f"suggestion {suggestion}: it is open still, though exchange {exchange} came of it"


def unbalanced(moved: Sequence[Entry], possible: ledgers.Potential) -> Iterator[str]:
    """Yield where mass in is not mass out and loss, a tonne counts twice, or an offer gives too much."""
    for name, entries in ((Ledger.CONFIRMED, moved), (Ledger.POTENTIAL, possible.entries)):
        found = ledger.balance(entries)
        if not found.holds:
            yield f"ledger {name}: {found.entered} t went in, another weight came out or was lost"
    yield from (f"{key}: it counts twice" for key in ledger.counted_twice([*moved, *possible.entries]))
    left = {one.offered.offer: one.offered.tonnes for one in possible.offers}
    for offer, tonnes in sorted(ledger.moved_of(possible.entries).items()):
        if tonnes > left.get(offer, tonnes):
            yield f"listing {offer}: {tonnes} t of it are possible, {left[offer]} t are left"


def false_figures() -> Iterator[str]:
    """Yield the releases whose figures do not follow from their flows."""
    yield from (fault for record in publication.history() for fault in faults_of(record))


def faults_of(record: ReleaseRecord) -> Iterable[str]:
    """Return what is wrong with one release."""
    release = releases.parsed(record.content)
    expected = releases.figures_of(release.flows, release.premises, record.as_of)
    return [
        f"release {record.id}: its figure {name} is {value}, its flows come to {expected[name]}"
        for name, value in release.figures.items()
        if name in expected and value != expected[name]
    ]
