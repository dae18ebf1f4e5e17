"""Settings: CIRCULAIR_* from the environment, their defaults, and what production refuses."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_KEY = 32
PREFIX = "CIRCULAIR_"

DATA_LICENCES = ("CC_BY_4_0", "CC0", "CC_BYSA_4_0")
"""Licences for open data by their code in the European list; the first where the operator chose none."""

ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


TILE_PARTS = ("{z}", "{x}", "{y}")
TILE_EXAMPLE = "https://tiles.example.org/{z}/{x}/{y}.png"
TILE_ADDRESS = re.compile(r"([!$%&()*+,./:;=?@A-Z\[\]_a-z~0-9'-]|\{[zxy]\})+")
LONGEST_ATTRIBUTION = 200


class UnsafeSettingError(Exception):
    """A production start with a setting that would not protect its users."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(setting, reason)
        self.setting, self.reason = setting, reason

    def __str__(self) -> str:
        return f"{PREFIX}{self.setting.upper()}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set; names are those of the environment without its prefix."""

    environment: str = "development"
    data_dir: str = "var"
    database_url: str = ""
    secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = ""
    mail_from: str = "CirculAIR <noreply@localhost>"
    address_service: str = ""
    routing_url: str = ""
    contact_email: str = ""
    hub_vihb: str = ""
    words_dir: str = ""
    publisher: str = ""
    data_licence: str = ""
    frame_ancestors: str = ""
    tile_url: str = ""
    tile_attribution: str = ""
    proxies: int = 0

    @property
    def production(self) -> bool:
        """Return whether real people depend on this start."""
        return self.environment == "production"

    @property
    def database(self) -> str:
        """Return the database's address: the one set, else a file in the data folder."""
        return self.database_url or f"sqlite:///{Path(self.data_dir).absolute() / 'circulair.db'}"


def read(environ: Mapping[str, str]) -> Settings:
    """Return the settings of the environment, refusing what is unsafe in production."""
    given = {
        setting.name: environ[PREFIX + setting.name.upper()]
        for setting in fields(Settings)
        if PREFIX + setting.name.upper() in environ
    }
    settings = Settings(**given | {"proxies": number_of("proxies", given.get("proxies", "0"))})  # type: ignore[arg-type]  # all others are text
    check_routing(settings.routing_url)
    check_open_data(settings)
    check_tiles(settings)
    check(settings)
    return settings


def number_of(setting: str, text: str) -> int:
    """Return a setting that is a small whole number."""
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        raise UnsafeSettingError(setting, "must be a whole number, 0 where there is none")
    return int(text)


def check_routing(url: str) -> None:
    """Refuse the address of a routing service that is none of the web."""
    parts = urlsplit(url)
    if url and not (parts.scheme in {"http", "https"} and parts.hostname):
        raise UnsafeSettingError("routing_url", "must begin with https:// or http:// and name a host")


def check_tiles(settings: Settings) -> None:
    """Refuse a background whose server cannot be asked, or of which nobody would learn who made it."""
    attribution = settings.tile_attribution.strip()
    if settings.tile_url:
        check_tile_url(settings.tile_url)
        if not 0 < len(attribution) <= LONGEST_ATTRIBUTION:
            raise UnsafeSettingError(
                "tile_attribution", f"must say in at most {LONGEST_ATTRIBUTION} characters who made the tiles"
            )
    elif attribution:
        raise UnsafeSettingError("tile_attribution", "is set, but there is no tile_url to which it belongs")


def check_tile_url(url: str) -> None:
    """Refuse what is no address of tiles."""
    missing = [part for part in TILE_PARTS if url.count(part) != 1]
    if missing:
        raise UnsafeSettingError("tile_url", f"must have {missing[0]} once, like {TILE_EXAMPLE}")
    try:
        at = urlsplit(url)
        named = at.scheme in {"http", "https"} and at.hostname and at.port != 0
    except ValueError as error:
        raise UnsafeSettingError("tile_url", f"is no address: {error}") from error
    if not named or "@" in at.netloc:
        raise UnsafeSettingError(
            "tile_url", f"must begin with https:// or http:// and name a host, like {TILE_EXAMPLE}"
        )
    if any(part in at.netloc for part in TILE_PARTS):
        raise UnsafeSettingError("tile_url", "must name one host; {z}, {x} and {y} stand in the path")
    if not TILE_ADDRESS.fullmatch(url):
        raise UnsafeSettingError(
            "tile_url", f"has signs that an address cannot have, or a part other than {', '.join(TILE_PARTS)}"
        )


def check_open_data(settings: Settings) -> None:
    """Refuse a licence that catalogues do not know, and a site for frames that is no plain origin."""
    if settings.data_licence and settings.data_licence not in DATA_LICENCES:
        raise UnsafeSettingError("data_licence", f"must be one of {', '.join(DATA_LICENCES)}")
    for origin in settings.frame_ancestors.split():
        if not ORIGIN.fullmatch(origin):
            raise UnsafeSettingError(
                "frame_ancestors", f"{origin!r} must be like https://www.example.org, without a path"
            )


def check(settings: Settings) -> None:
    """Refuse unknown environments, and in production every setting that is not safe."""
    if settings.environment not in {"development", "production"}:
        raise UnsafeSettingError("environment", "must be development or production")
    if not settings.production:
        return
    if len(settings.secret_key) < SHORTEST_KEY:
        raise UnsafeSettingError("secret_key", f"must be set, at least {SHORTEST_KEY} characters of chance")
    if not settings.base_url.startswith("https://"):
        raise UnsafeSettingError("base_url", "must begin with https://, sessions travel with it")
    if "memory" in settings.database or settings.database == "sqlite://":
        raise UnsafeSettingError("database_url", "a database in memory forgets everything at a restart")
    if not settings.mail_url:
        raise UnsafeSettingError("mail_url", "must be set, or nobody can sign up")
    mail = urlsplit(settings.mail_url)
    if mail.scheme not in {"smtp", "smtps"} or not mail.hostname:
        raise UnsafeSettingError("mail_url", "must begin with smtps:// or smtp:// and name a host")


def secret_key(settings: Settings) -> str:
    """Return the key that signs sessions: the one set, else one made and kept in the data folder."""
    if settings.secret_key:
        return settings.secret_key
    kept = Path(settings.data_dir) / "secret_key"
    if not kept.exists():
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(SHORTEST_KEY))
    return kept.read_text()
