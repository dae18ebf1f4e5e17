"""The application served to a real browser, and what happens where no browser is."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext
from werkzeug.serving import make_server

from circulair.app import Application
from tests.browser import chromium
from tests.web.checked import CheckedClient


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need a browser where there is none."""
    seeing = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    if seeing and chromium() is None:
        config.hook.pytest_deselected(items=seeing)
        items[:] = [item for item in items if item not in seeing]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so where the browser tests were not run."""
    if chromium() is None:
        terminalreporter.section("browser tests were NOT RUN", sep="=", yellow=True)
        terminalreporter.line(
            "No Chromium was found. Install it (Debian: apt install chromium), or say where"
        )
        terminalreporter.line("it is with CIRCULAIR_CHROMIUM, and run the tests again.")


@pytest.fixture
def served(app: Application) -> Iterator[str]:
    """Serve the application on a port of its own and yield its host and port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def lend_session(client: CheckedClient, context: BrowserContext, host: str) -> None:
    """Give a browser the session of a client that has signed in."""
    cookie = client.http.get_cookie("session")
    assert cookie is not None, "sign in first"
    context.add_cookies([{"name": "session", "value": cookie.value, "url": f"http://{host}"}])
