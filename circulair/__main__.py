"""Lets `python -m circulair` be the `circulair` command."""

from circulair.commands import main

main()
