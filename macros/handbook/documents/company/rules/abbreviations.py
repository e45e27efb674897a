"""The rule about abbreviations that no newcomer can look up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.documents.company.facts.company import Company, PlainWord, Term
from handbook.facts.kinds import kind_of
from handbook.handbook import Handbook
from handbook.pages import Page
from handbook.problems.edits import Create
from handbook.problems.problem import Cause, Place, Problem
from handbook.rules.rule import rule
from handbook.text.sieve import Sieve

# Abbreviations that everybody knows: of the trade and the world, of money, of files and programs,
# of keys.
_KNOWN = (
    "EU UK US USA UN FAQ CEO CFO COO IT ID HR PR TV LED UV QR OK AM PM PC SIM USB VAT PIN SMS GPS "
    "EUR USD GBP HUF CHF PLN CZK RON SEK NOK DKK CAD AUD JPY CNY INR "
    "PDF CSV DOC DOCX XLS XLSX PPT PPTX ODT ODS ODP RTF TXT ZIP HTML CSS XML JSON YAML YML MD SVG PNG JPG JPEG GIF WEBP MP MOV "
    "EML ICS VCF URL API UTF BOM LF CI CTRL ALT DEL ESC TAB"
).split()
# Words that are set in capitals to be seen, as tags and between conditions; most others have their
# small form on some page.
_PLAIN = (
    "ALL ALSO AND ANY ARE AS ASK AT BE BEFORE BUT BY CALL CAN DANGER DO DONE DONT DRAFT ELSE END EVERY FIRST FIXME FOR FROM GO GOOD "
    "HINT HOW IF IN INFO INTO IS ITS JUST KEEP LAST LATER LESS MAY MORE MUST NEVER NEW NEXT NO NONE NOR NOT NOTE NOW OF OFF OLD ON ONCE "
    "ONE ONLY OPEN OR OUR OUT OVER SEE SHALL SHOULD STOP TBA TBC TBD THAN THAT THE THEN THEY THIS TIP TO TODO UNLESS UNTIL UP USE WAIT "
    "WE WHEN WHO WHY WILL WITH WIP XX XXX YES YOU YOUR"
).split()
_ABBREVIATION = re.compile(r"(?<![\w/.#-])([A-Z]{2,6})s?(?![\w/-])")
_CAPITALS = Sieve("[A-Z]{2}")
_SMALL = re.compile(r"(?<![\w/.#@-])[a-z]{2,6}(?![\w/@-]|\.\w)")
_ROMAN = re.compile(r"(?=[IVXL])X{0,3}(?:IX|IV|L?V?I{0,3})")
# Words in capitals that are no abbreviations because of where they are: several in a row, and names
# of companies.
_SHOUTED = re.compile(r"(?<![\w-])(?:[A-Z][A-Z'’-]*[,:]? +){2,}[A-Z][A-Z'’-]*(?![\w-])")
_NAMED = re.compile(
    r"(?<![\w-])[A-Z]{2,6}(?= (?:GmbH|AG|SE|KG|Ltd|Inc|LLC|PLC|plc|Corp|Co|SA|SAS|BV|AB|Oy|AS|Kft|Zrt|Nyrt|SpA|Srl)\b)"
)
_HEADING = re.compile(r"[ ]{0,3}#{1,6} ")
_WORD = re.compile(r"(?<!\w)[A-Z]{2,6}(?!\w)")
_NAMES = ("products", "competitors", "references", "roles", "units", "buyer_groups")


@rule(
    "abbreviation-unknown",
    severity="advice",
    bad="Ask for the BANT first.",
    good='Ask for the {{ term("lever") }} first.',
)
def unknown_abbreviations(handbook: Handbook) -> Iterator[Problem]:
    """An abbreviation that a page uses is in the glossary. A newcomer cannot ask a page what it
    means. A word in capitals is not an abbreviation if a page has it in small letters too, if it is
    the name of a product, customer, competitor, role or unit, or if it is one of several in a row.
    Any other plain word or name is written once in `docs/_facts/plain_words.yml`: `- word: ACME`.
    """
    facts = handbook.facts
    if not facts[Term].whole or not facts[PlainWord].whole:
        return
    known = {*_KNOWN, *_PLAIN, *facts[PlainWord].ids()}
    known |= {term.abbreviation for term in facts[Term] if term.abbreviation}
    found = [
        (page, line, word) for page in handbook.readable for line, word in _in_capitals(page, known)
    ]
    known = (_in_small_letters(handbook) | _names(handbook)) if found else set()
    for page, line, word in found:
        if word not in known:
            yield _unknown(page.at(line), word)


def _unknown(place: Place, word: str) -> Problem:
    new = f"{kind_of(Term).where}{word.lower()}.yml"
    fix = (
        f"write the words out. If it is a plain word or a name, add to {kind_of(PlainWord).where} the line - word: {word}. "
        f"Otherwise add a file {new}:"
    )
    paste = f"term: …\nabbreviation: {word}\nmeans: …"
    what = f'"{word}" is in no glossary.'
    return Problem(place, what, fix, paste, edit=Create(new), cause=Cause("word", word))


def _in_capitals(page: Page, known: set[str]) -> Iterator[tuple[int, str]]:
    """The words of a page that could be unknown abbreviations, each with its lines."""
    for row, line in _CAPITALS.rows(page.prose) if _CAPITALS.may_find(page.text) else ():
        if _HEADING.match(line) and _is_shouted(line):
            continue
        words = set(_ABBREVIATION.findall(_NAMED.sub("", _SHOUTED.sub("", line))))
        for word in sorted(words - known):
            if not _ROMAN.fullmatch(word):
                yield row + page.body_line, word


def _is_shouted(heading: str) -> bool:
    """Whether a heading of several words is in capitals as a whole."""
    words = re.findall(r"[^\W\d_]+", heading)
    return len(words) > 1 and all(word.isupper() for word in words)


def _in_small_letters(handbook: Handbook) -> set[str]:
    return {
        word.upper()
        for page in handbook.readable
        for line in page.prose
        for word in _SMALL.findall(line)
    }


def _names(handbook: Handbook) -> set[str]:
    """The words in capitals in the names that the facts contain."""
    company = handbook.facts.only(Company)
    names = [company.name if company else ""]
    for table in _NAMES:
        items = handbook.facts.table(table)
        names += [getattr(item, "name", getattr(item, "title", "")) for item in items]
    return {word for name in names for word in _WORD.findall(name)}
