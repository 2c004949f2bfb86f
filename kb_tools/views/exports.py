"""What leaves the knowledge base as one file or a few: tables for a spreadsheet, or one JSON document."""

import json
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from itertools import chain
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kb_tools.views import records
from kb_tools.views.api import item
from kb_tools.views.site import Site
from kb_tools.views.spreadsheet import csv_bytes
from kb_tools.views.tables import Column, Table, table_ids, tables
from kb_tools.views.workbook import xlsx_bytes

__all__ = ["chosen_tables", "csv_file", "csv_files", "json_document", "names", "workbook", "zipped"]

COLUMNS = "columns"
"""The table of all columns of the others. No kind has this name."""
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can tell: all its files bear it, so that the same tables make the same archive."""


def names(site: Site) -> tuple[str, ...]:
    """What may be asked for: every kind, and every table inside one."""
    return tuple(chain.from_iterable(table_ids(site.library, kind) for kind in records.kinds()))


def chosen_tables(site: Site, wanted: Sequence[str] = (), *, whole: bool = False) -> tuple[Table, ...]:
    """The tables of the kinds that are named, with those inside them, and single tables by their names; all by default."""
    return tuple(
        table
        for kind in records.kinds()
        if not wanted or any(name.partition(".")[0] == kind for name in wanted)
        for table in tables(site.library, kind, whole=whole)
        if not wanted or table.id in wanted or kind in wanted
    )


def csv_file(table: Table) -> bytes:
    """A line of the columns' names, then the rows."""
    return csv_bytes([column.id for column in table.columns], table.rows)


def csv_files(found: Iterable[Table]) -> dict[str, bytes]:
    """File name → CSV; beside the tables, `columns.csv` says in Hebrew what each column is."""
    found = tuple(found)
    return {f"{table.id}.csv": csv_file(table) for table in (*found, _columns_of(found))}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one archive, in their order."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _OLDEST)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def workbook(site: Site, found: Sequence[Table]) -> bytes:
    """One sheet a table, and a last one that says what each column is. Raises UnfitError."""
    title = ", ".join(filter(None, (site.library.settings.title, site.today.isoformat(), site.history.revision)))
    return xlsx_bytes(title, (*found, _columns_of(found)), site.today)


def json_document(site: Site, kinds: Sequence[str] = (), *, whole: bool = False) -> bytes:
    """All that is known of each thing of the kinds, as in the site's API; all kinds by default."""
    found = {
        kind: [item(site, record, whole=whole) for record in records.records(site.library, kind)]
        for kind in records.kinds()
        if not kinds or kind in kinds
    }
    revision = {"revision": site.history.revision} if site.history.revision else {}
    head = {"title": site.library.settings.title, **revision, "date": site.today.isoformat(), "kinds": found}
    return (json.dumps(head, ensure_ascii=False, indent=1) + "\n").encode()


def _columns_of(found: Iterable[Table]) -> Table:
    told = (("table", "הטבלה"), ("table_label", "שם הטבלה"), ("column", "העמודה"), ("label", "שם העמודה"))
    columns = tuple(Column(id_, label, "") for id_, label in (*told, ("description", "מה יש בה")))
    rows = tuple(
        (table.id, table.label, column.id, column.label, column.description or None)
        for table in found
        for column in table.columns
    )
    return Table(COLUMNS, "עמודות", columns, rows)
