"""What several processes of the system do at the same moment, on both databases: nothing is promised twice.

Threads share a program's memory and so can hide a fault; these are programs of their own, as web servers are.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from circulair.services import board, checks, promises, reviews
from circulair.store import listings, queue, suggestions, trail
from circulair.store.queue import Search
from circulair.store.session import Store
from flows.exchanges import Party
from flows.streams import Side
from flows.suggestions import ALIVE, Answer, Status
from tests.stories import Story, proposed
from tests.worlds import NOBODY, a_firm, a_need_listing, a_reviewer, an_offer_listing

pytestmark = pytest.mark.both_databases

ROOT = Path(__file__).parents[2]

PROGRAM = """
import json, sys
from contextlib import closing
from circulair.services import listings, matching, reviews
from circulair.services.actor import Actor, Role
from circulair.store.session import ConflictError, Store
from flows.errors import FlowsError
from flows.exchanges import Party
from flows.streams import Side
from flows.suggestions import Answer
from tests.worlds import NOW, Firm, a_draft

told = json.loads(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
done = []
with closing(Store(told["database"])) as store:
    for use in told["uses"]:
        actor = Actor(NOW, Role.MEMBER, None, use["organisation"])
        try:
            with store.unit_of_work():
                if use["what"] == "yes":
                    reviews.answer(use["suggestion"], Party.RECEIVER, Answer.YES, None, actor)
                else:
                    firm = Firm(use["organisation"], use["premises"], 0, "")
                    listings.register(a_draft(Side(use["side"]), firm), actor)
            done.append(use)
        except (FlowsError, ConflictError) as error:
            pass
print(json.dumps(done), flush=True)
"""

Use = dict[str, object]


def at_once(database: str, *uses: list[Use]) -> list[list[Use]]:
    """Let as many programs do their uses, all from the same moment on; return what each was not refused."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, json.dumps({"database": database, "uses": own})],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for own in uses
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    answers = [program.communicate(timeout=120)[0] for program in programs]
    assert [program.returncode for program in programs] == [0] * len(programs)
    return [json.loads(answer) for answer in answers]


def test_two_programs_that_register_and_decide_at_once_never_promise_an_offer_twice(
    store: Store, database: str
) -> None:
    """Of 50 tonnes, eight makers want 20 each and say yes while others register: two of them get it."""
    with store.unit_of_work():
        giver, hub = a_firm("Giver"), a_reviewer()
        offer = an_offer_listing(giver, tonnes="50")
        deciding: list[list[Use]] = [[], []]
        for number in range(8):
            receiver = a_firm(f"Receiver {number}", "maker")
            [made] = suggestions.of_listing(a_need_listing(receiver, tonnes="20").id)
            story = proposed(Story(giver, receiver, hub, made.id))
            reviews.answer(story.suggestion_id, Party.GIVER, Answer.YES, None, giver.member)
            yes: Use = {"what": "yes", "suggestion": made.id, "organisation": receiver.organisation_id}
            new = a_firm(f"New {number}", "shop", "sittard")
            told: Use = {"what": "register", "side": ("need", "offer")[number % 2]}
            place: Use = {"organisation": new.organisation_id, "premises": new.premises_id}
            deciding[number % 2] += [yes, told | place]
    done = [one for program in at_once(database, *deciding) for one in program]
    with store.unit_of_work(reading=True):
        agreed = [one for one in done if one["what"] == "yes"]
        assert len(agreed) == 2
        assert promises.book(NOBODY.today).taken(offer).yearly == 40
        assert suggestions.count([Status.AGREED]) == 2
        assert len(listings.everything()) == 1 + 8 + 8
        assert list(checks.broken_laws(NOBODY.today)) == []
        assert trail.broken_seals() == []


def test_programs_that_register_both_sides_at_once_miss_no_pair_and_double_none(
    store: Store, database: str
) -> None:
    """Whoever comes second sees the first: every pair of these few is suggested, and once."""
    with store.unit_of_work():
        firms = [a_firm(f"Firm {number}", "shop", ("market", "station")[number % 2]) for number in range(6)]

    def register(side: Side, number: int) -> Use:
        firm = firms[number]
        place: Use = {"organisation": firm.organisation_id, "premises": firm.premises_id}
        return {"what": "register", "side": side.value} | place

    offers = [register(Side.OFFER, number) for number in (0, 2, 4)]
    needs = [register(Side.NEED, number) for number in (1, 3, 5)]
    assert [len(one) for one in at_once(database, offers, needs)] == [3, 3]
    with store.unit_of_work(reading=True):
        alive = queue.page(Search(statuses=tuple(ALIVE)), board.moment_of(NOBODY), 100)
        found = [(one.need_id, line.offer_id) for one in alive for line in one.lines]
        assert len(found) == len(set(found)) == 9
        assert trail.broken_seals() == []
