"""Where each thing is in the site: one table from kinds to addresses, and relative links between pages."""

import posixpath

_PAGES = {
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
_ANCHORS = {
    "step": ("playbook", "step"),
    "item": ("drill", "item"),
    "objective": ("drill", "objective"),
    "need": ("municipality", "need"),
    "actor": ("municipality", "actor"),
    "response": ("municipality", "response"),
    "result": ("municipality", "result"),
    "wave": ("municipality", "wave"),
    "adaptation": ("municipality", "adaptation"),
}
_TERMS = {
    "phase": "phases",
    "sector": "sectors",
    "department": "departments",
    "population": "populations",
    "need-type": "needs",
    "characteristic": "characteristics",
    "trait": "traits",
    "municipality-kind": "municipality-kinds",
    "figure-type": "figures",
    "glossary-term": "glossary",
}
VOCABULARY_PAGE = "vocabulary/"


def address(kind: str, id: str) -> str:
    """The address of a thing from the site's root: `playbooks/x/#step-y`. Raises KeyError for a kind without pages."""
    if kind in _PAGES:
        return _PAGES[kind].format(id)
    if kind in _ANCHORS:
        owner_kind, prefix = _ANCHORS[kind]
        owner, _, own = id.partition("/")
        return f"{_PAGES[owner_kind].format(owner)}#{prefix}-{own}"
    if kind == "page":
        return page_address(id)
    if kind == "settings":
        return ""
    return f"{VOCABULARY_PAGE}#{_TERMS[kind]}-{id}"


def owner_of(kind: str, id: str) -> tuple[str, str] | None:
    """The thing on whose page a part stands: step `x/y` → playbook `x`. None for what has a page of its own."""
    return (_ANCHORS[kind][0], id.partition("/")[0]) if kind in _ANCHORS else None


def page_address(path: str) -> str:
    """The address of a Markdown page: `guide/index.md` → `guide/`."""
    folder, name = posixpath.split(path.removesuffix(".md"))
    if name in ("index", "README"):
        return f"{folder}/" if folder else ""
    return f"{folder}/{name}/" if folder else f"{name}/"


def relative(target: str, page: str) -> str:
    """`target` as a link on the page at address `page`; both from the root, pages end in `/`.

    Always by way of the root: twenty times faster than the shortest path, and a site has tens of thousands of links.
    """
    path, mark, anchor = target.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    return f"{'../' * page.count('/')}{target}" or "./"
