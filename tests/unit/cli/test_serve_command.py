"""`kb serve` refuses an address it cannot use, in a line of Hebrew."""

import socket

import pytest
from click.testing import CliRunner

from kb_tools.cli import main


@pytest.mark.parametrize("address", ["foo", "127.0.0.1:", ":8000", "127.0.0.1:port", "127.0.0.1:99999"])
def test_what_is_no_address_is_wrong_use(address: str) -> None:
    result = CliRunner().invoke(main, ["serve", "--address", address])
    assert result.exit_code == 2
    assert "אינה כתובת" in result.output


def test_a_taken_port_is_wrong_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = CliRunner().invoke(main, ["serve", "--address", f"127.0.0.1:{taken.getsockname()[1]}"])
    assert result.exit_code == 2
    assert "בחרו פורט אחר" in result.output
