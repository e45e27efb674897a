"""Moving a page with its whole life: page, records, menu entry, every link to it, and its old
address. Plans changes; the shell writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename, dirname, normpath, relpath
from posixpath import join as join_path

from handbook.facts.kinds import FACTS_FOLDER, kind_of
from handbook.handbook import Handbook
from handbook.pages import Link, Page
from handbook.pages.facts import Move
from handbook.records.records import as_item, folder_of
from handbook.rules.past import unread_records
from handbook.text.settings import PATH as SITE_PATH
from handbook.text.settings import address
from handbook.write.writer import Change

FOLDER, PAGE = re.compile(r"[a-z0-9][a-z0-9-]*"), re.compile(r"[a-z0-9][a-z0-9-]*\.md")
LONGEST = 80  # of a name, as the rule about names of files has it
MOVED = kind_of(Move).where
ABOUT = "# Written by handbook move: readers who come by an old address are led on to the page.\n"


@dataclass
class _Plan:
    """Files to write (path → text, or bytes as they are) and files to delete; all paths from the
    root.
    """

    write: dict[str, str | bytes] = field(default_factory=dict)
    delete: list[str] = field(default_factory=list)


def refusals(handbook: Handbook, page: Page, target: str) -> Iterator[str]:
    """Why ``page`` cannot be moved to ``target`` (a path below ``docs``), in words."""
    yield from _no_place(handbook, page, target)
    if page.path not in handbook.texts:
        yield (
            f"{page.path} cannot be read at the moment, so its text would be lost. Repair it "
            "first: handbook check says where."
        )
    if lost := unread_records(handbook, page.src):
        yield (
            f"{lost[0]} cannot be read, so it could not go with its page. Repair it first: "
            "handbook check says where."
        )
    if not handbook.facts[Move].whole:
        yield (
            f"{MOVED} cannot be read at the moment, so the old address could not be kept. Repair "
            "it first: handbook check says where."
        )


def _no_place(handbook: Handbook, page: Page, target: str) -> Iterator[str]:
    """Why no page can have its place there."""
    *folders, name = target.split("/")
    alike = {address(src).casefold(): src for src in handbook.pages if src != page.src}
    if inner := next((folder for folder in folders if PAGE.fullmatch(folder)), ""):
        yield (
            f'"{inner}" in "{target}" is the name of a page, and a page lies in folders. Write it '
            "without .md, or name another folder."
        )
    elif not PAGE.fullmatch(name) or not all(FOLDER.fullmatch(folder) for folder in folders):
        yield f'"{target}" is no name for a page: small letters, digits and hyphens, ending in .md.'
    elif longest := next((part for part in (*folders, name) if len(part) > LONGEST), ""):
        yield (
            f'The name "{longest}" has {len(longest)} characters; {LONGEST} are the most that a '
            "name may have."
        )
    elif page.src == "index.md":
        yield "This is the home page: the site begins with it, so it stays where it is."
    elif target in handbook.pages:
        if not _is_begun(handbook, page, target):
            yield _there_already(handbook, page, target)
    elif src := alike.get(address(target).casefold()):
        yield (
            f'The page "{src}" already has this address on the site, and only one of the two '
            "could be read."
        )
    elif not _has_room_for_records(handbook, page.src, target):
        yield (
            f'There are already records of a page "{target}", in {folder_of(target)}: they would '
            "be taken for those of this page."
        )


def plan_move(
    handbook: Handbook, page: Page, target: str, bank: Mapping[str, bytes] | None = None
) -> Change:
    """Everything that changes when ``page`` becomes ``target`` (a path below ``docs``).

    ``bank``: the questions that are kept outside the handbook (path → bytes); they name pages too.
    """
    plan = _plan(handbook, page, target)
    named = re.compile(rf"(?m)^(page: *[\"']?){re.escape(page.src)}(?=[\s\"']|$)".encode())
    asked = {
        path: named.sub(rb"\g<1>" + target.encode(), data) for path, data in (bank or {}).items()
    }
    plan.write |= {path: data for path, data in asked.items() if data != (bank or {})[path]}
    # All questions are expected as they were read, so that what a killed command left beside them
    # is swept away.
    expected = handbook.as_read([*plan.write, *plan.delete]) | {**(bank or {})}
    return Change(_differing(handbook, plan), tuple(plan.delete), expected)


def _differing(handbook: Handbook, plan: _Plan) -> dict[str, str | bytes]:
    """What is to be written and is not there yet: a move that was cut off has written some of it."""
    return {
        path: text
        for path, text in plan.write.items()
        if _as_bytes(text) != handbook.data.get(path)
    }


def _as_bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


# --- a move that was cut off ----------------------------------------------------------------------


def plan_rest(
    handbook: Handbook, old: str, target: str, bank: Mapping[str, bytes] | None = None
) -> Change | None:
    """What is left to do of a move that was cut off when the old page was gone already; None if
    there was no such move.
    """
    alike = address(old).casefold() == address(target).casefold()
    led = handbook.moved().get(old) == target
    if old in handbook.pages or target not in handbook.pages or not (led or alike):
        return None
    plan = _Plan()
    for place in (old, *_earlier_places(handbook, target)):
        plan.delete += [
            path for path in _records(handbook, place) if _is_copied(handbook, path, target)
        ]
    if not led:
        _old_addresses(handbook, old, target, plan)
    return Change(
        _differing(handbook, plan),
        tuple(dict.fromkeys(plan.delete)),
        handbook.as_read([f"docs/{target}", MOVED, *plan.delete]) | {**(bank or {})},
    )


def _is_copied(handbook: Handbook, record: str, target: str) -> bool:
    return handbook.data.get(f"{folder_of(target)}/{basename(record)}") == handbook.data[record]


def _is_begun(handbook: Handbook, page: Page, target: str) -> bool:
    """Whether a move that was cut off has written the page that is there: it is just what this move
    would write.
    """
    written = handbook.data.get(f"docs/{target}") == _own_links(page, target).encode()
    return written and _has_room_for_records(handbook, page.src, target)


def _has_room_for_records(handbook: Handbook, old: str, target: str) -> bool:
    """Whether the records that are there are those of this page: from when it was there before, or
    already copied.
    """
    moved = handbook.moved()
    own = moved.get(target) == old or moved.get(old) == target
    to_move = [
        path for place in _places(handbook, old, target) for path in _records(handbook, place)
    ]
    there = {basename(path): handbook.data[path] for path in _records(handbook, target)}
    copied = {basename(path): handbook.data[path] for path in to_move}
    return all(copied.get(name, data if own else None) == data for name, data in there.items())


def _there_already(handbook: Handbook, page: Page, target: str) -> str:
    named = {basename(path) for path in _records(handbook, page.src)}
    shared = named & {basename(path) for path in _records(handbook, target)}
    if not shared and handbook.moved().get(page.src) != target:
        return f'There is already a page "{target}".'
    return (
        f'An earlier move of "{page.src}" to "{target}" was cut off, and its files have changed '
        'since. See with "git status" '
        'what it wrote, take it back with "git restore ." (which takes back all that is not '
        f'committed), delete "docs/{target}" '
        f'and "{folder_of(target)}", and run the command again.'
    )


# --- what belongs to a page -----------------------------------------------------------------------


def _plan(handbook: Handbook, page: Page, target: str) -> _Plan:
    plan = _Plan(delete=[page.path])
    plan.write[f"docs/{target}"] = _own_links(page, target)
    for other in handbook.pages.values():
        if (
            other.src not in (page.src, target)
            and (text := _links_to(other, page.src, target)) != other.text
        ):
            plan.write[other.path] = text
    for place in _places(handbook, page.src, target):
        for path in _records(handbook, place) if place != target else ():
            plan.write[f"{folder_of(target)}/{basename(path)}"] = handbook.data[path]
            plan.delete.append(path)
    _settings(handbook, page.src, target, plan)
    _old_addresses(handbook, page.src, target, plan)
    return plan


def _records(handbook: Handbook, src: str) -> list[str]:
    """The records of a page, as they are in its folder; their bytes stay as they are when they
    move.
    """
    folder = folder_of(src)
    return [path for path in handbook.texts if dirname(path) == folder and path.endswith(".yml")]


def _places(handbook: Handbook, old: str, target: str) -> list[str]:
    """Where records of the page may be. A move that was cut off may have led the earlier places on
    to the new one already.
    """
    led = _earlier_places(handbook, target) if target in handbook.pages else []
    return list(dict.fromkeys((old, *_earlier_places(handbook, old), *led)))


def _earlier_places(handbook: Handbook, src: str) -> list[str]:
    """Where the page was before: another branch may have left records there."""
    return [
        old for old, new in handbook.moved().items() if new == src and old not in handbook.pages
    ]


def _old_addresses(handbook: Handbook, old: str, new: str, plan: _Plan) -> None:
    """Lead on from the old address, and from all that led to it; what led away from the new one is
    over.

    The oldest stands first and stays there: by its first place a page is known in fingerprints.
    """
    moves = {move.id: new if move.to == old else move.to for move in handbook.facts[Move]}
    moves[old] = new
    kept = {
        source: to
        for source, to in moves.items()
        if source != to
        and not (to == new and address(source).casefold() == address(new).casefold())
    }
    kept.pop(new, None)
    if kept:
        rows = [as_item({"from": source, "to": to}) for source, to in kept.items()]
        plan.write[MOVED] = _comments(handbook) + "\n".join(rows) + "\n"
    elif MOVED in handbook.texts:
        plan.delete.append(MOVED)


def _comments(handbook: Handbook) -> str:
    """What stands above the old addresses: our own line, and whatever people noted in the file."""
    lines = [
        line for line in handbook.texts.get(MOVED, "").splitlines() if line.lstrip().startswith("#")
    ]
    noted = "".join(f"{line}\n" for line in lines if line != ABOUT.strip())
    return ABOUT + noted


def _inside(page: Page) -> Iterator[tuple[Link, str, str]]:
    for link in page.links:
        path, hash_, anchor = link.target.partition("#")
        if path and not re.match(r"[a-zA-Z][\w+.-]*:|/", path):
            yield link, normpath(join_path(dirname(page.src), path)), f"{hash_}{anchor}"


def _own_links(page: Page, target: str) -> str:
    """The page's text with links as they must be written from its new place."""
    text = page.text
    for link, leads_to, anchor in _inside(page):
        goal = target if leads_to == page.src else leads_to
        text = _replaced(text, link.target, relpath(goal, dirname(target) or ".") + anchor)
    return text


def _links_to(other: Page, old: str, new: str) -> str:
    text = other.text
    for link, leads_to, anchor in _inside(other):
        if leads_to == old:
            text = _replaced(text, link.target, relpath(new, dirname(other.src) or ".") + anchor)
    return text


def _replaced(text: str, old: str, new: str) -> str:
    """Replace the target of links, only where it stands as a whole target."""
    return re.sub(
        rf"(?<=\]\(){re.escape(old)}(?=[\s)])|(?<=\]: ){re.escape(old)}(?=\s|$)",
        lambda _: new,
        text,
    )


def _settings(handbook: Handbook, old: str, new: str, plan: _Plan) -> None:
    """The menu, and the facts that name pages, such as the situations of the home page."""
    named = rf"{re.escape(old)}(?=[\s\"',}}\]]|$)"
    for path, text in handbook.texts.items():
        if path == SITE_PATH:
            moved = re.sub(rf"(?<=[\s:\"'\[]){named}", lambda _: new, text)
        elif path.startswith(f"{FACTS_FOLDER}/") and path != MOVED:
            moved = re.sub(rf"(\bpage: *[\"']?){named}", lambda found: found.group(1) + new, text)
        else:
            continue
        if moved != text:
            plan.write[path] = moved
