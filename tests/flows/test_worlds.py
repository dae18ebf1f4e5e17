"""Three worlds computed by hand: plastics to oil, rubble to aggregate, residual heat to warm homes."""

from decimal import Decimal

from flows.matching import Match, find
from flows.materials import load_materials
from flows.processes import Process
from flows.strategies import Strategy
from flows.streams import Need, Offer
from tests.factories import SPOTS, a_need, a_process, an_offer, an_output

TREE = load_materials()

# 100 t of mixed plastics: 80 t are sorted out (20 t of residue), of which 70 % becomes oil, 56 t.
PLASTICS = an_offer("mixed-plastics", 100, id="plastics", position=SPOTS["lindenheuvel"])
SORTING = a_process(
    "mixed-plastics",
    an_output("sorted-polymers", "0.8"),
    an_output("sorting-residue", "0.2", Strategy.NONE),
    code="sorting",
)
PYROLYSIS = a_process("sorted-polymers", an_output("pyrolysis-oil", "0.7"), code="pyrolysis")
REFINERY = a_need("pyrolysis-oil", 60, id="refinery")

# 1000 t of concrete: 600 t above and 400 t below 4 mm, nothing lost.
RUBBLE = an_offer("concrete-rubble", 1000, id="rubble")
CRUSHER = a_process(
    "concrete-rubble",
    an_output("recycled-aggregate", "0.6"),
    an_output("concrete-fines", "0.4"),
    code="crusher",
)
ROAD = a_need("recycled-aggregate", 1000, id="road")
PAVING = a_need("concrete-fines", 300, id="paving")

# Heat has no tonnes: how much arrives stays unknown, that a tenth is lost on the way is known.
HEAT = an_offer("residual-heat", None, id="heat", position=SPOTS["chemelot"])
EXCHANGER = a_process("residual-heat", an_output("hot-water", "0.9", Strategy.R9), code="exchanger")
HOMES = a_need("hot-water", None, id="homes")

OFFERS: list[Offer] = [PLASTICS, RUBBLE, HEAT]
NEEDS: list[Need] = [REFINERY, ROAD, PAVING, HOMES]
PROCESSES: list[Process] = [SORTING, PYROLYSIS, CRUSHER, EXCHANGER]


def matches() -> dict[str, Match]:
    return {match.need: match for match in find(OFFERS, NEEDS, PROCESSES, tree=TREE)}


def tonnes(match: Match) -> Decimal:
    assert match.tonnes is not None
    return match.tonnes.likely


def test_a_hundred_tonnes_of_plastics_become_fifty_six_tonnes_of_oil() -> None:
    oil = matches()["refinery"]
    assert (oil.offer, oil.processes, tonnes(oil)) == ("plastics", ("sorting", "pyrolysis"), Decimal(56))


def test_a_thousand_tonnes_of_rubble_become_aggregate_and_fines() -> None:
    made = matches()
    assert (tonnes(made["road"]), tonnes(made["paving"])) == (Decimal(600), Decimal(300))
    assert made["road"].processes == made["paving"].processes == ("crusher",)


def test_residual_heat_reaches_homes_without_ever_having_a_weight() -> None:
    warm = matches()["homes"]
    assert (warm.offer, warm.processes, warm.tonnes, warm.strategy) == (
        "heat",
        ("exchanger",),
        None,
        Strategy.R9,
    )


def test_every_need_has_its_one_match() -> None:
    found = find(OFFERS, NEEDS, PROCESSES, tree=TREE)
    assert [match.need for match in found] == ["homes", "paving", "refinery", "road"]


def test_no_more_leaves_a_world_than_enters_it() -> None:
    made = matches()
    assert tonnes(made["refinery"]) <= 100
    assert tonnes(made["road"]) + tonnes(made["paving"]) <= 1000
    assert [sum(o.share.likely for o in p.gives if o.share) for p in PROCESSES] == [
        1,
        Decimal("0.7"),
        1,
        Decimal("0.9"),
    ]


def test_a_world_is_the_same_from_whichever_end_it_is_told() -> None:
    told = find(OFFERS, NEEDS, PROCESSES, tree=TREE)
    assert find(OFFERS[::-1], NEEDS[::-1], PROCESSES[::-1], tree=TREE) == told
