"""The scripts and the style sheet of the engine's own theme, by a digest of their text: reading a script takes long, and these were read.

A test reads them, and says what to write here when one of them changes. A company's own files, and ours with a change, are read in
every check.
"""

from __future__ import annotations

from hashlib import sha256

_READ = frozenset(
    {
        "bcdddc6c8fc2001f25323da11169c4c8f5cee737d630b057872d35e0bf115ebd",  # calculator.js
        "e2b7cee41efde5378225e40cfbe996306d40891e99e1393a0fad3a86441cf60f",  # handbook.css
        "c3db6cb84d21eee95657879c8da1df721cf2c9ca142a0947fe9aeec2f740a4c5",  # handbook.js
        "f07a22eb1a949e2446544ba0a28086bc6b0ebd43aaffa23f8e5b7582056a1107",  # hours.js
        "22a9229ca17ab1020c5ed10b610c48791dd6fd348fba6b998e6ce6879a2dd534",  # pay.js
        "a5bd84bed3ace6143b035029306486a7716906ff83479b699db950640d792d65",  # practice.js
        "eda77bffeb8e95e7bbfc8a44d43c0ec352c42203f8d3414d557ef8240e5674be",  # scorecard.js
        "250e26387bfaf89aa28aa138aa1f7c62a885dce2c15df5291a6da8dab1b6873b",  # what-if.js
    }
)


def digest(text: str) -> str:
    """What tells a text from every other one."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_known(text: str) -> bool:
    """Whether a script or a style sheet is one of ours, unchanged."""
    return digest(text) in _READ
