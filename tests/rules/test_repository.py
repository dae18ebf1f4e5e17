"""What the repository says of itself, and what it never holds."""

import re
from dataclasses import fields

import pytest

from circulair.config import PREFIX, Settings
from tests.rules.source import ROOT, tracked

ELSEWHERE = re.compile(
    r"(?<![\w.:/-])/(?:work|root|home|Users)/\w+|registry\.npmjs|files\.pythonhosted|pypi\.org|npmjs\.org/"
)
"""Paths of a machine and addresses of registries."""


def test_every_setting_is_in_the_table_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `(\w+)` \|", readme, flags=re.MULTILINE))
    assert rows == {PREFIX + setting.name.upper() for setting in fields(Settings)}


def test_no_file_holds_a_path_of_a_machine_or_the_address_of_a_registry() -> None:
    own = "tests/rules/test_repository.py"
    found = {path: ELSEWHERE.findall(text) for path, text in tracked().items() if path != own}
    assert not {path: hits for path, hits in found.items() if hits}


def test_nothing_made_by_set_up_or_use_is_kept() -> None:
    made = re.compile(r"(^|/)(vendor|node_modules|\.venv|__pycache__|var)/|\.(mo|pyc|db|sqlite3?|eml|log)$")
    assert not [path for path in tracked() if made.search(path)]


def test_every_target_that_people_are_told_of_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = {
        target
        for name in ("README.md", "CONTRIBUTING.md", ".ci/run")
        for target in re.findall(r"\bmake ([a-z][a-z-]+)", (ROOT / name).read_text(encoding="utf-8"))
    }
    assert told - set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE)) <= {"sure"}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_what_every_project_owes_its_readers_is_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()
