"""Has every reader read the same bodies, and compares what they make of them with what the Rust SDK does.

    python3 tests/differential/run.py [--bodies 20000] [--seed 1] [--self-test]

It builds the Rust program and stages the packages from this workspace. What cannot agree stands in `ALLOWED`, with its
reason, and in docs/conformance.md.
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


Reader = Callable[[Path, Path, Path], list[str]]
"""The command that reads bodies and writes lines, given the staged packages."""

READERS: dict[str, Reader] = {
    "npm": lambda staged, bodies, lines: ["node", f"{HERE}/reader.mjs", f"{staged}/npm", str(bodies), str(lines)],
    "python": lambda staged, bodies, lines: [
        sys.executable, f"{HERE}/reader.py", f"{staged}/python", str(bodies), str(lines)
    ],
    "go": lambda staged, bodies, lines: ["go", "run", "-C", f"{staged}/go", "./reader", str(bodies), str(lines)],
}  # fmt: skip


def rust(bodies: Path, lines: Path) -> None:
    build = ["cargo", "build", "--quiet", "--locked", "--package", "tests", "--example", "outcomes"]
    subprocess.run(build, cwd=ROOT, check=True)
    with lines.open("wb") as out:
        subprocess.run([ROOT / "target/debug/examples/outcomes", bodies], stdout=out, check=True)


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
        subprocess.run(READERS[reader](staged, bodies, theirs), check=True)
        print(f"\n{file}: {right!r} -> {wrong!r}")
        missed += compare(reader, bodies, mine, theirs, shown=1) == 0
    print(f"\n{len(FAULTS) - missed} of {len(FAULTS)} faults noticed")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--self-test", action="store_true", help="put in faults, and fail unless each is noticed")
    options = parser.parse_args()

    TARGET.mkdir(parents=True, exist_ok=True)
    bodies, mine = TARGET / "bodies.bin", TARGET / "rust.ndjson"
    made = chain(special(), Mutator(ROOT, options.seed).bodies())
    with bodies.open("wb") as out:
        for body in islice(made, options.bodies):
            out.write(struct.pack("<I", len(body)) + body)
    rust(bodies, mine)
    if options.self_test:
        return self_test(bodies, mine)
    staged = TARGET / "staged"
    stage(staged)
    count = 0
    for reader, command in READERS.items():
        theirs = TARGET / f"{reader}.ndjson"
        subprocess.run(command(staged, bodies, theirs), check=True)
        count += compare(reader, bodies, mine, theirs, shown=20)
    return count


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
