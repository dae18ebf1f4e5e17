"""The worker's round for plans: claim one, make it while nobody waits, keep it; until none is left."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from circulair.services import planning, wide_search
from circulair.services import plans as service
from circulair.services.actor import Actor
from circulair.store import plans
from flows.errors import FlowsError

if TYPE_CHECKING:
    from circulair.app import Application

MOST_TRIES = 3
"""How often a plan is begun before it is given up: what breaks each time must not wait for ever."""

BROKE = "plan.broke"
"""The code for a plan that was given up."""

TOLD_SECONDS = 1.0
"""How often it is noted how far a plan is."""


def go_on(app: "Application", note: Callable[[str], None] = lambda _text: None) -> int:
    """Make the plans that wait; return how many that were."""
    made = 0
    while one_plan(app, note):
        made += 1
    return made


def one_plan(app: "Application", note: Callable[[str], None]) -> bool:
    """Make one plan; tell whether there was one.

    It is claimed in one transaction and kept in another: a worker that dies in between leaves it claimed,
    and after the lease it is begun anew, a few times. What the domain refuses is kept as the answer.
    """
    with app.store.unit_of_work():
        plan_id = plans.claim(app.clock())
        worn = plan_id is not None and given_up(plan_id, MOST_TRIES + 1)
    if plan_id is None or worn:
        return worn
    try:
        make(app, plan_id)
    except FlowsError as error:
        with app.store.unit_of_work():
            service.fail(plan_id, error.code)
    except Exception as error:  # one bad plan must not stop the others
        note(f"plan {plan_id}: {type(error).__name__}")
        with app.store.unit_of_work():
            if not given_up(plan_id, MOST_TRIES):
                plans.lease(plan_id, app.clock() + plans.LEASE, type(error).__name__)
    return True


def given_up(plan_id: int, tries: int) -> bool:
    """Give up a plan that was begun that often; tell whether it was."""
    record = plans.locked(plan_id)
    if record is None or record.tries < tries:
        return False
    service.fail(plan_id, BROKE)
    return True


def make(app: "Application", plan_id: int) -> None:
    """Read the market, make the plan without a transaction, and keep it."""
    with app.store.unit_of_work(reading=True):
        record = plans.one(plan_id)
        market = planning.gather(Actor(app.clock()))
    if record is None:
        return
    told = time.monotonic()

    def tell(done: int, length: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TOLD_SECONDS or done in (1, length):
            told = time.monotonic()
            with app.store.unit_of_work():
                plans.tell(plan_id, done, length, app.clock())

    made = planning.make(market, record.aim, tell, wide_search.fitting(market))
    planning.require_something(made, record.aim)
    with app.store.unit_of_work():
        service.keep(plan_id, made, app.clock())
