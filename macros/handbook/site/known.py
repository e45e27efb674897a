"""The scripts and the style sheet of the engine's own theme, by a digest of their text: reading a
script takes long, and these were read.

A test reads them, and says what to write here when one of them changes. A company's own files, and
ours with a change, are read in every check.
"""

from __future__ import annotations

from hashlib import sha256

_READ = frozenset(
    {
        "a9267e1dc65178675ede0a259582ccc9ce08cc4fe9803a91d4002b2238f0882b",  # calculator.js
        "e2b7cee41efde5378225e40cfbe996306d40891e99e1393a0fad3a86441cf60f",  # handbook.css
        "c3db6cb84d21eee95657879c8da1df721cf2c9ca142a0947fe9aeec2f740a4c5",  # handbook.js
        "f07a22eb1a949e2446544ba0a28086bc6b0ebd43aaffa23f8e5b7582056a1107",  # hours.js
        "5421d6cbe8adcf4ec0ed487fe4bcc94bcf640c54d9fe50f3773985c3e57b95bd",  # pay.js
        "a5bd84bed3ace6143b035029306486a7716906ff83479b699db950640d792d65",  # practice.js
        "5d9fe4e9fc6061f7f970470decb25dcbeb5bf9f2dd2bb24739bdcfb5753fcb73",  # scorecard.js
        "36ea3f13e0638f35d78cb245128793162ed49d4b3beb226f9ea822042dfcb436",  # what-if.js
    }
)


def digest(text: str) -> str:
    """What tells a text from every other one."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_known(text: str) -> bool:
    """Whether a script or a style sheet is one of ours, unchanged."""
    return digest(text) in _READ
