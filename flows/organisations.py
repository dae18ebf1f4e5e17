"""An organisation: who takes part, of which kind and stakeholder group."""

from enum import StrEnum


class Kind(StrEnum):
    """What an organisation is."""

    SHOP = "shop"
    HOSPITALITY = "hospitality"
    MAKER = "maker"
    INDUSTRY = "industry"
    BUILDER = "builder"
    SCHOOL = "school"
    CARE = "care"
    HOUSING = "housing"
    CULTURE = "culture"
    GOVERNMENT = "government"
    RECYCLER = "recycler"
    HUB = "hub"
    OTHER = "other"


class StakeholderGroup(StrEnum):
    """The four groups of city makers."""

    RESIDENTS = "residents"
    ENTREPRENEURS = "entrepreneurs"
    INSTITUTIONS = "institutions"
    GOVERNMENT = "government"


GROUP_OF: dict[Kind, StakeholderGroup] = {
    Kind.SHOP: StakeholderGroup.ENTREPRENEURS,
    Kind.HOSPITALITY: StakeholderGroup.ENTREPRENEURS,
    Kind.MAKER: StakeholderGroup.ENTREPRENEURS,
    Kind.INDUSTRY: StakeholderGroup.ENTREPRENEURS,
    Kind.BUILDER: StakeholderGroup.ENTREPRENEURS,
    Kind.RECYCLER: StakeholderGroup.ENTREPRENEURS,
    Kind.SCHOOL: StakeholderGroup.INSTITUTIONS,
    Kind.CARE: StakeholderGroup.INSTITUTIONS,
    Kind.HOUSING: StakeholderGroup.INSTITUTIONS,
    Kind.CULTURE: StakeholderGroup.INSTITUTIONS,
    Kind.HUB: StakeholderGroup.INSTITUTIONS,
    Kind.GOVERNMENT: StakeholderGroup.GOVERNMENT,
    Kind.OTHER: StakeholderGroup.RESIDENTS,
}
"""The group a kind belongs to unless its members say otherwise."""
