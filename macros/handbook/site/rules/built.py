"""What is noticed on the finished site, which no rule can judge before it is built: the help texts
of those Problems.
"""

from __future__ import annotations

from handbook.rules.rule import add

add(
    "site-link-broken",
    "Every link of the finished site leads to a page of it, or to an address that readers can "
    "open. This is the last look: it also "
    "sees links that macros make, the menu, and links in HTML.",
    bad='<a href="../price/">prices</a>',
    good='<a href="../prices/">prices</a>',
)
add(
    "site-anchor-missing",
    "A link to a place on a page finds that place on the finished page, also where a macro makes "
    "the link or the place.",
    bad='<a href="../prices/#Price">prices</a>',
    good='<a href="../prices/#Prices">prices</a>',
)
add(
    "site-file-missing",
    "Every picture, style and script that the finished site asks for is part of it.",
    bad="site/assets/site.css:\n@import url(brand.css);",
    good="site/assets/site.css:\n@import url(brand.css);\nsite/assets/brand.css:\np { margin: 0; }",
)
add(
    "site-asks-elsewhere",
    "No reader's browser asks another host for anything: no fonts, scripts, pictures, frames or "
    "forms from elsewhere. Anyone who runs "
    "that host would know who reads which page. A link that a reader follows on purpose is fine.",
    bad="site/assets/site.css:\n@import url(https://fonts.example.com/brand.css);",
    good="site/assets/site.css:\n@import url(brand.css);\nsite/assets/brand.css:\np { margin: 0; }",
)
add(
    "site-runs-program",
    "Nothing runs on a page but the theme's own programs, for the search, the menu and the "
    "colours.",
    bad='<p onclick="alert(1)">A tap is rented by the month.</p>',
    good="<p>A tap is rented by the month.</p>",
)
add(
    "site-shows-markup",
    "Readers see text, not the marks it is made with. A bracket, a star, a list's dash or a brace "
    "that is left over shows that something "
    "was misspelt, or is a mark of another program; what is meant to be seen stands between "
    "backticks.",
    bad="<p>See [the price list][prices]. {: #list }</p>",
    good='<p>See <a href="../prices/">the price list</a>.</p>',
)
add(
    "site-shows-problem",
    "Where a page asks for something that cannot be shown, its readers see a message that says "
    "why. That is meant for the person who writes the "
    "page, while it is written; a site with such a message is not finished.",
    bad='<p><span class="hb-refused">cannot be shown: There is no macro "pric".</span></p>',
    good="<p>64.00 a month</p>",
)
add(
    "site-publishes-file",
    "The site holds pages, pictures and styles. Facts, records, spreadsheets and programs are "
    "never published as files: anyone who knows "
    "the address could fetch them.",
    bad="site/_facts/people.yml:\n- id: seller",
    good="docs/_facts/people.yml:\n- id: seller",
)
add(
    "site-page-missing",
    "Every page of the handbook is on the site, and every page of the site comes from one of the "
    "handbook.",
    bad="docs/discounts.md:\n# Discounts",
    good="docs/discounts.md:\n# Discounts\nsite/discounts/index.html:\n<p>Ask first.</p>",
)
add(
    "site-title-missing",
    "Every finished page has a title: it is what the search, the browser and the menu show.",
    bad="<title></title>\n<article><h1>Prices</h1></article>",
    good='<title>Prices</title>\n<article><h1 id="Prices">Prices</h1></article>',
)
