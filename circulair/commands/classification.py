"""Commands that read texts: what they mean, and the index by which they are understood."""

import csv
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

import click

from circulair import config
from circulair.commands.plainly import failing_plainly
from circulair.commands.understood import Understood, sure_from
from circulair.files.tables import Row, read_rows
from circulair.files.terms import read_terms
from circulair.services import classification
from flows.engine import choice, learning
from flows.engine.classify import Classification, Classifier, open_lexicon
from flows.engine.lexicon import Lexicon
from flows.engine.likeness import Encoder
from flows.engine.phrases import Channel, Phrase, load_phrases

INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGES = ("", "nl", "en", "de")
COLUMNS = ("text", "language", "sector", "code", "source", "kind", "id")
"""Columns that a file of texts may have; all but the first three are passed over."""

Opened = TypeVar("Opened")

WARM, TIMED = 20, 300
"""Texts that are read before time is taken, and texts whose time is taken."""


@click.command()
@click.argument("file", type=INPUT)
@click.option("--top", type=click.IntRange(1, 50), default=5, show_default=True, help="Answers a text.")
def classify(file: Path, top: int) -> None:
    """Say what texts mean: for each its likeliest materials and Eural codes with their chances.

    FILE is CSV (UTF-8, commas) with a column `text` and, if known, `language` (nl, en, de) and `sector`
    (an SBI code).
    """
    with failing_plainly():
        rows = list(read_rows(file, COLUMNS, required=("text",)))
        for row in rows:
            check_language(row)
        reader = opened()
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(["row", "rank", "material", "eural", "score"])
        for row in shown(rows):
            table.writerows(answers(row, reader, top))


def check_language(row: Row) -> None:
    """Refuse a language that we cannot read."""
    if row["language"] not in LANGUAGES:
        raise row.fault("language", f"{row['language']!r} is none of nl, en, de")


def answers(row: Row, reader: Classifier, top: int) -> Iterator[list[object]]:
    """Yield the answers to one text, the likeliest first."""
    said: Classification = reader.classify(row["text"], row["language"] or "nl", row["sector"], top)
    for rank, guess in enumerate(said.guesses, start=1):
        yield [row.number, rank, guess.material, guess.eural, f"{guess.chance:.4f}"]


def shown(rows: list[Row]) -> Iterator[Row]:
    """Yield rows while a bar on standard error shows how far it is, if anyone is watching."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(rows, label="Reading", file=sys.stderr, hidden=hidden) as bar:
        yield from bar


@click.command()
def warm() -> None:
    """Build the index of words by which texts are understood, if it is not there yet (about a minute)."""
    with failing_plainly():
        opened()


def opened() -> Classifier:
    """Return the classifier, building its index first with a bar on standard error."""
    return with_bar(lambda _folder, tell: classification.READER.open(tell))


def with_bar(use: Callable[[Path, Callable[[int], None]], Opened]) -> Opened:
    """Return what is opened in the folder of words, with a bar while its index is built."""
    folder = classification.folder_of(config.read(os.environ))
    classification.READER.keep_in(folder)
    length = classification.phrases_to_read(folder)
    hidden = not (length and sys.stderr.isatty())
    with click.progressbar(length=length, label="Learning words", file=sys.stderr, hidden=hidden) as bar:
        return use(folder, bar.update)


@click.command()
def learn() -> None:
    """Learn the weights of the classifier anew and write them beside its data, to be read and committed."""
    with failing_plainly():
        study = studied(*with_bar(open_lexicon))
        voices = learning.learn_voices(study)
        materials = learning.learn_materials(study, voices["codes"], study.memory())
        trust = learning.learn_trust(study, voices)
        sure = {"codes": sure_from(list(learning.answers(study, study.reports)))}
        choice.write_weights({**voices, "materials": materials, "trust": trust, "sure": sure})


def studied(kept: Lexicon, encoder: Encoder) -> learning.Study:
    """Return what learning needs, with a bar on standard error."""
    hidden = not sys.stderr.isatty()
    phrases = load_phrases()
    reported = len(phrases) - kept.known
    length = reported + sum(learning.TERMS_LEARNT.values())
    with click.progressbar(length=length, label="Gathering evidence", file=sys.stderr, hidden=hidden) as bar:
        return learning.Study(kept, encoder, phrases, bar.update).prepare()


def understood(file: Path) -> Understood:
    """Return how well the names in a file are understood, each by a classifier that does not know it."""
    cases = [Phrase(one.text, one.language, one.codes, "", Channel.REPORTED) for one in read_terms(file)]
    reader = opened()
    study = studied(reader.lexicon, reader.encoder)
    asked = list(study.cases(cases))
    found = {id(one.case): one for one in learning.answers(study, asked)}
    answers = [found[id(case)] for case in asked]
    shares = learning.material_shares(study, reader.weights)
    return Understood(
        file.name, answers, shares, len(study.terms), milliseconds(reader, [one.text for one in cases])
    )


def milliseconds(reader: Classifier, texts: Sequence[str]) -> tuple[float, float]:
    """Return the median time of a text by the clock and of computing; the first ones are left out."""
    taken, computed = [], []
    for text in texts[: WARM + TIMED]:
        start, begun = perf_counter(), process_time()
        reader.classify(text)
        taken.append(perf_counter() - start)
        computed.append(process_time() - begun)
    return 1000 * median(taken[WARM:] or taken), 1000 * median(computed[WARM:] or computed)
