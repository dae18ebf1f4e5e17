"""The pages of the labs: what the hub tells, what it publishes, and what the public reads."""

import re
from collections.abc import Mapping
from io import BytesIO

import pytest

from circulair.app import Application
from circulair.services import labs
from circulair.services.actor import Actor
from tests.web.checked import CheckedClient, Page
from tests.worlds import NOW

PLAN = {
    "title": "Swap cupboard",
    "hypothesis": "Ten swaps a week",
    "measure": "Swaps counted by neighbours",
    "baseline": "There was no cupboard",
    "begins": "1 March 2027",
}
RESULT = {"result": "Two swaps a week", "finding": "refuted", "lesson": "A cupboard needs a keeper"}


@pytest.fixture(autouse=True)
def known(app: Application) -> None:
    with app.store.unit_of_work():
        labs.register_known(Actor(NOW))


def desk(hub: CheckedClient, name: str = "Geleen Circulair") -> Page:
    """Return the hub's page of a lab."""
    page = hub.get("/en/hub/labs")
    [address] = re.findall(rf'href="([^"]*/hub/labs/\d+)">(?:(?!href).)*?{name}', page.text, re.DOTALL)
    return hub.get(address)


def address_of(page: Page) -> str:
    return page.response.request.path if page.location == "" else page.location


def a_draft(hub: CheckedClient, **told: str) -> Page:
    """Add an experiment and return the hub's page of it."""
    form = hub.get(f"{script(desk(hub))}/experiment")
    return hub.follow(hub.submit(form, {**PLAN, **told}))


def step(hub: CheckedClient, page: Page, to: str, told: Mapping[str, str] = PLAN, status: int = 303) -> Page:
    """Press the button of a step below what is told of an experiment."""
    return hub.submit(page, told, status, at=f"{script(page)}/stap/{to}")


def script(page: Page) -> str:
    """Return the address of a page with its language."""
    request = page.response.request
    return f"{request.script_root}{request.path}"


def public(app: Application) -> CheckedClient:
    return CheckedClient(app)


def test_an_experiment_is_told_stepped_published_and_shown_by_what_it_taught(
    app: Application, hub: CheckedClient
) -> None:
    page = a_draft(hub)
    address = script(page)
    trial = "/en/labs/geleen-circulair/experimenten/1"
    public(app).get(trial, 404)
    begun = hub.follow(step(hub, page, "running"))
    assert "Saved. The experiment is now: Under way." in begun.words
    assert "Still to fill in: what was measured, whether it came true" in begun.words
    measured = hub.follow(step(hub, begun, "measured", PLAN | RESULT))
    stopped = hub.follow(step(hub, measured, "stopped", PLAN | RESULT))
    assert "It stopped here." in stopped.words
    hub.press(stopped, "/openbaar")
    shown = public(app).get(trial)
    assert "It did not work. This is what it taught:" in shown.words
    assert "A cupboard needs a keeper" in shown.words
    assert "A cupboard needs a keeper" in public(app).get("/en/labs").words
    assert "A cupboard needs a keeper" in public(app).get("/en/labs/geleen-circulair").words
    hub.press(hub.get(address), "/verbergen")
    public(app).get(trial, 404)
    assert "A cupboard" not in public(app).get("/en/labs/geleen-circulair").words


def test_a_step_that_lacks_something_says_what(hub: CheckedClient) -> None:
    page = a_draft(hub, baseline="", hypothesis="")
    address = script(page)
    assert "what you expect, how it is before" in page.words
    typed = PLAN | {"baseline": "", "hypothesis": "", "summary": "Typed a moment ago"}
    answer = step(hub, page, "running", typed, 422)
    assert answer.words.count("Fill this in before this step.") == 4
    assert "Typed a moment ago" in answer.text
    assert "Typed a moment ago" not in hub.get(address).text
    step(hub, page, "scaled", status=409)
    step(hub, page, "draft", status=404)


def test_what_a_step_rested_on_is_asked_for_beside_its_field(hub: CheckedClient) -> None:
    begun = hub.follow(step(hub, a_draft(hub), "running"))
    late = hub.submit(begun, {**PLAN, "baseline": ""}, 422)
    assert "This was told before a step. It cannot become empty." in late.words
    assert "There was no cupboard" in hub.get(script(begun)).text


def test_a_step_is_taken_back_by_a_button(hub: CheckedClient) -> None:
    begun = hub.follow(step(hub, a_draft(hub), "running"))
    back = hub.follow(hub.press(begun, "/terug"))
    assert "The last step is taken back." in back.words
    assert "Being prepared" in back.words
    hub.post(f"{script(back)}/terug", status=409)


def test_the_same_form_twice_makes_one_experiment(hub: CheckedClient) -> None:
    form = hub.get(f"{script(desk(hub))}/experiment")
    first, second = hub.submit(form, PLAN), hub.submit(form, PLAN)
    assert first.location == second.location
    assert desk(hub).words.count("Swap cupboard") == 1


def test_whoever_saves_late_is_told_and_keeps_what_was_typed(hub: CheckedClient) -> None:
    page = a_draft(hub)
    second = hub.get(script(page))
    hub.submit(page, {**PLAN, "title": "Quick"})
    late = hub.submit(second, {**PLAN, "title": "Late"}, 409)
    assert "Somebody changed this in the meantime." in late.words
    assert 'value="Late"' in late.text
    again = hub.follow(hub.submit(late, {**PLAN, "title": "Late"}))
    assert again.outline.heads == ["Late"]


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"title": " "}, "Fill this in: What is it called?"),
        ({"links": "A-123"}, "A-123 is no code of a listing"),
        ({"begins": "2 March 2027", "ends": "1 March 2027"}, "The last day lies before the first day."),
        ({"finding": "perhaps"}, "Choose one from the list."),
        ({"story": "x" * 3001}, "at most 3000 characters"),
    ],
)
def test_what_is_wrong_with_an_experiment_stands_beside_it(
    hub: CheckedClient, told: dict[str, str], fault: str
) -> None:
    form = hub.get(f"{script(desk(hub))}/experiment")
    page = hub.submit(form, {**PLAN, **told}, 422)
    assert fault in page.words
    assert "No experiment yet." in desk(hub).words


def test_a_member_is_added_takes_part_and_is_forgotten(app: Application, hub: CheckedClient) -> None:
    here = script(desk(hub))
    form = hub.get(f"{here}/lid")
    hub.submit(form, {"name": "Stadmaker", "group": "", "role": "expert"}, 422)
    quiet = {"name": "Stille Stadmaker", "group": "residents", "role": "expert"}
    hub.submit(form, quiet)
    loud = {"name": "Bekende Stadmaker", "group": "entrepreneurs", "role": "innovator", "shows_name": "y"}
    hub.submit(hub.get(f"{here}/lid"), loud)
    page = a_draft(hub)
    numbers = re.findall(r'<option value="(\d+)">(?:Bekende|Stille) Stadmaker', page.text)
    for number, role in zip(numbers, ("expert", "innovator"), strict=True):
        page = hub.follow(hub.submit(page, {"member": number, "role": role}))
    twice = hub.submit(page, {"member": numbers[0], "role": "expert"}, 422)
    assert "This one takes part already." in twice.words
    assert 'value="Swap cupboard"' in twice.text
    hub.press(page, "/openbaar")
    shown = public(app).get("/en/labs/geleen-circulair/experimenten/1")
    assert "Bekende Stadmaker" in shown.words
    assert "Stille" not in shown.text
    assert "unnamed, of the group Residents" in shown.words
    assert "nobody yet" in shown.words
    lab = public(app).get("/en/labs/geleen-circulair")
    assert "Stille" not in lab.text
    assert "Not at the table yet: Institutions Government" in lab.words
    gone = hub.follow(hub.press(desk(hub), "/weg"))
    assert "The member is forgotten, with the name." in gone.words


def test_a_milestone_is_public_once_it_is_ticked_and_asks_for_evidence(
    app: Application, hub: CheckedClient
) -> None:
    here = script(desk(hub))
    form = hub.get(f"{here}/mijlpaal")
    told = {"title": "Ten shops", "due": "31 March 2027"}
    hub.submit(form, {**told, "reached_on": "1 March 2027"}, 422)
    hub.submit(form, {**told, "reached_on": "1 April 2027", "evidence": "seen"}, 422)
    hub.submit(form, told)
    assert "Ten shops" not in public(app).get("/en/labs/geleen-circulair").words
    [address] = re.findall(r'href="([^"]*/hub/labs/mijlpaal/\d+)"', desk(hub).text)
    reached = {**told, "reached_on": "1 March 2027", "evidence": "A list of shops", "public": "y"}
    hub.submit(hub.get(address), reached)
    lab = public(app).get("/en/labs/geleen-circulair")
    assert "reached on 1 Mar 2027 Ten shops How one sees that: A list of shops" in lab.words


def test_a_figure_needs_a_source_and_stands_with_it(app: Application, hub: CheckedClient) -> None:
    here = script(desk(hub, "Historisch Sittard"))
    form = hub.get(f"{here}/cijfer")
    told = {"kind": "visitors", "period": "2031-03", "value": "12", "unit": "made-up visitors"}
    hub.submit(form, {**told, "source": ""}, 422)
    hub.submit(form, {**told, "source": "Made-up count", "period": "March"}, 422)
    hub.submit(form, {**told, "source": "Made-up count"})
    lab = public(app).get("/en/labs/historisch-sittard")
    assert "Visitors 12 made-up visitors 2031-03 Made-up count" in lab.words
    assert "No figure with a source yet: Occupied shops, Events, Spending, Vacancy." in lab.words
    hub.press(desk(hub, "Historisch Sittard"), "/weg")
    assert "Made-up count" not in public(app).get("/en/labs/historisch-sittard").text


def test_the_lab_tells_where_it_starts_and_where_it_wants_to_be(app: Application, hub: CheckedClient) -> None:
    page = desk(hub)
    told = {"start_point": "Much is thrown away", "destination": "All is used", "vehicle": "Five neighbours"}
    hub.submit(page, {**told, "neighbourhoods": "BU18830501"})
    lab = public(app).get("/en/labs/geleen-circulair")
    assert "Where does it start? Much is thrown away" in lab.words
    assert "Who carries it? Five neighbours" in lab.words
    assert "Geleen-Centrum" in lab.words
    hub.submit(desk(hub), {**told, "neighbourhoods": "BU00000000"}, 422)


def test_the_lessons_are_ours_until_the_town_s_own_words_come_with_their_source(
    app: Application, hub: CheckedClient
) -> None:
    assert "The questions below are our own words." in public(app).get("/en/labs/lessen").words
    form = hub.get("/en/hub/labs/lessen")
    hub.submit(form, {"lesson_1": "Begin samen"}, 422)
    hub.submit(form, {"lesson_1": "Begin samen", "source": "Verzonnen verslag"})
    page = a_draft(hub)
    hub.press(page, "/openbaar")
    answers = hub.get(f"{script(page)}/lessen")
    assert "Begin samen" in answers.words
    hub.submit(answers, {"lesson_1": "We began with all four"})
    lessons = public(app).get("/en/labs/lessen").words
    assert "In the words of the town: Verzonnen verslag." in lessons
    assert "Begin samen Swap cupboard (Geleen Circulair) : We began with all four" in lessons
    assert "working hypotheses" in lessons
    assert "We began with all four" in public(app).get("/en/labs/geleen-circulair/experimenten/1").words


def test_a_lab_or_number_that_is_not_there_is_not_found(app: Application) -> None:
    for path in ("/labs/heerlen", "/labs/geleen-circulair/experimenten/9", "/labs/heerlen/experimenten/1"):
        public(app).get(path, 404)


def test_figures_come_from_a_file_all_or_nothing(app: Application, hub: CheckedClient) -> None:
    here = script(desk(hub, "Historisch Sittard"))
    good = "kind;period;value;unit;source\nvisitors;2031-03;1250,5;made-up visitors a week;made-up count\n"

    def sent(content: str, answer: int) -> Page:
        form = hub.get(f"{here}/cijfers")
        return hub.submit(form, {"file": (BytesIO(content.encode()), "figures.csv")}, answer)

    wrong = sent(good + "materials;2031-13;-4;made-up;made-up count\n", 422).words
    assert "row 2, column kind – “materials”: this lab does not measure that" in wrong
    assert "row 2, column period – “2031-13”" in wrong
    assert "row 2, column value – “-4”: this is no number" in wrong
    assert "row 1, column source – this is empty" in sent(good.replace(";made-up count", ";"), 422).words
    assert "made-up" not in public(app).get("/en/labs/historisch-sittard").text
    assert "1 figure is kept." in hub.follow(sent(good, 303)).words
    lab = public(app).get("/en/labs/historisch-sittard")
    assert "Visitors 1,250.5 made-up visitors a week 2031-03 made-up count" in lab.words
