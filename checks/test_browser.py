"""A browser opens every page of the finished site, wide and narrow, light and dark, on screen and
on paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import environ
from shutil import which
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, ViewportSize, sync_playwright

from handbook.documents.company.facts.company import Term
from handbook.documents.sales_book.facts.market import Product

pytestmark = [pytest.mark.site, pytest.mark.long]
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
READABLE = 4.5  # the contrast of text that WCAG 2.2 asks for, level AA
INDEX = "/search/search_index.json"
EMPTY_INDEX = (
    b'{"config": {"lang": ["en"], "separator": "\\\\s+", "pipeline": [], "fields": {}}, "docs": []}'
)
NAVIGATION = (
    ".md-header, .md-tabs, .md-sidebar, .md-footer__inner, .md-search, .md-top, "
    ".md-content__button, .headerlink"
)

# Draws the page in a set of colours and finds text too near in colour to what lies behind it:
# "contrast: text". Colours that let something shine through are mixed with it.
FAINT = """([scheme, readable]) => {
  document.body.dataset.mdColorScheme = scheme
  const parts = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number)
  const mix = (above, below) => {
    const alpha = above.length > 3 ? above[3] : 1
    return [0, 1, 2].map(i => above[i] * alpha + below[i] * (1 - alpha))
  }
  const known = new Map([[null, [255, 255, 255]]])
  const behind = element => {
    if (!known.has(element)) {
      const colour = parts(getComputedStyle(element).backgroundColor)
      known.set(element, mix(colour, behind(element.parentElement)))
    }
    return known.get(element)
  }
  const light = colour => colour.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0)
  const faint = []
  for (const element of document.querySelectorAll("article *:not(svg *, .headerlink)")) {
    const own = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join("").trim()
    if (!own || !element.getClientRects().length) continue
    const back = behind(element)
    const [dark, bright] = [light(mix(parts(getComputedStyle(element).color), back)), light(back)].sort((a, b) => a - b)
    const contrast = (bright + 0.05) / (dark + 0.05)
    if (contrast < readable) faint.push(`${contrast.toFixed(1)}: ${own.slice(0, 40)}`)
  }
  return faint
}"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
VISIBLE = (
    "names => [...document.querySelectorAll(names)].filter(one => "
    "one.getClientRects().length).map(one => one.className)"
)


@dataclass
class Seen:
    """What was noticed on all pages, in words; an empty list is a kept promise."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)


class Server(SimpleHTTPRequestHandler):
    """Serves the finished site, but only to the home page its whole search index.

    The theme has every page read this index: the same for all, and more work than all the rest.
    """

    def do_GET(self) -> None:
        home = f"http://{self.headers['Host']}/"
        if self.path.endswith(INDEX) and self.headers["Referer"] != home:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(EMPTY_INDEX)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        if self.path.endswith(INDEX):
            self.send_header("Cache-Control", "no-store")  # it differs from page to page
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: a check prints problems only."""


@pytest.fixture(scope="module")
def served(project) -> Iterator[str]:
    """The address of the finished site on this machine; nobody else can reach it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=project.site))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = environ.get("HANDBOOK_BROWSER") or next(filter(None, map(which, names)), None)
    if path is None:
        pytest.skip("no Chromium was found; install it, or name it in HANDBOOK_BROWSER")
    # No name but this machine's is looked up, so a page that asks another host fails instead of
    # asking.
    private = [
        "--no-sandbox",
        "--disable-gpu",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=private)
        yield found
        found.close()


@pytest.fixture(scope="module")
def page(browser, served, seen_so_far) -> Page:
    page = browser.new_page(viewport=WIDE, reduced_motion="reduce")
    page.on("request", lambda request: note_request(seen_so_far, served, page, request.url))
    page.on("pageerror", lambda error: seen_so_far.errors.append(f"{page.url}: {error}"))
    page.on("console", lambda said: note_words(seen_so_far, page, said))
    page.on("response", lambda answer: note_answer(seen_so_far, page, answer))
    return page


@pytest.fixture(scope="module")
def seen_so_far() -> Seen:
    return Seen()


def note_request(seen: Seen, served: str, page: Page, url: str) -> None:
    if not url.startswith((served + "/", "data:", "blob:" + served)):
        seen.requests.append(f"{page.url} asks {url}")


def note_words(seen: Seen, page: Page, said) -> None:
    if said.type == "error":
        seen.errors.append(f"{page.url}: {said.text}")


def note_answer(seen: Seen, page: Page, answer) -> None:
    if answer.status >= 400:
        seen.errors.append(f"{page.url}: {answer.url} answers {answer.status}")


@pytest.fixture(scope="module")
def seen(page, served, project, seen_so_far) -> Seen:
    """Every page opened once, and looked at in each way."""
    sizes = [WIDE, NARROW]
    for path in sorted(project.built.sources):
        page.goto(f"{served}/{path.removesuffix('index.html')}", wait_until="load")
        look(page, path, sizes, seen_so_far)
        # the next page begins in the size in which this one ends: changing it takes long
        sizes.reverse()
    page.set_viewport_size(WIDE)
    return seen_so_far


def look(page: Page, path: str, sizes: list[ViewportSize], seen: Seen) -> None:
    for scheme, name in (("slate", "dark"), ("default", "light")):
        seen.faint += [
            f"{path}, {name}: {said}" for said in page.evaluate(FAINT, [scheme, READABLE])
        ]
    for size in sizes:
        if page.viewport_size != size:
            page.set_viewport_size(size)
        if excess := page.evaluate(TOO_WIDE):
            seen.too_wide.append(
                f"{path} is {excess} pixels wider than a screen of {size['width']}"
            )
    page.emulate_media(media="print")
    seen.printed += [f"{path}: {name}" for name in page.evaluate(VISIBLE, NAVIGATION)]
    page.emulate_media(media="screen")


def must_be_empty(found: list[str], what: str) -> None:
    if found:
        pytest.fail(f"{what}:\n" + "\n".join(dict.fromkeys(found)), pytrace=False)


def test_no_page_asks_another_host(seen):
    must_be_empty(seen.requests, "Readers' browsers would ask other places")


def test_no_page_reports_an_error(seen):
    must_be_empty(seen.errors, "The browser reports errors")


def test_no_page_is_wider_than_the_screen(seen):
    must_be_empty(seen.too_wide, "These pages must be pushed sideways to be read")


def test_text_can_be_read_in_light_and_dark(seen):
    must_be_empty(seen.faint, f"This text has less contrast than {READABLE} to 1")


def test_print_leaves_navigation_out(seen):
    must_be_empty(seen.printed, "This would be printed")


def test_dark_colours_are_used_where_the_device_asks_for_them(page, served):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{served}/", wait_until="load")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.emulate_media(color_scheme="light")


# --- copying


COPIES = "pre.hb-copy"


def test_template_is_copied_with_one_click(page, served, project):
    """Each template has a button, and what it copies is what the page shows: with today's facts,
    line by line.
    """
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served)
    for path in sorted(path for path, item in project.built.pages.items() if has_copies(item)):
        page.goto(f"{served}/{path.removesuffix('index.html')}", wait_until="load")
        for place in range(page.locator(COPIES).count()):
            template = page.locator(COPIES).nth(place)
            text = template.locator("code").text_content().strip()
            copied = copied_from(page, template)
            if copied != text or "[[" in text:
                pytest.fail(f"{path} shows\n{text}\nand its button copies\n{copied}", pytrace=False)


def has_copies(page) -> bool:
    return any(
        "hb-copy" in element.attributes.get("class", "").split() for element in page.elements
    )


def copied_from(page: Page, template) -> str:
    """What the clipboard holds after the template's button was chosen; words instead if there is no
    such button.
    """
    button = template.locator("button[data-md-type=copy]")
    try:
        button.click(timeout=5_000)
        page.locator(".md-dialog[data-md-component=dialog]").wait_for(timeout=5_000)
    except TimeoutError:
        return "nothing: there is no button, or it does nothing"
    return page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")


# --- the search


@pytest.fixture(scope="module")
def words(handbook) -> dict[str, str]:
    """A product and a term of this very company, as a reader would look for them; without any, the
    title of the home page.
    """
    facts, home = handbook.facts, handbook.pages["index.md"].title
    return {
        "product": next(
            (product.name for product in facts[Product] if product.state == "sold"), home
        ),
        "term": next((term.term for term in facts[Term]), home),
    }


@pytest.mark.parametrize("kind", ["product", "term"])
def test_search_finds(page, served, words, kind):
    ask(page, served, words[kind])
    found = shown(page, ".md-search-result__item")
    if words[kind].lower() not in found.lower():
        pytest.fail(
            f'Searching for "{words[kind]}" finds only: {found[:500] or "nothing"}', pytrace=False
        )


def test_search_completes_a_word_that_is_begun(page, served, words):
    word = max(words["product"].split(), key=len).lower()
    begun = word[: max(3, len(word) // 2)]
    ask(page, served, begun)
    found = shown(page, ".md-search__suggest:not(:empty)")
    if len(found) <= len(begun) or not found.startswith(begun):
        pytest.fail(f'The search completes "{begun}" with "{found}", not to a word.', pytrace=False)


def ask(page: Page, served: str, words: str) -> None:
    page.goto(f"{served}/", wait_until="load")
    page.locator(".md-search__input").first.click()
    page.keyboard.type(words)


def shown(page: Page, what: str) -> str:
    """The text of the first thing that appears; empty if nothing does."""
    try:
        page.locator(what).first.wait_for(state="attached", timeout=10_000)
    except TimeoutError:
        return ""
    return " ".join(page.locator(what).first.inner_text().split())
