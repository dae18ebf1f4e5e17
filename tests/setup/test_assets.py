"""The browser's files: locked without addresses, and a theme of only what the components reach."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE = {"--button-color": "var(--ink)", "--ink": "#000", "--never-used": "#f00"}
COMPONENT = ".button{color:var(--button-color)}"


@pytest.fixture(scope="module")
def assets() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assets", ROOT / "setup" / "assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tokens_are_read_from_a_style_sheet(assets: ModuleType) -> None:
    assert assets.tokens_of(".theme{ --a: 1px;\n --b: var(--a) }") == {
        "--a": "1px",
        "--b": "var(--a)",
    }


def test_a_token_that_no_component_uses_stays_out(assets: ModuleType) -> None:
    assert assets.reached([COMPONENT], BASE) == {"--button-color": "#000"}


def test_an_unknown_token_stays_as_it_is(assets: ModuleType) -> None:
    assert assets.settled("var(--a) var(--b)", {"--a": "1px"}) == "1px var(--b)"


def test_our_value_wins_over_the_base_and_reaches_through_aliases(
    assets: ModuleType,
) -> None:
    assert "--button-color:#123;" in assets.theme([COMPONENT], BASE, {"--ink": "#123"})


def test_our_own_tokens_are_always_there(assets: ModuleType) -> None:
    assert "--circulair-green-500:#17604a;" in assets.theme([], {}, {"--circulair-green-500": "#17604a"})


def test_the_lock_names_no_address_and_has_a_digest_for_every_package() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert [package for package in packages if "resolved" in package or "integrity" not in package] == []


def test_every_installed_package_is_pinned_to_one_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert [version for version in versions if not version[0].isdigit()] == []
