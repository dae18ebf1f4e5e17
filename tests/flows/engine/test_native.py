"""The library of the compiled kernels: the compiler is not loaded to use it, and both do the same."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine import layout, native, native_build
from flows.engine.blocks import in_blocks, table, traits_of
from flows.engine.columns import Words
from flows.engine.shelf import shelves
from flows.engine.standing import alone, side_of_rows
from flows.streams import Need, Offer
from tests.chance import Chance
from tests.flows.engine.test_judging import TODAY, a_world, left_of, row_of

SEARCH = """
import sys
from flows.engine import topk
from flows.materials import load_materials
from flows.matching import Settings
from flows.streams import Need, Offer
world = [Offer("o", "gravel")], [Need("n", "gravel")]
found = topk.find_by_need(*world, tree=load_materials(), settings=Settings(top=1))
print(len(next(found)), sorted({"numba", "llvmlite"} & set(sys.modules)))
"""


def test_a_search_loads_no_compiler_where_a_linker_is() -> None:
    linked = shutil.which("cc") is not None
    assert (native.opened() is not None) == linked
    done = subprocess.run([sys.executable, "-c", SEARCH], capture_output=True, text=True, check=True)
    assert done.stdout == ("1 []\n" if linked else "1 ['llvmlite', 'numba']\n")


def test_the_library_and_the_compiler_order_alike() -> None:
    offers, _ = shelves(Chance(3).world(3_000, 0, 0)[0], [])
    side, materials = offers.side(), len(offers.words.materials.words)
    order = in_blocks(side, materials)
    assert sorted(order.tolist()) == list(range(len(offers)))
    again = np.lexsort((side.id, side.material)).astype(np.int64)
    starts = np.searchsorted(side.material[again], np.arange(materials + 1)).astype(np.int64)
    traits, longest = traits_of(side), int(np.diff(starts).max())
    stack, wholes = np.empty((layout.DEEP, 2), dtype=np.int64), np.empty((2, longest), dtype=np.int64)
    told = (again, len(again), starts, materials, traits, traits.shape[1], longest, stack, wholes)
    floats = np.empty((2, longest))
    native.by_compiler("halve")(*native.laid_out("halve", *told, floats))
    assert again.tolist() == order.tolist()


def test_what_is_handed_over_must_be_of_its_kind_and_in_one_piece() -> None:
    figures = np.zeros((4, 4))
    assert native.address(figures, np.float64) == figures.ctypes.data
    for wrong in (figures.astype(np.float32), figures[:, :2]):
        with pytest.raises(AssertionError):
            native.address(wrong, np.float64)


def test_nothing_is_built_where_no_linker_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", native_build.__name__, str(tmp_path / "kernels.so")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert not list(tmp_path.iterdir())


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=20)
def test_one_row_alone_is_the_row_of_the_table(seed: int) -> None:
    offers, needs, _ = a_world(seed, 20)
    streams: list[Offer | Need] = [*offers, *needs]
    rows, left = [row_of(one) for one in streams], left_of(Random(seed).sample(streams, 10))
    for today in (TODAY, None, date(2026, 1, 1)):
        words = Words.new()
        whole = table(side_of_rows(rows, words, today, left))
        singly = np.array([alone(one, words, today, left) for one in rows])
        exact = [at for at in range(layout.LISTING) if not 0 < at - layout.BALL + 1 < 4 and at != layout.ID]
        assert np.array_equal(whole[:, exact], singly[:, exact], equal_nan=True)
        assert np.allclose(whole[:, layout.BALL : layout.BALL + 3], singly[:, layout.BALL : layout.BALL + 3])
