"""What templates and our own style sheets and scripts never hold."""

import re

import pytest

from tests.rules.source import texts

TEMPLATES = texts("templates", ".html")
LETTERS = texts("templates", ".txt")
STATIC = texts("circulair/static", ".css", ".js", ".svg")

SAFE = re.compile(r"(\S+?)\s*\|\s*safe\b")
TRUSTED = {"drawing.html", "drawing.script"}
"""What maps draws: user text is in it only as data of a script, shown by textContent."""

INLINE = re.compile(r"<[^>{]*\s(style|on[a-z]+)\s*=|<style\b|javascript:", re.IGNORECASE)
BARE_SCRIPT = re.compile(r"<script(?![^>]*nonce=)[^>]*>")
FETCHED = re.compile(
    r"""(?:src|action)\s*=\s*["']?https?:|<link[^>]*href=["']?https?:|url\(\s*["']?https?:|@import"""
)
HOST = re.compile(r"https?://([\w.-]+)")
UNTOLD = re.compile(
    r"\{% block \w*class %\}[^{]*|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[^>]*>|&\w+;", re.DOTALL
)
ALIKE = re.compile(r"\bCircul\b|\bAIR\b|\bCirculAIR\b|\bCSV\b|\bkm\b|m²")
"""What is the same in every language: our name, a kind of file, signs of units."""

template = pytest.mark.parametrize("path", TEMPLATES)
static = pytest.mark.parametrize("path", STATIC)


@template
def test_only_the_map_is_put_in_a_page_unescaped(path: str) -> None:
    assert set(SAFE.findall(TEMPLATES[path].replace("{{", "{{ "))) <= TRUSTED
    assert "autoescape false" not in TEMPLATES[path]
    assert "Markup(" not in TEMPLATES[path]


@template
def test_a_template_has_neither_inline_style_nor_inline_script(path: str) -> None:
    assert not INLINE.findall(TEMPLATES[path])
    assert not BARE_SCRIPT.findall(TEMPLATES[path])


@template
def test_a_page_fetches_nothing_from_elsewhere(path: str) -> None:
    assert not FETCHED.findall(TEMPLATES[path])


@static
def test_our_files_name_no_other_host(path: str) -> None:
    assert set(HOST.findall(STATIC[path])) <= {"www.w3.org"}
    assert "@import" not in STATIC[path]


@template
def test_every_word_of_a_template_can_be_translated(path: str) -> None:
    left = ALIKE.sub("", UNTOLD.sub(" ", TEMPLATES[path]))
    assert not re.findall(r"[^\W\d_]{2,}", left)


def test_letters_only_use_words_that_can_be_translated() -> None:
    left = {path: ALIKE.sub("", UNTOLD.sub(" ", text)) for path, text in LETTERS.items()}
    assert not {path for path, text in left.items() if re.search(r"[^\W\d_]{2,}", text)}
