"""The command that measures the weights of the score on what was decided."""

import json
from datetime import datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from circulair.app import Application
from circulair.commands import circulair
from circulair.services import learning, reviews
from circulair.services.faults import NotAllowedError
from circulair.services.reviews import Refusal
from circulair.store import housekeeping, suggestions
from circulair.store.records import SuggestionLineRecord, SuggestionRecord
from flows.learning_weights import Decided
from flows.scoring import PARTS, load_weights, read_weights
from flows.strategies import Strategy
from flows.suggestions import Reason, Status
from tests.decisions import DISTANCE_ALONE, PRESENT, a_world
from tests.stories import Story, a_story, agreed
from tests.worlds import NOW, a_firm, a_need_listing, an_offer_listing


@pytest.fixture
def site(app: Application, monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.setenv("CIRCULAIR_DATABASE_URL", app.settings.database_url)
    monkeypatch.setenv("CIRCULAIR_DATA_DIR", app.settings.data_dir)
    return app


def run(*arguments: object) -> Result:
    return CliRunner().invoke(circulair, ["weights", *(str(one) for one in arguments)])


def another(story: Story, material: str) -> SuggestionRecord:
    """Suggest a second thing between the two of a story."""
    offer = an_offer_listing(story.giver, material)
    a_need_listing(story.receiver, material)
    [made] = suggestions.of_listing(offer.id)
    return made


def keep(world: list[Decided]) -> None:
    """Store decisions of an invented world, all between two firms."""
    giver, taker = a_firm("Giver"), a_firm("Taker")
    needs = {one.need for one in world}
    wanted = {need: a_need_listing(taker, "flat-glass").id for need in sorted(needs)}
    offer = an_offer_listing(giver, "ldpe-film").id
    for one in world:
        suggestions.add_all([stored(one, wanted[one.need], offer)])


def stored(decided: Decided, need_id: int, offer_id: int) -> SuggestionRecord:
    """Return one decision as it is kept."""
    made = datetime.combine(decided.day, time(), NOW.tzinfo)
    parts = [{"name": part, "value": value} for part, value in zip(PARTS, decided.values, strict=True)]
    line = SuggestionLineRecord(
        offer_id=offer_id,
        score=0.5,
        completeness=0.5,
        strategy=Strategy.R8_LOW,
        parts=json.dumps({"parts": parts, "through": []}),
        found_on=decided.day,
    )
    return SuggestionRecord(
        need_id=need_id,
        status=Status.AGREED if decided.accepted else Status.DECLINED,
        reason=decided.reason,
        score=0.5,
        completeness=0.5,
        created_at=made,
        changed_at=made,
        lines=[line],
    )


def test_a_town_that_has_only_begun_hears_that_it_is_too_early(site: Application, tmp_path: Path) -> None:
    with site.store.unit_of_work():
        story = agreed(a_story())
        made = another(story, "flat-glass")
        reviews.decline(made.id, made.version, Refusal(Reason.DISTANCE), story.hub)
        made = another(story, "cardboard")
        reviews.decline(made.id, made.version, Refusal(Reason.TRUST), story.hub)
        another(story, "coffee-grounds")

    result = run("--out", tmp_path / "proposed.csv")

    assert result.exit_code == 0
    assert "1 accepted, 1 declined for a part of the score,\n1 declined for something else" in result.output
    assert "0 lapsed and 1 wait." in result.output
    assert "distance: 1 (speaks of distance)" in result.output
    assert "trust: 1 (says nothing of the score)" in result.output
    assert "Not enough decided suggestions: 30 accepted and 30 declined" in result.output
    assert not (tmp_path / "proposed.csv").exists()


def test_what_was_decided_in_the_example_world_is_called_invented(site: Application) -> None:
    assert "invented" not in run().output
    with site.store.unit_of_work():
        housekeeping.set_world(demo=True)
    assert run().output.startswith("Everything here was decided in the invented example world")


def test_what_was_decided_is_told_with_its_parts_as_they_were_then(site: Application) -> None:
    with site.store.unit_of_work():
        story = agreed(a_story())
        kept = json.loads(story.suggestion.lines[0].parts)["parts"]
        need = story.suggestion.need_id
        [decided] = learning.reviewed(story.hub).decided

    assert decided.accepted
    assert decided.need == need
    assert decided.values == tuple(part["value"] for part in kept)


def test_where_one_part_decides_weights_are_proposed_in_a_file_and_nothing_else_changes(
    site: Application, tmp_path: Path
) -> None:
    with site.store.unit_of_work():
        keep(a_world(1, 160, DISTANCE_ALONE, steep=6))
    before = load_weights()

    result = run("--out", tmp_path / "proposed.csv")

    assert result.exit_code == 0
    assert "Better than version 1: proposed. Nothing changes by itself." in result.output
    made = read_weights(tmp_path / "proposed.csv")
    assert made.version == "2"
    assert made.parts[PARTS.index("distance")].weight > 0.3
    assert "declined suggestions; held-back log loss lower by" in made.reason
    load_weights.cache_clear()
    assert load_weights() == before


def test_where_nothing_can_be_learnt_no_file_is_written(site: Application, tmp_path: Path) -> None:
    with site.store.unit_of_work():
        keep(a_world(2, 120, PRESENT, steep=0))

    result = run("--out", tmp_path / "proposed.csv")

    assert result.exit_code == 0
    assert "No better than version 1: nothing is proposed." in result.output
    assert not (tmp_path / "proposed.csv").exists()


def test_the_report_is_for_the_operator_and_the_hub_alone(site: Application) -> None:
    with site.store.unit_of_work():
        member = a_firm().member
        with pytest.raises(NotAllowedError):
            learning.reviewed(member)
