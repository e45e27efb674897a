"""Rules about pictures as files: how large they are, whether they are what they say, and what they
tell beside what they show.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, splitext

from handbook.handbook import Handbook
from handbook.problems.edits import Run
from handbook.problems.problem import Place, Problem, listed
from handbook.rules.rule import rule
from handbook.text.load import MAX_PICTURE, PICTURES
from handbook.text.pictures import KINDS, PictureInfo, told_by_svg

_CALLED = {
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WebP",
    "ico": "ICO",
    "gif": "GIF",
    "pdf": "PDF",
    "woff2": "WOFF2",
}
# Kinds of which a command of ours writes a copy without the data.
_CLEANED = ("jpg", "png", "webp")


@rule("picture-too-large", bad="docs/assets/stand.png, 3 MB", good="docs/assets/stand.png, 300 KB")
def too_large_pictures(handbook: Handbook) -> Iterator[Problem]:
    """A picture has at most 1 MB. Larger ones come straight out of a camera, show nothing more on a
    page, and make it slow to open wherever the network is.
    """
    for path, entry in handbook.entries.items():
        kind = splitext(path)[1].lower()
        if (
            entry.kind == "file"
            and entry.size > MAX_PICTURE
            and kind in (*PICTURES, ".svg")
            and kind != ".pdf"
        ):
            what = (
                f"This picture is {entry.size / 1024 / 1024:.2f} MB large; at most 1 MB is "
                "published."
            )
            fix = (
                "make it smaller in a drawing program, at most 1 600 points wide, or save a photo "
                "as JPEG."
            )
            yield Problem(Place(path), what, fix)


@rule(
    "picture-mismatch",
    bad="docs/assets/tap.svg:\n<html>A tap.</html>",
    good="""
docs/assets/tap.svg:
<svg xmlns="http://www.w3.org/2000/svg">
  <rect width="9" height="9"/>
</svg>
""",
)
def mismatched_pictures(handbook: Handbook) -> Iterator[Problem]:
    """A picture is what the end of its name says, and whole. Anything can be called `.png`: a web
    page, a program, a file that was cut off on its way. It would be published as it is, and nothing
    looks into it.
    """
    for path, seen in handbook.pictures.items():
        if what := _mismatch(path, seen):
            yield Problem(
                Place(path), what, "open it in the program it was made with, and save it again."
            )
    for path, text in handbook.texts.items():
        if path.endswith(".svg") and "<svg" not in text.lower():
            yield Problem(
                Place(path, 1),
                "This file is called .svg, but holds no such picture.",
                "save it again as SVG.",
            )


def _mismatch(path: str, seen: PictureInfo) -> str:
    ending = splitext(path)[1].lower()
    said = KINDS[ending.removeprefix(".")]
    if seen.kind != said:
        really = f"it is {_CALLED[seen.kind]}" if seen.kind else f"it is no {_CALLED[said]}"
        return f'"{basename(path)}" says with its name that it is {_CALLED[said]}, but {really}.'
    return (
        ""
        if seen.whole
        else f'"{basename(path)}" cannot be read to its end: it is damaged or cut off.'
    )


@rule(
    "picture-tells",
    bad="""
docs/assets/tap.svg:
<svg xmlns="http://www.w3.org/2000/svg" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <metadata><dc:creator>A. Example</dc:creator></metadata>
  <rect width="9" height="9"/>
</svg>
""",
    good="""
docs/assets/tap.svg:
<svg xmlns="http://www.w3.org/2000/svg" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <rect width="9" height="9"/>
</svg>
""",
)
def telling_pictures(handbook: Handbook) -> Iterator[Problem]:
    """Beside what it shows, a picture says neither where it was made nor by whom. Telephones and
    cameras write the place and the owner into each photo, programs the author, and some leave what
    was cropped off behind the picture's end. Every reader could see it.

    `handbook clean` takes all of that out of JPEG, PNG and WebP and leaves the picture as it is. In
    Inkscape, save as *Plain SVG* after emptying *File > Document properties > Metadata*. Of a PDF
    this is advice: it is usual that it names its author. What is written in the picture itself, and
    what a PDF packs, is not looked at.
    """
    for path, seen in handbook.pictures.items():
        if seen.tells and not _mismatch(path, seen):
            yield _telling(path, seen.tells, seen.kind)
    for path, text in handbook.texts.items():
        if path.endswith(".svg") and (tells := sorted(told_by_svg(text))):
            yield _telling(path, tuple(tells), "svg", _line_of_metadata(text))


def _line_of_metadata(text: str) -> int:
    """The line in which the metadata of a drawing begins; the first where only a folder is named."""
    return text.count("\n", 0, max(text.find("metadata"), 0)) + 1


def _telling(path: str, tells: tuple[str, ...], kind: str, line: int = 0) -> Problem:
    place = Place(path, line)
    what = f'Beside what it shows, "{basename(path)}" holds {listed(tells)}.'
    if kind in _CLEANED:
        fix = "take it out; the picture stays as it is:"
        return Problem(place, what, fix, f"handbook clean {path}", edit=Run())
    if kind == "pdf":
        fix = (
            "if that should not be known, empty the author in the program's document properties, "
            "and save it again."
        )
        return Problem(place, what, fix, severity="advice")
    fix = "empty what the program calls metadata, and save it again without a folder's name."
    return Problem(place, what, fix)
