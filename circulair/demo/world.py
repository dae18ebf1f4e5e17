"""The world: the example played from its first day to today, in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from circulair.app import Application
from circulair.demo import cast, classes, fleet, market, rooms, stories, works
from circulair.demo import labs as example_labs
from circulair.demo.stage import Event, Stage
from circulair.services import expiry, labs, processes, releases, wellbeing, world
from circulair.store import outbox

SIGN_INS: tuple[str, ...] = tuple(
    f"{role + ':':<10}{name}@{cast.DOMAIN} / {cast.PASSWORD}" for name, role in cast.SIGNING_IN.items()
)
"""Who can sign in to the example world, one line each."""

MONTHS, MONTH, QUARTER = 24, 30.0, 91.0
"""How often and after how many days the hub looks at what has expired; days since the first release."""

LETTERS = 1000
"""More letters than the example writes."""


def load(app: Application, step: Callable[[int], None] = lambda _number: None) -> None:
    """Fill an empty database with the example world, or leave it empty; ``step`` is told percents done."""
    with app.app_context(), app.store.unit_of_work():
        world.begin_demo()
        stage = Stage(app.clock())
        processes.register_known(stage.nobody(first_day()))
        labs.register_known(stage.nobody(first_day()))
        wellbeing.register_known(stage.nobody(first_day()))
        play(everything(), stage, step)
        cast.hand_out_passwords(stage)
        call_letters_sent(stage)


def first_day() -> float:
    """Return how many days ago the example begins."""
    return 1 + max(event.ago for event in cast.events())


def everything() -> list[Event]:
    """Return all that happens, the earliest first."""
    happening = [*cast.events(), *fleet.events(), *market.events(), *rooms.events()]
    happening += [*stories.events(), *works.events(), *example_labs.events(), *classes.events()]
    happening += housekeeping()
    return sorted(happening, key=lambda event: -event.ago)


def housekeeping() -> Iterator[Event]:
    """Yield what the hub does every month, and its releases."""
    for months in range(MONTHS, -1, -1):
        ago = months * MONTH + 0.25
        yield Event(ago, partial(tidy, ago))
    for ago in (QUARTER, 0.125):
        yield Event(ago, partial(publish, ago))


def tidy(ago: float, stage: Stage) -> None:
    """End the listings whose last day has passed."""
    expiry.end_what_is_over(stage.reviewer(ago))


def publish(ago: float, stage: Stage) -> None:
    """Make a release of the day before."""
    releases.make(stage.reviewer(ago + 1).today, stage.reviewer(ago))


def play(events: Sequence[Event], stage: Stage, step: Callable[[int], None]) -> None:
    """Let everything happen in order."""
    done = 0
    for number, event in enumerate(events, start=1):
        event.play(stage)
        percent = 100 * number // len(events)
        step(percent - done)
        done = percent


def call_letters_sent(stage: Stage) -> None:
    """Count the letters of the past as sent, so that none leaves for a town that does not exist."""
    for letter_id in outbox.claim(stage.now, LETTERS):
        outbox.mark_sent(letter_id, stage.now)
