"""Links that edit a file or write a new one, on each kind of forge."""

import pytest

from kb_tools.model.page import Settings
from kb_tools.views.forge import edit_link, new_link, report_link

HOME = "https://git.example.org/team/kb"
FILE = "docs/municipalities/0031/needs.yml"


def settings(style: str | None, branch: str = "main") -> Settings:
    forge = {"forge": {"address": f"{HOME}/", "branch": branch, "style": style}} if style else {}
    return Settings.model_validate({"title": "מאגר", "tagline": "משפט", "lead_role": "lead"} | forge)


@pytest.mark.parametrize(
    ("style", "edit", "new"),
    [
        ("github", f"{HOME}/edit/main/{FILE}", f"{HOME}/new/main/docs/municipalities/0031?filename=needs.yml"),
        ("gitlab", f"{HOME}/-/edit/main/{FILE}", f"{HOME}/-/new/main/docs/municipalities/0031?file_name=needs.yml"),
        ("gitea", f"{HOME}/_edit/main/{FILE}", f"{HOME}/_new/main/docs/municipalities/0031?filename=needs.yml"),
        (None, None, None),
    ],
)
def test_a_file_is_edited_or_written_where_the_forge_does_it(style: str, edit: str | None, new: str | None) -> None:
    assert edit_link(settings(style))(FILE) == edit
    assert new_link(settings(style))(FILE) == new


def test_a_file_at_the_root_has_no_folder() -> None:
    assert new_link(settings("github"))("kb.yml") == f"{HOME}/new/main?filename=kb.yml"


def test_no_file_no_link() -> None:
    assert edit_link(settings("github"))("") is None
    assert new_link(settings("github"))("") is None


def test_what_an_address_may_not_hold_is_quoted() -> None:
    link = new_link(settings("github", "team/next"))("docs/a b/c&d.yml")
    assert link == f"{HOME}/new/team/next/docs/a%20b?filename=c%26d.yml"


@pytest.mark.parametrize(
    ("style", "report"),
    [
        ("github", f"{HOME}/issues/new?title="),
        ("gitlab", f"{HOME}/-/issues/new?issue%5Btitle%5D="),
        ("gitea", f"{HOME}/issues/new?title="),
        (None, None),
    ],
)
def test_what_is_missing_is_reported_where_the_forge_takes_reports(style: str | None, report: str | None) -> None:
    assert report_link(settings(style)) == report
