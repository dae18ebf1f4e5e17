"""Sweeps: several suggestions declined in one go, each a step of its own, all of them in one transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from circulair.services import reviews
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError
from circulair.services.reviews import Refusal
from circulair.store import accounts, trail
from circulair.store import suggestions as store
from circulair.store.records import SuggestionRecord
from flows.suggestions import OPEN, Status, check_reason


@dataclass(frozen=True, slots=True)
class Left:
    """A suggestion that was left alone: how it stands now, and who did the last step ("" for the program)."""

    suggestion_id: int
    status: Status
    who: str


@dataclass(frozen=True, slots=True)
class Swept:
    """What came of a sweep: the numbers of what was declined, and what was left alone."""

    declined: tuple[int, ...]
    left: tuple[Left, ...]


def decline_all(seen: Mapping[int, int], refusal: Refusal, actor: Actor) -> Swept:
    """Decline suggestions for the hub for one reason; whatever somebody changed since is left alone.

    ``seen`` are the versions that the page showed, by number. What was promised is left alone as well.
    """
    require_hub(actor)
    check_reason(refusal.reason, refusal.words)
    held = store.all_locked(sorted(seen))
    if len(held) < len(seen):
        raise NotFoundError("suggestion")
    as_seen = [one for one in held if one.version == seen[one.id] and one.status in OPEN]
    marked = replace(refusal, together=secrets.token_hex(4))
    for suggestion in as_seen:
        reviews.end(suggestion, marked, actor)
    return Swept(tuple(one.id for one in as_seen), left_alone([one for one in held if one not in as_seen]))


def left_alone(suggestions: list[SuggestionRecord]) -> tuple[Left, ...]:
    """Return what was left alone with who did the last step on each."""
    newest = trail.newest_on("suggestion", [one.id for one in suggestions])
    who = {one.id: newest[one.id].actor_id for one in suggestions if one.id in newest}
    return tuple(Left(one.id, one.status, accounts.name_of(who.get(one.id))) for one in suggestions)
