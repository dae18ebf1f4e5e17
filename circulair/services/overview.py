"""Overview: one release looked at through filters, for the map and its tables.

A filter selects rows that the release tells, and no more: of the rows of a neighbourhood nothing is added up,
for what comes and goes there is a figure of its own, which the audit decides on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from circulair.services import between, releases, whereabouts
from circulair.services.between import Rest, Stream
from circulair.services.keeping import kept
from circulair.services.releases import (
    RELEASES_KEPT,
    PublicFlow,
    PublicListing,
    Release,
)
from circulair.services.whereabouts import Places, Row
from circulair.store import publication
from flows.materials import load_materials

MOST_NAMED = 40
"""Flows by name that are drawn beside the streams between neighbourhoods, as a layer to switch on."""

KINDS = ("line", "flow", "offer", "need", "process", "premises")
NAMES = ("jaar", "groep", "buurt", "soort")
"""What an address calls the parts of a wish."""

VIEWS_KEPT = 32
"""Views that a process keeps: of the newest release, what visitors choose most."""

Mark = tuple[int, str]
"""A release by its number and its checksum."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants to see: a year, a material group, a neighbourhood, kinds; empty means all."""

    year: int | None = None
    group: str = ""
    area: str = ""
    kind: str = ""

    @property
    def told(self) -> dict[str, Any]:  # what makes an address
        """Return it as an address tells it."""
        told = {
            "jaar": f"{self.year:04}" if self.year else "",
            "groep": self.group,
            "buurt": self.area,
            "soort": self.kind,
        }
        return {name: value for name, value in told.items() if value}

    def wants(self, kind: str) -> bool:
        """Return whether a kind of thing is to be shown."""
        return self.kind in ("", kind)


@dataclass(frozen=True, slots=True)
class View:
    """A release through a wish, with what can be chosen.

    ``largest_tonnes`` is of the whole release, so that widths compare between filtered maps. ``between`` are
    all streams, together ``total``, ``drawn`` the largest of them, and of the ``smaller`` others the sum is
    ``rest``; both are None for a neighbourhood. ``lines`` are the flows by name that are drawn.
    ``most_drawn`` is how many streams are drawn of the whole release.
    """

    release: Release
    years: tuple[int, ...]
    groups: tuple[str, ...]
    lines: tuple[PublicFlow, ...]
    largest_tonnes: float
    published: bool
    between: tuple[Stream, ...] = ()
    rest: Rest | None = None
    total: Rest | None = None
    most_drawn: int = 0

    @property
    def drawn(self) -> tuple[Stream, ...]:
        """Return the streams that are drawn."""
        return self.between[: between.MOST_DRAWN]

    @property
    def smaller(self) -> int:
        """Return how many streams are not drawn."""
        return len(self.between) - len(self.drawn)

    @property
    def points(self) -> int:
        """Return how many offers, needs, plants and premises there are to show."""
        told = self.release
        return sum(map(len, (told.offers, told.needs, told.processes, told.premises)))


@dataclass(frozen=True, slots=True)
class Whole:
    """A release with what all its views share: flows and streams from the largest on, years and groups."""

    release: Release
    flows: tuple[PublicFlow, ...]
    parts: tuple[Stream, ...]
    years: tuple[int, ...]
    groups: tuple[str, ...]
    largest_tonnes: float
    most_drawn: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, as far as the release has it; ``aside`` is what it asks for besides."""

    wish: Wish
    aside: tuple[str, ...] = ()


def asked(told: Mapping[str, Sequence[str]]) -> Asked:
    """Return the wish in an address; what it tells twice or the release does not have is left aside.

    So there are no more wishes than choices, whatever anybody types: what is kept by wish stays small.
    """
    wish = wish_of({name: values[0] for name, values in told.items()})
    newest = mark()
    if newest is None:
        wish = Wish(kind=wish.kind)
    else:
        whole = whole_kept(newest)
        wish = replace(
            wish,
            year=wish.year if wish.year in whole.years else None,
            group=wish.group if wish.group in whole.groups else "",
        )
    kept = wish.told
    aside = [name for name in NAMES if any(one != kept.get(name, "") for one in told.get(name, ()))]
    return Asked(wish, tuple(aside))


def wish_of(told: Mapping[str, str]) -> Wish:
    """Return the wish in an address; what makes no sense is left aside."""
    year = told.get("jaar", "")
    group, area, kind = told.get("groep", ""), told.get("buurt", ""), told.get("soort", "")
    return Wish(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        group=group if group in load_materials() else "",
        area=area if whereabouts.known(area) else "",
        kind=kind if kind in KINDS else "",
    )


def mark() -> Mark | None:
    """Return which release the public sees now, None where there is none."""
    return publication.newest_mark()


def shown(wish: Wish) -> View:
    """Return what a wish leaves of the release that the public sees now."""
    newest = mark()
    return view_of(None, wish) if newest is None else view_kept(newest, wish)


@kept(VIEWS_KEPT)
def view_kept(mark: Mark, wish: Wish) -> View:
    """Return a view of a stored release, reckoned once: it changes with the release, not per visitor."""
    places = places_kept(mark) if wish.area else Places()
    return view_in(whole_kept(mark), wish, places, published=True)


@kept(RELEASES_KEPT)
def whole_kept(mark: Mark) -> Whole:
    """Return what all views of a stored release share."""
    return whole_of(releases.kept(mark))


@kept(RELEASES_KEPT)
def places_kept(mark: Mark) -> Places:
    """Return the neighbourhoods of the places of a stored release: only who asks for one needs them."""
    return whereabouts.places_of(releases.kept(mark))


def view_of(release: Release | None, wish: Wish) -> View:
    """Return what a wish leaves of a release, the largest flows first."""
    full = release or Release(as_of="")
    return view_in(whole_of(full), wish, whereabouts.places_of(full), published=release is not None)


def whole_of(release: Release) -> Whole:
    """Return a release with what all its views share."""
    flows = sorted(
        release.flows, key=lambda flow: (-flow.tonnes, flow.giver, flow.receiver, flow.material, flow.year)
    )
    parts = between.parts(release)
    materials = groups_in((*release.offers, *release.needs))
    streams = between.added(parts)
    return Whole(
        release=release,
        flows=tuple(flows),
        parts=parts,
        years=tuple(sorted({*(flow.year for flow in flows), *(one.year for one in parts)}, reverse=True)),
        groups=tuple(sorted({*materials, *(one.group for one in parts), *(flow.group for flow in flows)})),
        largest_tonnes=max(
            (*(flow.tonnes for flow in flows[:1]), *(one.middle for one in streams[:1])), default=0.0
        ),
        most_drawn=min(len(streams), between.MOST_DRAWN),
    )


def view_in(whole: Whole, wish: Wish, places: Places, *, published: bool) -> View:
    """Return what a wish leaves of a release."""
    area = wish.area
    flows = tuple(
        flow
        for flow in whole.flows
        if wish.wants("flow")
        and fits(flow, wish)
        and (not area or area in (places[flow.start].area, places[flow.end].area))
    )
    streams = between.added(
        one
        for one in whole.parts
        if wish.wants("line") and fits(one, wish) and area in ("", one.start.area, one.end.area)
    )
    most = between.MOST_DRAWN if wish.kind == "flow" else MOST_NAMED
    return View(
        release=left_of(whole.release, flows, wish, places),
        years=whole.years,
        groups=whole.groups,
        lines=flows[:most],
        largest_tonnes=whole.largest_tonnes,
        published=published,
        between=tuple(streams),
        rest=None if wish.area else between.rest_of(streams[between.MOST_DRAWN :]),
        total=None if wish.area else between.rest_of(streams),
        most_drawn=whole.most_drawn,
    )


def left_of(full: Release, flows: tuple[PublicFlow, ...], wish: Wish, places: Places) -> Release:
    """Return what a wish leaves of what a release tells by name."""

    def lies(row: Row) -> bool:
        return not wish.area or whereabouts.area_of(row, places) == wish.area

    def listed(kind: str, rows: tuple[PublicListing, ...]) -> tuple[PublicListing, ...]:
        return tuple(
            row for row in rows if wish.wants(kind) and in_group(wish, (row.material,)) and lies(row)
        )

    return replace(
        full,
        flows=flows,
        offers=listed("offer", full.offers),
        needs=listed("need", full.needs),
        processes=tuple(
            row
            for row in full.processes
            if wish.wants("process") and in_group(wish, (*row.takes, *row.gives)) and lies(row)
        ),
        premises=tuple(row for row in full.premises if wish.wants("premises") and lies(row)),
    )


def fits(moved: PublicFlow | Stream, wish: Wish) -> bool:
    """Return whether tonnes are of the group and the year that are wanted."""
    return wish.group in ("", moved.group) and wish.year in (None, moved.year)


def in_group(wish: Wish, materials: Iterable[str]) -> bool:
    """Return whether one of these materials is of the group that is wanted."""
    return not wish.group or any(group_of(material) == wish.group for material in materials)


def group_of(material: str) -> str:
    """Return the top-level group of a material."""
    return load_materials().line(material)[-1]


def groups_in(rows: Iterable[PublicFlow | PublicListing]) -> tuple[str, ...]:
    """Return the material groups that occur, sorted."""
    return tuple(sorted({group_of(row.material) for row in rows}))
