"""Proofs use the same application and databases as the tests."""

from tests.conftest import app, letters

__all__ = ["app", "letters"]

pytest_plugins = ["tests.databases"]
