"""Take the pictures of the README from a freshly loaded example world.

`python setup/pictures.py` loads the example into a folder that is thrown away, serves it on a free
port of this machine, and writes docs/pictures/map.png and docs/pictures/match.png.
"""

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from browser import found
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.demo import cast, world
from circulair.services import processes
from circulair.services.actor import Actor
from circulair.store import schema

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
MOST_BYTES = 400_000
WIDTH, HEIGHT, MARGIN = 1200, 900, 24
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MATCH = "Losse folie, bont → PE-regranulaat naturel of gekleurd"
"""The suggestion of the example whose way through a process is shown."""


class Quiet(WSGIRequestHandler):
    """Serves without a word."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of a request."""


def main() -> None:
    """Take both pictures, or say why not."""
    browser = found()
    if browser is None:
        sys.exit("No Chromium was found; say where it is with CIRCULAIR_CHROMIUM.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(example(folder)) as address,
        sync_playwright() as playwright,
    ):
        started = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        take(started, address)
        started.close()
    too_heavy = [path.name for path in PICTURES.glob("*.png") if path.stat().st_size > MOST_BYTES]
    if too_heavy:
        sys.exit(f"heavier than {MOST_BYTES} bytes: {', '.join(sorted(too_heavy))}")


def example(folder: str) -> Application:
    """Return an application that holds the example world."""
    app = create_app(Settings(data_dir=folder))
    schema.migrate(app.store)
    with app.store.unit_of_work():
        processes.register_known(Actor(app.clock()))
    world.load(app)
    return app


@contextmanager
def served(app: Application) -> Iterator[str]:
    """Serve an application on a free port and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with closing(app.store):
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def take(browser: Browser, address: str) -> None:
    """Open both pages and take their pictures."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
    page.goto(f"{address}/kaart", wait_until="networkidle")
    picture(page, "map.png", last=".legend-block")
    sign_in(page, address)
    page.goto(f"{address}/hub")
    page.get_by_role("link", name=MATCH).first.click()
    page.wait_for_load_state("networkidle")
    picture(page, "match.png", last="section[id^=law] dl")


def picture(page: Page, name: str, last: str) -> None:
    """Take a picture of a page from its top to the end of a part, and no further."""
    end = page.locator(last).first.evaluate("part => part.getBoundingClientRect().bottom + window.scrollY")
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": end + MARGIN}
    page.screenshot(path=PICTURES / name, full_page=True, clip=clip)


def sign_in(page: Page, address: str) -> None:
    """Sign in as the hub team of the example."""
    page.goto(f"{address}/inloggen")
    page.fill("input[name=email]", f"hub@{cast.DOMAIN}")
    page.fill("input[name=password]", cast.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/inloggen" not in url)


if __name__ == "__main__":
    main()
