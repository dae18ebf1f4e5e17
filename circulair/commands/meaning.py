"""What typed texts in files mean, read with the classifier of this process."""

from collections.abc import Sequence

from circulair.commands.classification import opened
from circulair.services import classification, understanding


def meant(text: str, language: str) -> Sequence[str]:
    """Return the materials that a text means; the index of words is opened with the first text."""
    if classification.READER.classifier is None:
        opened()
    return understanding.clear(text, language)
