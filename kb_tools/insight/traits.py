"""The DNA of an authority: traits computed from its figures and kind by the rules of the vocabulary."""

from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Figure, Profile
from kb_tools.model.vocabulary import Trait


def latest(profile: Profile, figure_type: str) -> Figure | None:
    """The newest published value of a figure."""
    return max(profile.figures.get(figure_type, ()), key=lambda figure: figure.year, default=None)


def traits_of(library: Library, profile: Profile) -> tuple[Trait, ...]:
    """The traits whose rule holds. A figure that is not known makes no trait."""
    return tuple(trait for trait in library.traits.values() if _holds(trait, profile))


def sharing(library: Library) -> dict[str, tuple[Municipality, ...]]:
    """Trait → the authorities that have it, every trait present. Examples are left out."""
    real = [municipality for municipality in library.municipalities.values() if not municipality.profile.example]
    return {
        trait.id: tuple(municipality for municipality in real if _holds(trait, municipality.profile))
        for trait in library.traits.values()
    }


def _holds(trait: Trait, profile: Profile) -> bool:
    if trait.municipality_kind is not None:
        return trait.municipality_kind == profile.municipality_kind
    figure = latest(profile, trait.figure) if trait.figure else None
    if figure is None:
        return False
    above = trait.at_least is None or figure.value >= trait.at_least
    return above and (trait.at_most is None or figure.value <= trait.at_most)
