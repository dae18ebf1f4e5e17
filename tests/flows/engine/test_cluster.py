"""Several processes find what one finds, and go on when one of them is lost."""

import os
import signal
from collections.abc import Iterable
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it tells no types
import pyarrow.parquet

from circulair.files.matches import join_matches, write_matches
from flows.engine import cluster, topk
from flows.engine.shelf import shelves
from flows.matching import Match, Routes, Settings
from flows.materials import load_materials
from tests.chance import Chance, without_doubles

TREE = load_materials()


def write_and_fall(path: Path, by_need: Iterable[tuple[Match, ...]]) -> None:
    """Write matches; but whoever is the first of all to have half written some ends its process at once."""
    rows = list(by_need)
    write_matches(path, rows[: len(rows) // 2])
    try:
        os.close(os.open(path.parent / "fallen", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        write_matches(path, rows)
    else:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_lost_worker_changes_no_byte_of_the_matches(tmp_path: Path) -> None:
    offers, needs, processes = without_doubles(Chance(5, 2.0).world(400, 200, 5))
    on_shelf, chosen = shelves(offers, needs), Settings(top=5)
    routes = Routes(processes, TREE, chosen.max_steps)
    write_matches(tmp_path / "one.parquet", topk.find_on_shelves(*on_shelf, routes, chosen))

    with cluster.started(2) as address:
        parts = cluster.Cluster(address, tmp_path).find(*on_shelf, routes, chosen, write_and_fall)

    join_matches(tmp_path / "many.parquet", parts)
    assert (tmp_path / "fallen").exists()
    assert len(parts) > 2
    assert (tmp_path / "many.parquet").read_bytes() == (tmp_path / "one.parquet").read_bytes()
    assert len(pyarrow.parquet.read_table(tmp_path / "many.parquet")) > 400


def test_a_cluster_of_this_machine_listens_to_this_machine_only() -> None:
    with cluster.started(1) as address:
        own = psutil.Process()
        sockets = [
            one for each in (own, *own.children(recursive=True)) for one in each.net_connections("tcp")
        ]
    assert address.startswith("tcp://127.0.0.1:")
    assert {one.laddr.ip for one in sockets if one.status == psutil.CONN_LISTEN} == {"127.0.0.1"}
