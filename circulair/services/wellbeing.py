"""Wellbeing beside the labs: sets of indicators, figures loaded from CBS, three regions side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from circulair.files.wellbeing import Edition, Figure, read_figures
from circulair.files.wellbeing_sets import read_set
from circulair.services import experiments
from circulair.services.actor import Actor, require_hub
from circulair.services.faults import NotFoundError
from circulair.store import trail
from circulair.store import wellbeing as store
from circulair.store.records import IndicatorFigureRecord, IndicatorRecord
from flows.wellbeing import COUNTRY, PROVINCE, REGIONS, TOWN, Compared, Indicator, checked, compare, load_sets


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many figures a file brought: new ones, changed ones, and those that were there as they are."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a file: of which edition it is, whether provisional where it is silent, its source."""

    edition: str
    provisional: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with the latest year of the town, and the other regions in that year beside it."""

    indicator: IndicatorRecord
    year: int
    figures: dict[str, IndicatorFigureRecord]

    def compared(self, region: str) -> Compared | None:
        """Return how the town stands beside a region, None where one of the two has no figure."""
        own, other = self.figures.get(TOWN), self.figures.get(region)
        if own is None or other is None or own.unit != other.unit:
            return None
        return compare(own.value, other.value, self.indicator.better)


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition as everybody reads it: rows by theme, and what no figure was loaded of yet."""

    edition: str
    editions: Sequence[str]
    themes: dict[str, list[Row]]
    without: list[IndicatorRecord]


def register_known(actor: Actor) -> int:
    """Register the indicators that sources name and the register lacks, without any figure."""
    present = {(one.edition, one.code) for edition in store.editions() for one in store.indicators(edition)}
    missing = [one for one in load_sets() if (one.edition, one.code) not in present]
    store.add([record_of(one, actor) for one in missing])
    return len(missing)


def record_of(known: Indicator, actor: Actor) -> IndicatorRecord:
    """Return an indicator as a record."""
    names = ("edition", "code", "part", "theme", "name_nl", "name_en", "unit", "better", "better_basis")
    record = IndicatorRecord(**{name: getattr(known, name) for name in names})
    record.source, record.created_at = known.source, actor.now
    return record


def indicator_of(record: IndicatorRecord) -> Indicator:
    """Return an indicator of a record."""
    return Indicator(
        record.edition,
        record.code,
        record.theme,
        record.name_nl,
        record.name_en,
        record.unit,
        record.better,
        record.source,
    )


def editions() -> Sequence[str]:
    """Return the editions of the set, the newest first."""
    return store.editions()


def load(content: bytes, told: Told, actor: Actor) -> Loaded:
    """Load the figures of a file into an edition, all or nothing; what was known is replaced."""
    require_hub(actor)
    records = {one.code: one for one in store.indicators(told.edition)}
    if not records:
        raise NotFoundError("edition")
    known = Edition([indicator_of(one) for one in records.values()], told.provisional)
    figures = read_figures(content, known)
    loaded = keep(figures, records, told.source, actor)
    details = {"edition": told.edition, "new": str(loaded.new), "changed": str(loaded.changed)}
    act = trail.Act("wellbeing.loaded", "wellbeing", 0, details, told.source)
    trail.append(act, actor.person_id, actor.now)
    return loaded


def load_set(content: bytes, actor: Actor) -> Loaded:
    """Load a set of indicators from a file, all or nothing; figures that are there keep their own unit."""
    require_hub(actor)
    told = read_set(content)
    present = {
        (one.edition, one.code): one
        for edition in {indicator.edition for indicator in told}
        for one in store.indicators(edition)
    }
    named = {(one.edition, one.code) for one in told}
    checked([*told, *(indicator_of(one) for key, one in present.items() if key not in named)])
    changed = [one for one in told if (known := present.get((one.edition, one.code))) and rewrite(known, one)]
    new = [record_of(one, actor) for one in told if (one.edition, one.code) not in present]
    store.add(new)
    loaded = Loaded(len(new), len(changed), len(told) - len(new) - len(changed))
    details = {"editions": " ".join(sorted({one.edition for one in told})), "new": str(loaded.new)}
    act = trail.Act("wellbeing.set_loaded", "wellbeing", 0, details | {"changed": str(loaded.changed)})
    trail.append(act, actor.person_id, actor.now)
    return loaded


def rewrite(record: IndicatorRecord, told: Indicator) -> bool:
    """Give an indicator what its set says now; return whether anything is otherwise than before."""
    names = ("part", "theme", "name_nl", "name_en", "unit", "better", "better_basis", "source")
    otherwise = [name for name in names if getattr(record, name) != getattr(told, name)]
    for name in otherwise:
        setattr(record, name, getattr(told, name))
    return bool(otherwise)


def keep(figures: Sequence[Figure], records: dict[str, IndicatorRecord], source: str, actor: Actor) -> Loaded:
    """Store figures, those that were known already in their place."""
    present = store.figures([one.id for one in records.values()])
    new: list[IndicatorFigureRecord] = []
    changed = 0
    for one in figures:
        indicator = records[one.code]
        record = present.get((indicator.id, one.region, one.year))
        if record is None:
            record = IndicatorFigureRecord(indicator_id=indicator.id, region=one.region, year=one.year)
            new.append(record)
        elif (record.value, record.unit, record.provisional) == (one.value, one.unit, one.provisional):
            continue
        else:
            changed += 1
        record.value, record.unit, record.provisional = one.value, one.unit, one.provisional
        record.source, record.loaded_at = source, actor.now
    store.add(new)
    return Loaded(len(new), changed, len(figures) - len(new) - changed)


def shown(edition: str) -> Shown:
    """Return an edition, the newest where none of that name is known: its figures side by side by theme."""
    known = store.editions()
    chosen = edition if edition in known else next(iter(known), "")
    themes: dict[str, list[Row]] = {}
    without: list[IndicatorRecord] = []
    for indicator in store.indicators(chosen):
        row = row_of(indicator)
        if row is None:
            without.append(indicator)
        else:
            themes.setdefault(indicator.theme, []).append(row)
    return Shown(chosen, known, themes, without)


def row_of(indicator: IndicatorRecord) -> Row | None:
    """Return an indicator in the latest year of the town, of any region where the town has none."""
    years = [one.year for one in indicator.figures if one.region == TOWN]
    years = years or [one.year for one in indicator.figures]
    if not years:
        return None
    year = max(years)
    found = {one.region: one for one in indicator.figures if one.year == year}
    return Row(indicator, year, {region: found[region] for region in REGIONS if region in found})


BESIDE = (PROVINCE, COUNTRY)
"""The regions with which the town is compared."""


def aims(experiment_id: int) -> Sequence[IndicatorRecord]:
    """Return what an experiment aims at; it does not say that it changed that."""
    return store.aims(experiment_id)


def aim(experiment_id: int, indicator_ids: Sequence[int], actor: Actor) -> None:
    """Tell what an experiment aims at."""
    record = experiments.one(experiment_id, actor)
    known = {one.id for edition in store.editions() for one in store.indicators(edition)}
    if not known.issuperset(indicator_ids):
        raise NotFoundError("indicator")
    store.aim(record.id, indicator_ids)
    experiments.note("experiment.aimed", record, actor)


def choices() -> list[tuple[str, list[IndicatorRecord]]]:
    """Return the indicators of the newest edition by theme, to choose from."""
    themes: dict[str, list[IndicatorRecord]] = {}
    for one in store.indicators(next(iter(store.editions()), "")):
        themes.setdefault(one.theme, []).append(one)
    return list(themes.items())
