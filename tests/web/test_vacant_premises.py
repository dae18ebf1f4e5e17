"""The pages of vacant premises: the form with its folds, photos, what is inside, needs, uses, figures."""

import io
from datetime import timedelta
from itertools import count

import pytest

from circulair.app import Application
from circulair.services import organisations, releases, temporary_uses
from circulair.store import documents as document_store
from circulair.store import listings as listing_store
from circulair.store import organisations as store
from circulair.store import premises as premises_store
from flows.buildings import Loading
from flows.temporary_use import UseReason
from tests.papers import a_pdf, a_photo_with_place, an_image
from tests.vacancies import a_running_use, a_space_need, a_vacant_shop
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import NOW, Firm, a_firm, a_reviewer

NUMBERS = count()

BUILDING = {
    "state": "vacant",
    "area_m2": "1.500",
    "area_free_m2": "120,5",
    "clear_height_m": "3,2",
    "loading": "dock",
    "has_toilet": "yes",
    "has_drain": "no",
    "bag_id": "1883 0100 0001 2345",
    "rent_eur_m2_year": "62,50",
    "built_year": "1965",
    "public": "y",
}


@pytest.fixture
def firm(app: Application) -> Firm:
    with app.store.unit_of_work():
        return a_firm()


@pytest.fixture
def member(as_role: SignIn, firm: Firm) -> CheckedClient:
    return as_role("member", firm)


def at(firm: Firm, part: str = "") -> str:
    return f"/en/organisatie/locaties/{firm.premises_id}{part}"


def release(app: Application) -> releases.Release:
    with app.store.unit_of_work():
        hub = a_reviewer(f"releaser-{next(NUMBERS)}@example.org")
        releases.make(NOW.date(), hub)
        found = releases.shown()
    assert found is not None
    return found


def vacant(app: Application, firm: Firm) -> None:
    with app.store.unit_of_work():
        a_vacant_shop(firm)


class TestTheForm:
    def test_all_that_is_known_of_a_building_is_kept_and_shown_again(
        self, app: Application, firm: Firm, member: CheckedClient
    ) -> None:
        member.submit(member.get("/organisatie/locaties/1/leegstand"), BUILDING)
        with app.store.unit_of_work(reading=True):
            [premises] = store.premises_of(firm.organisation_id)
            building = premises.building
        assert (building.bag_id, building.loading, str(building.area_free_m2)) == (
            "1883010000012345",
            Loading.DOCK,
            "120.5",
        )
        page = member.get(at(firm))
        assert "120.5 m²" in page.words
        assert "Is there an asbestos inventory?" in page.words
        again = member.get("/organisatie/locaties/1/leegstand").outline
        assert [form.values["has_drain"] for form in again.forms if "has_drain" in form] == ["no"]

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"bag_id": "123"}, "A BAG number has 16 digits"),
            ({"area_m2": "100", "area_free_m2": "200"}, "more free square metres"),
            ({"since": "1-2-2027", "available_from": "1-1-2027"}, "after it became empty"),
            ({"clear_height_m": "25"}, "More than 20 metres"),
            ({"built_year": "1965.5"}, "whole number"),
            ({"photos": "y"}, "together with the premises"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(
        self, told: dict[str, str], words: str, firm: Firm, member: CheckedClient
    ) -> None:
        page = member.submit(member.get(at(firm, "/leegstand")), {"state": "vacant", **told}, status=422)
        assert words in page.words

    def test_taking_it_back_can_be_undone(self, app: Application, firm: Firm, member: CheckedClient) -> None:
        vacant(app, firm)
        member.press(member.get(at(firm)), "/intrekken")
        assert "Undo: it stands empty" in member.get(at(firm)).text
        member.press(member.get(at(firm)), "/terugzetten")
        with app.store.unit_of_work(reading=True):
            [premises] = store.premises_of(firm.organisation_id)
            assert (premises.vacant, premises.public) == (True, True)


class TestPhotos:
    def send(self, member: CheckedClient, firm: Firm, content: bytes, status: int = 303) -> str:
        page = member.get(at(firm, "/fotos"))
        sent = {"file": (io.BytesIO(content), "front.jpg"), "words": "The front"}
        return member.submit(page, sent, status).words

    def test_a_photo_is_written_anew_and_public_only_with_consent(
        self, app: Application, firm: Firm, member: CheckedClient, client: CheckedClient
    ) -> None:
        vacant(app, firm)
        self.send(member, firm, a_photo_with_place())
        [row] = release(app).premises
        assert row.told["photos"] == []
        client.get(f"/leegstand/{row.code}/foto/1", status=404)
        member.submit(member.get(at(firm, "/leegstand")), {"photos": "y"})
        [row] = release(app).premises
        [told] = row.told["photos"]
        photo = f"/leegstand/{row.code}/foto/{told['code']}"
        assert photo in client.get(f"/leegstand/{row.code}").text
        client.get(f"/leegstand/{row.code}/foto/1", status=404)
        with client.http.get(photo) as answer:
            assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
            assert b"Kanariegeel" not in answer.get_data()
        member.submit(member.get(at(firm, "/leegstand")), {"photos": None} | {"state": "in_use"})
        client.get(photo, status=404)

    def test_a_pdf_is_no_photo(self, app: Application, firm: Firm, member: CheckedClient) -> None:
        assert "Choose a photo" in self.send(member, firm, a_pdf(), status=422)
        with app.store.unit_of_work(reading=True):
            assert document_store.everything() == []

    def test_another_firm_adds_and_reads_none(
        self, app: Application, firm: Firm, member: CheckedClient, as_role: SignIn
    ) -> None:
        self.send(member, firm, an_image())
        with app.store.unit_of_work():
            stranger = a_firm("Other")
        other = as_role("member", stranger)
        other.get(at(firm, "/fotos"), status=404)
        other.get("/document/1", status=404)


class TestWhatIsInside:
    def test_each_line_becomes_an_offer_from_its_day(
        self, app: Application, firm: Firm, member: CheckedClient
    ) -> None:
        page = member.get(f"/organisatie/locaties/{firm.premises_id}/binnen")
        member.submit(page, {"lines": "60 binnendeuren\n20 bureaustoelen", "start": "1-9-2027"})
        with app.store.unit_of_work(reading=True):
            found = listing_store.of_organisation(firm.organisation_id)
            assert sorted(str(one.start) for one in found) == ["2027-09-01", "2027-09-01"]
            assert {one.premises_id for one in found} == {firm.premises_id}

    def test_a_line_that_names_no_material_stores_nothing(
        self, app: Application, firm: Firm, member: CheckedClient
    ) -> None:
        page = member.get(at(firm, "/binnen"))
        said = member.submit(page, {"lines": "60 inner doors\nqqqq zzzz", "start": "1-9-2027"}, status=422)
        assert "line 2" in said.words
        with app.store.unit_of_work(reading=True):
            assert listing_store.of_organisation(firm.organisation_id) == []


class TestNeeds:
    def test_a_need_is_placed_finds_the_shop_and_can_be_changed(
        self, app: Application, firm: Firm, member: CheckedClient
    ) -> None:
        with app.store.unit_of_work():
            a_vacant_shop(a_firm("Panden"))
        told = {"purpose": "repair_cafe", "least_m2": "100", "most_m2": "150"}
        finds = member.follow(member.submit(member.get("/en/vraag/ruimte"), told))
        assert "Panden" in finds.words
        assert "Free: 120 m²" in finds.words
        [form] = [one for one in finds.outline.forms if "/voor/" in one.action]
        assert form.action.endswith("/voor/1")
        member.follow(
            member.submit(member.get("/en/mijn/1/ruimte/wijzigen"), {"least_m2": "300", "most_m2": ""})
        )
        page = member.get("/en/mijn/1/ruimte")
        assert "Nothing fits yet" in page.words
        assert member.get("/en/mijn/1/wijzigen", status=303).location.endswith("/mijn/1/ruimte/wijzigen")

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"purpose": ""}, "What for?"),
            ({"least_m2": ""}, "At least how many m²?"),
            ({"least_m2": "200", "most_m2": "100"}, "must not be above the largest"),
            ({"until": "1-1-2027"}, "passed"),
        ],
    )
    def test_what_cannot_be_is_said(self, told: dict[str, str], words: str, member: CheckedClient) -> None:
        whole = {"purpose": "depot", "least_m2": "100", **told}
        assert words in member.submit(member.get("/en/vraag/ruimte"), whole, status=422).words


class TestTheBoard:
    def test_a_figure_is_shown_with_its_basis_and_day_once_released(
        self, app: Application, hub: CheckedClient, client: CheckedClient
    ) -> None:
        told = {"area": "Markt Geleen", "measured": "share", "value": "11,5", "basis": "cbs"}
        rest = {"as_of": "1-1-2027", "source": "Invented report, page 3"}
        hub.submit(hub.get("/hub/leegstand"), {**told, **rest})
        release(app)
        app.clock = lambda: NOW + timedelta(days=1)
        words = client.get("/en/leegstand").words
        assert "Markt Geleen" in words
        assert "11.5%" in words
        assert "Figures of Statistics Netherlands" in words
        assert "1 Jan 2027" in words
        hub.press(hub.get("/hub/leegstand"), "/intrekken")
        assert "Markt Geleen" not in client.get("/en/leegstand").words

    def test_a_share_above_all_is_refused(self, hub: CheckedClient) -> None:
        told = {"area": "Markt", "measured": "share", "value": "101", "basis": "cbs", "as_of": "1-1-2027"}
        page = hub.submit(hub.get("/en/hub/leegstand"), {**told, "source": "x"}, status=422)
        assert "at most 100 per cent" in page.words

    def test_the_hub_brings_both_together_and_notes_their_yes(
        self, app: Application, firm: Firm, hub: CheckedClient
    ) -> None:
        with app.store.unit_of_work():
            a_vacant_shop(firm, public=False)
            a_space_need(a_firm("Repair", "culture"), public=False)
        use = hub.follow(hub.press(hub.get("/en/hub/leegstand"), "/voor/1"))
        for party in ("owner", "user"):
            hub.press(hub.get("/en/gebruik/1"), f"/ja/{party}")
        assert "Agreed" in hub.get("/en/gebruik/1").words
        assert "Temporary use of" in use.words
        late = hub.submit(hub.get("/en/gebruik/1"), {"begin-begin_day": "5-3-2027"}, status=422)
        assert "must have come" in late.words

    def test_the_user_can_say_no_after_the_end(self, app: Application, firm: Firm, as_role: SignIn) -> None:
        with app.store.unit_of_work():
            seeker = a_firm("Repair", "culture")
            use = a_running_use(firm, seeker)
            temporary_uses.end(use.id, use.version, NOW.date(), (UseReason.LET, ""), firm.member)
        user = as_role("member", seeker)
        user.submit(user.get("/en/gebruik/1"), {"consent-public": None})
        with app.store.unit_of_work(reading=True):
            [use] = premises_store.all_uses()
            assert not use.user_consents


class TestTheList:
    def test_it_is_narrowed_by_size_use_and_whether_it_is_free(
        self, app: Application, firm: Firm, client: CheckedClient
    ) -> None:
        vacant(app, firm)
        release(app)
        name = organisations_name(app, firm)
        assert name in client.get("/en/leegstand?van=100&tot=150&voor=repair_cafe").words
        for narrowed in ("van=500", "tot=50", "voor=depot"):
            page = client.get(f"/en/leegstand?{narrowed}")
            assert "Nothing like this stands empty" in page.words
        assert name in client.get("/en/leegstand?van=nonsense").words


def organisations_name(app: Application, firm: Firm) -> str:
    with app.store.unit_of_work(reading=True):
        return organisations.premises(firm.premises_id, firm.member).name


class TestTheFile:
    def test_a_wrong_row_is_shown_with_its_number_and_a_right_file_is_read(
        self, app: Application, firm: Firm, member: CheckedClient
    ) -> None:
        path = "/en/organisatie/locaties/invoeren"
        head = "naam;oppervlakte;lengtegraad;breedtegraad\n"
        wrong = (io.BytesIO(f"{head}Shop;;50.974;5.829".encode()), "a.csv")
        page = member.submit(member.get(path), {"file": wrong}, 422)
        for words in ("This must be filled in", "swapped", "Nothing was stored"):
            assert words in page.words
        right = (io.BytesIO(f"{head}Shop;120;5.829;50.974".encode()), "a.csv")
        member.submit(member.get(path), {"file": right})
        with app.store.unit_of_work(reading=True):
            assert [one.vacant for one in store.premises_of(firm.organisation_id)] == [False, True]

    def test_a_file_is_checked_without_waiting_for_a_writer(
        self, app: Application, member: CheckedClient
    ) -> None:
        page = member.get("/en/organisatie/locaties/invoeren")
        with app.store.unit_of_work():
            a_firm("Somebody who writes")
            wrong = (io.BytesIO(b"naam;oppervlakte\nShop;120"), "a.csv")
            assert "Nothing was stored" in member.submit(page, {"file": wrong}, 422).words

    def test_a_file_that_is_sent_again_is_read_in_once(
        self, app: Application, firm: Firm, member: CheckedClient
    ) -> None:
        page = member.get("/en/organisatie/locaties/invoeren")
        content = b"naam;oppervlakte;lengtegraad;breedtegraad\nShop;120;5.829;50.974"
        first, again = (member.submit(page, {"file": (io.BytesIO(content), "a.csv")}) for _ in range(2))
        assert first.location == again.location
        with app.store.unit_of_work(reading=True):
            assert len(store.premises_of(firm.organisation_id)) == 2

    def test_a_file_of_another_kind_is_refused(self, member: CheckedClient) -> None:
        path = "/en/organisatie/locaties/invoeren"
        page = member.submit(member.get(path), {"file": (io.BytesIO(b"%PDF-1.7"), "a.csv")}, 422)
        assert "no Excel file and no CSV" in page.words
        assert "Choose a file" in member.submit(member.get(path), {"file": (io.BytesIO(), "")}, 422).words
