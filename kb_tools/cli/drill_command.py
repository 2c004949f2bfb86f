"""`kb drill`: a drill before the room and after it. One file a command, `drill_<name>_command.py`."""

import click

from kb_tools.cli.lazy import LazyGroup

SUBCOMMANDS: tuple[str, ...] = ("plan", "msel", "sheet", "import", "record", "review", "trends")
"""Each is `kb_tools.cli.drill_<name>_command.command`, in the order in which a drill meets them."""


@click.group("drill", cls=LazyGroup, names=SUBCOMMANDS, below="drill_")
def command() -> None:
    """תרגילים, לפני החדר ואחריו: להכין, לרשום מה קרה, ולהחזיר תוצאות מהנייר אל המאגר."""
