"""Injects in the file of their drill: each edit changes what it is about, and remarks, quoting and layout stay."""

import pytest

from kb_tools.content.injects import DrillUnfitError, edited
from kb_tools.model.drill import Drill, Inject

VALUES = {"sender": "א", "to": "ב", "how": "טלפון", "message": "מה", "expected": "כך", "objective": "first-objective"}


def inject(number: int, minute: int, **changes: str) -> Inject:
    return Inject.model_validate({"number": str(number), "minute": str(minute), **VALUES, **changes})


def drill(*injects: Inject) -> Drill:
    return Drill.model_construct(id="first-drill", injects=injects)


ONE, TWO, FOUR = inject(1, 0), inject(2, 10), inject(4, 30)
FILE = """\
injects:  # בסדר הזה
  # הראשונה
  - {number: 1, minute: 0, sender: א, to: ב, how: טלפון, message: מה, expected: כך, objective: first-objective}
  # השנייה
  - number: 2
    minute: 10  # לא לפני
    sender: א
    to: ב
    how: טלפון
    message: |
      מה
      ועוד
    expected: 'כך'
    objective: first-objective

  # אחרונה
  - number: 4
    minute: 30
    sender: א
    to: ב
    how: טלפון
    message: מה
    expected: כך
    objective: first-objective
checklist: []
"""
NEW = """\
  - number: 3
    minute: 20
    sender: "א"
    to: "ב"
    how: "טלפון"
    message: "שורה\\nועוד שורה"
    expected: "כך"
    objective: "first-objective"
"""


def test_a_new_one_stands_between_two_and_remarks_stay_with_theirs() -> None:
    new = inject(3, 20, message="שורה\nועוד שורה")
    before, after = FILE[: FILE.index("\n  # אחרונה")], FILE[FILE.index("\n  # אחרונה") :]
    assert edited(FILE, drill(ONE, TWO, FOUR), {}, (ONE, TWO, new, FOUR)) == before + NEW + after


def test_a_new_first_one_and_a_new_last_one() -> None:
    file = FILE.replace("number: 1,", "number: 2,").replace("number: 2\n", "number: 3\n")
    known = drill(inject(2, 0), inject(3, 10), FOUR)
    text = edited(file, known, {}, (inject(1, 0), *known.injects, inject(5, 40)))
    assert text.startswith("injects:  # בסדר הזה\n  - number: 1\n")
    assert text.index("# הראשונה") < text.index("{number: 2,")
    assert (
        text.index("- number: 1\n") < text.index("{number: 2,") < text.index("- number: 4") < text.index("- number: 5")
    )
    assert text.endswith('    objective: "first-objective"\nchecklist: []\n')


def test_fields_change_in_their_place_whatever_their_quoting() -> None:
    changed = inject(2, 12, message="קצר", expected="אחר: כן")
    text = edited(FILE, drill(ONE, TWO, FOUR), {2: ("minute", "message", "expected")}, (ONE, changed, FOUR))
    assert "    minute: 12  # לא לפני\n" in text
    assert '    how: טלפון\n    message: "קצר"\n    expected: "אחר: כן"\n    objective' in text
    assert text.partition("minute: 12")[0] == FILE.partition("minute: 10")[0]
    assert text.partition("# אחרונה")[2] == FILE.partition("# אחרונה")[2]


def test_a_field_of_a_group_in_brackets_changes_alone() -> None:
    changed = inject(1, 0, message="אחת, שתיים]")
    text = edited(FILE, drill(ONE, TWO, FOUR), {1: ("message",)}, (changed, TWO, FOUR))
    assert text == FILE.replace("message: מה, expected", 'message: "אחת, שתיים]", expected')


def test_a_drill_without_injects_gets_a_list_of_them() -> None:
    text = edited("id: first-drill\nchecklist: []\n", drill(), {}, (inject(3, 20, message="שורה\nועוד שורה"),))
    assert text == f"id: first-drill\ninjects:\n{NEW}checklist: []\n"


def test_a_list_in_brackets_takes_no_new_one() -> None:
    file = "injects: [{number: 1, minute: 0}]\n"
    with pytest.raises(DrillUnfitError):
        edited(file, drill(ONE), {}, (ONE, TWO))
