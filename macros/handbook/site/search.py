"""What the site's search finds first: its index in, addresses of sections out.

It scores as the site's own search does in the reader's browser, which is made of lunr: each word of
the question is the beginning of words in titles and texts, rare words count more than common ones,
and a page itself, or a section that holds every word, counts more again. The browser then gathers
sections by page; here each stands alone. Source: lunr 2.3 (``lunr.Builder``, ``lunr.Index``) and
Material's search worker, with their usual constants.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

FIELDS = ("title", "text")
SATURATION = 1.2  # lunr's k1; Material sets its b to 0, so the length of a text does not matter

# Words that lunr leaves out of the index. In a question they stay: as the beginning of a longer
# word they can be found.
STOP_WORDS = frozenset(
    "a able about across after all almost also am among an and any are as at be because been but "
    "by can cannot could "
    "dear did do does either else ever every for from get got had has have he her hers him his "
    "how however i if in into "
    "is it its just least let like likely may me might most must my neither no nor not of off "
    "often on only or other our "
    "own rather said say says she should since so some than that the their them then there these "
    "they this tis to too "
    "twas us wants was we were what when where which while who whom why will with would yet you your".split()
)


class Sections:
    """The sections of an index, and how often each word is in their titles and texts."""

    def __init__(self, index: Mapping[str, Any]) -> None:
        config, docs = index["config"], index["docs"]
        self.separator: str = config["separator"]
        self.addresses: list[str] = [doc["location"] for doc in docs]
        self.ranks: list[float] = [float(doc.get("boost", 1)) for doc in docs]
        self.boost = {name: float(config["fields"][name]["boost"]) for name in FIELDS}
        self.times: dict[str, dict[str, Counter[int]]] = {name: {} for name in FIELDS}
        for name in FIELDS:
            for place, doc in enumerate(docs):
                for word in self.words(doc[name]):
                    if word not in STOP_WORDS:
                        self.times[name].setdefault(word, Counter())[place] += 1

    def words(self, text: str) -> list[str]:
        """The words of a text in small letters, without tags; a sign beside a word belongs to it."""
        return [
            word for word in re.split(self.separator, re.sub(r"<[^>]*>", " ", text).lower()) if word
        ]

    def first(self, question: str, most: int = 5) -> list[str]:
        """The addresses of the sections that a search for ``question`` shows first, the best one
        first.
        """
        scores = self.scores(question)
        best = sorted(scores, key=lambda place: (-scores[place], place))
        return [self.addresses[place] for place in best[:most]]

    def scores(self, question: str) -> dict[int, float]:
        """Place of a section → score, for sections in which a word of the question is found."""
        asked = list(dict.fromkeys(self.words(question)))
        found: dict[int, float] = {}
        met: dict[int, set[str]] = {}
        for name in FIELDS:
            meant = {
                word: [asked_word for asked_word in asked if word.startswith(asked_word)]
                for word in self.times[name]
            }
            meant = {word: begins for word, begins in meant.items() if begins}
            size = math.sqrt(sum(len(begins) ** 2 for begins in meant.values()))
            for word, begins in meant.items():
                for place, times in self.times[name][word].items():
                    weight = (
                        self._weight(name, word, times) * self.ranks[place] * len(begins) / size
                    )
                    found[place] = found.get(place, 0.0) + weight
                    met.setdefault(place, set()).update(begins)
        needed = {word for word in asked if word not in STOP_WORDS}
        return {
            place: score * self._favour(place, met[place], needed) for place, score in found.items()
        }

    def _weight(self, name: str, word: str, times: int) -> float:
        holders = sum(len(words.get(word, ())) for words in self.times.values())
        rarity = math.log(1 + abs((len(self.addresses) - holders + 0.5) / (holders + 0.5)))
        return self.boost[name] * rarity * (SATURATION + 1) * times / (SATURATION + times)

    def _favour(self, place: int, met: set[str], needed: set[str]) -> float:
        """Material's own part: pages before their sections, and the more of the words the better."""
        share = len(met) / len(met | needed)
        return 1 + (("#" not in self.addresses[place]) + share) ** 2
