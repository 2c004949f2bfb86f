"""Letters as they come: attachments and texts, in the codings of Hebrew mail, and what is no letter."""

import mailbox
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.intake.mailbox import brought, letters
from kb_tools.intake.receive import Outcome
from kb_tools.intake.refusal import Refused
from tests.unit.intake.sent import TODAY, as_bytes, correction, lesson
from tests.unit.intake.test_issue_form import filled


def letter(text: str = "מצורף לקח", *files: bytes, name: str = "lesson.json") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "dana@example.org"
    message["Subject"] = "לקח"
    message["Date"] = "Sat, 21 Nov 2026 10:00:00 +0200"
    message.set_content(text)
    for data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def codes(found: list[bytes | Refused]) -> list[str]:
    return ["" if isinstance(each, bytes) else each.reasons[0].code for each in found]


def test_attached_files_are_taken_whatever_the_text() -> None:
    files = [as_bytes(lesson()), as_bytes(correction())]
    assert brought(letter("{זה לא הקובץ}", *files).as_bytes(), TODAY) == files


@pytest.mark.parametrize("charset", ["utf-8", "windows-1255", "iso-8859-8-i", "cp1255"])
def test_a_text_is_decoded_as_it_declares(charset: str) -> None:
    text = as_bytes(lesson()).decode()
    codec = charset.removesuffix("-i")
    message = MIMEMultipart()
    part = MIMEText("", "plain")
    part.set_payload(text.encode(codec))
    part.set_param("charset", charset)
    part.replace_header("Content-Transfer-Encoding", "8bit")
    message.attach(part)
    assert brought(message.as_bytes(), TODAY) == [text.encode()]


def test_an_attachment_is_decoded_as_it_declares() -> None:
    message = letter()
    data = as_bytes(lesson()).decode().encode("windows-1255")
    message.add_attachment(
        data, maintype="application", subtype="json", filename="lesson.json", params={"charset": "windows-1255"}
    )
    assert brought(message.as_bytes(), TODAY) == [as_bytes(lesson())]


def test_an_undeclared_coding_is_left_to_the_reader_of_submissions() -> None:
    data = as_bytes(lesson()).decode().encode("windows-1255")
    assert brought(letter("", data).as_bytes(), TODAY) == [data]


def test_a_filled_form_in_the_text_is_of_the_day_it_was_written() -> None:
    (found,) = brought(letter(filled()).as_bytes(), TODAY)
    assert isinstance(found, bytes)
    assert b'"submitted_on": "2026-11-21"' in found
    assert brought(letter(filled()).as_bytes(), TODAY) == [found]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "mail-nothing"),
        (b"\x00\xff", "mail-nothing"),
        (letter("שלום").as_bytes(), "mail-nothing"),
        (letter("", b"x", name="lesson.docx").as_bytes(), "mail-nothing"),
        (b"Content-Type: text/plain; charset=utf-7\n\n{}", "text-encoding"),
        (b"Content-Type: application/json; charset=punycode\n\nx", "text-encoding"),
        (b"Content-Type: text/plain; charset=windows-1255\n\n\xff\xfe\xd9", "text-encoding"),
        (b"Content-Type: text/html\n\n<p>{}</p>", "mail-nothing"),
        (letter(filled(observation="א\n\n### לקח: מה לעשות\n\nב")).as_bytes(), "duplicate-key"),
    ],
)
def test_what_brings_nothing_is_told_why(data: bytes, code: str) -> None:
    assert codes(brought(data, TODAY)) == [code]


def test_parts_within_parts_without_end_are_bounded() -> None:
    data = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
    assert codes(brought(data, TODAY)) in (["mail-nothing"], ["mail-unreadable"])


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    assert brought(data, TODAY)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_headers_are_read(kind: str, disposition: str) -> None:
    data = f"Content-Type: {kind}\nContent-Disposition: {disposition}\nDate: {kind}\n\n{{}}".encode("utf-8", "replace")
    assert brought(data, TODAY)


# --- folders ---------------------------------------------------------------------------------------------------------


def outcome(state: str) -> Outcome:
    return Outcome(state, "")  # type: ignore[arg-type]


@pytest.fixture
def maildir(tmp_path: Path) -> mailbox.Maildir:
    return mailbox.Maildir(tmp_path / "mail", create=True)


def waiting(folder: Path) -> Iterator[str]:
    return (each.path.name for each in letters(folder))


def test_letters_of_a_maildir_are_marked_when_they_are_dealt_with(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    for number in range(3):
        maildir.add(letter("", as_bytes(lesson(title=f"לקח {number}"))).as_bytes())
    found = list(letters(tmp_path / "mail"))
    assert len(found) == 3
    found[0].settle([outcome("accepted"), outcome("known")])
    found[1].settle([outcome("accepted"), outcome("refused")])
    found[2].settle([outcome("kept")])
    assert [each.name for each in letters(tmp_path / "mail")] == [found[2].name]
    assert sorted(message.get_flags() for message in maildir) == ["", "FS", "S"]
    assert sorted(message.get_subdir() for message in maildir) == ["cur", "cur", "new"]


def test_letters_that_somebody_has_read_already_are_left(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    message = mailbox.MaildirMessage(letter("", as_bytes(lesson())).as_bytes())
    message.set_subdir("cur")
    message.set_flags("S")
    maildir.add(message)
    assert list(waiting(tmp_path / "mail")) == []


def test_letters_of_a_folder_are_moved(tmp_path: Path) -> None:
    for name in ("b.eml", "a.eml", "c.eml", "note.txt"):
        (tmp_path / name).write_bytes(letter("", as_bytes(lesson())).as_bytes())
    first, second, third = letters(tmp_path)
    assert (first.name, second.name) == ("a.eml", "b.eml")
    assert first.submissions(TODAY) == [as_bytes(lesson())]
    first.settle([outcome("accepted")])
    second.settle([outcome("refused")])
    third.settle([outcome("kept")])
    assert list(waiting(tmp_path)) == ["c.eml"]
    assert (tmp_path / "handled/a.eml").is_file()
    assert (tmp_path / "refused/b.eml").is_file()


def test_a_letter_of_the_same_name_is_not_written_over(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / "a.eml").write_text(str(number), encoding="utf-8")
        next(letters(tmp_path)).settle([outcome("accepted")])
    kept = sorted((tmp_path / "handled").iterdir())
    assert [(each.name, each.read_text("utf-8")) for each in kept] == [
        ("a-2.eml", "1"),
        ("a-3.eml", "2"),
        ("a.eml", "0"),
    ]


def test_a_folder_among_letters_is_no_letter(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    maildir.add(letter("", as_bytes(lesson())).as_bytes())
    (tmp_path / "mail/cur/folder").mkdir()
    assert len(list(letters(tmp_path / "mail"))) == 1


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: text/plain" + b";" * 100_000,
        b"Content-Type: " + b"(a)" * 30_000,
        b"Content-Type: text/plain" + b"".join(b"; a*%d=b" % number for number in range(10_000)),
        b'Content-Disposition: attachment; filename="' + b'"' * 100_000,
        b"Date: " + b"(" * 100_000,
    ],
)
def test_headers_that_would_be_read_for_minutes_are_cut_off(header: bytes) -> None:
    began = time.monotonic()
    assert codes(brought(header + b"\r\n\r\nx", TODAY))[0] in ("mail-nothing", "mail-unreadable")
    assert time.monotonic() - began < 2


def test_a_letter_of_too_many_headers_is_not_read() -> None:
    many = b"".join(b"X-%d: a\r\n" % number for number in range(1000))
    assert codes(brought(many + b"\r\n{}", TODAY)) == ["mail-unreadable"]
    # Each letter has its own count.
    few = b"".join(b"X-%d: a\r\n" % number for number in range(300))
    assert [brought(few + b"\r\n" + as_bytes(lesson()), TODAY) for _ in range(3)] == [[as_bytes(lesson())]] * 3


def test_a_letter_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"x" * 5_000_000)
    (found,) = letters(tmp_path)
    assert codes(found.submissions(TODAY)) == ["file-too-large"]
