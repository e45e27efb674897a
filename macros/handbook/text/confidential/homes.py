"""Home addresses: a street with a number beside a word for where somebody lives, or beside
somebody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handbook.text.confidential.first_names import first_names

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĢĪĮĶĹĻĽŁŃŅŇŌŐŒŘŚŠŞŤŪŮŰŲŹŻŽȘȚ"
_NAME = rf"[{_UPPER}][\w.’'-]{{1,30}}"
_NUMBER = r"\d{1,4}(?: ?[a-zA-Z](?!\w))?(?:[/-]\d{1,3})?"
# Streets as they are written where the number comes first, where it comes last, and where the
# street is one word with its name.
_STREET = re.compile(
    rf"(?<![\w.,-]){_NUMBER},? (?:{_NAME} ){{1,3}}(?:Street|St\b|Road|Rd\b|Avenue|Ave\b|Lane|Drive|Way|Close|Court|Crescent|Square"
    r"|Boulevard|Blvd|Place|Terrace|Gardens|Grove|Mews|Hill|Row)(?!\w)"
    rf"|(?<!\w){_NAME}(?: {_NAME}){{0,2}} (?:utca|út|u\.|tér|tere|körút|krt\.?|köz|sétány|sor|fasor|rakpart|útja|dűlő|lépcső) {_NUMBER}"
    rf"|(?<!\w)(?:{_NAME} ){{0,3}}[{_UPPER}]?[\w-]{{1,30}}(?:[sS]tra(?:ß|ss)e|[sS]tr\.|[gG]asse|[wW]eg|[pP]latz|[aA]llee|[rR]ing|[dD]amm"
    rf"|straat|laan|plein|gracht|kade|gatan|vägen|vej|gade|gata) {_NUMBER}"
    rf"|(?<![\w.,-]){_NUMBER},? (?:bis )?(?:rue|avenue|boulevard|place|chemin|allée|quai|impasse)(?: (?:de|du|des|la|le|d['’]))* ?{_NAME}"
    rf"|(?<!\w)(?:[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Cc]alle|[Pp]laza|[Aa]venida|[Rr]ua|[Uu]l\.|[Uu]lica|[Ss]trada|[Ss]tr\.) "
    rf"(?:(?:de|del|della|di|la|da|do) ){{0,2}}{_NAME}(?: {_NAME}){{0,2}},? {_NUMBER}"
)
_HOME = re.compile(
    r"\b(?:home|private|her|his|my|residential) address|\b(?:lives?|lived|living|resides?) (?:at|in|on)\b|\bhome is\b|residence"
    r"|place of residence|\blak(?:ik|cím\w*|hely\w*|óhely\w*)\b|otthoni cím|\bwohn(?:t|haft|ort|adresse|sitz)|privat(?:adresse|anschrift)"
    r"|\bhabite\b|domicil|adresse (?:privée|personnelle)|\babita\b|residen(?:te|za)|\bvive en\b|zamieszka|\bwoont\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:office|showroom|depot|warehouse|branch|headquarters|head office|registered|workshop|shop|store|café|cafe|restaurant|hotel"
    r"|customer|supplier|our|iroda|telephely|székhely|büro|filiale|kft|zrt|gmbh|ltd|inc)\b",
    re.IGNORECASE,
)
_WORD = re.compile(rf"(?<![\w@/.-])[{_UPPER}][^\W\d_]+")
_BESIDE = 60
# Something of each street, for a first look at many lines.
MARKS = (
    *(
        "street avenue boulevard crescent square blvd terrace gardens grove mews utca körút krt "
        "sétány fasor rakpart "
        "útja dűlő lépcső straße strasse str. gasse straat plein gracht gatan vägen gade chemin "
        "quai impasse viale "
        "piazza corso calle plaza avenida strada ulica "
    ).split(),
    " road", " rd", " st ", " st,", " st.", " ave ", " ave,", " lane", " drive", " way",
    " close", " court", " place", " hill", " row", " út ", " u. ", " tér ", " tere ", " köz ",
    " sor ", "weg ", "platz ", "allee ", "ring ", "damm ", "laan ", "kade ", "vej ", "gata ",
    "rue ", "via ", "rua ", "ul. ", "allée ",
)  # fmt: skip


def homes(row: str, before: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Streets with a number in a line, or right below one, that says where somebody lives."""
    streets = [*_STREET.finditer(row)]
    if not streets:
        return
    at_work = _WORK.search(row)
    told = _HOME.search(row) or (not at_work and any(map(_HOME.search, before[-1:])))
    for found in streets:
        if told or (not at_work and _is_behind_a_name(row, found.start())):
            yield "home address", found.group(), 0


def _is_behind_a_name(row: str, at: int) -> bool:
    """Whether a first name is a little before it."""
    words = (found.group().lower() for found in _WORD.finditer(row[max(0, at - _BESIDE) : at]))
    return any(word in first_names() for word in words)
