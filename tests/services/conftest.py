"""What tests of services share."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from circulair.store.session import Store


@pytest.fixture
def unit(store: Store) -> Iterator[Session]:
    """One unit of work that lasts as long as the test; none of it is stored."""
    with store.unit_of_work() as session:
        yield session
        session.rollback()
