"""`kb serve`."""

import socket
from pathlib import Path
from typing import Any

import click

from kb_tools.cli.engine import serve
from kb_tools.cli.root import checked_library, root_option


class FreeAddress(click.ParamType[str]):
    """HOST:PORT on which nobody listens yet."""

    name = "HOST:PORT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        host, _, port = str(value).rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            self.fail(f"״{value}״ אינה כתובת. כתבו מחשב ופורט: 127.0.0.1:8000", param, ctx)
        try:
            with socket.create_server((host, int(port))):
                return str(value)
        except OSError as error:
            self.fail(f"אי אפשר לפתוח תצוגה ב־{value} ({error.strerror}). בחרו פורט אחר ב־\u200e--address", param, ctx)


@click.command("serve")
@root_option
@click.option(
    "--address",
    type=FreeAddress(),
    default="127.0.0.1:8000",
    show_default=True,
    help="הכתובת שבה התצוגה נפתחת",
)
def command(root: Path, address: str) -> None:
    """בדיקת התוכן ותצוגה מקדימה שמתעדכנת עם כל שמירה.

    טעות בתוכן בזמן התצוגה מוצגת במסוף, והדפדפן מציג את הדפים התקינים האחרונים; אחרי התיקון התצוגה
    ממשיכה מעצמה. עוצרים ב־Ctrl+C.
    """
    checked_library(root)
    serve("mkdocs", root, address)
