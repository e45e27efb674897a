"""The guard: no engine renders a page that was not judged first.

A Jinja extension, named in ``mkdocs.yml`` under ``j2_extensions``, which both engines load before
any page runs. It hands Jinja text only: each call is drawn already, and what the page rule refuses
is replaced by the rule's message. So no page can run a program, and no mistake on a page ends a
server. Front matter keeps only the keys that pages may have.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, MutableMapping
from typing import NoReturn

from jinja2.ext import Extension
from jinja2.lexer import TOKEN_DATA, Token, TokenStream

from handbook.pages import Meta

NAME = "handbook.site.guard.Guard"
# Under this name the file macros/main.py hands the guard what it needs; no page can call it.
SHOWN = "handbook_page"
# MkDocs counts warnings below its own name, so each of these fails a strict build; for Zensical
# macros/main.py sees to it.
log = logging.getLogger("mkdocs.plugins.handbook")


# What is said when the file ``macros/main.py`` was not loaded, so that nothing could show the
# facts.
NOT_LOADED = (
    "The macros were not loaded. mkdocs.yml has to say, below macros, module_name: macros/main, "
    "and the file macros/main.py has to be there."
)


def end_with(sentence: str) -> NoReturn:
    """End the engine that runs, with this sentence and no code. Raises :class:`SystemExit`.

    MkDocs ends with what a SystemExit says; Zensical makes an error of its own of it, which Python
    would show with its code.
    """
    sys.excepthook = lambda *_: sys.stderr.write(f"{sentence}\n")
    raise SystemExit(sentence)


class Guard(Extension):
    """Stands between pages and Jinja."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The text of a page, or its title, without anything that Jinja would run. Raises
        :class:`SystemExit`.
        """
        show = self.environment.globals.get(SHOWN)
        if not callable(show):
            end_with(NOT_LOADED)
        return _as_data(str(show(source)))

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The second wall: whatever Jinja itself takes for more than text is left out, so that
        nothing is ever run.
        """
        left_out = []
        for token in stream:
            if token.type == TOKEN_DATA:
                yield token
            else:
                left_out.append(token.value)
        if left_out:
            log.error(
                "Left out of a page, because it is more than text: %s", " ".join(map(str, left_out))
            )


def _as_data(text: str) -> str:
    """A text of which Jinja changes no sign, also where a fact or a message holds braces."""
    if not any(opening in text for opening in ("{{", "{%", "{#")):
        return text
    return "{% raw %}" + text.replace("{%", "{{% endraw %}{% raw %}%") + "{% endraw %}"


# --- what macros/main.py asks for -----------------------------------------------------------------


def keep_known(meta: MutableMapping[str, object]) -> None:
    """Take out of a page's front matter what is no key of ours: the engines would use it to hide
    macros, or not to render.
    """
    for key in [key for key in meta if key not in Meta.model_fields]:
        del meta[key]


def guarded(settings: object) -> bool:
    """Whether the settings of mkdocs-macros name the guard, and nothing else beside it."""
    return settings == [NAME]
