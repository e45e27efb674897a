"""How keys and tokens of known services look: what a kept library knows of them, and what it does
not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of token: what people call it, small letters that each of them holds, and its whole
    form.

    ``keep`` is how many of its first signs only name the kind, so that a message may show them.
    """

    kind: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]
    keep: int = 4


def _shape(kind: str, marks: str, pattern: str, keep: int = 4) -> Shape:
    return Shape(kind, tuple(marks.split()), re.compile(rf"(?<![A-Za-z0-9_])(?:{pattern})"), keep)


# Found whole, also where a token is longer than it was when these lines were written. Every
# repetition is over a set of signs that ends at a space, and begins with fixed letters, so that the
# time stays linear.
SHAPES = (
    _shape("key of Amazon Web Services", "akia asia abia acca a3t", r"(?:A3T[A-Z0-9]|A[KS]IA|ABIA|ACCA)[A-Z0-9]{16}\b"),
    _shape("token of GitHub", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9_]{20,}"),
    _shape("token of GitHub", "github_pat_", r"github_pat_[A-Za-z0-9_]{20,}", 11),
    _shape("token of GitLab", "gl", r"gl(?:pat|dt|ft|soat|rt|rtr|cbt|imt|ptt|agent|oas|ffct)-[\w.-]{16,}", 6),
    _shape("token of GitLab", "gr1348941", r"GR1348941[\w-]{16,}"),
    _shape("token of Slack", "xox", r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}", 5),
    _shape("token of Slack", "xapp-", r"xapp-[A-Za-z0-9-]{10,}", 5),
    _shape("hook of Slack", "hooks.slack", r"hooks\.slack(?:-gov)?\.com/[a-z]+/[\w/+-]{16,}", 16),
    _shape("hook of Microsoft Teams", "webhook.office", r"webhook\.office\.com/[\w@/-]{20,}", 18),
    _shape("hook of Discord", "api/webhooks/", r"api/webhooks/\d{8,}/[\w-]{20,}", 13),
    _shape("hook of Google Chat", "chat.googleapis", r"chat\.googleapis\.com/v1/spaces/[\w?&=%/-]{20,}", 20),
    _shape("hook of Zapier", "hooks.zapier", r"hooks\.zapier\.com/hooks/[\w/-]{10,}", 16),
    _shape("key of Stripe", "_live_ _test_", r"[sr]k_(?:live|test)_[A-Za-z0-9]{10,}", 8),
    _shape("key of Stripe", "whsec_", r"whsec_[A-Za-z0-9+/=]{16,}", 6),
    _shape("key of Google", "aiza", r"AIza[\w-]{30,}"),
    _shape("token of Google", "ya29.", r"ya29\.[\w-]{20,}"),
    _shape("token of Google", "gocspx-", r"GOCSPX-[\w-]{20,}"),
    _shape("JSON Web Token", "eyj", r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]*)*", 3),
    _shape("token of npm", "npm_", r"npm_[A-Za-z0-9]{20,}"),
    _shape("token of npm", "_authtoken", r"_authToken\s*=\s*[\w./+=-]{16,}", 0),
    _shape("token of PyPI", "pypi-", r"pypi-[\w-]{30,}", 5),
    _shape("key of Azure", "accountkey sharedaccess", r"(?:AccountKey|SharedAccess(?:Key|Signature))\s*=\s*[\w+/=%&]{16,}", 0),
    _shape("key of Azure", "8q~ 7q~", r"[\w~.-]{3}[78]Q~[\w~.-]{30,}", 0),
    _shape("signed address", "sig=", r"sig=[\w%+/-]{30,}=*", 4),
    _shape("signed address", "x-amz-", r"X-Amz-(?:Signature|Credential|Security-Token)=[\w%+/-]{16,}", 0),
    _shape("key of SendGrid", "sg.", r"SG\.[\w-]{16,}\.[\w-]{16,}", 3),
    _shape("key of Twilio", "", r"(?:AC|SK)[0-9a-f]{32}\b", 2),
    _shape("key of OpenAI or Anthropic", "sk-", r"sk-(?=[A-Za-z_-]*\d)[\w-]{20,}", 3),
    _shape("token of Hugging Face", "hf_", r"hf_[A-Za-z0-9]{30,}", 3),
    _shape("token of Shopify", "shp", r"shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{20,}", 6),
    _shape("token of DigitalOcean", "_v1_", r"do[opr]_v1_[a-f0-9]{32,}", 7),
    _shape("token of HubSpot", "pat-", r"pat-[a-z]{2}\d-[0-9a-f-]{30,}", 7),
    _shape("token of Salesforce", "00d", r"00D[A-Za-z0-9]{12,15}![\w.]{30,}", 3),
    _shape("token of Docker", "dckr_pat_", r"dckr_pat_[\w-]{20,}", 9),
    _shape("token of Atlassian", "atatt", r"ATATT[\w=.-]{30,}", 5),
    _shape("token of Notion or Linear", "ntn_ lin_api_ secret_", r"(?:ntn_|lin_api_|secret_)[A-Za-z0-9]{32,}", 0),
    _shape("token of Airtable", "pat", r"pat[A-Za-z0-9]{14}\.[a-f0-9]{40,}", 3),
    _shape("token of Grafana", "glc_ glsa_", r"gl(?:c|sa)_[\w+/=]{30,}", 4),
    _shape("token of HashiCorp Vault", "hvs. hvb.", r"hv[sb]\.[\w-]{24,}", 4),
    _shape("key of Mailgun", "key-", r"key-[0-9a-f]{32}\b", 4),
    _shape("key of age", "age-secret-key-", r"AGE-SECRET-KEY-1[A-Z0-9]{20,}", 15),
)  # fmt: skip

_BY_MARK = tuple((mark, shape) for shape in SHAPES for mark in shape.marks or ("",))


def shapes_in(small: str) -> Iterable[Shape]:
    """The kinds of tokens of which a line holds a mark; ``small`` is the line in small letters."""
    return dict.fromkeys([shape for mark, shape in _BY_MARK if mark in small])


# Detectors of the library for services that are not above, by the name of their module. For the
# others it knows only older forms, or only the beginning of a token, and the rest of the token
# would be shown.
_DETECTORS = (
    ("cloudant", "CloudantDetector", "key of Cloudant"),
    ("discord", "DiscordBotTokenDetector", "token of Discord"),
    ("mailchimp", "MailchimpDetector", "key of Mailchimp"),
    ("square_oauth", "SquareOAuthDetector", "key of Square"),
    ("softlayer", "SoftlayerDetector", "key of SoftLayer"),
    ("telegram_token", "TelegramBotTokenDetector", "token of Telegram"),
)

_OF_LIBRARY = re.compile(
    r"clou|soft_?layer|sq0|-us\d|:AA|[MNO][\w-]{22,60}\.[\w-]{6}\.", re.IGNORECASE
)

# What to look for first: a token without one of these marks has a long row of letters and digits.
LONG_WORD, CODED_WORD = 20, 40
MARKS = tuple(
    "akia :aa ghp_ gho_ ghs_ github_pat_ glpat- glrt- gldt- glsoat- xox xapp- webhook aiza eyj "
    "npm_ _authtoken pypi- sg. gocspx ya29. "
    "sq0 q~ pat- sk-proj sk-ant _live_ _test_ whsec_ accountkey sharedaccess x-amz- shpat_ dckr_ hvs. ntn_ lin_api".split()
)


def library_shapes(text: str) -> tuple[Shape, ...]:
    """The forms that the library detects. It takes long to load, so it is asked only about texts
    that look suspicious.
    """
    return _loaded_once() if _OF_LIBRARY.search(text) else ()


@cache
def _loaded_once() -> tuple[Shape, ...]:
    return tuple(_loaded())


def _loaded() -> Iterator[Shape]:
    for module, name, kind in _DETECTORS:
        detector = getattr(import_module(f"detect_secrets.plugins.{module}"), name)
        for pattern in detector.denylist:
            yield Shape(kind, (), pattern, 0)
