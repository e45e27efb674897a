"""What we promise each other beyond the handbook's own rules. This file is ours: no upgrade touches it.

Each promise is a function whose name begins with `test_`. It gets the handbook, and says after `assert` what to do.
"""

from handbook.documents.company.facts.company import Post, Role
from handbook.handbook import Handbook


def test_somebody_fills_every_role(handbook: Handbook) -> None:
    filled = {post.id for post in handbook.facts[Post] if post.handles}
    empty = [role.name for role in handbook.facts[Role] if role.id not in filled]
    assert not empty, "Name in docs/_facts/people.yml who fills: " + ", ".join(empty)
