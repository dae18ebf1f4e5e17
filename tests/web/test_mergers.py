"""Pages on which the hub makes two organisations one: found, compared, done, or refused."""

from circulair.app import Application
from tests.stories import agreed
from tests.web.checked import CheckedClient
from tests.web.test_registers import Tell
from tests.worlds import a_firm


def test_two_that_are_one_are_found_compared_and_made_one(hub: CheckedClient, app: Application) -> None:
    with app.store.unit_of_work():
        first, second = a_firm("Bakkerij Zon"), a_firm("Bakkerij ZON B.V.", spot="station", verified=False)
    listed = hub.get("/en/hub/organisaties")
    assert "Perhaps here twice Bakkerij Zon and Bakkerij ZON B.V." in listed.words
    assert "the same name" in listed.words
    page = hub.get(f"/en/hub/organisaties/{first.organisation_id}/samenvoegen/{second.organisation_id}")
    assert "They have this in common: the same name." in page.words
    assert "Tick this once you have checked it." in hub.submit(page, {"staying": "1"}, 422).words
    without = hub.submit(page, {"sure": "ja"}, 422)
    assert "Choose which of the two stays." in without.words
    late = hub.get(f"/en/hub/organisaties/{first.organisation_id}/samenvoegen/{second.organisation_id}")
    done = hub.submit(page, {"staying": str(first.organisation_id), "sure": "ja"})
    assert "The two are one now. Everything is with Bakkerij Zon." in hub.follow(done).words
    assert "Stood here before as Bakkerij ZON B.V." in hub.follow(done).words
    old = hub.get(f"/en/hub/organisaties/{second.organisation_id}")
    assert "This organisation stood here twice." in old.words
    assert "Check this organisation" not in old.words
    assert (
        "is part of another organisation now"
        in hub.submit(late, {"staying": str(second.organisation_id), "sure": "ja"}, 409).words
    )
    assert "Perhaps here twice" not in hub.get("/en/hub/organisaties").words
    trail = hub.get(f"/en/hub/spoor?soort=organisation&nummer={second.organisation_id}")
    assert "Became part of another organisation" in trail.words
    assert "Bakkerij ZON B.V. → Bakkerij Zon" in trail.words


def test_whoever_comes_late_sees_both_as_they_are_now(hub: CheckedClient, app: Application) -> None:
    with app.store.unit_of_work():
        first, second = a_firm("Zon"), a_firm("Zon BV", verified=False)
    page = hub.get(f"/en/hub/organisaties/{first.organisation_id}/samenvoegen/{second.organisation_id}")
    known = hub.get(f"/en/hub/organisaties/{second.organisation_id}")
    hub.press(known, "/controle", {"how": "known"})
    late = hub.submit(page, {"staying": str(first.organisation_id), "sure": "ja"}, 409)
    assert "Somebody changed this in the meantime" in late.words
    assert (
        "The two are one now"
        in hub.follow(hub.submit(late, {"staying": str(first.organisation_id), "sure": "ja"})).words
    )


def test_two_that_exchange_are_told_apart_with_where_to_look(hub: CheckedClient, tell: Tell) -> None:
    story = tell(agreed)
    page = hub.get(
        f"/en/hub/organisaties/{story.giver.organisation_id}/samenvoegen/{story.receiver.organisation_id}"
    )
    assert "They have an exchange with each other." in page.words
    assert "Make them one" not in page.words


def test_any_other_organisation_can_be_chosen(hub: CheckedClient, app: Application) -> None:
    with app.store.unit_of_work():
        first, second = a_firm("Zon"), a_firm("Maan")
    address = f"/en/hub/organisaties/{first.organisation_id}/samenvoegen"
    assert "Does Zon stand here twice?" in hub.get(address).words
    led = hub.get(f"{address}?ander={second.organisation_id}", 303)
    assert led.location.endswith(f"/samenvoegen/{second.organisation_id}")
    assert "Choose one from the list" in hub.get(f"{address}?ander=99", 422).words
    assert "We see nothing that these two have in common." in hub.follow(led).words
