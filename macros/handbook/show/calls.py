"""Macro calls as they are written: which macro each one means, and what is wrong with it."""

from __future__ import annotations

from handbook.pages import CALL, LITERAL, Call, Page
from handbook.problems.edits import Words
from handbook.problems.problem import Place, Problem, did_you_mean, listed, nearest
from handbook.show.macro import Macro, MacroError, all_macros


def problem_of(
    wrong: MacroError, place: Place, call: Call | None = None, page: Page | None = None
) -> Problem:
    """What cannot be shown as a Problem at its place; where the line is on a page, with the call to
    paste.
    """
    if call is None or page is None or wrong.place is not None:
        return Problem(
            place, wrong.what, wrong.fix, wrong.paste, rule=wrong.rule, cause=wrong.cause
        )
    paste = (
        corrected_call(call.written, wrong.paste) if wrong.paste.startswith("{{") else wrong.paste
    )
    edit = Words(call.written, page.written(call.line).find(call.written) + 1) if paste else None
    return Problem(
        place, wrong.what, wrong.fix, paste, rule=wrong.rule, edit=edit, cause=wrong.cause
    )


def corrected_call(written: str, right: str) -> str:
    """The call as written, but with the arguments in which another call differs."""
    written_call, right_call = CALL.fullmatch(written), CALL.fullmatch(right)
    if not written_call or not right_call or written_call.group(1) != right_call.group(1):
        return right
    old, new = list(LITERAL.finditer(written)), [found.group() for found in LITERAL.finditer(right)]
    if len(new) > len(old):
        return right
    for found, literal in reversed(list(zip(old, new, strict=False))):
        if found.group()[1:-1] != literal[1:-1]:
            written = written[: found.start()] + literal + written[found.end() :]
    return written


class UnknownMacro(MacroError):
    """There is no macro of that name; ``guess`` is the one that was probably meant."""

    def __init__(self, rule: str, what: str, fix: str, paste: str, guess: str) -> None:
        super().__init__(rule, what, fix, paste)
        self.guess = guess


def macro_of(call: Call) -> Macro:
    """The macro of a call whose arguments fit. Raises :class:`MacroError`."""
    found = all_macros().get(call.name)
    if found is None:
        what = f'There is no macro "{call.name}".{did_you_mean(call.name, all_macros())}'
        guess = nearest(call.name, all_macros())
        paste = call.written.replace(call.name, guess, 1) if guess else ""
        fix = "change the call to" if guess else f"use one of: {listed(sorted(all_macros()), 60)}."
        raise UnknownMacro("macro-unknown", what, fix, paste, guess=guess or "")
    try:
        found.parameters.bind(*call.args, **dict(call.named))
    except TypeError:
        raise _wrong_arguments(call, found) from None
    if any(not isinstance(value, str) for value in [*call.args, *dict(call.named).values()]):
        raise _wrong_arguments(call, found)
    return found


def _wrong_arguments(call: Call, found: Macro) -> MacroError:
    what = f'The macro "{found.name}" is written {found.signature}, with texts in quotes, but here stands {call.written}.'
    return MacroError(
        "macro-arguments", what, f"write it like this example: {{{{ {found.example} }}}}."
    )


def check_place(call: Call, found: Macro) -> None:
    """Whether the call may be where it is. Raises :class:`MacroError`."""
    if call.in_link:
        what = f"A macro call cannot stand inside the address of a link: {call.written}."
        raise MacroError(
            "macro-misplaced",
            what,
            "write the address out, or let the macro make the link on its own.",
        )
    if found.kind == "block" and not call.alone:
        what = f'The macro "{found.name}" shows a whole block, but here it stands in the middle of a line or is indented.'
        raise MacroError("macro-misplaced", what, "give it a line of its own, not indented.")
