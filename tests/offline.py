"""No test leaves this machine: a connection to anywhere but loopback is an error."""

import sys

import pytest

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}


class OutsideError(Exception):
    """A test wanted to talk to another machine."""


def stay_inside(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to connect to or look up a host that is not this one; paths are sockets of our own database."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
        refuse(host)
    elif event == "socket.getaddrinfo":
        refuse(arguments[0])


def refuse(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in LOOPBACK:
        raise OutsideError(f"a test wants to reach {name}")


def pytest_configure(config: pytest.Config) -> None:
    """Watch from before the first import of ours until the end."""
    sys.addaudithook(stay_inside)
