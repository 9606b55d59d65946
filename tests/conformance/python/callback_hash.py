"""The hash of a callback, checked with nothing but the standard library."""

import re
from collections.abc import Mapping
from hashlib import md5
from hmac import compare_digest
from typing import Literal

Verdict = Literal["match", "mismatch", "missing", "invalid", "unreadable"]

_ID = re.compile(r"0|[1-9][0-9]*")
_HASH = re.compile(r"[0-9a-f]{32}")


def check(callback: Mapping[str, object], *, salt: str, api_key: str) -> Verdict:
    """Refuse whatever is no `match`. The salt and the key are those of the account that the
    callback names, so look them up by `callback["account_id"]`."""
    account_id = _digits(callback.get("account_id"))
    callback_id = _digits(callback.get("callback_id"))
    given = callback.get("hash")
    if account_id is None or callback_id is None:
        return "unreadable"
    if given is None or given == "":
        return "missing"
    if not isinstance(given, str) or _HASH.fullmatch(given) is None:
        return "invalid"
    text = f"{salt}{account_id}{api_key}{callback_id}"
    right = md5(text.encode(), usedforsecurity=False).hexdigest()
    return "match" if compare_digest(right, given) else "mismatch"


def _digits(value: object) -> str | None:
    """The digits of a number, as they go into the hash."""
    # A `bool` is an `int` in Python, but no number in JSON.
    digits = str(value) if type(value) is int else value
    return digits if isinstance(digits, str) and _ID.fullmatch(digits) else None
