"""The worker makes plans; one that breaks stops no other."""

from datetime import timedelta

import pytest

from circulair.app import Application
from circulair.jobs import plans as job
from circulair.services import plans
from circulair.store import plans as store
from circulair.store.records import PlanRecord, PlanState
from flows.plans import Aim
from tests.stories import a_story
from tests.worlds import NOW

pytestmark = pytest.mark.both_databases


def asked(app: Application, aim: Aim = Aim.TONNES) -> int:
    with app.store.unit_of_work():
        return store.add(PlanRecord(aim=aim, state=PlanState.WAITING, asked_at=NOW)).id


def record(app: Application, plan_id: int) -> PlanRecord:
    with app.store.unit_of_work(reading=True):
        found = store.one(plan_id)
    assert found is not None
    return found


def test_plans_that_wait_are_made_one_after_another(app: Application) -> None:
    with app.store.unit_of_work():
        a_story()
    numbers = [asked(app), asked(app, Aim.KM)]
    assert (job.go_on(app), job.go_on(app)) == (2, 0)
    found = [record(app, number) for number in numbers]
    assert [(one.state, one.lines, one.done, one.length) for one in found] == [(PlanState.DONE, 1, 1, 1)] * 2


def test_whoever_asks_while_the_same_one_waits_gets_that(app: Application) -> None:
    with app.store.unit_of_work():
        story = a_story()
    waiting = asked(app)
    with app.store.unit_of_work():
        assert plans.ask(Aim.TONNES, story.hub).id == waiting
        assert plans.ask(Aim.RUNG, story.hub).id != waiting


def test_a_claimed_plan_is_left_alone_until_its_lease_is_over(app: Application) -> None:
    number = asked(app)
    with app.store.unit_of_work():
        assert store.claim(NOW) == number
    assert job.go_on(app) == 0
    app.clock = lambda: NOW + store.LEASE
    assert job.go_on(app) == 1


def test_a_plan_that_breaks_is_told_and_left_alone_for_a_while(app: Application) -> None:
    number, told = asked(app), list[str]()
    calls = iter([NOW, None, NOW, NOW])
    app.clock = lambda: next(calls)  # type: ignore[assignment,return-value]  # the second is no moment at all
    job.go_on(app, told.append)
    assert told == [f"plan {number}: AttributeError"]
    assert record(app, number).failed == "AttributeError"


def test_a_plan_that_breaks_each_time_is_given_up_after_three_tries(app: Application) -> None:
    number = asked(app)
    later = [NOW + time * store.LEASE for time in range(3)]
    calls = iter([moment for now in later for moment in (now, None, now)])
    app.clock = lambda: next(calls)  # type: ignore[assignment,return-value]  # each second is no moment
    for tried in range(1, 4):
        assert record(app, number).state is PlanState.WAITING
        job.one_plan(app, lambda _text: None)
        assert record(app, number).tries == tried
    found = record(app, number)
    assert (found.state, found.failed, found.leased_until) == (PlanState.FAILED, "plan.broke", None)
    with app.store.unit_of_work():
        assert store.waiting(Aim.TONNES) is None


def test_a_plan_whose_workers_died_three_times_is_given_up(app: Application) -> None:
    number = asked(app)
    for time in range(3):
        with app.store.unit_of_work():
            assert store.claim(NOW + time * store.LEASE) == number
    app.clock = lambda: NOW + 3 * store.LEASE
    assert job.go_on(app) == 1
    assert (record(app, number).state, record(app, number).failed) == (PlanState.FAILED, "plan.broke")


def test_who_tells_how_far_a_plan_is_keeps_it(app: Application) -> None:
    number, later = asked(app), NOW + store.LEASE - timedelta(seconds=1)
    with app.store.unit_of_work():
        assert store.claim(NOW) == number
        store.tell(number, 3, 400, later)
    with app.store.unit_of_work():
        assert store.claim(NOW + store.LEASE) is None
        assert store.claim(later + store.LEASE) == number


def test_a_plan_of_nothing_is_kept_as_why_there_is_none(app: Application) -> None:
    number = asked(app)
    assert job.go_on(app) == 1
    assert (record(app, number).state, record(app, number).failed) == (PlanState.FAILED, "plan.nothing")
