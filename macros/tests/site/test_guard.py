"""The guard: whatever is on a page, Jinja gets text only, nothing is run, and the page says what to mend."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copytree

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as some
from typer.testing import Result

from handbook.commands.settings import JUDGED
from handbook.rules.edition import Edition, edition_without_git
from handbook.site.guard import NAME, NOT_LOADED, SHOWN, guarded, keep_known
from handbook.site.renderer import Renderer
from handbook.text.load import Folder, read_folder
from tests.places import GOOD, MACROS
from tests.running import run as run_command

SRC = "hiring.md"
# Each would run something, read something, or use up the machine if Jinja saw it.
GADGETS = [
    "{{ cycler.__init__.__globals__.os.popen('touch ran').read() }}",
    "{{ lipsum.__globals__['os'].popen('touch ran') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ()|attr('__class__') }}",
    "{{ request['__class__'] }}",
    "{{ '%s'.format(config) }}",
    "{{ price.func.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ environment.system }}",
    "{{ config.plugins }}",
    "{{ git.author_email }}",
    "{{ context() }}",
    "{{ macros_info() }}",
    "{{ read_csv('docs/_facts/company.yml') }}",
    "{{ handbook_page('x') }}",
    "{{ range(100000000)|list }}",
    "{{ 'a' * 3000000000 }}",
    "{{- price('tap-one') -}}",
    "{{{ price('tap-one') }}}",
    "{% for x in range(9) %}",
    "{% set x = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% macro x() %}",
    "{% raw %}",
    "{% endraw %}",
    "{%- endraw -%}",
    "{% raw %}{{ price('tap-one') }}{% endraw %}",
    "{{ pric('tap-one') }}",
    "{{ price() }}",
    "{{ price('tap-one', 'x', 'y') }}",
    "{{ price(1) }}",
    "{{ undefined_name }}",
    "{{ price('tap-one'",
    "{{",
    "{%",
    "{#",
    "{# a note #}",
    "{#id}",
]


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_without_git(read_folder(GOOD), date(2026, 11, 23))


def environment(edition: Edition) -> jinja2.Environment:
    """Jinja as both engines set it up."""
    made = jinja2.Environment(extensions=[NAME], undefined=jinja2.StrictUndefined)
    made.globals[SHOWN] = lambda source: Renderer(edition.shown).page_text(source, SRC, False)
    return made


@pytest.fixture
def render(edition) -> Callable[[str], str]:
    return lambda source: environment(edition).from_string(source).render(price="hidden", self_="x")


# --- what a page shows


@pytest.mark.parametrize("gadget", GADGETS)
def test_page_says_what_is_wrong_where_it_is_and_keeps_the_rest(render, gadget):
    shown = render(f"# Before\n\nIt is {gadget}\n\n## After\n\n{{{{ price('tap-one') }}}}.\n")
    assert shown.startswith("# Before\n\nIt is ")
    assert "cannot be shown: " in shown
    assert "\n\n## After\n\n" in shown
    assert '<span class="hb-price">' in shown
    assert gadget not in shown


def test_comment_over_a_heading_swallows_nothing(render):
    shown = render("# Title\n\n{# first\n\n## Heading\n\nlast #}\n\nText.")
    assert shown.count("cannot be shown: ") == 1
    assert "\n\n## Heading\n\nlast #}\n\nText." in shown


def test_message_is_no_html_of_the_page(render):
    shown = render('A {{ "<script>x</script>*a* {: onclick=1 }" }} b')
    assert "<script" not in shown
    assert "*a*" not in shown
    assert "{:" not in shown


def test_in_code_the_message_is_plain_words(render):
    shown = render("`{{ 1 + 1 }}`\n\n```\n{% x %}\n```\n")
    assert "<span" not in shown
    assert re.fullmatch(r"`cannot be shown: [^`]+`\n\n```\ncannot be shown: [^`\n]+\n```", shown)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("".join("    " * depth + "- a\n\n" for depth in range(300)), "begins level 9"),
        ("> " * 500 + "a\n", "begins level 500"),
        ("> - 1. " * 100 + "a\n", "begins level 300"),
        ("Words. " * 400 + "\n", "This line has 2 800 signs"),
        ("Words.\n\n" * 40_000, "This page is 312 KiB large"),
        ("{{ price('tap-one') }}\n\n" * 1_001, "This page has 1 001 macro calls"),
    ],
)  # fmt: skip
def test_a_page_that_is_too_much_is_left_out_and_its_message_shown(render, page, said):
    shown = render(f"# Title\n\n{page}")
    assert said in shown
    assert shown.startswith(f"# {SRC}\n\n")
    assert len(shown) < 2_000


def test_braces_that_a_fact_shows_are_text(edition):
    made = environment(edition)
    text = "a {{ b }} {% endraw %} {%- endraw -%} {% raw %} {# c #} {{{%%}}} d"
    made.globals[SHOWN] = lambda source: text
    assert made.from_string("x").render() == text


def test_second_wall_runs_nothing_that_the_first_let_pass(edition, caplog, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("handbook.site.guard._as_data", str)
    made = environment(edition)
    made.globals[SHOWN] = str
    for gadget in GADGETS[:19]:
        caplog.clear()
        assert made.from_string(f"a {gadget} b").render() == "a  b"
        assert len(caplog.records) == 1
    assert not list(tmp_path.iterdir())


SIGNS = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{",
    "}",
    "%",
    "#",
    "-",
    "raw",
    "endraw",
    " ",
    "\n",
    "'",
    '"',
    "x",
    "(",
    ")",
    "\n\n",
]
SIGNS += [
    "{{ price('tap-one') }}",
    "{% raw %}",
    "{% endraw %}",
    "{{ cycler.__init__ }}",
    "\n## A\n",
    "`",
    "\\",
    "|",
]


@given(some.lists(some.sampled_from(SIGNS), max_size=14).map("".join))
def test_jinja_changes_no_sign_of_what_was_judged(edition, source):
    made = environment(edition)
    judged = Renderer(edition.shown).page_text(source, SRC, False)
    made.globals[SHOWN] = lambda source: judged
    assert (
        made.from_string(source).render() == judged.removesuffix("\n")
        or made.from_string(source).render() == judged
    )


def test_a_flood_of_braces_stays_small_and_fails_the_build(good, caplog):
    edition = edition_without_git(good, date(2026, 11, 23))
    source = "{{\n" * 20_000
    shown = Renderer(edition.shown).page_text(source, SRC, False)
    assert "This page has 20 001 lines" in shown
    assert shown.count("cannot be shown") == 1
    assert len(caplog.records) == 1


def test_as_many_mistakes_as_a_page_may_hold_stay_small(good, caplog):
    edition = edition_without_git(good, date(2026, 11, 23))
    shown = Renderer(edition.shown).page_text("{{\n" * 900, SRC, False)
    assert shown.count("cannot be shown") == 900
    assert len(shown) < 200 * 900
    assert len(caplog.records) == 30


def test_each_problem_is_told_once_with_the_line_of_the_file(good, caplog):
    text = (
        good.data["docs/hiring.md"].decode()
        + "\n{{ pric('a') }}\n\n{% x %}\n\n{{ pric('a') }} end\n"
    )
    good.data["docs/hiring.md"] = text.encode()
    edition = edition_without_git(good, date(2026, 11, 23))
    body, renderer = edition.handbook.pages[SRC].body, Renderer(edition.shown)
    with caplog.at_level(logging.WARNING, logger="mkdocs.plugins.handbook"):
        for _ in range(2):
            renderer.page_text(body.lstrip("\n"), SRC, False)
    first = [record.getMessage().split("\n")[0] for record in caplog.records]
    end = text.count("\n")
    assert first == [f"docs/hiring.md, line {line}" for line in (end - 4, end - 2, end)]


def test_facts_that_cannot_be_read_are_told_once_with_their_line(good: Folder, caplog):
    path = "docs/_facts/sales-book/prices.yml"
    good.data[path] = good.data[path].replace(b"\n", b"\n  a: [\n", 1)
    edition = edition_without_git(good, date(2026, 11, 23))
    renderer = Renderer(edition.shown)
    shown = [renderer.page_text(page.body, page.src, False) for page in edition.handbook.readable]
    told = [record.getMessage() for record in caplog.records]
    assert [message.split("\n")[0] for message in told if "prices.yml" in message] == [
        f"{path}, line 2"
    ]
    assert any(
        f"cannot be shown: {path}, line 2: "
        in re.sub("&#(\\d+);", lambda sign: chr(int(sign[1])), text)
        for text in shown
    )


# --- front matter and settings


def test_front_matter_hides_no_macro_and_ends_no_build():
    meta = {
        "owner": "seller",
        "price": "x",
        "self": 1,
        "render_macros": False,
        "ignore_macros": True,
        "title": "{{ x }}",
    }
    given_keys = {**meta, 1: 2, None: 3}
    keep_known(given_keys)
    assert given_keys == {"owner": "seller"}


def test_without_its_macros_nothing_is_shown_and_the_engine_ends_with_a_sentence(
    monkeypatch, capsys
):
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    with pytest.raises(SystemExit, match="module_name: macros/main"):
        jinja2.Environment(extensions=[NAME]).from_string("x")
    sys.excepthook(RuntimeError, RuntimeError("what an engine made of it"), None)
    assert capsys.readouterr().err == f"{NOT_LOADED}\n"


@pytest.mark.parametrize("named", [[], [NAME, "jinja2.ext.do"], ["jinja2.ext.do"], None, NAME])
def test_the_guard_stands_alone(named):
    assert not guarded(named)
    assert guarded([NAME])


# --- in the engines themselves


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The good handbook in a folder, with its macros, and every gadget on one page."""
    folder = Path(copytree(GOOD, tmp_path / "site"))
    (folder / "macros").mkdir(exist_ok=True)
    (folder / "macros" / "main.py").write_bytes((MACROS / "main.py").read_bytes())
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return run_python(folder, "-m", *command)


def run_python(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=surroundings(), capture_output=True, text=True, check=False, timeout=60
    )  # fmt: skip


def surroundings() -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(MACROS),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUNBUFFERED": "1",
    }


def shown_on(html: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", piece)[:30] for piece in re.findall(r"cannot be shown: [^<]*", html)
    ]


def test_both_engines_run_nothing_and_show_the_same(site):
    page = site / "docs" / "hiring.md"
    rest = "\n\n".join(f"A {gadget}" for gadget in GADGETS)
    page.write_text(
        page.read_text() + f"\n{rest}\n\n## The end {{: #the-end }}\n", encoding="utf-8"
    )
    for name in (f"{GADGETS[3]}.md", "title.md", "menu.md"):
        top = f"title: {GADGETS[1]!r}\ninclude_yaml: [more.yml]\n" if name == "title.md" else ""
        (site / "docs" / name).write_text(
            f"---\nowner: seller\n{top}---\nText.\n", encoding="utf-8"
        )
    (site / "more.yml").write_text("self: 1\n2: 3\nprice: 4\n")
    settings = site / "mkdocs.yml"
    menu = f'nav:\n  - "{GADGETS[0]}": menu.md\n  - title.md\n'
    extra = f'\ncopyright: "{GADGETS[0]}"\nextra: {{price: x, owner: "{GADGETS[0]}"}}\n'
    settings.write_text(settings.read_text().replace("nav:\n", menu) + extra, encoding="utf-8")
    seen = []
    for engine in ("mkdocs", "zensical"):
        done = run(site, engine, "build", "--strict")
        assert done.returncode == 1, f"{engine}: {done.stdout[-2000:]} {done.stderr[-2000:]}"
        assert "Traceback" not in done.stdout + done.stderr
        assert not list(site.rglob("ran"))
    for engine in ("mkdocs", "zensical"):
        assert run(site, engine, "build").returncode == 0
        html = (site / "site" / "hiring" / "index.html").read_text(encoding="utf-8")
        seen.append(shown_on(html.partition("<article")[2].partition("</article")[0]))
        assert 'id="the-end"' in html
    assert seen[0] == seen[1]
    assert len(seen[0]) >= 30


ENGINES = {"zensical": ["-m", "zensical"], "ours": [str(MACROS / "engine.py")]}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "command",
    [
        ["build", "--strict"],
        pytest.param(["build"], marks=pytest.mark.slow),
        pytest.param(["serve", "-a", "127.0.0.1:0"], marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        (f"      j2_extensions: [{NAME}]\n", "", "does not name the guard"),
        ("macros/main", "macros/mian", NOT_LOADED),
    ],
)
def test_engines_end_with_one_sentence_when_the_guard_or_the_macros_are_missing(
    site, engine, command, written, instead, says
):
    settings = site / "mkdocs.yml"
    whole = settings.read_text()
    assert written in whole
    settings.write_text(whole.replace(written, instead))
    done = run_python(site, *ENGINES[engine], *command)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert says in done.stderr.splitlines()[-1]
    assert not (site / "site/hiring/index.html").exists()


# --- while serving


@pytest.fixture
def served(site) -> Iterator[tuple[Path, str]]:
    """The site as `make serve` serves it: from the judged copy of its settings."""
    assert run(site, "handbook.cli", "settings").returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    log = (site / "log.txt").open("w")
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", place, "-f", JUDGED]
    server = subprocess.Popen(
        command, cwd=site, env=surroundings(), stdout=log, stderr=subprocess.STDOUT
    )
    try:
        yield site, f"http://{place}"
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def waited_for(address: str, words: str, there: bool = True) -> bool:
    """Whether the page shows the words, or shows them no more, within a minute."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if (words in answer.read().decode()) == there:
                    return True
        except OSError:
            pass
        time.sleep(0.25)
    return False


@pytest.mark.slow
def test_serving_goes_on_whatever_is_saved(served):
    folder, address = served
    page, prices = folder / "docs" / "hiring.md", folder / "docs/_facts/sales-book/prices.yml"
    good, known = page.read_text(), prices.read_text()
    assert waited_for(f"{address}/hiring/", "<h1")
    page.write_text(
        f"{good}\n{{{{ pric('tap-one') }}}} {GADGETS[0]}\n\n{{% for x in y %}}\n\n{{{{ price('tap-one') }}}}\n"
    )
    (folder / "mkdocs.yml").write_text("site_name: !!python/object/apply:os.system ['touch ran']\n")
    assert waited_for(f"{address}/hiring/", "There is no macro")
    page.write_text(
        f"---\nself: 1\n1: 2\nignore_macros: x\n{good.removeprefix('---')}\n\n{{{{ price('tap-one') }}}}\n"
    )
    assert waited_for(f"{address}/hiring/", "There is no macro", there=False)
    prices.write_text(known.replace("\n", "\n  a: [\n", 1))
    assert waited_for(f"{address}/hiring/", "prices.yml, line 2")
    prices.write_text(known)
    assert waited_for(f"{address}/hiring/", "prices.yml, line 2", there=False)
    assert not list(folder.rglob("ran"))
    assert (folder / "log.txt").read_text().count("docs/_facts/sales-book/prices.yml, line 2") == 1


# --- the judged copy


def settings_of(folder: Path, *words: str) -> Result:
    """What `handbook settings` says in that folder."""
    return run_command(folder, ["settings", *words])


def test_settings_are_copied_as_they_were_judged(site):
    settings = site / "mkdocs.yml"
    settings.write_bytes(settings.read_bytes().replace(b"\n", b"\r\n"))
    assert settings_of(site).exit_code == 0
    assert (site / JUDGED).read_bytes() == settings.read_bytes()


@pytest.mark.parametrize(
    "settings",
    [
        "!!python/object/apply:os.system ['touch ran']\n",
        "site_name: !ENV SECRET\n",
        "INHERIT: ../other.yml\n",
        "hooks: [run.py]\n",
        "",
        "- a\n",
        "a: [\n",
        None,
    ],
)
def test_settings_that_are_refused_leave_no_copy(site, settings):
    settings_of(site)
    if settings is None:
        (site / "mkdocs.yml").unlink()
    else:
        (site / "mkdocs.yml").write_text(settings)
    done = settings_of(site)
    assert done.exit_code == 1
    assert "mkdocs.yml" in done.stdout
    assert "Traceback" not in done.output
    assert not (site / JUDGED).exists()


def test_what_no_engine_can_read_is_said_before_it_starts(site):
    (site / "docs" / "hiring.md").write_bytes(b"---\nowner: seller\n---\n# \xff\n")
    (site / "docs" / "loop").symlink_to(site / "docs")
    done = settings_of(site)
    assert done.exit_code == 1
    assert re.findall(r"^docs.*", done.stdout, re.MULTILINE) == [
        "docs/hiring.md, line 4",
        "docs/loop",
    ]


def test_no_engine_starts_on_a_theme_that_is_a_link_or_holds_one(site):
    settings = site / "mkdocs.yml"
    settings.write_text(
        settings.read_text().replace("theme:\n", "theme:\n  custom_dir: macros/theme\n")
    )
    theme, other = site / "macros" / "theme", site / "other"
    (other / "assets").mkdir(parents=True)
    theme.symlink_to(other)
    assert linked(site) == ["macros/theme"]
    theme.unlink()
    (theme / "assets").mkdir(parents=True)
    (theme / "main.html").symlink_to(other / "main.html")
    (theme / "assets" / "more").symlink_to(other)
    assert linked(site) == ["macros/theme/assets/more", "macros/theme/main.html"]


def linked(folder: Path) -> list[str]:
    done = settings_of(folder)
    assert done.exit_code == 1
    assert not (folder / JUDGED).exists()
    return re.findall(r'"(.*)" is a link', done.stdout)


def test_a_folder_that_is_no_handbook_is_said_in_a_line(tmp_path):
    done = settings_of(tmp_path)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


def test_a_port_that_is_taken_is_said_in_a_line(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = settings_of(site, "--port", str(taken.getsockname()[1]))
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)


def test_what_stands_in_the_way_of_a_site_is_said_in_a_line(site):
    (site / "site").write_text("x")
    done = settings_of(site)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert '"site" is a file' in done.stderr
