"""For tests of code that receives callbacks: a sample of every kind, and the signer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ._credential import Credential
from ._json import Member, Numeral, Object, tree_of, write
from ._samples import SAMPLES

__all__ = ["sample", "sign"]


def sample(kind: str) -> str:
    """The documented callback of a kind, as JSON text."""
    if kind not in SAMPLES:
        raise ValueError("kind is not known: take one of KINDS")
    return SAMPLES[kind]


def sign(
    callbacks: str | Mapping[str, Any] | Sequence[str | Mapping[str, Any]], credential: Credential
) -> bytes:
    """The body of a POST with these callbacks, given as JSON text or as dictionaries.

    Each gets the credential's account ID and the right hash. Raises `ValueError` if a callback has no `callback_id`, or
    one that is not an integer of at most 64 bits.
    """
    is_one = isinstance(callbacks, str | Mapping)
    listed = [callbacks] if is_one else list(callbacks)
    return f'{{"callbacks":[{",".join(_signed(callback, credential) for callback in listed)}]}}'.encode()


def _signed(callback: object, credential: Credential) -> str:
    tree = tree_of(callback if isinstance(callback, str) else json.dumps(callback))
    members = tree.members if isinstance(tree, Object) else []
    callback_id = next((value for name, value in members if name == "callback_id"), None)
    if not isinstance(callback_id, str) or not callback_id.isdecimal():
        raise ValueError("callback has no `callback_id` in plain digits")
    origin: list[Member] = [
        ("account_id", Numeral(credential.account_id)),
        ("hash", credential.hash(int(callback_id))),
    ]
    kept = [member for member in members if member[0] not in ("account_id", "hash")]
    return write(Object([*kept, *origin]))
