"""Problems as text, as JSON, and as GitHub's annotations."""

import json
from collections.abc import Iterable
from dataclasses import asdict

import click

from kb_tools.model.problem import Problem


def print_text(problems: Iterable[Problem]) -> None:
    """One problem: its place and message, its hint below; then the count. What stops nothing says so, and is counted apart."""
    problems = list(problems)
    for problem in problems:
        place = problem.place
        colour = "red" if problem.level == "error" else "yellow"
        where = click.style(f"{place.file}:{place.line}:{place.column}", bold=True)
        click.echo(
            f"{where} {place.field + ': ' if place.field else ''}{'' if problem.level == 'error' else 'לתשומת לב: '}{problem.message} "
            + click.style(f"[{problem.code}]", fg=colour)
        )
        if problem.hint:
            click.echo(f"    {problem.hint}")
    errors = sum(problem.level == "error" for problem in problems)
    notices = len(problems) - errors
    beside = {0: "", 1: ", ודבר אחד לתשומת לב"}.get(notices, f", ו־{notices} דברים לתשומת לב")
    click.echo({0: "0 בעיות: התוכן תקין", 1: "בעיה אחת"}.get(errors, f"{errors} בעיות") + beside)


def print_json(problems: Iterable[Problem]) -> None:
    """A list of problems, each with file, line, column, field, code, message, hint and level."""
    rows = [
        {**asdict(p.place), "code": p.code, "message": p.message, "hint": p.hint, "level": p.level} for p in problems
    ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1))


def print_github(problems: Iterable[Problem]) -> None:
    """Workflow commands: GitHub shows them on the pull request's lines."""
    for problem in problems:
        place = problem.place
        at = f"file={_property(place.file)},line={place.line},col={place.column},title={_property(problem.code)}"
        text = _data(
            " ".join(filter(None, (f"{place.field}:" if place.field else "", problem.message + ".", problem.hint)))
        )
        click.echo(f"::{'error' if problem.level == 'error' else 'notice'} {at}::{text}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
