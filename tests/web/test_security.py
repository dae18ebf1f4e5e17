"""Security of every answer: headers, cookies, sessions, keys and limits; and what production refuses."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import request
from sqlalchemy import func, select

from circulair import config
from circulair.app import Application, create_app
from circulair.config import Settings, UnsafeSettingError
from circulair.security import limiter, own_origin
from circulair.services import passwords
from circulair.services.actor import Role
from circulair.store import accounts, organisations
from circulair.store.records import AnsweredFormRecord
from circulair.store.session import current
from tests.web.checked import QUICK, CheckedClient, Page, SignIn
from tests.worlds import NOBODY, Firm, a_firm, a_person

SAFE = Settings(
    environment="production",
    secret_key="k" * 32,
    base_url="https://circulair.example.org",
    mail_url="smtps://mail.example.org",
)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
RIGHT = "vier losse woorden achter elkaar"


def policy(page: Page) -> str:
    return page.response.headers["Content-Security-Policy"]


@pytest.fixture
def production(app: Application, tmp_path: Path) -> CheckedClient:
    made = create_app(replace(SAFE, data_dir=str(tmp_path)), QUICK)
    made.store = app.store
    return CheckedClient(made)


@pytest.fixture
def known(app: Application) -> Firm:
    """A firm whose member has a password."""
    with app.app_context(), app.store.unit_of_work():
        firm = a_firm()
        passwords.choose(firm.person_id, RIGHT, NOBODY)
    return firm


def sign_in(client: CheckedClient, email: str, password: str = RIGHT, status: int = 303) -> Page:
    return client.submit(client.get("/inloggen"), {"email": email, "password": password}, status)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/en/", 200),
        ("/bestaat-niet", 404),
        ("/uitloggen", 405),
        ("/mijn", 303),
        ("/link/x", 410),
        ("/health/live", 200),
        ("/static/layout.css", 200),
        ("/static/nowhere.css", 404),
    ],
)
def test_every_answer_carries_the_headers(client: CheckedClient, path: str, status: int) -> None:
    page = client.get(path, status)
    assert {name: page.response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "unsafe" not in policy(page)
    assert "default-src 'none'" in policy(page)
    assert "frame-ancestors 'none'" in policy(page)
    page.response.close()


def test_every_page_has_a_nonce_of_its_own(client: CheckedClient) -> None:
    assert policy(client.get("/")) != policy(client.get("/"))


def test_pages_are_kept_nowhere_and_files_may_be(client: CheckedClient) -> None:
    assert client.get("/").response.headers["Cache-Control"] == "no-store"
    file = client.get("/static/layout.css")
    assert "no-store" not in file.response.headers.get("Cache-Control", "")
    file.response.close()


def test_the_cookie_of_production_is_bound_to_host_and_https(production: CheckedClient) -> None:
    response = production.http.get("/inloggen", base_url="https://circulair.example.org")
    [cookie] = response.headers.getlist("Set-Cookie")
    parts = [part.strip() for part in cookie.split(";")]
    assert parts[0].startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
    assert not [part for part in parts if part.startswith("Domain")]


def test_signing_in_and_out(client: CheckedClient, known: Firm) -> None:
    assert sign_in(client, known.email).location == "/mijn"
    mine = client.get("/mijn")
    client.press(mine, "/uitloggen")
    client.get("/mijn", 303)


def test_a_copied_cookie_opens_nothing_after_signing_out(
    app: Application, client: CheckedClient, known: Firm
) -> None:
    sign_in(client, known.email)
    thief = CheckedClient(app)
    stolen = client.http.get_cookie("session")
    assert stolen is not None
    thief.http.set_cookie("session", stolen.value)
    thief.get("/mijn")
    client.post("/uitloggen")
    thief.get("/mijn", 303)


def test_a_new_password_ends_the_other_sessions(app: Application, known: Firm) -> None:
    here, there = CheckedClient(app), CheckedClient(app)
    sign_in(here, known.email)
    sign_in(there, known.email)
    here.submit(here.get("/wachtwoord"), {"current": RIGHT, "password": "weer vier andere woorden"})
    here.get("/mijn")
    there.get("/mijn", 303)


def test_whoever_is_switched_off_is_out_at_once(app: Application, client: CheckedClient, known: Firm) -> None:
    sign_in(client, known.email)
    with app.store.unit_of_work():
        person = accounts.person(known.person_id)
        assert person is not None
        person.active = False
    client.get("/mijn", 303)


def test_a_wrong_password_and_an_unknown_person_read_alike(client: CheckedClient, known: Firm) -> None:
    wrong = sign_in(client, known.email, "iets heel anders", 422)
    unknown = sign_in(client, "nobody@example.org", "iets heel anders", 422)
    assert wrong.words.replace(known.email, "") == unknown.words.replace("nobody@example.org", "")


def test_wrong_tries_are_noted_although_the_page_refuses(
    app: Application, client: CheckedClient, known: Firm
) -> None:
    for _ in range(10):
        sign_in(client, known.email, "iets heel anders", 422)
    sign_in(client, known.email, RIGHT, 422)
    with app.store.unit_of_work(reading=True):
        assert accounts.wrong_tries(known.email, NOBODY.now) == 10


def test_after_signing_in_one_gets_the_page_that_one_asked_for(client: CheckedClient, known: Firm) -> None:
    asked = client.get("/en/organisatie", 303)
    page = client.follow(asked)
    assert page.outline.language == "en"
    arrived = client.submit(page, {"email": known.email, "password": RIGHT})
    assert arrived.location == "/en/organisatie"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"]
)
def test_signing_in_leads_to_no_other_site(client: CheckedClient, known: Firm, target: str) -> None:
    page = client.get(f"/inloggen?next={target}")
    assert client.submit(page, {"email": known.email, "password": RIGHT}).location == "/mijn"


def test_the_same_form_twice_counts_once_and_gets_the_same_answer(app: Application, as_role: SignIn) -> None:
    member = as_role("member")
    with app.store.unit_of_work(reading=True):
        [before] = organisations.all_by_name()
    page = member.get("/organisatie/wijzigen")
    first = member.submit(page, {"name": "Een nieuwe naam"})
    second = member.submit(page, {"name": "Een nieuwe naam"})
    assert (second.status, second.location) == (first.status, first.location)
    with app.store.unit_of_work(reading=True):
        [organisation] = organisations.all_by_name()
        assert (organisation.name, organisation.version) == ("Een nieuwe naam", before.version + 1)


@pytest.mark.parametrize("path", ["/hub/voorstel/1/oppakken", "/organisatie/wijzigen"])
def test_nothing_is_kept_of_a_form_of_somebody_who_may_not_send_it(
    app: Application, client: CheckedClient, path: str
) -> None:
    keys = {"csrf_token": client.token(), "idempotency_key": "a" * 32}
    client.post(path, keys, 303)
    with app.store.unit_of_work(reading=True):
        assert current().scalar(select(func.count()).select_from(AnsweredFormRecord)) == 0


def test_the_key_of_a_form_is_refused_for_another(as_role: SignIn) -> None:
    member = as_role("member")
    page = member.get("/organisatie/wijzigen")
    member.submit(page, {"name": "Een nieuwe naam"})
    member.submit(page, {"name": "Een andere naam"}, 422)


def test_a_form_that_was_refused_may_be_sent_again(as_role: SignIn) -> None:
    member = as_role("member")
    page = member.get("/organisatie/wijzigen")
    member.submit(page, {"name": ""}, 422)
    member.submit(page, {"name": "Een nieuwe naam"})


def test_a_request_that_is_too_big_is_refused(client: CheckedClient) -> None:
    page = client.post("/inloggen", {"email": "x" * 256 * 1024}, 413)
    assert "xxx" not in page.text


@pytest.mark.parametrize(
    "origin", ["http://[", "null", "", "https://localhost", "http://localhost:81", "http://evil.example"]
)
def test_a_form_of_another_origin_is_refused(client: CheckedClient, origin: str) -> None:
    client.http.environ_base["HTTP_ORIGIN"] = origin
    client.post("/inloggen", {"email": "nobody@example.org"}, 400)


def test_a_form_of_our_own_origin_is_taken(client: CheckedClient) -> None:
    client.http.environ_base["HTTP_ORIGIN"] = "http://localhost"
    client.post("/inloggen", {"email": "nobody@example.org"})


def test_the_origin_of_production_is_that_of_its_setting(production: CheckedClient) -> None:
    with production.http.application.test_request_context(base_url="http://127.0.0.1:8000"):
        assert own_origin() == "https://circulair.example.org"


def test_too_many_tries_a_minute_are_refused(app: Application, tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path), database_url=app.settings.database_url)
    limited = create_app(settings, {**QUICK, "RATELIMIT_ENABLED": True})
    limiter.reset()
    client = CheckedClient(limited)
    for _ in range(20):
        client.post("/inloggen", {"email": "nobody"}, 422)
    client.post("/inloggen", {"email": "nobody"}, 429)
    limiter.reset()
    limited.store.close()


def test_one_person_makes_us_write_to_others_so_often_an_hour(app: Application, tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path), database_url=app.settings.database_url)
    limited = create_app(settings, {**QUICK, "RATELIMIT_ENABLED": True})
    limiter.reset()
    with limited.store.unit_of_work():
        people = [a_person(Role.HUB, None, f"hub{number}@example.org") for number in (1, 2)]
    one, other = (CheckedClient(limited).sign_in(person.fs_uniquifier) for person in people)
    for number in range(1, 61):
        one.post(f"/hub/melding/{number}/opnieuw", {}, 404)
    assert "hooguit een uur" in one.post("/uitwisseling/1/levering/1/terugnemen", {}, 429).words
    other.post("/hub/melding/1/opnieuw", {}, 404)
    limiter.reset()
    limited.store.close()


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "2.2.2.2"), (2, "1.1.1.1")])
def test_as_many_proxies_are_believed_as_are_set(tmp_path: Path, proxies: int, address: str) -> None:
    made = create_app(Settings(data_dir=str(tmp_path), proxies=proxies), QUICK)
    seen: list[str] = []
    made.before_request_funcs.setdefault(None, []).insert(0, lambda: seen.append(str(request.remote_addr)))
    made.test_client().get("/health/live", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"})
    made.store.close()
    assert seen == [address]


def test_the_number_of_proxies_is_a_number() -> None:
    assert config.read({"CIRCULAIR_PROXIES": "2"}).proxies == 2
    for wrong in ("-1", "one", "²", "", "1000"):
        with pytest.raises(UnsafeSettingError, match="CIRCULAIR_PROXIES"):
            config.read({"CIRCULAIR_PROXIES": wrong})


def test_safe_settings_of_production_are_taken() -> None:
    config.check(SAFE)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("environment", "staging"),
        ("secret_key", ""),
        ("secret_key", "short"),
        ("base_url", "http://circulair.example.org"),
        ("database_url", "sqlite://"),
        ("database_url", "sqlite:///:memory:"),
        ("database_url", "sqlite:///file::memory:?cache=shared"),
        ("mail_url", ""),
        ("mail_url", "mail.example.org:587"),
        ("mail_url", "http://mail.example.org"),
        ("mail_url", "smtp://"),
    ],
)
def test_production_refuses_a_setting_that_protects_nobody(setting: str, value: str) -> None:
    unsafe = replace(SAFE, **{setting: value})  # type: ignore[arg-type]  # these settings are texts
    with pytest.raises(UnsafeSettingError) as refused:
        config.check(unsafe)
    assert refused.value.setting == setting


def test_settings_are_read_from_the_environment_by_their_prefix() -> None:
    read = config.read({"CIRCULAIR_DATA_DIR": "/srv/circulair", "DATA_DIR": "elsewhere"})
    assert read == Settings(data_dir="/srv/circulair")


def test_the_key_that_is_made_is_kept_for_us_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path))
    assert config.secret_key(settings) == config.secret_key(settings)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert len(config.secret_key(settings)) == 64
