"""Install Chromium for the browser tests where it is absent and this user may install packages.

Never fails: without a browser the other tests run, and the test run says which did not.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
ADVICE = (
    "No Chromium was found and it cannot be installed from here: the browser tests will not be run.\n"
    "Install it yourself (Debian: apt install chromium), or set CIRCULAIR_CHROMIUM to where it is."
)


def main() -> int:
    """Make sure of a browser if that is in our power."""
    if found():
        return 0
    prefix = privilege()
    if prefix is None or not shutil.which("apt-get"):
        print(ADVICE, file=sys.stderr)
        return 0
    print("Installing Chromium for the browser tests", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", "-y", "chromium"]):
        done = subprocess.run([*prefix, "apt-get", *step], env=environment, stdout=sys.stderr, check=False)
        if done.returncode != 0:
            break
    if not found():
        print(ADVICE, file=sys.stderr)
    return 0


def found() -> str | None:
    """Return where Chromium is, if it is."""
    names = (os.environ.get("CIRCULAIR_CHROMIUM"), *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def privilege() -> list[str] | None:
    """Return what to put before a command to install packages, None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


if __name__ == "__main__":
    sys.exit(main())
