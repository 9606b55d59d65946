"""Has every reader read the same bodies and every validator judge them, and compares that with what the Rust SDK does.

    python3 tests/differential/run.py [--bodies 20000] [--seed 1] [--self-test] [--only NAME …]

It builds the Rust programs, stages the packages from this workspace, and takes the validators that the conformance run
installs. What cannot agree stands in `ALLOWED` and `UNSAID`, with its reason, and in docs/conformance.md.
"""

import argparse
import collections
import json
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from bodies import Mutator, special

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
TARGET = ROOT / "target/differential"
SCHEMA = ROOT / "schema/generated/validation.schema.json"
CONFORMANCE = ROOT / "tests/conformance"

# Readers.


def stage(folder: Path) -> None:
    """The packages with what is generated, as `cargo xtask dist` lays them out."""
    shutil.rmtree(folder, ignore_errors=True)
    generated = ROOT / "schema/generated"
    shutil.copytree(ROOT / "packages/npm", folder / "npm")
    shutil.copytree(generated / "typescript", folder / "npm/generated")
    package = folder / "python/voximplant_callbacks"
    shutil.copytree(ROOT / "packages/python/src/voximplant_callbacks", package)
    shutil.copytree(generated / "python", package, dirs_exist_ok=True)
    shutil.copytree(ROOT / "packages/go", folder / "go", ignore=shutil.ignore_patterns("archive", "schemas"))
    shutil.copytree(generated / "go", folder / "go", dirs_exist_ok=True)
    # Only what is in the module can be built with it.
    (folder / "go/reader").mkdir()
    shutil.copy(HERE / "reader.go", folder / "go/reader/main.go")
    (folder / "schema").mkdir()
    shutil.copy(SCHEMA, folder / "schema")


Reader = Callable[[Path, Path, Path], list[str]]
"""The command that reads bodies and writes lines, given the staged packages."""

READERS: dict[str, Reader] = {
    "npm": lambda staged, bodies, lines: ["node", f"{HERE}/reader.mjs", f"{staged}/npm", str(bodies), str(lines)],
    "python": lambda staged, bodies, lines: [
        sys.executable, f"{HERE}/reader.py", f"{staged}/python", str(bodies), str(lines)
    ],
    "go": lambda staged, bodies, lines: ["go", "run", "-C", f"{staged}/go", "./reader", str(bodies), str(lines)],
}  # fmt: skip


def rust(example: str, arguments: list[Path], lines: Path) -> None:
    """Runs an example of the crate `tests`, which prints its lines."""
    build = ["cargo", "build", "--quiet", "--locked", "--package", "tests", "--example", example]
    subprocess.run(build, cwd=ROOT, check=True)
    with lines.open("wb") as out:
        subprocess.run([ROOT / "target/debug/examples" / example, *arguments], stdout=out, check=True)


# Validators.

Validator = Callable[[Path, Path, Path], None]
"""Judges bodies with a JSON Schema, and writes lines."""


def run(command: Callable[[Path, Path, Path], list[str | Path]], cwd: Path = ROOT) -> Validator:
    return lambda schema, bodies, lines: subprocess.run(command(schema, bodies, lines), cwd=cwd, check=True) and None


def python_validator(schema: Path, bodies: Path, lines: Path) -> list[str | Path]:
    sys.path.insert(0, str(CONFORMANCE / "python"))
    from environment import PYTHON

    return [PYTHON, HERE / "validator.py", schema, bodies, lines]


VALIDATORS: dict[str, Validator] = {
    "ajv": run(lambda schema, bodies, lines: ["node", HERE / "validator.mjs", schema, bodies, lines]),
    "jsonschema-python": run(python_validator),
    "jsonschema-rust": lambda schema, bodies, lines: rust("verdicts", [schema, bodies], lines),
    "jsonschema-go": run(
        lambda schema, bodies, lines: ["go", "run", "./cmd/verdicts", schema, bodies, lines], cwd=CONFORMANCE / "go"
    ),
}


# Comparing.

ALLOWED: list[tuple[str, str, Callable[[bytes, Any, Any], bool]]] = []
"""Differences that may be: reader, reason, and what tells one from the body and both results."""


class Number(str):
    """A number by its digits."""


class Object(list[Any]):
    pass


def loaded(text: str) -> Any:
    return json.loads(text, parse_int=Number, parse_float=Number, object_pairs_hook=Object)


def normal(value: Any, wrapper: str | None = None) -> Any:
    """A value as all languages can have it: without what is empty, numbers as text, and without its wrapper."""
    if isinstance(value, Object):
        members = ((name, normal(it, name)) for name, it in value)
        kept = sorted(((name, it) for name, it in members if it not in (None, "", [])), key=lambda it: it[0])
        is_wrapper = wrapper is not None and len(kept) == 1 and kept[0][0] == wrapper and isinstance(kept[0][1], Object)
        return kept[0][1] if is_wrapper else Object(kept)
    if isinstance(value, list):
        return [normal(it) for it in value]
    return str(value) if isinstance(value, Number) else value


def differences(rust: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What is not the same, and how each says it."""
    if "outcomes" not in rust or "outcomes" not in other:
        if rust != other:
            yield "body", rust if "outcomes" not in rust else "read", other if "outcomes" not in other else "read"
        return
    if len(rust["outcomes"]) != len(other["outcomes"]):
        yield "count", len(rust["outcomes"]), len(other["outcomes"])
        return
    for one, another in zip(rust["outcomes"], other["outcomes"], strict=True):
        compared = {**one, **another}.keys() - {"value"}
        names = [name for name in compared if one.get(name) != another.get(name)]
        for name in names:
            yield name, one.get(name), another.get(name)
        if not names and "value" in one and one["value"] != another["value"]:
            try:
                mine, theirs = normal(loaded(one["value"])), normal(loaded(another["value"]))
            except RecursionError:
                # Too deep for this comparison; the digest and the text were compared.
                continue
            if mine != theirs:
                yield "value", one["value"], another["value"]


def compare(reader: str, bodies: Path, mine: Path, theirs: Path, shown: int) -> int:
    """Prints the differences by their kinds, and gives how many there are."""
    data, at = bodies.read_bytes(), 0
    found: collections.Counter[tuple[str, str]] = collections.Counter()
    examples: dict[tuple[str, str], tuple[bytes, Any, Any]] = {}
    allowed: collections.Counter[str] = collections.Counter()
    tally: collections.Counter[str] = collections.Counter()
    with mine.open(encoding="utf-8") as rust_lines, theirs.open(encoding="utf-8") as other_lines:
        for one, another in zip(rust_lines, other_lines, strict=True):
            (length,) = struct.unpack_from("<I", data, at)
            body = data[at + 4 : at + 4 + length]
            at += 4 + length
            rust_line = json.loads(one)
            tally["bodies"] += 1
            tally["refused"] += "refused" in rust_line
            for it in rust_line.get("outcomes", []):
                tally[it["outcome"]] += 1
            if one == another:
                continue
            for what, mine_is, theirs_is in differences(rust_line, json.loads(another)):
                reasons = [why for of, why, is_it in ALLOWED if of == reader and is_it(body, mine_is, theirs_is)]
                if reasons:
                    allowed[reasons[0]] += 1
                    continue
                key = (what, f"{mine_is!s:.60} / {theirs_is!s:.60}" if what not in ("value", "digest", "raw") else "")
                found[key] += 1
                examples.setdefault(key, (body, mine_is, theirs_is))
    print(f"{reader}: {dict(tally)}; {sum(found.values())} differences, {sum(allowed.values())} allowed")
    for key, count in found.most_common(shown):
        body, mine_is, theirs_is = examples[key]
        print(f"  {count} x {key[0]}\n    body  {body[:700]!r}\n    rust  {mine_is!s:.500}\n    {reader:5} {theirs_is!s:.500}")
    return sum(found.values())


# Judging.


def faults_of(line: dict[str, Any]) -> list[tuple[str, str]]:
    """Every reason for which Rust does not read all of a body, and where."""
    if "refused" in line:
        return [(line["refused"], line["pointer"])]
    return [(it["error"], it["pointer"]) for it in line["outcomes"] if it["outcome"] == "malformed"]


def steps(tree: Any, pointer: str) -> Iterator[list[Any]]:
    """What stands at each step of a pointer: the values of that name, of which a parser keeps the last."""
    for step in pointer.split("/")[1:]:
        if isinstance(tree, Object):
            values = [value for name, value in tree if name == step]
        else:
            values = [tree[int(step)]] if isinstance(tree, list) and step.isdigit() and int(step) < len(tree) else []
        yield values
        tree = values[0] if values else None


def value_at(tree: Any, pointer: str) -> Any:
    """The value that stands there, the first of its name; `None` if there is none."""
    *_, values = [[tree], *steps(tree, pointer)]
    return values[0] if values else None


def repeats(tree: Any, own: str | None = None) -> bool:
    """Whether a name stands twice in an object, or in a wrapper and beside it."""
    if not isinstance(tree, list):
        return False
    if not isinstance(tree, Object):
        return any(map(repeats, tree))
    names = [name for name, _ in tree]
    for name, value in tree:
        element = value[0] if isinstance(value, list) and not isinstance(value, Object) and len(value) == 1 else value
        if name == own and isinstance(element, Object):
            within = [*names, *(inner for inner, _ in element)]
            if len(set(within)) < len(within) and len(set(names)) == len(names):
                return True
    return len(set(names)) < len(names) or any(repeats(value, name) for name, value in tree)


def is_integral(value: Any) -> bool:
    """Whether it is a number without a sign or fraction, however it is spelled, or so large that no double has one."""
    return isinstance(value, Number) and float(value).is_integer() and float(value) >= 0


def is_beyond(value: Any) -> bool:
    """Whether it is a number, or the digits of one."""
    return isinstance(value, str) and value[:1] in "-0123456789" and value[4:5] != "-"


UNSAID: list[tuple[str, Callable[[str, str, Any], bool]]] = [
    (
        "a name that stands twice",
        lambda code, place, tree: (code == "duplicate_field" and repeats(tree))
        or any(len(values) > 1 for values in steps(tree, place)),
    ),
    ("how a number is spelled", lambda code, place, tree: code == "invalid_number" and is_integral(value_at(tree, place))),
    ("the last digits of a limit", lambda code, place, tree: code == "out_of_range" and is_beyond(value_at(tree, place))),
    ("half a surrogate pair", lambda code, place, tree: code == "unreadable"),
]
"""What no JSON Schema can say: the reason, and what tells it from the code of a fault, its place, and the body."""

UNPARSED = "what the parser of the language does not take"
NOT_JSON = ("too_large", "not_utf8", "syntax")


def judge(validator: str, bodies: Path, mine: Path, theirs: Path, shown: int) -> int:
    """Prints where a validator does not say what Rust says, by reason, and gives how many have none."""
    data, at = bodies.read_bytes(), 0
    found: list[tuple[str, bytes, Any]] = []
    unsaid: collections.Counter[str] = collections.Counter()
    tally: collections.Counter[str] = collections.Counter()
    with mine.open(encoding="utf-8") as rust_lines, theirs.open(encoding="utf-8") as other_lines:
        for one, another in zip(rust_lines, other_lines, strict=True):
            (length,) = struct.unpack_from("<I", data, at)
            body = data[at + 4 : at + 4 + length]
            at += 4 + length
            faults, verdict = faults_of(json.loads(one)), json.loads(another)
            if any(code in NOT_JSON for code, _ in faults):
                tally["not JSON"] += 1
                continue
            tally["bodies"] += 1
            tally["read"] += not faults
            if "unparsed" in verdict:
                unsaid[UNPARSED] += 1
            elif verdict["valid"] and faults:
                tree = loaded(body.decode("utf-8-sig"))
                reasons = {
                    next((why for why, is_it in UNSAID if is_it(code, place, tree)), None)
                    for code, place in faults
                }
                if None in reasons:
                    found.append(("too lax", body, faults))
                else:
                    unsaid[" and ".join(sorted(map(str, reasons)))] += 1
            elif not verdict["valid"] and not faults:
                found.append(("too strict", body, verdict))
    print(f"{validator}: {dict(tally)}; {len(found)} differences; unsaid: {dict(unsaid)}")
    for how, body, what in found[:shown]:
        print(f"  {how}\n    body  {body[:900]!r}\n    rust  {what!s:.300}")
    return len(found)


# Faults that are put in on purpose, of which each must be noticed.

FAULTS: list[tuple[str, str, str, str]] = [
    ("npm", "generated/table.js", '"transaction_id": "number"', '"transaction_id": "string"'),
    ("npm", "reader.js", "if (this.extra.length < 2) return;", "return;"),
    ("npm", "reader.js", "if (wrapper.length > 0) throw", "if (wrapper.length > 9) throw"),
    ("npm", "reader.js", 'if (year === "0000") throw', 'if (year === "9998") throw'),
    ("npm", "reader.js", "month === \"02\" && year % 4", "month === \"02\" && year % 5"),
    ("npm", "reader.js", "digits > LARGEST)", "digits > LARGEST.replace(/5$/, 6))"),
    ("npm", "json.js", "(?:\\.[0-9]+)?", "(?:\\.[0-9]*)?"),
    ("npm", "digest.js", "a.codePointAt(at) - b.codePointAt(at)", "a.charCodeAt(at) - b.charCodeAt(at)"),
    ("npm", "receive.js", 'if (hash === "") return { refusal: "missing" };', ""),
    ("python", "voximplant_callbacks/_table.py", '"transaction_id": "number"', '"transaction_id": "string"'),
    ("python", "voximplant_callbacks/_reader.py", "        if self._repeats_extra:", "        if False:"),
    ("python", "voximplant_callbacks/_reader.py", "                        if has_fields:", "                        if False:"),
    ("python", "voximplant_callbacks/_reader.py", "            if year == 0:", "            if year == 9998:"),
    ("python", "voximplant_callbacks/_reader.py", "if places > 28 or", "if places > 29 or"),
    ("python", "voximplant_callbacks/_json.py", "(?:\\.[0-9]+)?", "(?:\\.[0-9]*)?"),
    ("python", "voximplant_callbacks/_json.py", "\\ud800-\\udfff]')", "]')"),
    ("python", "voximplant_callbacks/_receive.py", '        return "missing"', '        return "invalid"'),
    ("go", "objects.go", '{"transaction_id", number', '{"transaction_ids", number'),
    ("go", "reader.go", "if len(it.extra) < it.count {", "if false {"),
    ("go", "reader.go", "if hasFields {", "if hasFields && false {"),
    ("go", "date.go", "if m[0] == 0 {", "if m[0] == 9998 {"),
    ("go", "decimal.go", "if places > 28 ||", "if places > 29 ||"),
    ("go", "values.go", 'if !isPlain(digits) {', 'if digits == "" {'),
    ("go", "internal/lex/lex.go", "out = append(out, '\\f')", "out = append(out, '\\v')"),
    ("go", "internal/lex/lex.go", "c < ' ':\n\t\t\treturn false", "c < ' ':\n\t\t\tcontinue"),
    ("go", "digest.go", "member.name != hashName", "member.name != typeName"),
    ("go", "receive.go", "return 0, RefusalMissing", "return 0, RefusalInvalid"),
    ("schema", SCHEMA.name, '"minLength": 1', '"minLength": 0'),
    ("schema", SCHEMA.name, '"minimum": 0', '"minimum": -1'),
    ("schema", SCHEMA.name, "|^0000|", "|"),
    ("schema", SCHEMA.name, "(00)?-02-29", "-02-29"),
    ("schema", SCHEMA.name, "22:(00:0[1-9]", "22:(00:1[1-9]"),
    ("schema", SCHEMA.name, '"maxItems": 10000', '"maxItems": 10001'),
    ("schema", SCHEMA.name, '"maxItems": 1,', '"maxItems": 2,'),
    ("schema", SCHEMA.name, '"transaction_type": false', '"transaction_type": true'),
]  # fmt: skip


def self_test(bodies: Path, mine: Path) -> int:
    missed = 0
    for reader, file, right, wrong in FAULTS:
        staged = TARGET / "broken"
        stage(staged)
        path = staged / reader / file
        text = path.read_text("utf-8")
        assert text.count(right) >= 1, f"{file} has no {right}"
        path.write_text(text.replace(right, wrong), "utf-8")
        theirs = TARGET / f"{reader}.broken.ndjson"
        print(f"\n{file}: {right!r} -> {wrong!r}")
        if reader in READERS:
            subprocess.run(READERS[reader](staged, bodies, theirs), check=True)
            missed += compare(reader, bodies, mine, theirs, shown=1) == 0
        else:
            VALIDATORS["ajv"](path, bodies, theirs)
            missed += judge("ajv", bodies, mine, theirs, shown=1) == 0
    print(f"\n{len(FAULTS) - missed} of {len(FAULTS)} faults noticed")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=[*READERS, *VALIDATORS], default=[*READERS, *VALIDATORS])
    parser.add_argument("--self-test", action="store_true", help="put in faults, and fail unless each is noticed")
    options = parser.parse_args()

    TARGET.mkdir(parents=True, exist_ok=True)
    bodies, mine = TARGET / "bodies.bin", TARGET / "rust.ndjson"
    made = chain(special(), Mutator(ROOT, options.seed).bodies())
    with bodies.open("wb") as out:
        for body in islice(made, options.bodies):
            out.write(struct.pack("<I", len(body)) + body)
    rust("outcomes", [bodies], mine)
    if options.self_test:
        return self_test(bodies, mine)
    staged = TARGET / "staged"
    stage(staged)
    count = 0
    for name in options.only:
        theirs = TARGET / f"{name}.ndjson"
        if name in READERS:
            subprocess.run(READERS[name](staged, bodies, theirs), check=True)
            count += compare(name, bodies, mine, theirs, shown=20)
        else:
            VALIDATORS[name](SCHEMA, bodies, theirs)
            count += judge(name, bodies, mine, theirs, shown=20)
    return count


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
