"""Overview: one release looked at through filters, for the map and its tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from circulair.services import between, releases
from circulair.services.between import NOTHING_LEFT, Rest, Stream
from circulair.services.releases import RELEASES_KEPT, PublicFlow, PublicListing, Release
from circulair.store import publication
from flows.materials import load_materials

MOST_NAMED = 40
"""Flows by name that are drawn beside the streams between neighbourhoods, as a layer to switch on."""

KINDS = ("line", "flow", "offer", "need", "process", "premises")
VIEWS_KEPT = 32
"""Views that a process keeps: of the newest release, what visitors choose most."""

Mark = tuple[int, str]
"""A release by its number and its checksum."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants to see: a year, a material group, kinds; empty means all."""

    year: int | None = None
    group: str = ""
    kind: str = ""

    @property
    def told(self) -> dict[str, Any]:  # what makes an address
        """Return it as an address tells it."""
        told = {"jaar": f"{self.year:04}" if self.year else "", "groep": self.group, "soort": self.kind}
        return {name: value for name, value in told.items() if value}

    def wants(self, kind: str) -> bool:
        """Return whether a kind of thing is to be shown."""
        return self.kind in ("", kind)


@dataclass(frozen=True, slots=True)
class View:
    """A release through a wish, with what can be chosen.

    ``largest_tonnes`` is of the whole release, so that widths compare between filtered maps. ``between`` are
    all streams, together ``total``, ``drawn`` the largest of them and ``rest`` the others; ``lines`` are the
    flows by name that are drawn. ``most_drawn`` is how many streams are drawn of the whole release.
    """

    release: Release
    years: tuple[int, ...]
    groups: tuple[str, ...]
    lines: tuple[PublicFlow, ...]
    largest_tonnes: float
    published: bool
    between: tuple[Stream, ...] = ()
    rest: Rest = NOTHING_LEFT
    total: Rest = NOTHING_LEFT
    most_drawn: int = 0

    @property
    def drawn(self) -> tuple[Stream, ...]:
        """Return the streams that are drawn."""
        return self.between[: between.MOST_DRAWN]

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


def wish_of(told: Mapping[str, str]) -> Wish:
    """Return the wish in an address; what makes no sense is left aside."""
    year = told.get("jaar", "")
    group, kind = told.get("groep", ""), told.get("soort", "")
    return Wish(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        group=group if group in load_materials() else "",
        kind=kind if kind in KINDS else "",
    )


def mark() -> Mark | None:
    """Return which release the public sees now, None where there is none."""
    return publication.newest_mark()


def shown(wish: Wish) -> View:
    """Return what a wish leaves of the release that the public sees now."""
    newest = mark()
    return view_of(None, wish) if newest is None else view_kept(newest, wish)


@lru_cache(maxsize=VIEWS_KEPT)
def view_kept(mark: Mark, wish: Wish) -> View:
    """Return a view of a stored release, reckoned once: it changes with the release, not per visitor."""
    return view_in(whole_kept(mark), wish, published=True)


@lru_cache(maxsize=RELEASES_KEPT)
def whole_kept(mark: Mark) -> Whole:
    """Return what all views of a stored release share."""
    return whole_of(releases.kept(mark))


def view_of(release: Release | None, wish: Wish) -> View:
    """Return what a wish leaves of a release, the largest flows first."""
    return view_in(whole_of(release or Release(as_of="")), wish, published=release is not None)


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


def view_in(whole: Whole, wish: Wish, *, published: bool) -> View:
    """Return what a wish leaves of a release."""
    flows = tuple(flow for flow in whole.flows if wish.wants("flow") and fits(flow, wish))
    streams = between.added(one for one in whole.parts if wish.wants("line") and fits(one, wish))
    most = between.MOST_DRAWN if wish.kind == "flow" else MOST_NAMED
    return View(
        release=left_of(whole.release, flows, wish),
        years=whole.years,
        groups=whole.groups,
        lines=flows[:most],
        largest_tonnes=whole.largest_tonnes,
        published=published,
        between=tuple(streams),
        rest=between.rest_of(streams[between.MOST_DRAWN :]),
        total=between.rest_of(streams),
        most_drawn=whole.most_drawn,
    )


def left_of(full: Release, flows: tuple[PublicFlow, ...], wish: Wish) -> Release:
    """Return what a wish leaves of what a release tells by name."""

    def listed(kind: str, rows: tuple[PublicListing, ...]) -> tuple[PublicListing, ...]:
        return tuple(row for row in rows if wish.wants(kind) and in_group(wish, (row.material,)))

    return replace(
        full,
        flows=flows,
        offers=listed("offer", full.offers),
        needs=listed("need", full.needs),
        processes=tuple(
            row
            for row in full.processes
            if wish.wants("process") and in_group(wish, (*row.takes, *row.gives))
        ),
        premises=full.premises if wish.wants("premises") else (),
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
