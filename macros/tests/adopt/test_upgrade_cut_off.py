"""An upgrade that is killed or has no room: each file is the old or the new one, and a second run
ends it.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from tests.adopt.wheels import (
    NEW,
    NEW_SHELL,
    OLD,
    commit,
    company,
    upgrade,
    wheel_name,
    write_wheel,
)
from tests.faults import FULL, STEPS, faulty, files_alone, killed_at

# Also what is put into temporary files for git: the upgrade begins with that.
TRIED = 12


def kept(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in files_alone(root).items() if not path.startswith(".git/")}


def test_killed_at_any_step_a_second_run_ends_it(tmp_path, capsys):
    first, wheel = company(tmp_path / "first"), write_wheel(tmp_path, NEW, NEW_SHELL)
    before = kept(first)
    done = copytree(first, tmp_path / "done")
    with faulty(0, FULL, STEPS) as counted:
        upgrade(done, wheel)
    after, half_done = kept(done), 0
    steps = len(counted.done)
    for at in range(1, steps + 1, max(steps // TRIED, 1)):
        root = copytree(first, tmp_path / f"killed-{at}")
        assert killed_at(at, lambda root=root: upgrade(root, wheel)), f"nothing killed at {at}"
        found = kept(root)
        for path in {*before, *after, *found}:
            assert found.get(path) in (before.get(path), after.get(path)), f"step {at}: {path}"
        half_done += found not in (before, after)
        assert upgrade(root, wheel) == 3, f"step {at}: {capsys.readouterr().out}"
        assert kept(root) == after, f"step {at}"
    assert half_done


def test_where_there_is_no_room_nothing_is_changed(tmp_path, capsys):
    root, wheel = company(tmp_path / "first"), write_wheel(tmp_path, NEW, NEW_SHELL)
    before = kept(root)
    with faulty(0, FULL, ("replace",)) as counted:
        upgrade(copytree(root, tmp_path / "done"), wheel)
    with faulty(len(counted.done) - 1, FULL, ("replace",)):
        assert upgrade(root, wheel) == 2
    assert kept(root) == before
    assert "the disk is full" in capsys.readouterr().err


def test_a_second_run_says_that_it_goes_on(tmp_path, capsys):
    root, wheel = company(tmp_path / "first"), write_wheel(tmp_path, NEW, NEW_SHELL)
    (root / "checks/test_added.py").write_bytes(NEW_SHELL["checks/test_added.py"])
    (root / "checks/test_gone.py").unlink()
    assert upgrade(root, wheel) == 3
    assert "7 files changed, 2 before." in capsys.readouterr().out
    assert not (root / "macros" / wheel_name(OLD)).exists()
    commit(root)
