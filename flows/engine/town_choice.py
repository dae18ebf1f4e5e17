"""The choice of what is published of what moved: of every cell as much as one audit over all allows.

Cells of givers' areas and lines from area to area are facts on the same tonnes, those of earlier releases
too; the figures of each giver and of each receiver are asked for beside all of them. Cells count within one
group and one year, so that these are decided apart: a sum over several of them can be lower if each can.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.disclosure import at_most, room
from flows.engine.audit import Audit, Fact, Secret, Unknown
from flows.town_cells import Moved, Rule, Slot, Standing, TownCell, sums_of

Said = tuple[TownCell, ...]
Key = tuple[str, int]
"""A group and a year."""

Narrow = tuple[str, str, str]
"""Whose tonnes, what of them, and to whom ('' for everybody)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """By what is chosen: what a cell may say alone, and whether all of them are audited together."""

    alone: Rule = at_most
    audited: bool = True


OURS = Rules()


@dataclass(frozen=True, slots=True)
class Town:
    """All that moved, what is public of it by name (now, or ever), and the cells published so far."""

    moved: tuple[Moved, ...]
    named: frozenset[str]
    ever_named: frozenset[str]
    published: Said = ()

    def part(self, key: Key) -> "Town":
        """Return what is of one group in one year."""
        return Town(
            tuple(one for one in self.moved if key_of(one) == key),
            self.named,
            self.ever_named,
            tuple(cell for cell in self.published if key_of_slot(cell.slot) == key),
        )

    def standing(self, slot: Slot) -> Standing:
        """Return who stands in a cell."""
        inside = tuple(one for one in self.moved if slot.holds(one))
        return Standing(slot, inside, tuple(one for one in inside if one.mark not in self.named))

    def beliefs(self) -> list[frozenset[str]]:
        """Return what is a secret: to one who remembers all names, and to one who knows those of now."""
        marks = {one.mark for one in self.moved}
        never, not_now = marks - self.ever_named - self.named, marks - self.named
        return [frozenset(never)] if never == not_now else [frozenset(never), frozenset(not_now)]


def key_of(one: Moved) -> Key:
    """Return the group and the year of tonnes."""
    return one.group, one.quarter.year


def key_of_slot(slot: Slot) -> Key:
    """Return the group and the year of a cell."""
    return slot.group, int(slot.period[:4])


def chosen(town: Town, wanted: Iterable[Slot], rules: Rules = OURS) -> list[TownCell]:
    """Return what is published of cells not yet decided, each as narrow as everybody's secrets allow."""
    by_key: dict[Key, list[Slot]] = defaultdict(list)
    for slot in wanted:
        by_key[key_of_slot(slot)].append(slot)
    return [cell for key in sorted(by_key) for cell in decided(town.part(key), by_key[key], rules)]


def decided(town: Town, wanted: Sequence[Slot], rules: Rules) -> list[TownCell]:
    """Return the cells of one group in one year."""
    found = [town.standing(slot) for slot in sorted(wanted)]
    ways = {one.slot: one.may_say(rules.alone) for one in found}
    cells = {one.slot: one.saying(None, ways[one.slot][0]) for one in found}
    found.sort(key=lambda one: (-len({each.giver for each in one.unknown}), one.slot))
    risky = [one for one in found if one.unknown and ways[one.slot][1]]
    audits = audits_of(town, wanted) if risky and rules.audited else []
    for one in found:
        if not one.unknown:
            cells[one.slot] = one.saying(*ways[one.slot][1][0])
    for part in (slice(None, 1), slice(None, 0, -1)):  # the widest of all, then from the narrowest on
        for one in risky:
            if part.stop == 1 or cells[one.slot].bounds is not None:
                said = (one.saying(*way) for way in ways[one.slot][1][part])
                cells |= {cell.slot: cell for cell in first_allowed(said, town, audits)}
    return [cells[slot] for slot in sorted(wanted)]


def first_allowed(said: Iterable[TownCell], town: Town, audits: Sequence[Audit]) -> Iterator[TownCell]:
    """Yield the first cell that narrows nobody, having published it to the audits."""
    for cell in said:
        fact = fact_of(cell, town)
        if all(audit.allows(fact) for audit in audits):
            for audit in audits:
                audit.publish(fact)
            yield cell
            return


def fact_of(cell: TownCell, town: Town) -> Fact:
    """Return what a cell that says something says of the tonnes in it."""
    standing = town.standing(cell.slot)
    if cell.bounds is None:
        raise LookupError(f"{cell.slot} says nothing")
    return Fact({unknown_of(one): 1 for one in standing.inside}, *room(cell.bounds, standing.total))


def unknown_of(one: Moved) -> Unknown:
    """Return tonnes as the audit knows them: held by the giver and by the receiver."""
    return Unknown(one.giver, one.tonnes, one.receiver, one.mark)


def audits_of(town: Town, wanted: Iterable[Slot]) -> list[Audit]:
    """Return what to audit beside all that is published; what is known already is not asked."""
    return [audit for free in town.beliefs() for audit, _ in asked(town, free, wanted)]


Named = Mapping[Secret, Collection[str]]


def asked(town: Town, free: Collection[str], wanted: Iterable[Slot]) -> list[tuple[Audit, set[Narrow]]]:
    """Return the audits of one belief, and what each finds narrowed beside what is published already."""
    secret = [one for one in town.moved if one.mark in free]
    names = secrets_of(secret, {*wanted, *(cell.slot for cell in town.published)})
    places = {unknown_of(one): (one.quarter, one.start, one.end) for one in secret}
    whole = [{one: -float(one.tonnes) for one, _ in each.counts} for each in names]
    audits = [Audit(list(names), places, whole)]
    if small := audits[0].cannot_fall():  # the least that is told: it can be lower in fractions only
        audits.append(Audit(small, places, whole, told_finely=True))
    for cell in town.published:
        if cell.bounds is not None:
            for audit in audits:
                audit.publish(fact_of(cell, town))
    return [(audit, narrowed(audit, names)) for audit in audits]


def narrowed(audit: Audit, names: Named) -> set[Narrow]:
    """Return what is narrowed beside all that is published."""
    return {
        (one.secret.organisation, what, one.insider)
        for one in audit.give_up()
        for what in names.get(one.secret, ("",))
    }


def secrets_of(secret: Sequence[Moved], slots: Collection[Slot]) -> dict[Secret, set[str]]:
    """Return what nobody may know, with what it is called: sums, and of each what a partner does not know."""
    found: dict[Secret, set[str]] = defaultdict(set)
    for owner, what, inside in sums_of(secret, sorted(slots)):
        found[Secret(counts_of(inside), owner)].add(what)
        for partner in {name for one in inside for name in (one.giver, one.receiver)} - {owner}:
            rest = [one for one in inside if partner not in (one.giver, one.receiver)]
            if rest:
                found[Secret(counts_of(rest), owner, partner)].add(what)
    return found


def counts_of(inside: Iterable[Moved]) -> tuple[tuple[Unknown, int], ...]:
    """Return tonnes as a sum of unknowns."""
    return tuple((one, 1) for one in sorted(map(unknown_of, inside)))


def narrows(town: Town, newly: Collection[int]) -> set[int]:
    """Return which exchanges would give somebody else away if they were named beside the published cells.

    Each of ``newly`` is tried in its turn, beside those before it that give nobody away.
    """
    bad = set[int]()
    keys = {key_of(one) for one in town.moved if one.exchange in newly}
    for key in sorted(keys):
        part = town.part(key)
        told = {one for cell in part.published if cell.bounds for one in part.standing(cell.slot).unknown}
        if told:
            bad |= tried(part, sorted(newly))
    return bad


def tried(town: Town, newly: Sequence[int]) -> set[int]:
    """Return which exchanges of one group in one year would give somebody else away."""
    marks = {one: frozenset(each.mark for each in town.moved if each.exchange == one) for one in newly}
    before = known_of(town, town.named)
    if known_of(town, town.named.union(*marks.values())) <= before:
        return set()
    bad, named = set[int](), town.named
    for one in newly:
        if marks[one] and not known_of(town, named | marks[one]) <= before:
            bad.add(one)
        else:
            named = named | marks[one]
    return bad


def known_of(town: Town, named: frozenset[str]) -> set[Narrow]:
    """Return what is narrowed beside the published cells if these are public by name."""
    other = Town(town.moved, named, town.ever_named | named, town.published)
    return {found for free in other.beliefs() for _, some in asked(other, free, ()) for found in some}
