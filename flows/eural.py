"""The Eural, the European list of waste: its codes, names, hazard marks and mirror entries."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.errors import FlowsError, UnknownCodeError

DATA = Path(__file__).parent / "data"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
CODE = re.compile(r"([0-9]{2})[\s.]*([0-9]{2})[\s.]*([0-9]{2})\s*(\*?)")
MIRROR_TYPES = {"MH", "MN"}


class MirrorNotSymmetricError(FlowsError):
    """One entry names another as its mirror, but not the other way round."""

    code = "eural.mirror_not_symmetric"

    def __init__(self, entry: str, mirror: str) -> None:
        super().__init__(entry, mirror)
        self.entry, self.mirror = entry, mirror

    def __str__(self) -> str:
        return f"{self.entry} names {self.mirror} as its mirror, which does not name it back"


class HazardMarkMissingError(FlowsError):
    """A code that exists only as hazardous was typed without its asterisk, so it may be a slip."""

    code = "eural.hazard_mark_missing"

    def __init__(self, entry: str) -> None:
        super().__init__(entry)
        self.entry = entry

    def __str__(self) -> str:
        return f"{self.entry} is hazardous: write {shown(self.entry)}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the list, as six digits."""

    code: str
    hazardous: bool
    entry_type: str  # AH and AN are absolute, MH and MN mirror entries; H is hazardous
    name_nl: str
    name_en: str
    name_de: str
    mirror: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return the name in nl, en or de; another language is answered in English."""
        return {"nl": self.name_nl, "de": self.name_de}.get(language, self.name_en)


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter (two digits) or sub-chapter (four digits) of the list."""

    code: str
    name_nl: str
    name_en: str
    name_de: str

    def name(self, language: str) -> str:
        """Return the name in nl, en or de; another language is answered in English."""
        return {"nl": self.name_nl, "de": self.name_de}.get(language, self.name_en)


class EuralList:
    """All entries by code, and the chapters and sub-chapters they are in."""

    def __init__(self, entries: Iterable[Entry], groups: Iterable[Group] = ()) -> None:
        self._entries = {entry.code: entry for entry in sorted(entries, key=lambda entry: entry.code)}
        self._groups = {group.code: group for group in groups}
        for entry in self._entries.values():
            for other in entry.mirror:
                if other not in self._entries or entry.code not in self._entries[other].mirror:
                    raise MirrorNotSymmetricError(entry.code, other)

    def __getitem__(self, code: str) -> Entry:
        if code not in self._entries:
            raise UnknownCodeError("eural", code)
        return self._entries[code]

    def __contains__(self, code: object) -> bool:
        return code in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def chapter(self, code: str) -> Group:
        """Return the chapter of a code."""
        return self._groups[self[code].code[:2]]

    def subchapter(self, code: str) -> Group:
        """Return the sub-chapter of a code."""
        return self._groups[self[code].code[:4]]


def normal_code(text: str) -> str:
    """Return the six digits of a code as people and files write it: 15 01 01, 15.01.01, 150110*.

    The asterisk may be left out, but not put behind a code that is not hazardous: that is another waste.
    """
    found = CODE.fullmatch(INVISIBLE.sub("", text).strip())
    if found is None:
        raise UnknownCodeError("eural", text)
    code = "".join(found.groups()[:3])
    if code not in load_eural() or (found[4] and not load_eural()[code].hazardous):
        raise UnknownCodeError("eural", text)
    return code


def typed_code(text: str) -> str:
    """Return the six digits of a code a person typed, who must write the asterisk of a hazardous one."""
    code = normal_code(text)
    if load_eural()[code].hazardous and "*" not in text:
        raise HazardMarkMissingError(code)
    return code


def shown(code: str) -> str:
    """Return a code as the list prints it: in pairs, with an asterisk if it is hazardous."""
    entry = load_eural()[code]
    return f"{code[:2]} {code[2:4]} {code[4:]}{'*' if entry.hazardous else ''}"


def has_mirror(code: str) -> bool:
    """Say whether the same waste has a hazardous and a harmless code, so that hazard must be asked.

    Some mirror entries name no partner in the list; their type says that they have one.
    """
    entry = load_eural()[code]
    return bool(entry.mirror) or entry.entry_type in MIRROR_TYPES


@cache
def load_eural() -> EuralList:
    """Return the list of waste that ships with CirculAIR, read once."""
    return EuralList(
        [_entry(row) for row in _rows("eural.csv")],
        [
            Group(row["code"], row["name_nl"], row["name_en"], row["name_de"])
            for row in _rows("eural_groups.csv")
        ],
    )


def _rows(file_name: str) -> list[dict[str, str]]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _entry(row: Mapping[str, str]) -> Entry:
    return Entry(
        code=row["code"],
        hazardous=row["hazardous"] == "true",
        entry_type=row["entry_type"],
        name_nl=row["name_nl"],
        name_en=row["name_en"],
        name_de=row["name_de"],
        mirror=tuple(part for part in row["mirror_of"].split(";") if part),
    )
