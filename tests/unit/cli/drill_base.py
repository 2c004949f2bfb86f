"""A small knowledge base under git with a drill of three items, and what became of it later."""

import shutil
from pathlib import Path

from kb_tools.content.start import start
from tests.unit.intake.sent import TODAY, git

DRILL = "playbooks/first-playbook/drills/first-drill.yml"
PLACE = "docs/municipalities/example-unit/results"
FILE = f"{PLACE}/first-drill-2026-11-02.yml"
CHECKLIST = """\
checklist:
  - {id: open-list, step: first-playbook/call-forum, text: "הרשימה נפתחה, ולכל צורך יש שותף", pause: הפסקה א׳}
  - {id: call-forum, step: first-playbook/call-forum, pause: הפסקה א׳}
  - {id: write-down, step: first-playbook/call-forum, text: "סיכום נשלח לכולם", pause: סיום}
"""
LATER = """\
checklist:
  - {id: write-down, step: first-playbook/call-forum, text: "סיכום נשלח לכל המגזרים", pause: סיום}
  - {id: call-forum, step: first-playbook/call-forum, pause: סיום}
  - {id: tell-public, step: first-playbook/call-forum, text: "יצאה הודעה לתושבים", pause: סיום}
"""


def begin(folder: Path) -> Path:
    start(folder, "מאגר", TODAY)
    for old in (folder / PLACE).glob("*.yml"):
        old.unlink()
    shutil.rmtree(folder / "docs/municipalities/example-unit/adaptations")
    ask(folder, CHECKLIST)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "user.name", "מנהלת הידע")
    git(folder, "config", "user.email", "knowledge@localhost")
    commit(folder)
    return folder


def ask(base: Path, checklist: str) -> None:
    """Give the drill this checklist."""
    head = (base / DRILL).read_text("utf-8").partition("# רשימת התיוג\n")[0].partition("checklist:")[0]
    (base / DRILL).write_text(head + checklist, "utf-8")


def commit(base: Path) -> None:
    git(base, "add", "--all")
    git(base, "commit", "--quiet", "--message", "התרגיל")


def revision(base: Path) -> str:
    return git(base, "rev-parse", "--short=7", "HEAD")
