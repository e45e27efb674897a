"""What a started page says where nobody has written yet: one sentence, in one form, so that readers
see it and checks count it.
"""

from __future__ import annotations

from handbook.pages.page import Page

UNWRITTEN = "*Not written yet.*"


def unwritten_lines(page: Page) -> list[int]:
    """The lines that say that their section, or the whole page, is still to be written."""
    if UNWRITTEN not in page.text:
        return []
    rows = page.text.split("\n")
    return [number for number, row in enumerate(rows, 1) if row.lstrip("> ").startswith(UNWRITTEN)]
