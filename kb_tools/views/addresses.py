"""Where each thing is in the site: addresses of things and their parts, and relative links between pages."""

from kb_tools.model.addresses import CORRECTIONS_PAGE, PAGES, VOCABULARY_PAGE, page_address, result_address

__all__ = ["VOCABULARY_PAGE", "address", "has_address", "owner_of", "page_address", "relative"]

_ANCHORS = {
    "step": ("playbook", "step"),
    "item": ("drill", "item"),
    "objective": ("drill", "objective"),
    "need": ("municipality", "need"),
    "actor": ("municipality", "actor"),
    "response": ("municipality", "response"),
    "wave": ("municipality", "wave"),
    "adaptation": ("municipality", "adaptation"),
}
_ALONE = frozenset({"result", "page", "settings", "correction"})
"""Kinds whose addresses follow a rule of their own."""
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


def address(kind: str, id: str) -> str:
    """The address of a thing from the site's root: `playbooks/x/#step-y`. Raises KeyError for a kind without pages."""
    if kind in PAGES:
        return PAGES[kind].format(id)
    if kind in _ANCHORS:
        owner_kind, prefix = _ANCHORS[kind]
        owner, _, own = id.partition("/")
        return f"{PAGES[owner_kind].format(owner)}#{prefix}-{own}"
    if kind == "result":
        return result_address(id)
    if kind == "page":
        return page_address(id)
    if kind == "settings":
        return ""
    if kind == "correction":
        return f"{CORRECTIONS_PAGE}#correction-{id}"
    return f"{VOCABULARY_PAGE}#{_TERMS[kind]}-{id}"


def has_address(kind: str) -> bool:
    """Whether things of the kind are shown somewhere."""
    return kind in PAGES or kind in _ANCHORS or kind in _TERMS or kind in _ALONE


def owner_of(kind: str, id: str) -> tuple[str, str] | None:
    """The thing on whose page a part stands: step `x/y` → playbook `x`. None for what has a page of its own."""
    return (_ANCHORS[kind][0], id.partition("/")[0]) if kind in _ANCHORS else None


def relative(target: str, page: str) -> str:
    """`target` as a link on the page at address `page`; both from the root, pages end in `/`.

    Always by way of the root: twenty times faster than the shortest path, and a site has tens of thousands of links.
    """
    path, mark, anchor = target.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    return f"{'../' * page.count('/')}{target}" or "./"
