"""Old addresses of moved pages: a small HTML file each, made from facts. Works with every engine
and needs no plugin.
"""

from __future__ import annotations

from html import escape
from posixpath import dirname, relpath

from handbook.documents.company.facts.company import Company
from handbook.handbook import Handbook
from handbook.text.settings import address

# A browser does not send what follows the # in an address, and a refresh forgets it; so the page
# itself leads on, and a browser without scripts lands at the top of the new page. The same text on
# every page, so that checks can know it.
SCRIPT = "location.replace(document.links[0].href + location.search + location.hash)"
MARK = '<meta name="generator" content="handbook redirects">'
_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{mark}
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>
</head>
<body>
<p>This page has moved. It is now here: <a href="{target}">{title}</a></p>
<script>{script}</script>
</body>
</html>
"""


def redirects(handbook: Handbook) -> dict[str, str]:
    """HTML file of the site → its text, for every moved page that leads to a page and is not in the
    way of one.
    """
    taken = {address(src) for src in handbook.pages}
    return {
        path: _html(handbook, path, to)
        for old, to in handbook.moved().items()
        if to in handbook.pages and (path := address(old)) not in taken
    }


def _html(handbook: Handbook, path: str, to: str) -> str:
    keys = handbook.site.keys
    base = str(keys.get("site_url", "")) if keys else ""
    folder = dirname(address(to))
    target = f"{relpath(folder or '.', dirname(path) or '.')}/"
    there = f"{base.rstrip('/')}/{folder}{'/' if folder else ''}" if base else target
    company = handbook.facts.only(Company)
    return _PAGE.format(
        language=company.locale.split("_")[0] if company else "en",
        mark=MARK,
        script=SCRIPT,
        title=escape(handbook.pages[to].title or to),
        canonical=escape(there),
        target=escape(target),
    )
