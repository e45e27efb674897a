"""Both engines build the handbook, and readers find the same in what they build.

MkDocs publishes it today. Zensical is what its makers recommend after it; so the handbook never
depends on one of them.
"""

import hashlib
import subprocess
import sys
from datetime import UTC, date, datetime, time
from functools import cached_property
from os import environ
from pathlib import Path
from shutil import copytree, ignore_patterns
from urllib.parse import urljoin

import pytest

from handbook.commands.settings import JUDGED
from handbook.site.built import BuiltPage, read_page
from handbook.text.load import FolderError, read_site

pytestmark = [pytest.mark.site, pytest.mark.long]
PROJECT = Path(__file__).parents[1]
MACHINERY = {
    "__pycache__",
    ".cache",
    "site",
}  # what engines and Python leave behind, known to .gitignore
# What a command leaves in docs when it is killed while it writes.
LEFTOVER = ".handbook-0123456789abcdef.tmp"
ENGINES = {
    "mkdocs": [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", JUDGED],
    "mkdocs again": [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", JUDGED],
    "zensical": [sys.executable, "-m", "zensical", "build", "--strict", "-f", JUDGED],
}

# All that may differ between the two, and why. Whatever else differs fails.
EXPLAINED = {
    ("anchors", "__skip"): "Zensical's theme lets its link «skip to content» jump here; MkDocs' theme to the first "
    "heading.",
    ("title", "home: name of the site"): "MkDocs gives the home page the name of the site as its title,",
    ("title", "home: heading and name of the site"): "Zensical puts its heading before it, as on all other pages.",
    ("links", "edit button"): "Zensical shows the theme's pencil only with repo_url, which asks another host. Our page card "
    "has the link in both.",
}  # fmt: skip


class Workshop:
    """A copy of the handbook, built by one engine."""

    def __init__(self, folder: Path, root: Path, command: list[str], today: date) -> None:
        copytree(root / "docs", folder / "docs")
        copytree(
            PROJECT / "macros",
            folder / "macros",
            ignore=ignore_patterns("__pycache__", "tests", "bench"),
        )
        (folder / "mkdocs.yml").write_bytes((root / "mkdocs.yml").read_bytes())
        judge = [sys.executable, "-m", "handbook.cli", "settings", "--root", str(folder)]
        subprocess.run(judge, env=surroundings(folder, today), capture_output=True, check=False)
        (folder / "docs" / LEFTOVER).write_text("half a page", encoding="utf-8")
        self.folder = folder
        self.before = contents(folder)
        self.run = subprocess.run(
            command, cwd=folder, env=surroundings(folder, today), capture_output=True, check=False
        )

    @cached_property
    def pages(self) -> dict[str, BuiltPage]:
        try:
            files = read_site(self.folder / "site").data
        except FolderError:
            pytest.fail(f"{self.folder.name} built no site to compare.", pytrace=False)
        return {
            path: read_page(path, data.decode())
            for path, data in files.items()
            if path.endswith(".html")
        }


def contents(folder: Path) -> dict[str, str]:
    """Every file that is not machinery, with the hash of what is in it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    inner = ((path.relative_to(folder), path) for path in files)
    return {
        name.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in inner
        if not MACHINERY & set(name.parts)
    }


def surroundings(folder: Path, today: date) -> dict[str, str]:
    """The environment of a build whose moment is fixed, with the library of this very copy."""
    noon = int(datetime.combine(today, time(12), UTC).timestamp())
    fixed = {
        "SOURCE_DATE_EPOCH": str(noon),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(folder / "macros"),
    }
    return {**environ, **fixed}


@pytest.fixture(scope="module")
def workshops(project, handbook, tmp_path_factory) -> dict[str, Workshop]:
    place = tmp_path_factory.mktemp("engines")
    return {
        name: Workshop(place / name, project.root, command, handbook.today)
        for name, command in ENGINES.items()
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_engine_builds_the_handbook_without_a_warning(workshops, engine):
    run = workshops[engine].run
    if run.returncode:
        said = (run.stdout + run.stderr).decode(errors="replace").splitlines()
        pytest.fail(
            f"{engine} does not build the handbook:\n" + "\n".join(said[-20:]), pytrace=False
        )


@pytest.mark.parametrize("engine", ENGINES)
def test_building_leaves_the_handbook_as_it_was(workshops, engine):
    shop = workshops[engine]
    after = contents(shop.folder)
    changed = {path for path in {*shop.before, *after} if shop.before.get(path) != after.get(path)}
    if changed:
        pytest.fail(
            f"Building with {engine} changed or left: {', '.join(sorted(changed))}", pytrace=False
        )


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_killed_command_left_is_not_published(workshops, engine):
    site = whole(workshops[engine].folder / "site")
    assert site, "nothing was built"
    published = [path for path in site if path.endswith(LEFTOVER)]
    if published:
        pytest.fail(
            f"{engine} publishes what a killed command left: {', '.join(published)}", pytrace=False
        )


def test_building_twice_gives_the_same_bytes(workshops):
    first, second = (whole(workshops[name].folder / "site") for name in ("mkdocs", "mkdocs again"))
    assert first, "nothing was built"
    different = sorted(path for path in {*first, *second} if first.get(path) != second.get(path))
    if different:
        pytest.fail(
            f"Two builds of the same handbook differ in: {', '.join(different)}", pytrace=False
        )


def whole(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


# --- the same for readers


def test_both_engines_build_the_same_pages(workshops):
    ours, theirs = (set(workshops[name].pages) for name in ("mkdocs", "zensical"))
    if ours != theirs:
        pytest.fail(
            f"Only one of the engines builds: {', '.join(sorted(ours ^ theirs))}", pytrace=False
        )


def test_pages_are_the_same_for_readers_with_both_engines(workshops):
    ours, theirs = (workshops[name].pages for name in ("mkdocs", "zensical"))
    found = [
        line
        for path in sorted(set(ours) & set(theirs))
        for line in differences(ours[path], theirs[path])
    ]
    if found:
        pytest.fail("MkDocs and Zensical differ:\n" + "\n".join(found), pytrace=False)


def test_every_explained_difference_is_still_there(workshops):
    ours, theirs = (workshops[name].pages for name in ("mkdocs", "zensical"))
    seen = {
        (aspect, item)
        for path in set(ours) & set(theirs)
        for aspect, look in ASPECTS.items()
        for item in set(look(ours[path])) ^ set(look(theirs[path]))
    }
    gone = [" ".join(key) for key in EXPLAINED if key not in seen]
    if gone:
        pytest.fail(
            f"No longer different, so delete it from EXPLAINED: {', '.join(gone)}", pytrace=False
        )


def differences(ours: BuiltPage, theirs: BuiltPage) -> list[str]:
    """What readers of one page find with one engine and not, or elsewhere, with the other."""
    found = []
    for aspect, look in ASPECTS.items():
        first, second = (
            [entry for entry in look(page) if (aspect, entry) not in EXPLAINED]
            for page in (ours, theirs)
        )
        if first != second:
            only = [
                [entry for entry in here if entry not in there][:8]
                for here, there in ((first, second), (second, first))
            ]
            found.append(
                f"{ours.path}: {aspect}: only MkDocs {only[0]}, only Zensical {only[1]}, or "
                "another order"
            )
    return found


def title(page: BuiltPage) -> list[str]:
    if page.path == "index.html":
        return [
            "home: heading and name of the site"
            if " - " in page.title
            else "home: name of the site"
        ]
    return [page.title.strip()]


def words(page: BuiltPage) -> list[str]:
    return page.text.split()


def words_outside_code(page: BuiltPage) -> list[str]:
    """Words outside code: together with all words, this tells what is code."""
    return page.prose.split()


def links(page: BuiltPage) -> list[str]:
    own = [element for element in page.elements if element.own and element.tag == "a"]
    return [
        "edit button"
        if link.attributes.get("rel") == "edit"
        else urljoin(f"/{page.path}", link.attributes["href"])
        for link in own
        if "href" in link.attributes
    ]


def shape(page: BuiltPage) -> list[str]:
    """Tables, pictures, lists and whatever carries one of our classes."""
    tags = {
        "table",
        "tr",
        "th",
        "td",
        "img",
        "svg",
        "figure",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "details",
        "pre",
    }
    own = [
        element
        for element in page.elements
        if element.own and "edit" not in element.attributes.get("rel", "")
    ]
    return [
        f"{element.tag}.{element.attributes.get('class', '')}"
        for element in own
        if (element.tag in tags - {"svg"}) or element.attributes.get("class", "").startswith("hb-")
    ]


ASPECTS = {
    "title": title,
    "words": words,
    "words outside code": words_outside_code,
    "headings": lambda page: page.heading_ids,
    "anchors": lambda page: sorted(page.ids if page.heading_ids else ()),
    "links": links,
    "shape": shape,
}
