"""Keeping: what is reckoned once for all who ask for the same, by one of them while the others wait."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import partial
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Told = TypeVar("Told")


class Kept(Generic[Asked, Told]):
    """A function that keeps its latest answers, ``most`` of them, and works at each only once.

    Whoever asks for what another is at waits for that: two would share the processor and take twice as long.
    """

    def __init__(self, make: Callable[Asked, Told], most: int) -> None:
        self.make, self.most = make, most
        self.found: OrderedDict[Hashable, Told] = OrderedDict()
        self.turns: dict[Hashable, Lock] = {}
        self.lock = Lock()

    def __call__(self, *args: Asked.args, **named: Asked.kwargs) -> Told:
        """Return the answer for these arguments, which are told by position."""
        with self.lock:
            if args in self.found:
                self.found.move_to_end(args)
                return self.found[args]
            turn = self.turns.setdefault(args, Lock())
        with turn:
            with self.lock:
                if args in self.found:
                    return self.found[args]
            try:
                made = self.make(*args, **named)
                self.keep(args, made)
            finally:
                with self.lock:
                    self.turns.pop(args, None)
        return made

    def keep(self, args: Hashable, made: Told) -> None:
        """Keep an answer, and let go of what nobody asked for the longest time."""
        with self.lock:
            self.found[args] = made
            while len(self.found) > self.most:
                self.found.popitem(last=False)

    def cache_clear(self) -> None:
        """Forget all answers."""
        with self.lock:
            self.found.clear()


def kept(most: int) -> Callable[[Callable[Asked, Told]], Kept[Asked, Told]]:
    """Let a function keep its answers, ``most`` of them."""
    return partial(Kept, most=most)
