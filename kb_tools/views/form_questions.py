"""What the forms ask, in an order that suits people. Words, limits and lists come from the types; here is only what is asked and when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kb_tools.content.record_text import FIGURES
from kb_tools.insight.examples import is_example
from kb_tools.model.base import Entry
from kb_tools.model.fields import FieldOf, ListOf, field_named, fields_of
from kb_tools.model.files import KINDS_BY_NAME, FileKind
from kb_tools.model.lesson import Lesson
from kb_tools.model.library import Library
from kb_tools.model.submission import LONGEST_SUBMITTER
from kb_tools.views.form_rules import Rule, rule_of
from kb_tools.views.names import name_of

Control = Literal["line", "prose", "day", "number", "radios", "search", "ticks", "lines"]
"""How a question is asked: `search` is a list of names that one types into, `ticks` are boxes, `lines` is a thing a line."""

SUBMITTED_BY, MUNICIPALITY = "submitted_by", "municipality"
"""What a submission says beside its fields; the second only of a drill's results."""


_SUBMITTER: Rule = {"pattern": r"^[^<>@#\n\r\t]*\p{L}[^<>@#\n\r\t]*$", "right": "תפקיד בשורה אחת, בלי < > @ #"}
"""What the intake takes for a sender's role; `\\p{L}` as JavaScript has it."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `path` is the field of the file that the answer fills: `event.began_on`."""

    path: str
    label: str
    hint: str
    control: Control
    required: bool
    rule: Rule
    options: tuple[Option, ...] = ()
    only_if: str = ""
    """`level=local`: asked, and then required, when that question has that answer."""

    @property
    def id(self) -> str:
        return f"q-{self.path.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Part:
    """Questions under one heading. `entry` names an optional entry of the file whose fields these are: when one is answered, those
    that it requires are; `many` says that there may be several such entries."""

    id: str
    legend: str
    lead: str
    questions: tuple[Question, ...]
    folded: bool = False
    entry: str = ""
    many: bool = False
    rows: str = ""
    """`items` or `objectives`: a row for each of the drill's, drawn when the drill is chosen."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the kind of submission, and of the file that comes of it."""

    kind: str
    title: str
    button: str
    lead: str
    file: FileKind
    parts: tuple[Part, ...]

    def questions(self) -> Iterator[Question]:
        for part in self.parts:
            yield from part.questions


def forms(library: Library) -> Mapping[str, Form]:
    """By the kind of submission."""
    return {form.kind: form for form in (_lesson(library), _result(library), _correction(library))}


# --- the three forms -------------------------------------------------------------------------------------


def _lesson(library: Library) -> Form:
    kind = KINDS_BY_NAME["lesson"]
    ask = _Asking(library, kind)
    return Form(
        "lesson",
        "הוסף לקח",
        "הוסיפו לקח",
        "ראיתם משהו שיעזור לאחרים? ענו על השאלות. אין צורך בחשבון, במזהים או בהיכרות עם git.",
        kind,
        (
            Part("what", "מה קרה", "", ask("title", "event.name", "event.began_on", "event.ended_on")),
            Part(
                "learned",
                "מה למדתם",
                "משפטים קצרים. תפקידים ולא שמות, מספרים ולא רשימות.",
                ask("observation", "discussion", "conclusion", "recommendation"),
            ),
            Part(
                "about",
                "למי ולמה זה שייך",
                "",
                (*ask("scenarios", "lesson_kind", "level"), *ask(MUNICIPALITY, only_if="level=local"), *ask("traits")),
            ),
            ask.entry("immediate", "what", "owner", "due", "budget"),
            ask.entry("multi_year", "what", "owner", "year", "budget"),
            ask.entry("sources", "source", "at", lead="מסמך שרשום במאגר. אין כזה? דלגו: הדיווח שלכם הוא המקור."),
            _sender(ask),
        ),
    )


def _result(library: Library) -> Form:
    kind = KINDS_BY_NAME["result"]
    ask = _Asking(library, kind)
    return Form(
        "result",
        "תוצאות תרגיל",
        "רשמו תוצאות",
        "ערכתם תרגיל? רשמו מה קרה בכל סעיף ובכל מטרה. גם ״לא בוצע״ הוא תוצאה, והיא החשובה מכולן.",
        kind,
        (
            Part(
                "when",
                "איזה תרגיל, היכן ומתי",
                "",
                (ask.municipality(), *ask("drill", "held_on", "real_event", "revision", "sectors")),
            ),
            Part("items", "מה קרה בכל סעיף", "", (), rows="items"),
            Part("objectives", "איך בוצעה כל מטרה", "", (), rows="objectives"),
            ask.entry("review", "strengths", "improvements", lead="דבר אחד בכל שורה."),
            _sender(ask),
        ),
    )


def _correction(library: Library) -> Form:
    kind = KINDS_BY_NAME["correction"]
    ask = _Asking(library, kind)
    return Form(
        "correction",
        "הצעת תיקון לעמוד",
        "הציעו תיקון",
        "מצאתם טעות, או משהו שאפשר לומר טוב יותר? כתבו מה כתוב היום ומה צריך להיות כתוב.",
        kind,
        (Part("what", "מה לתקן", "", ask("page", "found", "right", "because")), _sender(ask)),
    )


def _sender(ask: "_Asking") -> Part:
    return Part(
        "sender",
        "מי כותב",
        "התפקיד שלכם יופיע בהיסטוריה של המאגר, שגלויה לכולם. שם כותבים רק אם רוצים בכך.",
        (ask.sender(),),
    )


_SAID: Mapping[str, tuple[str, str]] = {
    "traits": ("התכונות של מי שהלקח נוגע לו", "לא סימנתם? הלקח נוגע לכולן."),
    "multi_year.year": ("שנת היעד", ""),
    "real_event": ("שם האירוע, אם זה קרה באמת", "כשהסעיפים בוצעו באירוע ולא בתרגיל."),
    "revision": ("גרסת התרגיל", "כתובה בראש הדף המודפס."),
    "sources.source": ("המקור", "הקלידו חלק מן השם."),
    "page": ("כתובת העמוד", "מועתקת משורת הכתובת של הדפדפן. מי שבאו מכפתור בעמוד עצמו – היא כבר כאן."),
}
"""Label and hint where the type's own words speak to who writes a file by hand: of ids, and of what is left empty."""


# --- a question from a field -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asking:
    """Makes questions of the fields of one kind of file."""

    library: Library
    kind: FileKind

    def __call__(self, *paths: str, only_if: str = "") -> tuple[Question, ...]:
        return tuple(self._question(path, only_if) for path in paths)

    def entry(self, path: str, *names: str, lead: str = "") -> Part:
        """A folded part for an entry that a file may have, or for a list of them."""
        field = _field(self.kind.model, path)
        questions = self(*(f"{path}.{name}" for name in names))
        legend = _words(field)[0].partition(":")[0]
        return Part(path, legend, lead, questions, folded=True, entry=path, many=isinstance(field.holds, ListOf))

    def municipality(self) -> Question:
        """Whose result it is: no field of the file, but the folder that it goes to."""
        field = _field(Lesson, MUNICIPALITY)
        rule = rule_of(Lesson, Lesson, field)
        label = self.library.settings.unit.one
        return Question(MUNICIPALITY, label, "", "search", True, rule, _things(self.library, "municipality"))

    def sender(self) -> Question:
        """Who submits: a line like any other, that stands beside the fields."""
        rule = {"form": "text", "most": LONGEST_SUBMITTER, "code": "text-form", **_SUBMITTER}
        return Question(SUBMITTED_BY, "התפקיד שלכם", "למשל: מנהלת שירותים חברתיים", "line", True, rule)

    def _question(self, path: str, only_if: str) -> Question:
        field = _field(self.kind.model, path)
        model = _holder(self.kind.model, path)
        label, hint = _SAID.get(path) or _words(field)
        if path == MUNICIPALITY:
            label = self.library.settings.unit.one
        example = f"למשל: {_example(field)}" if _example(field) else ""
        return Question(
            path,
            label,
            " ".join(filter(None, (hint, example))),
            _control(field),
            field.required,
            rule_of(self.kind.model, model, field),
            _options(self.library, field),
            only_if,
        )


def _field(model: type[Entry], path: str) -> FieldOf:
    """Raises LookupError when the type has no such field: that is a bug of a form above."""
    found = field_named(_holder(model, path), path.rpartition(".")[2])
    if found is None:
        raise LookupError(path)
    return found


def _holder(model: type[Entry], path: str) -> type[Entry]:
    for name in path.split(".")[:-1]:
        field = field_named(model, name)
        if field is None or field.entry is None:
            raise LookupError(path)
        model = field.entry
    return model


def _words(field: FieldOf) -> tuple[str, str]:
    """The field's description up to a semicolon, and what comes after it, less what only an author of files can use."""
    label, _, rest = field.description.partition(";")
    rest = rest.strip()
    return label, "" if rest.isascii() or any(
        word.isascii() and word.isalpha() for word in rest.split()
    ) else f"{rest}."


def _example(field: FieldOf) -> str:
    """An example in words; ids, days and codes help nobody who chooses from a list."""
    scalar = field.scalar
    wanted = scalar and not scalar.ref and not scalar.choices and scalar.form in ("text", "prose")
    return field.example if wanted and isinstance(field.example, str) and not field.example.isascii() else ""


def _control(field: FieldOf) -> Control:
    holds, scalar = field.holds, field.scalar
    if scalar is None:
        raise LookupError(f"{field.name} holds entries, which are asked for field by field")
    if isinstance(holds, ListOf):
        return "ticks" if scalar.ref or scalar.choices else "lines"
    return _CONTROLS.get(scalar.form, "line") if not scalar.ref else "search"


_CONTROLS: Mapping[str, Control] = {
    "prose": "prose",
    "day": "day",
    "year": "number",
    "count": "number",
    "choice": "radios",
}


def _options(library: Library, field: FieldOf) -> tuple[Option, ...]:
    scalar = field.scalar
    if scalar is None:
        return ()
    if scalar.ref:
        return _things(library, scalar.ref.kind)
    return tuple(Option(value, label or value) for value, label in scalar.choices)


def _things(library: Library, kind: str) -> tuple[Option, ...]:
    """The things of a kind by name: terms as their file lists them, all else in the order of the alphabet."""
    found: Iterable[Option] = (Option(id_, _name(library, kind, id_)) for id_ in library.of(kind))
    return tuple(found if kind in _LISTED else sorted(found, key=lambda option: option.label))


def _name(library: Library, kind: str, id: str) -> str:
    name = name_of(library, kind, id)
    return f"{name} (דוגמה)" if is_example(library, kind, id) else name


_LISTED = frozenset({"sector", "trait", "phase"})


def key_order(model: type[Entry], path: str = "") -> Mapping[str, tuple[str, ...]]:
    """The keys of a file in the order in which they are written, by the path of the entry that holds them; the file itself is empty."""
    found: dict[str, tuple[str, ...]] = {path: tuple(field.name for field in fields_of(model))}
    for field in fields_of(model):
        if field.entry is not None:
            found |= key_order(field.entry, f"{path}.{field.name}".lstrip("."))
    return found


def figures(model: type[Entry], path: str = "") -> tuple[str, ...]:
    """The paths of a file at which a number, a year or true or false stands, which are written without quotes."""
    found: list[str] = []
    for field in fields_of(model):
        here = f"{path}.{field.name}".lstrip(".")
        if field.entry is not None:
            found += figures(field.entry, here)
        elif field.scalar and field.scalar.form in FIGURES:
            found.append(here)
    return tuple(found)
