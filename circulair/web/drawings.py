"""Drawings: entries handed to the pictures of maps, in the words of the page."""

from collections.abc import Iterable, Mapping, Sequence

from circulair import language
from circulair.language import _
from circulair.services.figures import KEYS, Facet, Reckoned
from circulair.web.figure_words import part_name, short_quarter
from circulair.web.telling import strategy
from flows.ledger import Entry
from maps.network import Tie, network
from maps.pictures import Telling
from maps.sankey import Ribbon, Words, sankey
from maps.timeline import Bar, timeline

Row = tuple[str, ...]

Names = Mapping[str, Mapping[str, str]]
"""Names of processes by code and language."""


def ribbons_of(entries: Iterable[Entry], names: Names) -> list[Ribbon]:
    """Return what became of entries: the part that arrives, and the part that is lost or unknown."""
    found = []
    for entry in entries:
        group = KEYS[Facet.GROUP](entry)
        material, process = part_name(Facet.GROUP, group), through(entry, names)
        if entry.arrived is None:
            found.append(Ribbon(material, process, _("Yield not known"), float(entry.tonnes.likely), group))
            continue
        lost = entry.tonnes.likely - entry.arrived
        found.append(Ribbon(material, process, strategy(entry.way.strategy), float(entry.arrived), group))
        if lost:
            found.append(Ribbon(material, process, _("Lost in the process"), float(lost), group))
    return found


def through(entry: Entry, names: Names) -> str:
    """Return the processes that entries go through, by their names."""
    codes = " ".join(process for process, _share in entry.way.through).split()
    return " + ".join(process_name(code, names) for code in codes) or _("Used as it is")


def process_name(code: str, names: Names) -> str:
    """Return the name of a process in the language of the page, its code where it has none."""
    known = names.get(code, {})
    return known.get(language.language()) or known.get("en") or code


def sankey_of(entries: Sequence[Entry], names: Names) -> str:
    """Return the picture of materials, processes and uses; empty where nothing moved."""
    telling = Telling(
        "sankey",
        _("From material to use"),
        _(
            "On the left the materials, in the middle the process, on the right the use, "
            "as wide as their tonnes. The table below says the same."
        ),
    )
    heads = (_("Material"), _("Process"), _("Use"))
    return sankey(ribbons_of(entries, names), telling, Words(heads, _("Other"), language.tonnes))


def sankey_rows(entries: Sequence[Entry], names: Names) -> list[Row]:
    """Return the same as rows: material, process, use and tonnes, the most tonnes first."""
    together: dict[tuple[str, str, str], float] = {}
    for one in ribbons_of(entries, names):
        key = (one.material, one.process, one.use)
        together[key] = together.get(key, 0.0) + one.tonnes
    ordered = sorted(together.items(), key=lambda row: (-row[1], row[0]))
    return [(*key, language.tonnes(tonnes)) for key, tonnes in ordered]


def timeline_of(periods: Sequence[tuple[str, Reckoned]], title: str) -> str:
    """Return the bars of periods, of which the last still runs; empty where nothing moved."""
    last = periods[-1][0] if periods else ""
    bars = [Bar(short_quarter(code), float(found.tonnes.likely), code == last) for code, found in periods]
    telling = Telling(
        "timeline",
        title,
        _(
            "A bar for each period, as high as its tonnes. The hatched one still runs. "
            "The table below says the same."
        ),
    )
    return timeline(bars, telling, language.tonnes)


def ties_of(entries: Iterable[Entry]) -> list[Tie]:
    """Return who gave how much of which material group to whom."""
    together: dict[tuple[str, str, str], float] = {}
    for entry in entries:
        key = (entry.giver.name, entry.receiver.name, KEYS[Facet.GROUP](entry))
        together[key] = together.get(key, 0.0) + float(entry.tonnes.likely)
    return [Tie(*key, tonnes) for key, tonnes in sorted(together.items())]


def network_of(entries: Sequence[Entry]) -> str:
    """Return the picture of who gave to whom; empty where nothing moved."""
    telling = Telling(
        "network",
        _("Who gives to whom"),
        _(
            "The organisations that move most, on a circle. An arrow goes from who gives to who receives; "
            "the wider, the more tonnes. The table below says the same."
        ),
    )
    return network(ties_of(entries), telling)


def network_rows(entries: Sequence[Entry]) -> list[Row]:
    """Return the same as rows: giver, receiver, material and tonnes, the most tonnes first."""
    ordered = sorted(ties_of(entries), key=lambda tie: (-tie.tonnes, tie.giver, tie.receiver, tie.group))
    return [
        (tie.giver, tie.receiver, language.material(tie.group), language.tonnes(tie.tonnes))
        for tie in ordered
    ]
