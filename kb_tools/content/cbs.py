"""A table of local authorities (CSV) → their profile.yml files.

One row is one authority, one column one field or one figure; `COLUMNS` is the whole mapping. The table is
read and checked as a whole before anything is written, and a file is written only when it changes.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from kb_tools.content.atomic import write_all
from kb_tools.content.compose import compose
from kb_tools.content.field_errors import findings, shown
from kb_tools.content.text import LARGEST_YAML, Mistake, line_and_column, read_text
from kb_tools.content.yaml_edit import Item, Unfit, YamlEdit
from kb_tools.model.base import ID_PATTERN
from kb_tools.model.catalog import CODES
from kb_tools.model.municipality import Profile
from kb_tools.model.problem import field_text

LARGEST_TABLE = 8 * 1024 * 1024

CBS_2021 = "cbs-authorities-2021"
PLACES_2021 = "cbs-localities-2021"
SES_2019 = "cbs-ses-2019"
PERIPHERY_2020 = "cbs-periphery-2020"
CBS_2024 = "cbs-authorities-2024"
HFC_2026 = "hfc-areas-2026"
SOURCES = (
    CBS_2021,
    PLACES_2021,
    SES_2019,
    PERIPHERY_2020,
    CBS_2024,
    HFC_2026,
)


# --- the columns --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Form:
    """What a cell may hold: a pattern, its bounds and the words for both."""

    pattern: re.Pattern[str]
    words: str
    low: float = float("-inf")
    high: float = float("inf")

    def fits(self, cell: str) -> bool:
        return self.pattern.fullmatch(cell) is not None and (self is _TEXT or self.low <= float(cell) <= self.high)


_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_DIGITS = re.compile(r"[0-9]{1,12}")
_TEXT = Form(re.compile(r"[^<>\x00-\x1f]{1,400}"), "טקסט בשורה אחת, בלי < ובלי >")
_COUNT = Form(_DIGITS, "מספר שלם, בספרות בלבד")
_CLUSTER = Form(_DIGITS, "מספר שלם מ־1 עד 10", 1, 10)
_VALUE = Form(_DECIMAL, "מספר; נקודה לשבר, בלי פסיקים")
_PERCENT = Form(_DECIMAL, "אחוז: מספר מ־0 עד 100", 0, 100)
_LATITUDE = Form(_DECIMAL, "קו רוחב: מספר מ־\u200e-90 עד 90", -90, 90)
_LONGITUDE = Form(_DECIMAL, "קו אורך: מספר מ־\u200e-180 עד 180", -180, 180)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table; one with a `figure` becomes that figure, with its year and its source."""

    name: str
    form: Form
    about: str
    figure: str = ""
    year: int = 0
    source: str = ""
    must: bool = False
    """Whether an empty cell is a mistake."""


COLUMNS: tuple[Column, ...] = (
    Column("authority_id", _TEXT, "המזהה, ושם התיקייה", must=True),
    Column("cbs_code", _TEXT, "סמל הלמ״ס, כטקסט", must=True),
    Column("name_he", _TEXT, "השם", must=True),
    Column("name_en", _TEXT, "התעתיק של הלמ״ס; נשמר ככתיב נוסף כשהוא שונה משם משרד הפנים"),
    Column("name_en_moi", _TEXT, "השם באנגלית לפי משרד הפנים"),
    Column("status_he", _TEXT, "עירייה, מועצה מקומית או מועצה אזורית", must=True),
    Column("district_he", _TEXT, "המחוז", must=True),
    Column("subdistrict_he", _TEXT, "הנפה"),
    Column("regional_cluster_2021", _TEXT, "אשכול הרשויות"),
    Column("population_2021", _COUNT, "אוכלוסייה", "population", 2021, CBS_2021),
    Column("population_2024", _COUNT, "אוכלוסייה", "population", 2024, CBS_2024),
    Column("ses_cluster_2019", _CLUSTER, "אשכול חברתי־כלכלי", "socioeconomic-cluster", 2019, SES_2019),
    Column("ses_cluster_2021", _CLUSTER, "אשכול חברתי־כלכלי", "socioeconomic-cluster", 2021, CBS_2024),
    Column("ses_rank_2019", _COUNT, "דירוג חברתי־כלכלי", "socioeconomic-rank", 2019, SES_2019),
    Column("ses_rank_2021", _COUNT, "דירוג חברתי־כלכלי", "socioeconomic-rank", 2021, CBS_2024),
    Column("ses_value_2019", _VALUE, "ערך המדד החברתי־כלכלי", "socioeconomic-value", 2019, SES_2019),
    Column("periphery_cluster_2020", _CLUSTER, "אשכול הפריפריה", "periphery-cluster", 2020, PERIPHERY_2020),
    Column("periphery_value_2020", _VALUE, "ערך מדד הפריפריאליות", "periphery-value", 2020, PERIPHERY_2020),
    Column("periphery_rank_2020", _COUNT, "דירוג פריפריאליות", "periphery-rank", 2020, PERIPHERY_2020),
    Column("pct_age_0_17", _PERCENT, "בני 17 ומטה", "age-0-17-share", 2021, CBS_2021),
    Column("pct_age_65_plus", _PERCENT, "בני 65 ומעלה", "age-65-plus-share", 2021, CBS_2021),
    Column("pct_age_75_plus", _PERCENT, "בני 75 ומעלה", "age-75-plus-share", 2021, CBS_2021),
    Column("pct_arab", _PERCENT, "אוכלוסייה ערבית", "arab-share", 2021, CBS_2021),
    Column("dependency_ratio_per_1000", _COUNT, "יחס תלות", "dependency-ratio", 2021, CBS_2021),
    Column("ltc_benefit_recipients", _COUNT, "מקבלי גמלת סיעוד", "ltc-recipients", 2021, CBS_2021),
    Column("disability_benefit_recipients", _COUNT, "מקבלי נכות", "disability-recipients", 2021, CBS_2021),
    Column("income_support_persons", _COUNT, "מקבלי הבטחת הכנסה", "income-support-persons", 2021, CBS_2021),
    # The school year 2020/21 carries the year in which it ended, that of the file which publishes it.
    Column("pupils_2020_21", _COUNT, "תלמידים בשנת תשפ״א", "pupils", 2021, CBS_2021),
    Column("km_to_tel_aviv_district", _VALUE, "ק״מ ממחוז תל אביב", "km-to-tel-aviv-district", 2021, CBS_2021),
    Column("localities_in_council", _COUNT, "יישובים במועצה האזורית", "localities", 2021, CBS_2021),
    Column("lat", _LATITUDE, "קו רוחב"),
    Column("lon", _LONGITUDE, "קו אורך"),
    Column("coord_method", _TEXT, "איך נקבע המיקום: cbs_locality_point או pop_weighted_mean_of_localities"),
    Column("hfc_areas_matched", _COUNT, "אזורי התרעה ששויכו לרשות", "alert-areas", 2026, HFC_2026),
    Column("hfc_zones", _TEXT, "המרחבים ומספר האזורים בכל אחד: השפלה:2; לכיש:1"),
    Column("hfc_min_shelter_seconds", _COUNT, "שניות למרחב מוגן", "shelter-seconds", 2026, HFC_2026),
    Column("hfc_confrontation_line_areas", _COUNT, "בקו העימות", "confrontation-line-areas", 2026, HFC_2026),
    Column("hfc_gaza_envelope_areas", _COUNT, "בעוטף עזה", "gaza-envelope-areas", 2026, HFC_2026),
    Column("note", _TEXT, "הערה על הנתונים"),
)  # fmt: skip

IGNORED = ("code_kind", "has_boundary", "moe_code")
"""Columns that the table may have and a profile has no use for."""

KINDS: Mapping[str, str] = {
    "עירייה": "city",
    "מועצה מקומית": "local-council",
    "מועצה אזורית": "regional-council",
}
DISTRICTS: Mapping[str, str] = {
    "הצפון": "north",
    "חיפה": "haifa",
    "המרכז": "center",
    "תל אביב": "tel-aviv",
    "ירושלים": "jerusalem",
    "הדרום": "south",
    "אזור יהודה והשומרון": "judea-samaria",
}
METHODS: Mapping[str, str] = {
    "cbs_locality_point": "locality_point",
    "pop_weighted_mean_of_localities": "weighted_mean",
}
NOTES: Mapping[str, str] = {
    "new local council; not in 2021 file; SES 2021 from secondary source without rank": (
        "מועצה מקומית חדשה, שאינה בקובץ 2021. האשכול החברתי־כלכלי לשנת 2021 הובא ממקור משני, בלי דירוג."
    ),
    "new local council; not in 2021 file;"
    " SES 2021 value unverified (secondary source, no rank or value); no coordinates": (
        "מועצה מקומית חדשה, שאינה בקובץ 2021. האשכול החברתי־כלכלי לשנת 2021 הובא ממקור משני ולא אומת,"
        " בלי דירוג ובלי ערך. אין נתוני מיקום."
    ),
}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "status_he": KINDS,
    "district_he": DISTRICTS,
    "coord_method": METHODS,
}
_FIGURES = tuple(column for column in COLUMNS if column.figure)
_IMPORTED = frozenset((column.figure, str(column.year), column.source) for column in _FIGURES)
_FIRST = ("id", "owner", "reviewed_on", "review_every", "sources", "proposal")
_ORDER = (*_FIRST, *(name for name in Profile.model_fields if name not in _FIRST))
_FIGURE_ORDER = tuple(dict.fromkeys(column.figure for column in _FIGURES))


# --- the table ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, order=True, slots=True)
class TableProblem:
    """A mistake in the table: the line (from 1; 0 for the whole file), the column, what is wrong, a hint."""

    line: int
    column: str
    message: str
    hint: str = ""


class TableRefused(Exception):  # noqa: N818 - carries what is wrong with the table to the command
    """The table cannot be imported; nothing was written."""

    def __init__(self, problems: Sequence[TableProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(sorted(set(problems)))


@dataclass(frozen=True)
class Row:
    """One authority: the line it stands on and its cells, each stripped of spaces around it."""

    line: int
    cells: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.cells["authority_id"]

    @cached_property
    def figures(self) -> Mapping[str, tuple[Item, ...]]:
        """Every figure type of the table, with the values that this row has."""
        lists: dict[str, list[Item]] = {figure: [] for figure in _FIGURE_ORDER}
        for column in _FIGURES:
            # Where no alert area was matched to the authority, a count of 0 is no finding: it is not known.
            unmatched = column.source == HFC_2026 and self.cells["hfc_areas_matched"] == "0"
            if self.cells[column.name] and not unmatched:
                value = {"value": self.cells[column.name], "year": str(column.year), "source": column.source}
                lists[column.figure].append(value)
        return {figure: tuple(values) for figure, values in lists.items()}

    @property
    def zones(self) -> tuple[Item, ...]:
        parts = (part.rpartition(":") for part in self.cells["hfc_zones"].split(";") if part.strip())
        return tuple({"name": name.strip(), "areas": areas.strip(), "source": HFC_2026} for name, _, areas in parts)

    @property
    def name(self) -> str:
        """The published name, without a space before a hyphen alone ("תל אביב -יפו")."""
        return re.sub(r"(?<=\S)\s+-(?=\S)", "-", self.cells["name_he"])

    @property
    def name_en(self) -> str:
        return self.cells["name_en_moi"] or capitalised(self.cells["name_en"])

    @property
    def variants(self) -> tuple[str, ...]:
        """The CBS's own spellings, in Hebrew and in English, where the names are spelt otherwise here."""
        transliteration = capitalised(self.cells["name_en"])
        spellings = {self.cells["name_he"]: self.name, transliteration: self.name_en}
        return tuple(s for s, used in spellings.items() if s and s.casefold() != used.casefold())

    @property
    def citations(self) -> tuple[Item, ...]:
        """What the identity of the authority rests on: the figures have sources of their own."""
        published = any(self.cells[column.name] for column in _FIGURES if column.source == CBS_2021)
        cluster = " ואשכול רשויות" if self.cells["regional_cluster_2021"] else ""
        identity = {
            "source": CBS_2021 if published else CBS_2024,
            "at": f"שם, סמל, מעמד, מחוז{cluster}" if cluster else "שם, סמל, מעמד ומחוז",
        }
        place = {"source": PLACES_2021, "at": "נפה"}
        return (identity, place) if self.cells["subdistrict_he"] else (identity,)


def capitalised(name: str) -> str:
    """`GIV'AT SHEMU'EL` → `Giv'at Shemu'el`: a capital after a space, a hyphen or a bracket, no other."""
    return re.sub(r"(^|[ (-])([a-z])", lambda match: match[1] + match[2].upper(), name.lower())


def read_table(path: Path) -> list[Row]:
    """The rows of the table. Raises TableRefused with every mistake in it."""
    text = _table_text(path)
    lines = csv.reader(io.StringIO(text), strict=True)
    rows, problems = [], []
    try:
        header = [name.strip() for name in next(lines, [])]
        if wrong := list(_header_problems(header)):
            raise TableRefused(wrong)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                message = f"בשורה {len(cells)} תאים, ובשורת הכותרות {len(header)}"
                problems.append(TableProblem(lines.line_num, "", message, "בדקו פסיקים ומרכאות בשורה"))
                continue
            rows.append(Row(lines.line_num, dict(zip(header, map(str.strip, cells), strict=True))))
    except csv.Error as error:
        problems.append(TableProblem(lines.line_num, "", "אי אפשר לקרוא את השורה כ־CSV", f"בדקו את המרכאות ({error})"))
    problems += [problem for row in rows for problem in _cell_problems(row)]
    problems += _repeated(rows)
    if not rows and not problems:
        problems.append(TableProblem(0, "", "אין בטבלה אף רשות", "צריך לפחות שורה אחת מתחת לשורת הכותרות"))
    if problems:
        raise TableRefused(problems)
    return rows


def _table_text(path: Path) -> str:
    """The text of the file; a BOM, as Excel writes it, is not a mistake here."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_TABLE + 1)
    except OSError as error:
        raise TableRefused([TableProblem(0, "", f"אי אפשר לקרוא את הקובץ: {error.strerror}")]) from None
    if len(data) > LARGEST_TABLE:
        raise TableRefused([TableProblem(0, "", f"הקובץ גדול מ־{LARGEST_TABLE // 1024 // 1024} מ״ב")])
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise TableRefused([TableProblem(0, "", "הקובץ ריק", "צריך שורת כותרות ושורה לכל רשות")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, _ = line_and_column(data[: error.start].decode("utf-8", "replace") + "x", error.start)
        hint = "שמרו אותו מחדש: באקסל ״שמירה בשם״, ״CSV UTF-8 (מופרד בפסיקים)״"
        raise TableRefused([TableProblem(line, "", "הקובץ אינו בקידוד UTF-8", hint)]) from None
    if "\x00" in text:
        raise TableRefused([TableProblem(0, "", "יש בקובץ תו NUL: זה אינו קובץ טקסט")])
    return text


def _header_problems(header: Sequence[str]) -> Iterator[TableProblem]:
    known = [column.name for column in COLUMNS]
    if len(header) == 1 and (used := next((mark for mark in ";\t|" if mark in header[0]), "")):
        name = "טאב" if used == "\t" else used
        yield TableProblem(1, "", f"העמודות מופרדות בסימן {name} ולא בפסיק", "שמרו את הטבלה כ־CSV מופרד בפסיקים")
        return
    for name in known:
        if name not in header:
            yield TableProblem(1, name, "העמודה חסרה", "kb import cbs --help מונה את העמודות")
    for index, name in enumerate(header):
        if name in header[:index]:
            yield TableProblem(1, name, "העמודה מופיעה פעמיים", "השאירו אחת מהן")
        elif name not in known and name not in IGNORED:
            near = get_close_matches(name, known, 1, 0.6)
            yield TableProblem(
                1, name or "(בלי שם)", "עמודה לא מוכרת", f"אולי {near[0]}?" if near else "מחקו אותה מן הטבלה"
            )


def _cell_problems(row: Row) -> Iterator[TableProblem]:
    for column in COLUMNS:
        cell = row.cells[column.name]
        if not cell:
            if column.must:
                yield TableProblem(row.line, column.name, "התא ריק", "בלי הערך הזה אין רשות")
        elif not column.form.fits(cell):
            yield TableProblem(row.line, column.name, f"הערך {shown(cell)} אינו מתאים", f"צריך {column.form.words}")
        elif cell not in (choices := _CHOICES.get(column.name, {cell: ""})):
            yield TableProblem(row.line, column.name, f"הערך {shown(cell)} אינו מוכר", f"המוכרים: {', '.join(choices)}")
    if row.id and not re.fullmatch(ID_PATTERN, row.id):
        yield TableProblem(row.line, "authority_id", f"{shown(row.id)} אינו מזהה", "אותיות אנגליות קטנות, ספרות ומקפים")
    if not re.fullmatch(r"([^:;]+:[ ]*[0-9]{1,6}[ ]*(;|$))*", row.cells["hfc_zones"]):
        yield TableProblem(
            row.line,
            "hfc_zones",
            f"הערך {shown(row.cells['hfc_zones'])} אינו מתאים",
            "צריך כמו: השפלה:2; לכיש:1",
        )
    placed = [bool(row.cells[name]) for name in ("lat", "lon", "coord_method")]
    if any(placed) and not all(placed):
        yield TableProblem(row.line, "lat", "המיקום חלקי", "מלאו את lat, lon ו־coord_method, או השאירו את שלושתם ריקים")


def _repeated(rows: Sequence[Row]) -> Iterator[TableProblem]:
    for name in ("authority_id", "cbs_code"):
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            # The code of a regional council may equal that of a locality, as the CBS prints them: six do.
            key = (row.cells[name], row.cells["status_he"] if name == "cbs_code" else "")
            if row.cells[name] and key in first:
                yield TableProblem(
                    row.line,
                    name,
                    f"הערך {shown(row.cells[name])} כבר הופיע בשורה {first[key]}",
                    "ערך אחד לכל רשות",
                )
            first.setdefault(key, row.line)


# --- the profiles -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Import:
    """What an import does: the new text of each profile that changes, and the ids by what happens to them."""

    texts: Mapping[Path, str]
    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]

    def write(self) -> None:
        """Write every file that changes: each by a rename, and none when one of them cannot be written."""
        write_all(self.texts)


HEADER = """\
# yaml-language-server: $schema=../../../schemas/profile.json
# הנתונים: הלשכה המרכזית לסטטיסטיקה, 2019 עד 2024; אזורי ההתרעה: פיקוד העורף, 2026. השנה והמקור ליד כל נתון.
"""


def plan_import(rows: Sequence[Row], municipalities: Path, owner: str) -> Import:
    """What importing `rows` into the folder of profiles would do. Raises TableRefused when a profile refuses.

    `owner` is the role that keeps new profiles. Profiles of example authorities are never touched.
    """
    texts: dict[Path, str] = {}
    ids: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": []}
    problems: list[TableProblem] = []
    for row in rows:
        path = municipalities / row.id / "profile.yml"
        try:
            before = _existing(path)
            after = merged(before or f'{HEADER}id: "{row.id}"\n', row, owner)
            problems += _profile_problems(row, after)
        except _Refused as refused:
            problems.append(
                TableProblem(row.line, "authority_id", f"{path.parent.name}/profile.yml: {refused.why}", refused.hint)
            )
            continue
        what = "created" if before is None else "updated" if after != before else "unchanged"
        ids[what].append(row.id)
        if what != "unchanged":
            texts[path] = after
    if problems:
        raise TableRefused(problems)
    return Import(texts, **{what: tuple(found) for what, found in ids.items()})


@dataclass(eq=False)
class _Refused(Exception):  # noqa: N818 - why a profile cannot take its row
    why: str
    hint: str = ""


def _existing(path: Path) -> str | None:
    """The text of a profile as it stands, line ends included; None when there is none yet."""
    if path.is_symlink() or path.parent.is_symlink():
        raise _Refused("קישור סמלי אינו מותר", "העתיקו את התיקייה עצמה למקומה")
    if not path.exists():
        return None
    try:
        fields = compose(read_text(path, LARGEST_YAML)).value
        text = path.read_bytes().decode("utf-8")
    except Mistake as mistake:
        raise _Refused(CODES[mistake.code].title, "תקנו אותו תחילה: kb check") from None
    except OSError as error:
        raise _Refused(f"אי אפשר לקרוא אותו: {error.strerror}") from None
    if not isinstance(fields, dict):
        raise _Refused("אינו פרופיל", "תקנו אותו תחילה: kb check")
    if fields.get("example") == "true":
        raise _Refused("זו רשות לדוגמה, והייבוא אינו נוגע בה", "בחרו מזהה אחר לרשות שבטבלה, או הסירו את השורה")
    return text


def merged(text: str, row: Row, owner: str) -> str:
    """The profile's text with what the row says. What the table does not say stays to the letter.

    A figure is the table's own by type, year and source; alert zones and coordinates by their source. `owner`
    and the note are written only where the profile has none.
    """
    try:
        edit = YamlEdit(text, _ORDER)
    except Unfit:
        raise _Refused("הקובץ אינו כתוב שדה בשורה", "כתבו כל שדה בשורה משלו") from None
    present = compose(text.replace("\r\n", "\n")).value
    _set_fields(edit, row, present, owner)
    edit.set_items("sources", _absent(row.citations, present), ("source",), _never)
    edit.set_items("variants", row.variants, (), _never)
    place = present.get("coordinates")
    if row.cells["lat"] and (not isinstance(place, dict) or place.get("source") == PLACES_2021):
        edit.set_group("coordinates", _coordinates(row))
    edit.set_items("alert_zones", row.zones, ("name", "source"), _of_alert_areas)
    edit.set_lists("figures", row.figures, ("year", "source"), _is_imported)
    try:
        return edit.text()
    except Unfit:
        raise _Refused("הקובץ אינו כתוב שדה בשורה", "כתבו כל שדה בשורה משלו") from None


def _set_fields(edit: YamlEdit, row: Row, present: Mapping[str, object], owner: str) -> None:
    cells = row.cells
    fields = {
        "name": row.name,
        "name_en": row.name_en,
        "municipality_kind": KINDS[cells["status_he"]],
        "district": DISTRICTS[cells["district_he"]],
        "subdistrict": cells["subdistrict_he"],
        "regional_cluster": cells["regional_cluster_2021"],
    }
    where_absent = {"owner": owner, "note": NOTES.get(cells["note"], cells["note"])}
    fields |= {name: value for name, value in where_absent.items() if present.get(name) is None}
    for name, value in fields.items():
        if value:
            edit.set(name, value)
    # As bare numbers they would be read as numbers elsewhere: 0031 is octal in YAML 1.1.
    edit.set("id", row.id, quoted=True)
    edit.set("cbs_code", cells["cbs_code"], quoted=True)


def _coordinates(row: Row) -> dict[str, str]:
    cells = row.cells
    return {
        "lat": cells["lat"],
        "lon": cells["lon"],
        "method": METHODS[cells["coord_method"]],
        "source": PLACES_2021,
    }


def _absent(citations: Sequence[Item], present: Mapping[str, object]) -> list[Item]:
    """The citations of sources that the profile does not cite yet, in whatever words."""
    written = present.get("sources")
    cited = {item.get("source") for item in written if isinstance(item, dict)} if isinstance(written, list) else set()
    return [item for item in citations if isinstance(item, Mapping) and item["source"] not in cited]


def _never(_item: Item) -> bool:
    return False


def _of_alert_areas(item: Item) -> bool:
    return isinstance(item, Mapping) and item.get("source") == HFC_2026


def _is_imported(figure: str, item: Item) -> bool:
    return isinstance(item, Mapping) and (figure, item.get("year"), item.get("source")) in _IMPORTED


def _profile_problems(row: Row, text: str) -> Iterator[TableProblem]:
    """What the checked model says of the profile that would be written."""
    try:
        Profile.model_validate(compose(text.replace("\r\n", "\n")).value)
    except ValidationError as error:
        for finding in findings("", Profile, error):
            problem = CODES[finding.code]
            message = problem.message.format_map(finding.facts)
            yield TableProblem(
                row.line,
                "authority_id",
                f"{row.id}/profile.yml, {field_text(finding.path)}: {message}",
                "תקנו אותו תחילה: kb check",
            )
