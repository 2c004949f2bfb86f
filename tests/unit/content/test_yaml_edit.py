"""Laws of editing YAML text: what was asked for is there, nothing else moved, and asking twice changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.content.compose import compose
from kb_tools.content.text import escaped_mark
from kb_tools.content.yaml_edit import Unfit, YamlEdit, scalar

LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cs", "Zl", "Zp")), min_size=1)
LINE = LINE.filter(lambda text: not escaped_mark(text))
ORDER = ("a", "b", "c")


@given(LINE)
def test_a_scalar_is_read_back_as_it_was(text: str) -> None:
    assert compose(f"key: {scalar(text)}").value == {"key": text}
    assert compose(f"- {scalar(text, quoted=True)}").value == [text]


@given(st.dictionaries(st.sampled_from(ORDER), LINE), st.dictionaries(st.sampled_from(ORDER), LINE))
def test_fields_are_set_and_others_stay(before: dict[str, str], wanted: dict[str, str]) -> None:
    text = "z: 1  # last\n" + "".join(f"# {key}\n{key}: {scalar(value)}\n" for key, value in before.items())
    edit = YamlEdit(text, ORDER)
    for key, value in wanted.items():
        edit.set(key, value)
    after = edit.text()
    assert compose(after).value == {"z": "1", **before, **wanted}
    assert all(f"# {key}\n" in after for key in before)
    again = YamlEdit(after, ORDER)
    for key, value in wanted.items():
        again.set(key, value)
    assert again.text() == after


ITEM = st.fixed_dictionaries({"value": st.integers(0, 9).map(str), "year": st.integers(2000, 2003).map(str)})
ITEMS = st.lists(ITEM, unique_by=lambda item: item["year"], max_size=4)


@given(ITEMS, ITEMS, st.booleans())
def test_items_are_replaced_by_their_key_and_the_rest_stays(
    before: list[dict[str, str]], wanted: list[dict[str, str]], in_brackets: bool
) -> None:
    block = "".join(f"  - value: {item['value']}\n    year: {item['year']}\n" for item in before)
    flow = ", ".join(f"{{value: {item['value']}, year: {item['year']}}}" for item in before)
    text = f"a: 1\nb: [{flow}]\nc: 2\n" if in_brackets or not before else f"a: 1\nb:\n{block}c: 2\n"
    edit = YamlEdit(text, ORDER)
    edit.set_items("b", wanted, ("year",), lambda item: False)
    value = compose(edit.text()).value
    found = {item["year"]: item["value"] for item in value["b"]}
    assert found == {item["year"]: item["value"] for item in [*before, *wanted]}
    assert (value["a"], value["c"]) == ("1", "2")


def test_owned_items_that_are_not_wanted_go_with_their_key_when_none_is_left() -> None:
    text = "a: 1\nb:\n  - year: 2001\nc: 2\n"
    edit = YamlEdit(text, ORDER)
    edit.set_items("b", [], ("year",), lambda item: True)
    assert edit.text() == "a: 1\nc: 2\n"


def test_an_edit_below_a_block_of_text_leaves_its_blank_lines() -> None:
    text = "a: |\n  one\n\n  two\n\n# about c\nc: 2"
    edit = YamlEdit(text, ORDER)
    edit.set("b", "x")
    edit.set("d", "y")
    assert edit.text() == "a: |\n  one\n\n  two\nb: x\n\n# about c\nc: 2\nd: y"


@pytest.mark.parametrize("before", ["|\n  one\n  two\n", ">-\n  one\n\n", "'one'\n", "one\n  two\n", '"one"  # why\n'])
def test_any_scalar_gives_way_to_another(before: str) -> None:
    edit = YamlEdit(f"a: {before}b: 2\n", ORDER)
    edit.set("a", "new")
    after = edit.text()
    assert compose(after).value == {"a": "new", "b": "2"}
    assert ("# why" in after) == ("# why" in before)


def test_a_number_that_says_the_same_is_left_as_it_is_written() -> None:
    text = "a: 28.0\nb: '5'\n"
    edit = YamlEdit(text, ORDER)
    edit.set("a", "28")
    edit.set("b", "5")
    assert edit.text() is text


def test_a_mapping_in_brackets_is_not_one_this_can_edit() -> None:
    with pytest.raises(Unfit):
        YamlEdit("{a: 1}", ORDER)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "list:\n  # why\n  - a: x  # note\n    b: 'old'\n    c: [1, 2]\n  - a: y\n    b: old\n",
            'list:\n  # why\n  - a: x  # note\n    b: "123"\n    c: [1, 2]\n  - a: y\n    b: old\n',
        ),
        (
            "list:\n  - {a: x, b: old}\n  - {a: x, b: other, c: d}\n",
            'list:\n  - {a: x, b: "123"}\n  - {a: x, b: "123", c: d}\n',
        ),
        ("list:\n  - {a: z, b: old}\n", "list:\n  - {a: z, b: old}\n"),
        ("list:\r\n  - a: x\r\n    b: old\r\n", 'list:\r\n  - a: x\r\n    b: "123"\r\n'),
        ("other: 1\n", "other: 1\n"),
    ],
)
def test_a_field_is_set_in_the_items_that_agree_and_nowhere_else(before: str, after: str) -> None:
    edit = YamlEdit(before, ())
    edit.set_in_items("list", {"a": "x"}, {"b": "123"})
    assert edit.text() == after
    again = YamlEdit(after, ())
    again.set_in_items("list", {"a": "x"}, {"b": "123"})
    assert again.text() == after
