"""Reads callbacks into the generated types, and loses none: what has no type is kept as it came."""

from dataclasses import dataclass
from typing import Any

from callback_types import Body, Callback
from pydantic import TypeAdapter, ValidationError

from consumer.validate import parse

CALLBACK: TypeAdapter[Callback] = TypeAdapter(Callback)


@dataclass(frozen=True)
class Unknown:
    """A callback of a kind that is newer than the types."""

    raw: Any


@dataclass(frozen=True)
class Undocumented:
    """A callback that is not as documented, which does not mean that it is forged."""

    raw: Any
    faults: list[str]


def callbacks(text: str) -> list[Any]:
    """The callbacks of a body as they came, each for `read` and for the check of its hash."""
    body = parse(text)
    if not isinstance(body, dict) or not isinstance(body.get("callbacks"), list):
        raise ValueError("the body is no object with a list `callbacks`")
    return list(body["callbacks"])


def read(raw: Any) -> Callback | Unknown | Undocumented:
    try:
        return CALLBACK.validate_python(raw)
    except ValidationError as error:
        # Values may be personal, so no fault shows one.
        faults = error.errors(include_input=False, include_context=False, include_url=False)
        # The union looks at `type` before anything else: it is the guard in front of the types.
        if faults[0]["type"] == "union_tag_invalid" and isinstance(raw["type"], str):
            return Unknown(raw)
        return Undocumented(raw, [f"{pointer(fault['loc'])}: {fault['type']}" for fault in faults])


def is_body(body: Any) -> bool:
    """Whether a whole body is of the types, with no callback that is newer or otherwise written."""
    try:
        Body.model_validate(body)
    except ValidationError:
        return False
    return True


def pointer(location: tuple[int | str, ...]) -> str:
    """Where a fault is in the callback. The union puts the kind in front of the place."""
    return "".join(f"/{step}" for step in location[1:])
