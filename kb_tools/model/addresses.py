"""The addresses that generated pages have in the site: one table, for the views and for the check of written pages."""

import posixpath
from collections.abc import Iterator, Mapping

PAGES: Mapping[str, str] = {
    "playbook": "playbooks/{}/",
    "lesson": "lessons/{}/",
    "role": "roles/{}/",
    "scenario": "scenarios/{}/",
    "drill": "drills/{}/",
    "municipality": "municipalities/{}/",
    "district": "districts/{}/",
    "source": "sources/{}/",
    "call": "calls/{}/",
}
"""Kind → the address of each of its things; the folder itself is the kind's index page."""
VOCABULARY_PAGE = "vocabulary/"
PROBLEMS_PAGE = "guide/problems/"
CHANGES_PAGE = "changes/"
DUE_PAGE = "due/"
UPTAKE_PAGE = "lessons/uptake/"
TRENDS_PAGE = "drills/trends/"
COVERAGE_PAGE = "drills/coverage/"
CONTRIBUTE_PAGE = "contribute/"
FORM_PAGES: Mapping[str, str] = {kind: f"{CONTRIBUTE_PAGE}{kind}/" for kind in ("lesson", "result", "correction")}
"""Kind of submission → the form for it."""
API = "api/v1/"
"""Below it lies the content as JSON documents (`views.api`). The number changes when readers would break."""
CORRECTIONS_PAGE = f"{CONTRIBUTE_PAGE}corrections/"
INDEX_PAGES = frozenset(
    {
        "",
        VOCABULARY_PAGE,
        PROBLEMS_PAGE,
        CHANGES_PAGE,
        DUE_PAGE,
        UPTAKE_PAGE,
        TRENDS_PAGE,
        COVERAGE_PAGE,
        CONTRIBUTE_PAGE,
        CORRECTIONS_PAGE,
        *FORM_PAGES.values(),
    }
    | {pattern.format("")[:-1] for kind, pattern in PAGES.items() if kind != "district"}
)
"""Addresses of the generated pages that are about no single thing."""

_KIND_OF_FOLDER = {pattern.partition("/")[0]: kind for kind, pattern in PAGES.items()}
_BELOW_DRILLS = (["facilitator"], ["run"], ["facilitator", "run"])
"""The other pages of a drill, below its first."""
_ADAPTED = "playbooks"
"""The folder of an authority's own versions of playbooks, below its page."""
_HANDOVER = "handover"
"""The page for whoever takes over the role in an authority, below the authority's own."""
_RESULTS = "results"
"""The folder of the results that an authority recorded, below its page."""
_UNITS = PAGES["municipality"].partition("/")[0]
_UNPUBLISHED = "templates"
"""A folder that MkDocs leaves out of the site."""


def adapted_address(municipality: str, playbook: str) -> str:
    """Where a playbook stands as one authority works by it."""
    return f"{PAGES['municipality'].format(municipality)}{_ADAPTED}/{playbook}/"


def handover_address(municipality: str) -> str:
    """Where the hand-over pack of an authority stands."""
    return f"{PAGES['municipality'].format(municipality)}{_HANDOVER}/"


def result_address(result: str) -> str:
    """Where the after-action review of a result stands; `result` is its qualified id, `town/first-result`."""
    municipality, _, own = result.partition("/")
    return f"{PAGES['municipality'].format(municipality)}{_RESULTS}/{own}/"


def ids_taken() -> Iterator[tuple[str, str]]:
    """(kind, id) of the things whose own page would stand where a page about no single thing does."""
    for kind, pattern in PAGES.items():
        folder = pattern.format("").removesuffix("/")
        for page in INDEX_PAGES:
            if page.startswith(folder) and page.count("/") == pattern.count("/"):
                yield kind, page.removeprefix(folder).removesuffix("/")


def page_address(path: str) -> str:
    """The address of a Markdown page: `guide/index.md` → `guide/`."""
    folder, name = posixpath.split(path.removesuffix(".md"))
    if name in ("index", "README"):
        return f"{folder}/" if folder else ""
    return f"{folder}/{name}/" if folder else f"{name}/"


def things_at(address: str) -> tuple[tuple[str, str], ...]:
    """(kind, id) of the thing whose page, or a page below it, is at `address`: none, or one."""
    folder, _, below = address.partition("/")
    id_ = below.partition("/")[0]
    return ((_KIND_OF_FOLDER[folder], id_),) if id_ and folder in _KIND_OF_FOLDER else ()


def reserved_for(path: str) -> str | None:
    """Whose address a written page at `path` (below the docs folder) would take; None when it is free.

    A kind of PAGES, the address of a single page, or `templates`. The home page is free: a written one replaces it.
    """
    address = page_address(path)
    folder, *below = address.split("/")[:-1] or [""]
    if folder == _UNPUBLISHED:
        return folder
    if address in (VOCABULARY_PAGE, PROBLEMS_PAGE, DUE_PAGE, CONTRIBUTE_PAGE, CORRECTIONS_PAGE, *FORM_PAGES.values()):
        return address
    if f"{folder}/" == CHANGES_PAGE:
        return CHANGES_PAGE
    if (
        len(below) < 2
        or (folder == "drills" and below[1:] in _BELOW_DRILLS)
        or (folder, below[1:2]) == (_UNITS, [_ADAPTED])
        or (folder, below[1:2]) == (_UNITS, [_RESULTS])
        or (folder, below[1:]) == (_UNITS, [_HANDOVER])
    ):
        return _KIND_OF_FOLDER.get(folder)
    return None
