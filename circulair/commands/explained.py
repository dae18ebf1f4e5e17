"""Explanations of matches as text, in the words in which their two sides read them on their page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from textwrap import wrap

from flask import Flask, g

from circulair import language
from circulair.commands.opening import operator
from circulair.language import _, inside_sentence, label, material, number
from circulair.services import explanations, matching
from circulair.services.explanations import Explanation
from circulair.store.records import SuggestionLineRecord
from circulair.web.telling import process_name, told
from flows.matching import Match

WIDTH = 96


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Write in a language, as a page in that language does."""
    app = Flask("circulair")
    language.start(app)
    with app.app_context():
        g.language = code
        yield


def explained(matches: Sequence[Match], code: str) -> Iterator[str]:
    """Yield the lines of the explanations of matches in a language, nothing for none."""
    if matches:
        with speaking(code):
            yield _("Where only a text was given, the material is as we read it. Check that first.")
            yield ""
            for place, match in enumerate(matches, start=1):
                yield from lines_of(place, match)


def lines_of(place: int, match: Match) -> Iterator[str]:
    """Yield the explanation of one match: how well it fits, what is known, why, and what is missing."""
    line = SuggestionLineRecord()
    matching.describe(line, match, operator())
    explanation = explanations.explained(line, {})
    yield f"{place}. {match.offer} → {match.need}"
    figures = ((_("How well it fits"), match.score), (_("How much we know"), match.completeness))
    yield f"   {'. '.join(f'{name}: {percent(share)}' for name, share in figures)}."
    yield from way(explanation)
    for part in explanation.parts:
        if part.value is not None:
            said = " ".join(told(sentence) for sentence in part.sentences)
            yield from wrapped(f"{label(f'part.{part.name}')} ({percent(part.value)}): {said}")
    yield from open_questions(explanation)
    yield ""


def open_questions(explanation: Explanation) -> Iterator[str]:
    """Yield which parts are not known yet, and what each side can still tell, its questions together."""
    unknown = [label(f"part.{part.name}") for part in explanation.parts if part.value is None]
    if unknown:
        words = _("not known yet")
        named = ", ".join(inside_sentence(name) for name in unknown)
        yield from wrapped(f"{words[:1].upper()}{words[1:]}: {named}.")
    for side in dict.fromkeys(fact.partition(".")[0] for fact in explanation.missing):
        first, *more = (label(f"fact.{one}") for one in explanation.missing if one.startswith(f"{side}."))
        yield from wrapped(f"{label(f'asks.{side}')}: {' '.join([inside_sentence(first), *more])}")


def way(explanation: Explanation) -> Iterator[str]:
    """Yield the processes on the way, each with what it takes and gives."""
    for step in explanation.through:
        yield from wrapped(f"{process_name(step)}: {material(step.takes)} → {material(step.gives)}")


def wrapped(text: str) -> Iterator[str]:
    """Yield a text as an item of a list in lines that fit."""
    yield from wrap(text, WIDTH, initial_indent="   - ", subsequent_indent="     ")


def percent(share: float) -> str:
    """Return a share as it is written on a page."""
    return f"{number(share * 100, 0)}%"
