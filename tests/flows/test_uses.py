"""What is known of who uses what."""

import pytest

from flows.uses import Business, HowUsual, Residue, Use, UseList, UseListError, load_uses

ASH = Residue("ash", "ash", ("fly-ash",), ("3511",), ("fly ash",))
CEMENT = Business("cement", "a cement works", ("2351",), ("cement",))


def a_use(residue: str = "ash", business: str = "cement", place: int = 0) -> Use:
    return Use(residue, business, HowUsual.KNOWN, "as a blending material", "clinker", place)


def test_the_list_that_ships_is_large_and_says_of_each_use_what_it_replaces() -> None:
    known = load_uses()

    assert len(known.uses) > 2300
    assert all(use.replaces for use in known.uses)


def test_a_use_named_later_is_worth_less() -> None:
    assert a_use().worth == 0.6
    assert a_use(place=5).worth == 0.3


def test_a_residue_is_made_of_known_materials() -> None:
    with pytest.raises(UseListError, match="'ash': kryptonite is no material"):
        Residue("ash", "ash", ("kryptonite",), (), ("ash",))


def test_a_residue_is_called_something() -> None:
    with pytest.raises(UseListError, match="is called nothing"):
        Residue("ash", "ash", (), (), ())


def test_a_use_says_what_it_replaces() -> None:
    with pytest.raises(UseListError, match="instead of what"):
        Use("ash", "cement", HowUsual.KNOWN, "as filler", "", 0)


@pytest.mark.parametrize(
    ("uses", "law"),
    [
        ((a_use(), a_use()), "'ash in cement': is listed twice"),
        ((a_use(residue="slag"),), "'slag': is no residue of the list"),
        ((a_use(business="bakery"),), "'bakery': is no business of the list"),
    ],
)
def test_uses_join_what_is_listed_and_stand_once(uses: tuple[Use, ...], law: str) -> None:
    with pytest.raises(UseListError, match=law):
        UseList((ASH,), (CEMENT,), uses)
