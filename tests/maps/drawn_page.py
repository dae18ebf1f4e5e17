"""A tiny site on 127.0.0.1 that serves one drawn map under the strict policy of the real pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from maps.page import DrawnMap

SITE = Path(__file__).parents[2] / "circulair"
NONCE = "dGVzdA"
POLICY = (
    f"default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def page_of(drawn: DrawnMap, beside: str = "") -> str:
    """Return a page with a map, embedded as the templates do it."""
    sheets = "".join(f'<link rel="stylesheet" href="{url}">' for url in drawn.css)
    scripts = "".join(f'<script nonce="{NONCE}" src="{url}"></script>' for url in drawn.js)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Map</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">{sheets}</head>
<body class="geleen-theme"><main><h1>Map</h1>
<div class="map-frame" role="region" aria-label="Map">{drawn.html}</div>{beside}</main>
<script nonce="{NONCE}">L_NO_TOUCH=false;L_DISABLE_3D=false;</script>{scripts}
<script nonce="{NONCE}">{drawn.script}</script></body></html>"""


class Handler(SimpleHTTPRequestHandler):
    """Serve the page at / and our own static files."""

    def __init__(self, page: str, *args: object, **options: object) -> None:
        self.shown = page
        super().__init__(*args, directory=str(SITE), **options)  # type: ignore[arg-type]  # handed on as they came

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        body = self.shown.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing."""


@contextmanager
def served(page: str) -> Iterator[str]:
    """Serve a page and yield its host and port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, page))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
