"""A process that is killed at any moment of accepting or sending: all or nothing, and no letter lost."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from circulair.services import reviews
from circulair.services.actor import Actor
from circulair.store import outbox, trail
from circulair.store.session import Store
from flows.exchanges import Party
from flows.suggestions import Answer, Status
from tests.mail_server import Serve, Server
from tests.states import State, state
from tests.stories import Story, a_story, answered, in_review, proposed

pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(300)]

NO_MAIL = ""


@contextmanager
def dying(database: str, folder: Path, mail: str, use: str, who: list[int]) -> Iterator[Iterator[str]]:
    """Yield how each child ended; the next one lives when the next is asked for."""
    words = [sys.executable, "-m", "tests.dying", database, str(folder), mail, use, *map(str, who)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        answers, questions = run.stdout, run.stdin

        def endings() -> Iterator[str]:
            for line in answers:
                yield line.strip()
                if line.strip() == "killed":
                    questions.write("\n")
                    questions.flush()

        yield endings()
        questions.close()


def who(actor: Actor, story: Story) -> list[int]:
    return [story.suggestion_id, actor.person_id or 0, actor.organisation_id or 0]


def stored_at_once(store: Store, before: State, endings: Iterator[str]) -> State:
    """Return what is stored by the first killed child that stored anything."""
    for moment, ending in enumerate(endings, 1):
        assert ending == "killed"
        after = state(store)
        if after != before:
            assert moment > 10, "too few moments to prove anything"
            return after
    raise AssertionError("no child stored anything")


def test_accepting_is_whole_or_nothing_at_whatever_moment_it_is_killed(
    store: Store, database: str, tmp_path: Path
) -> None:
    with store.unit_of_work():
        story = answered(in_review(a_story()))
    before = state(store)
    with dying(database, tmp_path, NO_MAIL, "propose", who(story.hub, story)) as endings:
        after = stored_at_once(store, before, endings)
    assert len(after["letters"]) == len(before["letters"]) + 2
    with store.unit_of_work(reading=True):
        assert story.suggestion.status is Status.PROPOSED
        assert trail.broken_seals() == []


def test_the_last_yes_is_whole_or_nothing_at_whatever_moment_it_is_killed(
    store: Store, database: str, tmp_path: Path
) -> None:
    with store.unit_of_work():
        story = proposed(a_story())
        reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, story.giver.member)
    before = state(store)
    with dying(database, tmp_path, NO_MAIL, "agree", who(story.receiver.member, story)) as endings:
        after = stored_at_once(store, before, endings)
    assert (len(after["exchanges"]), len(after["answers"])) == (1, 2)
    with store.unit_of_work(reading=True):
        assert story.suggestion.status is Status.AGREED
        assert trail.broken_seals() == []


def message_ids(server: Server) -> Counter[str]:
    """Return how often each letter arrived."""
    found = [message_from_bytes(one, policy=policy.default) for one in server.contents()]
    return Counter(f"{one['Message-ID']} {one['To']}" for one in found)


def test_whenever_the_worker_is_killed_every_letter_arrives_and_a_repeat_is_known_as_such(
    store: Store, database: str, tmp_path: Path, serve: Serve
) -> None:
    server = serve()
    with store.unit_of_work():
        story = proposed(a_story())
    with dying(database, tmp_path, server.url("smtp"), "send", who(story.hub, story)) as endings:
        ended = list(endings)
    arrived = message_ids(server)
    assert ended[-1] == "done"
    assert len(ended) > 15, "too few moments to prove anything"
    assert len(arrived) == len({key.split()[0] for key in arrived}) == 2
    assert {key.split()[1] for key in arrived} == {story.giver.email, story.receiver.email}
    assert sum(arrived.values()) > 2, "no kill came between a letter's arrival and the note of it"
    with store.unit_of_work(reading=True):
        assert list(outbox.waiting()) == []


def test_a_use_in_two_transactions_would_be_caught(store: Store, database: str, tmp_path: Path) -> None:
    with store.unit_of_work():
        story = proposed(a_story())
    before = state(store)
    with dying(database, tmp_path, NO_MAIL, "agree in halves", who(story.hub, story)) as endings:
        after = stored_at_once(store, before, endings)
    assert (len(after["exchanges"]), len(after["answers"])) == (0, 1)


def test_a_worker_that_notes_first_would_be_caught(
    store: Store, database: str, tmp_path: Path, serve: Serve
) -> None:
    server = serve()
    with store.unit_of_work():
        story = proposed(a_story())
    with dying(database, tmp_path, server.url("smtp"), "note first", who(story.hub, story)) as endings:
        assert list(endings)[-1] == "done"
    assert len(message_ids(server)) < 2
