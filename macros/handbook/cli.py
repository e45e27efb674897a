"""The command ``handbook``: a thin shell around the library. It and its commands alone read the
clock and write files.
"""

from __future__ import annotations

import ast
import gc
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pkgutil import get_data
from types import MappingProxyType
from typing import TYPE_CHECKING

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

# Where each command is. A module is loaded when one of its commands is asked for: a check needs
# nothing that draws tables.
COMMANDS = {
    "check": "checking.check",
    "status": "checking.status",
    "review": "writing.review",
    "record": "writing.record",
    "move": "writing.move",
    "off": "adopting.off",
    "on": "adopting.on",
    "clean": "pictures.clean",
    "redirects": "publishing.redirects",
    "build-note": "site.build_note",
    "may-publish": "site.may_publish",
    "settings": "settings.settings",
    "codeowners": "publishing.codeowners",
    "digest": "publishing.digest",
    "workbook": "table.workbook",
    "exam": "testing.exam",
    "grade": "testing.grade",
    "bank": "testing.check_bank",
    "checked": "testing.checked",
    "kit": "kit.kit",
    "pack": "paper.pack",
    "upgrade": "upgrading.upgrade",
    "version": "upgrading.version",
    "start": "starting.start",
}


# Documents may be left out; a command that needs one says so.
DOCUMENTS = "handbook.documents."
# What is said beside a command whose arguments do not fit.
EXAMPLES = {
    "check": "handbook check always reads everything, so it takes no page; write it alone.",
    "move": "For example: handbook move sales-book/prices.md sales-book/price-list.md",
    "clean": "For example: handbook clean docs/assets/pencil.png",
    "upgrade": "For example: handbook upgrade sales_handbook-1.1.0-py3-none-any.whl",
    "checked": "For example: handbook checked ID-OF-A-QUESTION",
    "off": 'For example: handbook off hiring --because "We are three people and hire nobody."',
    "on": "For example: handbook on hiring",
    "start": "For example: handbook start ../our-handbook --answers answers.yml",
    "record": "For example: handbook record sales-book/prices.md --step adjusted --by managing-director",
}


class Command(TyperCommand):
    """A command that shows an example of itself where its arguments do not fit."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments; where one is missing, or one is too many, an example says how it is
        written.
        """
        example = EXAMPLES.get(self.name or "", "")
        ctx.allow_extra_args = bool(example)
        try:
            rest = super().parse_args(ctx, args)
        except typer.BadParameter as wrong:
            wrong.message = f"{wrong.message} {example}".strip()
            raise
        if rest and example:
            _say(f'handbook: "{rest[0]}" is too much here. {example}')
            raise typer.Exit(2)
        return rest


class Commands(TyperGroup):
    """The commands by name, each made when it is asked for."""

    named: Mapping[str, TyperCommand] = MappingProxyType({})

    def list_commands(self, ctx: object) -> list[str]:
        """All names, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:
        """The command of that name; None where there is none, and then all are named, for one may
        be meant.
        """
        if cmd_name not in COMMANDS:
            self._name_all()
            return None
        return self.named.get(cmd_name) or _made(cmd_name)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The page that names all commands, for which none is loaded."""
        self._name_all()
        super().format_help(ctx, formatter)

    def _name_all(self) -> None:
        """Put a name with a few words in the place of each command: what follows is said, and
        nothing is run any more.
        """
        self.named = {name: _named(name) for name in COMMANDS}
        self.commands.update(self.named)


def _named(name: str) -> TyperCommand:
    module, _, function = COMMANDS[name].partition(".")
    return TyperCommand(name, help=_docstrings(module)[function])


@cache
def _docstrings(module: str) -> dict[str, str]:
    """What the functions of a module of commands say of themselves, read without running it."""
    source = get_data("handbook.commands", f"{module}.py") or b""
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return {function.name: ast.get_docstring(function) or "" for function in functions}


def _made(name: str) -> TyperCommand:
    module, _, function = COMMANDS[name].partition(".")
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name, cls=Command)(
        getattr(import_module(f"handbook.commands.{module}"), function)
    )
    command = get_command(alone)
    assert isinstance(command, TyperCommand)  # what one command alone is
    return command


app = typer.Typer(
    cls=Commands, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


@app.callback()
def about() -> None:
    """Look after a sales handbook."""


def main() -> None:
    """Run the command. Whatever happens, people read words: bad content is a Problem, a fault of
    ours says what to do.
    """
    try:
        app()
    except Exception as fault:
        if os.environ.get("HANDBOOK_DEBUG"):
            raise
        _say(f"handbook: {_why(fault)}")
        sys.exit(2)


def run() -> None:
    """What the computer starts as ``handbook``: a process of its own, which ends with the command."""
    # To look for plugins of other packages would take a while, and facts are read by ours alone.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # it ends soon, and looking for garbage in between takes a quarter of its time
    try:
        main()
    finally:
        gc.freeze()  # nor does it look once more at its end


def _why(fault: Exception) -> str:
    from handbook.text.load import FolderError  # the page of help needs none of these
    from handbook.write.disk import cannot_open, is_of_the_disk
    from handbook.write.writer import sentence

    if isinstance(fault, OSError) and is_of_the_disk(fault):
        return sentence(fault, "What the command says or makes")
    if isinstance(fault, OSError) and (said := cannot_open(fault)):
        return said
    if isinstance(fault, ModuleNotFoundError) and (fault.name or "").startswith(DOCUMENTS):
        missing = str(fault.name).removeprefix(DOCUMENTS).partition(".")[0]
        return f'this command needs the document "{missing}", which this handbook leaves out.'
    if isinstance(fault, FolderError):
        return str(fault)
    return (
        f"the checks themselves failed ({type(fault).__name__}: {fault}). This is not your fault. "
        "Tell whoever looks after the checks; HANDBOOK_DEBUG=1 shows them where."
    )


def _say(words: str) -> None:
    """The last words of a command; where even they cannot be written, it ends without."""
    with suppress(OSError):
        typer.echo(words, err=True)
    try:
        sys.stdout.flush()
    except (
        OSError
    ):  # what is left is given up, because Python itself would say at its end that it could not
        with suppress(OSError):
            sys.stdout.close()


if __name__ == "__main__":
    run()
