"""The pages of wellbeing: loaded by the hub, side by side for everybody. All figures are invented."""

from io import BytesIO

import pytest

from circulair.app import Application
from circulair.services import labs, wellbeing
from circulair.services.actor import Actor
from circulair.store import trail
from tests.web.checked import CheckedClient, Page
from tests.worlds import NOW

HEAD = "RegioS;Perioden;Sociale cohesie;Overgewicht\n"
FIGURES = HEAD + "GM1883;2031JJ00;6.5;51\nPV31;2031JJ00;6.1;50\nNL01;2031JJ00;6.5;\n"


@pytest.fixture(autouse=True)
def known(app: Application) -> None:
    with app.store.unit_of_work():
        wellbeing.register_known(Actor(NOW))
        labs.register_known(Actor(NOW))


def sent(hub: CheckedClient, content: str, answer: int = 303, **told: str) -> Page:
    """Send a file to the hub's page."""
    form = hub.get("/en/hub/labs/brede-welvaart")
    fields = {
        "edition": "2022",
        "status": "final",
        "holds": "figures",
        "source": "made-up table of 2031",
        **told,
    }
    return hub.submit(form, {"file": (BytesIO(content.encode()), "figures.csv"), **fields}, answer)


def test_nothing_is_shown_before_anything_was_loaded(app: Application) -> None:
    page = CheckedClient(app).get("/en/labs/brede-welvaart")
    assert "No figures have been loaded yet" in page.words
    assert "never as their effect" in page.words
    assert "Satisfaction with life" in page.words


def test_three_regions_stand_side_by_side_with_the_direction_of_each(
    app: Application, hub: CheckedClient
) -> None:
    loaded = hub.follow(sent(hub, FIGURES))
    assert "5 new, 0 changed, 0 as before." in loaded.words
    page = CheckedClient(app).get("/en/labs/brede-welvaart?editie=2022").words
    assert "Social cohesion 0–10 6.5 6.1 better than Limburg 6.5 the same as the Netherlands 2031" in page
    assert "Overweight % 51 50 worse than Limburg – 2031 made-up table of 2031" in page
    assert "provisional" not in page


def test_a_newer_file_replaces_what_was_known_and_says_so(app: Application, hub: CheckedClient) -> None:
    sent(hub, FIGURES)
    again = hub.follow(sent(hub, FIGURES.replace("51", "52")))
    assert "0 new, 1 changed, 4 as before." in again.words
    with app.store.unit_of_work(reading=True):
        assert [row.act for row, _ in trail.of_subject("wellbeing", 0)] == ["wellbeing.loaded"] * 2


def test_a_file_with_a_mistake_is_refused_as_a_whole_and_says_where(
    app: Application, hub: CheckedClient
) -> None:
    wrong = sent(hub, FIGURES + "GM0935;2031JJ00;6.0;50\n", 422)
    assert "row 4, column Sociale cohesie – “GM0935”: choose Sittard-Geleen" in wrong.words
    nowhere = sent(hub, "RegioS;Perioden;Geluk\nGM1883;2031;4\n", 422)
    assert "column Geluk – this column is no indicator of this edition" in nowhere.words
    assert "the file does not say whether this is final" in sent(hub, FIGURES, 422, status="asked").words
    assert "No figures have been loaded yet" in CheckedClient(app).get("/en/labs/brede-welvaart").words


def test_without_a_file_or_a_source_it_asks_for_them(hub: CheckedClient) -> None:
    form = hub.get("/en/hub/labs/brede-welvaart")
    fields = {"edition": "2022", "status": "final", "holds": "figures", "source": ""}
    assert "Fill this in: Where does the file come from?" in hub.submit(form, fields, 422).words
    assert "Choose a file of CBS" in hub.submit(form, {**fields, "source": "made up"}, 422).words


def test_an_experiment_says_what_it_aims_at_and_not_that_it_changes_it(
    app: Application, hub: CheckedClient
) -> None:
    hub.submit(hub.get("/en/hub/labs/1/experiment"), {"title": "Repair morning"})
    form = hub.get("/en/hub/experimenten/1/doelen")
    with app.store.unit_of_work(reading=True):
        numbers = {one.code: one.id for _theme, some in wellbeing.choices() for one in some}
    hub.submit(form, {"indicators": str(numbers["vrijwilligerswerk"])})
    hub.press(hub.get("/en/hub/experimenten/1"), "/openbaar")
    page = CheckedClient(app).get("/en/labs/geleen-circulair/experimenten/1").words
    assert "What it aims at Volunteering That is what it is meant for." in page
    hub.submit(hub.get("/en/hub/experimenten/1/doelen"), {"indicators": "999999"}, 422)


def test_a_new_edition_is_loaded_and_takes_its_own_figures(app: Application, hub: CheckedClient) -> None:
    new_set = (
        "edition;code;theme;name_nl;unit;better_when;source\n"
        "2031;M1;Verzonnen;Plezier;%;higher;made-up set\n2031;M2;Verzonnen;Lawaai;dB;lower;made-up set\n"
    )
    assert "2 new, 0 changed, 0 as before." in hub.follow(sent(hub, new_set, holds="set", source="")).words
    louder = new_set.replace("dB;lower", "dB;unknown")
    assert "0 new, 1 changed, 1 as before." in hub.follow(sent(hub, louder, holds="set", source="")).words
    assert "row 1, column code" in sent(hub, new_set.replace("M1", ""), 422, holds="set").words
    sent(hub, "RegioS;Perioden;Lawaai (dB)\nGM1883;2031;4\nPV31;2031;5\n", edition="2031")
    page = CheckedClient(app).get("/en/labs/brede-welvaart?editie=2031").words
    assert "Lawaai dB 4 5 no judgement – 2031" in page
    assert "Satisfaction with life" not in page
