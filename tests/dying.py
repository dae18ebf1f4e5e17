"""A process in small that is killed at every moment of a use, one moment after the other.

Run as ``python -m tests.dying DATABASE FOLDER MAIL USE SUGGESTION PERSON ORGANISATION``. A child does the use
and is killed at the first moment, the next child at the second, until one gets through. After each it prints
``killed`` or ``done`` and waits for a line, so that who started it can look at what is left.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from itertools import count

from sqlalchemy import event
from sqlalchemy.orm import Session

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.jobs.outbox import composed, send_due
from circulair.services import reviews
from circulair.services.actor import Actor, Role
from circulair.services.law import INVENTED_VIHB
from circulair.store import outbox, suggestions
from circulair.store.outbox import LEASE
from circulair.store.session import Store
from flows.exchanges import Party
from flows.suggestions import Answer
from tests.worlds import NOW

LATER = LEASE + timedelta(minutes=1)
"""How much later each child lives, so that what a killed one had claimed is free again."""

Use = Callable[[Application, int, Actor, int], None]


def propose(app: Application, suggestion_id: int, actor: Actor, _moment: int) -> None:
    """The hub accepts a suggestion: both sides are asked."""
    with app.store.unit_of_work():
        found = suggestions.one(suggestion_id)
        assert found is not None
        reviews.propose(suggestion_id, found.version, actor)


def agree(app: Application, suggestion_id: int, actor: Actor, _moment: int) -> None:
    """The last side says yes."""
    with app.store.unit_of_work():
        reviews.answer(suggestion_id, Party.RECEIVER, Answer.YES, None, actor)


def send(app: Application, _suggestion_id: int, _actor: Actor, moment: int) -> None:
    """The worker takes its round."""
    app.clock = lambda: NOW + moment * LATER
    send_due(app)


def agree_in_halves(app: Application, suggestion_id: int, actor: Actor, _moment: int) -> None:
    """Both sides say yes in two transactions: what must be caught."""
    with app.store.unit_of_work():
        reviews.answer(suggestion_id, Party.GIVER, Answer.YES, None, actor)
    with app.store.unit_of_work():
        reviews.answer(suggestion_id, Party.RECEIVER, Answer.YES, None, actor)


def note_first(app: Application, _suggestion_id: int, _actor: Actor, moment: int) -> None:
    """A worker that notes a letter as sent before it sends it: what must be caught."""
    app.clock = lambda: NOW + moment * LATER
    with app.app_context():
        for letter_id in (1, 2):
            with app.store.unit_of_work():
                letter = outbox.one(letter_id)
                message = composed(app, letter)[0] if letter and letter.sent_at is None else None
                outbox.mark_sent(letter_id, app.clock())
            if message is not None:
                app.post_office.send(message)


USES: dict[str, Use] = {
    "propose": propose,
    "agree": agree,
    "send": send,
    "agree in halves": agree_in_halves,
    "note first": note_first,
}


def die_at(moment: int, store: Store) -> None:
    """Kill this process at the n-th moment: before a statement, around a commit, before a word of mail."""

    def tick(*_told: object) -> None:
        nonlocal moment
        moment -= 1
        if moment == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store.engine, "before_cursor_execute", tick)
    event.listen(store.engine, "commit", tick)
    event.listen(Session, "after_commit", tick)
    sys.addaudithook(lambda what, _told: tick() if what == "smtplib.send" else None)


def main(database: str, folder: str, mail: str, use: str, *numbers: str) -> None:
    """Let one child after the other do the use, each killed one moment later than the last."""
    suggestion_id, person_id, organisation_id = map(int, numbers)
    settings = Settings(data_dir=folder, database_url=database, mail_url=mail, hub_vihb=INVENTED_VIHB)
    app = create_app(settings, {"TESTING": True})
    role = Role.MEMBER if organisation_id else Role.HUB
    actor = Actor(NOW, role, person_id, organisation_id or None)
    for moment in count(1):
        app.store.close()
        child = os.fork()
        if not child:
            die_at(moment, app.store)
            USES[use](app, suggestion_id, actor, moment)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print({0: "done", -signal.SIGKILL: "killed"}.get(ended, "failed"), flush=True)  # noqa: T201  # how it reports
        if ended != -signal.SIGKILL or not sys.stdin.readline():
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
