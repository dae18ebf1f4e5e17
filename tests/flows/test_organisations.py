"""Kinds of organisations and the groups of city makers."""

from flows.organisations import GROUP_OF, Kind, StakeholderGroup


def test_every_kind_belongs_to_a_group_until_told_otherwise() -> None:
    assert set(GROUP_OF) == set(Kind)


def test_every_group_has_a_kind() -> None:
    assert set(GROUP_OF.values()) == set(StakeholderGroup)


def test_firms_are_entrepreneurs_and_a_school_is_an_institution() -> None:
    assert GROUP_OF[Kind.SHOP] is GROUP_OF[Kind.INDUSTRY] is StakeholderGroup.ENTREPRENEURS
    assert GROUP_OF[Kind.SCHOOL] is StakeholderGroup.INSTITUTIONS
    assert GROUP_OF[Kind.GOVERNMENT] is StakeholderGroup.GOVERNMENT
