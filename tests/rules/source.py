"""The project's own files, as the rules read them."""

import ast
import importlib
import pkgutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

import circulair
import flows
import maps

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("circulair", "flows", "maps")
NOT_IMPORTED = ("circulair.__main__", "circulair.store.migrations")
"""What runs when it is imported: the command itself, and migrations, which only Alembic can."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Wordless(ast.NodeTransformer):
    """Empties every text in a tree."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:  # ast's own name
        return ast.Constant("") if isinstance(node.value, str) else node


@dataclass
class Module:
    """A Python file: its path from the root, its lines and its tree."""

    path: str
    text: str

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def bare(self) -> str:
        """Return the code without comments and without texts."""
        return ast.unparse(Wordless().visit(ast.parse(self.text)))

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the Python files under folders of the project, in order of path."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths
    )


@cache
def texts(folder: str, *suffixes: str) -> dict[str, str]:
    """Return our own files under a folder by path: what set-up puts there is not ours."""
    paths = sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    ours = (path for path in paths if "vendor" not in path.parts)
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in ours}


@cache
def tracked() -> dict[str, str]:
    """Return every text file that git keeps, by path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return {path.relative_to(ROOT).as_posix(): read(path) for path in paths if path.is_file()}


def read(path: Path) -> str:
    """Return a file's text, empty if it is a picture or the like."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def imported() -> tuple[ModuleType, ...]:
    """Return all modules of the three packages, imported."""
    return tuple(
        importlib.import_module(found.name)
        for package in (circulair, flows, maps)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not found.name.startswith(NOT_IMPORTED)
    )
