"""Rows of the table → the texts of the profiles, and what the import of them changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from kb_tools.content.atomic import write_all
from kb_tools.content.cbs.columns import DISTRICTS, FIGURES, HFC_2026, KINDS, METHODS, NOTES, PLACES_2021
from kb_tools.content.cbs.table import Row, TableProblem, TableRefused
from kb_tools.content.compose import compose
from kb_tools.content.field_errors import findings
from kb_tools.content.text import LARGEST_YAML, Mistake, read_text
from kb_tools.content.yaml_edit import Item, Unfit, YamlEdit
from kb_tools.model.catalog import CODES
from kb_tools.model.municipality import Profile
from kb_tools.model.problem import field_text

_IMPORTED = frozenset((column.figure, str(column.year), column.source) for column in FIGURES)
_FIRST = ("id", "owner", "reviewed_on", "review_every", "sources", "proposal")
_ORDER = (*_FIRST, *(name for name in Profile.model_fields if name not in _FIRST))


@dataclass(frozen=True)
class Import:
    """What an import does: the new text of each profile that changes, and the ids by what happens to them."""

    texts: Mapping[Path, str]
    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]

    def write(self) -> None:
        """Write every file that changes, each by a rename. Raises OSError, PartlyWrittenError when some were written."""
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
