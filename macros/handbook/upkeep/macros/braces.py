"""A macro that shows the braces of other programs, which would be a call if a page held them as
they are.
"""

from __future__ import annotations

from handbook.show.html import Html
from handbook.show.macro import Context, overview


@overview(
    "inline",
    'braces("contact.firstname")',
    lambda text, view: Html("<code>&#123;&#123;{}&#125;&#125;</code>").format(text),
)
def braces(context: Context, text: str) -> str:
    """A field of another program in its two braces, for instance in a template of a mail, in words
    or in a block of code.
    """
    return text
