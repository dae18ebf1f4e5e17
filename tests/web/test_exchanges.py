"""The page of an exchange: deliveries that both confirm, and whether the public may see it."""

import secrets
from datetime import timedelta
from decimal import Decimal

import pytest

from circulair.app import Application
from circulair.services import accounts, reviews
from circulair.services import exchanges as services
from circulair.services.reviews import Refusal
from circulair.store.records import ExchangeRecord
from flows.exchanges import DeliveryStatus, Party
from flows.suggestions import Reason, Status
from tests.stories import Story, a_story, agreed
from tests.web.checked import CheckedClient, Page, SignIn
from tests.worlds import NOW

YESTERDAY = (NOW - timedelta(days=1)).date()


@pytest.fixture
def story(app: Application) -> Story:
    with app.store.unit_of_work():
        return agreed(a_story())


@pytest.fixture
def giver(as_role: SignIn, story: Story) -> CheckedClient:
    return as_role("member", story.giver)


@pytest.fixture
def receiver(as_role: SignIn, story: Story) -> CheckedClient:
    return as_role("member", story.receiver)


def stored(app: Application, story: Story) -> ExchangeRecord:
    with app.store.unit_of_work(reading=True):
        return story.exchange


def path(app: Application, story: Story) -> str:
    return f"/en/uitwisseling/{stored(app, story).id}"


def reported(app: Application, story: Story, tonnes: str = "1.85") -> int:
    with app.store.unit_of_work():
        made = services.report_delivery(
            story.exchange.id, Party.GIVER, YESTERDAY, Decimal(tonnes), story.giver.member
        )
        return made.id


def no(client: CheckedClient, app: Application, story: Story) -> None:
    """Say that the only delivery did not come."""
    [action] = [one.action for one in client.get(path(app, story)).outline.forms if "/bezwaar" in one.action]
    prefix = f"not-{action.split('/')[-2]}-"
    client.post(action, {f"{prefix}kind": "not_come", f"{prefix}unit": "kg"})


class TestWhoMaySeeIt:
    def test_both_sides_and_the_hub_do(
        self, app: Application, story: Story, as_role: SignIn, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        for visitor in (giver, receiver, as_role("hub")):
            assert "Giver → Receiver" in visitor.get(path(app, story)).words

    def test_before_the_first_delivery_each_side_reads_first_whom_to_call(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        with app.store.unit_of_work():
            accounts.tell_contact(accounts.Contact("Mia", "046 477 12 34"), story.giver.member)
        page = receiver.get(path(app, story))
        assert "Make an appointment with Giver Mia giver@example.org 046 477 12 34" in page.words
        assert "tel:+31464771234" in page.outline.links
        assert "Make an appointment with Receiver receiver@example.org" in giver.get(path(app, story)).words
        reported(app, story)
        assert "Make an appointment" not in receiver.get(path(app, story)).words

    def test_with_which_words_the_hub_stopped_it_is_for_the_hub_only(
        self, app: Application, story: Story, giver: CheckedClient, as_role: SignIn
    ) -> None:
        with app.store.unit_of_work():
            reviews.stop(story.exchange.id, Refusal(Reason.SAFETY, "for our own eyes", "hub"), story.hub)
        assert "Hub: Not safe enough." in giver.get(path(app, story)).words
        assert "for our own eyes" not in giver.get(path(app, story)).words
        assert "for our own eyes" in as_role("hub").get(path(app, story)).words

    def test_another_organisation_does_not(self, app: Application, story: Story, as_role: SignIn) -> None:
        stranger, address = as_role("member"), path(app, story)
        delivery = reported(app, story)
        stranger.get(address, 404)
        for act in ("levering", f"levering/{delivery}/klopt", "openbaar/giver"):
            stranger.post(f"{address}/{act}", {}, 404)
        assert stored(app, story).deliveries[0].status is DeliveryStatus.REPORTED

    def test_the_list_shows_the_own_ones_only(
        self, story: Story, giver: CheckedClient, as_role: SignIn
    ) -> None:
        assert "LDPE film give Receiver 25 t a year" in giver.get("/en/uitwisselingen").words
        assert "Giver Receiver 25 t a year" in giver.get("/en/mijn").words
        assert "No exchanges yet" in as_role("member").get("/en/uitwisselingen").words

    def test_the_history_is_for_the_hub_only(
        self, app: Application, story: Story, giver: CheckedClient, as_role: SignIn
    ) -> None:
        assert "History" not in giver.get(path(app, story)).words
        assert "History" in as_role("hub").get(path(app, story)).words


class TestDeliveries:
    def test_the_day_may_be_said_in_a_word(
        self, app: Application, story: Story, giver: CheckedClient
    ) -> None:
        fields: dict[str, object] = {"day": "gisteren", "weight": "850", "unit": "kg"}
        giver.submit(giver.get(path(app, story)), fields)
        assert [str(row.day) for row in stored(app, story).deliveries] == ["2027-02-28"]

    def test_a_reported_one_counts_only_once_the_other_side_confirms(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        page = giver.get(path(app, story))
        giver.submit(page, {"day": "28 February 2027", "weight": "1,850", "unit": "kg"})
        before = giver.get(path(app, story)).words
        assert "0 t Confirmed by both sides" in before
        assert "1.85 t Reported, waits" in before
        assert "Is this right?" not in before
        assert "Giver Waits for the other side" in before
        asked = receiver.get(path(app, story))
        assert "Giver Waits for you" in asked.words
        receiver.press(asked, "/klopt")
        assert "1.85 t Confirmed by both sides" in giver.get(path(app, story)).words
        assert stored(app, story).suggestion.status is Status.CONFIRMED

    def test_a_slip_is_taken_back_by_who_reported_it_and_told_to_the_other_side(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        reported(app, story)
        asked = receiver.get(path(app, story))
        assert "/terugnemen" not in str([form.action for form in asked.outline.forms])
        page = giver.follow(giver.press(giver.get(path(app, story)), "/terugnemen"))
        assert "0 t Reported, waits" in page.words
        assert "Giver Taken back" in page.words
        assert stored(app, story).suggestion.status is Status.AGREED
        assert "Make an appointment with Giver" in receiver.get(path(app, story)).words
        late = receiver.press(asked, "/klopt", status=409)
        assert "answered or taken back already" in late.words

    def test_numbers_and_days_are_read_in_the_language_of_the_page(
        self, app: Application, story: Story, giver: CheckedClient
    ) -> None:
        page = giver.get(path(app, story).removeprefix("/en"))
        giver.submit(page, {"day": "28-2-2027", "weight": "1,5", "unit": "t"})
        assert stored(app, story).deliveries[0].tonnes == Decimal("1.5")

    def test_a_disputed_one_does_not_count_and_says_what_to_do(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        reported(app, story)
        no(receiver, app, story)
        words = giver.get(path(app, story)).words
        assert "0 t Confirmed by both sides" in words
        assert "report it anew with the right weight" in words

    def test_one_that_was_reported_anew_tells_what_it_was_and_asks_nothing_any_more(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        reported(app, story)
        no(receiver, app, story)
        app.clock = lambda: NOW + timedelta(minutes=1)
        giver.submit(giver.get(path(app, story)), {"day": "28 February 2027", "weight": "2", "unit": "t"})
        page = giver.get(path(app, story))
        assert "Not right, and reported anew" in page.words
        assert "report it anew with the right weight" not in page.words
        assert "badge-danger" not in page.text

    def test_nobody_confirms_the_own_report(
        self, app: Application, story: Story, giver: CheckedClient
    ) -> None:
        delivery = reported(app, story)
        page = giver.post(f"{path(app, story)}/levering/{delivery}/klopt", {}, 409)
        assert "The other side confirms this delivery, because you reported it." in page.words

    def test_a_second_answer_is_told_that_there_was_one(
        self, app: Application, story: Story, receiver: CheckedClient
    ) -> None:
        delivery = reported(app, story)
        receiver.post(f"{path(app, story)}/levering/{delivery}/klopt", {})
        page = receiver.post(f"{path(app, story)}/levering/{delivery}/klopt-niet", {}, 409)
        assert "This delivery was answered or taken back already." in page.words

    def test_a_delivery_of_another_exchange_is_not_found(
        self, app: Application, story: Story, receiver: CheckedClient
    ) -> None:
        receiver.post(f"{path(app, story)}/levering/4711/klopt", {}, 404)
        receiver.post(f"{path(app, story)}/levering/1/misschien", {}, 404)

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"weight": ""}, "Fill this in: How much?"),
            ({"weight": "many"}, "Write a number"),
            ({"weight": "0"}, "Fill in the weight"),
            ({"weight": "-3"}, "Fill in the weight"),
            ({"weight": "0.0001"}, "Fill in the weight"),
            ({"weight": "1.234"}, "Do you mean"),
            ({"weight": "999999999999", "unit": "t"}, "Fill in the weight"),
            ({"weight": "1e3"}, "Write a number"),
            ({"weight": "9000000"}, "This is far more than the"),
            ({"weight": "5", "unit": "lorry"}, "Choose one from the list."),
            ({"day": ""}, "Fill in the day of the delivery."),
            ({"day": "30 February 2027"}, "Write a day that exists"),
            ({"day": "2 March 2027"}, "This day has not come yet."),
            ({"day": "28 February 2017"}, "This is long before you agreed."),
            ({"day": "2/3/2027"}, "This day has not come yet."),
            ({"day": "x" * 5000}, "Write a day that exists"),
        ],
    )
    def test_bad_input_is_told_beside_its_field_keeps_what_was_typed_and_stores_nothing(
        self, app: Application, story: Story, giver: CheckedClient, typed: dict[str, object], message: str
    ) -> None:
        fields: dict[str, object] = {"day": "28 February 2027", "weight": "850", "unit": "kg", **typed}
        page = giver.submit(giver.get(path(app, story)), fields, 422)
        assert message in page.words
        assert page.outline.title.startswith("Error:")
        assert f'value="{fields["day"]}"' in page.text
        assert f'value="{fields["weight"]}"' in page.text
        assert stored(app, story).deliveries == []

    def test_after_the_end_what_moved_before_it_can_still_be_reported(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        receiver.post(f"{path(app, story)}/stoppen", {"no-reason": "price"})
        page = giver.get(path(app, story))
        assert "Report what moved before the end" in page.words
        assert "A day up to 1 Mar 2027." in page.words
        assert "Stop this agreement" not in page.words
        giver.submit(page, {"day": "28 February 2027", "weight": "5", "unit": "t"})
        assert [row.tonnes for row in stored(app, story).deliveries] == [5]

    def test_what_moved_before_the_end_is_still_asked_and_confirmed(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        reported(app, story)
        giver.post(f"{path(app, story)}/stoppen", {"no-reason": "price"})
        assert "Look and confirm" in receiver.get("/en/mijn").words
        page = receiver.get(path(app, story))
        assert "Is this right?" in page.words
        assert "Report a delivery" not in page.words
        receiver.press(page, "/klopt")
        assert "1.85 t Confirmed by both sides" in giver.get(path(app, story)).words
        assert "Look and confirm" not in receiver.get("/en/mijn").words

    def test_the_same_report_sent_twice_counts_once(
        self, app: Application, story: Story, giver: CheckedClient
    ) -> None:
        fields = {
            "csrf_token": giver.token(),
            "idempotency_key": secrets.token_urlsafe(24),
            "day": "2027-02-28",
            "weight": "5",
            "unit": "t",
        }
        answers = [giver.http.post(f"{path(app, story)}/levering", data=fields) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert len(stored(app, story).deliveries) == 1


class TestStopping:
    @pytest.fixture
    def running(self, app: Application, story: Story, receiver: CheckedClient) -> Story:
        delivery = reported(app, story)
        receiver.post(f"{path(app, story)}/levering/{delivery}/klopt", {})
        return story

    def test_a_side_stops_it_with_a_reason_and_what_was_confirmed_stays(
        self, app: Application, running: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        page = giver.get(path(app, running))
        told = giver.follow(giver.submit(page, {"no-reason": "price", "no-words": "Too dear by now"}))
        assert "The agreement has ended." in told.words
        seen = receiver.get(path(app, running)).words
        assert "This exchange ended on 1 Mar 2027." in seen
        assert "Giver: The price does not fit. “Too dear by now”" in seen
        assert "1.85 t Confirmed by both sides" in seen
        assert "Stop this agreement" not in seen
        assert stored(app, running).suggestion.status is Status.CONFIRMED

    def test_the_hub_stops_it_as_the_hub(self, app: Application, running: Story, as_role: SignIn) -> None:
        hub = as_role("hub")
        hub.submit(hub.get(path(app, running)), {"no-reason": "safety"})
        assert "Hub: Not safe enough." in hub.get(path(app, running)).words

    @pytest.mark.parametrize(
        ("typed", "message"),
        [({}, "Choose a reason."), ({"no-reason": "other"}, "Say why: choose a reason.")],
    )
    def test_without_a_reason_nothing_ends(
        self, app: Application, running: Story, giver: CheckedClient, typed: dict[str, object], message: str
    ) -> None:
        page = giver.post(f"{path(app, running)}/stoppen", typed, 422)
        assert message in page.words
        assert stored(app, running).ended_on is None

    def test_a_second_stop_is_told_that_it_has_ended(
        self, app: Application, running: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        giver.post(f"{path(app, running)}/stoppen", {"no-reason": "price"})
        page = receiver.post(f"{path(app, running)}/stoppen", {"no-reason": "quality"}, 409)
        assert "This exchange has ended." in page.words
        assert stored(app, running).ended_by == "giver"


class TestConsent:
    def test_each_side_says_for_itself_and_may_change_its_mind(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        giver.submit(giver.get(path(app, story)), {"giver-public": "y"})
        seen = stored(app, story)
        assert (seen.giver_consents, seen.receiver_consents) == (True, False)
        assert "Giver says yes Receiver has not said yes" in receiver.get(path(app, story)).words
        untick(giver, giver.get(path(app, story)))
        assert not stored(app, story).giver_consents

    def test_nobody_consents_for_the_other_side(
        self, app: Application, story: Story, giver: CheckedClient
    ) -> None:
        giver.post(f"{path(app, story)}/openbaar/receiver", {"receiver-public": "y"}, 404)
        assert not stored(app, story).receiver_consents

    def test_the_preview_shows_confirmed_tonnes_of_each_year_and_no_others(
        self, app: Application, story: Story, giver: CheckedClient, receiver: CheckedClient
    ) -> None:
        delivery = reported(app, story)
        assert "Nothing yet: only confirmed tonnes are shown." in giver.get(path(app, story)).words
        receiver.post(f"{path(app, story)}/levering/{delivery}/klopt", {})
        reported(app, story, "7")
        assert "2027: 1.85 t" in giver.get(path(app, story)).words

    def test_the_hub_consents_for_nobody(self, app: Application, story: Story, as_role: SignIn) -> None:
        hub, address = as_role("hub"), path(app, story)
        page = hub.get(address)
        assert "receiver-public" not in page.text
        assert "Each side says this itself" in page.words
        hub.post(f"{address}/openbaar/receiver", {"receiver-public": "y"}, 403)
        assert not stored(app, story).receiver_consents


def untick(client: CheckedClient, page: Page) -> None:
    """Send the consent of the giver without its tick, as a browser does."""
    form = next(form for form in page.outline.forms if form.action.endswith("/openbaar/giver"))
    keys = {name: value for name, value in form.values.items() if name != "giver-public"}
    client.http.post(form.action, data=keys)
