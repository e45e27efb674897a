"""The bench measures real work: its copies are sound pages, its builds say the same. No time is
asserted here.
"""

import json
import subprocess

import pytest
import yaml

from bench import beside, copies, run
from bench.measure import Cost
from handbook.pages import CALL
from handbook.text.load import read_folder

SITE = {
    "site_name": "Handbook",
    "nav": [{"Home": "index.md"}, {"Prices": "technology/sales-book/prices.md"}],
    "theme": {"name": "mkdocs"},
    "plugins": [
        "search",
        {"macros": {"module_name": "macros/main", "j2_extensions": ["handbook.site.guard.Guard"]}},
    ],
}
HOME = "---\nowner: seller\n---\n# Home\n\n{{ page_card() }}\n\nEverything has its [price](technology/sales-book/prices.md).\n"
PRICES = """---
owner: seller
part: sales-book/prices
---
# Prices

{{ page_card() }}

Ask {{ macro_call("role('seller')") }} or {{ macro_call("role('seller')") }}. See the [page beside](service.md) and the [home](../../index.md).
"""
SERVICE = "---\nowner: seller\n---\n# Service\n\n{{ page_card() }}\n\nWe come.\n"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A handbook of three pages, in place of the shipped one."""
    book = tmp_path / "docs" / "technology" / "sales-book"
    book.mkdir(parents=True)
    (tmp_path / "docs" / "index.md").write_text(HOME)
    (book / "prices.md").write_text(PRICES)
    (book / "service.md").write_text(SERVICE)
    (tmp_path / "macros").mkdir(exist_ok=True)
    (tmp_path / "macros" / "main.py").write_text("")
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(SITE))
    monkeypatch.setattr(run, "ROOT", tmp_path)
    return tmp_path


def test_copies_are_whole_folders_without_a_part_and_all_in_the_menu(root, tmp_path):
    made = tmp_path / "made"
    assert copies.make(root, made, wanted=6) == 7
    folder = made / "check" / "docs" / "technology" / "copy-0002"
    assert sorted(path.name for path in folder.iterdir()) == ["prices.md", "service.md"]
    assert "part:" not in (folder / "prices.md").read_text()
    menu = yaml.safe_load((made / "check" / "mkdocs.yml").read_text())["nav"]
    assert len(menu[-1]["Copies"]) == 4


def test_each_copy_that_is_built_has_the_theme(root, tmp_path):
    look = root / "macros" / "theme" / "look.css"
    look.parent.mkdir()
    look.write_text("p { margin: 0; }\n")
    copies.make(root, tmp_path / "made", wanted=3)
    with_theme = {path.parents[2].name for path in (tmp_path / "made").rglob("look.css")}
    assert with_theme == {"check", "status", "ours", "lookup", "idle", "none"}


def test_no_copies_where_there_are_pages_enough(root, tmp_path):
    assert copies.make(root, tmp_path / "made", wanted=2) == 3


def test_pages_with_ready_text_hold_no_calls_and_lose_no_words(root, tmp_path):
    copies.make(root, tmp_path / "made", wanted=3)
    for path, data in read_folder(tmp_path / "made" / "none").data.items():
        text = data.decode()
        if path.endswith("prices.md"):
            assert text.startswith(PRICES.split("{{")[0])
            assert text.endswith(PRICES.rsplit("}}", 1)[-1])
            assert text.count("<code>") == 2
        assert not CALL.search(text)


def test_a_tiny_bench_measures_and_writes(root, tmp_path, capsys):
    target = tmp_path / "results" / "bench.json"
    given = ["--sizes", "6", "--only", "check", "--repeats", "1", "--json", str(target)]
    assert run.main(given) == 0
    assert "    7  handbook check  " in capsys.readouterr().out
    (size,) = json.loads(target.read_text())
    (cost,) = size["runs"]["check"]
    assert size["pages"] == 7
    assert cost["wall"] > 0
    assert cost["peak"] > 0


def test_what_does_not_fit_into_the_time_is_not_measured_and_not_guessed(root, tmp_path, capsys):
    target = tmp_path / "bench.json"
    assert run.main(["--sizes", "6", "--limit", "0", "--json", str(target)]) == 0
    assert capsys.readouterr().out.count("not measured: the time was up") == len(run.NAMES)
    assert json.loads(target.read_text())[0]["ratios"] == {words: None for *_, words in run.RATIOS}


def test_figures_are_measured_beside_another_commit(root, monkeypatch, capsys):
    monkeypatch.setattr(beside, "ROOT", root)
    who = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "All pages"]):
        subprocess.run(["git", *words], cwd=root, check=True)
    assert beside.main(["--beside", "HEAD", "--repeats", "1", "--only", "help", "check"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split()[0] == "now"
    assert [row.split(",")[0] for row in rows] == ["handbook --help", "handbook check"]
    listed = subprocess.run(
        ["git", "worktree", "list"], cwd=root, check=True, capture_output=True, text=True
    )
    assert len(listed.stdout.splitlines()) == 1


def test_a_further_page_is_what_more_pages_cost_beyond_few(tmp_path):
    side = beside.Side("now", tmp_path, tmp_path, {"few": 100, "more": 1100})
    side.costs["few"] = [Cost(0, 1.0, 0, "")]
    side.costs["more"] = [Cost(0, 3.0, 0, "")]
    assert side.more() == pytest.approx(2.0)
