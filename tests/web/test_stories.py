"""Stories: told once everybody in them agreed, with a poster; exchanges as the release tells them."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest

from circulair.app import Application
from circulair.services import exchanges, experiments, labs, releases, stories
from circulair.services.actor import Actor
from circulair.services.experiments import Told
from circulair.services.labs import Member
from flows.codes import public_code
from flows.exchanges import DeliveryStatus, Party
from flows.experiments import TeamRole
from flows.organisations import StakeholderGroup
from tests.papers import a_photo_with_place, an_image
from tests.stories import a_story, agreed
from tests.web.checked import CheckedClient
from tests.worlds import NOW, a_reviewer

TELLING = Told("Coffee to mushrooms", story="On Tuesdays a bucket stands ready.\nOn Fridays it is empty.")
ADDRESS = "/en/verhalen/geleen-circulair/1"


@pytest.fixture
def trial(app: Application) -> int:
    """A published experiment with a story and two partners, of whom one has not agreed yet."""
    with app.store.unit_of_work():
        hub = a_reviewer("teller@example.org")
        labs.register_known(hub)
        lab = labs.everything(hub)[0]
        record = experiments.begin(lab.id, TELLING, hub)
        for name, agreed_on in (("Koffiehuis", NOW.date()), ("Kwekerij", None)):
            told = Member(name, StakeholderGroup.ENTREPRENEURS, TeamRole.EXPERT, shows_name=True)
            member = labs.add_member(lab.id, told, hub)
            experiments.add_partner(record.id, member.id, TeamRole.EXPERT, hub, agreed_on)
        experiments.publish(record.id, hub, public=True)
        return record.id


def everybody_agrees(app: Application, trial: int) -> None:
    with app.store.unit_of_work():
        hub = a_reviewer("other.teller@example.org")
        for one in experiments.one(trial, hub).partners:
            experiments.agree(one.id, hub)


def test_a_story_is_told_only_once_everybody_in_it_agreed(
    app: Application, hub: CheckedClient, trial: int
) -> None:
    nobody = CheckedClient(app)
    for path in (ADDRESS, f"{ADDRESS}/poster"):
        nobody.get(path, 404)
    assert "everybody who takes part says yes" in hub.get(f"/en/hub/experimenten/{trial}").words
    assert "No story yet" in nobody.get("/en/verhalen").words
    everybody_agrees(app, trial)
    page = nobody.get(ADDRESS)
    assert "On Tuesdays a bucket stands ready. On Fridays it is empty." in page.words
    assert "By Koffiehuis, Kwekerij. All of them agreed to this story." in page.words
    assert "Coffee to mushrooms" in nobody.get("/en/verhalen").words
    hub.press(hub.get(f"/en/hub/experimenten/{trial}"), "/verbergen")
    nobody.get(ADDRESS, 404)


def test_whoever_shares_a_story_is_told_its_title_words_and_address(app: Application, trial: int) -> None:
    everybody_agrees(app, trial)
    page = CheckedClient(app).get(ADDRESS)
    told = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)"', page.text))
    assert told["og:title"] == "Coffee to mushrooms"
    assert told["og:description"].startswith("On Tuesdays a bucket stands ready.")
    assert told["og:url"] == f"{app.settings.base_url}{ADDRESS}"
    assert told["og:locale"] == "en_GB"
    assert "og:image" not in told


def test_the_poster_has_a_code_with_the_address_of_the_story(app: Application, trial: int) -> None:
    everybody_agrees(app, trial)
    poster = CheckedClient(app).get(f"{ADDRESS}/poster")
    assert "<svg" in poster.text
    assert f"{app.settings.base_url.partition('//')[2]}{ADDRESS}" in poster.words


def test_a_picture_is_kept_small_and_only_with_everybody_s_yes(
    app: Application, hub: CheckedClient, trial: int
) -> None:
    address = f"/en/hub/experimenten/{trial}/foto"
    nobody = CheckedClient(app)
    nobody.get(f"{ADDRESS}/foto", 404)

    def sent(content: bytes, answer: int, **told: str) -> str:
        fields = {"file": (BytesIO(content), "bucket.jpg"), "words": "A bucket", **told}
        return hub.submit(hub.get(address), fields, answer).words

    assert "Without their yes" in sent(an_image("PNG"), 422)
    assert "the file" in sent(b"%PDF-1.4 no", 422, agreed="y").lower()
    sent(a_photo_with_place(), 303, agreed="y")
    everybody_agrees(app, trial)
    kept = nobody.http.get(f"{ADDRESS}/foto")
    assert kept.mimetype == "image/jpeg"
    assert kept.get_data()[:3] == b"\xff\xd8\xff"
    assert b"Exif" not in kept.get_data()
    page = nobody.get(ADDRESS)
    assert 'alt="A bucket"' in page.text
    assert f'<meta property="og:image" content="{app.settings.base_url}{ADDRESS}/foto">' in page.text
    hub.press(hub.get(address), "/weg")
    nobody.get(f"{ADDRESS}/foto", 404)


WORDS = "Nobody read this"
OTHER = {
    "title": replace(TELLING, title=WORDS),
    "summary": replace(TELLING, summary=WORDS),
    "story": replace(TELLING, story=WORDS),
    "lesson": replace(TELLING, lesson=WORDS),
}


@pytest.mark.parametrize("field", OTHER)
def test_other_words_are_told_only_once_everybody_agreed_to_them(
    app: Application, trial: int, field: str
) -> None:
    everybody_agrees(app, trial)
    nobody = CheckedClient(app)
    nobody.get(ADDRESS)
    with app.store.unit_of_work():
        hub = a_reviewer("third.teller@example.org")
        same = replace(TELLING, hypothesis="It grows")
        changed = experiments.change(trial, experiments.one(trial, hub).version, same, hub)
        assert all(one.agreed_on for one in changed.partners)
    nobody.get(ADDRESS)
    with app.store.unit_of_work():
        experiments.change(trial, experiments.one(trial, hub).version, OTHER[field], hub)
    nobody.get(ADDRESS, 404)
    assert WORDS not in nobody.get("/en/verhalen").words


PICTURE_CHANGES: dict[str, Callable[[int, Actor], None]] = {
    "added": lambda trial, hub: stories.put_picture(trial, an_image("PNG"), "A face", hub),
    "removed": stories.remove_picture,
}


@pytest.mark.parametrize("change", PICTURE_CHANGES)
def test_another_picture_is_told_only_once_everybody_agreed_to_it(
    app: Application, trial: int, change: str
) -> None:
    with app.store.unit_of_work():
        stories.put_picture(trial, an_image("PNG"), "A bucket", a_reviewer("third.teller@example.org"))
    everybody_agrees(app, trial)
    CheckedClient(app).get(ADDRESS)
    with app.store.unit_of_work():
        PICTURE_CHANGES[change](trial, a_reviewer("fourth.teller@example.org"))
    CheckedClient(app).get(ADDRESS, 404)


def test_with_somebody_less_the_others_are_asked_anew(
    app: Application, hub: CheckedClient, trial: int
) -> None:
    everybody_agrees(app, trial)
    nobody, page = CheckedClient(app), f"/en/hub/experimenten/{trial}"
    hub.press(hub.get(page), "/weg")
    nobody.get(ADDRESS, 404)
    hub.press(hub.get(page), "/ja")
    assert "By Kwekerij. All of them agreed to this story." in nobody.get(ADDRESS).words


def test_an_exchange_tells_its_story_only_from_the_release(app: Application) -> None:
    with app.store.unit_of_work():
        story = agreed(a_story())
        report = exchanges.report_delivery(
            story.exchange.id, Party.RECEIVER, story.hub.today, Decimal(4), story.receiver.member
        )
        exchanges.answer_delivery(
            report.id, story.exchange.id, Party.GIVER, DeliveryStatus.CONFIRMED, story.giver.member
        )
        code = public_code("flow", story.exchange.id, story.exchange.agreed_at)
        releases.make(story.hub.today, story.hub)
    nobody = CheckedClient(app)
    nobody.get(f"/en/verhalen/uitwisseling/{code}", 404)
    with app.store.unit_of_work():
        for party, actor in ((Party.GIVER, story.giver.member), (Party.RECEIVER, story.receiver.member)):
            exchanges.consent(story.exchange.id, party, actor, public=True)
        releases.make(story.hub.today, story.hub)
    page = nobody.get(f"/en/verhalen/uitwisseling/{code}")
    assert "weighed and confirmed by both" in page.words
    assert "<svg" in nobody.get(f"/en/verhalen/uitwisseling/{code}/poster").text
    assert "Both sides agreed to show this exchange." in page.words
