"""Learning: what the hub and both sides decided, as the weights of the score can be measured by it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from circulair.services.actor import TOWN, Actor, require_hub
from circulair.store import suggestions as store
from circulair.store.records import SuggestionRecord
from flows.learning_weights import Decided
from flows.scoring import PARTS
from flows.suggestions import OPEN, Status


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All that was decided, and how many suggestions wait or lapsed, which says nothing of the score."""

    decided: tuple[Decided, ...]
    waiting: int
    lapsed: int


def reviewed(actor: Actor) -> Reviewed:
    """Return every decided suggestion with its parts as they were when it was put or declined."""
    require_hub(actor)
    found = tuple(decision(suggestion, parts) for suggestion, parts in store.decided())
    numbers = store.count_by_status()
    waiting = sum(numbers.get(status, 0) for status in OPEN)
    return Reviewed(found, waiting, numbers.get(Status.LAPSED, 0))


def decision(suggestion: SuggestionRecord, lines: Sequence[str]) -> Decided:
    """Return one suggestion as it was decided; of several offers the mean of what is known of a part."""
    stored = [json.loads(line)["parts"] for line in lines]
    by_part = {
        name: [part["value"] for parts in stored for part in parts if part["name"] == name] for name in PARTS
    }
    return Decided(
        number=suggestion.id,
        need=suggestion.need_id,
        day=suggestion.created_at.astimezone(TOWN).date(),
        values=tuple(mean(by_part[name]) for name in PARTS),
        reason=suggestion.reason if suggestion.status is Status.DECLINED else None,
    )


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of the values that are known, None where none is."""
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
