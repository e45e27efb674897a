"""A script in, everything in it that could ask another host for something out. The script is
understood, never run.

A script is judged by what it names: a global that is not in a closed list is refused, and so is a
property that leads from harmless things to the others. What the parser cannot read is refused too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from handbook.text.source.script_names import (
    FUNCTIONS,
    Node,
    Scope,
    children,
    hoisted,
    in_pattern,
    of_block,
    of_function,
)
from handbook.text.source.script_texts import key_of, leaves, only_reads, text_of, texts_of

_GLOBALS = frozenset(
    "undefined NaN Infinity Object Array String Number Boolean BigInt Symbol Math Date JSON "
    "RegExp Map Set WeakMap WeakSet Promise "
    "Error TypeError RangeError SyntaxError Intl parseInt parseFloat isNaN isFinite "
    "encodeURIComponent decodeURIComponent encodeURI "
    "decodeURI Uint8Array Uint16Array Uint32Array Int8Array Int16Array Int32Array Float32Array "
    "Float64Array ArrayBuffer DataView "
    "TextEncoder TextDecoder document console localStorage sessionStorage setTimeout clearTimeout "
    "setInterval clearInterval "
    "requestAnimationFrame cancelAnimationFrame requestIdleCallback queueMicrotask matchMedia "
    "getComputedStyle Event CustomEvent "
    "Element HTMLElement Node NodeList NodeFilter IntersectionObserver MutationObserver "
    "ResizeObserver AbortController URL "
    "URLSearchParams performance crypto structuredClone history location CSS print document$ location$".split()
)


# What window and navigator have beside these; a script may also give window a name that begins with
# handbook.
_OF = {
    "window": _GLOBALS
    | set(
        "addEventListener removeEventListener dispatchEvent scrollTo scrollBy scrollX scrollY "
        "innerWidth innerHeight getSelection "
        "devicePixelRatio visualViewport fetch navigator".split()
    ),
    "navigator": frozenset(
        "clipboard language languages maxTouchPoints onLine platform userAgent".split()
    ),
}


# Properties that lead back to the globals, run text, read text as HTML, or send something.
_PROPERTIES = frozenset(
    "constructor __proto__ defaultView contentWindow contentDocument parentWindow frames opener "
    "fetch XMLHttpRequest WebSocket "
    "WebTransport EventSource Worker SharedWorker RTCPeerConnection Image Audio Function eval "
    "importScripts sendBeacon serviceWorker "
    "innerHTML outerHTML insertAdjacentHTML setHTMLUnsafe write writeln srcdoc "
    "createContextualFragment parseFromString submit "
    "requestSubmit".split()
)


# Properties and attributes whose value a browser fetches, or sends to.
_FETCHED = frozenset("src srcset poster action formAction formaction ping".split())


_ELEMENTS = frozenset("script iframe frame object embed portal link base meta fencedframe".split())


# An address of another host, or one that runs text.
_HOST = re.compile(
    r"(?:^|[\s\"'(=,;])[/\\]{2}[\w\[]|\b(?:https?|wss?|ftp|javascript):|\bdata:(?!image/)[\w,;]",
    re.IGNORECASE,
)


# Names of XML languages look like addresses, and nobody asks for them.
_NAMESPACE = re.compile(r"http://www\.w3\.org/(?:2000/svg|1999/x\w+|1998/Math/MathML)")


_PATH = re.compile(r"(?:\.{1,2}/)*[\w-][\w.-]*(?:/[\w.-]*)*(?:\?[\w=&.-]*)?")


# However an address goes on that begins so, it stays on the site.
_PATH_BEGINS = re.compile(r"(?:\.{1,2}/|[\w-][\w.-]*/).*", re.DOTALL)


_TEXTS = ("Literal", "TemplateLiteral", "BinaryExpression")


MOST = 64 * 1024


_KEYS = ("Property", "MethodDefinition", "PropertyDefinition", "FieldDefinition")


@dataclass(frozen=True)
class ScriptFinding:
    """A piece of a script or a style sheet that is not allowed: its line, its words, and what is
    wrong with it.
    """

    line: int
    written: str
    wrong: str


def read_script(text: str) -> list[ScriptFinding]:
    """Everything in a script that is not allowed, each thing once."""
    import esprima  # takes a while to load, and few commands need it

    if len(text) > MOST:
        return [
            ScriptFinding(
                1, f"{len(text) // 1024} KiB", f"is more than the {MOST // 1024} KiB that are read"
            )
        ]
    try:
        tree = esprima.parseModule(text, {"loc": True})
        judge = _Judge(text)
        judge.visit(tree, Scope({*hoisted(tree), *of_block(tree.body)}))
    except esprima.Error as unreadable:
        line = min(unreadable.lineNumber or 1, text.count("\n") + 1)
        return [
            ScriptFinding(
                line, text.split("\n")[line - 1].strip()[:60], "could not be understood here"
            )
        ]
    except RecursionError:
        return [ScriptFinding(1, text[:60], "is nested too deeply to be understood")]
    return list(dict.fromkeys(judge.found))


class _Judge:
    """Walks through the tree of a script and notes what is not allowed."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.found: list[ScriptFinding] = []
        self.handlers: dict[str, Callable[[Node, Scope], None]] = {
            "Identifier": self.name,
            "Literal": self.literal,
            "TemplateLiteral": self.joined,
            "BinaryExpression": self.joined,
            "MemberExpression": self.member,
            "CallExpression": self.call,
            "AssignmentExpression": self.assignment,
            "WithStatement": lambda node, scope: self.note(
                node, "with", "hides which names are meant"
            ),
            "CatchClause": lambda node, scope: self.below(
                node, scope.inner(in_pattern(node.param))
            ),
            "BlockStatement": lambda node, scope: self.below(
                node, scope.inner(of_block(node.body))
            ),
            "SwitchStatement": self.switch,
            "LabeledStatement": lambda node, scope: self.visit(node.body, scope),
            **dict.fromkeys(("ForStatement", "ForInStatement", "ForOfStatement"), self.loop),
            **dict.fromkeys(
                ("BreakStatement", "ContinueStatement", "MetaProperty"), lambda node, scope: None
            ),
            **dict.fromkeys(
                ("ImportDeclaration", "ExportAllDeclaration", "ExportNamedDeclaration"), self.module
            ),
            **dict.fromkeys(("ClassDeclaration", "ClassExpression"), self.a_class),
            **dict.fromkeys(
                FUNCTIONS, lambda node, scope: self.below(node, scope.inner(of_function(node)))
            ),
            **dict.fromkeys(_KEYS, self.keyed),
        }

    def note(self, node: Node, written: str, wrong: str) -> None:
        self.found.append(ScriptFinding(node.loc.start.line, written[:60], wrong))

    def visit(self, node: Node, scope: Scope) -> None:
        self.handlers.get(node.type, self.below)(node, scope)

    def below(self, node: Node, scope: Scope) -> None:
        for inner in children(node):
            self.visit(inner, scope)

    # --- names

    def name(self, node: Node, scope: Scope) -> None:
        if not scope.knows(node.name) and node.name not in _GLOBALS:
            wrong = (
                "may only be called at once"
                if node.name == "fetch"
                else "is nothing that a script here may use"
            )
            self.note(node, node.name, wrong)

    def member(self, node: Node, scope: Scope) -> None:
        name, holder = key_of(node.property, node.computed), self.holder(node.object, scope)
        self.judge_property(node, name)
        if holder in ("window", "navigator", "location", "document") and name is None:
            self.note(
                node, self.written(node), f"takes something out of {holder} whose name is computed"
            )
        elif holder in _OF and name not in _OF[holder] and not str(name).startswith("handbook"):
            self.note(node, f"{holder}.{name}", "is nothing that a script here may use")
        if node.object.type != "Identifier" or holder not in _OF:
            self.visit(node.object, scope)
        if node.computed:
            self.visit(node.property, scope)

    def holder(self, node: Node, scope: Scope) -> str:
        """Which global a piece of the script is; empty for anything else."""
        if node.type == "Identifier":
            return "" if scope.knows(node.name) else str(node.name)
        if node.type == "MemberExpression" and self.holder(node.object, scope) in (
            "window",
            "document",
        ):
            return key_of(node.property, node.computed) or ""
        return ""

    def judge_property(self, node: Node, name: str | None) -> None:
        if name in _PROPERTIES:
            self.note(node, str(name), "could send something, run a text, or lead to what could")

    def keyed(self, node: Node, scope: Scope) -> None:
        """A key and its value, in an object, a pattern or a class."""
        name = key_of(node.key, node.computed)
        if not (node.type == "MethodDefinition" and name == "constructor"):
            self.judge_property(node, name)
        if node.value is not None and node.type == "Property":
            self.judge_fetched(node, name, node.value)
        if node.computed:
            self.visit(node.key, scope)
        if node.value is not None:
            self.visit(node.value, scope)

    # --- texts

    def literal(self, node: Node, scope: Scope) -> None:
        if isinstance(node.value, str):
            self.judge_text(node, node.value)

    def joined(self, node: Node, scope: Scope) -> None:
        """A text that is put together: what is known of it is judged as a whole, and each part of
        it.
        """
        if node.type == "BinaryExpression" and node.operator != "+":
            self.below(node, scope)
            return
        for text in texts_of(node):
            self.judge_text(node, text)
        for leaf in leaves(node):
            self.visit(leaf, scope)

    def judge_text(self, node: Node, text: str) -> None:
        plain = re.sub(r"[\t\r\n]", "", text)  # browsers leave these out of an address
        if _HOST.search(plain) and not _NAMESPACE.fullmatch(plain):
            self.note(node, text, "is the address of another host, or runs a text")

    # --- what is done

    def call(self, node: Node, scope: Scope) -> None:
        callee, first = node.callee, node.arguments[0] if node.arguments else None
        name = (
            key_of(callee.property, callee.computed) if callee.type == "MemberExpression" else None
        )
        what = self.holder(callee, scope)
        if callee.type == "Import":
            self.judge_module(node, first)
        elif what == "fetch":
            self.judge_fetch(node)
        elif what in ("setTimeout", "setInterval") and first is not None and first.type in _TEXTS:
            self.note(node, what, "runs a text")
        elif name in ("assign", "replace") and self.holder(callee.object, scope) == "location":
            self.note(node, self.written(node), "leads readers away")
        elif (
            name in ("createElement", "createElementNS")
            and text_of(node.arguments[-1]) in _ELEMENTS
        ):
            self.note(node, self.written(node), "makes an element that loads or runs something")
        elif name == "setAttribute" and len(node.arguments) > 1:
            self.judge_fetched(node, text_of(first), node.arguments[1])
        # The address that is asked for was judged already.
        known = first is not None and what == "fetch" and text_of(first) is not None
        for inner in node.arguments[int(known) :] if what == "fetch" else children(node):
            self.visit(inner, scope)

    def judge_fetch(self, node: Node) -> None:
        address, *options = node.arguments or [None]
        start = next(texts_of(address), "") if address is not None else ""
        whole = text_of(address) if address is not None else None
        if not (_PATH.fullmatch(whole) if whole is not None else _PATH_BEGINS.fullmatch(start)):
            self.note(
                node,
                self.written(node),
                "asks for something else than a file of the site, named by its path",
            )
        if any(not only_reads(option) for option in options):
            self.note(
                node, self.written(node), "does more than read: of the options only GET is allowed"
            )

    def assignment(self, node: Node, scope: Scope) -> None:
        left = node.left
        if left.type == "MemberExpression":
            name = key_of(left.property, left.computed)
            self.judge_fetched(node, name, node.right)
            moves = self.holder(left.object, scope) == "location" and name != "hash"
        else:
            moves = False
        if moves or self.holder(left, scope) == "location":
            self.note(node, self.written(node), "leads readers away")
        self.below(node, scope)

    def judge_fetched(self, node: Node, name: str | None, value: Node) -> None:
        written = text_of(value)
        if name in _FETCHED and not (written is not None and _PATH.fullmatch(written)):
            self.note(
                node, str(name), "gets an address that is not a file of the site, named by its path"
            )
        elif name is not None and re.fullmatch(r"on[a-z]+", name) and written is not None:
            self.note(node, name, "runs a text")

    def module(self, node: Node, scope: Scope) -> None:
        if getattr(node, "source", None) is not None:
            self.judge_module(node, node.source)
        elif getattr(node, "declaration", None) is not None:
            self.visit(node.declaration, scope)

    def judge_module(self, node: Node, source: Node | None) -> None:
        written = text_of(source) if source is not None else None
        if written is None or not re.fullmatch(r"(?:\.{1,2}/)+[\w./-]+", written):
            self.note(node, self.written(node), "loads a program that is not beside it")

    # --- parts in which names hold

    def loop(self, node: Node, scope: Scope) -> None:
        begin = node.init if node.type == "ForStatement" else node.left
        self.below(node, scope.inner(of_block([begin])) if begin is not None else scope)

    def switch(self, node: Node, scope: Scope) -> None:
        inside = [statement for case in node.cases for statement in case.consequent]
        self.below(node, scope.inner(of_block(inside)))

    def a_class(self, node: Node, scope: Scope) -> None:
        self.below(node, scope.inner([node.id.name] if node.id is not None else []))

    def written(self, node: Node) -> str:
        """The script's own words at a node, as far as its first line goes."""
        start, end = node.loc.start, node.loc.end
        line: str = self.lines[start.line - 1]
        return str(line[start.column : end.column if end.line == start.line else None]).strip()
