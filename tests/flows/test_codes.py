"""Codes of public things: the same for the same thing, different for others, without a number in them."""

from flows.codes import LENGTH, SIGNS, public_code


def test_a_thing_keeps_its_code_and_shares_it_with_no_other() -> None:
    codes = {public_code("offer", number, "2027-03-01 09:00:00.123456") for number in range(1000)}
    assert len(codes) == 1000
    assert public_code("offer", 7, "now") == public_code("offer", 7, "now")


def test_a_code_begins_with_its_kind_and_is_easy_to_read_out() -> None:
    code = public_code("need", 7, "now")
    assert code.startswith("V-")
    assert len(code) == 2 + LENGTH
    assert set(code[2:]) <= set(SIGNS)
    assert not set("01IO") & set(SIGNS)
