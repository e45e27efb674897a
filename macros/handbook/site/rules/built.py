"""What is noticed on the finished site, which no rule can judge before it is built: the help texts of those Problems."""

from __future__ import annotations

from handbook.rules.rule import add

add(
    "site-link-broken",
    "Every link of the finished site leads to a page of it, or to an address that readers can open. This is the last look: it also "
    "sees links that macros make, the menu, and links in HTML.",
    bad='<a href="../price/">prices</a>',
    good='<a href="../prices/">prices</a>',
)
add(
    "site-anchor-missing",
    "A link to a place on a page finds that place on the finished page, also where a macro makes the link or the place.",
    bad="../glossary/#term-levr",
    good="../glossary/#term-lever",
)
add(
    "site-file-missing",
    "Every picture, style and script that the finished site asks for is part of it.",
    bad="url(fonts/brand.woff2), without that file",
    good="url(fonts/brand.woff2) and docs/assets/fonts/brand.woff2",
)
add(
    "site-asks-elsewhere",
    "No reader's browser asks another host for anything: no fonts, scripts, pictures, frames or forms from elsewhere. Whoever runs "
    "that host would know who reads which page. A link that a reader follows on purpose is fine.",
    bad="@import url(https://fonts.example.com/brand.css)",
    good="@import url(brand.css)",
)
add(
    "site-runs-program",
    "Nothing runs on a page but the theme's own programs, for the search, the menu and the colours.",
    bad="<p onclick=…>",
    good="<p>",
)
add(
    "site-shows-markup",
    "Readers see text, not the marks it is made with. A bracket, a star, a list's dash or a brace that is left over shows that something "
    "was misspelt, or is a mark of another program; what is meant to be seen stands between backticks.",
    bad="See [the price list][prices]. {: #prices }",
    good="See [the price list](prices.md).",
)
add(
    "site-shows-problem",
    "Where a page asks for something that cannot be shown, its readers see a message that says why. That is meant for whoever writes the "
    "page, while it is written; a site with such a message is not finished.",
    bad='cannot be shown: There is no macro "pric".',
    good="€1,200",
)
add(
    "site-publishes-file",
    "The site holds pages, pictures and styles. Facts, records, spreadsheets and programs are never published as files: whoever knows "
    "the address could fetch them.",
    bad="site/_facts/people.yml",
    good="people.yml below docs/_facts, with exclude_docs as it was",
)
add(
    "site-page-missing",
    "Every page of the handbook is on the site, and every page of the site comes from one of the handbook.",
    bad="docs/prices.md without site/prices/index.html",
    good="docs/prices.md and site/prices/index.html",
)
add(
    "site-title-missing",
    "Every finished page has a title: it is what the search, the browser and the menu show.",
    bad="<title></title>",
    good="<title>Prices</title>",
)
