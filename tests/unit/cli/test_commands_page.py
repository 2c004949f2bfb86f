"""The guide's page of commands says what there is, and there is what it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kb_tools.cli import main
from kb_tools.content.assignments import given
from kb_tools.model.files import KINDS_BY_NAME

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/guide/commands.md").read_text("utf-8")


def walk(command: click.Command, path: str, ctx: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, by the words one types."""
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            assert inner is not None, name
            yield f"{path} {name}", inner
            yield from walk(inner, f"{path} {name}", ctx)


COMMANDS = dict(walk(main, "kb", click.Context(main)))
SECTIONS = {
    match[1]: match[3] for match in re.finditer(r"(?ms)^## `(kb [^`]+)` (\{#[a-z-]+\})\n(.*?)(?=^## |\Z)", PAGE)
}


def options(command: click.Command) -> list[click.Option]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def test_the_page_has_one_section_for_each_command() -> None:
    assert sorted(re.findall("(?m)^## `([^`]+)`", PAGE)) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_mentioned_in_its_section(name: str) -> None:
    for option in options(COMMANDS[name]):
        for spelling in (*option.opts, *option.secondary_opts):
            assert re.search(rf"`{spelling}\b", SECTIONS[name]), spelling
    mentioned = set(re.findall(r"^- `(--[a-z-]+)", SECTIONS[name], re.MULTILINE))
    assert mentioned == {spelling for option in options(COMMANDS[name]) for spelling in option.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_hebrew_help(name: str) -> None:
    command = COMMANDS[name]
    assert re.search("[א-ת]", command.help or ""), name
    for option in options(command):
        assert re.search("[א-ת]", option.help or ""), (name, option.opts)


@pytest.mark.parametrize("name", ["kb", *COMMANDS])
def test_help_is_printed(name: str) -> None:
    result = CliRunner().invoke(main, [*name.split()[1:], "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: {name}") or result.output.startswith("Usage: main")


def examples() -> list[str]:
    return [line.strip() for line in PAGE.splitlines() if line.startswith("    kb ")]


@pytest.mark.parametrize("line", examples())
def test_every_example_can_be_typed(line: str) -> None:
    """Its command exists and takes its options; what it does is tested with the command itself."""
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)][1:]
    name = next(name for count in (2, 1) if (name := f"kb {' '.join(words[:count])}") in COMMANDS)
    known = {spelling for option in options(COMMANDS[name]) for spelling in option.opts}
    assert {word for word in words if word.startswith("--")} <= known
    if name == "kb new":
        kind = KINDS_BY_NAME["profile" if words[1] == "municipality" else words[1]]
        given(kind.model, [words[index + 1] for index, word in enumerate(words) if word == "--set"])


@pytest.mark.slow
def test_show_and_list_examples_are_of_things_that_exist() -> None:
    for line in examples():
        if line.startswith(("kb show", "kb list")):
            result = CliRunner().invoke(main, [*line.split()[1:], "--root", str(ROOT)])
            assert result.exit_code == 0, (line, result.output)
            assert result.output, line
