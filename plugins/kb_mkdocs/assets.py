"""Styles, scripts, fonts and theme overrides: published under `assets/kb/`, loaded on every page."""

from pathlib import Path

from markdown.extensions.toc import slugify_unicode
from markupsafe import escape
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from kb_tools.views.addresses import page_address
from kb_tools.views.dates import gregorian
from kb_tools.views.paper import CONTENT_STYLE, FONTS
from kb_tools.views.site import Site

HERE = Path(__file__).parent
STYLES = (
    "tokens",
    "base",
    "components",
    "data",
    "pages",
    "knowledge",
    "action",
    "profile",
    "trends",
    "search",
    "related",
    "forms",
    "print",
    "paper",
)
SCRIPTS = ("table", "kb", "reveal", "search/marks", "search/list", "search/facets", "search/box")
FOOT = ("about.md", "accessibility.md")
"""Written pages that every page's foot leads to, where a knowledge base has them."""
PUBLISHED = frozenset({".css", ".js", ".woff2", ".txt"})


def configure(config: MkDocsConfig, site: Site) -> None:
    """Our theme overrides go before Material's templates but after a site's own `custom_dir`."""
    # The default slug of a Hebrew heading is `_1`, `_2`…: links to it move when a heading is added above it.
    config.mdx_configs.setdefault("toc", {}).setdefault("slugify", slugify_unicode)
    own = config.theme.dirs
    own.insert(1 if config.theme.custom_dir else 0, str(HERE / "theme"))
    config.extra_css[:0] = [f"assets/kb/css/{name}.css" for name in STYLES]
    config.extra_javascript[:0] = [ExtraScriptValue(f"assets/kb/js/{name}.js") for name in SCRIPTS]
    config.extra.setdefault("generator", False)
    config.extra.setdefault("built", gregorian(site.today))
    config.extra["foot"] = [
        (page_address(page.path), str(escape(page.meta.title))) for page in site.library.pages if page.path in FOOT
    ]


def foot_addresses() -> tuple[str, ...]:
    """The addresses in the foot of every page, whether or not a knowledge base has them."""
    return tuple(map(page_address, FOOT))


def add(files: Files, config: MkDocsConfig) -> None:
    """The asset files themselves; the fonts and the style of paper are the engine's, which prints without MkDocs."""
    folder = HERE / "assets"
    own = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    own |= {f"fonts/{path.name}": path for path in FONTS.iterdir()} | {f"css/{CONTENT_STYLE.name}": CONTENT_STYLE}
    for name, path in sorted(own.items()):
        if path.suffix in PUBLISHED:
            files.append(File.generated(config, f"assets/kb/{name}", abs_src_path=str(path)))
