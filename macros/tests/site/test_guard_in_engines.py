"""The guard inside the engines, while serving, and in front of them: settings are judged and
copied.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import Result

from handbook.commands.settings import JUDGED
from handbook.site.guard import NAME, NOT_LOADED
from tests.gadgets import GADGETS
from tests.places import GOOD, MACROS
from tests.running import run as run_command

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
