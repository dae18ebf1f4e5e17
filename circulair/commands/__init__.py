"""The `circulair` command, one module per group, each loaded when it is asked for."""

import importlib
import keyword
import sys

import click

from flows.errors import FlowsError

COMMANDS = {
    "addresses": "circulair.commands.addresses",
    "allocate": "circulair.commands.allocate",
    "check": "circulair.commands.database",
    "classify": "circulair.commands.classification",
    "demo": "circulair.commands.database",
    "disclose": "circulair.commands.disclose",
    "export": "circulair.commands.sheets",
    "import": "circulair.commands.sheets",
    "learn": "circulair.commands.classification",
    "match": "circulair.commands.match",
    "migrate": "circulair.commands.database",
    "parse": "circulair.commands.parse",
    "proofread": "circulair.commands.parse",
    "quality": "circulair.commands.quality",
    "quality-takers": "circulair.commands.quality_takers",
    "rematch": "circulair.commands.rematch",
    "release": "circulair.commands.publication",
    "rounds": "circulair.commands.rounds",
    "run": "circulair.commands.running",
    "serve": "circulair.commands.serving",
    "takers": "circulair.commands.takers",
    "template": "circulair.commands.sheets",
    "user": "circulair.commands.people",
    "warm": "circulair.commands.classification",
    "wellbeing": "circulair.commands.wellbeing",
    "weights": "circulair.commands.weights",
    "work": "circulair.commands.serving",
}
"""Command and the module that holds it by its name (``_`` for ``-``, ``import_`` for a word of Python)."""


class Lazy(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_") + ("_" if keyword.iskeyword(cmd_name) else "")
        command = getattr(importlib.import_module(COMMANDS[cmd_name]), name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="circulair")
def circulair() -> None:
    """Match what is left over in Geleen with what is needed, and say why."""


def main() -> None:
    """Run a command; a refusal is said on standard error and ends with 1."""
    try:
        circulair(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(1)
    except (FlowsError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
