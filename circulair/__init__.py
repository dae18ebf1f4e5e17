"""The Flask application of CirculAIR."""

from circulair.app import create_app

__all__ = ["create_app"]
