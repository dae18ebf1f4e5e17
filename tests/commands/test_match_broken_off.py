"""Whatever ends `circulair match` too early, the old matches stay as they were."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interrupts import COMMAND

OLD = "the old matches\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    offers = "".join(f"o{at},pe\n" for at in range(60))
    (tmp_path / "offers.csv").write_text("id,material\n" + offers, encoding="utf-8")
    (tmp_path / "needs.csv").write_text("id,material\n" + offers.replace("o", "n"), encoding="utf-8")
    return tmp_path


def command(folder: Path, out: str, *more: str) -> list[str]:
    (folder / out).write_text(OLD, encoding="utf-8")
    files = ["--offers", str(folder / "offers.csv"), "--needs", str(folder / "needs.csv")]
    return [*COMMAND, "match", *files, "--out", str(folder / out), *more]


def small_files() -> None:
    """Let this process write no file of more than 4 kB, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
def test_a_full_disk_is_said_and_leaves_the_old_matches(folder: Path, out: str) -> None:
    done = subprocess.run(
        command(folder, out), check=False, capture_output=True, text=True, preexec_fn=small_files
    )

    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert (folder / out).read_text(encoding="utf-8") == OLD
    assert sorted(path.name for path in folder.iterdir()) == ["needs.csv", "offers.csv", out]


def test_a_run_that_is_interrupted_while_it_reads_leaves_the_old_matches(folder: Path) -> None:
    (folder / "needs.csv").unlink()
    os.mkfifo(folder / "needs.csv")
    with (
        subprocess.Popen(command(folder, "out.csv"), stderr=subprocess.PIPE) as run,
        (folder / "needs.csv").open("w", encoding="utf-8") as pipe,  # opens when the run reads it
    ):
        pipe.write("id,material\n")
        pipe.flush()
        run.send_signal(signal.SIGINT)
        pipe.close()  # what arrives before it waits for more is seen when it has read all
        assert run.wait(60) == 1

    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD
    assert sorted(path.name for path in folder.iterdir()) == ["needs.csv", "offers.csv", "out.csv"]


WRITING = """
import os, signal, sys
from pathlib import Path
import pyarrow
from circulair.files.tables import GROUP, write_rows

def rows():
    for at in range(3 * GROUP):
        if at == 2 * GROUP:
            os.kill(os.getpid(), signal.SIGKILL)
        yield [str(at)]

write_rows(Path(sys.argv[1]), pyarrow.schema([("name", pyarrow.string())]), rows())
"""


@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
def test_a_run_that_is_killed_while_it_writes_leaves_the_old_file(tmp_path: Path, out: str) -> None:
    (tmp_path / out).write_text(OLD, encoding="utf-8")

    done = subprocess.run([sys.executable, "-c", WRITING, str(tmp_path / out)], check=False)

    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / out).read_text(encoding="utf-8") == OLD


def test_several_processes_without_dask_are_refused_with_what_to_install(folder: Path) -> None:
    without = "import sys; sys.modules['distributed'] = None; from circulair.commands import main; main()"
    arguments = command(folder, "out.csv", "--workers", "2")
    done = subprocess.run(
        [sys.executable, "-c", without, *arguments[len(COMMAND) :]],
        check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert "pip install circulair[cluster]" in done.stderr
    assert (folder / "out.csv").read_text(encoding="utf-8") == OLD
