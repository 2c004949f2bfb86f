"""The day that SOURCE_DATE_EPOCH names, and what is said when it names none."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb_tools.cli import main
from kb_tools.library import LAST_SECOND, current_day

BASE = Path(__file__).parents[2] / "examples/base"


@pytest.mark.parametrize("epoch", ["abc", "-1", "1.5", "9" * 30, "7258118400", "\u0661", "2026-11-22"])
@pytest.mark.parametrize("command", ["check", "list", "new"])
def test_what_is_no_day_is_wrong_use(epoch: str, command: str) -> None:
    arguments = {"list": ["lesson"], "new": ["lesson", "x"]}.get(command, [])
    environment = {"SOURCE_DATE_EPOCH": epoch}
    result = CliRunner().invoke(main, [command, *arguments, "--root", str(BASE)], env=environment)
    assert result.exit_code == 2
    assert "SOURCE_DATE_EPOCH צריך להיות מספר השניות" in result.stderr


@pytest.mark.parametrize(("epoch", "day"), [("0", date(1970, 1, 1)), (LAST_SECOND, date(2199, 12, 31))])
def test_seconds_are_a_day(epoch: str, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert current_day() == day
