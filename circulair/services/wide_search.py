"""Searching a large market on columns, which the worker does: its compiler is no load for the pages."""

from circulair.services.planning import EVERYTHING, Market, Search
from flows.engine import topk

MANY = 2_000_000
"""Pairs of offer and need from which on the best of each need are looked for only."""

TOP = 10
"""Offers kept for each need where there are many pairs."""


def fitting(market: Market, many: int = MANY) -> Search:
    """Return how to search a market: all of it, or the best of each need where there are many pairs."""
    return Search(topk.find_by_need, TOP) if market.pairs >= many else EVERYTHING
