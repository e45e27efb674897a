"""Only the writer writes: looked for in the code of every other module, and in what each command
asks the computer for.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

import handbook
from tests.faults import in_a_child
from tests.running import COMMANDS, each_command, handbook_in, run

LIBRARY = Path(handbook.__file__).parent
WRITER = LIBRARY / "write"
OTHERS = sorted(
    [
        *(path for path in LIBRARY.rglob("*.py") if path.parent != WRITER),
        LIBRARY.parent / "main.py",
        LIBRARY.parent / "engine.py",
    ]
)

MODULES = {"tempfile", "fcntl", "msvcrt", "mmap", "sqlite3", "shelve", "dbm", "logging.handlers"}
OF_SHUTIL = {"which", "get_terminal_size", "disk_usage"}
OF_PATHS = set(
    "write_text write_bytes unlink mkdir makedirs rmdir removedirs rename renames touch symlink_to hardlink_to chmod lchmod "
    "rmtree copyfile copytree copy2 copymode copystat truncate ftruncate mkfifo mknod extractall symlink utime".split()
)
OF_OS = {
    "replace",
    "remove",
    "link",
    "open",
    "write",
    "pwrite",
    "writev",
    "sendfile",
    "fdopen",
    "chown",
}


def writes(tree: ast.AST) -> Iterator[str]:
    """Every place where a module writes, or takes what it needs for that."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (f"line {node.lineno} imports {name}" for name in _imports(node))
        elif isinstance(node, ast.Attribute) and _is_writing(node):
            yield f"line {node.lineno} uses {node.attr}"
        elif isinstance(node, ast.Call) and _opens_to_write(node):
            yield f"line {node.lineno} opens a file to write"
        elif isinstance(node, ast.Call) and _replaces_a_file(node):
            yield f"line {node.lineno} gives a file another name"


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        name = f"{module}.{alias.name}".lstrip(".")
        if (
            {name, module} & MODULES
            or name == "shutil"
            or (module == "shutil" and alias.name not in OF_SHUTIL)
            or (module == "os" and alias.name in OF_OS | OF_PATHS)
        ):
            yield name


def _is_writing(node: ast.Attribute) -> bool:
    owner = getattr(node.value, "id", "")
    return node.attr in OF_PATHS or (owner == "os" and node.attr in OF_OS)


def _opens_to_write(node: ast.Call) -> bool:
    """`open(path, "w")`, `path.open("w")`, or a mode that nobody can read here."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name != "open" or getattr(getattr(node.func, "value", None), "id", "") == "os":
        return False
    given = node.args[1:2] if isinstance(node.func, ast.Name) else node.args[:1]
    modes = given + [word.value for word in node.keywords if word.arg == "mode"]
    return any(
        not isinstance(mode, ast.Constant) or set(str(mode.value)) & set("wax+") for mode in modes
    )


def _replaces_a_file(node: ast.Call) -> bool:
    """Texts take two words to replace, and days take names; a file takes one."""
    is_it = isinstance(node.func, ast.Attribute) and node.func.attr == "replace"
    return is_it and len(node.args) == 1 and not node.keywords


def test_no_other_module_writes():
    found = [
        f"{path.relative_to(LIBRARY.parent).as_posix()}: {said}"
        for path in OTHERS
        for said in writes(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert OTHERS
    assert not found, (
        f"{'; '.join(found)}.\nTo fix: make a Change, and let handbook.write.writer carry it out. It is whole, locked and "
        "compared with what was read; nothing else here can promise that."
    )


@pytest.mark.parametrize(
    "code",
    [
        "path.write_text('x')",
        "(root / 'a').write_bytes(b'')",
        "open(path, 'w')",
        "open(path, mode='ab')",
        "open(path, how)",
        "path.open('x')",
        "path.open('r+')",
        "path.unlink()",
        "folder.mkdir(parents=True)",
        "os.replace(a, b)",
        "a.replace(b)",
        "os.open(path, os.O_CREAT)",
        "import shutil",
        "from shutil import copyfile",
        "from os import replace",
        "import tempfile",
        "from tempfile import mkstemp",
        "each = path.rename",
    ],
)
def test_what_writes_is_noticed(code):
    assert list(writes(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "text.replace('a', 'b')",
        "replace(sent, by=owner)",
        "day.replace(month=1)",
        "open(path)",
        "open(path, 'rb')",
        "path.open()",
        "from shutil import which",
        "ZipFile(packed, 'w')",
        "stage.open",
        "os.environ",
    ],
)
def test_what_only_reads_is_let_through(code):
    assert not list(writes(ast.parse(code)))


# --- what commands really do ----------------------------------------------------------------------

EVENTS = (
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "shutil.",
    "tempfile.",
)


@each_command
def test_a_command_writes_through_the_writer_alone(name, good, tmp_path):
    root = handbook_in(tmp_path / "root", good)
    status, said = in_a_child(lambda: _watched(root, name))
    assert not status, said
    seen = [line for line in said.splitlines() if line]
    assert "through the writer" in seen, "nothing was written at all"
    assert set(seen) == {"through the writer"}, said


def _watched(root: Path, name: str) -> int:
    """Run a command and say of each thing that it writes whether the writer did it. A hook stays,
    so this is for a child.
    """
    seen: list[str] = []
    sys.dont_write_bytecode = True
    sys.addaudithook(
        lambda event, given: _note(seen, event, given) if _writes(event, given) else None
    )
    done = run(root, COMMANDS[name])
    os.write(1, "\n".join(dict.fromkeys(seen)).encode())
    return done.exit_code


def _note(seen: list[str], event: str, given: tuple[object, ...]) -> None:
    if str(given[0]).startswith("/dev/"):
        return
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if "openpyxl" in Path(frame.f_code.co_filename).parts:
            return  # it keeps each sheet of a workbook in a temporary file, which has no name or is gone afterwards
        if Path(frame.f_code.co_filename).parent == WRITER:
            seen.append("through the writer")
            return
        frame = frame.f_back
    seen.append(f"{event}: {given[0]}")


def _writes(event: str, given: tuple[object, ...]) -> bool:
    if event == "open":
        flags = given[2] if isinstance(given[2], int) else 0
        return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event.startswith(EVENTS)
