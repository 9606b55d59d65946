"""Bodies to be read by every reader: those that are published, mutated in structure and in bytes.

The same seed makes the same bodies.
"""

import copy
import json
import random
import struct
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Raw(str):
    """Text that is written as it is: a number, a literal, or what is neither."""


class Object(list[Any]):
    """Members of an object, each a list of name and value, in their order."""


def parse(text: str) -> Any:
    def members(pairs: list[tuple[str, Any]]) -> Object:
        return Object([name, value] for name, value in pairs)

    return json.loads(text, parse_int=Raw, parse_float=Raw, object_pairs_hook=members)


# What stands in the way of a reader.

NUMBERS = """0 -0 1 -1 7 1.0 1.5 1e0 1E2 1e+2 -1.5e-3 0.1 0.10 10.50 1e28 1e29 1e-28 1e-29 0e0 0e-29 0e400 1e308 1e309
-1e309 1e400 1e-400 18446744073709551615 18446744073709551616 18446744073709551615.5 99999999999999999999
-99999999999999999999 9007199254740993 9223372036854775808 79228162514264337593543950335 79228162514264337593543950336
0.0000000000000000000000000001 0.00000000000000000000000000001 1.00000000000000000000000000000
123456789012345678901234567890 12345678901234567890.5 2e19 1.8446744073709551616e19 1844674407370955161.6e1 1e5000000000
0e99999999999999999999 1e-99999999999999999999 -0.0 -0.00 1.0e-7 7922816251426433759354395033.5""".split()
NOT_NUMBERS = "- +1 .5 5. 1e 1e+ 0x10 00 01 NaN Infinity -Infinity 1_0 1,5 --1 1e1.5 01.5 -01".split()
DATES = [
    "2026-01-15", "2026-02-29", "2024-02-29", "2000-02-29", "1900-02-29", "2026-02-30", "2026-13-01", "2026-00-10",
    "2026-04-31", "2026-12-31", "0000-01-01", "0000-02-29", "0000-02-30", "0001-01-01", "0099-12-31", "9999-12-31",
    "0000-00-00", "2026-1-5", "2026-01-15 09:30:00", "2026-01-15 24:00:00", "2026-01-15 23:59:60", "2026-01-15 23:59:59",
    "2026-01-15T09:30:00", "9999-12-30 22:00:00", "9999-12-30 22:00:01", "9999-12-31 23:59:59", "0000-01-01 00:00:00",
    "0001-01-01 00:00:00", "2026-02-29 00:00:00", "2026-01-15 09:30:00Z", " 2026-01-15", "2026-01-15\n",
    "2026-01-15 09:30:00\n", "２０２６-01-15", "2026-01-15 09:60:00", "٢٠٢٦-01-15", "2026-01-1５", "-026-01-01",
    "+026-01-15", "2026-01-15  9:30:00",
]  # fmt: skip
STRINGS = [
    "", " ", "7", "07", "+7", "-7", "7.0", "7e0", " 7", "7 ", "7\n", "٧", "18446744073709551615", "18446744073709551616",
    "18446744073709551615x", "1844674407370955161x", "99999999999999999999abc", "10.50", "-0", "1e3", "true", "null", "[]",
    "{}", "INDIVIDUAL", "\u0000", "\u001f", "\u007f", "\u2028", "é", "😀", "\uffff", 'a"b\\c', "/",
    "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdeg", "x" * 300,
]  # fmt: skip
ESCAPES = [
    r'"\ud800"', r'"\udc00"', r'"\ud800\ud800"', r'"\udc00\ud800"', r'"a\ud83dz"', r'"\ud83d\u0041"', r'"\ud83d\ude00"',
    r'"\uD83D\uDE00"', r'"\u0041"', r'"\u0000"', r'"\/"', r'"\b\f\n\r\t"', '"\\ud800\U0001F600"', '"\\u002d0"', '"\\u0031"',
]  # fmt: skip
NOT_STRINGS = [
    r'"\x"', r'"\u12"', r'"\u+123"', '"\t"', '"\n"', r'"\ud800', '"', r'"\ud800\"', r'"\u 123"', r'"\U0041"', "'a'",
]  # fmt: skip
NOT_WORDS = ["nul", "True", "undefined", "tru", "None", "nan"]
ODD_NAMES = [
    "__proto__", "constructor", "toString", "hasOwnProperty", "1", "0", "", "Hash", "new_kind", "extra", "callbacks",
    "\U0001F600", "\uffee", "\ud7ff", "a/b", "a~b", "hash", "$serde_json::private::Number", "$serde_json::private::RawValue",
]  # fmt: skip
PIECES = [
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80", b"\xf0\x9f\x98\x80", b"//x", b"\xe2\x80\xa8", b"\x0c", b"\xc2\xa0",
    b",", b"null", b"1", b"-", b"\\u",
]  # fmt: skip
SYNTAX = b'{}[]",:0123456789.eE+- \\ntu'


class Mutator:
    """Makes bodies from those that are published."""

    def __init__(self, root: Path, seed: int) -> None:
        self._random = random.Random(seed)
        samples = sorted((root / "schema/generated/samples").glob("*/*.json"))
        payloads = sorted((root / "tests/payloads").glob("*/*.payload.json"))
        texts = [path.read_text("utf-8") for path in samples + payloads]
        self._trees = [parse(text.removeprefix("\ufeff")) for text in texts]
        description = tomllib.loads((root / "schema/callbacks.toml").read_text("utf-8"))
        self._kinds = list(description["kinds"])
        structs = [*description["kinds"].values(), *description["objects"].values(), description["envelope"]]
        fields = sorted({name for struct in structs for name in struct.get("fields", {})})
        self._names = self._kinds + fields + ODD_NAMES

    def bodies(self) -> Iterator[bytes]:
        while True:
            tree = copy.deepcopy(self._random.choice(self._trees))
            how = self._random.random()
            for _ in range(0 if how > 0.85 else self._random.choice([1, 1, 1, 1, 2, 2, 3])):
                self._mutate(tree)
            body = self._write(tree, is_loose=self._random.random() < 0.4).encode("utf-8", "surrogatepass")
            yield self._mutate_bytes(body) if how > 0.80 else body

    # Values.

    def _scalar(self) -> Any:
        choose, how = self._random.choice, self._random.random()
        if how < 0.25:
            return Raw(choose(NUMBERS))
        if how < 0.27:
            return Raw(choose(NOT_NUMBERS))
        if how < 0.40:
            return choose(DATES)
        if how < 0.60:
            return choose(STRINGS)
        if how < 0.68:
            return Raw(choose(ESCAPES))
        if how < 0.69:
            return Raw(choose(NOT_STRINGS + NOT_WORDS))
        if how < 0.80:
            return Raw(choose(["true", "false"]))
        if how < 0.93:
            return None
        return choose(NUMBERS)

    def _value(self, depth: int = 0) -> Any:
        how, count = self._random.random(), self._random.choice([0, 0, 1, 1, 2, 3])
        if how < 0.7 or depth > 2:
            return self._scalar()
        if how < 0.85:
            return [self._value(depth + 1) for _ in range(count)]
        return Object([self._name(), self._value(depth + 1)] for _ in range(count))

    def _name(self) -> str:
        return Raw(self._random.choice(ESCAPES)) if self._random.random() < 0.03 else self._random.choice(self._names)

    # Structure.

    def _mutate(self, tree: Any) -> None:
        choose, chance = self._random.choice, self._random.random
        places = list(_places(tree))
        # The callbacks and what is in them are worth more than the body.
        node, outer, at = choose(places[3:] if len(places) > 3 and chance() < 0.9 else places)
        objects = [node for node, _, _ in places if isinstance(node, Object)]
        if not objects:
            return
        object_ = choose(objects[1:] if len(objects) > 1 and chance() < 0.93 else objects)
        anywhere = self._random.randrange(len(object_) + 1)
        callbacks = next((value for name, value in tree if name == "callbacks"), None) if isinstance(tree, Object) else None
        is_list = isinstance(callbacks, list) and not isinstance(callbacks, Object)
        callback = choose(callbacks) if is_list and callbacks else None
        operation = self._random.randrange(18)
        if operation <= 3 and outer is not None:
            _put(outer, at, self._scalar())
        elif operation == 4 and outer is not None:
            _put(outer, at, self._value())
        elif operation == 5 and object_:
            del object_[self._random.randrange(len(object_))]
        elif operation == 6 and object_:
            object_.insert(anywhere, copy.deepcopy(choose(object_)))
        elif operation == 7 and object_:
            object_.insert(anywhere, [choose(object_)[0], self._value()])
        elif operation == 8 and object_:
            choose(object_)[0] = self._name()
        elif operation == 9:
            object_.insert(anywhere, [self._name(), self._value()])
        elif operation == 10 and outer is not None:
            _put(outer, at, [copy.deepcopy(node) for _ in range(choose([1, 1, 2]))])
        elif operation == 11 and isinstance(node, list) and not isinstance(node, Object) and node and outer is not None:
            _put(outer, at, node[0])
        elif operation == 12:
            self._random.shuffle(object_)
        elif operation == 13 and isinstance(callback, Object):
            kind = choose(self._kinds)
            payload = choose([None, Object(), [], self._value(), Object([[kind, Object()]])])
            callback.insert(self._random.randrange(len(callback) + 1), [kind, payload])
        elif operation == 14 and isinstance(callback, Object):
            for member in callback:
                if member[0] in self._kinds and chance() < 0.8:
                    member[1] = self._wrapped(*member)
        elif operation == 15 and isinstance(callback, Object):
            for member in callback:
                if member[0] == "type":
                    member[1] = choose([choose(self._kinds), "new_kind", "", None, self._value()])
        elif operation == 16 and is_list:
            others = dict(choose(self._trees)).get("callbacks")
            if isinstance(others, list):
                callbacks.extend(copy.deepcopy(others))
            if chance() < 0.2:
                callbacks.append(self._value())
        elif operation == 17 and isinstance(callback, Object):
            # The hash of another one, or none, so that every verdict comes.
            for member in callback:
                if member[0] == "hash":
                    member[1] = choose([None, "", "0" * 32, "f" * 31, self._value()])

    def _wrapped(self, name: str, payload: Any) -> Any:
        """The payload in a wrapper, or what looks like one."""
        inner = next((value for key, value in payload if key == name), payload) if isinstance(payload, Object) else payload
        return self._random.choice(
            [
                Object([[name, payload]]),
                Object([[name, [payload]]]),
                Object([[name, [inner]]]),
                Object([[name, [inner, inner]]]),
                Object([[name, payload], [self._name(), self._value()]]),
                Object([[self._name(), self._value()], [name, inner]]),
                Object([[name, []]]),
                Object([[name, None], [name, inner]]),
                Object([[name, payload], [name, payload]]),
                Object([[name, Object([[name, payload]])]]),
                inner,
            ]
        )

    # Text.

    def _write(self, node: Any, is_loose: bool) -> str:
        def space() -> str:
            return self._random.choice(["", "", "", "", " ", "\n", "\t", "\r\n ", "  "]) if is_loose else ""

        def text(node: Any) -> str:
            if isinstance(node, Object):
                members = (f"{string(name)}{space()}:{space()}{text(value)}" for name, value in node)
                return "{" + space() + f"{space()},{space()}".join(members) + space() + "}"
            if isinstance(node, list):
                return "[" + space() + f"{space()},{space()}".join(map(text, node)) + space() + "]"
            if isinstance(node, str):
                return string(node)
            return {None: "null", True: "true", False: "false"}[node]

        def string(node: str) -> str:
            if isinstance(node, Raw):
                return str(node)
            if self._random.random() >= 0.15:
                return json.dumps(node, ensure_ascii=False)
            return '"' + "".join(map(character, node)) + '"'

        def character(it: str) -> str:
            if self._random.random() < 0.5:
                return json.dumps(it, ensure_ascii=False)[1:-1]
            units = it.encode("utf-16-le")
            return "".join(f"\\u{unit:04x}" for unit in struct.unpack(f"<{len(units) // 2}H", units))

        return text(node)

    def _mutate_bytes(self, body: bytes) -> bytes:
        changed = bytearray(body)
        for _ in range(self._random.choice([1, 1, 1, 2, 3])):
            if not changed:
                break
            at, operation = self._random.randrange(len(changed)), self._random.randrange(7)
            if operation == 0:
                changed[at] = self._random.randrange(256)
            elif operation == 1:
                del changed[at]
            elif operation == 2:
                changed.insert(at, self._random.choice(SYNTAX + b"/\x00\x1f\x7f\xc3\xff"))
            elif operation == 3:
                del changed[at:]
            elif operation == 4:
                changed[at:at] = changed[at : at + self._random.randrange(20)]
            elif operation == 5:
                changed[at] = self._random.choice(SYNTAX)
            else:
                changed[at:at] = self._random.choice(PIECES)
        return bytes(changed)


def _places(node: Any, outer: Any = None, at: int = 0) -> Iterator[tuple[Any, Any, int]]:
    """Every value, with what it stands in and where."""
    yield node, outer, at
    if isinstance(node, list):
        for index, element in enumerate(node):
            yield from _places(element[1] if isinstance(node, Object) else element, node, index)


def _put(outer: Any, at: int, value: Any) -> None:
    if isinstance(outer, Object):
        outer[at][1] = value
    else:
        outer[at] = value


# Whole bodies, of which no mutation makes one.

HEAD = b'{"callbacks":[{"type":"%s","callback_id":1,"account_id":1234567,"balance":1,"hash":"",'


def special() -> Iterator[bytes]:
    """Limits, depth, and every hostile value where it hurts."""
    for text in ("", " ", "null", "[]", "[1,2", "5", "5 x", "1e999", '"a"', "nul", "{", "{}", "{} x", "\0"):
        yield text.encode()
    for text in ("5,", "{oops", '{"a" 5', "{}", "null", "null}", "true", "tru", '"\\ud800"}', "1e999}", "01}", "1.}"):
        yield f'{{"callbacks":{text}'.encode()
    for members in (
        '"callbacks":[],"callbacks":', '"a":1,"a":2,"callbacks":[]', '"\\ud800":1,"callbacks":[]', '"callbacks":[],',
        '"callbacks":[],"callbacks":null', '"callbacks":null,"callbacks":[]', '"x":"\\ud800","callbacks":[]',
        '"callbacks":[,]', '"callbacks":[1,]', '"callbacks":[1 2]', '"c\\u0061llbacks":[{}]',
        '"callbacks":[1e999,"\\ud800",{"\\ud800":1},null,[],true,{}]',
    ):  # fmt: skip
        yield f"{{{members}}}".encode()
        yield f"\ufeff{{{members}}}".encode()
    for count in (9_999, 10_000, 10_001):
        yield b'{"callbacks":[' + b",".join([b"{}"] * count) + b"]}"
    for elements in ([b"1"] * 10_000, [b"1"] * 10_001, [*[b"1"] * 10_000, b'"x"']):
        yield HEAD % b"expired_agreement" + b'"expired_agreement":{"document_ids":[' + b",".join(elements) + b"]}}]}"
    for depth in (100, 128, 990, 1_100, 100_000, 500_000):
        yield HEAD % b"js_fail" + b'"x":' + b"[" * depth + b"]" * depth + b"}]}"
        yield HEAD % b"js_fail" + b'"x":' + b'{"a":' * (depth // 4) + b"1" + b"}" * (depth // 4) + b"}]}"
    yield b"[" * 500_000
    yield b"\x1f\x8b\x08\x00"  # As gzip begins.
    yield b'{"x":' + b"[" * 5_000 + b"]" * 5_000 + b',"callbacks":[]}'
    for spaces in (1024 * 1024 - 16, 1024 * 1024 - 15):
        yield b'{"callbacks":[]' + b" " * spaces + b"}"
    for value in (b'"' + b"\\n" * 500_000 + b'"', b'"' + b"\\u00e9" * 170_000 + b'"', b"9" * 1_000_000, b'"' + b"a" * 1_000_000 + b'"'):
        yield HEAD % b"js_fail" + b'"x":' + value + b"}]}"
        yield HEAD % b"js_fail" + b'"account_name":' + value + b"}]}"
    yield HEAD % b"" + b'"x":1}]}'
    payment = b'"transaction_type":"x","card_payment":{"transaction_id":1,"amount":1}'
    yield HEAD % b"card_payment" + b'"card_payment":{' + payment + b"}}]}"
    for number in NUMBERS + NOT_NUMBERS:
        for digits in (number, f'"{number}"'):
            yield f'{{"callbacks":[{{"type":"js_fail","callback_id":{digits},"account_id":1,"balance":1}}]}}'.encode()
            yield f'{{"callbacks":[{{"type":"js_fail","callback_id":1,"account_id":1,"balance":{digits}}}]}}'.encode()
    for day in DATES:
        text = json.dumps(day)
        invoice = f'"invoice_id":1,"invoice_date":{text},"receival_date":"2026-01-01","amount":"1","tax_amount":1'
        yield HEAD % b"invoice_received" + f'"invoice_received":{{{invoice}}}}}]}}'.encode()
        report = f'"history_report_id":1,"success":true,"order_date":{text}'
        yield HEAD % b"call_history_report" + f'"call_history_report":{{{report}}}}}]}}'.encode()
        yield HEAD % b"expiring_agreement" + f'"expiring_agreement":{{"expiration_date":{text},"until_expiration":1}}}}]}}'.encode()
    names = '"\\ufffd":2,"\\ud83d\\ude00":3,"\\uffee":4,"a":5,"B":6,"\\u0000":7,"10":8,"9":9'
    for name in ("z", "\\ue000", "\\ud7ff", "__proto__"):
        yield HEAD % b"js_fail" + f'"{name}":1,{names}}}]}}'.encode()
    values = '"\\ud83d":1,"\\ude00":2,"\\ue000":3,"\\ud83d\\ude00":4,"\\ud83da":5,"b":1,"b":0,"a":1E5,"c":1e5,"d":-0,"e":1.0'
    yield HEAD % b"js_fail" + f'"x":{{{values},"f":"\\u0000\\u001f\\u007f\\u2028\\ud800\\/"}}}}]}}'.encode()
    for members in (
        '"x":1,"x":2', '"x":1,"\\u0078":2', '"x":1,"y":1,"x":1,"z":0', '"js_fail":{"x":1,"x":2}', '"js_fail":[[]]',
        '"js_fail":{"js_fail":{"x":1},"x":2}', '"js_fail":{"x":1,"js_fail":{"x":1}}', '"js_fail":{"js_fail":{"js_fail":{}}}',
        '"js_fail":{"js_fail":[]}', '"js_fail":{"js_fail":[{}]}', '"js_fail":{"js_fail":1}', '"js_fail":{"js_fail":1,"js_fail":{}}',
        '"js_fail":{"js_fail":{},"js_fail":1}', '"js_fail":[1]', '"\\ud800":1', '"__proto__":{"a":1}', '"js_fail":null,"js_fail":{}',
        '"js_fail":{},"js_fail":null', '"js_fail":null,"js_fail":null', '"card_payment":[],"js_fail":{}', '"card_payment":{"amount":1}',
        '"min_balance":{},"js_fail":{}', '"js_fail":{},"min_balance":{"is_min_credit":true,"is_repeated":true}',
        '"$serde_json::private::Number":"1"', '"js_fail":{"$serde_json::private::Number":"1"}',
        '"account_name":{"$serde_json::private::Number":5}', '"x":{"$serde_json::private::Number":"1"}', '"h\\u0061sh2":1',
        '"sms_inbound":{"sms_inbound":[{"source_number":1}]}', '"sms_inbound":{"sms_inbound":[[]]}', '"sms_inbound":[]',
        '"sms_inbound":{"sms_inbound":[]}', '"sms_inbound":{"sms_inbound":[1]}', '"sms_inbound":{"sms_inbound":[{},{}]}',
        '"sms_inbound":{"sms_inbound":[{"sms_inbound":{}}]}', '"sms_inbound":{"x":1,"sms_inbound":{"x":1}}',
        '"sms_inbound":{"sms_body":"","sms_inbound":{}}', '"sms_inbound":{"sms_inbound":{},"sms_body":""}',
        '"sms_inbound":{"sms_body":"","sms_inbound":{"sms_body":""}}', '"sms_inbound":{"sms_body":"","sms_inbound":{"sms_body":1}}',
        '"sms_inbound":{"sms_inbound":{"sms_body":""},"sms_body":1}', '"sms_inbound":{"x":1,"sms_inbound":[{"x":1}],"sms_body":1}',
        '"sms_inbound":{"sms_inbound":null,"sms_inbound":{}}', '"sms_inbound":{"sms_body":null,"sms_inbound":[{}]}',
    ):  # fmt: skip
        for kind in (b"js_fail", b"sms_inbound"):
            yield HEAD % kind + members.encode() + b"}]}"
