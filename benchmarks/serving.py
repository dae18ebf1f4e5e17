"""Registering an offer and listing 50, beside the smallest app on the same server: python -m benchmarks serving.

Each app runs in a server process of its own, one worker, and answers one browser of this machine at a time over
a kept connection, in turn. Measured are the requests a second, and the seconds of the processor that the server
spent, which other programs of the machine lengthen less.
"""

import cProfile
import http.client
import itertools
import os
import pstats
import re
import secrets
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import psutil

from benchmarks import planning
from circulair.app import create_app
from circulair.commands.beside import server
from circulair.config import Settings
from circulair.services import accounts
from circulair.services.actor import Actor, Role
from circulair.store import listings, organisations, schema
from circulair.store.records import OrganisationRecord, PersonRecord, PremisesRecord
from flows.distance import Position, Precision
from flows.organisations import GROUP_OF, Kind

STANDING = 2_000
"""Open listings of others, among which partners are looked for."""

NUMBERS = itertools.count(1)

LISTED = 50
PATIENCE = 60
OFFER = {"amount": "2", "unit": "t", "period": "year", "until": "31-12-2027"}


@dataclass(frozen=True)
class App:
    """A running app: its server, what each use asks for, and what it must answer."""

    process: psutil.Process
    connection: http.client.HTTPConnection
    uses: dict[str, Callable[[], tuple[str, str, str, dict[str, str]]]]
    good: dict[str, Callable[[int, bytes], bool]]

    def ask(self, use: str) -> None:
        """Do one use; AssertionError where the answer is another than expected."""
        self.connection.request(*self.uses[use]())
        answer = self.connection.getresponse()
        body = answer.read()
        assert self.good[use](answer.status, body), f"{use}: {answer.status} {body[:400]!r}"

    def worked(self) -> float:
        """Return the seconds of the processor that the server spent so far."""
        times = [one.cpu_times() for one in (self.process, *self.process.children(recursive=True))]
        return sum(one.user + one.system for one in times)


def somebody(name: str, kept: int) -> PersonRecord:
    """Store a firm with a member and so many listings."""
    now, kind = datetime.now(UTC), Kind.SHOP
    firm = organisations.add(
        OrganisationRecord(
            name=name, kind=kind, stakeholder_group=GROUP_OF[kind], created_at=now, verified_at=now
        )
    )
    place = organisations.add_premises(
        PremisesRecord(
            organisation_id=firm.id, name=name, created_at=now, precision=Precision.PICKED,
            position=Position(5.83, 50.97),
        )
    )  # fmt: skip
    chance = np.random.default_rng(1)
    listings.add_all([planning.a_listing(2 * at, "cardboard", place, chance) for at in range(kept)])
    person = PersonRecord(email=f"{name}@example.org", language="nl", organisation_id=firm.id)
    return accounts.add_person(person, Role.MEMBER, Actor(now))


def cookie_of(client, person: PersonRecord) -> tuple[str, str]:
    """Return the session of somebody who signed in, as a browser sends it, and the token of a form."""
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person.fs_uniquifier, True
    page = client.get("/aanbod/nieuw").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return f"session={client.get_cookie('session').value}", found[1]


def prepared(folder: Path) -> tuple[dict[str, str], str, tuple[str, str]]:
    """Return the environment of our server with its world stored, and the sessions of who lists and who registers."""
    database = f"sqlite:///{folder / 'own.db'}"
    app = create_app(Settings(data_dir=str(folder), database_url=database))
    with closing(app.store):
        schema.migrate(app.store)
        with app.store.unit_of_work():
            planning.fill(STANDING)
            lister, giver = somebody("lister", LISTED), somebody("giver", 0)
        listing, registering = (cookie_of(app.test_client(), one) for one in (lister, giver))
    return {"CIRCULAIR_DATA_DIR": str(folder), "CIRCULAIR_DATABASE_URL": database}, listing[0], registering


@contextmanager
def running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[psutil.Process]:
    """Yield a server once it answers, and end it afterwards."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def title() -> str:
    """Return a title that no offer has yet: the same one twice would be stored once."""
    return f"Schoon karton {next(NUMBERS)}"


def offer_of(cookie: str, token: str) -> tuple[str, str, str, dict[str, str]]:
    """Return the form of a new offer as a browser sends it to CirculAIR."""
    told = OFFER | {"title": title(), "csrf_token": token, "idempotency_key": secrets.token_urlsafe(24)}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return "POST", "/aanbod/nieuw", urlencode(told), {"Cookie": cookie} | kind


def plain_offer() -> tuple[str, str, str, dict[str, str]]:
    """Return the same offer as the smallest app takes it."""
    told = {"title": title(), "material": "cardboard", "amount": "2", "until": "2027-12-31"}
    return "POST", "/offers", urlencode(told), {"Content-Type": "application/x-www-form-urlencoded"}


def stored() -> Callable[[int, bytes], bool]:
    """Return what tells whether an offer was taken as a new one: it leads to an address of its own."""
    known: set[bytes] = set()

    def is_new(status: int, body: bytes) -> bool:
        before = len(known)
        known.add(body)
        return status == 303 and len(known) > before

    return is_new


def full(word: bytes) -> Callable[[int, bytes], bool]:
    """Return what tells whether a page lists 50, each of them named once or more by a word."""
    return lambda status, body: status == 200 and body.count(word) >= LISTED


@contextmanager
def both() -> Iterator[dict[str, App]]:
    """Yield the two apps, both running."""
    with tempfile.TemporaryDirectory() as folder:
        own, lister, giver = prepared(Path(folder))
        ports = free_port(), free_port()
        command = server(ports[0], "127.0.0.1", 1)
        peer = [*server(ports[1], "127.0.0.1", 1)[:-1], "benchmarks.peer:create_app"]
        other = {"PEER_DATABASE": f"sqlite:///{folder}/peer.db"}
        with running(command, ports[0], own) as first, running(peer, ports[1], other) as second:
            talks = [http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE) for port in ports]
            yield {
                "CirculAIR": App(
                    first, talks[0],
                    {"register": lambda: offer_of(*giver), "list": lambda: ("GET", "/mijn", "", {"Cookie": lister})},
                    {"register": stored(), "list": full(b'href="/mijn/')},
                ),
                "smallest app": App(
                    second, talks[1],
                    {"register": plain_offer, "list": lambda: ("GET", "/offers", "", {})},
                    {"register": stored(), "list": full(b'href="/offers/')},
                ),
            }  # fmt: skip


def timed(app: App, use: str, number: int) -> tuple[float, float]:
    """Return the seconds by the clock and of the processor that so many requests took."""
    app.connection.close()  # a server ends what was idle for long; the next request opens it anew
    app.ask(use)
    began, worked = time.perf_counter(), app.worked()
    for _ in range(number):
        app.ask(use)
    return time.perf_counter() - began, app.worked() - worked


SPENT_ON = {
    "register": {
        "finding and keeping suggestions": ("services/matching.py", "run"),
        "of that, writing them": ("services/matching.py", "suggest"),
        "counting partners for the answer": ("services/agenda.py", "partners"),
        "rows of the trail": ("store/trail.py", "append_all"),
        "the form and the words of the offer": ("web/forms/listings.py", "draft"),
        "the ORM, wherever it is used": ("sqlalchemy/orm/session.py", "_execute_internal"),
    },
    "list": {
        "the page (Jinja)": ("flask/templating.py", "render_template"),
        "of that, looking up translated words": ("circulair/language.py", "_"),
        "reading the listings and what waits": ("services/agenda.py", "of_actor"),
    },
}
"""Functions that tell on what a use of ours spends its time."""


def profile(number: int) -> str:
    """Return on what our server spends its time, as shares of a profiled use in this process."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        own, lister, giver = prepared(Path(folder))
        app = create_app(Settings(data_dir=folder, database_url=own["CIRCULAIR_DATABASE_URL"]))
        with closing(app.store):
            client = app.test_client()
            for use, ask in (
                ("register", lambda: offer_of(*giver)),
                ("list", lambda: ("GET", "/mijn", "", {"Cookie": lister})),
            ):
                calls = cProfile.Profile()
                for place in range(number + 1):
                    method, path, body, headers = ask()
                    name, _, value = headers.pop("Cookie").partition("=")
                    client.set_cookie(name, value)
                    if place:
                        calls.enable()
                    answer = client.open(path, method=method, data=body, headers=headers)
                    calls.disable()
                    assert answer.status_code in (200, 303)
                lines.append(f"{use}: {shares(calls, use)}.")
    return "\n".join(lines)


def shares(calls: cProfile.Profile, use: str) -> str:
    """Return the share of each of the telling functions, those within them included."""
    spent: dict[tuple[str, str], float] = {}
    for (path, _line, name), (_, _, _, whole, _) in pstats.Stats(calls).stats.items():
        for words, (end, wanted) in SPENT_ON[use].items():
            if path.endswith(end) and name == wanted:
                spent[use, words] = max(spent.get((use, words), 0.0), whole)
        if path.endswith("flask/app.py") and name == "wsgi_app":
            spent[use, ""] = whole
    whole = spent.pop((use, ""))
    return ", ".join(
        f"{words} {spent[use, words] / whole:.0%}" for words in SPENT_ON[use] if (use, words) in spent
    )


def told(values: list[float]) -> str:
    """Return median, least and most."""
    return f"{statistics.median(values):.3g} ({min(values):.3g}–{max(values):.3g})"


def section(small: bool) -> str:
    """Measure and return the part of the page."""
    number, rounds = (10, 2) if small else (20, 5)
    lines = []
    with both() as apps:
        for use, words in (("register", "Register an offer"), ("list", f"List {LISTED}")):
            for app in apps.values():
                timed(app, use, 10)
            runs = [{name: timed(app, use, number) for name, app in apps.items()} for _ in range(rounds)]
            own, peer = ([run[name] for run in runs] for name in apps)
            cells = [told([1000 * spent / number for _, spent in side]) for side in (own, peer)]
            cells += [told([b[at] / a[at] for a, b in zip(own, peer, strict=True)]) for at in (0, 1)]
            lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return f"""## Registering an offer and listing {LISTED}, beside the smallest app

The smallest app is a few lines of Flask and SQLAlchemy (`benchmarks/peer.py`): no sign-in, no check of a form, no
trail, no matching; its page is a bare table. Both run on granian with one worker and SQLite as durable as ours,
and answer one browser on this machine, {number} requests a round, {rounds} rounds in turn: median (least–most).
Ours matches each offer among {STANDING:,} open listings before it answers. The rate is ours by that of the smallest
app (1 would be as quick), by the clock and by the processor time of the server.

| What | CirculAIR, ms of the processor | Smallest app, ms | Rate by the clock | Rate by the processor |
|---|---|---|---|---|
{chr(10).join(lines)}

On what ours spends its time (profiled in one process, {number} requests, what a function calls included):
{profile(number)}

The smallest app stores one row and renders a bare table. Ours stores the offer, its suggestions and a row of the trail for
each of them in one transaction that is on the disk before the answer, and its page has for each listing its state,
its words in the visitor's language and its buttons.
"""
