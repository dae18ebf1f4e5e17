"""The stage: who and what exists so far in the example world, and who acts when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from circulair.services.actor import Actor, Role

HUB = "hub"


@dataclass(slots=True)
class Stage:
    """The numbers of what was made so far, by the keys of the tables; ``now`` is when the play ends."""

    now: datetime
    organisations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    premises: dict[str, int] = field(default_factory=dict)
    listings: dict[str, int] = field(default_factory=dict)
    suggestions: dict[str, int] = field(default_factory=dict)
    exchanges: dict[str, int] = field(default_factory=dict)
    lab_members: dict[str, int] = field(default_factory=dict)
    experiments: dict[str, int] = field(default_factory=dict)
    uses: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    class_links: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    """The delivery that waits for its answer, by the key of its story."""

    owners: dict[str, str] = field(default_factory=dict)
    """The organisation's key by the keys of its premises and its listings."""

    def at(self, ago: float) -> datetime:
        """Return the moment so many days ago."""
        return self.now - timedelta(days=ago)

    def day(self, offset: int | None) -> date | None:
        """Return the day so many days from today, None where none was told."""
        return None if offset is None else Actor(self.now).today + timedelta(days=offset)

    def nobody(self, ago: float) -> Actor:
        """Return nobody in particular."""
        return Actor(self.at(ago))

    def member(self, organisation: str, ago: float) -> Actor:
        """Return an organisation's member."""
        return Actor(
            self.at(ago), Role.MEMBER, self.people.get(organisation), self.organisations[organisation]
        )

    def reviewer(self, ago: float) -> Actor:
        """Return the reviewer of the hub team."""
        return Actor(self.at(ago), Role.HUB, self.people[HUB], self.organisations[HUB])


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens so many days ago."""

    ago: float
    play: Callable[[Stage], None]
