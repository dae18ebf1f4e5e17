"""What tests of the hub's desk look at: a suggestion as stored, its history, its page and its law form."""

from circulair.app import Application
from circulair.store import suggestions, trail
from circulair.store.records import SuggestionRecord
from tests.stories import Story
from tests.web.checked import CheckedClient, Page


def stored(app: Application, story: Story) -> SuggestionRecord:
    with app.store.unit_of_work(reading=True):
        found = suggestions.one(story.suggestion_id)
    assert found is not None
    return found


def acts(app: Application, story: Story) -> list[str]:
    with app.store.unit_of_work(reading=True):
        return [row.act for row, _words in trail.of_subject("suggestion", story.suggestion_id)]


def sheet(client: CheckedClient, story: Story) -> Page:
    return client.get(f"/en/hub/voorstel/{story.suggestion_id}")


def law_fields(app: Application, story: Story, **told: str) -> dict[str, object]:
    """Return the fields of the law form of a story's one offer."""
    line = stored(app, story).lines[0].id
    fields = {"status": "waste", "reason": "", "eural": "15 01 02", **told}
    return {f"law{line}-{name}": value for name, value in fields.items()}


LAWFUL = {
    "transport_by": "carrier",
    "transport_vihb": "123456 vxxx",
    "transport_letter": "letter",
    "receiver_lists_code": "yes",
    "receiver_lists_code_proof": "Permit, page 3",
    "receiver_lma": "no",
    "route_leaves": "no",
}
"""What a reviewer fills in for waste that a carrier takes along."""
