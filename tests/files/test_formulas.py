"""Texts that a spreadsheet would reckon with leave us harmless and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulair.files.formulas import STARTS, as_meant, harmless

DANGEROUS = ["=1+1", "+31 46", "-5", "@SUM(A1)", "\tx", "\rx", "＝1+1", "＋1", "－1", "＠x", "'=1+1", "''@x"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_meant(harmless(text)) == text


@pytest.mark.parametrize("text", ["", "karton", "'s ochtends", "'", "a=b", "1-2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text == as_meant(text)


@given(st.text(alphabet=st.sampled_from("=+-@'a＝ "), max_size=6))
def test_every_text_comes_back(text: str) -> None:
    assert as_meant(harmless(text)) == text
    assert harmless(text)[:1] not in STARTS
