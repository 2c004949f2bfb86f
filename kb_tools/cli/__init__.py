"""`kb`: the command line. One file a command; a command's module is imported only when it is called."""

from typing import Any

import click

from kb_tools.cli.lazy import LazyGroup

COMMANDS = (
    "check",
    "build",
    "serve",
    "search",
    "index",
    "show",
    "list",
    "export",
    "new",
    "lesson",
    "uptake",
    "drill",
    "print",
    "drift",
    "due",
    "init",
    "schema",
    "import",
    "intake",
    "review",
)
"""Each is `kb_tools.cli.<name>_command.command`."""


class Main(LazyGroup):
    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. A day that cannot be known is wrong use, whichever command asks for it."""
        from kb_tools.library import DayError  # noqa: PLC0415 - `kb --help` need not load it all

        try:
            return super().invoke(ctx)
        except DayError as wrong:
            raise click.UsageError(str(wrong)) from None


@click.group(
    cls=Main,
    names=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="hosen", message="%(package)s %(version)s")
def main() -> None:
    """מאגר ידע לרשויות: בדיקת התוכן, בניית האתר וכתיבת קבצים חדשים.

    קוד היציאה: 0 הכול תקין, 1 יש בעיות בתוכן, 2 שימוש שגוי בפקודה.
    """
