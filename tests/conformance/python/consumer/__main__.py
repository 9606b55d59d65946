"""Prints what the published artifacts are worth in Python, as tests/conformance/README.md says."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from consumer.claims import prove_all
from consumer.hash import Credential, check
from consumer.receive import is_body
from consumer.report import Report
from consumer.validate import IsValid, load, parse, validators

JSON_SCHEMAS = ["validation", "validation.draft-07", "types", "types.draft-07"]


def main(artifacts: Path) -> None:
    report = Report()
    index = load(artifacts / "samples" / "index.json")
    bodies = {
        sample["file"]: parse((artifacts / "samples" / sample["file"]).read_text(encoding="utf-8"))
        for sample in index["samples"]
    }
    judge_bodies(report, artifacts, bodies)
    judge_hashes(report, index, bodies)
    judge_signatures(report, artifacts)
    prove_all(report, artifacts)
    print(report.text())


def judge_bodies(report: Report, artifacts: Path, bodies: dict[str, Any]) -> None:
    for on in JSON_SCHEMAS:
        for tool, is_valid in validators(load(artifacts / f"{on}.schema.json")).items():
            report.judge(tool, version(tool), on, verdicts(is_valid, bodies))
    report.judge("pydantic", version("pydantic"), "types", verdicts(is_body, bodies))


def verdicts(is_valid: IsValid, bodies: dict[str, Any]) -> dict[str, str]:
    return {file: "valid" if is_valid(body) else "invalid" for file, body in bodies.items()}


def judge_hashes(report: Report, index: Any, bodies: dict[str, Any]) -> None:
    credential = Credential(index["credential"]["salt"], index["credential"]["api_key"])
    found: dict[str, str] = {}
    for sample in index["samples"]:
        if "hash" in sample:
            (callback,) = bodies[sample["file"]]["callbacks"]
            found[sample["file"]] = check(credential, callback)
    report.judge("hashlib", "", "hash", found)


def judge_signatures(report: Report, artifacts: Path) -> None:
    found: dict[str, str] = {}
    for entry in load(artifacts / "signatures.json")["signatures"]:
        found[entry["description"]] = check(Credential(entry["salt"], entry["api_key"]), entry)
    report.judge("hashlib", "", "signatures", found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
