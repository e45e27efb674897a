"""What scripts and style sheets may hold: whatever could tell another host who reads is found, and
what only shows is left alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.site.known import digest, is_known
from handbook.text.source.script import MOST, read_script
from handbook.text.source.style import read_style

ASKS_ELSEWHERE = [
    'fetch("https://statistics.example.com/x")',
    'fetch("//statistics.example.com/x")',
    r'fetch("/\\statistics.example.com/x")',
    'fetch("/\\t/statistics.example.com/x")',
    'fetch("https" + "://statistics.example.com/x")',
    "fetch(`https://${host}/x`)",
    "var path; fetch(path)",
    "var n; fetch(n + 'terms.json')",
    'fetch("terms.json", {method: "POST"})',
    'fetch("terms.json", {body: "x"})',
    'var options; fetch("terms.json", options)',
    'var options; fetch("terms.json", {...options})',
    'window.fetch("https://statistics.example.com")',
    'self.fetch("a/terms.json")',
    'globalThis["fetch"]("a/terms.json")',
    'this.fetch("a/terms.json")',
    'var ask = fetch; ask("//statistics.example.com")',
    'const {fetch: ask} = document.defaultView; ask("a/b.json")',
    'function first(fetch) { return fetch; } fetch("//statistics.example.com")',
    '{ let fetch = 1; } fetch("//statistics.example.com")',
    "new WebSocket('wss://example.com')",
    "new EventSource('events')",
    "new XMLHttpRequest()",
    "new RTCPeerConnection()",
    "new Worker('work.js')",
    'navigator.sendBeacon("x", "y")',
    'navigator["send" + "Beacon"]("x", "y")',
    "importScripts('x.js')",
    'import("https://example.com/x.js")',
    "var where; import(where)",
    'import x from "https://example.com/x.js"',
    'export * from "//example.com/x.js"',
    'new Image().src = "//example.com/x.png"',
    'var where, image = document.createElement("img"); image.src = where',
    "var where; ({src: where})",
    'document.createElement("script")',
    'document.createElement("ifr" + "ame")',
    'document.querySelector("a").ping = "x y"',
    'document.querySelector("p").style.background = "url(//example.com/x.png)"',
    'var where; document.querySelector("img").setAttribute("src", where)',
    'window.open("https://example.com")',
]
LEADS_AWAY = [
    'location = "a"',
    "var where; location.href = where",
    'location["hr" + "ef"] = "a"',
    "var where; window.location.assign(where)",
    "document.location = 'a'",
    "var where; document.querySelector('form').action = where",
    "document.querySelector('form').submit()",
]
RUNS_TEXT = [
    'eval("x")',
    'new Function("x")()',
    '[].constructor.constructor("x")()',
    '[]["con" + "structor"]',
    'setTimeout("x()", 1)',
    "setInterval(`x()`, 1)",
    'document.body.innerHTML = "x"',
    'document.write("x")',
    'document.querySelector("p").setAttribute("onclick", "x()")',
    '"javascript:x"',
]
HIDES = [
    "var mine = window; mine.fetch('a/b.json')",
    "with (document) { write('x'); }",
    "var key; window[key]('x')",
    "var key; document[key]",
    "Reflect.get(document, 'x')",
    "top.x",
    "parent.postMessage(1)",
    "never(closed;",
]


@pytest.mark.parametrize("script", [*ASKS_ELSEWHERE, *LEADS_AWAY, *RUNS_TEXT, *HIDES])
def test_script_is_refused(script):
    assert [finding.line for finding in read_script(f"'use strict';\n{script}\n")][:1] == [2]


@pytest.mark.parametrize(
    "script",
    [
        'fetch("search/terms.json").then(function (answer) { return answer.json(); })',
        'var part = 3; fetch("../search/" + part + ".json", {method: "GET", cache: "force-cache"})',
        "var part = 3; fetch(`../search/${part}.json`)",
        'document.createElementNS("http://www.w3.org/2000/svg", "svg")',
        "class A { constructor() { this.x = 1; } #y = 2; static z() { return new A(); } }",
        "all: for (const [k, {v = 1, ...rest}] of Object.entries({})) { if (k) continue all; else break all; }",
        "window.handbookHours = {open: 1}; window.addEventListener('load', () => {}, {once: true});",
        "const open = () => 1; open(); (function () { var Image = 3; return Image; })();",
        "try { known(); } catch { } function known() { return arguments.length; }",
        "location.hash = '#x'; const here = location.href; history.replaceState(null, '', '#a');",
        "import {a} from './beside.js'; export const c = a?.b ?? 1n;",
        "switch (1) { case 1: let z = 2; console.log(z); }",
        "var link = document.querySelector('a'); link.href = link.dataset.page;",
        "'Your data: 5 rows, see a//b, and // or'",
        "setTimeout(() => {}, 5); setInterval(tick, 1); function tick() {}",
        "// https://example.com explains it\nvar a = /https:\\/\\//;",
    ],
)
def test_script_that_only_shows_is_left_alone(script):
    assert read_script(script) == []


def test_a_script_that_is_too_large_or_too_deep_is_refused():
    assert read_script("1;" * MOST)[0].wrong.startswith("is more than")
    assert read_script("(" * 5000 + ")" * 5000) != []
    assert read_script("var a = " + "+".join(["1"] * 5000) + ";eval('x')") != []


REFUSED_STYLES = [
    '@import "https://fonts.example.com/a.css";',
    "@import url(//fonts.example.com/a.css);",
    '@import/**/"//fonts.example.com/a.css";',
    r'@\69mport "//fonts.example.com/a.css";',
    "a { b: url(https://example.com/x.png) }",
    r'a { b: url("/\\example.com/x.png") }',
    r"a { b: u\72l(https://example.com/x.png) }",
    "a { b: URL( 'http://example.com/x.png' ) }",
    "a { --b: url(//example.com/x.png) }",
    "@media print { a { b: url(//example.com/x.png) } }",
    '@font-face { src: src("//example.com/x.woff2") }',
    'a { b: image-set("https://example.com/x.png" 1x) }',
    "a { b: url(javascript:x) }",
    "a { b: url(data:text/html,x) }",
    "a { b: expression(x()) }",
    "a { behavior: url(x.htc) }",
    'a { b: url("never closed',
    "a { b: c }}",
]


@pytest.mark.parametrize("style", REFUSED_STYLES)
def test_style_is_refused(style):
    assert [finding.line for finding in read_style(f"p {{ color: red }}\n{style}")][:1] == [2]


@pytest.mark.parametrize(
    "style",
    [
        '@import "brand.css";',
        "a { b: url(fonts/x.woff2) }",
        'a { b: url("../img/a-b.svg#x") }',
        'a { content: "https://example.com // x" }',
        "a { b: url(data:image/svg+xml;charset=utf-8,%3Csvg%3E) }",
        '@media print { a:not([href^="http://"])::after { content: "x" } }',
        "a { mask: url(#m) }",
    ],
)
def test_style_of_files_of_the_site_is_left_alone(style):
    assert read_style(style) == []


THEME = Path(__file__).parents[2] / "theme"


@pytest.mark.parametrize(("ending", "read"), [("js", read_script), ("css", read_style)])
def test_our_own_files_are_known_because_they_were_read(ending, read):
    texts = {path.name: path.read_text("utf-8") for path in sorted(THEME.rglob(f"*.{ending}"))}
    assert texts
    assert {name: read(text) for name, text in texts.items()} == {name: [] for name in texts}
    unknown = [f'"{digest(text)}",  # {name}' for name, text in texts.items() if not is_known(text)]
    assert not unknown, (
        "write in macros/handbook/site/known.py instead of what stands there of these files"
    )


def test_our_own_file_with_one_more_sign_is_not_known():
    assert not is_known((THEME / "assets/handbook/hours.js").read_text("utf-8") + " ")
