"""One key at a terminal, without Enter. What was typed ahead stays for whoever reads next; click's own reader drops it."""

import os
import select
import sys

import click

try:
    import termios
    import tty
except ImportError:  # Windows: its consoles have a reader of their own
    termios = None  # type: ignore[assignment]

_ESCAPE = 0x1B


def one_key() -> str:
    """The key as a text; an escape sequence (an arrow) as its first character. Raises KeyboardInterrupt and EOFError."""
    if termios is None:
        return str(click.getchar())
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    # TCSADRAIN: the usual way of switching throws away what is waiting to be read.
    tty.setcbreak(terminal, termios.TCSADRAIN)
    try:
        return _character(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _character(terminal: int) -> str:
    first = os.read(terminal, 1)
    if first in (b"", b"\x04"):
        raise EOFError
    if first[0] == _ESCAPE:
        while select.select([terminal], [], [], 0.02)[0] and os.read(terminal, 1).isascii():
            pass
        return "\x1b"
    # The first byte of UTF-8 says how many follow it.
    following = sum(first[0] >= least for least in (0xC0, 0xE0, 0xF0))
    data = first
    while len(data) <= following:
        data += os.read(terminal, 1)
    return data.decode("utf-8", "replace")
