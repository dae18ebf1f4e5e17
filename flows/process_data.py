"""Known processes: conversion routes that literature describes and real plants of Geleen, with their sources.

A route has no plant behind it and a plant only the status that a source gives it, so neither is a
destination unless that status is running. Yields are tonnes out per tonne in, empty where none was read;
where a source states a range, the likely yield is its mean. Which materials a source's words mean, and
the rung of what comes out, are our reading.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

from flows.errors import FlowsError
from flows.processes import Output, Process, ProcessStatus, Yield
from flows.strategies import Strategy

DATA = Path(__file__).parent / "data"
FILES = ("process_routes.csv", "processes.csv")


class ProcessRowsError(FlowsError):
    """The rows of one process do not agree on what it is or gives."""

    code = "process.rows"

    def __init__(self, process: str) -> None:
        super().__init__(process)
        self.process = process

    def __str__(self) -> str:
        return f"the rows of process {self.process} differ; every material taken must give the same"


@dataclass(frozen=True, slots=True)
class KnownProcess:
    """A process with what is known about it: names, operator (none for a route), source and its date."""

    process: Process
    name_nl: str
    name_en: str
    name_de: str
    operator: str
    note: str
    source: str
    as_of: str  # a year, a month or empty, as the source says

    @property
    def is_plant(self) -> bool:
        """Return whether somebody operates this, rather than that it can be done."""
        return self.operator != ""

    def name(self, language: str) -> str:
        """Return the name in nl, en or de; another language is answered in English."""
        return {"nl": self.name_nl, "de": self.name_de}.get(language, self.name_en)


@cache
def load_known_processes() -> tuple[KnownProcess, ...]:
    """Return the routes and plants that ship with CirculAIR, sorted by code."""
    rows = [row for file in FILES for row in rows_of(file)]
    return known_processes(rows)


def rows_of(file_name: str) -> list[dict[str, str]]:
    """Return the rows of a data file: one for each material taken and given."""
    with (DATA / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known_processes(rows: Iterable[Mapping[str, str]]) -> tuple[KnownProcess, ...]:
    """Return the processes that rows describe, sorted by code."""
    ordered = sorted(rows, key=lambda row: row["code"])
    return tuple(known_process(list(group)) for _, group in groupby(ordered, key=lambda row: row["code"]))


def known_process(rows: list[Mapping[str, str]]) -> KnownProcess:
    """Return the one process that rows with the same code describe."""
    first = rows[0]
    if any(row[name] != first[name] for row in rows for name in SAME_IN_ALL):
        raise ProcessRowsError(first["code"])
    process = Process(
        code=first["code"],
        takes=tuple(dict.fromkeys(row["takes"] for row in rows if row["takes"])),
        gives=outputs(rows),
        status=ProcessStatus(first["status"]),
        capacity_tonnes=Decimal(first["capacity_tonnes"]) if first["capacity_tonnes"] else None,
    )
    return KnownProcess(process, *(first[name] for name in ABOUT))


ABOUT = ("name_nl", "name_en", "name_de", "operator", "note", "source", "as_of")
SAME_IN_ALL = (*ABOUT, "status", "capacity_tonnes")


def outputs(rows: list[Mapping[str, str]]) -> tuple[Output, ...]:
    """Return what a process gives, which must be the same for every material it takes."""
    by_taken: dict[str, list[Output]] = {}
    for row in rows:
        by_taken.setdefault(row["takes"], []).extend([output(row)] if row["gives"] else [])
    first, *others = by_taken.values()
    if any(other != first for other in others):
        raise ProcessRowsError(rows[0]["code"])
    return tuple(first)


def output(row: Mapping[str, str]) -> Output:
    """Return one material given, with its yield where the source states one."""
    low, likely, high = row["yield_low"], row["yield_likely"], row["yield_high"]
    share = Yield(Decimal(low), Decimal(likely), Decimal(high)) if likely else None
    return Output(row["gives"], share, Strategy(row["strategy"]))
