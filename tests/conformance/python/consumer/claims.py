"""What the README says of Python, each proved by doing it. A proof raises where it fails."""

import contextlib
import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import CodeType
from typing import Any

import jsonschema_rs
from callback_types import Body
from pydantic import ValidationError

from consumer import exhaustive, receive
from consumer.hash import Credential, check
from consumer.money import exact
from consumer.receive import Undocumented, Unknown, is_body
from consumer.report import Report
from consumer.types import FOLDER, GENERATED
from consumer.validate import load, parse, validators

# Each is taken in some place and not in another, or in none though Python would read it there.
OTHERS: list[Any] = [
    *(None, True, [], {}, 0, -1, 2**64, Decimal("1.5"), Decimal("-0.25")),
    *("", "0", "10.50", "-10.50", "007", "+5", ".5", "5.", "1e5", "1_000", " 12", "12\n", "NaN"),
    *("\u0663", "true", "2026-01-31", "2026-01-31 23:59:59", "2026-01-31T23:59:59Z"),
]

NO_BODIES = [
    *("", "null", "[]", "{}", '{"callbacks": null}', '{"callbacks": {"a": 1}}'),
    *('{"callbacks": [NaN]}', '{"callbacks": [{}], "new": Infinity}'),
    '{"callbacks": [{"balance": 1e9999999999999999999999}]}',
]


def prove_all(report: Report, artifacts: Path) -> None:
    index = load(artifacts / "samples" / "index.json")
    schema = load(artifacts / "types.schema.json")
    texts = {
        sample["file"]: (artifacts / "samples" / sample["file"]).read_text(encoding="utf-8")
        for sample in index["samples"]
    }
    left_out = exhaustive.write(schema, GENERATED)

    report.claim("a `Decimal` stays exact", lambda: prove_exact(texts))
    report.claim(
        "the models accept what the JSON Schema accepts, value by value",
        lambda: prove_models(schema, index["samples"], texts),
    )
    report.claim(
        "`mypy --strict` accepts the models, this consumer and a `match` over all kinds",
        lambda: run("mypy"),
    )
    report.claim(
        "`mypy` names the kind that a `match` with `assert_never` leaves out",
        lambda: prove_left_out(left_out),
    )
    report.claim(
        "the models give one error for one fault, in its place; a union gives one for each type",
        lambda: prove_one_error(index["samples"], texts),
    )
    report.claim(
        "a callback without a model is kept unchanged, and an unknown kind is recognized",
        lambda: prove_kept(index["samples"], texts),
    )
    report.claim(
        "a line feed behind a text makes no difference between the patterns of Python and Rust",
        lambda: prove_line_feeds(artifacts, texts),
    )
    report.claim("what is not a body is rejected", lambda: prove_refused(artifacts))
    report.claim(
        "strange callbacks get the right verdict",
        lambda: prove_strange(index["credential"], texts),
    )
    report.claim(
        "the lines in README.md work",
        lambda: prove_readme(index, texts, artifacts),
    )
    report.claim("`ruff check` finds nothing", lambda: run("ruff", "check"))
    report.claim("`ruff format` changes nothing", lambda: run("ruff", "format", "--check"))


def prove_exact(texts: dict[str, str]) -> None:
    large = only(texts["numbers/large.json"])
    same(large.balance, Decimal("12345678901234567890.12"))
    same(large.callback_id, 18446744073709551615)
    same(only(texts["numbers/quoted.json"]).balance, large.balance)
    payment = only(texts["card_payment/valid.json"])
    # As text, since 10.5 equals 10.50.
    same(str(payment.card_payment.amount), "10.50")
    same(str(exact("10.50")), "10.50")
    # The parser of pydantic makes floats. It may not round an amount unnoticed.
    same(is_text(texts["card_payment/valid.json"]), False)


def prove_models(schema: Any, samples: list[Any], texts: dict[str, str]) -> None:
    """Puts other values in every place of the good samples, and takes each property away.

    The samples alone cannot detect a model that reads "1" as 1, or null as an absent field.
    """
    documented = jsonschema_rs.validator_for(schema)
    for sample in samples:
        if sample["types"] == "valid":
            body = parse(texts[sample["file"]])
            for where, value in variants(body):
                verdict = documented.is_valid(body)
                same((where, value, is_body(body)), (where, value, verdict))


def variants(node: Any) -> Iterator[tuple[Any, Any]]:
    """Changes the node in one place after the other, and restores it after each."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        kept = node[key]
        for other in OTHERS:
            node[key] = other
            yield key, other
        node[key] = kept
        if isinstance(kept, dict | list):
            yield from variants(kept)
        if isinstance(node, dict):
            del node[key]
            yield key, "nothing"
            node[key] = kept


def prove_left_out(kind: str) -> None:
    result = tool("mypy", str(GENERATED / "incomplete.py"))
    errors = [line for line in result.stdout.splitlines() if ": error: " in line]
    same(len(errors), 1)
    expected = f'"assert_never" has incompatible type "Literal[\'{kind}\']"'
    if expected not in errors[0]:
        raise AssertionError(errors[0])


def prove_one_error(samples: list[Any], texts: dict[str, str]) -> None:
    """Of the faults whose place the index gives, those that the types JSON Schema describes."""
    faulty = [sample for sample in samples if sample["types"] == "invalid" and "pointer" in sample]
    for sample in faulty:
        content = only(texts[sample["file"]])
        place = sample["pointer"].removeprefix("/callbacks/0")
        if sample["error"] == "payload_mismatch":
            # To the models, it is the payload of the kind that is not there.
            place = f"/{sample['kind']}"
        found = [fault.split(": ")[0] for fault in content.faults]
        # A field of two types is a union, which reports a fault of each type.
        if found != [f"{place}/int", f"{place}/str"]:
            same(found, [place])
    if not faulty:
        raise AssertionError("no sample has such a fault")


def prove_kept(samples: list[Any], texts: dict[str, str]) -> None:
    met: set[type | None] = set()
    for sample in samples:
        (raw,) = receive.callbacks(texts[sample["file"]])
        before = copy.deepcopy(raw)
        content: Any = receive.read(raw)
        met.add(type(content) if sample["types"] == "invalid" else None)
        if sample["outcome"] == "unknown":
            same(content, Unknown(before))
        elif sample["types"] == "invalid":
            same(isinstance(content, Undocumented), True)
            same(content.raw, before)
        else:
            # Fields that are newer than the models are there as well, and every digit of an amount.
            same(plain(content.model_dump(exclude_unset=True)), plain(before))
    same(met, {Unknown, Undocumented, None})


def plain(callback: Any) -> Any:
    """With amounts as strings of their digits, as which they may have come."""
    return json.loads(json.dumps(callback, default=str))


def prove_line_feeds(artifacts: Path, texts: dict[str, str]) -> None:
    """In a pattern of Python, `$` also stands before a line feed at the end."""
    for on in ["validation", "validation.draft-07", "types", "types.draft-07"]:
        python, rust = validators(load(artifacts / f"{on}.schema.json")).values()
        met = set()
        for file, it in texts.items():
            if file.endswith("/valid.json"):
                body = parse(it)
                for text in line_feeds(body):
                    same((on, text, python(body)), (on, text, rust(body)))
                    met.add(rust(body))
        same(met, {True, False})


def line_feeds(node: Any) -> Iterator[str]:
    """Puts a line feed behind one text after the other, and restores it after each."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        kept = node[key]
        if isinstance(kept, str):
            node[key] = f"{kept}\n"
            yield node[key]
            node[key] = kept
        elif isinstance(kept, dict | list):
            yield from line_feeds(kept)


def prove_refused(artifacts: Path) -> None:
    """Each time with a `ValueError`, and by the lines in README.md with any exception."""
    lines = readme_lines()
    for text in NO_BODIES:
        with contextlib.suppress(ValueError):
            raise AssertionError(f"{text} is read as {receive.callbacks(text)}")
        try:
            with contextlib.chdir(artifacts):
                exec(lines, {"request": text, "salt": "", "api_key": ""})
        except Exception:
            continue
        raise AssertionError(f"README.md reads {text}")


def prove_strange(published: Any, texts: dict[str, str]) -> None:
    (right,) = receive.callbacks(texts["card_payment/valid.json"])
    credential = Credential(published["salt"], published["api_key"])
    cases: list[tuple[Any, str]] = [
        *((None, "invalid"), ([], "invalid"), ("text", "invalid")),
        ({**right, "callback_id": str(right["callback_id"])}, "match"),
        ({**right, "account_id": 1}, "mismatch"),
        ({**right, "account_id": [right["account_id"]]}, "invalid"),
        ({**right, "hash": [right["hash"]]}, "invalid"),
        ({**right, "hash": False}, "invalid"),
    ]
    for callback, verdict in cases:
        same((callback, check(credential, callback)), (callback, verdict))


def readme_lines() -> CodeType:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    same(block.splitlines()[10:], [])
    return compile(block, "README.md", "exec")


def prove_readme(index: Any, texts: dict[str, str], artifacts: Path) -> None:
    lines = readme_lines()
    for sample in index["samples"]:
        credential = index["credential"]
        names: dict[str, Any] = {
            "request": texts[sample["file"]],
            "salt": credential["salt"],
            "api_key": credential["api_key"],
        }
        with contextlib.chdir(artifacts):
            exec(lines, names)
        same(bool(names["faults"]), sample["outcome"] == "malformed")
        if "hash" in sample:
            same(names["matches"], sample["hash"] == "match")


def is_text(text: str) -> bool:
    try:
        Body.model_validate_json(text)
    except ValidationError:
        return False
    return True


def only(text: str) -> Any:
    """The one callback of a sample, of whatever type it becomes."""
    (raw,) = receive.callbacks(text)
    return receive.read(raw)


def same(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{found!r} is not {expected!r}")


def run(*arguments: str) -> None:
    result = tool(*arguments)
    if result.returncode != 0:
        raise AssertionError(result.stdout + result.stderr)


def tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, check=False, cwd=FOLDER, capture_output=True, text=True)
