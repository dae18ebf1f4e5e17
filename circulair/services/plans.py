"""Plans: the hub asks for one, sees it beside today's, and accepts its lines as suggestions."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from circulair.services import finding, matching, planning, promises
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError
from circulair.services.planning import Made, Reach, mark_of
from circulair.services.promises import Book, Wanted
from circulair.store import exchanges, listings, processes, suggestions, trail
from circulair.store import plans as store
from circulair.store.records import (
    ListingRecord,
    PlanLineRecord,
    PlanRecord,
    PlanState,
    ProcessRecord,
    SuggestionRecord,
)
from flows.exchanges import CapacityPromisedError, TonnesPromisedError
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
    """Ask for a plan; whoever asks while the same one waits gets that.

    A small one is made at once, and refused where nothing can be planned.
    """
    require_hub(actor)
    waiting = store.waiting(aim)
    if waiting is not None:
        return waiting
    made = at_once(aim, actor.now) if store.count_matchable() <= SMALL else None
    plan = store.add(
        PlanRecord(aim=aim, state=PlanState.WAITING, person_id=actor.person_id, asked_at=actor.now)
    )
    trail.append(trail.Act("plan.asked", "plan", plan.id, {"aim": aim}), actor.person_id, actor.now)
    if made is not None:
        keep(plan.id, made, actor.now)
    return plan


def at_once(aim: Aim, now: datetime) -> Made:
    """Make a small plan, of one match at least."""
    made = planning.make(planning.gather(Actor(now)), aim)
    planning.require_something(made, aim)
    return made


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


DECLINED, AGREED, SUM = "plan.declined", "plan.agreed", "plan.sum"
"""Codes for a pair that somebody declined or that agreed since, and for a line that fits by itself but not
beside the others of its suggestion; else a line is refused with a code of ``Lapse``."""


Fresh = list[tuple[PlanLineRecord, Match]]
"""Lines that hold, with what the matcher finds of them now."""


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
    tonnes if nobody was asked yet. Accepted again, a line stays what it is. Each line has to fit beside
    those before it.
    """
    record(plan_id, actor)
    store.locked(plan_id)
    lines = store.numbered(plan_id, numbers)
    if len(lines) < len(set(numbers)):
        raise NotFoundError("line")
    sides = sorted({number for one in lines for number in (one.need_id, one.offer_id)})
    listings.locked(sides)
    lines = store.numbered(plan_id, numbers)
    known = {one.suggestion_id for one in lines if one.suggestion_id is not None}
    fresh, refused = fitting([one for one in lines if one.suggestion_id is None], sides, actor)
    standing, new = told_apart(fresh)
    planned = set()
    for number, group in standing.items():
        done = set_aside(number, group, actor)
        planned |= {number} if done else set()
        refused += [(line, SUM) for line, _match in group] if done is None else []
        known |= {number} if done is False else set()
    made = [together(group, actor) for group in new]
    taken = [line.number for line, _match in fresh if line.suggestion_id is not None]
    if taken:
        told = {"lines": " ".join(map(str, taken))}
        trail.append(trail.Act("plan.accepted", "plan", plan_id, told), actor.person_id, actor.now)
    return Taken(tuple(made), tuple(sorted(planned)), tuple(sorted(known - planned)), tuple(refused))


def fitting(
    lines: Sequence[PlanLineRecord], sides: Sequence[int], actor: Actor
) -> tuple[Fresh, list[tuple[PlanLineRecord, str]]]:
    """Return the lines that still hold, each beside those before it, and the others with why not."""
    found, now = matched(lines, actor), promises.book(actor.today, sides)
    fresh: Fresh = []
    refused = []
    for line in lines:
        match = found.get((line.need_id, line.offer_id))
        why = hitch(line, match, now)
        if match is None or why:
            refused.append((line, why))
        else:
            fresh.append((line, match))
            now = now.with_line(wanted_of(line, match, actor.today))
    return fresh, refused


def matched(lines: Sequence[PlanLineRecord], actor: Actor) -> dict[finding.Pair, Match]:
    """Return the matches of the listings in lines as they are now, as far as they are worth it still."""
    here = finding.ground(actor.today)
    found = {(one.need_id, one.offer_id): finding.good_match(one.need, one.offer, here) for one in lines}
    return {pair: match for pair, match in found.items() if match is not None}


def hitch(line: PlanLineRecord, match: Match | None, now: Book) -> str:
    """Return why a line of a plan no longer holds, as the code of its words; empty where it does."""
    said = settled(line)
    if said:
        return said
    if (mark_of(line.offer), mark_of(line.need)) != (line.offer_mark, line.need_mark):
        return f"lapse.{Lapse.CHANGED}"
    if match is None:
        return f"lapse.{Lapse.NO_FIT}"
    if " ".join(match.processes) != line.processes:
        return f"lapse.{Lapse.NO_CAPACITY if line.processes else Lapse.NO_FIT}"
    return short(line, match, now)


def settled(line: PlanLineRecord) -> str:
    """Return what ended the pair of a line since the plan was made, empty where nothing did."""
    pair = (line.need_id, line.offer_id)
    if pair in exchanges.agreed_pairs(line.need_id):
        return AGREED
    if pair in suggestions.declined_pairs(line.need_id):
        return DECLINED
    ended = [matching.ENDED[one.state] for one in (line.need, line.offer) if one.state in matching.ENDED]
    return f"lapse.{ended[0]}" if ended else ""


def short(line: PlanLineRecord, match: Match, now: Book) -> str:
    """Return why less is left than a line is about, empty where enough is."""
    try:
        promises.check(wanted_of(line, match, now.today), now)
    except TonnesPromisedError:
        return f"lapse.{Lapse.AGREED_ELSEWHERE}"
    except CapacityPromisedError:
        return f"lapse.{Lapse.NO_CAPACITY}"
    enough = match.tonnes is not None and match.tonnes.likely >= line.arriving - GRAM
    return "" if enough else f"lapse.{Lapse.NO_CAPACITY}"


def wanted_of(line: PlanLineRecord, match: Match, today: date) -> Wanted:
    """Return what a line of a plan would promise."""
    through = tuple((one.process, one.share.likely if one.share else None) for one in match.through)
    return Wanted(line.offer, line.need, line.leaving, line.arriving, through, today)


def told_apart(fresh: Fresh) -> tuple[dict[int, Fresh], list[Fresh]]:
    """Return lines whose pair has a living suggestion, by its number, and the others by their need."""
    standing = store.alive([(line.need_id, line.offer_id) for line, _match in fresh])
    known, by_need = defaultdict(list), defaultdict(list)
    for line, match in fresh:
        number = standing.get((line.need_id, line.offer_id))
        if number is None:
            by_need[line.need_id].append((line, match))
        else:
            known[number].append((line, match))
    return known, list(by_need.values())


def together(group: Fresh, actor: Actor) -> int:
    """Make one suggestion of lines of one need."""
    matches, planned = [match for _line, match in group], [line.arriving for line, _match in group]
    suggestion = matching.suggest_together(matches, planned, actor)
    for line, _match in group:
        line.suggestion_id = suggestion.id
    return suggestion.id


def set_aside(suggestion_id: int, group: Fresh, actor: Actor) -> bool | None:
    """Let a suggestion that stands already be about the planned tonnes; tell whether it is.

    Once both sides were asked it stays as it is. None where all its lines together would not fit.
    """
    suggestion = suggestions.locked(suggestion_id)
    movable = suggestion if suggestion is not None and suggestion.status in TO_DECIDE else None
    if movable is not None and not fits(movable, group, actor):
        return None
    for line, _match in group:
        line.suggestion_id = suggestion_id
    if movable is None:
        return False
    fresh = {line.offer_id: (line, match) for line, match in group}
    for one in movable.lines:
        if one.offer_id in fresh:
            line, match = fresh[one.offer_id]
            one.planned_tonnes = line.arriving
            matching.describe(one, match, actor)
    matching.weigh(movable, actor)
    plan = {"plan": str(group[0][0].plan_id)}
    act = trail.Act("suggestion.planned", "suggestion", movable.id, plan)
    trail.append(act, actor.person_id, actor.now)
    return True


def fits(suggestion: SuggestionRecord, group: Fresh, actor: Actor) -> bool:
    """Return whether the lines of a suggestion fit together once some are about the planned tonnes."""
    fresh = {line.offer_id: wanted_of(line, match, actor.today) for line, match in group}
    lines = [fresh.get(one.offer.id, one) for one in promises.wanted_of(suggestion)]
    try:
        promises.check_together(lines, actor.today)
    except (TonnesPromisedError, CapacityPromisedError):
        return False
    return True
