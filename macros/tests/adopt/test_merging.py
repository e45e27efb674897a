"""Of any three versions of a file, no line of the company's is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handbook.adopt.merging import fates
from handbook.adopt.wheel import Wheel
from handbook.commands.upgraded import merge_between

MERGE = merge_between(
    Wheel("old.whl", "1.0.0", b"", {"a": b""}), Wheel("new.whl", "1.1.0", b"", {"a": b""})
)
PATH = "Makefile"
# Lines by whom they were written, so that each is known again.
LINES = st.lists(st.sampled_from("abcdef"), max_size=8)


def of(letters: list[str], who: str = "") -> bytes:
    return "".join(f"{letter}{who}\n" for letter in letters).encode()


@st.composite
def edited(draw: st.DrawFn, base: list[str], who: str) -> bytes:
    """The base with some of its lines gone, and with lines of somebody's own."""
    kept = [f"{letter}\n" for letter in base if draw(st.booleans())]
    for number in range(draw(st.integers(0, 3))):
        kept.insert(draw(st.integers(0, len(kept))), f"{who} {number}\n")
    return "".join(kept).encode()


@given(data=st.data(), base=LINES)
def test_no_line_of_theirs_is_lost_and_none_of_the_new_is(data, base):
    ours, new = data.draw(edited(base, "ours")), data.draw(edited(base, "new"))
    (fate,) = list(fates({PATH: of(base)}, {PATH: new}, {PATH: ours}, MERGE)) or (None,)
    result = ours if fate is None or fate.kept else fate.data or b""
    assert {line for line in ours.splitlines() if b"ours" in line} <= set(result.splitlines())
    assert {line for line in new.splitlines() if b"new" in line} <= set(result.splitlines())


@given(data=st.data(), base=LINES)
def test_where_one_side_alone_has_changed_its_version_stays(data, base):
    changed = data.draw(edited(base, "changed"))
    assert list(fates({PATH: of(base)}, {PATH: of(base)}, {PATH: changed}, MERGE)) == [] or all(
        fate.kept for fate in fates({PATH: of(base)}, {PATH: of(base)}, {PATH: changed}, MERGE)
    )
    taken = [
        fate.data for fate in fates({PATH: of(base)}, {PATH: changed}, {PATH: of(base)}, MERGE)
    ]
    assert taken in ([changed], [])
