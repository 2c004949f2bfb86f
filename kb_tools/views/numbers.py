"""Numbers as people read them."""


def number(value: float, decimals: int = 0) -> str:
    """`39893` → `39,893`; decimals only where asked for."""
    return f"{value:,.{decimals}f}"
