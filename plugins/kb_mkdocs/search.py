"""The search of the site: our worker behind the theme's box, and our index beside the pages."""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from kb_tools.views.addresses import page_address
from kb_tools.views.site import Site

SCRIPTS = Path(__file__).parent / "assets" / "js" / "search"
STOCK_WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
STOCK_INDEX = Path("search", "search_index.json")
GUIDES = ("guide/search.md", "guide/contribute.md", "guide/index.md")
"""Where whoever found nothing may read how to add it: the first that the knowledge base has."""


def configure(config: MkDocsConfig, site: Site) -> None:
    """What the search box says of this knowledge base."""
    written = {page.path for page in site.library.pages}
    guide = next((page_address(path) for path in GUIDES if path in written), None)
    settings = site.library.settings
    config.extra["search"] = {
        "guide": guide,
        "report": site.report_link,
        "contact": settings.contact,
        "unit": settings.unit.short,
    }


def prepare(env: Environment) -> None:
    """The filter with which our `main.html` puts our worker in place of the theme's."""
    version = _version()
    env.filters["with_own_worker"] = lambda block: with_own_worker(str(block), version)


def with_own_worker(block: str, version: str) -> str:
    """The theme's configuration of a page, with our worker.

    Raises PluginError where the stock worker is not named exactly once: the theme has changed, and the box would be dead.
    """
    replaced, count = STOCK_WORKER.subn(f"assets/kb/js/search/worker.js?v={version}", block)
    if count != 1:
        raise PluginError(
            f"גרסה זו של Material אינה מגדירה את החיפוש כצפוי ({STOCK_WORKER.pattern}: {count}), והוא לא יעבוד"
        )
    return replaced


def _version() -> str:
    # A browser that keeps yesterday's engine and gets today's index would have to refuse it: they change address together.
    digest = sha256()
    for path in sorted(SCRIPTS.glob("*.js")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def add_index(files: Files, config: MkDocsConfig, index: Iterable[tuple[str, str]]) -> None:
    """Publish the files of a browser index: (name, text) as `search/<name>.js`."""
    for name, text in index:
        files.append(File.generated(config, f"search/{name}.js", content=text))


def drop_stock_index(config: MkDocsConfig) -> None:
    """Remove the index that the theme's plugin wrote: nothing asks for it, and it is empty."""
    (Path(config.site_dir) / STOCK_INDEX).unlink(missing_ok=True)
