"""Edits of YAML text that change only what they are about.

A command that edits a file rewrites the characters of the values it changes and the lines it adds or removes;
every other character stays: comments, order, quoting, indentation, line ends. (A round trip through a dumper
keeps most of that, but moves a comment that stands between the last value of one list and the next key.)
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import yaml

Item = Mapping[str, str] | str
"""An item of a list: a flat group of fields, or one text. All scalars are text."""

_PLAIN = re.compile(r"[A-Za-z0-9\u05d0-\u05ea-](?:[^:#\n]|:(?! |$)|(?<! )#)*(?<!\s)", re.ASCII)
_NOT_PLAIN = re.compile(r"-?$|- |~|null|true|false|yes|no|on|off", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


class Unfit(Exception):  # noqa: N818 - a fact about a file that the command reports
    """The file's layout is not one that can be edited: its fields do not stand one a line."""


def scalar(text: str, *, quoted: bool = False) -> str:
    """`text` as a YAML scalar on one line, in quotes when it needs them."""
    plain = not quoted and _PLAIN.fullmatch(text) and not _NOT_PLAIN.fullmatch(text) and not text.startswith("- ")
    return text if plain else json.dumps(text, ensure_ascii=False)


class YamlEdit:
    """Edits of one mapping, gathered and then applied at once.

    `order` names the keys in the order in which a new one finds its place.
    """

    def __init__(self, text: str, order: Sequence[str]) -> None:
        self._text = text
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._order = list(order)
        self._edits: list[tuple[int, int, int, str]] = []
        """From, to, which of several at one place comes first, and the new text."""
        self.root = yaml.compose(text, Loader=yaml.CBaseLoader)
        if not isinstance(self.root, yaml.MappingNode) or self.root.flow_style:
            raise Unfit

    def text(self) -> str:
        """The text with all edits applied; the same object when there were none."""
        pieces, at = [], 0
        for start, end, _, new in sorted(self._edits, key=lambda edit: edit[:3]):
            pieces += [self._text[at:start], new]
            at = end
        return "".join([*pieces, self._text[at:]]) if pieces else self._text

    def set(self, key: str, value: str, *, quoted: bool = False) -> None:
        """Give a field of the mapping this value; its line is added when it is not there."""
        self._set(self.root, key, value, quoted=quoted)

    def set_group(self, key: str, value: Mapping[str, str]) -> None:
        """Give a field this flat group of fields; fields of the group that are not named stay."""
        node = _value(self.root, key)
        if not isinstance(node, yaml.MappingNode):
            self._replace_key(
                self.root, key, [f"{key}:", *(f"  {name}: {scalar(text)}" for name, text in value.items())]
            )
        elif node.flow_style:
            if {**_plain(node), **value} != _plain(node):
                self._replace(node, _flow({**_plain(node), **value}))
        else:
            for name, text in value.items():
                self._set(node, name, text)

    def add(self, key: str, lines: Sequence[str]) -> None:
        """Add a field that is not there yet, written as these lines; one that is there stays as it is."""
        if _value(self.root, key) is None:
            self._add_key(self.root, key, lines, self._order)

    def set_items(self, key: str, items: Sequence[Item], same: Sequence[str], owned: Callable[[Item], bool]) -> None:
        """Make the list under `key` hold `items`, among whatever else it holds.

        An item is the one that agrees with it in the fields `same`; `owned` items that are not named go.
        """
        self._set_items(self.root, key, _Wanted(items, tuple(same), owned), self._order)

    def set_lists(
        self,
        key: str,
        lists: Mapping[str, Sequence[Item]],
        same: Sequence[str],
        owned: Callable[[str, Item], bool],
    ) -> None:
        """The same for a group of lists, one under each name of `lists`; an empty one is to hold none."""
        parent = _value(self.root, key)
        if not isinstance(parent, yaml.MappingNode):
            if any(lists.values()):
                blocks = ([f"  {name}:", *_block(items, "    ")] for name, items in lists.items() if items)
                self._replace_key(self.root, key, [f"{key}:", *chain.from_iterable(blocks)])
            return
        for name, items in lists.items():
            self._set_items(parent, name, _Wanted(items, tuple(same), partial(owned, name)), list(lists))

    def extend(self, key: str, lines: Sequence[str]) -> None:
        """Put the items of a list below those that the field has; nothing that is there changes.

        `lines` are the field with the new items as they would stand alone: `key:`, and the items two blanks in.
        """
        node = _value(self.root, key)
        if not isinstance(node, yaml.SequenceNode):
            self._replace_key(self.root, key, lines)
        elif node.flow_style:
            new = _value(yaml.compose("\n".join(lines), Loader=yaml.CBaseLoader), key)
            self._replace(node, _flow([*_plain(node), *_plain(new)]))
        else:
            margin = " " * node.start_mark.column
            self._insert(self._after(node.value[-1]), [margin + line.removeprefix("  ") for line in lines[1:]])

    def insert(self, key: str, place: int, lines: Sequence[str]) -> None:
        """Put an item before the one that now has this place in the list, or at its end; `lines` as for `extend`.

        What stands between two items, a remark, goes with the second.
        """
        node = _value(self.root, key)
        if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
            raise Unfit
        margin = " " * node.start_mark.column
        at = self._after(node.value[place - 1] if place else _name(self.root, key))
        self._insert(at, [margin + line.removeprefix("  ") for line in lines[1:]])

    def set_in_item(self, key: str, place: int, value: Mapping[str, str]) -> None:
        """Give the item at this place of a list these fields; all else in it stays."""
        node = _value(self.root, key)
        child = node.value[place] if isinstance(node, yaml.SequenceNode) and place < len(node.value) else None
        if not isinstance(child, yaml.MappingNode):
            raise Unfit
        for name, text in value.items():
            self._set(child, name, text, quoted=not _NUMBER.fullmatch(text))

    def set_in_items(self, key: str, where: Mapping[str, str], value: Mapping[str, str]) -> None:
        """Give every item under `key` that agrees with `where` these fields, in quotes; all else in it stays."""
        node = _value(self.root, key)
        for child in node.value if isinstance(node, yaml.SequenceNode) else ():
            if isinstance(child, yaml.MappingNode) and where.items() <= _texts(child).items():
                for name, text in value.items():
                    self._set(child, name, text, quoted=True)

    # --- one list -------------------------------------------------------------------------------------------

    def _set_items(self, parent: Any, key: str, wanted: "_Wanted", order: Sequence[str]) -> None:
        node = _value(parent, key)
        if isinstance(node, yaml.SequenceNode):
            self._merge(parent, key, node, wanted)
        elif wanted.items:
            self._replace_key(parent, key, [f"{key}:", *_block(wanted.items, "  ")], order)

    def _merge(self, parent: Any, key: str, node: yaml.SequenceNode, wanted: "_Wanted") -> None:
        present = [_plain(child) for child in node.value]
        added = wanted.absent_from(present)
        kept = [old for old in present if wanted.keeps(old)]
        if node.flow_style:
            result = [*(wanted.instead_of(old) for old in kept), *added]
            if result != present:
                self._replace(node, _flow(result))
        elif not added and not kept:
            self._remove_key(parent, key)
        else:
            self._merge_lines(node, wanted, added)

    def _merge_lines(self, node: yaml.SequenceNode, wanted: "_Wanted", added: Sequence[Item]) -> None:
        for child in node.value:
            old = _plain(child)
            new = wanted.instead_of(old)
            if not wanted.keeps(old):
                self._edits.append((self._line_start(child), self._after(child), 0, ""))
            elif isinstance(new, Mapping):
                for name, text in new.items():
                    self._set(child, name, text)
        if added:
            self._insert(self._after(node.value[-1]), _block(added, " " * node.start_mark.column))

    # --- one field ------------------------------------------------------------------------------------------

    def _set(self, mapping: Any, key: str, value: str, *, quoted: bool = False) -> None:
        node = _value(mapping, key)
        if isinstance(node, yaml.ScalarNode):
            if not _equal(node.value, value) or (quoted and not node.style):
                self._replace(node, scalar(value, quoted=quoted))
        elif mapping.flow_style:
            self._replace(mapping, _flow({**_plain(mapping), key: value}))
        else:
            self._replace_key(mapping, key, [f"{key}: {scalar(value, quoted=quoted)}"])

    def _replace(self, node: Any, new: str) -> None:
        of_lines = getattr(node, "style", None) in ("|", ">")  # such a scalar ends where the next line begins
        start, end = node.start_mark.index, node.end_mark.index
        self._edits.append((start, end, 0, new + self._newline if of_lines else new))

    def _replace_key(self, mapping: Any, key: str, lines: Sequence[str], order: Sequence[str] = ()) -> None:
        if _value(mapping, key) is not None:
            self._remove_key(mapping, key)
        self._add_key(mapping, key, lines, order or self._order)

    def _add_key(self, mapping: Any, key: str, lines: Sequence[str], order: Sequence[str]) -> None:
        """Below the last of the keys that precede it in the order; at the end when it has no place there."""
        if mapping.flow_style:
            raise Unfit
        before = set(order[: order.index(key)]) if key in order else set()
        values = [value for name, value in mapping.value if name.value in before] or [mapping.value[-1][1]]
        # What is added to an inner list or group at the same place belongs above a new outer key.
        rank = 1 + (order.index(key) if key in order else len(order)) + (1_000 if mapping is self.root else 0)
        self._insert(self._after(values[-1]), [" " * mapping.start_mark.column + line for line in lines], rank)

    def _remove_key(self, mapping: Any, key: str) -> None:
        name, value = next(pair for pair in mapping.value if pair[0].value == key)
        self._edits.append((self._line_start(name), self._after(value), 0, ""))

    # --- lines ----------------------------------------------------------------------------------------------

    def _insert(self, at: int, lines: Sequence[str], rank: int = 0) -> None:
        block = "".join(f"{line}{self._newline}" for line in lines)
        if at and self._text[at - 1] != "\n":  # the last line of the file does not end in a line end
            block = self._newline + block.removesuffix(self._newline)
        self._edits.append((at, at, rank, block))

    def _line_start(self, node: Any) -> int:
        return self._text.rfind("\n", 0, node.start_mark.index) + 1

    def _after(self, node: Any) -> int:
        """Where the line after the last line of `node` begins."""
        end = (
            len(self._text[: _last(node).end_mark.index].rstrip()) if _last(node).value else _last(node).end_mark.index
        )
        line_end = self._text.find("\n", end)
        return len(self._text) if line_end < 0 else line_end + 1


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a list is to hold: items, the fields that tell which item is which, and which others may go."""

    items: Sequence[Item]
    same: tuple[str, ...]
    owned: Callable[[Item], bool]

    def instead_of(self, old: Item) -> Item:
        """The wanted item that `old` is an earlier form of, with what else `old` says; or `old` itself."""
        new = next((item for item in self.items if self._is(item, old)), old)
        return {**old, **new} if isinstance(new, Mapping) and isinstance(old, Mapping) else new

    def keeps(self, old: Item) -> bool:
        return not self.owned(old) or any(self._is(item, old) for item in self.items)

    def absent_from(self, present: Sequence[Item]) -> list[Item]:
        return [item for item in self.items if not any(self._is(item, old) for old in present)]

    def _is(self, one: Item, other: Item) -> bool:
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            return all(one.get(name) == other.get(name) for name in self.same)
        return one == other


def _last(node: Any) -> Any:
    """The last piece of a node whose end is known exactly: a scalar, or anything in brackets."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _value(mapping: Any, key: str) -> Any:
    return next((value for name, value in mapping.value if name.value == key), None)


def _name(mapping: Any, key: str) -> Any:
    return next(name for name, _ in mapping.value if name.value == key)


def _texts(mapping: yaml.MappingNode) -> dict[str, str]:
    """The fields of a group that are a single text."""
    return {name.value: node.value for name, node in mapping.value if isinstance(node, yaml.ScalarNode)}


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {name.value: _plain(value) for name, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    return node.value


def _equal(one: str, other: str) -> bool:
    """Whether two scalars say the same: 28 and 28.0 do."""
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return one == other or ("." in one + other and float(one) == float(other))
    return one == other


def _block(items: Iterable[Item], indent: str) -> list[str]:
    lines = []
    for item in items:
        fields = (
            [f"{name}: {scalar(text)}" for name, text in item.items()] if isinstance(item, Mapping) else [scalar(item)]
        )
        lines += [f"{indent}{'- ' if not index else '  '}{field}" for index, field in enumerate(fields)]
    return lines


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return (
        value
        if re.fullmatch(r"[A-Za-z0-9\u05d0-\u05ea][A-Za-z0-9\u05d0-\u05ea ._-]*(?<! )", value)
        else json.dumps(value, ensure_ascii=False)
    )
