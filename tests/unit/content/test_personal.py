"""What is a detail of a person, and what only looks like one."""

import pytest

from kb_tools.content.personal import IDENTITY, MAIL, MOST, PHONE, personal_data


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("0501234567", PHONE),
        ("טלפון: 050-1234567.", PHONE),
        ("050-123-4567", PHONE),
        ("(050) 1234567", PHONE),
        ("03-6123456", PHONE),
        ("077-6123456", PHONE),
        ("+972-50-123-4567", PHONE),
        ("+972 (0)50 123 4567", PHONE),
        ("972501234567", PHONE),
        ("[התקשרו](tel:0501234567)", PHONE),
        ("050\u200e-12345\u200f67", PHONE),
        ("dana.levi@example.org", MAIL),
        ("כתבו ל־d@mail.co.il בבקשה", MAIL),
        ("ת״ז 123456782", IDENTITY),
        ('ת\\"ז: 12345678-2', IDENTITY),
        ("ת.ז. 123456782", IDENTITY),
        ("123456782 היא תעודת הזהות", IDENTITY),
        ("מספר זהות 123456782", IDENTITY),
    ],
)
def test_details_of_people_are_found(text: str, what: str) -> None:
    assert [found for _, found in personal_data(text)] == [what]


@pytest.mark.parametrize(
    "text",
    [
        "106",
        "104",
        "*1234",
        "1-700-123-456",
        "1-800-1234567",
        "ת״ז 123456789",
        "סמל 123456782",
        "ת״ז של אדם אינה נרשמת. " + "מילים " * 10 + "123456782",
        "2026-09-01",
        "0.0212345678",
        "1050-1234567",
        "https://example.org/0501234567",
        "https://example.org/@dana@example.org",
        "[@first-source: עמוד 2]",
        "@mkdocs.org",
        "T+0h 050",
        "reviewed_against: 0501234567ab",
    ],
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert list(personal_data(text)) == []


def test_the_place_is_that_in_the_text_as_it_stands() -> None:
    text = "א\u200fב 0\u200e501234567 ג"
    assert [index for index, _ in personal_data(text)] == [text.index("0")]


def test_a_file_of_numbers_is_told_a_bounded_number_of_times() -> None:
    assert len(list(personal_data("050-1234567\n" * 10_000))) == MOST
