"""Plans: the hub asks for one, sees it beside today's, and accepts its lines as suggestions."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from circulair.services import finding, matching, planning, promises
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError
from circulair.services.planning import Made, Reach, mark_of
from circulair.store import listings, processes, suggestions, trail
from circulair.store import plans as store
from circulair.store.records import (
    ListingRecord,
    PlanLineRecord,
    PlanRecord,
    PlanState,
    ProcessRecord,
)
from flows.errors import FlowsError
from flows.matching import Match
from flows.plans import Aim, Holder
from flows.streams import GRAM
from flows.suggestions import TO_DECIDE, Lapse

SMALL = 300
"""Open listings that a page plans while its reader waits; of more the worker takes care."""

PAGE = 50
RECENT = 8


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """What holds a plan back: a listing, or a plant by its code, and what a tonne more would bring."""

    holder: Holder
    listing: ListingRecord | None
    process: str
    gain: float


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of a plan: what it reaches, today's beside it, what holds it back, and some of its lines.

    ``queued`` is the suggestion in which a pair of a line stands already, ``plants`` are those on the ways.
    """

    record: PlanRecord
    outcome: Mapping[str, Any]  # as it was kept
    reaches: Mapping[str, Reach]
    bottlenecks: tuple[Bottleneck, ...]
    lines: Sequence[PlanLineRecord]
    queued: Mapping[tuple[int, int], int]
    plants: Mapping[str, ProcessRecord]
    accepted: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.record.lines // PAGE))

    def measure(self, which: str) -> float:
        """Return what one of the three reaches in the measure of the aim."""
        return float(getattr(self.reaches[which], MEASURES[self.record.aim]))

    def way(self, which: str) -> float | None:
        """Return the mean road km of a tonne that arrives, None where nothing does."""
        reach = self.reaches[which]
        return reach.tonne_km / reach.arriving if reach.arriving else None

    @property
    def shorter(self) -> bool:
        """Return whether the plan needs less driving than the queue, so much that it shows."""
        queue, plan = self.reaches["queue"], self.reaches["plan"]
        return plan.tonne_km < queue.tonne_km * SHORTER

    @property
    def as_today(self) -> bool:
        """Return whether the plan reaches what the queue does, and no more of its aim."""
        queue, plan = self.reaches["queue"], self.reaches["plan"]
        figures = ("arriving", MEASURES[self.record.aim])
        apart = (abs(getattr(queue, name) - getattr(plan, name)) / getattr(plan, name) for name in figures)
        return plan.arriving > 0 and self.measure("plan") > 0 and all(share < ALIKE for share in apart)


MEASURES = {Aim.RUNG: "rung", Aim.TONNES: "arriving", Aim.KM: "tonne_km", Aim.EUROS: "euros"}
SHORTER = 0.98
"""The share of the queue's tonne-kilometres below which a plan is called shorter."""

ALIKE = 1e-3
"""The share by which what two reach may differ and still be called the same."""


def ask(aim: Aim, actor: Actor) -> PlanRecord:
    """Ask for a plan; whoever asks while the same one waits gets that."""
    require_hub(actor)
    waiting = store.waiting(aim)
    if waiting is not None:
        return waiting
    plan = store.add(
        PlanRecord(aim=aim, state=PlanState.WAITING, person_id=actor.person_id, asked_at=actor.now)
    )
    trail.append(trail.Act("plan.asked", "plan", plan.id, {"aim": aim}), actor.person_id, actor.now)
    if store.count_matchable() <= SMALL:
        finish(plan, actor.now)
    return plan


def finish(plan: PlanRecord, now: datetime) -> None:
    """Make a small plan at once."""
    try:
        made = planning.make(planning.gather(Actor(now)), plan.aim)
    except FlowsError as error:
        plan.state, plan.failed = PlanState.FAILED, error.code
    else:
        keep(plan.id, made, now)


def keep(plan_id: int, made: Made, now: datetime) -> None:
    """Freeze a plan that was made, unless another worker was quicker."""
    plan = store.locked(plan_id)
    if plan is None or plan.state is not PlanState.WAITING:
        return
    shares = sorted(
        made.plan.shares, key=lambda one: (-one.arriving, int(one.candidate.need), int(one.candidate.offer))
    )
    marks = made.market.marks
    plan.lines = store.add_lines(
        {
            "plan_id": plan_id,
            "number": number,
            "offer_id": int(one.candidate.offer),
            "need_id": int(one.candidate.need),
            "offer_mark": marks[int(one.candidate.offer)],
            "need_mark": marks[int(one.candidate.need)],
            "processes": " ".join(code for code, _share in one.candidate.enters),
            "strategy": one.candidate.strategy,
            "leaving": Decimal(str(one.leaving)),
            "arriving": Decimal(str(one.arriving)),
            "distance_km": one.candidate.distance_km,
        }
        for number, one in enumerate(shares, start=1)
    )
    plan.outcome = json.dumps(made.outcome(), sort_keys=True)
    plan.state, plan.made_at = PlanState.DONE, now
    plan.done = plan.length = len(made.market.needs)
    plan.leased_until, plan.failed = None, ""


def fail(plan_id: int, code: str) -> None:
    """Keep that no plan could be made, and why."""
    plan = store.locked(plan_id)
    if plan is not None and plan.state is PlanState.WAITING:
        plan.state, plan.failed, plan.leased_until = PlanState.FAILED, code, None


def recent(actor: Actor) -> Sequence[PlanRecord]:
    """Return the newest plans."""
    require_hub(actor)
    return store.latest(RECENT)


def record(plan_id: int, actor: Actor) -> PlanRecord:
    """Return one plan for the hub."""
    require_hub(actor)
    plan = store.one(plan_id)
    if plan is None:
        raise NotFoundError("plan")
    return plan


def shown(plan_id: int, page: int, actor: Actor) -> Shown:
    """Return one page of a plan that was made."""
    plan = record(plan_id, actor)
    if plan.state is not PlanState.DONE:
        raise NotFoundError("plan")
    outcome = json.loads(plan.outcome)
    lines = store.lines(plan_id, PAGE, PAGE * (page - 1))
    bottlenecks = tuple(bottleneck(*told) for told in outcome["bottlenecks"])
    codes = {one.process for one in bottlenecks if one.process}
    codes = codes.union(*(line.processes.split() for line in lines))
    return Shown(
        record=plan,
        outcome=outcome,
        reaches={which: Reach(**told) for which, told in outcome["reaches"].items()},
        bottlenecks=bottlenecks,
        lines=lines,
        queued=store.alive([(one.need_id, one.offer_id) for one in lines]),
        plants={plant.code: plant for plant in processes.of_codes(sorted(codes))},
        accepted=store.count_accepted(plan_id),
        page=page,
    )


def bottleneck(holder: str, name: str, gain: float) -> Bottleneck:
    """Return a bottleneck with its listing."""
    if holder == Holder.PROCESS:
        return Bottleneck(Holder.PROCESS, None, name, gain)
    return Bottleneck(Holder(holder), listings.one(int(name)), "", gain)


DECLINED = "plan.declined"
"""The code for a pair that somebody declined since; else a line is refused with a code of ``Lapse``."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of accepting lines: suggestions made, those that stood already, lines refused with why.

    Of those that stood already ``planned`` go by the plan from now on, ``kept`` stay as they are.
    """

    made: tuple[int, ...]
    planned: tuple[int, ...]
    kept: tuple[int, ...]
    refused: tuple[tuple[PlanLineRecord, str], ...]


def accept(plan_id: int, numbers: Sequence[int], actor: Actor) -> Taken:
    """Put lines of a plan before the hub team, those of one need together; refuse what no longer holds.

    A pair that stands in the queue already keeps its suggestion, which from then on is about the planned
    tonnes if nobody was asked yet. Accepted again, a line stays what it is.
    """
    record(plan_id, actor)
    store.locked(plan_id)
    lines = store.numbered(plan_id, numbers)
    if len(lines) < len(set(numbers)):
        raise NotFoundError("line")
    listings.locked(sorted({number for one in lines for number in (one.need_id, one.offer_id)}))
    lines = store.numbered(plan_id, numbers)
    known = {one.suggestion_id for one in lines if one.suggestion_id is not None}
    found = matched(lines, actor)
    fresh, refused = [], []
    for line in lines:
        if line.suggestion_id is None:
            match = found.get((line.need_id, line.offer_id))
            why = hitch(line, match, actor)
            refused += [(line, why)] if why else []
            fresh += [(line, match)] if match is not None and not why else []
    standing, new = told_apart(fresh)
    planned = {number for number, line, match in standing if set_aside(number, line, match, actor)}
    made = [together(group, actor) for group in new]
    if fresh:
        told = {"lines": " ".join(str(line.number) for line, _match in fresh)}
        trail.append(trail.Act("plan.accepted", "plan", plan_id, told), actor.person_id, actor.now)
    kept = known.union(number for number, _line, _match in standing) - planned
    return Taken(tuple(made), tuple(sorted(planned)), tuple(sorted(kept)), tuple(refused))


def matched(lines: Sequence[PlanLineRecord], actor: Actor) -> dict[finding.Pair, Match]:
    """Return the matches of the listings in lines as they are now, as far as they are worth it still."""
    here = finding.ground(actor.today)
    found = {(one.need_id, one.offer_id): finding.good_match(one.need, one.offer, here) for one in lines}
    return {pair: match for pair, match in found.items() if match is not None}


def hitch(line: PlanLineRecord, match: Match | None, actor: Actor) -> str:
    """Return why a line of a plan no longer holds, as the code of its words; empty where it does."""
    ended = [matching.ENDED[one.state] for one in (line.need, line.offer) if one.state in matching.ENDED]
    pair = (line.need_id, line.offer_id)
    if ended:
        return f"lapse.{ended[0]}"
    if (mark_of(line.offer), mark_of(line.need)) != (line.offer_mark, line.need_mark):
        return f"lapse.{Lapse.CHANGED}"
    if pair in suggestions.declined_pairs(line.need_id):
        return DECLINED
    if match is None:
        return f"lapse.{Lapse.NO_FIT}"
    if " ".join(match.processes) != line.processes:
        return f"lapse.{Lapse.NO_CAPACITY if line.processes else Lapse.NO_FIT}"
    return short(line, match, actor)


def short(line: PlanLineRecord, match: Match, actor: Actor) -> str:
    """Return why less is left than a line is about, empty where enough is."""
    if match.tonnes is not None and match.tonnes.likely >= line.arriving - GRAM:
        return ""
    now = promises.book(actor.today, [line.offer_id, line.need_id])
    for listing, wanted in ((line.offer, line.leaving), (line.need, line.arriving)):
        left = now.left(listing)
        if left is None or left.tonnes.likely < wanted - GRAM:
            return f"lapse.{Lapse.AGREED_ELSEWHERE}"
    return f"lapse.{Lapse.NO_CAPACITY}"


Fresh = list[tuple[PlanLineRecord, Match]]


def told_apart(fresh: Fresh) -> tuple[list[tuple[int, PlanLineRecord, Match]], list[Fresh]]:
    """Return lines whose pair has a living suggestion, with its number, and the others by their need."""
    standing = store.alive([(line.need_id, line.offer_id) for line, _match in fresh])
    known, by_need = [], defaultdict(list)
    for line, match in fresh:
        number = standing.get((line.need_id, line.offer_id))
        if number is None:
            by_need[line.need_id].append((line, match))
        else:
            known.append((number, line, match))
    return known, list(by_need.values())


def together(group: Fresh, actor: Actor) -> int:
    """Make one suggestion of lines of one need."""
    matches, planned = [match for _line, match in group], [line.arriving for line, _match in group]
    suggestion = matching.suggest_together(matches, planned, actor)
    for line, _match in group:
        line.suggestion_id = suggestion.id
    return suggestion.id


def set_aside(suggestion_id: int, line: PlanLineRecord, match: Match, actor: Actor) -> bool:
    """Let a suggestion that stands already be about the planned tonnes; tell whether it is.

    Once both sides were asked it stays as it is.
    """
    line.suggestion_id = suggestion_id
    suggestion = suggestions.locked(suggestion_id)
    if suggestion is None or suggestion.status not in TO_DECIDE:
        return False
    for one in suggestion.lines:
        if one.offer_id == line.offer_id:
            one.planned_tonnes = line.arriving
            matching.describe(one, match, actor)
    matching.weigh(suggestion, actor)
    act = trail.Act("suggestion.planned", "suggestion", suggestion.id, {"plan": str(line.plan_id)})
    trail.append(act, actor.person_id, actor.now)
    return True
