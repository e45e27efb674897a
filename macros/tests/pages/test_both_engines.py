"""Both engines show every form of Markdown alike, and as the tree that the forms are compared with.

One site holds a page for each form of ``forms.yml``; each engine builds it once.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from tests.places import TESTS
from tests.trees import Tree, engine_html, tree

pytestmark = pytest.mark.slow

HERE = TESTS
MACROS = HERE.parent
FORMS: list[dict[str, str]] = yaml.safe_load((HERE / "forms.yml").read_text("utf-8"))
TOP = "---\nowner: sales-director\n---\n# Title\n\n"
# A form with a call is no form of Markdown: what calls show is tried elsewhere.
PAGES = {
    f"form-{number}": form["form"]
    for number, form in enumerate(FORMS)
    if not re.search("{[{%#]", form["form"])
}


PAGES["braces"] = (
    'Dear {{ braces("contact.firstname") }},\n\n```\nDear {{ braces("contact.firstname") }},\n```\n'
)
# What the theme adds to the content of a page: a link to each heading.
ADDED = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> dict[str, dict[str, Tree]]:
    """For each engine the tree of every page."""
    folder = Path(copytree(HERE / "good", tmp_path_factory.mktemp("forms") / "site"))
    (folder / "macros").mkdir(exist_ok=True)
    (folder / "macros" / "main.py").write_bytes((MACROS / "main.py").read_bytes())
    for name, form in PAGES.items():
        (folder / f"docs/{name}.md").write_text(TOP + form + "\n", encoding="utf-8")
    return {engine: built_by(engine, folder) for engine in ("mkdocs", "zensical")}


def built_by(engine: str, folder: Path) -> dict[str, Tree]:
    command = [sys.executable, "-m", engine, "build"]
    around = {**os.environ, "PYTHONPATH": str(MACROS), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=folder, env=around, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {
        name: content((folder / f"site/{name}/index.html").read_text("utf-8")) for name in PAGES
    }


def content(html: str) -> Tree:
    """What is below the title of a page, as readers see it."""
    article = html.partition("<article")[2].partition("</article>")[0]
    return tree(ADDED.sub("", article.partition("</h1>")[2]))


def without_addresses(node: Tree) -> Tree:
    """The tree without where its links lead: engines write that as seen from the page's place on
    the site.
    """
    name = re.sub(r" (?:href|src)=.*?(?= (?:src|title)=|$)", "", node[0])
    return [
        name,
        *[child if isinstance(child, str) else without_addresses(child) for child in node[1:]],
    ]


@pytest.mark.parametrize("name", PAGES)
def test_both_engines_show_the_same(built, name):
    mkdocs, zensical = built["mkdocs"][name], built["zensical"][name]
    assert without_addresses(mkdocs) == without_addresses(zensical)


@pytest.mark.parametrize("name", [name for name in PAGES if name != "braces"])
def test_engines_show_what_the_forms_are_compared_with(built, name):
    # The title is above the form in both, so that ids and the numbers of footnotes agree.
    expected = content(
        f"<article>{engine_html(f'# Title{chr(10)}{chr(10)}{PAGES[name]}')}</article>"
    )
    assert without_addresses(built["mkdocs"][name]) == without_addresses(expected)


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_engines_show_the_braces_of_other_programs(built, engine):
    field = "{{contact.firstname}}"
    expected: Tree = [
        "page",
        ["p", "Dear ", ["code", field], ","],
        ["pre", ["code", f"Dear {field},"]],
    ]
    assert built[engine]["braces"] == expected


def test_almost_every_form_is_built():
    assert len(PAGES) > len(FORMS) * 0.9
