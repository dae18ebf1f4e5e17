"""The pages of a class: without an account by one link, plain errors, and nothing of the firm behind it."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.security import limiter
from circulair.services import class_weighings, classes
from circulair.services.actor import Actor
from flows.class_weighing import Weighing
from flows.streams import Side
from tests.web.checked import QUICK, CheckedClient, SignIn
from tests.worlds import NOBODY, NOW, Firm, a_firm, a_listing, a_reviewer


@pytest.fixture
def firms(app: Application) -> tuple[Firm, Firm, int]:
    """A school, a firm that must not be known to the class, and a class of the one for the other."""
    with app.store.unit_of_work():
        school, firm = a_firm("De Proefschool", "school", "station"), a_firm("Kanariegeel Dozen")
        offer = a_listing(Side.OFFER, firm, "cardboard", "7654")
        told = classes.Told("groep 7", "karton", NOW.date(), 8)
        made = classes.begin(told, school.organisation_id, offer.id, a_reviewer())
        classes.agree(made.id, "karton", firm.member)
    return school, firm, made.id


def link_of(school: CheckedClient, number: int) -> str:
    """Let the school make a link; return the path that its sheet shows."""
    sheet = school.post(f"/klassen/{number}/link", status=201)
    [path] = re.findall(r"/klas/[\w-]{43}", sheet.words)
    return str(path)


def a_class(app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]) -> CheckedClient:
    """Return a visitor without account who opened the link of the class."""
    visitor = CheckedClient(app)
    opened = visitor.get(link_of(as_role("member", firms[0]), firms[2]), 303)
    assert opened.location == "/klas"
    return visitor


def test_a_link_is_shown_once_and_kept_in_no_cookie(as_role: SignIn, firms: tuple[Firm, Firm, int]) -> None:
    school, number = as_role("member", firms[0]), firms[2]
    button = school.get(f"/klassen/{number}")
    sheet = school.press(button, "/link", status=201)
    [link] = re.findall(r"/klas/[\w-]{43}", sheet.words)
    assert "lesson-code" in sheet.text
    with school.http.session_transaction() as kept:
        assert link.rpartition("/")[2] not in str(dict(kept))
    again = school.press(button, "/link", status=303)
    assert "/klas/" not in school.follow(again).words
    assert link not in school.get(f"/klassen/{number}").text


def test_who_signs_in_or_out_leaves_the_class_behind(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    school = as_role("member", firms[0])
    school.get(link_of(school, firms[2]), 303)
    school.get("/klas")
    school.post("/uitloggen")
    school.get("/klas", 410)


def test_a_class_weighs_corrects_and_takes_back(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    page = a_class(app, as_role, firms)
    assert "Opgeslagen: 2,4 kg" in page.follow(page.submit(page.get("/klas"), {"kg": "2,4"})).words
    page.submit(page.get("/klas"), {"kg": "0"})
    assert "Teruggenomen: 0 kg" in page.follow(page.press(page.get("/klas"), "/klas/ongedaan")).words
    [entry] = re.findall(r"/klas/weging/\d+", page.get("/klas").text)
    page.submit(page.get(entry), {"kg": "4,2", "day": "1-3-2027"})
    assert "4,2 kg" in page.get("/klas").words
    page.press(page.get(entry), "/weg")
    page.press(page.get("/klas"), "/klas/geen-les")
    assert "geen les" in page.get("/klas").words


def test_what_cannot_be_stays_typed_with_the_reason_beside_it(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    visitor = a_class(app, as_role, firms)
    page = visitor.get("/klas")
    for typed in ("", "veel", "-1", "1001", "1.500"):
        page = visitor.submit(page, {"kg": typed}, 422)
        assert 'id="kg-error"' in page.text, typed
        assert f'value="{typed}"' in page.text
        assert "Nog niets" in page.words


def test_a_week_ten_times_as_heavy_as_usual_is_asked_about_once(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    visitor = a_class(app, as_role, firms)
    visitor.submit(visitor.get("/klas"), {"kg": "2,4"})
    app.clock = lambda: NOW + timedelta(weeks=1)
    asked = visitor.submit(visitor.get("/klas"), {"kg": "240"}, 422)
    assert "Klopt het" in asked.words
    asked = visitor.submit(asked, {"kg": "250"}, 422)
    assert "Opgeslagen: 250 kg" in visitor.follow(visitor.submit(asked, {"kg": "250"})).words


def test_a_second_page_is_told_that_somebody_was_first_and_keeps_what_was_typed(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    visitor = a_class(app, as_role, firms)
    one, two = visitor.get("/klas"), visitor.get("/klas")
    visitor.submit(one, {"kg": "2,4"})
    told = visitor.submit(two, {"kg": "2,5"}, 409)
    assert 'value="2,5"' in told.text
    visitor.submit(told, {"kg": "2,5"})
    late = visitor.press(two, "/klas/geen-les", status=409)
    assert "2,5 kg" in late.words


def test_what_was_typed_for_one_class_never_stands_with_another_that_was_opened_since(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    visitor = a_class(app, as_role, firms)
    visitor.submit(visitor.get("/klas"), {"kg": "1"})
    first, left_open = visitor.get("/klas"), visitor.get("/klas")
    [entry] = re.findall(r"/klas/weging/\d+", first.text)
    changing = visitor.get(entry)
    with app.store.unit_of_work():
        own = a_listing(Side.OFFER, firms[0], "cardboard")
        told = classes.Told("2B", "papier", NOW.date(), 8)
        other = classes.begin(told, firms[0].organisation_id, own.id, firms[0].member).id
        second = f"/klas/{classes.make_link(other, firms[0].member)}"
    visitor.get(second, 303)
    asked = visitor.submit(first, {"kg": "2,5"}, 409)
    assert "2B" in asked.words
    assert "Is het voor 2B?" in asked.words
    assert 'value="2,5"' in asked.text
    assert "Opgeslagen: 2,5 kg" in (stood := visitor.follow(visitor.submit(asked, {}))).words
    assert "groep 7" in stood.words
    visitor.get(second, 303)
    assert "groep 7" in visitor.press(stood, "/klas/ongedaan", status=409).words
    visitor.get(second, 303)
    assert "groep 7" in visitor.press(changing, "/weg", status=409).words
    visitor.get(second, 303)
    assert 'value="3"' in visitor.submit(changing, {"kg": "3"}, 409).text
    visitor.get(second, 303)
    assert "Nog niets" in visitor.get("/klas").words
    with visitor.http.session_transaction() as kept:
        kept["classes"] = kept["classes"][-1:]
    assert 'value="4"' in visitor.submit(left_open, {"kg": "4"}, 409).text
    assert "Nog niets" in visitor.get("/klas").words


def test_a_class_reads_nothing_of_the_firm(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    visitor = a_class(app, as_role, firms)
    visitor.submit(visitor.get("/klas"), {"kg": "2,4"})
    told = "".join(
        visitor.get(f"{language}{path}").text
        for language in ("", "/en", "/de")
        for path in ("/klas", "/klas/lesblad")
    )
    school = as_role("member", firms[0])
    told += school.get(f"/klassen/{firms[2]}").text + school.get("/klassen").text
    assert not re.findall(r"kanariegeel|7[.,]?654|cardboard of|/mijn/\d", told, re.IGNORECASE)


def test_a_closed_link_says_what_to_do(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    school = as_role("member", firms[0])
    visitor, link = CheckedClient(app), link_of(school, firms[2])
    visitor.get(link, 303)
    visitor.get(link, 303)
    school.post(f"/klassen/{firms[2]}/link/intrekken")
    for path in ("/klas", link, "/klas/never-was"):
        assert "vraag je juf" in visitor.get(path, 410).words
    visitor.post("/klas", {"kg": "2"}, 410)


def test_a_wrong_link_leaves_the_class_that_is_open_open(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    visitor = a_class(app, as_role, firms)
    wrong = visitor.get("/klas/never-was", 410)
    assert 'href="/klas"' in wrong.text
    assert "groep 7" in visitor.get("/klas").words


def test_a_class_stops_only_after_it_was_asked_once(as_role: SignIn, firms: tuple[Firm, Firm, int]) -> None:
    school, path = as_role("member", firms[0]), f"/klassen/{firms[2]}"
    assert f'href="{path}/stoppen"' in school.get(path).text
    asked = school.get(f"{path}/stoppen")
    assert "Later verdergaan kan niet" in asked.words
    assert "Weegt" in school.get(path).words
    assert "Gestopt" in school.follow(school.submit(asked, {})).words
    school.get(f"{path}/stoppen", 409)


def test_a_school_with_nothing_to_weigh_is_told_what_to_do(
    as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    school = as_role("member", firms[0])
    page = school.get("/klassen/nieuw")
    assert "Uw school heeft nog niets om te wegen" in page.words
    assert 'id="stream"' not in page.text
    typed = {"label": "groep 8", "weeks": "8", "stream_name": "karton", "first_day": "1-3-2027"}
    assert 'id="code-error"' in school.submit(page, typed, 422).text


def test_an_owner_puts_back_on_the_offer_what_it_said_before_a_class_that_is_gone(
    app: Application, as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    school, firm, number = firms
    with app.store.unit_of_work():
        digest = class_weighings.enter(classes.make_link(number, school.member), NOBODY)
        for week in range(8):
            who = Actor(NOW + timedelta(weeks=week))
            seen = class_weighings.by_link(digest, who).changes
            class_weighings.weigh(digest, seen, Weighing(who.today, Decimal(2)), who)
        listing_id = classes.seen_by(number, firm.member).listing_id
    app.clock = lambda: NOW + timedelta(weeks=9)
    owner = as_role("member", firm)
    owner.press(owner.get(f"/klassen/{number}"), "/overnemen")
    teacher = as_role("member", school)
    teacher.submit(teacher.get(f"/klassen/{number}/wissen"), {})
    page = owner.get(f"/mijn/{listing_id}")
    assert "De school heeft de klas gewist" in page.words
    back = owner.follow(owner.press(page, "/meting/terugzetten"))
    assert "Teruggezet" in back.words
    assert "De school heeft de klas gewist" not in back.words


def test_only_links_that_do_not_work_count_as_tries(
    app: Application, tmp_path: Path, firms: tuple[Firm, Firm, int]
) -> None:
    with app.store.unit_of_work():
        token = classes.make_link(firms[2], firms[0].member)
    settings = Settings(data_dir=str(tmp_path), database_url=app.settings.database_url)
    limited = create_app(settings, {**QUICK, "RATELIMIT_ENABLED": True})
    limited.clock = app.clock
    limiter.reset()
    visitor = CheckedClient(limited)
    for _ in range(25):
        visitor.get(f"/klas/{token}", 303)
    for _ in range(60):
        visitor.post("/klas/ongedaan", status=409)
    visitor.post("/klas/geen-les", status=429)
    for _ in range(20):
        visitor.get("/klas/never-was", 410)
    visitor.get("/klas/never-was", 429)
    limiter.reset()
    limited.store.close()


def test_a_school_is_told_beside_the_fields_what_is_missing(
    as_role: SignIn, firms: tuple[Firm, Firm, int]
) -> None:
    school = as_role("member", firms[0])
    form = school.get("/klassen/nieuw")
    typed = {"label": "groep 8" * 9, "code": "A-NOTHERE", "weeks": "3", "stream_name": "", "first_day": ""}
    page = school.submit(form, typed, 422)
    for field in ("label", "weeks", "stream_name", "first_day"):
        assert f'id="{field}-error"' in page.text, field
    right = {"label": "groep 8", "weeks": "8", "stream_name": "papier", "first_day": "1-3-2027"}
    page = school.submit(page, {**typed, **right}, 422)
    assert "A-NOTHERE" in page.words
    assert 'id="code-error"' in page.text


def test_the_owner_says_yes_with_a_name_and_takes_over_with_a_before_and_after(
    app: Application, as_role: SignIn
) -> None:
    with app.store.unit_of_work():
        school, firm = a_firm("School", "school", "station"), a_firm("Winkel")
        offer = a_listing(Side.OFFER, firm, "cardboard", None)
        told = classes.Told("groep 7", "karton", NOW.date(), 8)
        number = classes.begin(told, school.organisation_id, offer.id, a_reviewer()).id
    owner = as_role("member", firm)
    asked = owner.get(f"/klassen/{number}")
    assert "groep 7" in owner.get("/mijn").words
    owner.submit(asked, {"stream_name": ""}, 422)
    owner.submit(asked, {"stream_name": "dozen"})
    with app.store.unit_of_work():
        digest = class_weighings.enter(classes.make_link(number, school.member), NOBODY)
    enter_weekly(app, digest, "10", "11", "9", "10")
    page = owner.get(f"/klassen/{number}")
    assert "10 kg per week" in page.words
    listing = owner.follow(owner.press(page, "/overnemen"))
    assert "4 weken gewogen door een klas" in listing.words
    assert "10 kg per week" in listing.words
    back = owner.follow(owner.press(owner.get(f"/klassen/{number}"), "/terugzetten"))
    assert "10 kg per week" not in back.words


def enter_weekly(app: Application, digest: str, *kg: str) -> None:
    """Let a class weigh on the Mondays from today on, and move the clock to the week after."""
    for week, one in enumerate(kg):
        now = NOW + timedelta(weeks=week)
        with app.store.unit_of_work():
            who = Actor(now)
            seen = class_weighings.by_link(digest, who).changes
            class_weighings.weigh(digest, seen, Weighing(who.today, Decimal(one)), who)
    app.clock = lambda: NOW + timedelta(weeks=len(kg))
