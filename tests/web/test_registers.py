"""Pages of the hub's registers: a process is added and changed, an organisation is checked."""

from collections.abc import Callable

import pytest

from circulair.app import Application
from circulair.store import outbox, processes
from circulair.store.records import ProcessRecord
from flows.processes import ProcessStatus
from flows.suggestions import Status
from tests.stories import Story, agreed, proposed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import a_firm, an_offer_listing

PLANT = {
    "name": "Vergister Verzonnen",
    "takes_1": "bread",
    "gives_1": "compost",
    "gives_1_low": "70",
    "gives_1_likely": "80",
    "gives_1_high": "90",
    "status": "building",
    "source": "telephone call",
    "eural": "20 01 08",
}

Tell = Callable[..., Story]


def kept(app: Application) -> list[ProcessRecord]:
    with app.store.unit_of_work(reading=True):
        return list(processes.everything())


def test_a_process_is_added_asked_about_and_changed(hub: CheckedClient, app: Application) -> None:
    page = hub.follow(hub.submit(hub.get("/en/hub/processen/nieuw"), PLANT))
    assert "The process is added." in page.words
    assert "How many tonnes a year can it take?" in page.words
    assert "Vergister Verzonnen" in hub.get("/en/hub/processen").words
    sent = hub.press(page, "/vraag", {"email": "plant@example.org", "letter_language": "de"})
    assert "The letter is on its way." in hub.follow(sent).words
    with app.store.unit_of_work(reading=True):
        assert [one.recipient for one in outbox.unsent_of("operator")] == ["plant@example.org"]
    now = hub.follow(sent)
    hub.submit(now, {"status": "running", "capacity": "500"})
    [plant] = kept(app)
    assert (plant.status, plant.eural) == (ProcessStatus.RUNNING, "200108")
    assert plant.capacity_tonnes == 500
    assert str(plant.gives[0].yield_likely) == "0.8"


def test_whoever_comes_late_sees_both_versions(hub: CheckedClient, app: Application) -> None:
    added = hub.submit(hub.get("/en/hub/processen/nieuw"), PLANT)
    first, second = hub.follow(added), hub.follow(added)
    hub.submit(first, {"operator": "Quick BV", "capacity": "1"})
    late = hub.submit(second, {"operator": "Late BV", "capacity": "2"}, 409)
    assert "How it is now" in late.words
    assert "Quick BV" in late.words
    assert 'value="Late BV"' in late.text
    assert [one.operator for one in kept(app)] == ["Quick BV"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"takes_1": ""}, "Choose at least one material that it takes."),
        ({"gives_1": ""}, "Choose the material of this yield."),
        ({"gives_1_high": ""}, "Fill in all three"),
        ({"gives_1_low": "90", "gives_1_high": "70"}, "The lowest figure must not be above"),
        (
            {"gives_2": "heat", "gives_2_low": "50", "gives_2_likely": "50", "gives_2_high": "50"},
            "More would",
        ),
        ({"source": ""}, "Fill this in"),
        ({"eural": "99 99 99"}, "is not in our list"),
        ({"as_of": "2 March 2027"}, "This day has not come yet"),
        ({"capacity": "0"}, "a number above 0"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(
    hub: CheckedClient, app: Application, wrong: dict[str, str], words: str
) -> None:
    page = hub.submit(hub.get("/en/hub/processen/nieuw"), {**PLANT, **wrong}, 422)
    assert words in page.words
    assert kept(app) == []


def test_an_organisation_is_found_and_checked(hub: CheckedClient, app: Application) -> None:
    with app.store.unit_of_work():
        firm = a_firm("Bakkerij Nieuw", verified=False)
    assert "Bakkerij Nieuw" in hub.get("/en/hub/organisaties?zoek=nieuw&controle=ja").words
    assert "Nothing found" in hub.get("/en/hub/organisaties?zoek=slager").words
    address = f"/en/hub/organisaties/{firm.organisation_id}"
    page, late_page = hub.get(address), hub.get(address)
    without = hub.press(page, "/controle", {"how": "kvk"}, 422)
    assert "Fill in the number that you looked up." in without.words
    done = hub.press(hub.get(address), "/controle", {"how": "kvk", "kvk_number": "12345678", "note": "seen"})
    assert "KVK number looked up" in hub.follow(done).words
    assert "Nothing found" in hub.get("/en/hub/organisaties?controle=ja").words
    late = hub.press(late_page, "/controle", {"how": "known"}, 409)
    assert "Somebody changed this in the meantime" in late.words


def test_two_yeses_wait_on_every_page_until_the_check(
    hub: CheckedClient, app: Application, as_role: SignIn, tell: Tell
) -> None:
    story = tell(proposed)
    number = story.giver.organisation_id
    with app.store.unit_of_work():
        a_firm("Bystander", verified=False)
        story.suggestion.need.organisation.verified_at = None
    giver, receiver = as_role("member", story.giver), as_role("member", story.receiver)
    for side in (giver, receiver):
        side.press(side.get(f"/en/voorstel/{story.suggestion_id}"), "/ja")
    assert "The hub checks who takes part" in giver.get(f"/en/voorstel/{story.suggestion_id}").words
    assert "the hub must check who they are" in hub.get("/en/hub?stand=answers").words
    desk = hub.get(f"/en/hub/voorstel/{story.suggestion_id}")
    assert "It waits for your check of Receiver." in desk.words
    assert "Check Receiver everybody said yes" in hub.get("/en/hub/beheer").words
    page = hub.get(f"/en/hub/organisaties/{story.receiver.organisation_id}")
    done = hub.press(page, "/controle", {"how": "telephone"})
    assert "1 suggestion is agreed now." in hub.follow(done).words
    assert number != story.receiver.organisation_id
    with app.store.unit_of_work():
        assert story.suggestion.status is Status.AGREED


def test_a_vihb_number_is_noted_and_looked_up_once(
    hub: CheckedClient, app: Application, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        firm = a_firm("Ophaler")
    member = as_role("member", firm)
    member.submit(member.get("/en/organisatie/wijzigen"), {"vihb_number": "123456 vixx"})
    page = hub.get(f"/en/hub/organisaties/{firm.organisation_id}")
    assert "123456VIXX not looked up yet" in page.words
    empty = hub.press(page, "/vihb", {"vihb_number": "", "vihb_checked": "ja"}, 422)
    assert "Fill in the number that you looked up." in empty.words
    late = hub.get(f"/en/hub/organisaties/{firm.organisation_id}")
    done = hub.press(page, "/vihb", {"vihb_number": "123456VIXX", "vihb_checked": "ja"})
    assert "123456VIXX found at NIWO on" in hub.follow(done).words
    told = hub.press(late, "/vihb", {"vihb_number": "1", "vihb_checked": "ja"}, 409)
    assert "Somebody changed this in the meantime" in told.words
    assert (
        "This number looks unusual"
        in hub.follow(hub.press(hub.follow(done), "/vihb", {"vihb_number": "NL-1"})).words
    )


def test_what_an_organisation_has_is_counted_and_led_to(hub: CheckedClient, tell: Tell) -> None:
    story = tell(agreed)
    address = f"/en/hub/organisaties/{story.giver.organisation_id}"
    links = hub.get("/en/hub/organisaties").outline.links
    assert {f"{address}#listings", f"{address}#exchanges"} <= set(links)
    page = hub.get(address)
    assert {"/en/mijn/1", "/en/uitwisseling/1"} <= set(page.outline.links)


def test_a_listing_that_the_hub_looks_at_is_not_called_its_own(
    hub: CheckedClient, app: Application, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        firm = a_firm("Bakkerij Nieuw")
        number = an_offer_listing(firm).id
    organisation = f"/en/hub/organisaties/{firm.organisation_id}"
    for path in (f"/en/mijn/{number}", f"/en/mijn/{number}/wijzigen", f"/en/mijn/{number}/intrekken"):
        page = hub.get(path)
        assert organisation in page.outline.links
        assert "My listings Bak" not in page.words
    words = hub.get(f"/en/mijn/{number}").words
    assert "its owner and the hub team; a partner once it is proposed" in words
    assert "compared with yours" not in words
    own = as_role("member", firm).get(f"/en/mijn/{number}").words
    assert "you and the hub team; a partner once it is proposed" in own


def test_what_nobody_knows_to_run_is_folded_below_what_runs(hub: CheckedClient) -> None:
    for number, status in enumerate(("running", "unknown", "unknown", "building", "building", "building")):
        told = {**PLANT, "name": f"Plant {number}", "status": status, "capacity": "500"}
        hub.submit(hub.get("/en/hub/processen/nieuw"), told)
    text = hub.get("/en/hub/processen").text
    assert "2 of which nobody knows whether they run" in text
    assert "1 other to ask" in text
    folded = text.partition("of which nobody knows whether they run")[2]
    assert ("Plant 1" in folded, "Plant 2" in folded, "Plant 0" in folded) == (True, True, False)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("telephone call", "The public does not see it any more."),
        ("https://example.org/plants", "The plant itself stays: a public page tells of it."),
    ],
)
def test_what_stays_public_of_a_plant_is_said(
    hub: CheckedClient, app: Application, source: str, said: str
) -> None:
    told = {**PLANT, "operator": "Verzonnen BV", "source": source}
    added = hub.submit(hub.get("/en/hub/processen/nieuw"), told)
    with app.store.unit_of_work():
        [plant] = processes.everything()
        plant.operator_consents = True
    page = hub.follow(added)
    assert said in hub.follow(hub.press(page, "/niet-tonen")).words
