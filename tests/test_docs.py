"""The pages say what is: commands, options, links, tables, and what a command prints."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from benchmarks import shown

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS = dict(shown.each_command())
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def named_commands(text: str) -> Iterator[str]:
    """Every ``chronofile ...`` in fences and code spans of a page, lines that go on put together, comments left out."""
    code = FENCE.findall(text)
    code += re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    for piece in code:
        joined = piece.replace("\\\n", " ")
        for match in re.finditer(r"(?:^|[\s$(|]|bin/)chronofile ((?:\"[^\"]*\"|'[^']*'|[^\n|`#;])*)", joined):
            yield match[1].strip()


def command_of(words: list[str]) -> tuple[click.Command | None, list[str]]:
    """The command that the words begin with, and the rest of them."""
    for number in (2, 1):
        name = " ".join(words[:number])
        if name in COMMANDS and len(words) >= number:
            return COMMANDS[name], words[number:]
    return None, words


NAMED = [(page.name, told) for page in PAGES for told in dict.fromkeys(named_commands(page.read_text("utf-8")))]


@pytest.mark.parametrize(("page", "told"), NAMED)
def test_a_command_that_a_page_names_exists_with_its_options(page: str, told: str) -> None:
    words = shlex.split(told)
    if not words or words[0] in ("--help", "-h", "..."):
        return
    command, rest = command_of(words)
    assert command is not None, f"{page}: chronofile {told}"
    known = {option for p in command.params for option in (*p.opts, *p.secondary_opts)} | {"--help", "-h"}
    options = [word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)]
    assert set(options) <= known, f"{page}: chronofile {told}"


def test_pages_name_commands() -> None:
    """The search above finds what it is for."""
    assert sum(page == "README.md" for page, _ in NAMED) >= 12
    assert list(
        named_commands("```sh\ncat x | chronofile ingest - \\\n  --url U  # why\n```\nor `chronofile sources`")
    ) == [
        "ingest -    --url U",
        "sources",
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_with_an_example(name: str) -> None:
    command = COMMANDS[name]
    assert re.search(rf"chronofile {name}\b", command.help or ""), "no example in its help"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.opts != ["--help"]:
            assert parameter.help or parameter.show_default, parameter.opts


@pytest.mark.parametrize("name", [name for name in COMMANDS if " " not in name])
def test_a_command_stands_in_the_readme(name: str) -> None:
    assert f"| `chronofile {name}` |" in (ROOT / "README.md").read_text("utf-8")


def test_the_readme_shows_the_commands_as_they_are() -> None:
    assert shown.commands() in (ROOT / "README.md").read_text("utf-8"), "make docs"


def test_the_readme_shows_a_timeline_as_it_is_printed() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(r"```console\n\$ chronofile timeline (.*)\n", text)
    assert blocks
    for told in blocks:
        assert shown.timeline(*shlex.split(told)) in text, "make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_page_has_a_heading_and_its_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    first = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).lstrip().splitlines()[0]
    assert re.match(r"# \S", first), "the first line is the page's heading"
    for target in filter(None, (a or b for a, b in LINK.findall(FENCE.sub("", text)))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert ROOT in (file, *file.parents), f"{target} leaves the repo"
        if anchor:
            assert anchor in anchors(file.read_text("utf-8")), target


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda p: p.name)
def test_a_page_is_in_the_index(page: Path) -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    assert page.name == "README.md" or f"({page.name})" in index


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_make_targets_that_a_page_names_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    text = page.read_text("utf-8")
    code = "\n".join([*FENCE.findall(text), *re.findall(r"`([^`\n]+)`", FENCE.sub("", text))])
    named = set(re.findall(r"^make ([a-z][\w-]*)", code, re.MULTILINE))
    assert named <= targets


def test_the_two_commands_come_first() -> None:
    first = FENCE.findall((ROOT / "README.md").read_text("utf-8"))[0]
    assert re.findall(r"^make (\w+)", first, re.MULTILINE) == ["run", "test"]


def test_modules_that_a_page_runs_exist() -> None:
    for page in PAGES:
        for name in re.findall(r"python -m ([a-z_.]+)", page.read_text("utf-8")):
            assert (ROOT / (name.replace(".", "/") + ".py")).exists() or "." not in name, f"{page.name}: {name}"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    wanted = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted += extra
    names = {re.split(r"[<>=~\[ ]", requirement)[0] for requirement in wanted}
    assert {name for name in names if f"`{name}`" not in told} == set()
    rows = set(re.findall(r"`([a-z0-9-]+)`", "\n".join(re.findall(r"^\| (`[^|]*) \|", told, re.MULTILINE))))
    assert rows - names - {"parquet", "cluster", "site"} == set(), "told, but no dependency"


def test_the_changelog_tells_this_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
