"""The DNA of an authority: traits computed from its figures and kind by the rules of the vocabulary."""

from kb_tools.model.library import Library, Municipality
from kb_tools.model.traits import has_trait, latest, traits_of

__all__ = ["latest", "sharing", "traits_of"]


def sharing(library: Library) -> dict[str, tuple[Municipality, ...]]:
    """Trait → the authorities that have it, every trait present. Examples are left out."""
    real = [municipality for municipality in library.municipalities.values() if not municipality.profile.example]
    return {
        trait.id: tuple(municipality for municipality in real if has_trait(municipality.profile, trait))
        for trait in library.traits.values()
    }
