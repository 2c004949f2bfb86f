"""A table of local authorities (CSV) → their profile.yml files.

One row is one authority, one column one field or one figure; `COLUMNS` is the whole mapping. The table is
read and checked as a whole before anything is written, and a file is written only when it changes.
"""

from kb_tools.content.cbs.columns import COLUMNS, IGNORED, SOURCES
from kb_tools.content.cbs.profiles import Import, plan_import
from kb_tools.content.cbs.table import TableRefused, capitalised, read_table

__all__ = [
    "COLUMNS",
    "IGNORED",
    "SOURCES",
    "Import",
    "TableRefused",
    "capitalised",
    "plan_import",
    "read_table",
]
