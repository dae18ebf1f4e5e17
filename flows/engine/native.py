"""The compiled kernels, called without the compiler: built once into a library of this installation.

The compiler takes some 130 MB and a second to load. So a process of its own builds the library, beside the
compiled modules of Python, and whoever searches only opens it. Where there is no linker (``cc``) or nothing
may be written there, the compiler is loaded and its own cache used: the same code, the same answers.
"""

import ctypes
import hashlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).parent
SOURCES = ("columns.py", "layout.py", "native_build.py", "../distance.py", "../scoring.py")
"""What the kernels are made of beside themselves."""

COMPILERS = ("numba", "llvmlite")
FLOATS, WHOLES, SMALL, NUMBER = np.float64, np.int64, np.int32, None
ENTRIES: dict[str, tuple[type[np.generic] | None, ...]] = {
    "seek": (
        WHOLES, WHOLES, WHOLES, FLOATS, NUMBER, WHOLES, WHOLES, NUMBER, NUMBER, SMALL, FLOATS, WHOLES, FLOATS,
        WHOLES, NUMBER,
    ),
    "fill": (SMALL, FLOATS, WHOLES, NUMBER, NUMBER, NUMBER, WHOLES, FLOATS, FLOATS),
    "halve": (WHOLES, NUMBER, WHOLES, NUMBER, FLOATS, NUMBER, NUMBER, WHOLES, WHOLES, FLOATS),
}  # fmt: skip
"""What each entry is told, arrays of figures or a number, as ``flows.engine.kernel_entries`` says."""

Entry = Callable[..., None]


@cache
def entry(name: str) -> Entry:
    """Return what enters a kernel; building it takes some twenty seconds, once for an installation."""
    library = opened()
    if library is None:
        return by_compiler(name)
    found: Entry = getattr(library, name)
    found.argtypes, found.restype = kinds(name), None  # type: ignore[attr-defined]
    return found


@cache
def opened() -> ctypes.CDLL | None:
    """Return the library, built where it is not yet, None where it cannot be."""
    path = HERE / "__pycache__" / f"kernels-{key()}.so"
    if not path.exists() and shutil.which("cc"):
        command = [sys.executable, "-m", "flows.engine.native_build", str(path)]
        with suppress(OSError):
            subprocess.run(command, cwd=HERE.parent.parent, capture_output=True, check=False)  # noqa: S603  # our own
    with suppress(OSError):
        return ctypes.CDLL(str(path))
    return None


def by_compiler(name: str) -> Entry:
    """Return an entry as the compiler makes it in this process."""
    made = import_module("flows.engine.kernel_entries").compiled(name, cache=True)
    found = ctypes.CFUNCTYPE(None, *kinds(name))(made.address)
    found.made = made  # type: ignore[attr-defined]  # the code lives as long as this does
    return found


def key() -> str:
    """Return what changes whenever the library must be built anew: sources, compiler or processor."""
    paths = [*sorted(HERE.glob("kernel_*.py")), *(HERE / name for name in SOURCES)]
    for name in COMPILERS:
        spec = find_spec(name)
        if spec and spec.origin:
            paths.append(Path(spec.origin).with_name("_version.py"))
    told = hashlib.sha256(f"{sys.implementation.cache_tag} {processor()}".encode())
    for path in paths:
        told.update(path.read_bytes())
    return told.hexdigest()[:24]


def processor() -> str:
    """Return what processor this is and what it can do."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith(("flags", "Features")):
                return f"{platform.machine()} {line}"
    return f"{platform.machine()} {platform.processor()}"


def kinds(name: str) -> list[type[ctypes.c_void_p] | type[ctypes.c_int64]]:
    """Return how what an entry is told is handed over."""
    return [ctypes.c_int64 if kind is NUMBER else ctypes.c_void_p for kind in ENTRIES[name]]


def laid_out(name: str, *told: NDArray[Any] | int) -> tuple[ctypes.c_void_p | ctypes.c_int64, ...]:
    """Return what an entry is told as it is handed over; the arrays must outlive it, and lie in one piece."""
    out: list[ctypes.c_void_p | ctypes.c_int64] = []
    for kind, one in zip(ENTRIES[name], told, strict=True):
        if isinstance(one, np.ndarray):
            out.append(ctypes.c_void_p(address(one, kind)))
        else:
            assert kind is NUMBER
            out.append(ctypes.c_int64(one))
    return tuple(out)


def run(name: str, *told: NDArray[Any] | int) -> None:
    """Enter a kernel; threads run it side by side."""
    entry(name)(*laid_out(name, *told))


def address(array: NDArray[Any], kind: type[np.generic] | None) -> int:
    """Return where the figures of an array lie."""
    assert array.dtype == kind
    assert array.flags.c_contiguous
    return array.ctypes.data
