"""How long reading and checking a file takes, and how much memory it needs: python -m benchmarks.reading FILE."""

import json
import subprocess
import sys
import time
from pathlib import Path

from circulair.files.streams import Listener, each_stream
from flows.engine.columns import Words
from flows.engine.shelf import Shelf
from flows.materials import load_materials
from flows.streams import Need, Offer


def memory(kind: str = "VmHWM") -> float:
    """Return the most memory in MB that this process had so far, or has (VmRSS)."""
    text = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in text.splitlines() if line.startswith(kind)).split()[1]) / 1024


def on_shelf(path: Path, words: Words) -> Shelf[Offer] | Shelf[Need]:
    """Read and check a file of offers ("o-…") or needs as the command does."""
    listener = Listener(lambda _text, _language: (), lambda _name: None)
    kind = Offer if path.name.startswith("o") else Need
    return Shelf(kind, words).put(each_stream(path, kind, load_materials(), listener))


def measured(path: Path) -> dict[str, float]:
    """Return what reading a file costs in a process of its own, in seconds of the processor."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.reading", str(path)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def main(path: Path) -> None:
    """Read a file and say what it cost."""
    load_materials()
    words, before, start = Words.new(), memory("VmRSS"), time.process_time()
    shelf = on_shelf(path, words)
    seconds = time.process_time() - start
    columns = sum(column.itemsize for column in shelf.columns.values()) + 8
    ids = len(shelf.ids.letters) / len(shelf)
    print(json.dumps({
        "rows": len(shelf), "seconds": seconds, "before": before, "held": memory("VmRSS"), "most": memory(),
        "columns": columns, "ids": ids, "owners": len(words.organisations.words), "file": path.stat().st_size,
    }))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
