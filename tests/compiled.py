"""What is compiled once for all applications of a run: each test has an application of its own."""

from collections.abc import Callable

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Compiled templates in memory; one whose source changed is compiled anew, as Jinja asks."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a template's bucket with what was compiled before."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class RememberedRule(Rule):
    """A route whose builder of addresses is compiled once for all applications of a run.

    Compiling them took nine tenths of the time in which an application is made. A builder holds nothing
    of the route but its pattern; what it converts with, it asks of the route that it is bound to.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        pattern = (
            self.rule,
            self.host,
            self.subdomain,
            append_unknown,
            *sorted((self.defaults or {}).items()),
        )
        if pattern not in BUILDERS:
            BUILDERS[pattern] = super()._compile_builder(append_unknown)
        return BUILDERS[pattern]


BUILDERS: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
