"""Tables as typed records, one module per concept; importing this knows them all."""

from circulair.store.records.accounts import (
    NOBODY_THERE,
    LinkRecord,
    PersonRecord,
    RoleRecord,
    WrongTryRecord,
)
from circulair.store.records.asks import AskKind, AskRecord, Said
from circulair.store.records.base import Base
from circulair.store.records.classes import ClassWeighingRecord, TakenFigureRecord, WeighingClassRecord
from circulair.store.records.collection import CollectionRecord
from circulair.store.records.documents import DocumentKind, DocumentRecord
from circulair.store.records.exchanges import DeliveryRecord, ExchangePeriodRecord, ExchangeRecord
from circulair.store.records.housekeeping import AddressRecord, AnsweredFormRecord, WorldRecord
from circulair.store.records.imports import (
    LISTED,
    STAGED,
    UNDER_WAY,
    ImportedListingRecord,
    ImportRecord,
    ImportRowRecord,
    ImportState,
    MaterialSource,
    RowState,
)
from circulair.store.records.labs import (
    ExperimentPartnerRecord,
    ExperimentRecord,
    LabMeasureRecord,
    LabMemberRecord,
    LabRecord,
    LessonAnswerRecord,
    LessonRecord,
    MilestoneRecord,
)
from circulair.store.records.letter_notes import LetterNoteRecord
from circulair.store.records.listings import MATCHABLE, ListingRecord, ListingSource, ListingState
from circulair.store.records.organisations import (
    OrganisationRecord,
    PremisesRecord,
    VacancyBasis,
    Verification,
)
from circulair.store.records.outbox import LetterRecord
from circulair.store.records.plans import PlanLineRecord, PlanRecord, PlanState
from circulair.store.records.premises import (
    SpaceNeedRecord,
    TemporaryUseRecord,
    VacancyFigureRecord,
    VacancyMeasure,
)
from circulair.store.records.processes import GivenRecord, ProcessRecord, TakenRecord
from circulair.store.records.publication import ReleaseBasisRecord, ReleaseMapRecord, ReleaseRecord
from circulair.store.records.stories import StoryPictureRecord
from circulair.store.records.suggestions import (
    AnswerRecord,
    ContactRecord,
    LawAnswerRecord,
    LawDecisionRecord,
    SuggestionLineRecord,
    SuggestionRecord,
)
from circulair.store.records.trail import TrailHeadRecord, TrailRecord, TrailWordsRecord
from circulair.store.records.vehicles import VehicleRecord
from circulair.store.records.wellbeing import ExperimentAimRecord, IndicatorFigureRecord, IndicatorRecord
from circulair.store.records.work import WorkRound, WorkRoundRecord
from circulair.store.records.works import ClaimRecord, WorksComponentRecord, WorksRecord
from circulair.store.records.workshops import WorkshopCardRecord, WorkshopFindRecord, WorkshopRecord

__all__ = [
    "LISTED",
    "MATCHABLE",
    "NOBODY_THERE",
    "STAGED",
    "UNDER_WAY",
    "AddressRecord",
    "AnswerRecord",
    "AnsweredFormRecord",
    "AskKind",
    "AskRecord",
    "Base",
    "ClaimRecord",
    "ClassWeighingRecord",
    "CollectionRecord",
    "ContactRecord",
    "DeliveryRecord",
    "DocumentKind",
    "DocumentRecord",
    "ExchangePeriodRecord",
    "ExchangeRecord",
    "ExperimentAimRecord",
    "ExperimentPartnerRecord",
    "ExperimentRecord",
    "GivenRecord",
    "ImportRecord",
    "ImportRowRecord",
    "ImportState",
    "ImportedListingRecord",
    "IndicatorFigureRecord",
    "IndicatorRecord",
    "LabMeasureRecord",
    "LabMemberRecord",
    "LabRecord",
    "LawAnswerRecord",
    "LawDecisionRecord",
    "LessonAnswerRecord",
    "LessonRecord",
    "LetterNoteRecord",
    "LetterRecord",
    "LinkRecord",
    "ListingRecord",
    "ListingSource",
    "ListingState",
    "MaterialSource",
    "MilestoneRecord",
    "OrganisationRecord",
    "PersonRecord",
    "PlanLineRecord",
    "PlanRecord",
    "PlanState",
    "PremisesRecord",
    "ProcessRecord",
    "ReleaseBasisRecord",
    "ReleaseMapRecord",
    "ReleaseRecord",
    "RoleRecord",
    "RowState",
    "Said",
    "SpaceNeedRecord",
    "StoryPictureRecord",
    "SuggestionLineRecord",
    "SuggestionRecord",
    "TakenFigureRecord",
    "TakenRecord",
    "TemporaryUseRecord",
    "TrailHeadRecord",
    "TrailRecord",
    "TrailWordsRecord",
    "VacancyBasis",
    "VacancyFigureRecord",
    "VacancyMeasure",
    "VehicleRecord",
    "Verification",
    "WeighingClassRecord",
    "WorkRound",
    "WorkRoundRecord",
    "WorksComponentRecord",
    "WorksRecord",
    "WorkshopCardRecord",
    "WorkshopFindRecord",
    "WorkshopRecord",
    "WorldRecord",
    "WrongTryRecord",
]
