"""Open offers from the database to columns: our query and columns beside ADBC, the ORM and bare rows of SQLite.

Every reader ends with the columns that are searched (``flows.engine.columns.Side``), and all are compared first.
"""

import gc
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import adbc_driver_sqlite.dbapi
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import joinedload

from benchmarks import planning
from circulair.store import listings, matchable, organisations, schema
from circulair.store.records import MATCHABLE, ListingRecord, OrganisationRecord, PremisesRecord
from circulair.store.session import Store, current
from flows.distance import Position, Precision
from flows.engine.columns import FORMS, NO_FORM, OPEN_END, OPEN_START, Side, Words
from flows.engine.standing import MICRO, Row, as_text_sorts, day_number, side_of_rows
from flows.materials import Nature, load_materials
from flows.organisations import GROUP_OF, Kind
from flows.streams import Form
from flows.streams import Side as Which

FOLDER = Path("var/benchmarks")
FIRMS = 1_000

Reader = Callable[[Path, Store], Side]


def stored(number: int) -> Path:
    """Return a database with so many open offers, made unless it is there."""
    path = FOLDER / f"offers-{number}.db"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(".making")
    made.unlink(missing_ok=True)
    with opened(made) as store:
        schema.migrate(store)
        with store.unit_of_work():
            fill(number)
    with closing(sqlite3.connect(made)) as base:
        base.execute("pragma journal_mode=delete")
        base.execute("analyze")
    made.rename(path)
    return path


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Yield a store on a file."""
    store = Store(f"sqlite:///{path.absolute()}")
    try:
        yield store
    finally:
        store.close()


def fill(number: int) -> None:
    """Put firms, their premises and open offers into an empty database."""
    chance, kind = np.random.default_rng(1), Kind.MAKER
    places = []
    for at in range(FIRMS):
        firm = organisations.add(
            OrganisationRecord(
                name=f"Firm {at}", kind=kind, stakeholder_group=GROUP_OF[kind], created_at=planning.NOW
            )
        )
        place = PremisesRecord(
            organisation_id=firm.id, name=firm.name, created_at=planning.NOW, precision=Precision.PICKED,
            position=Position(float(chance.uniform(5.75, 5.95)), float(chance.uniform(50.9, 51.1))),
        )  # fmt: skip
        places.append(organisations.add_premises(place))
    tree = load_materials()
    leaves = sorted(one.slug for one in tree if not tree.children(one.slug) and one.nature is Nature.MATTER)
    for begin in range(0, number, 10_000):
        kinds = chance.integers(0, len(leaves), min(10_000, number - begin)).tolist()
        listings.add_all(
            [
                planning.a_listing(2 * (begin + at), leaves[one], places[one % FIRMS], chance)
                for at, one in enumerate(kinds)
            ]
        )


def by_columns(_path: Path, store: Store) -> Side:
    """Read as `circulair rematch` does: plain rows of one query, turned on their side."""
    with store.unit_of_work(reading=True):
        rows = matchable.all_rows(Which.OFFER)
    return side_of_rows(rows, Words.new(), None)


def by_records(_path: Path, store: Store) -> Side:
    """Read an object per offer, as the ORM makes them."""
    with store.unit_of_work(reading=True):
        chosen = (
            select(ListingRecord)
            .where(ListingRecord.state.in_(MATCHABLE))
            .options(joinedload(ListingRecord.premises))
            .order_by(ListingRecord.id)
        )
        rows = [
            Row(
                one.id, one.organisation_id, one.material,
                None if one.grade is None or one.tonnes_likely is None else int(one.tonnes_likely * MICRO),
                one.recurring, day_number(one.start), day_number(one.end), one.contamination_pct, one.moisture_pct, one.form, one.classes,
                one.max_km, one.premises.lon, one.premises.lat,
            )
            for one in current().scalars(chosen)
        ]  # fmt: skip
    return side_of_rows(rows, Words.new(), None)


def question() -> str:
    """Return the query of ``matchable.all_rows`` as SQL."""
    told = (
        matchable.matchable_of(Which.OFFER)
        .order_by(ListingRecord.id)
        .compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    )
    return str(told)


def by_bare_rows(path: Path, _store: Store) -> Side:
    """Read bare rows of the driver of SQLite."""
    with closing(sqlite3.connect(path)) as base:
        found = base.execute(question()).fetchall()
    return side_of_rows(found, Words.new(), None)


def by_adbc(path: Path, _store: Store) -> Side:
    """Read whole columns by ADBC, as Arrow, and make the same arrays of them."""
    with adbc_driver_sqlite.dbapi.connect(str(path)) as base, base.cursor() as cursor:
        cursor.execute(question())
        table = cursor.fetch_arrow_table()
    (number, firm, material, grams, recurring, start, end, dirt, wet, form, classes, reach, lon, lat) = (
        one.combine_chunks() for one in table.columns
    )
    tonnes = figures(grams) / MICRO
    limit = figures(reach)
    return Side(
        id=as_text_sorts(number.to_numpy()),
        organisation=firm.to_numpy(),
        material=coded(material).astype(np.int64),
        tonnes=tonnes,
        recurring=recurring.to_numpy().astype(np.bool_) & ~np.isnan(tonnes),
        taken_once=np.zeros(len(tonnes)),
        start=days(start, OPEN_START),
        end=days(end, OPEN_END),
        contamination=figures(dirt),
        moisture=figures(wet),
        form=forms(form),
        classes=masks(classes),
        lon=figures(lon),
        lat=figures(lat),
        max_km=np.where(np.isnan(limit), np.inf, limit),
    )


def figures(column: pa.Array) -> np.ndarray:
    """Return figures, NaN where there is none."""
    return column.cast(pa.float64()).to_numpy(zero_copy_only=False)


def coded(column: pa.Array) -> np.ndarray:
    """Return numbers of words as they come up."""
    return column.dictionary_encode().indices.to_numpy(zero_copy_only=False)


def days(column: pa.Array, unknown: int) -> np.ndarray:
    """Return days counted from the year 1."""
    return pc.fill_null(column.cast(pa.int64()), unknown).to_numpy()


def forms(column: pa.Array) -> np.ndarray:
    """Return the numbers of forms."""
    if column.null_count == len(column):
        return np.full(len(column), NO_FORM)
    words = column.dictionary_encode()
    numbers = np.array([FORMS[Form(one)] for one in words.dictionary.to_pylist()])
    return np.where(
        column.is_null().to_numpy(zero_copy_only=False), NO_FORM, numbers[words.indices.fill_null(0)]
    )


def masks(column: pa.Array) -> np.ndarray:
    """Return quality classes as bits."""
    words, books = column.dictionary_encode(), Words.new()
    told = {one: books.mask(one.split()) for one in sorted(words.dictionary.to_pylist())}
    return np.array([told[one] for one in words.dictionary.to_pylist()])[words.indices.to_numpy()]


READERS: dict[str, Reader] = {
    "ADBC": by_adbc,
    "CirculAIR, query and columns": by_columns,
    "sqlite3, bare rows": by_bare_rows,
    "SQLAlchemy, ORM": by_records,
}


def same(one: Side, other: Side) -> bool:
    """Return whether two readers read the same, to the last bit."""
    return all(
        np.array_equal(mine, its, equal_nan=mine.dtype.kind == "f")
        for mine, its in zip(one, other, strict=True)
    )


def measured(number: int, rounds: int) -> dict[str, list[float]]:
    """Return the processor seconds of each reader, in turn; stop where two read different columns."""
    path = stored(number)
    seconds: dict[str, list[float]] = {name: [] for name in READERS}
    with opened(path) as store:
        expected = by_adbc(path, store)
        for name, read in READERS.items():
            assert same(read(path, store), expected), f"{name} reads something else"
        for _ in range(rounds):
            for name, read in READERS.items():
                gc.collect()
                start = time.process_time()
                read(path, store)
                seconds[name].append(time.process_time() - start)
    return seconds


def spent(number: int, rounds: int) -> str:
    """Return on what ours spends its time, step by step: the median of each in milliseconds."""
    steps: dict[str, list[float]] = {"the query": [], "columns": []}
    with opened(stored(number)) as store:
        for _ in range(rounds):
            gc.collect()
            times = [time.process_time()]
            with store.unit_of_work(reading=True):
                found = matchable.all_rows(Which.OFFER)
                times.append(time.process_time())
                side_of_rows(found, Words.new(), None)
                times.append(time.process_time())
            for took, begin, end in zip(steps.values(), times, times[1:], strict=False):
                took.append(end - begin)
    told = [f"{name} {1000 * statistics.median(took):.0f} ms" for name, took in steps.items()]
    return (
        f"Of ours: {', '.join(told)}. A row of Python objects for each offer is what ADBC does without; "
        "the bare driver of SQLite needs them as well."
    )


def section(small: bool) -> str:
    """Measure and return the part of the page."""
    number, rounds = (10_000, 2) if small else (100_000, 5)
    seconds = measured(number, rounds)
    lines = []
    for name, times in seconds.items():
        ratios = [mine / its for mine, its in zip(times, seconds["ADBC"], strict=True)]
        spread = f"{statistics.median(ratios):.3g} ({min(ratios):.3g}–{max(ratios):.3g})"
        lines.append(f"| {name} | {statistics.median(times):.3g} | {spread} |")
    return f"""## {number:,} open offers from SQLite to columns

Processor time, {rounds} rounds in turn; every reader ends with the same {len(Side._fields)} arrays, to the last bit.

| Reader | Seconds | Time by that of ADBC |
|---|---|---|
{chr(10).join(lines)}

{spent(number, rounds)}
"""
