"""QR codes as pictures in a page: plain SVG of one path, black on white."""

from io import BytesIO

import segno
from markupsafe import Markup

_QUIET = 4
"""Modules of white around the code, which readers need (ISO/IEC 18004)."""


def qr_svg(address: str) -> Markup:
    """The code of an address as an inline SVG without a size of its own: the style sheet gives it one.

    Level M: a crease or a drop of coffee may cover a seventh of it.
    """
    out = BytesIO()
    segno.make_qr(address, error="m", boost_error=False).save(
        out,
        kind="svg",
        encoding="utf-8",
        border=_QUIET,
        xmldecl=False,
        svgns=False,
        omitsize=True,
        svgclass="kb-qr",
        lineclass=None,
        nl=False,
        title="קוד QR: הדף הזה באתר",
    )
    return Markup(out.getvalue().decode("utf-8"))  # noqa: S704 - drawn here, and the address is not in it
