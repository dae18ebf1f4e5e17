"""Commands that can be interrupted, however the tests themselves were started."""

import sys

HEARS = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
"""A job in the background starts deaf to interrupts; this lets it hear them."""

COMMAND = [sys.executable, "-c", f"{HEARS}; from circulair.commands import main; main()"]
"""What runs our command line."""
