"""What the table of authorities holds: its columns, the form and the source of each, the words of its cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

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
CHOICES: Mapping[str, Mapping[str, str]] = {
    "status_he": KINDS,
    "district_he": DISTRICTS,
    "coord_method": METHODS,
}
FIGURES = tuple(column for column in COLUMNS if column.figure)
