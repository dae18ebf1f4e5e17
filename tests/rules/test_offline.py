"""Tests talk to this machine only."""

import socket

import pytest

from tests.offline import OutsideError


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as plug, pytest.raises(OutsideError):
        plug.connect(("192.0.2.1", 80))


def test_another_machine_is_not_even_looked_up() -> None:
    with pytest.raises(OutsideError):
        socket.getaddrinfo("example.org", 80)


def test_this_machine_may_be_looked_up() -> None:
    assert socket.getaddrinfo("localhost", 80)
