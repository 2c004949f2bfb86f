"""What people send is read whole or refused with every reason, in Hebrew."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.content.compose import compose
from kb_tools.content.record_text import record_text
from kb_tools.content.text import printable
from kb_tools.intake.refusal import Refused
from kb_tools.intake.submission import read_submission
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.page import Settings
from kb_tools.model.submission import SUBMISSION_KINDS, Submission, file_values, subject
from tests.unit.intake.sent import TODAY, as_bytes, correction, lesson, result

SETTINGS = Settings.model_validate(
    {"title": "מאגר", "tagline": "לדוגמה", "lead_role": "first-role", "intake": {"source": "first-source"}}
)


def read(sent: Any) -> Submission:
    return read_submission(sent if isinstance(sent, bytes) else as_bytes(sent), SETTINGS, TODAY)


def reasons(sent: Any) -> list[tuple[str, str]]:
    """(code, field) of each reason; every message is Hebrew and has no blank left in it."""
    with pytest.raises(Refused) as refused:
        read(sent)
    for reason in refused.value.reasons:
        assert re.search("[א-ת]", reason.message), reason
        assert not re.search("[{}]|None", reason.message + reason.hint), reason
        assert reason.message == printable(reason.message), reason
    return [(reason.code, reason.field) for reason in refused.value.reasons]


@pytest.mark.parametrize(
    ("made", "id_"),
    [(lesson, "l-20261122-"), (result, "r-20261122-"), (correction, "c-20261122-")],
)
def test_each_kind_is_read(made: Callable[[], dict[str, Any]], id_: str) -> None:
    found = read(made())
    assert re.fullmatch(f"{id_}[0-9a-f]{{8}}", found.id)
    assert found.submitted_on == date(2026, 11, 22)
    assert found.fields == made()["fields"]


def test_the_same_submission_has_the_same_id_whatever_its_spaces_and_order() -> None:
    sent = lesson()
    other = json.dumps(dict(reversed(sent.items())), indent=3, ensure_ascii=True).encode()
    assert read(sent).id == read(other).id == read(b"\xef\xbb\xbf" + as_bytes(sent)).id
    assert read(lesson(title="אחר")).id != read(sent).id
    assert read(sent | {"submitted_by": "מנכ״ל"}).id == read(sent).id


def changed(**values: Any) -> dict[str, Any]:
    """The lesson with other keys around its fields; None takes one out."""
    return {key: value for key, value in (lesson() | values).items() if value is not None}


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"", [("file-empty", "")]),
        (b" \n\xef\xbb\xbf"[:2], [("file-empty", "")]),
        (b"\xef\xbb\xbf", [("file-empty", "")]),
        (b"not json", [("not-a-submission", "")]),
        (b'{"format": ', [("not-a-submission", "")]),
        (b'"text"', [("not-a-submission", "")]),
        (b"[]", [("not-a-submission", "")]),
        (b'{"a": "\n"}', [("not-a-submission", "")]),
        (b"%PDF-1.7", [("not-a-submission", "")]),
        (b"{}", [("format-unknown", "")]),
        (as_bytes(lesson()).decode().encode("windows-1255"), [("text-encoding", "")]),
        (as_bytes(lesson()).decode().encode("utf-16"), [("text-encoding", "")]),
        (b'"' + b"x" * 5_000_000 + b'"', [("file-too-large", "")]),
        (b"[" * 100_000, [("yaml-depth", "")]),
        (b'{"a":' * 21 + b"1" + b"}" * 21, [("yaml-depth", "")]),
        (b'{"format": NaN}', [("not-text", "")]),
        (b'{"format": -Infinity}', [("not-text", "")]),
        (b'{"kind": "lesson", "kind": "result"}', [("duplicate-key", "")]),
        (b'{"a": {"b": "1", "b": "2"}}', [("duplicate-key", "")]),
        (changed(format="hosen-submission/2"), [("format-unknown", "")]),
        (changed(format=None), [("format-unknown", "")]),
        (changed(kind="playbook"), [("kind-unknown", "")]),
        (changed(kind=["lesson"]), [("kind-unknown", "")]),
        (changed(kind=None), [("kind-unknown", "")]),
        (changed(fields=None), [("fields-missing", "")]),
        (changed(fields={}), [("fields-missing", "")]),
        (changed(fields=["a"]), [("fields-missing", "")]),
        (changed(id="../../etc/passwd"), [("field-unknown", "")]),
        (changed(submitted_by=None), [("submitter-missing", "submitted_by")]),
        (changed(submitted_by=" "), [("submitter-missing", "submitted_by")]),
        (changed(submitted_by="x" * 121), [("text-long", "submitted_by")]),
        (changed(submitted_by="א\nReviewed-by: ב"), [("text-form", "submitted_by")]),
        (changed(submitted_by="<b>א</b>"), [("text-form", "submitted_by")]),
        (changed(submitted_by="@everyone"), [("text-form", "submitted_by")]),
        (changed(submitted_by="123"), [("text-form", "submitted_by")]),
        (changed(submitted_by="דנה 050-1234567"), [("personal-data", "submitted_by")]),
        (changed(submitted_by="א\u202eב"), [("text-hidden", "submitted_by")]),
        (changed(submitted_on="22/11/2026"), [("not-date", "submitted_on")]),
        (changed(submitted_on="2026-02-30"), [("not-date", "submitted_on")]),
        (changed(submitted_on=20261122), [("not-date", "submitted_on")]),
        (changed(submitted_on="2026-11-24"), [("date-future", "submitted_on")]),
        (changed(municipality="0031"), [("field-unknown", "")]),
        (result() | {"municipality": "../lessons"}, [("id-form", "municipality")]),
        (result() | {"municipality": ["a"]}, [("id-form", "municipality")]),
        ({key: value for key, value in result().items() if key != "municipality"}, [("field-missing", "")]),
        (lesson(title=None), [("field-missing", "")]),
        (lesson(title=""), [("field-empty", "title")]),
        (lesson(title=" "), [("field-empty", "title")]),
        (lesson(title=5), [("not-text", "title")]),
        (lesson(title=True), [("not-text", "title")]),
        (as_bytes(lesson(title="N")).replace(b'"N"', b"1" * 5000), [("not-text", "title")]),
        (lesson(title=["א"]), [("not-text", "title")]),
        (lesson(title={"a": "b"}), [("not-text", "title")]),
        (lesson(title="א\nid: evil"), [("text-form", "title")]),
        (lesson(title="<script>alert(1)</script>"), [("text-form", "title")]),
        (lesson(title="א" * 401), [("text-long", "title")]),
        (lesson(title="לקח\u202e של"), [("text-hidden", "title")]),
        (lesson(title="לקח\u2066"), [("text-hidden", "title")]),
        (lesson(title="\x00"), [("text-hidden", "title")]),
        (lesson(title="&#x202e;"), [("text-hidden", "title")]),
        (lesson(observation="א\u2028ב"), [("text-hidden", "observation")]),
        (lesson(observation="[" * 5000), [("markdown-excess", "observation")]),
        (lesson(observation="א" * 20_001), [("text-long", "observation")]),
        (lesson(observation="התקשרו ל־050-1234567"), [("personal-data", "observation")]),
        (lesson(observation="שורה\n0501234567\nשורה"), [("personal-data", "observation")]),
        (lesson(discussion="ת״ז 123456782"), [("personal-data", "discussion")]),
        (lesson(event={"name": "א", "began_on": "אתמול"}), [("not-date", "event.began_on")]),
        (lesson(event="הצפה"), [("not-mapping", "event")]),
        (lesson(event={"name": "א", "began_on": "2026-01-01", "x": "y"}), [("field-unknown", "event.x")]),
        (lesson(event={"name": "א", "began_on": "2026-01-01", "נייד 050-1234567": "y"}), [("personal-data", "event")]),
        (lesson(scenarios=[]), [("field-empty", "scenarios")]),
        (lesson(scenarios="flood"), [("not-list", "scenarios")]),
        (lesson(scenarios=["../flood"]), [("id-form", "scenarios[0]")]),
        (lesson(traits=[None]), [("field-empty", "traits[0]")]),
        (lesson(lesson_kind="bad"), [("not-in-list", "lesson_kind")]),
        (lesson(titel="א"), [("field-unknown", "titel")]),
        (lesson(__proto__="א"), [("field-unknown", "__proto__")]),
        (lesson(status="learned"), [("field-reserved", "status")]),
        (lesson(id="other"), [("field-reserved", "id")]),
        (lesson(reviewed_on="2026-11-22"), [("field-reserved", "reviewed_on")]),
        (lesson(decided_on="2026-11-22", results=["a/b"]), [("field-reserved", "decided_on"), ("field-reserved", "results")]),
        (lesson(scenarios=["a"] * 6000), [("too-many", "")]),
        (correction(page="https://evil.example/"), [("text-form", "page")]),
        (correction(page="../"), [("text-form", "page")]),
        (correction(outcome="accepted"), [("field-reserved", "outcome")]),
        (result(items=[{"item": "a", "outcome": "done", "minute": "-1"}]), [("not-integer", "items[0].minute")]),
    ],
)  # fmt: skip
def test_bad_submissions_are_refused_for_what_they_are(sent: Any, expected: list[tuple[str, str]]) -> None:
    assert reasons(sent) == expected


def test_an_early_year_has_four_digits_in_the_id_too() -> None:
    assert read({**lesson(), "submitted_on": "0001-01-02"}).id.startswith("l-00010102-")


def test_a_lone_surrogate_is_a_hidden_character() -> None:
    sent = as_bytes(lesson(title="X")).replace(b'"X"', b'"\\ud800"')
    assert reasons(sent) == [("text-hidden", "title")]


def test_all_reasons_come_at_once() -> None:
    sent = lesson(title="א\u202e", observation="050-1234567") | {"submitted_by": "", "submitted_on": "x"}
    assert reasons(sent) == [
        ("submitter-missing", "submitted_by"),
        ("not-date", "submitted_on"),
        ("text-hidden", "title"),
        ("personal-data", "observation"),
    ]


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=9), _nested, max_leaves=8))
def test_anything_is_read_or_refused(value: Any) -> None:
    for sent in (value, lesson() | {"fields": value}, lesson(title=value), lesson(event=value)):
        refused = None
        try:
            read(json.dumps(sent).encode())
        except Refused as error:
            refused = error
        assert refused is None or refused.reasons


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read(data)


# --- the file --------------------------------------------------------------------------------------------------------


def composed(found: Submission) -> Any:
    kind = KINDS_BY_NAME[found.kind.name]
    return compose(record_text(kind.path(**found.captures), kind, file_values(found, SETTINGS))).value


NASTY = [
    "א: ב",
    "- א",
    "# א",
    "{a: b}",
    "[a]",
    "&a *a !!python/object:os.system",
    "<< א",
    'א"ב',
    "א'ב",
    "\\n \\u202e",
    "---",
    "...",
    "א\nid: evil\n---\nb: c",
    "null",
    "~",
    "0031",
    "12:30",
    "no",
    "=1+1",
    "%YAML 1.1",
    "א\t ב ",
    "`${x}`",
    "😀",
]


@pytest.mark.parametrize("text", NASTY)
def test_text_stays_text(text: str) -> None:
    value = composed(read(lesson(observation=text)))
    assert value["observation"] == text
    assert value["id"].startswith("l-20261122-")
    assert set(value) == {*lesson()["fields"], "id", "owner", "status", "sources"}


@given(st.text(min_size=1, max_size=40))
def test_any_text_that_is_taken_is_read_back(text: str) -> None:
    try:
        found = read(lesson(observation=text))
    except Refused:
        return
    assert composed(found)["observation"] == text.replace("\r\n", "\n").replace("\r", "\n")


def test_what_a_person_does_not_know_is_filled_in_honestly() -> None:
    value = composed(read(lesson()))
    assert (value["status"], value["owner"]) == ("observation", "first-role")
    assert value["sources"] == [{"source": "first-source", "at": "רכזת מתנדבים, 2026-11-22"}]
    own = composed(read(lesson(owner="second-role", sources=[{"source": "law", "at": "סעיף 2"}])))
    assert (own["owner"], own["sources"]) == ("second-role", [{"source": "law", "at": "סעיף 2"}])
    assert composed(read(correction()))["submitted_on"] == "2026-11-22"
    assert "sources" not in composed(read(correction()))
    assert composed(read(result()))["items"] == result()["fields"]["items"]


@pytest.mark.parametrize(
    ("title", "first_line"),
    [
        ("מפתח שני", "לקח חדש: מפתח שני"),
        ("fixes #12 @team", "לקח חדש: fixes 12 team"),
        ("closes https://github.com/a/b/issues/1", "לקח חדש: closes https github.com/a/b/issues/1"),
        ("closes GH-12", "לקח חדש: closes GH 12"),
        ("א" * 100, f"לקח חדש: {'א' * 71}…"),
    ],
)
def test_a_title_asks_nothing_of_a_forge(title: str, first_line: str) -> None:
    assert subject(read(lesson(title=title))) == first_line


def test_every_field_that_may_be_sent_is_one_of_the_file() -> None:
    for kind in SUBMISSION_KINDS.values():
        assert set(kind.fields) <= set(KINDS_BY_NAME[kind.name].model.model_fields)
