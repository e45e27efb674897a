"""Stands in for the program gh: keeps issues in a JSON file and answers as GitHub's API does for
the calls we make.

The file ``$GH_STAND_IN`` holds ``{"issues", "labels", "faults", "log"}``. A fault is ``{"on", "do",
"times", …}``: ``on`` is the beginning of ``METHOD path``; ``do`` is a status to answer with,
``hang`` or ``unplugged``; with ``"after": true`` the thing is done all the same.
"""

import json
import os
import re
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs

STATE = Path(os.environ["GH_STAND_IN"])
BOT = {"login": "github-actions[bot]", "type": "Bot"}
REASONS = {
    200: "OK",
    201: "Created",
    403: "Forbidden",
    404: "Not Found",
    410: "Gone",
    422: "Unprocessable Entity",
}


def main():
    words = sys.argv[1:]
    assert words[:2] == ["api", "--include"], words
    assert words[2] == "--method", words
    method, path = words[3], words[4]
    given = json.loads(sys.stdin.read()) if words[5:] == ["--input", "-"] else None
    assert (given is None) == (not words[5:]), words
    state = json.loads(STATE.read_text())
    state["log"].append(f"{method} {path.partition('?')[0]}")
    fault = next(
        (
            planned
            for planned in state["faults"]
            if planned["times"] and f"{method} {path}".startswith(planned["on"])
        ),
        None,
    )
    if fault:
        fault["times"] -= 1
    if fault is None or fault.get("after"):
        status, value = answer(state, method, path, given)
    STATE.write_text(json.dumps(state))
    if fault is None:
        return say(status, value, {})
    if fault["do"] == "hang":
        time.sleep(30)
    if fault["do"] == "unplugged":
        sys.stderr.write(
            "error connecting to api.github.com\ncheck your internet connection or https://githubstatus.com\n"
        )
        return 1
    return say(
        fault["do"], {"message": fault.get("message", "Server Error")}, fault.get("headers", {})
    )


def answer(state, method, path, given):
    place, _, query = path.partition("?")
    numbered = re.fullmatch(r"repos/fernhill/sales-handbook/issues/(\d+)", place)
    if method == "GET" and place == "repos/fernhill/sales-handbook/issues":
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        rows = [issue for issue in state["issues"] if issue["state"] == asked["state"]]
        per_page, page = min(int(asked["per_page"]), 100), int(asked["page"])
        return 200, rows[(page - 1) * per_page : page * per_page]
    if method == "POST" and place == "repos/fernhill/sales-handbook/issues":
        return created(state, given)
    if method == "PATCH" and numbered:
        return edited(state, int(numbered[1]), given)
    return 404, {"message": "Not Found"}


def too_long(given):
    if len(given.get("body", "")) > 65_536:
        return 422, {
            "message": "Validation Failed",
            "errors": [{"field": "body", "message": "body is too long"}],
        }
    if len(given.get("title", "")) > 256:
        return 422, {
            "message": "Validation Failed",
            "errors": [{"field": "title", "message": "title is too long"}],
        }
    return None


def created(state, given):
    if wrong := too_long(given):
        return wrong
    for name in given.get("labels", []):
        if name not in state["labels"]:
            state["labels"].append(name)
    made = {
        "number": max((issue["number"] for issue in state["issues"]), default=0) + 1,
        "title": given["title"],
        "body": given["body"],
        "state": "open",
        "locked": False,
        "labels": [{"name": name} for name in given.get("labels", [])],
        "user": BOT,
        "author_association": "NONE",
    }
    state["issues"].append(made)
    return 201, made


def edited(state, number, given):
    if wrong := too_long(given):
        return wrong
    found = next((issue for issue in state["issues"] if issue["number"] == number), None)
    if found is None:
        return 404, {"message": "Not Found"}
    found.update(given)  # a locked issue can be edited by whoever may write
    return 200, found


def say(status, value, headers):
    lines = [
        f"HTTP/2.0 {status} {REASONS.get(status, '')}\n",
        "Content-Type: application/json; charset=utf-8\r\n",
    ]
    lines += [f"{name}: {text}\r\n" for name, text in headers.items()]
    sys.stdout.write("".join(lines) + "\r\n" + json.dumps(value))
    if status >= 400:
        sys.stderr.write(f"gh: {value.get('message')} (HTTP {status})\n")
        return 1
    return 0


sys.exit(main())
