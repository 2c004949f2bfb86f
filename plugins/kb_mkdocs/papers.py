"""Papers beside the pages: printed once the site is written, taken from the last build where nothing in them changed."""

import logging
import os
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from kb_tools.model.problem import Problem
from kb_tools.printing.jobs import job_of, too_long
from kb_tools.printing.press import Press
from kb_tools.printing.printer import NoPrinterError, weasyprint
from kb_tools.printing.store import Store, folder_of
from kb_tools.views.sheets_all import published
from kb_tools.views.site import Site

log = logging.getLogger("mkdocs.plugins.kb")

WITHOUT = "KB_WITHOUT_PDF"
"""Set by `kb build --no-pdf`: MkDocs passes no options on."""


def with_papers(site: Site, previewing: bool) -> Site:
    """The site, knowing whether its pages may lead to PDFs. A preview and a machine that cannot print have none."""
    if previewing or os.environ.get(WITHOUT):
        return site
    try:
        weasyprint()
    except NoPrinterError as missing:
        log.info("kb: האתר נבנה בלי דפים להדפסה (PDF). %s", missing)
        return site
    return replace(site, has_papers=True)


def write(site: Site, config: MkDocsConfig) -> list[Problem]:
    """Print what the pages lead to; the notices name the sheets that take more pages than they may."""
    if not site.has_papers:
        return []
    target = Path(config.site_dir)
    store = Store(folder_of(Path(config.config_file_path).parent))
    sheets = [*published(site)]
    log.info("kb: דפים להדפסה (PDF): %d. מה שלא השתנה נלקח מן הבנייה הקודמת", len(sheets))
    long = []
    with Press(store) as press:
        for sheet, done in zip(sheets, press.printed(job_of(site, sheet) for sheet in sheets), strict=True):
            file = target / sheet.address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(done.pdf)
            long.append(too_long(sheet, done.pages))
    store.forget_old()
    return [problem for problem in long if problem]
