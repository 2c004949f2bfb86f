"""What paper looks like: the style sheets and the fonts, for the printer and for the site alike."""

from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
CONTENT_STYLE = Path(__file__).parent / "paper.css"
"""How a sheet looks, in the PDF and when a browser prints its page."""
PAGE_STYLE = Path(__file__).parent / "page.css"
"""What only the PDF needs: fonts by file, margins, the running head and foot."""
