"""Numbers of a person that words name: "her tax number is 8412345678". No checksum is asked for,
because the words say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Labels of numbers that only people have, by language. The number follows at once, or behind "of
# Anna is".
_OF_PEOPLE = (
    r"passports?|social (?:security|insurance)|ssn|sin|national insurance|nino|ni (?:number|no)|nhs|itin"
    r"|(?:personal |national )?id(?:entity)? (?:card|number|no)|personal (?:id|identification|identity) (?:number|code)|personal number"
    r"|driv(?:ing|er['’]?s?) licen[cs]e"
    r"|taj|adóazonosító(?: jele?)?|személyi(?: igazolvány| szám|gazolvány)\w*|személyazonosító|útlevél\w*|jogosítvány\w*|lakcímkártya\w*"
    r"|steuer-?id(?:entifikations)?(?:nummer|nr)?|idnr|sozialversicherungs(?:nummer|nr)|svnr|sv-n(?:umme)?r|rentenversicherungsnummer"
    r"|(?:personal)?ausweis(?:nummer|nr)?|(?:reise)?pass(?:nummer|nr)|ahv(?:-?n(?:umme)?r)?|führerschein(?:nummer|nr)?"
    r"|sécurité sociale|nir|numéro fiscal|carte d['’]identité|passeport"
    r"|codice fiscale|carta d['’]identità|passaporto|dni|nie|nif|pasaporte|seguridad social"
    r"|pesel|dowód osobisty|numer paszportu|rodné číslo|cnp|egn|oib|bsn|personnummer|cpr|fødselsnummer|hetu|amka|emšo"
)
# A firm has these as well, and publishes them: only somebody's own are private.
_OF_BOTH = (
    r"tax (?:id(?:entification)?|number|file|no|code|reference)|tin|adószám\w*|steuer(?:nummer|nr)"
    r"|(?:bank )?account|bankszámla\w*|számlaszám\w*|konto(?:nummer|nr)?|compte(?: bancaire)?|conto(?: corrente)?|cuenta(?: bancaria)?"
)
_JOINT = (
    r"(?:['’]?s)?(?:[ -]?(?:numbers?|no\.?|nr\.?|nummer|szám\w*|jele?|numero|numéro|número|code|card))?"
    r"(?: (?:of|for) [^\d\n.;:|]{1,40}?)?(?:[ *_`|:=#(\"“,]|\b(?:is|was|ist|est|è|es|jest|no\.|nr\.)(?= )){1,12}"
)
# Capitals and digits, as they are divided; a small letter ends them.
_VALUE = r"(?P<number>[A-Z\d](?-i:[A-Z\d]|[ ./-](?=[A-Z\d])){4,24})(?![\w-])"
_PEOPLE = re.compile(rf"(?<!\w)(?:{_OF_PEOPLE}){_JOINT}{_VALUE}", re.IGNORECASE)
_BOTH = re.compile(rf"(?<!\w)(?:{_OF_BOTH}){_JOINT}{_VALUE}", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\b(?:her|his|my|their|private|personal|employee|seller|colleague|candidate|ihre?|seine?|meine?|sa|son|mon|suo|mio)\b"
    r"|(?<=[a-zà-ž])['’]s?\b",
    re.IGNORECASE,
)
_FIRM = re.compile(r"\b(?:our|company|vat|supplier|firm|kft|zrt|gmbh|ltd|inc)\b", re.IGNORECASE)
_TAX = re.compile(r"t(?:ax|in)|adó|steuer", re.IGNORECASE)
_COMPANY_TAX = re.compile(r"(?:HU)?\d{8}(?:-\d-\d\d)?")
_DAY = re.compile(
    r"(?:19|20)\d\d[ ./-]+\d{1,2}[ ./-]+\d{1,2}\W*|\d{1,2}[ ./-]+\d{1,2}[ ./-]+(?:19|20)\d\d\W*"
)
_MONEY = re.compile(r"[\d .]*(?:HUF|EUR|USD|GBP|CHF|Ft|€|\$|£|%)")
LEAST_DIGITS = 6
KIND = "number by which the state knows a person"

# Something of each label, for a first look at many lines.
MARKS = (
    *(
        "passport social ssn national nino nhs itin identity driv taj azonos személyi útlev "
        "jogosít lakcím steuer idnr "
        "versicherung svnr sv-n ausweis reisepass ahv führerschein sécurité fiscal dni nif "
        "seguridad pesel dowód "
        "paszport rodné cnp egn oib bsn personal personn cpr fødsel hetu amka emšo tin adósz "
        "account számla konto "
        "compte conto cuenta "
    ).split(),
    "ni number", "ni no", "id number", "id card", "id no", "sin ", "nir ", "tax ", "nie ",
)  # fmt: skip


def named_numbers(row: str) -> Iterator[tuple[str, str, int]]:
    """Numbers that a line says to be those of a person."""
    if sum(map(str.isdigit, row)) < LEAST_DIGITS:
        return
    for found in _PEOPLE.finditer(row):
        if _is_number(row, found):
            yield KIND, found["number"], 0
    for found in _BOTH.finditer(row) if _SOMEBODY.search(row) and not _FIRM.search(row) else ():
        is_tax = _TAX.match(found.group())
        if _is_number(row, found) and not (is_tax and _COMPANY_TAX.fullmatch(found["number"])):
            yield KIND if is_tax else "account number", found["number"], 0


def _is_number(row: str, found: re.Match[str]) -> bool:
    """Whether it has enough digits, and is no day and no amount of money."""
    number = found["number"]
    if sum(map(str.isdigit, number)) < LEAST_DIGITS or _DAY.match(number):
        return False
    return not _MONEY.match(row, found.start("number"))
