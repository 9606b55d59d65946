"""What the package says of every sample, signature and vector."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from consumer.project import (
    CREDENTIAL,
    DIGEST_VECTORS,
    INDEX,
    READER_VECTORS,
    SIGNATURES,
    body,
    data,
    package,
)


def _hash(sent: bytes | str, credential: package.Credential) -> str:
    """What a hash shows."""
    [outcome] = package.receive(sent, credential)
    return outcome.refusal if isinstance(outcome, package.Refused) else "match"


def hashes() -> dict[str, str]:
    signed = [sample["file"] for sample in INDEX["samples"] if "hash" in sample]
    return {file: _hash(body(file), CREDENTIAL) for file in signed}


def digests() -> dict[str, str]:
    return {sample["file"]: package.read(body(sample["file"]))[0].digest() for sample in INDEX["samples"]}


def replays() -> dict[str, str]:
    """What a guard says of a sample after another one."""

    def verdict(first: str, file: str) -> str:
        guard = package.MemoryGuard()
        [before] = package.receive(body(first), CREDENTIAL, guard=guard)
        if isinstance(before, package.KnownCallback):
            before.settle()
        [outcome] = package.receive(body(file), CREDENTIAL, guard=guard)
        return outcome.refusal if isinstance(outcome, package.Refused) else outcome.outcome

    return {it["file"]: verdict(it["after"], it["file"]) for it in INDEX["samples"] if "after" in it}


def outcomes() -> dict[str, str]:
    def outcome(file: str) -> str:
        [it] = package.read(body(file))
        parts = [it.outcome, it.kind]
        if isinstance(it, package.MalformedCallback):
            parts += [it.error.code, it.error.pointer]
        return " ".join(part for part in parts if part)

    return {sample["file"]: outcome(sample["file"]) for sample in INDEX["samples"]}


def of_signatures() -> dict[str, str]:
    def check(vector: dict[str, str]) -> str:
        keys = {"account_id": int(vector["account_id"]), "api_key": vector["api_key"]}
        salt = vector["salt"]
        credential = (
            package.Credential(**keys, salt=salt) if salt else package.Credential.without_salt(**keys)
        )
        # The hash covers nothing else.
        origin = {name: vector.get(name) for name in ("callback_id", "account_id", "hash")}
        return _hash(json.dumps({"callbacks": [{"type": "any", "balance": 0, **origin}]}), credential)

    return {vector["description"]: check(vector) for vector in SIGNATURES}


def of_reader_vectors() -> dict[str, str]:
    def verdict(vector: dict[str, Any]) -> str:
        return json.dumps(_result(vector), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    return {f"{it['rule']}: {it['name']}": verdict(it) for it in READER_VECTORS["vectors"]}


def of_digest_vectors() -> dict[str, str]:
    def digests(vector: dict[str, Any]) -> str:
        return " ".join(package.digest(data(it["text"]).decode()) for it in vector["callbacks"])

    return {f"{it['rule']}: {it['name']}": digests(it) for it in DIGEST_VECTORS}


VECTOR_CREDENTIAL = package.Credential(
    **{**READER_VECTORS["credential"], "account_id": int(READER_VECTORS["credential"]["account_id"])}
)


def _result(vector: dict[str, Any]) -> dict[str, Any]:
    try:
        outcomes = package.receive(data(vector["body"]), VECTOR_CREDENTIAL)
    except package.BodyError as error:
        has_place = error.code not in ("too_large", "not_utf8", "syntax")
        return {"refused": {"error": error.code, **({"pointer": error.pointer} if has_place else {})}}
    if "count" in vector:
        return {"count": len(outcomes)}
    asked = vector.get("outcomes", []) + [{}] * len(outcomes)
    return {"outcomes": [_of_callback(outcome, it) for outcome, it in zip(outcomes, asked)]}


def _of_callback(outcome: package.Outcome, asked: dict[str, Any]) -> dict[str, Any]:
    """A result in the form of the vectors. Values, kept fields and the digest are there if they are asked for."""
    decoded: Any = outcome.callback if isinstance(outcome, package.Refused) else outcome
    error = decoded.error if isinstance(decoded, package.MalformedCallback) else None
    root = getattr(decoded, "callback", None) or getattr(decoded, "envelope", None)

    def at(steps: list[str]) -> Any:
        value: Any = root
        for step in steps:
            value = value[int(step)] if isinstance(value, list) else getattr(value, step, None)
        return value

    def kept(steps: list[str]) -> Any:
        return getattr(at(steps[:-1]), "extra", {}).get(steps[-1])

    result = {
        "outcome": decoded.outcome,
        "kind": decoded.kind,
        "callback_id": _plain(decoded.callback_id),
        "account_id": _plain(decoded.account_id),
        "hash": outcome.refusal if isinstance(outcome, package.Refused) else "match",
        "error": error and error.code,
        "pointer": error and error.pointer,
        "digest": decoded.digest() if "digest" in asked else None,
        "values": {it: _plain(at(it[1:].split("/"))) for it in asked["values"]} if "values" in asked else None,
        "kept": {it: kept(it[1:].split("/")) for it in asked["kept"]} if "kept" in asked else None,
    }
    return {name: value for name, value in result.items() if value is not None}


def _plain(value: Any) -> Any:
    """A value as the vectors have it."""
    match value:
        case bool() | str() | None:
            return value
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.replace(tzinfo=None).isoformat(" ")
        case date():
            return value.isoformat()
        case list():
            return [_plain(element) for element in value]
        case _:
            return str(value)
