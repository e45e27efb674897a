"""The checks of the finished site, on sites of one or two pages that stand here."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from handbook.handbook import build_without_git
from handbook.problems.problem import as_text
from handbook.rules.rule import all_rules
from handbook.site.built import address, outside_hosts, problems, read_built, read_page
from handbook.site.built.leftovers import marks_left
from handbook.text.load import Folder, FolderEntry, FolderError, read_site

SETTINGS = "site_name: H\nsite_url: https://handbook.example.com/\nnav:\n  - Home: index.md\n  - Prices: sales/prices.md\n"
PAGES = {"docs/index.md": "---\nowner: a\n---\n# Home\n\nSee [prices](sales/prices.md).\n", "docs/sales/prices.md": "# Prices\n"}  # fmt: skip
FRAME = (
    '<html><head><title>{title}</title><link rel="canonical" href="https://handbook.example.com/x/">'
    "<script>__md_scope=new URL('.',location)</script></head><body>{frame}"
    '<article><h1 id="{title}">{title}</h1>{content}</article></body></html>'
)


def html(content: str = "", title: str = "Home", frame: str = "") -> str:
    return FRAME.format(title=title, content=content, frame=frame)


def folder(files: dict[str, str]) -> Folder:
    return Folder(
        {path: FolderEntry(path, "file") for path in files},
        {
            path: text.encode()
            for path, text in files.items()
            if path.endswith((".html", ".css", ".md", ".yml"))
        },
    )


HANDBOOK = build_without_git(folder({"mkdocs.yml": SETTINGS, **PAGES}), date(2026, 11, 23))


def site(**changed: str | None) -> Folder:
    """A finished site with which nothing is wrong; names that are not Python's come in through a
    dictionary.
    """
    files = {
        "index.html": html('<p>See <a href="sales/prices/#Prices">prices</a></p>'),
        "sales/prices/index.html": html('<img src="../../assets/a.png" alt="">', "Prices"),
        "404.html": '<title>H</title><link rel="icon" href="/assets/a.png">',
        "assets/a.png": "",
        "assets/site.css": "p { background: url(a.png) }",
        "sitemap.xml.gz": "",
        **changed,
    }
    return folder({path: text for path, text in files.items() if text is not None})


def found(**changed: str | None) -> list[tuple[str, str]]:
    judged = problems(read_built(HANDBOOK, site(**changed)))
    assert all(problem.rule in all_rules() for problem in judged)
    return [(problem.rule, problem.place.path) for problem in judged]


def of_page(content: str) -> list[str]:
    return [rule for rule, _ in found(**{"sales/prices/index.html": html(content, "Prices")})]


def test_a_good_site_has_no_problems():
    assert found() == []


@pytest.mark.parametrize(
    ("src", "path"),
    [
        ("index.md", "index.html"),
        ("a/index.md", "a/index.html"),
        ("a/b.md", "a/b/index.html"),
        ("README.md", "index.html"),
    ],
)
def test_address_of_a_page(src, path):
    assert address(src) == path


FINE = [
    '<a href="#Prices">up</a>',
    '<a href="">here</a>',
    '<a href="#">top</a>',
    '<a href="../../">home</a>',
    '<a href="/sales/prices/">here</a>',
    '<a href="https://handbook.example.com/sales/prices/#Prices">here</a>',
    '<a href="https://example.com/terms">terms</a>',
    '<a href="mailto:sales@example.com">write</a>',
    '<a id="%C3%A4"></a><a id="ä"></a><a href="#%C3%A4">umlaut</a>',
    "<code>{{ price('a') }} [a][b] {% if %}</code>",
    "<pre><code>{: #id }</code></pre>",
    "<p><code>**a** ~~b~~ - [ ] [[c]] |---| !!! note [^1] :rocket:</code></p><pre>x\n- a\n=== &quot;b&quot;</pre>",
    "<p>Call at 9:30:15, on the\n12. of May; 2 * 3 is a sum, 1 = 1 == 1, a - b\n-5 degrees, a|b, ~5, C# and #5</p>",
    "<p>- Yes, said the customer.</p><ul><li>1. of May</li>\n<li>x is not [x] here</li></ul>",
    "<p>Really??? Yes!!! 12:00: we open: now, ratio 1::2, a//b, :-) (see [3])</p>",
    "<p>Call 12 (or [3]) {and} so on: [see below] (really)</p>",
    '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title><use href="#Prices"/></svg>',
    '<img src="data:image/png;base64,AAAA" alt="">',
    '<p title="//example.com/a">words</p>',
    '<img src="../../assets/a.png?v=2" alt="https://example.com">',
]


@pytest.mark.parametrize("content", FINE)
def test_what_is_fine_is_let_through(content):
    assert of_page(content) == []


BAD = {
    "site-link-broken": [
        '<a href="../price/">prices</a>',
        '<a href="../prices.md">prices</a>',
        '<a href="/price/">prices</a>',
        '<a href="https://handbook.example.com/price/">prices</a>',
        '<a href="../../../../up/">above the site</a>',
        '<a href="http://example.com/">not encrypted</a>',
        '<a href="file:///c:/prices.xlsx">drive</a>',
        '<a href="javascript:alert(1)">run</a>',
        '<a href=" JavaScript:alert(1)">run</a>',
        '<a href="data:text/html,hello">data</a>',
        '<a href="//[bad">bad</a>',
        '<a href="../price/" href="../prices/">two addresses</a>',
    ],
    "site-anchor-missing": ['<a href="#nowhere">x</a>', '<a href="../../#nowhere">x</a>'],
    "site-file-missing": [
        '<img src="b.png">',
        '<img srcset="../../assets/a.png 1x, b.png 2x">',
        '<link rel="stylesheet" href="b.css">',
        '<video poster="b.png"></video>',
        '<p style="background: url(b.png)">x</p>',
        "<style>@import 'b.css';</style>",
        '<svg><image xlink:href="b.png"/></svg>',
    ],
    "site-asks-elsewhere": [
        '<img src="https://example.com/a.png">',
        '<img src="//example.com/a.png">',
        '<img srcset="https://example.com/a.png 2x">',
        '<link rel="preconnect" href="https://fonts.example.com">',
        '<link rel="stylesheet" href="HTTPS://example.com/a.css">',
        "<p style=\"background: url( 'https://example.com/a.png' )\">x</p>",
        "<style>@import url(//example.com/a.css);</style>",
        '<form action="https://example.com/send"></form>',
        '<button formaction="https://example.com/send">x</button>',
        '<a href="#Prices" ping="https://example.com/seen">x</a>',
        '<div data-src="https://example.com/a.js"></div>',
        '<meta http-equiv="refresh" content="0; url=https://example.com/">',
        '<iframe srcdoc="x"></iframe>',
        '<svg><use href="https://example.com/a.svg#b"/></svg>',
        '<pre class="mermaid">graph</pre>',
        '<img src="https:\\\\example.com/a.png">',
    ],
    "site-runs-program": [
        '<p onclick="alert(1)">x</p>',
        "<svg onload='x'></svg>",
        "<script>alert(1)</script>",
        "<script>__md_scope=1</script>",
        '<script src="../../assets/a.png"></script>',
    ],
    "site-shows-problem": ['<p><span class="hb-refused">cannot be shown: x</span></p>'],
    "site-shows-markup": [
        '<p>{{ price("a") }}</p>',
        "<p>{% if x %}</p>",
        "<p>Prices {: #prices }</p>",
        "<p>the [price list][prices]</p>",
        "<p>the [price list](prices.md)</p>",
        "<p>Macro Rendering Error</p>",
        "<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; main</p>",
        "<p>We ask for\n- a date</p>",
        "<p>We ask for\n* a date</p>",
        "<p>We ask for\n  + a <em>date</em></p>",
        "<p>We ask for\n1. a date</p>",
        "<li>We ask for<br>\n1) a date</li>",
        "<td>~~old~~ new</td>",
        "<p>~~old <b>and</b></p>",
        "<li>[ ] to do</li>",
        "<li><p>[x] done</p></li>",
        "<p>[X] done</p>",
        "<p>a :rocket: b</p>",
        "<p>:material-check:</p>",
        "<p>=== &quot;Tab&quot;</p>",
        "<p>Words\n===</p>",
        "<p>!!! note</p>",
        "<p>??? note &quot;More&quot;</p>",
        "<p>???+ tip</p>",
        "<p>as agreed[^1]</p>",
        "<p>[^later]: a note</p>",
        "<p>**Deposit:<code>b</code></p>",
        "<p>Deposit**in full</p>",
        "<p>**Deposit:**paid</p>",
        "<p>the price list](prices.md)</p>",
        "<p>the [price list](price list.md)</p>",
        "<p>Prices {: .big</p>",
        "<p>--8&lt;-- &quot;a.md&quot;</p>",
        "<p>see [[prices]]</p>",
        "<p>![[picture.png]]</p>",
        "<p>a and b\n|---|---|</p>",
        "<p>a | b\n--|---|--</p>",
        "<p>::: tip</p>",
        "<p>==marked==</p>",
        "<p>Words\n## More</p>",
        "<p>Words\n&gt; quoted</p>",
        "<p>*[SLA]: a promise</p>",
        "<p>```yaml</p>",
        "<p>a &lt;!-- b</p>",
    ],
}


@pytest.mark.parametrize(
    ("rule", "content"), [(rule, content) for rule, all_bad in BAD.items() for content in all_bad]
)
def test_what_is_bad_is_said_once(rule, content):
    assert of_page(content) == [rule]


def test_a_mark_that_is_left_is_quoted_with_its_words_and_its_line():
    sources = {**PAGES, "docs/sales/prices.md": "# Prices\n\nWe ask for\n- a date, and then for\n"}
    handbook = build_without_git(folder({"mkdocs.yml": SETTINGS, **sources}), date(2026, 11, 23))
    page = html(
        "<p>We ask for\n- a date, and <em>then</em> for</p><p>**Due <i>now</i>!</p>", "Prices"
    )
    said = [
        as_text(problem)
        for problem in problems(read_built(handbook, site(**{"sales/prices/index.html": page})))
    ]
    assert [text.split("\n")[:2] for text in said] == [
        [
            "docs/sales/prices.md",
            '  Readers of the finished page see "**Due now!" as text: nothing understood it.',
        ],
        [
            "docs/sales/prices.md, line 4",
            '  Readers of the finished page see "- a date, and then for" as text: nothing understood it.',
        ],
    ]


PIECES = "[ [[ [a **a ~~a {{a {: | |- |-| [^ :a = ==a [a][ [a]( ` - * ! # 1. -8< < *[ ]( a".split()


@pytest.mark.parametrize("piece", [*PIECES, " ", "\n", "\n ", "\n- ", "\n#", "\n|"])
def test_what_is_left_is_looked_for_in_linear_time(piece):
    def seconds(times: int) -> float:
        start = process_time()
        list(marks_left(piece * times))
        return process_time() - start

    seconds(100)
    assert seconds(60_000) < 0.2 + 10 * seconds(
        15_000
    )  # four times as long; sixteen times would be too much


def test_a_script_from_elsewhere_is_two_things_to_fix():
    assert set(of_page('<script src="https://example.com/a.js"></script>')) == {
        "site-asks-elsewhere",
        "site-runs-program",
    }


@pytest.mark.parametrize(
    "name",
    [
        "_facts/people.yml",
        "_records/index.yml",
        "prices.xlsx",
        "run.py",
        "page.md",
        "x/_facts/a.png",
        "a",
    ],
)
def test_what_was_never_meant_to_be_published_is_found(name):
    assert found(**{name: ""}) == [("site-publishes-file", f"docs/{name}")]


def test_a_style_sheet_is_held_to_the_same():
    css = "p { background: url(https://example.com/a.png) } @import 'b.css'; q { fill: url(#c) }"
    assert found(**{"assets/site.css": css}) == [
        ("site-asks-elsewhere", "docs/assets/site.css"),
        ("site-file-missing", "docs/assets/site.css"),
    ]


def test_what_the_theme_brings_is_told_where_it_is_in_the_theme():
    path = "macros/theme/assets/site.css"
    handbook = build_without_git(
        folder({"mkdocs.yml": SETTINGS, **PAGES, path: ""}), date(2026, 11, 23)
    )
    css = site(**{"assets/site.css": "@import 'b.css'"})
    told = problems(read_built(handbook, css))
    assert [(problem.rule, problem.place.path) for problem in told] == [("site-file-missing", path)]


def test_each_page_has_its_html_and_the_reverse():
    assert ("site-page-missing", "docs/sales/prices.md") in found(
        **{"sales/prices/index.html": None}
    )
    assert found(**{"old/index.html": html()}) == [("site-page-missing", "docs/old/index.html")]


@pytest.mark.parametrize("page", [html(title=""), "<title>Prices</title><p>no content</p>", ""])
def test_a_page_without_a_title_is_found(page):
    assert found(**{"sales/prices/index.html": page, "index.html": html()}) == [
        ("site-title-missing", "docs/sales/prices.md")
    ]


def test_what_is_wrong_in_the_frame_of_all_pages_is_said_once_at_its_line_of_the_menu():
    changed = {
        "sales/prices/index.html": html(
            title="Prices", frame='<nav><a href="../price.md">x</a></nav>'
        ),
        "index.html": html(frame='<nav><a href="sales/price.md">x</a></nav>'),
    }
    assert found(**changed) == [("site-link-broken", "mkdocs.yml")]


def test_a_message_points_at_the_line_that_holds_the_words():
    broken = site(**{"index.html": html('<a href="sales/prices.md">prices</a>')})
    assert [as_text(problem) for problem in problems(read_built(HANDBOOK, broken))] == [
        "docs/index.md, line 6\n"
        '  The finished page links to "sales/prices.md". There is no such page on the site. Did you mean "sales/prices/index.html"?\n'
        "  To fix: correct the link, or the fact from which a macro makes it.\n"
        "  Why: upkeep/checks/#site-link-broken"
    ]


def test_hosts_that_links_lead_to_are_counted():
    content = '<a href="https://example.com/a">a</a><a href="https://example.com/b">b</a><a href="../">c</a>'
    built = read_built(HANDBOOK, site(**{"sales/prices/index.html": html(content, "Prices")}))
    assert outside_hosts(built) == {"example.com": 2}


def test_a_page_gives_its_text_with_and_without_code():
    page = read_page(
        "a.html", html("<h2 id='b'>B</h2> <p>one <code>two</code></p><script>three</script>")
    )
    assert page.heading_ids == ["Home", "b"]
    assert (page.text.split(), page.prose.split()) == (["HomeB", "one", "two"], ["HomeB", "one"])


def test_an_empty_folder_is_no_site(tmp_path):
    with pytest.raises(FolderError, match="Build it first"):
        read_site(tmp_path)


def test_all_names_of_a_site_are_read(tmp_path):
    (tmp_path / "index.html").write_text("x", encoding="utf-8")
    (tmp_path / ".hidden").write_text("x", encoding="utf-8")
    read = read_site(tmp_path)
    assert (set(read.entries), set(read.data)) == ({"index.html", ".hidden"}, {"index.html"})
