"""Checks the `hash` of a callback, with the standard library alone.

A match shows that the sender knew the credential of the account, or copied the hash of an earlier
callback. It does not cover the kind, the payload or the balance, and can be replayed.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["match", "mismatch", "missing", "invalid"]

HASH = re.compile("[0-9a-f]{32}")
DIGITS = re.compile("0|[1-9][0-9]*")


@dataclass(frozen=True)
class Credential:
    salt: str = field(repr=False)
    api_key: str = field(repr=False)


def check(credential: Credential, callback: Any) -> Verdict:
    """Takes a callback as `json.loads` reads it: an `int` of Python keeps every digit."""
    if not isinstance(callback, dict):
        return "invalid"
    given = callback.get("hash")
    if given is None or given == "":
        return "missing"
    # `bytes.fromhex` alone takes capitals and spaces as well.
    if not isinstance(given, str) or not HASH.fullmatch(given):
        return "invalid"
    account_id, callback_id = str(callback.get("account_id")), str(callback.get("callback_id"))
    if not DIGITS.fullmatch(account_id) or not DIGITS.fullmatch(callback_id):
        return "invalid"
    signed = f"{credential.salt}{account_id}{credential.api_key}{callback_id}".encode()
    expected = hashlib.md5(signed, usedforsecurity=False).digest()
    return "match" if hmac.compare_digest(expected, bytes.fromhex(given)) else "mismatch"
