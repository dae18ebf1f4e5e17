"""What tests of the hub's pages share: somebody of the hub, and stories told into the application's store."""

from collections.abc import Callable
from typing import Any

import pytest

from circulair.app import Application
from tests.stories import Story, a_story
from tests.web.checked import CheckedClient, SignIn


@pytest.fixture
def hub(as_role: SignIn) -> CheckedClient:
    return as_role("hub")


@pytest.fixture
def tell(app: Application) -> Callable[..., Story]:
    """Tell a story up to some stage and store it."""

    def told(*stages: Callable[[Story], Story], **parts: Any) -> Story:  # whatever a story takes
        with app.store.unit_of_work():
            story = a_story(**parts)
            for stage in stages:
                stage(story)
            return story

    return told
