"""Which traits an authority has: the rules of the vocabulary, read on its own figures and kind."""

from kb_tools.model.library import Library
from kb_tools.model.municipality import Figure, Profile
from kb_tools.model.vocabulary import Trait


def latest(profile: Profile, figure_type: str) -> Figure | None:
    """The newest published value of a figure."""
    return max(profile.figures.get(figure_type, ()), key=lambda figure: figure.year, default=None)


def traits_of(library: Library, profile: Profile) -> tuple[Trait, ...]:
    """The traits whose rule holds. A figure that is not known makes no trait."""
    return tuple(trait for trait in library.traits.values() if has_trait(profile, trait))


def has_trait(profile: Profile, trait: Trait) -> bool:
    """Whether the rule of the trait holds for an authority."""
    if trait.municipality_kind is not None:
        return trait.municipality_kind == profile.municipality_kind
    figure = latest(profile, trait.figure) if trait.figure else None
    if figure is None:
        return False
    above = trait.at_least is None or figure.value >= trait.at_least
    return above and (trait.at_most is None or figure.value <= trait.at_most)
