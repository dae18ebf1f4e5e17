"""What codes are called on screen: one table per subject, English here, translated by the catalogues."""

from circulair.words import (
    acts,
    desk,
    disclosure,
    documents,
    figures,
    imports,
    labs,
    law,
    law_questions,
    lines,
    listings,
    matches,
    places,
    plans,
    premises,
    refusals,
    states,
    units,
)

TEXTS: dict[str, str] = {
    **refusals.TEXTS,
    **acts.TEXTS,
    **desk.TEXTS,
    **states.TEXTS,
    **units.TEXTS,
    **matches.TEXTS,
    **places.TEXTS,
    **listings.TEXTS,
    **lines.TEXTS,
    **imports.TEXTS,
    **law.TEXTS,
    **law_questions.TEXTS,
    **plans.TEXTS,
    **premises.TEXTS,
    **documents.TEXTS,
    **disclosure.TEXTS,
    **figures.TEXTS,
    **labs.TEXTS,
}
"""Every code that people see, with its English text; ``%(name)s`` takes a part of the code's object."""
