"""JSON as written: numbers keep their digits, names may repeat, and nesting has no limit.

Knows nothing of callbacks.
"""

import re
from collections.abc import Callable, Iterator
from json import JSONDecoder
from typing import NoReturn, Protocol, TypeAlias

Scalar: TypeAlias = "str | bool | Numeral | None"

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_PLAIN = re.compile(r'"([^"\\\x00-\x1f]*)"')
# What nearly all names look like, to take them at once.
_NAME = re.compile(r'[ \t\n\r]*"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*')
_NEXT_NAME = re.compile(r'[ \t\n\r]*,[ \t\n\r]*"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*')
_DECODER = JSONDecoder()
"""For strings that have escapes."""

_LITERALS: dict[str, tuple[str, bool | None]] = {
    "t": ("true", True),
    "f": ("false", False),
    "n": ("null", None),
}


class Numeral(str):
    """A number by its digits."""

    __slots__ = ()


class JsonError(ValueError):
    """The text is not JSON."""


class Listener(Protocol):
    """Gets the parts of a value."""

    def open(self, first: str) -> None: ...
    def close(self) -> None: ...
    def name(self, name: str) -> None: ...
    def scalar(self, value: Scalar) -> None: ...


class Json:
    """Reads JSON from a text piece by piece, and checks everything that it passes."""

    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        """The next character that is not white space, or nothing. It is not consumed."""
        character = self.text[self.at : self.at + 1]
        if character > " ":
            return character
        space = _SPACE.match(self.text, self.at)
        assert space is not None
        self.at = space.end()
        return self.text[self.at : self.at + 1]

    def next(self, character: str) -> bool:
        """Consumes a character, if it is next."""
        if self.peek() != character:
            return False
        self.at += 1
        return True

    def expect(self, character: str) -> None:
        if not self.next(character):
            self.fail()

    def members(self) -> Iterator[str]:
        """Reads an object: yields each name, after which the caller must read its value."""
        self.expect("{")
        if self.next("}"):
            return
        name = self.name()
        while True:
            yield name
            plain = _NEXT_NAME.match(self.text, self.at)
            if plain is not None:
                self.at, name = plain.end(), plain[1]
            elif self.next(","):
                name = self.name()
            else:
                break
        self.expect("}")

    def elements(self) -> Iterator[int]:
        """Reads a list: yields each index, after which the caller must read its element."""
        self.expect("[")
        if self.next("]"):
            return
        index = 0
        while True:
            yield index
            if not self.next(","):
                break
            index += 1
        self.expect("]")

    def raw(self) -> str:
        """Reads a value, and returns its unchanged text."""
        self.peek()
        start = self.at
        self.skip()
        return self.text[start : self.at]

    def skip(self, listener: Listener | None = None) -> None:
        """Reads a value, and passes its parts to the listener.

        It is not recursive, as the sender chooses how deep the value is nested.
        """
        closers: list[str] = []
        while True:
            first = self.peek()
            if first in ("{", "["):
                closer = "}" if first == "{" else "]"
                self.at += 1
                if listener:
                    listener.open(first)
                if not self.next(closer):
                    closers.append(closer)
                    if first == "{":
                        self._pass_name(listener)
                    continue
                if listener:
                    listener.close()
            else:
                scalar = self.scalar()
                if listener:
                    listener.scalar(scalar)
            while closers:
                if self.next(","):
                    if closers[-1] == "}":
                        self._pass_name(listener)
                    break
                self.expect(closers.pop())
                if listener:
                    listener.close()
            else:
                return

    def _pass_name(self, listener: Listener | None) -> None:
        name = self.name()
        if listener:
            listener.name(name)

    def document(self, listener: Listener | None = None) -> None:
        """Reads a value that is the whole text."""
        self.skip(listener)
        self.end()

    def end(self) -> None:
        if self.peek():
            self.fail()

    def name(self) -> str:
        """Reads the name of a member and its colon."""
        plain = _NAME.match(self.text, self.at)
        if plain is not None:
            self.at = plain.end()
            return plain[1]
        if self.peek() != '"':
            self.fail()
        name = self.string()
        self.expect(":")
        return name

    def scalar(self) -> Scalar:
        """Reads a string, number, boolean or null."""
        first = self.peek()
        if first == '"':
            return self.string()
        if first not in _LITERALS:
            return Numeral(self.number())
        word, value = _LITERALS[first]
        if not self.text.startswith(word, self.at):
            self.fail()
        self.at += len(word)
        return value

    def number(self) -> str:
        """Reads a number, as its digits."""
        number = _NUMBER.match(self.text, self.at)
        if number is None:
            self.fail()
        self.at = number.end()
        return number[0]

    def string(self) -> str:
        plain = _PLAIN.match(self.text, self.at)
        if plain is not None:
            self.at = plain.end()
            return plain[1]
        try:
            text, self.at = _DECODER.raw_decode(self.text, self.at)
        except ValueError:
            self.fail()
        assert isinstance(text, str)
        return text

    def fail(self) -> NoReturn:
        line = self.text.count("\n", 0, self.at) + 1
        column = self.at - self.text.rfind("\n", 0, self.at)
        raise JsonError(f"not JSON at line {line} column {column}")


Node: TypeAlias = "Scalar | list[Node] | Object"
"""A JSON value as a tree."""


class Object:
    """An object. Names may repeat."""

    __slots__ = ("members",)

    def __init__(self, members: "list[Member]") -> None:
        self.members = members


Member: TypeAlias = "tuple[str, Node]"


class _Tree:
    def __init__(self) -> None:
        self.root: Node = None
        self._open: list[list[Node] | Object] = []
        self._names: list[str] = []

    def open(self, first: str) -> None:
        node: list[Node] | Object = Object([]) if first == "{" else []
        self._add(node)
        self._open.append(node)

    def close(self) -> None:
        self._open.pop()

    def name(self, name: str) -> None:
        self._names.append(name)

    def scalar(self, value: Scalar) -> None:
        self._add(value)

    def _add(self, value: Node) -> None:
        if not self._open:
            self.root = value
        elif isinstance(outer := self._open[-1], Object):
            outer.members.append((self._names.pop(), value))
        else:
            outer.append(value)


def tree_of(text: str) -> Node:
    """A JSON text as a tree."""
    tree = _Tree()
    Json(text).document(tree)
    return tree.root


def write(root: Node, choose: Callable[[Object], list[Member]] = lambda node: node.members) -> str:
    """Writes a tree as compact JSON, with the members of each object that `choose` gives."""
    out: list[str] = []
    # What is to be written, the next one last. Syntax is written as numbers are: as it is.
    todo: list[Node] = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, Numeral):
            out.append(node)
        elif isinstance(node, Object):
            members = choose(node)
            todo.append(Numeral("}"))
            for index in range(len(members) - 1, -1, -1):
                name, value = members[index]
                todo.append(value)
                todo.append(Numeral(f"{',' if index else ''}{_quoted(name)}:"))
            todo.append(Numeral("{"))
        elif isinstance(node, list):
            todo.append(Numeral("]"))
            for index in range(len(node) - 1, -1, -1):
                todo.append(node[index])
                if index:
                    todo.append(Numeral(","))
            todo.append(Numeral("["))
        elif isinstance(node, str):
            out.append(_quoted(node))
        else:
            out.append("null" if node is None else "true" if node else "false")
    return "".join(out)


_ESCAPED = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')
_SHORT = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r",
}  # fmt: skip


def _quoted(text: str) -> str:
    """A string in canonical form, which escapes only what must be escaped."""
    escaped = _ESCAPED.sub(lambda it: _SHORT.get(it[0]) or f"\\u{ord(it[0]):04x}", text)
    return f'"{escaped}"'
