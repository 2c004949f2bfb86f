"""Documents of the authorities: who each is, and what was mapped, agreed, drilled and changed in it."""

from collections.abc import Iterator

from kb_tools.insight.grouping import grouped
from kb_tools.model.addresses import adapted_address
from kb_tools.model.drill import DrillResult
from kb_tools.model.library import Library, Municipality
from kb_tools.model.municipality import Actor, Adaptation, Forum, Need, Plan, Profile, ResilienceWave, Response
from kb_tools.model.playbook import Playbook
from kb_tools.search.document import Document, Sheet, listed
from kb_tools.search.passages import prose
from kb_tools.views.adapted import adapted_books, own_lanes
from kb_tools.views.adapted import title as adapted_title
from kb_tools.views.addresses import address
from kb_tools.views.municipalities import headline_figures
from kb_tools.views.names import name_of
from kb_tools.views.numbers import number
from kb_tools.views.results import title as result_title
from kb_tools.views.site import Site


def authorities(site: Site) -> Iterator[Document]:
    """One document for an authority of which only figures are known; more where people have written more."""
    for municipality in site.library.municipalities.values():
        id_ = municipality.id
        sheet = Sheet(address("municipality", id_), municipality.profile.name, "municipality", authority=id_)
        yield sheet.own(*_identity(site, municipality))
        yield from _mapped(site.library, sheet, municipality)
        yield from _pillars(sheet, municipality)
        yield from _reached(site.library, sheet, municipality.profile)
        yield from _course(site.library, sheet, municipality)
        for book, adaptations in adapted_books(site, municipality):
            yield from _adapted(site, municipality, book, adaptations)


def _identity(site: Site, municipality: Municipality) -> Iterator[str]:
    library, profile = site.library, municipality.profile
    if profile.example:
        yield "דוגמה: הכול כאן בדוי"
    yield ", ".join(_place(library, profile))
    yield ", ".join(_also_called(profile))
    yield "; ".join(zone.name for zone in profile.alert_zones)
    yield ", ".join(trait.name for trait in site.insights.kinship.traits[municipality.id])
    for row in headline_figures(site, municipality):
        value = number(row.figure.value, row.type.decimals)
        yield f"{row.type.name}: {value}{'%' if row.type.unit == '%' else ''} ({row.figure.year})"
    yield profile.note or ""


def _place(library: Library, profile: Profile) -> Iterator[str]:
    yield name_of(library, "municipality-kind", profile.municipality_kind)
    yield name_of(library, "district", profile.district)
    if profile.subdistrict:
        yield f"נפת {profile.subdistrict}"
    if profile.regional_cluster:
        yield profile.regional_cluster


def _also_called(profile: Profile) -> Iterator[str]:
    """By what else people look for it; the page does not show these."""
    yield from filter(None, (profile.name_en, *profile.variants, profile.cbs_code))


def _mapped(library: Library, sheet: Sheet, municipality: Municipality) -> Iterator[Document]:
    answers = grouped(municipality.responses, lambda response: (response.need,))
    for need in municipality.needs:
        yield _need(library, sheet, need, answers.get(need.id, ()))
    for actor in municipality.actors:
        yield _actor(library, sheet, actor)


def _need(library: Library, sheet: Sheet, need: Need, responses: tuple[Response, ...]) -> Document:
    title = f"{name_of(library, 'need-type', need.need)} · {name_of(library, 'population', need.population)}"
    return sheet.thing(
        ("need", f"{sheet.authority}/{need.id}"),
        title,
        need.note,
        *(f"{response.state.label}: {response.note}" for response in responses if response.note),
        kind="need",
        # A need that names no scenario exists in all of them.
        scenarios=need.scenarios or tuple(library.scenarios),
        phase=need.phases[0] if len(need.phases) == 1 else None,
    )


def _actor(library: Library, sheet: Sheet, actor: Actor) -> Document:
    return sheet.thing(
        ("actor", f"{sheet.authority}/{actor.id}"),
        actor.name,
        name_of(library, "sector", actor.sector),
        listed("יודע לענות על", [name_of(library, "need-type", need) for need in actor.can]),
        listed("חוזקות", actor.strengths),
        listed("חולשות", actor.weaknesses),
        listed("חסמים", actor.barriers),
        listed("יישובים ושכונות", actor.localities),
        listed("אוכלוסיות", [name_of(library, "population", id_) for id_ in actor.populations]),
        kind="actor",
    )


def _pillars(sheet: Sheet, municipality: Municipality) -> Iterator[Document]:
    if municipality.forum:
        yield sheet.part("forum", "הפורום", *_of_forum(municipality.forum))
    if municipality.plan:
        yield sheet.part("plan", "התכנית: שני מהלכים במקביל", *_of_plan(municipality.plan))
    if municipality.waves:
        waves = (line for wave in municipality.waves for line in _of_wave(wave))
        yield sheet.part("resilience", "חוסן לאורך זמן", *waves)
    reasons = [answer.because for answer in municipality.answers if answer.because]
    if reasons:
        yield sheet.part("uptake", "לקחים שנוגעים לכאן", *reasons)


def _reached(library: Library, sheet: Sheet, profile: Profile) -> Iterator[Document]:
    """The numbers that were published, where people look for them: a phone call is what a search may be for."""
    lines = (
        listed(name_of(library, "role", each.role), [each.number, *filter(None, (each.when,))])
        for each in profile.contacts
    )
    if profile.contacts:
        yield sheet.part("contacts", "לאן פונים", *lines)


def _of_forum(forum: Forum) -> Iterator[str]:
    for meeting in forum.meetings:
        yield meeting.subject
        yield from meeting.decisions
        yield from (action.what for action in meeting.actions)
    yield from (training.subject for training in forum.trainings)
    yield from (f"{member.role}, {member.body}" for member in forum.members)


def _of_plan(plan: Plan) -> Iterator[str]:
    yield from (item.what for item in (*plan.immediate, *plan.multi_year))
    yield from (reason for planned in plan.drills for reason in planned.why)


def _of_wave(wave: ResilienceWave) -> Iterator[str]:
    yield f"{wave.instrument.label} · {wave.rater}"
    yield wave.evidence


def _course(library: Library, sheet: Sheet, municipality: Municipality) -> Iterator[Document]:
    for result in municipality.results:
        key, drill = ("result", f"{municipality.id}/{result.id}"), library.drills.get(result.drill)
        # A real event has a scenario of its own, whatever the list was made for.
        scenarios = (drill.scenario,) if drill and not result.real_event else ()
        page = Sheet(address(*key), result_title(library, key[1]), "result", scenarios, municipality.id)
        yield page.own(*_of_result(result))
    for adaptation in municipality.adaptations:
        key, book = ("adaptation", f"{municipality.id}/{adaptation.id}"), library.playbooks.get(adaptation.playbook)
        yield sheet.thing(
            key,
            name_of(library, *key),
            adaptation.because,
            kind="adaptation",
            scenarios=book.scenarios if book else (),
        )


def _of_result(result: DrillResult) -> Iterator[str]:
    yield from (item.note for item in result.items if item.note)
    yield from (objective.note for objective in result.objectives if objective.note)
    yield from (item.by for item in result.items if item.by)
    for gone in result.gone:
        yield from filter(None, (gone.text or gone.item, gone.note, gone.by))
    for former in result.gone_objectives:
        yield from filter(None, (former.what or former.objective, former.note))
    if result.review:
        yield from (*result.review.strengths, *result.review.improvements)
        yield from (action.what for action in result.review.actions)


def _adapted(
    site: Site, municipality: Municipality, book: Playbook, adaptations: tuple[Adaptation, ...]
) -> Iterator[Document]:
    """The authority's own version of a playbook: what is different there, for the rest is the shared playbook's."""
    address_ = adapted_address(municipality.id, book.id)
    sheet = Sheet(address_, adapted_title(book, municipality), "adaptation", book.scenarios, municipality.id)
    found = own_lanes(site, municipality, book, adaptations)
    # A step that is left out is told by its reason alone: its words are the shared step's, which is to be found first.
    skipped = [step.change.because for lane in found for step in lane.steps if step.change and step.number is None]
    yield sheet.own(*(prose(adaptation.note) for adaptation in adaptations), *skipped)
    for lane in found:
        for step in lane.steps:
            if step.change and step.number:
                own_sign = step.change.done_when
                yield sheet.part(
                    step.anchor,
                    step.what,
                    step.difference.label,
                    f"הסיבה: {step.change.because}",
                    f"בוצע כאשר: {own_sign}" if own_sign else "",
                    phase=lane.phase,
                )
