"""Words of judgement, by language: what a page must not say beside a person. A language is added
here and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Language:
    """How people are judged in one language; each entry is the beginning of a word or of a phrase,
    in small letters.

    ``titles`` stand before a surname, ``articles`` before the name of a thing, ``verbs`` behind the
    name of somebody. ``pronouns`` are those of people, ``first_names`` are names that are ordinary
    words as well, ``ordinary`` are words that headings and names of things begin with a capital,
    for a handbook that has few words of its own yet.
    """

    sanction: tuple[str, ...]
    pay: tuple[str, ...]
    health: tuple[str, ...]
    judgement: tuple[str, ...]
    titles: tuple[str, ...]
    articles: tuple[str, ...]
    verbs: tuple[str, ...]
    pronouns: tuple[str, ...]
    first_names: tuple[str, ...]
    ordinary: tuple[str, ...]

    @cached_property
    def acting(self) -> re.Pattern[str]:
        """A capitalised word with a verb behind it."""
        return re.compile(rf"(?<!\w)[^\W\d_a-z]\w+ (?:{'|'.join(self.verbs)})(?!\w)")

    @property
    def said(self) -> dict[str, tuple[str, ...]]:
        """What kind of words they are, as a message says it."""
        return {
            "a sanction": self.sanction,
            "pay": self.pay,
            "health": self.health,
            "a judgement": self.judgement,
        }


LANGUAGES = {
    "en": Language(
        sanction=(
            "warning", "reprimand", "dismiss", "fired", "sacked", "suspended", "suspension", "disciplin", "misconduct",
            "demot", "laid off", "let go", "terminated", "resign", "theft", "stole",
        ),
        pay=("earns", "earned", "salary", "wage", "bonus", "pay rise", "pay cut", "paid", "commission", "fixed pay"),
        health=(
            "sick", "illness", "ill ", "is ill", "was ill", "disease", "cancer", "diagnos", "surgery", "burnout", "burn-out",
            "depress", "pregnan", "disab", "therap", "hospital", "alcohol", "drunk", "addict", "maternity",
            "heart attack", "miscarriage", "psychiatr", "migraine",
        ),
        judgement=(
            "lazy", "incompeten", "underperform", "unreliable", "low performer", "poor performer", "weakest", "worst",
            "not suitable", "unsuitable", "failed probation", "cannot be trusted", "not up to", "useless", "rated",
            "scored", "below target", "below quota", "missed quota", "behind quota",
        ),
        titles=("mr", "mrs", "ms", "miss", "dr"),
        articles=("the", "a", "an", "this", "that", "each", "every"),
        verbs=tuple(
            "is isn't isn’t was wasn't wasn’t has had got gets earns earned makes went goes stays "
            "fell suffers suffered failed "
            "underperforms underperformed resigned stole missed scored takes took drinks cannot keeps".split()
        ),
        pronouns=("he", "she", "his", "her", "him", "hers"),
        first_names=(
            "mark", "will", "rose", "grace", "bill", "frank", "april", "may", "june", "art", "drew", "faith", "hope", "jack",
            "joy", "pat", "rob", "sue", "victor", "max", "ray", "dean", "chase", "grant", "miles", "ruby", "amber", "iris",
            "lily", "daisy", "holly", "ivy", "penny", "carol", "dawn", "eve", "summer", "sky", "guy", "hunter", "mason",
            "cliff", "clay", "glen", "heath", "dale", "rich", "nick", "don", "gene", "bob", "dick", "peg", "robin",
        ),
        ordinary=tuple(
            "a about account act after agreement all an and annual any april are ask at august "
            "authority bank base before board "
            "bonus book business by call care case chief code commission company contract council "
            "court customer data day "
            "december department director disciplinary each employment every executive february "
            "fixed for from general group "
            "guide hall head health help here his her hospital hotel house how if in "
            "international is january july june labour law "
            "lead letter list management manager march may meeting monday must national new no "
            "not november october of office "
            "officer on one online operations our out owner page pay performance person plan "
            "policy price pro process product "
            "products program protection public quality quarter regulation report review role "
            "rule rules safety salary sale sales "
            "saturday second section security seller september service services sick since so "
            "staff standard state sunday supply "
            "support system systems team ten that the their then there these they third this "
            "those three thursday time to "
            "training tuesday two under union unit until update variable verbal warning we "
            "wednesday week what when where which "
            "anybody anyone everybody everyone it nobody somebody someone they whoever "
            "who why with work written year you your friday european protection states united".split()
        ),
    ),
}  # fmt: skip
