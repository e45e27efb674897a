"""What printed documents share: the page with its style, and pieces to fill in by hand. Nothing in
it asks anybody for anything.
"""

from __future__ import annotations

from typing import Any

from handbook.facts.region import Region
from handbook.handbook import Handbook
from handbook.show.html import Html, join, table
from handbook.show.spelling import locale_of
from handbook.show.view import View, served_from

STYLE = """
@page { size: A4; margin: 16mm 16mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
* { box-sizing: border-box; }
html { font: 10.5pt/1.42 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #16211f; background: #fff; }
body { max-width: 178mm; margin: 0 auto; padding: 8mm 0; overflow-wrap: break-word; }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 2mm; }
h2 { font-size: 14pt; margin: 8mm 0 2mm; break-after: avoid; }
h3 { font-size: 11.5pt; margin: 5mm 0 1.5mm; break-after: avoid; }
p, ul, ol, dl, table, blockquote { margin: 0 0 2.5mm; }
ul, ol { padding-left: 6mm; }
a { color: inherit; }
.paper-part { break-before: page; }
.paper-whole { break-inside: avoid; }
.paper-small { font-size: 8.5pt; font-weight: 400; color: #44524f; }
.paper-small, code { overflow-wrap: anywhere; }
.paper-anchors table { table-layout: fixed; } .paper-anchors tbody th { font-weight: 400; }
.paper-head { border-bottom: .5mm solid #16211f; margin-bottom: 5mm; padding-bottom: 2mm; }
.paper-fill { display: flex; flex-wrap: wrap; gap: 2mm 6mm; margin: 3mm 0 4mm; }
.paper-fill > span { flex: 1 1 42mm; border-bottom: .3mm solid #16211f; padding-top: 5mm; }
.paper-notes { border: .3mm solid #8a9a96; border-radius: 1mm; margin: 1.5mm 0 3mm; padding: 1mm 2mm; }
.paper-question { break-inside: avoid; margin: 0 0 5mm; }
.paper-question > p { font-weight: 600; margin-bottom: 1mm; }
.paper-options { list-style: none; padding-left: 4mm; margin: 0; }
.paper-options > li { padding-left: 12mm; text-indent: -12mm; margin-bottom: .6mm; }
.paper-box { display: inline-block; width: 3.6mm; height: 3.6mm; border: .35mm solid #16211f; margin-right: 2mm; text-indent: 0; vertical-align: -.4mm; }
.paper-letter { display: inline-block; width: 6mm; text-indent: 0; font-weight: 600; }
.hb-table { break-inside: auto; }
table { width: 100%; border-collapse: collapse; font-size: 9.5pt; }
caption { text-align: left; font-size: 8.5pt; color: #44524f; padding-bottom: 1mm; }
th, td { border: .25mm solid #8a9a96; padding: 1mm 1.6mm; text-align: left; vertical-align: top; }
thead th { background: #e8efed; } thead { display: table-header-group; } tr { break-inside: avoid; }
tbody th { font-weight: 600; }
.hb-num { text-align: right; } td.hb-num { white-space: nowrap; }
.hb-item { border: .25mm solid #8a9a96; border-radius: 1.2mm; padding: 2mm 3mm; margin: 0 0 3mm; }
.hb-item-title, .hb-label { font-weight: 600; margin-bottom: .8mm; }
.hb-tag { border: .25mm solid #8a9a96; border-radius: 1mm; padding: 0 1.2mm; font-size: 8.5pt; }
.hb-columns { display: flex; flex-wrap: wrap; gap: 2mm 6mm; } .hb-columns > * { flex: 1 1 70mm; }
.hb-pairs { display: grid; grid-template-columns: fit-content(42%) 1fr; gap: .6mm 4mm; }
.hb-pairs > dt { font-weight: 600; } .hb-pairs > dd { margin: 0; }
svg { max-width: 100%; height: auto; }
details > summary { list-style: none; font-weight: 600; }
@media screen { html { background: #eef2f1; } body { background: #fff; padding: 12mm 16mm; max-width: 210mm; min-height: 100vh; } }
"""


class PrintedView(View):
    """A document outside the site: links are whole addresses where the site has one, so that they
    work on paper and in a mail.
    """

    def href(self, target: str, anchor: str = "") -> str:
        return address(self.handbook, target, anchor)


def address(handbook: Handbook, src: str, anchor: str = "") -> str:
    """The address of a page on the site; its path in the handbook if the site has no address."""
    base = handbook.site.keys.get("site_url") if handbook.site.keys else None
    hash_ = f"#{anchor}" if anchor else ""
    if not isinstance(base, str) or not base.startswith(("https://", "http://")):
        return f"docs/{src}{hash_}"
    folder = served_from(src)
    return f"{base.rstrip('/')}/{folder}/{hash_}" if folder else f"{base.rstrip('/')}/{hash_}"


def document(title: str, region: Region | None, *parts: Any) -> str:
    """A whole page of HTML: title, style, parts one after another; without script, and without
    anything from elsewhere.
    """
    # Browsers hold to this policy themselves: were anything smuggled in, it would not run and would
    # ask nobody.
    policy = Html(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
    )
    head = Html(
        '<!doctype html>\n<html lang="{}">\n<head><meta charset="utf-8">{}<title>{}</title>'
    ).format(locale_of(region).replace("_", "-"), policy, title)
    style = Html(
        '<meta name="viewport" content="width=device-width"><style>{}</style></head>\n'
    ).format(Html(STYLE))
    body = Html("<body>\n{}\n</body>\n</html>\n").format(join(filter(None, parts), "\n"))
    return str(head + style + body)


def heading(title: str, region: Region | None, below: Any = "") -> Html:
    """The head of a document: the company, its title, a line below it."""
    name = region.name if region else ""
    return Html(
        '<header class="paper-head"><p class="paper-small">{}</p><h1>{}</h1><p>{}</p></header>'
    ).format(name, title, below)


def part(title: Any, *content: Any, new_page: bool = True) -> Html:
    """A part under its own heading; by default on a new page. Nothing if it has no content."""
    inner = join(filter(None, content), "\n")
    css = Html(' class="paper-part"') if new_page else Html("")
    return (
        Html("<section{}><h2>{}</h2>\n{}</section>").format(css, title, inner)
        if inner
        else Html("")
    )


def section(title: Any, *content: Any, whole: bool = False) -> Html:
    """A piece of a part; ``whole`` keeps it on one page."""
    css = Html(' class="paper-whole"') if whole else Html("")
    return Html("<div{}><h3>{}</h3>\n{}</div>").format(
        css, title, join(filter(None, content), "\n")
    )


def paragraph(words: Any, css: str = "") -> Html:
    """A paragraph."""
    found = Html(' class="{}"').format(Html(css)) if css else Html("")
    return Html("<p{}>{}</p>").format(found, words)


def fill(*names: str) -> Html:
    """Lines to write on, each with its name."""
    return Html('<div class="paper-fill">{}</div>').format(
        join(Html("<span>{}</span>").format(name) for name in names)
    )


def notes(label: str = "Notes", millimetres: int = 30) -> Html:
    """Room to write."""
    return Html(
        '<div class="paper-notes paper-whole" style="min-height: {}mm"><span class="paper-small">{}</span></div>'
    ).format(Html(str(int(millimetres))), label)


def anchors(weak: str, sound: str, excellent: str) -> Html:
    """What weak, sound and excellent look like, side by side."""
    shown = table(("Weak", "Sound", "Excellent"), [(weak, sound, excellent)])
    return Html('<div class="paper-anchors">{}</div>').format(shown)


def box() -> Html:
    """A box to tick."""
    return Html('<span class="paper-box"></span>')


def boxes(count: int) -> Html:
    """The numbers from one on, each with a box to tick."""
    return join((Html("{}{}").format(box(), number) for number in range(1, count + 1)), " &emsp; ")
