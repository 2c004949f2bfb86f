"""What stands below a page that people wrote: who looks after it, when it was reviewed and when that falls due again."""

from kb_tools.model.document import Page
from kb_tools.views.site import Site


def foot(site: Site, page: Page, at: str) -> str:
    """The HTML, for the page at address `at`; nothing below a home page."""
    if not at:
        return ""
    file = f"{site.library.settings.docs}/{page.path}"
    return site.draw("written.html.j2", at, page=page, file=file)
