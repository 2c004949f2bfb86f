"""Pages that people write, and the settings of a content pack."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import StringConstraints

from kb_tools.model.base import Address, Count, Entry, Flag, Kept, Line, RoleId, Sourced, SourceId, about

COMMITTER = "Hosen intake <intake@localhost>"
COMMITTER_PATTERN = r"^[^<>\n\r\t]{1,100} <[^<>@\s]{1,64}@[A-Za-z0-9.-]{1,200}>$"
MAIL_PATTERN = r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}$"


class PageMeta(Kept, Sourced):
    """The front matter of a Markdown page."""

    title: Line = about("כותרת העמוד", "עמוד לדוגמה")
    description: Line | None = about("תקציר למנועי חיפוש", None, None)
    hide: tuple[Literal["navigation", "toc", "footer"], ...] = about("חלקי עמוד להסתיר", None, ())


class Forge(Entry):
    """Where the repository lives, for edit links. Nothing is sent there by the build."""

    address: Address = about("כתובת המאגר", "https://git.example.org/team/knowledge")
    branch: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._/-]{1,100}$")] = about("הענף", "main", "main")
    style: Literal["github", "gitlab", "gitea"] = about("סגנון הכתובות", "github", "github")


class Intake(Entry):
    """The way in for people who do not know git: where their forms arrive, and in whose name they are written down."""

    address: Address | None = about("הכתובת שאליה טופסי האתר נשלחים", "https://intake.example.org/", None)
    mail: Annotated[str, StringConstraints(pattern=MAIL_PATTERN, max_length=200)] | None = about(
        "כתובת דואר של תפקיד, שאליה אפשר לשלוח את הקובץ מן הטופס", "lessons@example.org", None
    )
    committer: Annotated[str, StringConstraints(pattern=COMMITTER_PATTERN)] = about(
        "בשם מי נרשמות ההצעות ב־git", COMMITTER, COMMITTER
    )
    source: SourceId | None = about("המקור שעליו נשען דיווח שנשלח בטופס בלי מקור משלו", "first-source", None)


class UnitNames(Entry):
    """What this field calls the unit that has a profile: an authority here, a hospital elsewhere."""

    one: Line = about("ביחיד", "רשות מקומית", "רשות מקומית")
    many: Line = about("ברבים", "רשויות מקומיות", "רשויות מקומיות")
    short: Line = about("בקיצור, לכפתורים ולכותרות טבלה", "רשות", "רשות")


def _months(of: str) -> Any:
    return about(of, 12, 12, ge=1, le=120)


class ReviewEvery(Entry):
    """Months between two reviews, by kind, of what has no `review_every` of its own."""

    playbook: Count = _months("ספרי הפעלה")
    drill: Count = _months("תרגילים")
    lesson: Count = _months("לקחים")
    role: Count = _months("תפקידים")
    scenario: Count = _months("תרחישים")
    call: Count = _months("קולות קוראים")
    municipality: Count = _months("פרופילים")
    mapping: Count = _months("סקר הצרכים, המענים והשחקנים של כל פרופיל")
    adaptation: Count = _months("התאמות של ספרי הפעלה")
    source: Count = _months("מקורות: האם יש מהדורה חדשה")
    vocabulary: Count = _months("אוצרות מילים")
    page: Count = _months("עמודים שכותבים ב־Markdown")


class Settings(Entry):
    """kb.yml: what makes a folder a knowledge base."""

    kind: ClassVar[str] = "settings"
    title: Line = about("שם המאגר", "מאגר ידע לדוגמה")
    tagline: Line = about("המאגר במשפט אחד", "מה עושים, מי עושה ומתי")
    language: Literal["he"] = about("שפת הממשק", "he", "he")
    docs: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")] = about("תיקיית העמודים", "docs", "docs")
    playbooks: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")] = about(
        "תיקיית ספרי ההפעלה", "playbooks", "playbooks"
    )
    unit: UnitNames = about("איך קוראים כאן ליחידה שיש לה פרופיל", None, UnitNames())
    lead_role: RoleId = about("התפקיד שסביבו המאגר בנוי", "first-role")
    forge: Forge | None = about("היכן המאגר מתארח, לקישורי עריכה", None, None)
    intake: Intake = about("איך מגיעות הצעות של מי שאינם עובדים ב־git", None, Intake())
    review_every: ReviewEvery = about("כל כמה חודשים בודקים כל סוג, כשלא נכתב בדבר עצמו", None, ReviewEvery())
    contact: Line | None = about("למי פונים, לפי תפקיד", None, None)
    map: Flag = about("true כדי לצייר מפת נקודות בעמוד הארצי", None, False)

    def usual_path(self, path: str) -> str:
        """A path from the root, as it is in a knowledge base whose content folders have their usual names."""
        folder, slash, rest = path.partition("/")
        return {self.docs: "docs", self.playbooks: "playbooks"}.get(folder, folder) + slash + rest
