"""What the commands share: the group that loads them when asked, errors as one line, exit statuses, common options.

Exit status: 0 all done; 1 something failed and was named on stderr; 2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, TypeVar

import click

INTERRUPTED = 130
Function = TypeVar("Function", bound=Callable[..., Any])


class Problem(click.ClickException):
    """An error a person can do something about: one line on stderr, exit status 1."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """``chronofile: message``."""
        click.echo(f"chronofile: {self.format_message()}", file=file or sys.stderr)


class Chronofile(click.Group):
    """The command group; a command's module is imported when the command is called or explained."""

    def __init__(self, *args: Any, commands_in: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the list: what a newcomer needs first comes first."""
        return list(self.commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The function of that name in the module the list gives."""
        module = self.commands_in.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(importlib.import_module(module), cmd_name.replace("-", "_"))
        return command

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """As click has it, but an interruption is 130 and every error one line that starts with our name."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            status = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.Abort:
            click.echo("chronofile: interrupted", err=True)
            status = INTERRUPTED
        except click.ClickException as error:
            error.show()
            status = error.exit_code
        sys.exit(status if isinstance(status, int) else 0)


def db_option(function: Function) -> Function:
    """``--db FILE``."""
    return click.option(
        "--db",
        type=click.Path(dir_okay=True),
        default="archive.db",
        show_default=True,
        envvar="CHRONOFILE_DB",
        help="The archive.",
    )(function)


def who_option(function: Function) -> Function:
    """``--who NAME``: whose word it is."""
    return click.option(
        "--who", envvar="CHRONOFILE_WHO", default=_user, help="Whose word it is.  [default: your login]"
    )(function)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def filters(function: Function) -> Function:
    """The filters of events, the same wherever events are listed."""
    for option in reversed(
        (
            click.option("--entity", multiple=True, help="With this person, body or place: a name or id."),
            click.option("--place", multiple=True, help="In this place."),
            click.option("--type", "type_", multiple=True, help="Of this type: visit, disaster, law_court ..."),
            click.option("--since", help="That end on this day or later: 2024, 2024-10 or 2024-10-21."),
            click.option("--until", help="That start on this day or earlier."),
            click.option("--status", multiple=True, help="happened, planned, ongoing, cancelled or reported."),
            click.option("--source", multiple=True, help="Told by this source."),
        )
    ):
        function = option(function)
    return function


def asked(options: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that were used, by their names outside Python."""
    named = {("type" if key == "type_" else key): value for key, value in options.items()}
    return {key: value for key, value in named.items() if value not in (None, "", ())}


def is_terminal(stream: Any) -> bool:
    """True where a person is looking."""
    return bool(getattr(stream, "isatty", lambda: False)())
