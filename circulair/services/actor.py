"""Who acts, for which organisation, in which role and when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from circulair.services.faults import NotAllowedError, NotFoundError
from flows.suggestions import Means

TOWN = ZoneInfo("Europe/Amsterdam")


class Role(StrEnum):
    """What somebody may do; each role may all that those before it may."""

    PUBLIC = "public"
    MEMBER = "member"
    HUB = "hub"
    ADMIN = "admin"


RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or nobody in particular) doing something at a moment.

    ``means`` is how a side told it, where the hub does it for that side.
    """

    now: datetime
    role: Role = Role.PUBLIC
    person_id: int | None = None
    organisation_id: int | None = None
    means: Means | None = None

    @property
    def today(self) -> date:
        """Return the day it is in the town."""
        return self.now.astimezone(TOWN).date()

    @property
    def is_hub(self) -> bool:
        """Return whether the actor belongs to the hub team."""
        return may(self.role, Role.HUB)


def may(role: Role, needed: Role) -> bool:
    """Return whether a role includes another."""
    return RANK[role] >= RANK[needed]


def require_hub(actor: Actor) -> None:
    """Refuse whoever is not of the hub team."""
    if not actor.is_hub:
        raise NotAllowedError()


def require_own(actor: Actor, organisation_id: int, what: str) -> None:
    """Refuse to show or change another organisation's thing, as if it were not there."""
    if not actor.is_hub and (actor.organisation_id is None or actor.organisation_id != organisation_id):
        raise NotFoundError(what)
