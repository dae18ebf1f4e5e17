"""What everybody sees of one thing: its page, how to ask about it, and what of it is still free."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import exchanges, releases
from circulair.store import listings, organisations, publication
from circulair.store.records import VacancyBasis
from flows.exchanges import DeliveryStatus, Party
from tests.stories import Story, a_story, agreed
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOBODY, NOW, a_plant


def published(app: Application, *stages: Callable[[Story], object]) -> Story:
    """Tell a story of an offer and a need that everybody may see, and publish it."""
    with app.store.unit_of_work():
        story = a_story(offered="40", needed="25")
        for listing in (story.suggestion.need, story.suggestion.lines[0].offer):
            listing.public = True
        for stage in stages:
            stage(story)
        releases.make(story.hub.today, story.hub)
    return story


def shown(app: Application) -> releases.Release:
    with app.store.unit_of_work(reading=True):
        release = releases.shown()
    assert release is not None
    return release


def for_all_to_see(story: Story) -> None:
    for party, firm in ((Party.GIVER, story.giver), (Party.RECEIVER, story.receiver)):
        exchanges.consent(story.exchange.id, party, firm.member, public=True)


def by_giver_only(story: Story) -> None:
    exchanges.consent(story.exchange.id, Party.GIVER, story.giver.member, public=True)


def delivered(story: Story) -> None:
    delivery = exchanges.report_delivery(
        story.exchange.id, Party.GIVER, story.hub.today, Decimal(3), story.giver.member
    )
    exchanges.answer_delivery(
        delivery.id, story.exchange.id, Party.RECEIVER, DeliveryStatus.CONFIRMED, story.receiver.member
    )


def beside_it(story: Story) -> None:
    """Let a plant be public, and the receiver offer premises to everybody."""
    a_plant("ldpe-film", "pe-regranulate").operator_consents = True
    [premises] = organisations.premises_of(story.receiver.organisation_id)
    premises.vacant, premises.public, premises.vacancy_basis = True, True, VacancyBasis.OFFERED


def measured(story: Story) -> None:
    """Let the receiver's premises be of sixty square metres."""
    organisations.premises_of(story.receiver.organisation_id)[0].area_m2 = Decimal(60)


class TestOneThing:
    def test_every_row_leads_to_its_page(self, app: Application, client: CheckedClient) -> None:
        published(app)
        lists = (("/aanbod", "offer", shown(app).offers), ("/vraag", "need", shown(app).needs))
        for path, kind, listed in lists:
            assert f"{path}/{listed[0].code}" in client.get(path).outline.links
            assert f"{path}/{listed[0].code}" in client.get(f"/kaart?tabel={kind}").outline.links
            assert listed[0].title in client.get(f"{path}/{listed[0].code}").words

    def test_flows_plants_and_vacant_premises_have_their_pages_too(
        self, app: Application, client: CheckedClient
    ) -> None:
        published(app, agreed, for_all_to_see, delivered, beside_it)
        release, kinds = shown(app), ("flow", "process", "premises")
        links = [one for kind in kinds for one in client.get(f"/kaart?tabel={kind}").outline.links]
        told = {
            f"/kaart/{release.flows[0].code}": "Giver → Receiver",
            f"/kaart/{release.processes[0].code}": "plant",
            f"/leegstand/{release.premises[0].code}": "Receiver",
        }
        assert set(told) <= set(links)
        for path, words in told.items():
            assert words in client.get(path).outline.heads[0]

    def test_the_hub_is_asked_by_a_letter_that_names_the_code(
        self, app: Application, client: CheckedClient
    ) -> None:
        published(app)
        app.settings = replace(app.settings, contact_email="hub@example.org")
        code = shown(app).offers[0].code
        [link] = [one for one in client.get(f"/aanbod/{code}").outline.links if "?subject=" in one]
        assert link.startswith(f"mailto:hub@example.org?subject={code}%3A%20")

    def test_without_an_address_of_the_hub_there_is_a_way_to_join(
        self, app: Application, client: CheckedClient
    ) -> None:
        published(app)
        links = client.get(f"/aanbod/{shown(app).offers[0].code}").outline.links
        assert [one for one in links if one.startswith("/vraag/nieuw?bij=A-")]
        assert not [one for one in links if one.startswith("mailto:")]

    @pytest.mark.parametrize("path", ["/aanbod", "/vraag"])
    def test_the_thing_that_was_clicked_goes_along_to_a_filled_form_of_a_guest_and_of_a_member(
        self, app: Application, client: CheckedClient, as_role: SignIn, path: str
    ) -> None:
        published(app)
        [row] = shown(app).offers if path == "/aanbod" else shown(app).needs
        page = client.get(f"{path}/{row.code}")
        [door] = [link for link in page.outline.links if "bij=" in link]
        for form in (client.get(door), as_role("member").get(door)):
            assert f"Dit past bij: {row.title} ({row.code})." in form.words
            assert form.outline.forms[-1].values["title"] == row.title
            assert form.outline.forms[-1].values["material"] == row.material

    def test_premises_are_asked_for_by_their_code_and_tell_nothing_of_their_owner(
        self, app: Application, client: CheckedClient, as_role: SignIn
    ) -> None:
        published(app, beside_it, measured)
        [row] = shown(app).premises
        page = client.get(f"/leegstand/{row.code}")
        assert f"code {row.code} gaat mee" in page.words
        [door] = [link for link in page.outline.links if "bij=" in link]
        visitor = as_role("member")

        form = visitor.get(door)

        values = form.outline.forms[-1].values
        assert (values["title"], values["material"]) == (f"Ruimte ({row.code})", "space")
        assert (values["amount"], values["unit"]) == ("60", "m2")
        assert row.owner not in form.words
        visitor.submit(form, {"until": "31-12-2027"})

    def test_a_code_of_the_same_side_or_of_nothing_gives_the_plain_form(
        self, app: Application, as_role: SignIn
    ) -> None:
        published(app)
        visitor = as_role("member")
        for code in (shown(app).needs[0].code, "A-222222", "%00"):
            assert "Dit past bij" not in visitor.get(f"/vraag/nieuw?bij={code}").words

    def test_a_code_of_another_kind_or_of_nothing_leads_nowhere(
        self, app: Application, client: CheckedClient
    ) -> None:
        published(app)
        client.get(f"/vraag/{shown(app).offers[0].code}", 404)
        client.get("/aanbod/A-222222", 404)

    def test_what_is_no_longer_public_is_gone_with_the_next_release(
        self, app: Application, client: CheckedClient
    ) -> None:
        story = published(app)
        code = shown(app).offers[0].code
        with app.store.unit_of_work():
            story.suggestion.lines[0].offer.public = False
            releases.make(story.hub.today, story.hub)
        client.get(f"/aanbod/{code}", 404)

    def test_a_release_of_before_there_were_codes_is_still_shown(
        self, app: Application, client: CheckedClient
    ) -> None:
        published(app)
        with app.store.unit_of_work():
            kept = publication.newest()
            assert kept is not None
            kept.content = re.sub(r'"code": "[^"]*", ', "", kept.content)
            kept.checksum = releases.checksum(kept.content)
        assert shown(app).offers[0].code == ""
        assert not [one for one in client.get("/aanbod").outline.links if one.startswith("/aanbod/A")]


class TestWhomToAsk:
    PAGES = ("/", "/privacy", "/toegankelijkheid")

    def test_an_address_for_questions_is_on_every_page(self, app: Application, client: CheckedClient) -> None:
        app.settings = replace(app.settings, contact_email="hub@example.org")
        for path in self.PAGES:
            page = client.get(path)
            assert "Vragen? Schrijf naar hub@example.org" in page.words
            assert "mailto:hub@example.org" in page.outline.links

    def test_without_an_address_no_link_is_promised(self, client: CheckedClient) -> None:
        for path in self.PAGES:
            assert "mailto:" not in client.get(path).text
        for path in self.PAGES[1:]:
            assert "iemand van het hubteam die u kent" in client.get(path).words


class TestWhatIsLeft:
    def test_all_of_it_where_nothing_was_promised(self, app: Application, client: CheckedClient) -> None:
        published(app)
        words = client.get("/en/aanbod").words
        assert "40 t a year" in words
        assert "a year left" not in words
        assert "agreed already" not in words

    def test_the_public_reads_what_is_left_where_both_want_it_seen(
        self, app: Application, client: CheckedClient
    ) -> None:
        published(app, agreed, for_all_to_see)
        assert "15 t of 40 t a year left" in client.get("/en/aanbod").words

    @pytest.mark.parametrize("stages", [(agreed,), (agreed, by_giver_only)])
    def test_what_others_took_in_confidence_cannot_be_reckoned(
        self, app: Application, client: CheckedClient, stages: tuple[Callable[[Story], object], ...]
    ) -> None:
        published(app, *stages)
        words = client.get("/en/aanbod").words
        assert "40 t a year part of it is agreed already" in words
        assert "15 t" not in words
        [row] = shown(app).offers
        assert (row.left, row.partly) == (None, True)

    def test_its_owner_reads_what_is_left(self, app: Application, as_role: SignIn) -> None:
        story = published(app, agreed)
        owner = as_role("member", story.giver)
        assert "15 t of 40 t a year left" in owner.get("/en/mijn").words
        with app.store.unit_of_work(reading=True):
            offer = listings.one(story.exchange.offer_id)
        assert offer is not None
        assert "15 t of 40 t a year left" in owner.get(f"/en/mijn/{offer.id}").words
        assert shown(app).offers[0].code in owner.get(f"/en/mijn/{offer.id}").words
        assert "15 t of 40 t a year left" in owner.get(f"/en/voorstel/{story.suggestion_id}").words


class TestRefusals:
    def test_before_the_first_quarter_there_is_nothing_to_show(self, client: CheckedClient) -> None:
        assert "Nothing to show yet" in client.get("/en/weigeringen").words

    def test_each_quarter_tells_its_reasons_or_that_they_are_too_few(
        self, client: CheckedClient, app: Application
    ) -> None:
        told = [
            {"quarter": "2026-Q4", "counts": []},
            {"quarter": "2027-Q1", "counts": [["price", 7], ["other", 5]]},
        ]
        with app.store.unit_of_work():
            stored = releases.make(NOW.date(), NOBODY)
            stored.content = json.dumps({**json.loads(stored.content), "refusals": told})
            stored.checksum = releases.checksum(stored.content)
        page = client.get("/en/weigeringen")
        assert "The price does not fit 7" in page.words
        assert "Something else, and reasons that were rare 5" in page.words
        assert page.words.index("Quarter 1 of 2027") < page.words.index("Quarter 4 of 2026 Too few to show")
