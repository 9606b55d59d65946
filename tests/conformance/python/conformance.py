"""Reads what is published with the tools of Python, and prints what came out: see the README of
the folder above."""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
from pydantic import ValidationError

from callback_hash import check
from make_types import make_types

ARTIFACTS = Path(sys.argv[1])
BUILD = Path("build/types")
KEY_NAMES = ("salt", "api_key")


class Sample:
    """A published body, and what stands in the index of it."""

    def __init__(self, entry: dict[str, str]) -> None:
        self.file = entry["file"]
        self.is_signed = "hash" in entry
        self.text = (ARTIFACTS / "samples" / self.file).read_text("utf-8")
        self.body = json.loads(self.text, parse_float=Decimal)
        [self.callback] = self.body["callbacks"]


INDEX = json.loads((ARTIFACTS / "samples/index.json").read_text("utf-8"))
SAMPLES = {entry["file"]: Sample(entry) for entry in INDEX["samples"]}
CREDENTIAL = {name: INDEX["credential"][name] for name in KEY_NAMES}


def schema_of(name: str) -> Any:
    return json.loads((ARTIFACTS / f"{name}.schema.json").read_text("utf-8"))


def report(tool: str, on: str, verdicts: dict[str, str]) -> dict[str, Any]:
    # The standard library is as old as Python, which differs from machine to machine.
    told = "" if tool == "hashlib" else version(tool)
    return {"tool": tool, "version": told, "on": on, "verdicts": verdicts}


def validity(is_valid: Callable[[Any], bool]) -> dict[str, str]:
    return {it.file: "valid" if is_valid(it.body) else "invalid" for it in SAMPLES.values()}


def by_validators() -> list[dict[str, Any]]:
    reports = []
    for name in ["validation", "types"]:
        for on, of_draft in [
            (name, jsonschema.Draft202012Validator),
            (f"{name}.draft-07", jsonschema.Draft7Validator),
        ]:
            schema = schema_of(on)
            of_draft.check_schema(schema)
            python, rust = of_draft(schema), jsonschema_rs.validator_for(schema)
            reports.append(report("jsonschema", on, validity(python.is_valid)))
            reports.append(report("jsonschema-rs", on, validity(rust.is_valid)))
    return reports


def by_models(types: Any) -> dict[str, str]:
    return validity(lambda body: not faults(types, body))


def by_hash() -> dict[str, str]:
    signed = [sample for sample in SAMPLES.values() if sample.is_signed]
    return {sample.file: check(sample.callback, **CREDENTIAL) for sample in signed}


def of_signatures() -> dict[str, str]:
    vectors = json.loads((ARTIFACTS / "signatures.json").read_text("utf-8"))["signatures"]
    return {
        it["description"]: check(it, **{name: it[name] for name in KEY_NAMES}) for it in vectors
    }


def faults(types: Any, body: object) -> list[Any]:
    """What pydantic says of a body."""
    try:
        types.Body.model_validate(body)
    except ValidationError as error:
        return list(error.errors())
    return []


def a_decimal_stays_exact(types: Any) -> str:
    def read(file: str) -> Any:
        [callback] = types.Body.model_validate(SAMPLES[file].body).callbacks
        return callback

    large, payment = read("numbers/large.json"), read("card_payment/valid.json")
    told = [large.balance, large.callback_id, str(payment.card_payment.amount)]
    expected = [Decimal("12345678901234567890.12"), 18446744073709551615, "10.50"]
    return "" if told == expected else f"{told}"


def one_fault_is_one_error(types: Any) -> str:
    missing = {file: it for file, it in SAMPLES.items() if file.endswith("/missing_field.json")}
    counts = {file: len(faults(types, it.body)) for file, it in missing.items()}
    wrong = {file: count for file, count in counts.items() if count != 1}
    return f"{wrong}" if wrong or not counts else ""


def a_new_kind_is_told(types: Any) -> str:
    def is_new(sample: Sample) -> bool:
        return any(error["type"] == "union_tag_invalid" for error in faults(types, sample.body))

    new = [file for file, sample in SAMPLES.items() if is_new(sample)]
    return "" if new == ["unknown/new_kind.json"] else f"{new}"


def type_check(*files: str) -> str:
    """What mypy says, or nothing."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *files]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def types_check(_: Any) -> str:
    return type_check(str(BUILD / "callback_types.py"), *map(str, Path().glob("*.py")))


def a_forgotten_kind_is_found(types: Any) -> str:
    definitions = schema_of("types")["$defs"]
    names = [it["$ref"].rsplit("/", 1)[1] for it in definitions["Callback"]["anyOf"]]
    kinds = [definitions[name]["properties"]["type"]["const"] for name in names]

    def told(kinds: list[str]) -> str:
        cases = " | ".join(json.dumps(kind) for kind in kinds)
        code = (
            "from typing import assert_never\n\nfrom callback_types import Callback\n\n\n"
            "def handle(callback: Callback) -> None:\n    match callback.type:\n"
            f"        case {cases}:\n            pass\n"
            "        case forgotten:\n            assert_never(forgotten)\n"
        )
        file = BUILD / "handles.py"
        file.write_text(code, "utf-8")
        return type_check(str(file))

    if complete := told(kinds):
        return complete
    forgotten = told(kinds[1:])
    is_found = "assert_never" in forgotten and kinds[0] in forgotten
    return "" if is_found else f"mypy says {forgotten!r}"


def readme_works(_: Any) -> str:
    block = Path("README.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    scope: dict[str, Any] = {"artifacts": ARTIFACTS, "Decimal": Decimal, "Path": Path}
    scope |= {"json": json, "jsonschema": jsonschema}
    exec(block, scope)  # noqa: S102
    told = [scope["refused"], scope["problems"], scope["body"]["callbacks"][0]["type"]]
    return "" if told == [[], [], "card_payment"] else f"{told}"


def ruff_finds_nothing(_: Any) -> str:
    told = ""
    for arguments in [["check"], ["format", "--check"]]:
        command = [sys.executable, "-m", "ruff", *arguments, "--line-length", "100", "--exclude"]
        done = subprocess.run([*command, "build", "."], check=False, capture_output=True, text=True)
        told += done.stdout + done.stderr if done.returncode else ""
    return told


CLAIMS: dict[str, Callable[[Any], str]] = {
    "a `Decimal` stays exact in the models, and so does a number of 64 bits": a_decimal_stays_exact,
    "one fault is one error of pydantic": one_fault_is_one_error,
    "a new kind is told from a malformed one": a_new_kind_is_told,
    "mypy in strict mode finds nothing, nor in the models": types_check,
    "a `match` that leaves out a kind does not pass mypy": a_forgotten_kind_is_found,
    "the lines in README.md work": readme_works,
    "ruff finds nothing, and formats nothing": ruff_finds_nothing,
}


def main() -> None:
    make_types(ARTIFACTS, BUILD)
    sys.path.insert(0, str(BUILD))
    types = importlib.import_module("callback_types")
    verdicts = [
        *by_validators(),
        report("pydantic", "types", by_models(types)),
        report("hashlib", "hash", by_hash()),
        report("hashlib", "signatures", of_signatures()),
    ]
    shown = [(claim, show(types)) for claim, show in CLAIMS.items()]
    claims = [{"claim": claim, "holds": not detail, "detail": detail} for claim, detail in shown]
    print(json.dumps({"verdicts": verdicts, "claims": claims}))


if __name__ == "__main__":
    main()
