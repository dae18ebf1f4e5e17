"""What the public map costs at 1,000, 10,000 and 100,000 exchanges: python -m benchmarks.map_page writes docs/map.md."""

import gzip
import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from benchmarks.map_starts import starts, store
from benchmarks.map_words import text
from benchmarks.map_world import POINTS, release_of
from circulair.app import create_app
from circulair.config import Settings
from circulair.services import releases
from circulair.services.releases import Release
from circulair.store import schema
from tests.browser import FLAGS, chromium

OUT = Path("docs/map.md")
SEED = 20270301
SIZES = tuple(POINTS)
TRIES = 9
AXE = Path("node_modules/axe-core/axe.min.js")
WIDTHS = (1280, 390, 320)
QUIET_MS = 600
"""How long nothing may keep the browser busy before the page counts as ready."""

WATCH = """
window.violations = 0;
window.busyUntil = 0;
document.addEventListener("securitypolicyviolation", () => (window.violations += 1));
new PerformanceObserver((list) => list.getEntries().forEach(
  (entry) => (window.busyUntil = Math.max(window.busyUntil, entry.startTime + entry.duration))
)).observe({ type: "longtask", buffered: true });
"""
READY = """([fetches, quiet]) => {
  const map = document.querySelector(".leaflet-container");
  const loaded = performance.getEntriesByType("navigation")[0].loadEventEnd;
  const there = map && loaded > 0 && (!fetches || map.dataset.fetched === "yes");
  if (!there) return false;
  const last = performance.getEntriesByType("resource").map((entry) => entry.responseEnd);
  const at = Math.max(loaded, window.busyUntil, ...last);
  return performance.now() - at > quiet ? at : false;
}"""

Figures = dict[str, Any]


class Quiet(WSGIRequestHandler):
    """Serves without a word."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of a request."""


@contextmanager
def site(release: Release) -> Iterator[str]:
    """Serve a site whose public sees this release, on a free port, and give its host."""
    folder = tempfile.mkdtemp(prefix="map-")
    app = create_app(Settings(data_dir=folder), {"RATELIMIT_ENABLED": False})
    schema.migrate(app.store)
    store(app, release)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with closing(app.store):
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
    shutil.rmtree(folder)


def fetched(host: str, path: str, heads: dict[str, str] | None = None) -> tuple[float, int, bytes, str]:
    """Return how many ms an answer took to its last byte, its status, its bytes, and its seal."""
    with closing(HTTPConnection(host, timeout=120)) as connection:
        start = time.perf_counter()
        connection.request("GET", path, headers=heads or {})
        answer = connection.getresponse()
        content = answer.read()
        return (time.perf_counter() - start) * 1000, answer.status, content, answer.headers.get("ETag", "")


def served(host: str) -> Figures:
    """Measure what the server needs: the first visitor, those after, another choice, and places."""
    start = time.process_time()
    first, status, content, _ = fetched(host, "/kaart")
    assert status == 200, content[:300]
    first_cpu, start = time.process_time() - start, time.process_time()
    later = [fetched(host, "/kaart")[0] for _ in range(TRIES)]
    later_cpu = time.process_time() - start
    other = [fetched(host, f"/kaart?jaar={year}")[0] for year in (2023, 2024, 2025)]
    table = [fetched(host, f"/kaart?tabel=flow&pagina={page}")[0] for page in (2, 3, 4)]
    place = "/kaart/punten?vak=5.76,50.92,5.93,51.04&zoom=13"
    points_ms, _, points, seal = fetched(host, place)
    again, status, _, _ = fetched(host, place, {"If-None-Match": seal})
    assert status == 304
    return {
        "first": first,
        "first_cpu": first_cpu * 1000,
        "later_cpu": later_cpu * 1000 / TRIES,
        "later": statistics.median(later),
        "worst": max(later),
        "other": max(other),
        "table": statistics.median(table),
        "bytes": len(content),
        "gzip": len(gzip.compress(content, 6)),
        "points_ms": points_ms,
        "points_bytes": len(points),
        "again": again,
    }


def seen(browser: Browser, host: str, *, fetches: bool) -> Figures:
    """Measure what the browser needs, once the server has answered before."""
    found: list[Figures] = []
    for _ in range(3):
        with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            found.append(opened(context, host, fetches))
    middle = sorted(found, key=lambda one: one["interactive"])[1]
    return middle | {"foreign": sorted({host for one in found for host in one["foreign"]})}


def opened(context: BrowserContext, host: str, fetches: bool) -> Figures:
    """Open the page once and wait until it is quiet."""
    page = context.new_page()
    page.add_init_script(WATCH)
    weighed: list[int] = []
    foreign: set[str] = set()
    page.on("request", lambda one: foreign.add(one.url) if f"//{host}/" not in one.url else None)
    page.on("requestfinished", lambda one: weighed.append(one.sizes()["responseBodySize"]))
    page.goto(f"http://{host}/kaart")
    ready = page.wait_for_function(READY, arg=[fetches, QUIET_MS], timeout=60_000).json_value()
    return {
        "interactive": ready,
        "violations": page.evaluate("window.violations"),
        "nodes": page.locator("*").count(),
        "lines": page.locator("path.ca-flow").count(),
        "signs": page.locator(".ca-point").count(),
        "height": page.locator("html").evaluate("(whole) => whole.scrollHeight"),
        "all_bytes": sum(weighed),
        "foreign": foreign,
    }


def checked(browser: Browser, host: str) -> Figures:
    """Return what axe finds, and how wide the page is on each screen."""
    found: Figures = {}
    for width in WIDTHS:
        with browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900}) as context:
            page = context.new_page()
            page.goto(f"http://{host}/kaart")
            page.wait_for_load_state("networkidle")
            found[f"width {width}"] = page.locator("html").evaluate("(whole) => whole.scrollWidth")
            if width != WIDTHS[-1]:
                page.add_script_tag(path=AXE)
                told = page.evaluate("axe.run().then((told) => told.violations.map((one) => one.id))")
                found.setdefault("axe", []).extend(told)
    return found


def measured(browser: Browser, number: int) -> Figures:
    """Measure one size."""
    release = release_of(number, SEED)
    with site(release) as host:
        figures: Figures = {
            "exchanges": number,
            "flows": len(release.flows),
            "cells": len(release.cells),
            "points": POINTS[number],
            "stored": len(releases.text(release).encode()),
            **starts(release),
            **served(host),
            **seen(browser, host, fetches=POINTS[number] > 500),
            **checked(browser, host),
        }
    print(json.dumps(figures, default=sorted), file=sys.stderr)
    return figures


def main() -> None:
    """Measure all sizes and write."""
    where = chromium()
    if where is None:
        sys.exit("No Chromium was found; say where it is with CIRCULAIR_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=list(FLAGS))
        cases = [measured(browser, number) for number in SIZES]
        browser.close()
    OUT.write_text(text(cases, SEED), encoding="utf-8")


if __name__ == "__main__":
    main()
