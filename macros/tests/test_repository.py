"""The top level keeps its promises: locks, commands, workflows and the site's settings fit each other."""

import re
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.places import PROJECT

ROOT = PROJECT
LOCKS = {"requirements.txt": ["install"], "requirements-dev.txt": ["install", "dev"]}
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
SCRIPTS = [ROOT / "Makefile", ROOT / ".ci" / "run", *WORKFLOWS]
GUIDES = [ROOT / "README.md", ROOT / ".github" / "CONTRIBUTING.md"]

each_lock = pytest.mark.parametrize("lock", LOCKS)
each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def text(name: str | Path) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# --- packages and their locks


class Locked(NamedTuple):
    name: str
    version: Version
    hashes: frozenset[str]


def locked(lock: str) -> list[Locked]:
    """The entries of a lock. One package has two when its version depends on the Python it meets."""
    lines = text(lock).replace("\\\n", " ").splitlines()
    return [entry(line) for line in lines if line.strip() and not line.startswith("#")]


def entry(line: str) -> Locked:
    requirement, *hashes = re.split(r"\s+--hash=", line.strip())
    found = re.fullmatch(r"([\w.-]+)==([\w.!+]+)( ; .+)?", requirement)
    assert found, (
        f"This line of the lock is not name==version: {line[:100]}\nTo fix: run  make lock"
    )
    return Locked(canonicalize_name(found[1]), Version(found[2]), frozenset(hashes))


def requirements(*extras: str) -> list[Requirement]:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    optional = project["optional-dependencies"]
    asked = [*project["dependencies"], *chain.from_iterable(optional[extra] for extra in extras)]
    return [Requirement(line) for line in asked]


@pytest.mark.parametrize(
    ("package", "untried"),
    [("mkdocs", "2"), ("mkdocs-material", "10"), ("mkdocs-macros-plugin", "2")],
)
def test_an_untried_engine_stays_out(package, untried):
    bounds = [asked.specifier for asked in requirements() if asked.name == package]
    assert bounds, f"pyproject.toml does not ask for {package}, and the site is built with it."
    for version in (untried, f"{untried}.0.1", "99"):
        assert version not in bounds[0], (
            f"pyproject.toml lets {package} {version} in, which is untried here.\n"
            f"To fix: give it the upper bound  <{untried}"
        )


@each_lock
def test_lock_holds_what_pyproject_asks_for(lock):
    held = locked(lock)
    for asked in requirements(*LOCKS[lock]):
        versions = [
            package.version for package in held if package.name == canonicalize_name(asked.name)
        ]
        assert versions, (
            f"pyproject.toml asks for {asked.name}, and {lock} lacks it.\nTo fix: run  make lock"
        )
        for version in versions:
            assert version in asked.specifier, (
                f"{lock} holds {asked.name} {version}, pyproject.toml asks for {asked}.\n"
                "To fix: run  make lock"
            )


@each_lock
def test_lock_gives_a_hash_for_every_package(lock):
    for package in locked(lock):
        assert package.hashes, (
            f"{lock} has no hash for {package.name}, so anything could be installed as it."
        )
        strange = [
            digest for digest in package.hashes if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest)
        ]
        assert not strange, f"{lock}: these are not sha256 hashes of {package.name}: {strange}"


@each_lock
@pytest.mark.parametrize(
    "place", ["://", "file:", " @ ", "--index", "--extra-index", "--find-links", "-e ", "-r "]
)
def test_lock_names_no_place(lock, place):
    lines = [line for line in text(lock).splitlines() if place in line]
    assert not lines, (
        f'{lock} holds "{place}", but a lock names packages, versions and hashes only: {lines[0]}'
    )


def test_both_locks_hold_the_same_versions():
    everything = set(locked("requirements-dev.txt"))
    different = sorted(
        f"{package.name} {package.version}"
        for package in set(locked("requirements.txt")) - everything
    )
    assert not different, (
        f"requirements.txt holds what requirements-dev.txt does not: {', '.join(different)}.\n"
        "The site would be checked with other packages than it is published with. To fix: run  make lock"
    )


# --- commands


@pytest.mark.parametrize("path", [*SCRIPTS, *GUIDES], ids=lambda path: path.name)
def test_the_engine_is_never_made_quiet(path):
    quiet = re.findall(
        r"\b(?:mkdocs|engine\.py)\b[^\n|;&]*?\s(?:-\w*[qv]\w*|--quiet|--verbose)(?=\s|$)",
        text(path),
        re.MULTILINE,
    )
    assert not quiet, (
        f"{path.name} runs: {quiet[0].strip()}\n"
        "With -q, mkdocs build --strict passes broken links in silence; with -v its warnings drown.\n"
        "To fix: leave both out."
    )


@pytest.mark.parametrize("path", [*SCRIPTS, *GUIDES], ids=lambda path: path.name)
def test_the_site_is_always_built_strictly(path):
    lax = [
        line.strip()
        for line in text(path).splitlines()
        if re.search(r"\b(mkdocs|engine\.py) build\b", line) and "--strict" not in line
    ]
    assert not lax, (
        f"{path.name} builds the site without --strict, so broken links would pass: {lax[0]}"
    )


def test_ci_runs_what_the_makefile_calls_check():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o100, (
        ".ci/run cannot be executed. To fix: git update-index --chmod=+x .ci/run"
    )
    assert re.search(r"^(\w+=\S+ )*make check\b", text(script), re.MULTILINE), (
        ".ci/run no longer runs  make check, so a pull request passes with less than what the README names."
    )
    assert "HANDBOOK_NO_SKIPS=1" in text(script), (
        ".ci/run must set HANDBOOK_NO_SKIPS=1: a skipped test checks nothing."
    )
    assert "run: bash .ci/run" in text(".github/workflows/check.yml"), (
        "check.yml no longer runs .ci/run."
    )


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize(
    "path", [*GUIDES, ROOT / ".ci" / "run", *WORKFLOWS], ids=lambda path: path.name
)
def test_every_make_command_exists(path):
    named = chain.from_iterable(
        calls.split() for calls in re.findall(r"\bmake((?: [a-z][a-z-]*)+)", code(path))
    )
    unknown = set(named) - targets()
    assert not unknown, (
        f"{path.name} names make {', '.join(sorted(unknown))}, which the Makefile does not have."
    )


def code(path: Path) -> str:
    """What a reader copies: code blocks and code spans of a guide, all of a script but its comments."""
    if path.suffix != ".md":
        return re.sub(r"^\s*#.*", "", text(path), flags=re.MULTILINE)
    blocks_and_spans = re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", text(path), re.DOTALL)
    return "\n".join(block or span for block, span in blocks_and_spans)


def test_help_says_one_line_about_each_command():
    said = dict(re.findall(r"^([a-z][a-z-]*):.*? ## (\S.*)$", text("Makefile"), re.MULTILINE))
    silent = sorted(targets() - said.keys())
    assert not silent, (
        f"make help leaves out: {', '.join(silent)}.\nTo fix: end the line of the target with  ## what it does"
    )
    assert {name for name, line in said.items() if len(line) > 90} == set()


def test_readme_names_the_two_commands_everybody_needs():
    for command in ("make serve", "make check"):
        assert f"```sh\n{command}\n```" in text("README.md"), (
            f"README.md no longer shows the command  {command}"
        )


def tools(script: str) -> list[str]:
    return re.findall(r"\$\(BIN\)/(?:python -m )?([\w-]+)", script)


def test_windows_steps_are_those_of_make_check():
    recipes = "".join(
        re.findall(r"^(?:check-[a-z]+|build):.*\n((?:\t.*\n)+)", text("Makefile"), re.MULTILINE)
    )
    by_hand = re.findall(r"```powershell\n(.*?)```", text(GUIDES[1]), re.DOTALL)[-1]
    here, there = (
        Counter(tools(recipes)),
        Counter(line.split()[0] for line in by_hand.split("\n") if line),
    )
    assert here == there, (
        "make check and the steps for Windows in .github/CONTRIBUTING.md are no longer the same.\n"
        f"Only in the Makefile: {dict(here - there)}. Only in CONTRIBUTING: {dict(there - here)}."
    )


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_links_between_top_level_files_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text(path)):
        if not target.startswith(
            "docs/"
        ):  # an adopter replaces docs/, and unit tests never read it
            assert (path.parent / target).exists(), (
                f"{path.name} links to {target}, which is not there."
            )


# --- workflows


class OnceOnly(yaml.BaseLoader):
    """Reads YAML as text (so that `on` stays a word), and refuses a key that is there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = Counter(key.value for key, _ in node.value)
        twice = [key for key, times in keys.items() if times > 1]
        if twice:
            raise ValueError(f"line {node.start_mark.line + 1}: the key {twice[0]} is there twice")
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(text(path), OnceOnly)
    except (yaml.YAMLError, ValueError) as problem:
        pytest.fail(f"{path.name} cannot be read: {problem}", pytrace=False)
    assert isinstance(content, dict), f"{path.name} is empty, or not a list of keys."
    return content


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    return read_yaml(path)["jobs"]


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    return job.get("steps", [])


def test_there_are_workflows():
    assert {path.name for path in WORKFLOWS} >= {
        "check.yml",
        "publish.yml",
        "review.yml",
        "weekday.yml",
    }, "A workflow was removed or renamed."


@each_workflow
def test_workflow_starts_only_from_harmless_events(path):
    harmless = {"pull_request", "merge_group", "push", "schedule", "workflow_dispatch"}
    if (
        path.name == "review.yml"
    ):  # runs what is on the default branch; a stranger's form is only text to it
        harmless.add("issues")
    events = set(read_yaml(path)["on"])
    assert events <= harmless, (
        f"{path.name} starts from {', '.join(sorted(events - harmless))}, and some events give a stranger's "
        f"change our rights. Events known to be harmless: {', '.join(sorted(harmless))}."
    )


@each_workflow
@pytest.mark.parametrize(
    "word", ["pull_request_target", "workflow_run", "allow-unsafe-pr-checkout", "secrets."]
)
def test_workflow_has_nothing_that_gives_strangers_our_rights(path, word):
    found = text(path)
    if path.name == "review.yml":  # the one secret; the next test guards it
        found = found.replace(TEAMS_TOKEN, "", 1)
    assert word not in found, (
        f"{path.name} holds {word}, which lets a pull request reach what it must not."
    )


TEAMS_TOKEN = "${{ secrets.HANDBOOK_TEAMS_TOKEN }}"


def test_the_one_secret_stays_where_none_of_our_code_runs():
    path = ROOT / ".github/workflows/review.yml"
    assert set(read_yaml(path)["on"]) == {"issues"}, (
        "review.yml knows a secret: a pull request must not start it."
    )
    teams = jobs(path)["teams"]
    assert teams["permissions"] == {}
    assert "environment" in teams, (
        "review.yml: the secret belongs to an environment, which can guard it."
    )
    (step,) = steps(teams)
    assert step["env"]["GH_TOKEN"] == TEAMS_TOKEN
    assert not OURS.search(step["run"]), "review.yml: no code of ours may see the secret."


@each_workflow
def test_workflow_puts_no_outside_text_into_commands(path):
    for job in jobs(path).values():
        for step in steps(job):
            assert "${{" not in step.get("run", ""), (
                f"{path.name}: what stands in ${{{{ … }}}}, a title say, becomes part of the command:\n"
                f"    {step['run']}\n"
                "To fix: hand it over in env: and use it as $NAME."
            )


@each_workflow
def test_workflow_has_no_rights_but_those_a_job_names(path):
    assert read_yaml(path).get("permissions") == {}, (
        f"{path.name} must begin with  permissions: {{}}"
    )
    for name, job in jobs(path).items():
        assert "permissions" in job, (
            f"{path.name}, job {name}: name the rights it needs under  permissions:"
        )
        assert "timeout-minutes" in job, (
            f"{path.name}, job {name}: without  timeout-minutes  it may hang for six hours."
        )


@each_workflow
def test_job_that_may_write_runs_none_of_our_code(path):
    for name, job in jobs(path).items():
        if "write" in job["permissions"].values() and not starts_from_the_clock_alone(path, job):
            ours = [step.get("run") or step["uses"] for step in steps(job) if runs_our_code(step)]
            assert not ours, (
                f"{path.name}, job {name} may write, so it must not run what a change can alter: {ours}"
            )


# What could run a file that a change can alter, or a text that was handed over. `gh`, `jq` and the shell's own words cannot.
OURS = re.compile(
    r"\b(make|python\d?|pip|uv|npm|node|bash|sh|zsh|eval|source|exec|chmod)\b|\.venv|(^|\s)\./"
)


def runs_our_code(step: dict[str, Any]) -> bool:
    command = step.get("run", "").replace('"handbook/form-$NUMBER"', "")
    return bool(OURS.search(command)) or step.get("uses", "").startswith(
        ("./", "actions/checkout@")
    )


def starts_from_the_clock_alone(path: Path, job: dict[str, Any]) -> bool:
    """Such a job runs what was reviewed and merged, and nobody's words start it. It may write issues, nothing else."""
    rights = {name for name, right in job["permissions"].items() if right == "write"}
    return set(read_yaml(path)["on"]) == {"schedule", "workflow_dispatch"} and rights == {"issues"}


@pytest.mark.parametrize(
    "command", ["make check", ".venv/bin/handbook", "bash answer/x", "source x", "./x", "python x"]
)
def test_code_of_ours_is_noticed(command):
    assert runs_our_code({"run": f"gh api x\n{command}"})
    assert not runs_our_code(
        {"run": 'gh pr create --head "$branch" | jq -r .answer answer/result.json'}
    )


@each_workflow
def test_checkout_leaves_no_key_behind(path):
    checkouts = [
        step
        for job in jobs(path).values()
        for step in steps(job)
        if "checkout" in step.get("uses", "")
    ]
    for step in checkouts:
        assert step.get("with", {}).get("persist-credentials") == "false", (
            f"{path.name}: the checkout leaves a key to the repository behind.\n"
            "To fix: add  persist-credentials: false  under its  with:"
        )


@each_workflow
def test_action_is_named_by_commit_with_its_version_beside_it(path):
    table = text(".github/workflows/README.md")
    for line in re.findall(r"^\s*(?:- )?uses:.*", text(path), re.MULTILINE):
        pinned = re.fullmatch(r"\s*(?:- )?uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
        assert pinned, (
            f"{path.name}: a tag can be moved to other code, a commit cannot: {line.strip()}\n"
            "To fix: write  uses: owner/action@<40 hex digits of the commit> # v1.2.3"
        )
        assert f"| `{pinned[1]}` | {pinned[3]} | `{pinned[2]}` |" in table, (
            f"{path.name} pins {pinned[1]} {pinned[3]}, but .github/workflows/README.md does not say how "
            "that commit was verified."
        )


def test_publishing_is_off_until_it_is_chosen():
    build, deploy = jobs(ROOT / ".github/workflows/publish.yml").values()
    for condition in (
        "vars.HANDBOOK_PUBLISH == 'pages'",
        "github.ref == 'refs/heads/main'",
        "!github.event.repository.fork",
    ):
        assert condition in build.get("if", ""), (
            f"publish.yml no longer asks for {condition} before it publishes."
        )
    assert "||" not in build["if"], (
        "publish.yml: with  ||  the handbook is published although nobody chose it."
    )
    assert deploy.get("needs") == "build", (
        "publish.yml: deploy must wait for build, whose condition guards both."
    )
    assert "if" not in deploy, (
        "publish.yml: a condition of its own lets deploy run when build was left out."
    )


# --- the site's configuration


def test_the_site_stays_in_what_both_engines_read():
    site = read_yaml(ROOT / "mkdocs.yml")
    plugins = [
        plugin if isinstance(plugin, str) else next(iter(plugin)) for plugin in site["plugins"]
    ]
    assert plugins == ["search", "macros"], (
        f"mkdocs.yml has the plugins {', '.join(plugins)}. Only search and macros run in both engines, so "
        "pages may need no other."
    )
    forbidden = {"hooks", "INHERIT", "dev_addr"} & set(site)
    assert not forbidden, (
        f"mkdocs.yml has {', '.join(forbidden)}: one of the two engines ignores it, or it runs code."
    )


def test_the_site_configuration_only_holds_text():
    tags = [
        token.value for token in yaml.scan(text("mkdocs.yml")) if isinstance(token, yaml.TagToken)
    ]
    assert not tags, (
        f"mkdocs.yml holds the tag {''.join(tags[0])}: it would run code or publish a secret.\n"
        "To fix: write the value itself."
    )


def test_a_macro_that_is_missing_stops_the_build():
    macros = next(
        plugin["macros"]
        for plugin in read_yaml(ROOT / "mkdocs.yml")["plugins"]
        if "macros" in plugin and isinstance(plugin, dict)
    )
    assert macros.get("on_undefined") == "strict", (
        "mkdocs.yml: with on_undefined: strict gone, a misspelt macro vanishes in silence."
    )
    assert macros.get("on_error_fail") == "true", (
        "mkdocs.yml: with on_error_fail: true gone, a traceback is published as a page."
    )
