"""Classification: the engine that understands typed texts, opened once a process when its index is there."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from circulair.config import Settings
from flows.engine.classify import Classifier, is_built, nothing, open_classifier
from flows.engine.phrases import load_phrases


class Reader:
    """The classifier of this process; the words it knows ship with the program, so there is only one."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.folder: Path | None = None
        self.classifier: Classifier | None = None

    def keep_in(self, folder: Path) -> None:
        """Say where the index is kept; what was read from elsewhere is forgotten."""
        with self.turn:
            self.classifier = self.classifier if folder == self.folder else None
            self.folder = folder

    def open(self, tell: Callable[[int], None] = nothing) -> Classifier:
        """Return the classifier, building its index first (a minute) if it is not there."""
        with self.turn:
            if self.classifier is None:
                self.classifier = open_classifier(self.folder or Path(), tell)
            return self.classifier

    def ready(self) -> Classifier | None:
        """Return the classifier if its index is there, None until the worker has built it."""
        if self.classifier is not None:
            return self.classifier
        return self.open() if self.folder is not None and is_built(self.folder) else None


READER = Reader()
"""The one reader of this process."""


def folder_of(settings: Settings) -> Path:
    """Return where the index of words is kept."""
    return Path(settings.words_dir or Path(settings.data_dir) / "words")


def phrases_to_read(folder: Path) -> int:
    """Return how many phrases have to be read before texts are understood: none once the index is there."""
    return 0 if is_built(folder) else len(load_phrases())
