"""Pictures of public stories."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from circulair.store.records.base import Base


class StoryPictureRecord(Base):
    """The picture of an experiment's story, written anew and small, with words for whoever cannot see it."""

    __tablename__ = "story_pictures"

    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    words: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
