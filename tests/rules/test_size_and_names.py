"""How large things may be and what they may be called, so that a growing codebase stays readable."""

import ast
import re

from tests.rules.source import Function, modules

CODE = modules("circulair", "flows", "maps", "setup")
TESTS = modules("tests")
MODULE_LINES, FUNCTION_LINES, PARAMETERS, CONFTEST_LINES = 400, 40, 5, 100
MIGRATIONS = "circulair/store/migrations/"
KERNELS = "flows/engine/kernel_"
"""Compiled loops, in which a call may cost more than what it does."""

FORBIDDEN = re.compile(
    r"unittest\.mock|\bimport mock\b|\b(?:time\.)?sleep\(|pytest\.(?:skip|xfail|importorskip)\("
    r"|mark\.(?:skip|skipif|xfail)\b|\bmonkeypatch\.setattr\(|\bmocker\b"
)
"""What tests do not need: fakes of our own code, waiting, and leaving things out."""

EMPTY_WORDS = re.compile(r"(^|[/_])(utils?|helpers?|common|managers?|misc|stuff|base_utils)(_|\.py|/|$)")


def length(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def parameters(function: Function) -> int:
    told = function.args
    names = [one.arg for one in (*told.posonlyargs, *told.args, *told.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def test_modules_are_at_most_400_lines() -> None:
    assert not {one.path: one.lines for one in (*CODE, *TESTS) if one.lines > MODULE_LINES}


def test_modules_say_first_what_they_are_about() -> None:
    opening = ('"""', 'r"""')
    assert not [one.path for one in (*CODE, *TESTS) if not one.text.startswith(opening)]


def test_functions_are_at_most_40_lines() -> None:
    known = [one for one in CODE if not one.path.startswith((MIGRATIONS, KERNELS))]
    long = {(one.path, it.name): length(it) for one in known for it in one.functions}
    assert not {name: lines for name, lines in long.items() if lines > FUNCTION_LINES}


def test_functions_take_at_most_five_parameters() -> None:
    known = [one for one in CODE if not one.path.startswith(KERNELS)]
    many = {(one.path, it.name): parameters(it) for one in known for it in one.functions}
    assert not {name: number for name, number in many.items() if number > PARAMETERS}


def test_nothing_is_called_by_a_word_that_says_nothing() -> None:
    assert not [one.path for one in (*CODE, *TESTS) if EMPTY_WORDS.search(one.path)]


def test_the_shared_fixtures_stay_short() -> None:
    [conftest] = [one for one in TESTS if one.path == "tests/conftest.py"]
    assert conftest.lines < CONFTEST_LINES


def test_tests_decide_nothing() -> None:
    deciding = [
        (one.path, it.name)
        for one in TESTS
        for it in one.functions
        if it.name.startswith("test_") and any(isinstance(node, ast.If) for node in ast.walk(it))
    ]
    assert not deciding


def test_tests_neither_fake_our_code_nor_wait_nor_skip() -> None:
    assert not {one.path: found for one in TESTS if (found := FORBIDDEN.findall(one.bare))}


def test_tests_are_named_by_sentences() -> None:
    named = [(one.path, it.name) for one in TESTS for it in one.functions if it.name.startswith("test_")]
    assert not [name for name in named if name[1].count("_") < 2]


def test_folders_of_tests_are_no_packages() -> None:
    assert not [one.path for one in TESTS if one.path.endswith("__init__.py")]
