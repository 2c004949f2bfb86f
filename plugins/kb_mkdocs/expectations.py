"""What the search is expected to find, asked of both engines once the site is written."""

import logging
from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from kb_mkdocs.browser_engine import EngineFaultError, NotAskedError, answers
from kb_tools.content.locate import located
from kb_tools.model.library import Library
from kb_tools.model.problem import Problem
from kb_tools.model.search import TOP
from kb_tools.search.expected import Engine, Unmet, findings, unmet
from kb_tools.search.published import PublishedSearch

log = logging.getLogger("mkdocs.plugins.kb")


def problems(library: Library, published: PublishedSearch, config: MkDocsConfig, browser: bool) -> list[Problem]:
    """What either engine does not find. `browser`: whether to ask the browser's too, of the files that were written."""
    left = {Engine.RANKING: published.unmet}
    if browser and library.expectations:
        left[Engine.BROWSER] = _unmet_in_browser(library, Path(config.site_dir))
    return located(Path(config.config_file_path).parent, findings(left, published.titles))


def _unmet_in_browser(library: Library, site: Path) -> Sequence[Unmet]:
    """A build has no need of node: without it this engine is not asked, and that is said."""
    try:
        found = answers(site, [one.query for one in library.expectations], TOP)
    except NotAskedError as why:
        log.info("kb: מנוע החיפוש של הדפדפן לא נשאל על הציפיות: %s", why)
    except EngineFaultError as fault:
        log.error("מנוע החיפוש של הדפדפן נכשל על האינדקס שנכתב: %s", fault)  # noqa: TRY400 - whoever reads it needs no traceback
    else:
        return list(unmet(library, found.__getitem__))
    return ()
