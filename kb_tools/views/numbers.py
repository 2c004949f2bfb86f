"""Numbers as people read them."""


def number(value: float, decimals: int = 0) -> str:
    """`39893` → `39,893`; decimals only where asked for."""
    return f"{value:,.{decimals}f}"


def counted(count: int, one: str, many: str) -> str:
    """`1` → `צורך אחד`, `12` → `12 צרכים`; `one` says the number itself."""
    return one if count == 1 else f"{number(count)} {many}"


def percent(share: float) -> str:
    """`0.347` → `35%`; what is above nothing is never shown as nothing."""
    rounded = round(share * 100)
    return "פחות מ־1%" if rounded == 0 and share > 0 else f"{rounded}%"
