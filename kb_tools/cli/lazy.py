"""A group of commands whose modules are imported only when they are called."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """`kb check` does not pay for the rest. The command `name` is `kb_tools.cli.<below><name>_command.command`."""

    def __init__(self, *args: Any, names: Sequence[str] = (), below: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self._names = tuple(names)
        self._below = below

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self._names)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._names:
            return None
        module = f"{self._below}{cmd_name}_command"
        command = import_module(f"kb_tools.cli.{module}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.command is not a click command")
        return command
