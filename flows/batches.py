"""Batches: "400 kg per brouwsel, 2 brouwsels per week" is so much twice a week."""

import re
from functools import cache

from flows.phrases import phrases_of
from flows.typed import Line

LEAST_ALIKE = 4
"""So many letters at their beginning two words for one thing share: *project* and *projecten*."""


def read_batches(line: Line, language: str) -> Line:
    """Return a line in which a batch that amounts are told by is read as how often it comes.

    The word behind a number that names the batch of "per …" is read as "times".
    """
    named, counted = patterns(language)
    for one in named.finditer(line.read):
        begin = one["batch"][: max(LEAST_ALIKE, len(one["batch"]) - 1)]
        for many in counted.finditer(line.read, one.end()):
            if many["batches"].startswith(begin):
                return line.put(*many.span("batches"), "x").without(*one.span())
    return line


@cache
def patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a batch that is told by, and of how many there are in a period."""
    phrases = phrases_of(language)
    known = phrases.pattern("unit", "period", "weekday", "times", "each")
    per = phrases.pattern("per")
    letters = rf"[^\W\d_]{{{LEAST_ALIKE},}}"
    named = rf"(?<![^\W_])(?:per|pro|each|a|an|je)\s+(?!{known})(?P<batch>{letters})"
    counted = rf"[0-9]\s+(?P<batches>{letters})(?=\s+{per}\s*{phrases.pattern('period')})"
    return re.compile(named), re.compile(counted)
