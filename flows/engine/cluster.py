"""The search over several processes or machines with Dask: the same matches as one process finds.

Parts of the offers and the needs that reach them lie in a folder that all workers share. A first round of
tasks searches each part, a second puts together what each stretch of needs found. Tasks only read files and
replace files whole, so what a lost worker did, or half did, is simply done again.
"""

import logging
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow
from distributed import Client, LocalCluster
from pyarrow import parquet
from pyarrow.compute import field

from flows.engine.columns import Measure, Unwritten, Ways, Wholes, Words
from flows.engine.shelf import Shelf
from flows.engine.spread import Spread, groups_of, reached, spread
from flows.engine.topk import Found, World, best, judged, listed, standing, world_of
from flows.matching import Match, Route, Routes, Settings
from flows.streams import Need, Offer

PIECES = 4
"""Parts and stretches for each worker at least, so that all end at about the same time."""

PART = 1 << 21
"""Offers that a part is meant to have at most, so that a worker needs about 2 GB for it."""

STRETCH = 1 << 16
"""Needs at most whose matches are put together at once."""

Write = Callable[[Path, Iterable[tuple[Match, ...]]], None]
"""What writes the matches of needs to a file."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What every worker must know: the numbers of words, the routes, and what is searched for."""

    words: Words
    routes: list[Route]
    ways: Ways
    measure: Measure
    settings: Settings


@contextmanager
def started(workers: int) -> Iterator[str]:
    """Start a cluster of so many processes on this machine and lend its address, which only it can reach."""
    with LocalCluster(  # type: ignore[no-untyped-call]  # Dask tells no types
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",  # any free port: another cluster may have the usual one
        silence_logs=logging.ERROR,
    ) as cluster:
        yield cluster.scheduler_address


@dataclass(frozen=True, slots=True)
class Cluster:
    """The address of a Dask scheduler, and a folder that this process and all its workers can write to."""

    address: str
    folder: Path

    def find(
        self, offers: Shelf[Offer], needs: Shelf[Need], routes: Routes, settings: Settings, write: Write
    ) -> list[Path]:
        """Return files to which ``write`` wrote the matches of a stretch of needs each, in their order."""
        with Client(self.address) as client:  # type: ignore[no-untyped-call]  # Dask tells no types
            workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
            tasks, stretches = laid_out(self.folder, (offers, needs), routes, settings, workers)
            found = done(client, search, [(self.folder, part) for part in tasks])
            return done(client, settle, [(self.folder, one, found, write) for one in range(stretches)])


def done(client: Any, work: Callable[..., Path], tasks: list[tuple[Any, ...]]) -> list[Path]:
    """Return what comes of a task for each of some arguments, raising what any of them raised."""
    found: list[Path] = client.gather([client.submit(work, *task, pure=False) for task in tasks])
    return found


def laid_out(
    folder: Path,
    listings: tuple[Shelf[Offer], Shelf[Need]],
    routes: Routes,
    settings: Settings,
    workers: int,
) -> tuple[list[int], int]:
    """Write what the workers read; return the parts that have needs and the number of stretches of needs."""
    offers, needs = listings
    world, found = world_of(offers, needs, routes, settings)
    groups = groups_of(offers.words, routes.tree)
    parts = spread(world.offers, groups, max(workers * PIECES, -(-len(offers) // PART)))
    stretches = max(min(len(needs), workers * PIECES), -(-len(needs) // STRETCH))
    bare = Words(offers.words.materials, Unwritten(), offers.words.classes, offers.words.sets)
    shared = Shared(bare, found, world.ways, world.measure, settings)
    (folder / "shared.pickle").write_bytes(pickle.dumps(shared))
    lay_offers(folder, offers, world.offers.id, parts)
    lay_stretches(folder, needs, world.needs.id, stretches)
    return lay_needs(folder, needs, world.needs.id, reached(world, groups, parts)), stretches


def ranked(table: pyarrow.Table, ranks: Wholes) -> pyarrow.Table:
    """Return a table of listings with the rank of each id, and the row in which it stood."""
    rows = np.arange(len(ranks))
    return table.append_column("rank", pyarrow.array(ranks)).append_column("row", pyarrow.array(rows))


def lay_offers(folder: Path, offers: Shelf[Offer], ranks: Wholes, parts: Spread) -> None:
    """Write the offers of each part."""
    table = ranked(offers.table(), ranks)
    start, order = listed(parts.part_of_offer, parts.number)
    for part in range(parts.number):
        rows = order[start[part] : start[part + 1]]
        parquet.write_table(table.take(rows), folder / f"offers-{part}.parquet")


def lay_stretches(folder: Path, needs: Shelf[Need], ranks: Wholes, stretches: int) -> None:
    """Write the needs in the order of their ids, a file for each stretch of ids."""
    table = ranked(needs.table(), ranks)
    order = np.argsort(ranks, kind="stable")
    ids = int(ranks.max(initial=-1)) + 1
    edges = np.searchsorted(ranks[order], [ids * at // max(1, stretches) for at in range(stretches + 1)])
    for stretch, (begin, end) in enumerate(pairwise(edges.tolist())):
        parquet.write_table(table.take(order[begin:end]), folder / f"stretch-{stretch}.parquet")


def lay_needs(
    folder: Path, needs: Shelf[Need], ranks: Wholes, reaching: Iterable[tuple[int, Wholes]]
) -> list[int]:
    """Write for each part the needs that reach it, without their ids; return the parts that any reaches."""
    table = ranked(needs.table(), ranks)
    table = table.set_column(0, "id", pyarrow.repeat("", len(needs)))
    with ExitStack() as open_files:
        writers: dict[int, parquet.ParquetWriter] = {}
        for part, rows in reaching:
            if part not in writers:
                file = parquet.ParquetWriter(folder / f"needs-{part}.parquet", table.schema)
                writers[part] = open_files.enter_context(file)
            writers[part].write_table(table.take(rows))
        return sorted(writers)


@lru_cache(maxsize=1)
def shared_in(folder: Path) -> Shared:
    """Return what all workers share; the folder is the one that this search made for itself."""
    found: Shared = pickle.loads((folder / "shared.pickle").read_bytes())  # noqa: S301  our own file
    return found


def search(folder: Path, part: int) -> Path:
    """Search one part; return a file with what its needs found, each find with the offer found."""
    shared = shared_in(folder)
    offers = parquet.read_table(folder / f"offers-{part}.parquet")
    needs = parquet.read_table(folder / f"needs-{part}.parquet")
    need_ranks = needs.column("rank").to_numpy()
    offered = Shelf(Offer, shared.words).put_table(offers).side(offers.column("rank").to_numpy())
    _ids, ids = np.unique(need_ranks, return_inverse=True)
    wanted = Shelf(Need, shared.words).put_table(needs).side(ids.astype(np.int64))
    world = World(offered, wanted, shared.ways, shared.measure, len(shared.words.materials.words))
    path = folder / f"finds-{part}-{uuid4().hex}.parquet"
    schema = finds_of(offers, needs, nothing_found(), shared.ways).schema
    with parquet.ParquetWriter(path, schema) as file:
        ready = standing(world, seeks_offers=True)
        for found in best(ready, world.needs, shared.settings.top or 1, cores=1):
            file.write_table(finds_of(offers, needs, found, shared.ways))
    return path


def nothing_found() -> Found:
    """Return no finds at all."""
    none = np.zeros(0, dtype=np.int64)
    return Found(none, none, none, np.zeros(0), np.zeros((0, 0)))


def finds_of(offers: pyarrow.Table, needs: pyarrow.Table, found: Found, ways: Ways) -> pyarrow.Table:
    """Return finds with their offers: by need and row of need, score in billionths, way and its order."""
    table = offers.take(found.offer).rename_columns({"row": "offer_row"})
    columns = {
        "need": needs.column("rank").to_numpy()[found.need],
        "need_row": needs.column("row").to_numpy()[found.need],
        "key": np.floor(found.score * 1e9 + 0.5).astype(np.int64),
        "way": found.way,
        "order": ways.order[found.way],
    }
    for name, column in columns.items():
        table = table.append_column(name, pyarrow.array(column))
    return table


def settle(folder: Path, stretch: int, found: Sequence[Path], write: Write) -> Path:
    """Put together what the needs of a stretch found in all parts; return the file with their matches."""
    shared = shared_in(folder)
    needs = parquet.read_table(folder / f"stretch-{stretch}.parquet")
    path = folder / f"matches-{stretch}-{uuid4().hex}.parquet"
    ranks, rows = needs.column("rank").to_numpy(), needs.column("row").to_numpy()
    if not found or not len(ranks):
        write(path, ())
        return path
    within = (field("need") >= int(ranks[0])) & (field("need") <= int(ranks[-1]))
    together = pyarrow.concat_tables(parquet.read_table(one, filters=within) for one in found)
    kept = together.take(best_of_all(together, shared.settings.top or 1))
    order = np.argsort(rows)
    at: Wholes = order[np.searchsorted(rows[order], kept.column("need_row").to_numpy())]
    ways: list[int] = kept.column("way").to_numpy().tolist()
    offers = Shelf(Offer, shared.words).put_table(kept)
    wanted = Shelf(Need, shared.words).put_table(needs)
    chosen = zip(range(len(offers)), at.tolist(), ways, strict=True)
    write(path, judged(chosen, offers, wanted, shared.routes, shared.settings))
    return path


def best_of_all(finds: pyarrow.Table, most: int) -> Wholes:
    """Return the rows of the best finds of each need, each offer once by its best route, in their order."""
    need, key, offer, order = (finds.column(name).to_numpy() for name in ("need", "key", "rank", "order"))
    sequence = np.lexsort((order, -key, offer, need))
    first = np.ones(len(sequence), dtype=np.bool_)
    same_need, same_offer = np.diff(need[sequence]) == 0, np.diff(offer[sequence]) == 0
    first[1:] = ~(same_need & same_offer)
    rows = sequence[first]
    rows = rows[np.lexsort((offer[rows], -key[rows], need[rows]))]
    begins = np.searchsorted(need[rows], need[rows])
    kept: Wholes = rows[np.arange(len(rows)) - begins < most]
    return kept
