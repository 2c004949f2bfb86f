"""A playbook as one authority works by it: every shared step has its place, what was added stands after its own."""

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.insight.adapted import Difference, OwnStep, by_playbook, counts, own_steps
from kb_tools.insight.drift import drifts
from kb_tools.model.municipality import Adaptation
from tests.unit.insight import tiny

IDS = ("call", "meet", "report", "close")
STEPS = tiny.playbook("book", *map(tiny.step, IDS)).steps


def adaptation(*changes: tuple[str, str], id_: str = "ours", fingerprint: str = "0" * 12) -> Adaptation:
    rows = [
        {"change": change, "step": step, "reviewed_against": fingerprint, "because": "סיבה"}
        | ({} if change == "skip" else {"what": f"{change} {step}"})
        for change, step in changes
    ]
    base = {"id": id_, "playbook": "book", "because": "אצלנו אחרת", "owner": "lead", "reviewed_on": "2026-10-01"}
    return Adaptation.model_validate(base | {"changes": rows})


def told(*adaptations: Adaptation) -> list[OwnStep]:
    return list(own_steps(STEPS, adaptations, ()))


def test_steps_are_replaced_added_after_and_left_out() -> None:
    found = told(
        adaptation(("replace", "call"), ("add", "call"), ("skip", "report"), ("add", "report"), ("add", "call"))
    )
    assert [(own.number, own.difference.value, own.what) for own in found] == [
        (1, "replaced", "replace call"),
        (2, "added", "add call"),
        (3, "added", "add call"),
        (4, "same", "עשו meet"),
        (None, "skipped", "עשו report"),
        (5, "added", "add report"),
        (6, "same", "עשו close"),
    ]
    assert [own.anchor for own in found[:3]] == ["step-call", "added-call-1", "added-call-2"]


def test_several_adaptations_of_a_playbook_are_one_playbook_of_its_own() -> None:
    one, other = adaptation(("replace", "call")), adaptation(("add", "meet"), id_="more")
    assert by_playbook([one, other]) == {"book": (one, other)}
    assert counts(told(one, other)) == {
        Difference.SAME: 3,
        Difference.REPLACED: 1,
        Difference.ADDED: 1,
        Difference.SKIPPED: 0,
    }


def test_what_the_authority_does_not_say_is_the_shared_steps() -> None:
    replaced, added = told(adaptation(("replace", "call"), ("add", "call")))[:2]
    assert (replaced.owner, replaced.done_when) == (("role", "lead"), "נעשה call")
    assert (added.owner, added.done_when) == (("role", "lead"), None)


def test_only_the_change_of_the_step_that_moved_on_is_to_be_looked_at() -> None:
    reviewed = {step.id: step.fingerprint for step in STEPS}
    moved = tiny.playbook("book", *({**tiny.step(id_), **({"if_not": "אחרת"} if id_ == "call" else {})} for id_ in IDS))
    library = tiny.library(
        moved,
        tiny.profile("town"),
        tiny.adaptation("ours", "book", reviewed["call"], call="replace"),
        tiny.adaptation("more", "book", reviewed["meet"], meet="add"),
    )
    own = own_steps(moved.steps, library.municipalities["town"].adaptations, drifts(library))
    assert [each.anchor for each in own if each.drift] == ["step-call"]


CHANGES = st.lists(st.tuples(st.sampled_from(["replace", "add", "skip"]), st.sampled_from(IDS)), min_size=1, max_size=6)


@given(CHANGES)
def test_no_shared_step_is_lost_and_numbers_run_through(changes: list[tuple[str, str]]) -> None:
    found = told(adaptation(*changes))
    assert [own.base.id for own in found if own.difference is not Difference.ADDED] == list(IDS)
    assert sum(own.difference is Difference.ADDED for own in found) == sum(change == "add" for change, _ in changes)
    assert [own.number for own in found if own.number] == list(
        range(1, 1 + sum(own.number is not None for own in found))
    )
    assert len({own.anchor for own in found}) == len(found)
