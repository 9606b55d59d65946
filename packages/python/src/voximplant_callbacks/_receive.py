"""From the body of a POST to callbacks whose hash was checked, and from those to an answer."""

import inspect
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from ._credential import Credential, is_hash
from ._guard import ReplayGuard
from ._reader import (
    Body,
    BodyError,
    Common,
    Decoded,
    KnownCallback,
    Limits,
    MalformedCallback,
    Signature,
    UnknownCallback,
    read,
)

Found: TypeAlias = Credential | Iterable[Credential] | None
"""The result of looking up the credentials of an account."""

Credentials: TypeAlias = Credential | Iterable[Credential] | Callable[[int], Found]
"""One credential, several, or a lookup by account ID."""

Refusal: TypeAlias = Literal[
    "missing",
    "invalid",
    "unknown_account",
    "mismatch",
    "unreadable",
    "conflict",
    "in_progress",
    "guard_full",
]
"""Why a callback was refused.

- `missing`: it has no hash.
- `invalid`: its hash is not 32 lower-case hexadecimal digits.
- `unknown_account`: there is no credential for its account.
- `mismatch`: no credential of the account makes its hash.
- `unreadable`: it is malformed, and its account ID, callback ID or hash cannot be read.
- `conflict`: its hash matches, but this callback ID was processed with different content. Worth an alarm.
- `in_progress`: its hash matches, and another delivery of this callback ID is being handled.
- `guard_full`: its hash matches, but the guard has no room to remember it.
"""

_log = logging.getLogger("voximplant_callbacks")


class CredentialLookupError(Exception):
    """The credentials of an account could not be looked up; the cause is what the lookup raised."""

    def __init__(self, account_id: int) -> None:
        super().__init__(f"cannot look up the credentials of account {account_id}")
        self.account_id = account_id


class _Claim:
    """A claim to handle a callback. It is settled or released once, whichever comes first."""

    def __init__(self, guard: ReplayGuard, account_id: int, callback_id: int) -> None:
        self._guard, self._key, self._is_open = guard, (account_id, callback_id), True

    def settle(self) -> None:
        if self._is_open:
            self._is_open = False
            self._guard.settle(*self._key)

    def release(self) -> None:
        if self._is_open:
            self._is_open = False
            self._guard.release(*self._key)


@dataclass(frozen=True, kw_only=True, repr=False)
class HashMatched(Common):
    """The hash of the callback matched its account ID and callback ID, and nothing more."""

    credential_index: int
    """The index of the account's credential that matched."""
    _claim: _Claim | None = field(default=None, compare=False)

    def settle(self) -> None:
        """Records that the callback was handled: its next copy is a duplicate to the guard."""
        if self._claim is not None:
            self._claim.settle()

    def release(self) -> None:
        """Records that the callback was not handled: its next copy is new to the guard."""
        if self._claim is not None:
            self._claim.release()


@dataclass(frozen=True, kw_only=True, repr=False)
class MatchedKnownCallback(KnownCallback, HashMatched):
    """A callback of a known kind whose hash matched."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MatchedUnknownCallback(UnknownCallback, HashMatched):
    """A callback of a newer kind whose hash matched. Keep it."""


@dataclass(frozen=True, kw_only=True, repr=False)
class MatchedMalformedCallback(MalformedCallback, HashMatched):
    """A callback that cannot be read, but whose hash matched. Keep it."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Duplicate(Common):
    """A callback that was handled before, or occurs earlier in the same body. It requires a guard."""

    outcome: ClassVar[Literal["duplicate"]] = "duplicate"
    kind: str | None
    account_id: int
    callback_id: int
    credential_index: int
    was_compared: bool
    """Whether its content was compared and is the same. If not, the guard no longer knows the content."""
    callback: Decoded


@dataclass(frozen=True, kw_only=True, repr=False)
class Refused(Common):
    """A callback that must not be handled, at least not now."""

    outcome: ClassVar[Literal["refused"]] = "refused"
    refusal: Refusal
    kind: str | None
    account_id: int | None
    callback_id: int | None
    callback: Decoded
    """The refused callback. Anyone may have sent it."""

    @property
    def is_temporary(self) -> bool:
        """Whether the same callback may be accepted later, so the sender should retry."""
        return self.refusal in ("in_progress", "guard_full")


Outcome: TypeAlias = (
    MatchedKnownCallback
    | MatchedUnknownCallback
    | MatchedMalformedCallback
    | Duplicate
    | Refused
)
"""The result of receiving one callback. A `match` over its class narrows it."""


def receive(
    body: Body,
    credentials: Credentials,
    *,
    guard: ReplayGuard | None = None,
    limits: Limits | None = None,
) -> list[Outcome]:
    """Reads the body of a POST, and checks the hash of every callback in it.

    A matching hash shows that the sender knew the credential, or copied the hash of an earlier callback with the same
    account ID and callback ID. It covers neither the kind nor the payload nor the balance, and it never expires.

    `body` is the unchanged body, not parsed as JSON. `credentials` is one credential, several, or a lookup by account
    ID for services with many accounts. A `guard` recognizes callbacks that were handled before; without one, every copy
    of a callback is handled.

    Returns the outcome of each callback, in the order of the body. Raises `BodyError` if the body as a whole cannot be
    read (a single callback that cannot be read is an outcome), `CredentialLookupError` if the lookup failed, and
    `TypeError` if the body is not bytes or text, or a credential is not a `Credential`.
    """
    # Invalid credentials are an error whatever the body is.
    known = None if callable(credentials) else _by_account(_listed(credentials))
    limits = limits or Limits()
    found = read(body, limits=limits)
    if callable(credentials):
        known = _looked_up(found, credentials, limits)
    assert known is not None
    claims = None if guard is None else _Claims(guard)
    try:
        return [_outcome(decoded, known, claims) for decoded in found]
    except BaseException:
        if claims is not None:
            claims.release_all()
        raise


@dataclass(frozen=True, kw_only=True)
class Statuses:
    """The status for each outcome: 2xx means that all is well, 4xx that a retry cannot help, 5xx that it can."""

    received: int = 200
    """A callback of a known kind, and a body without callbacks."""
    unknown: int = 200
    """A callback of a newer kind."""
    malformed: int = 200
    """A callback that cannot be read, but whose hash matches."""
    duplicate: int = 200
    """A callback that was handled before."""
    refused: int = 403
    """A callback whose hash does not match."""
    conflict: int = 409
    """A callback ID that was processed with different content."""
    unavailable: int = 503
    """A callback that cannot be handled now, or credentials that cannot be looked up."""
    failed: int = 500
    """A callback whose handler failed."""
    too_large: int = 413
    """A body over the size limit."""
    unreadable: int = 400
    """A body that is not a list of callbacks."""


@dataclass(frozen=True)
class Answer:
    """The text of the answer to the sender."""

    status: int
    text: str
    """A fixed phrase as plain text, never anything that was received."""


def respond(
    body: Body,
    credentials: Credentials,
    handle: Callable[[Outcome], None],
    *,
    guard: ReplayGuard | None = None,
    limits: Limits | None = None,
    statuses: Statuses | None = None,
) -> Answer:
    """Receives a body, and passes each outcome to a handler, in order.

    A callback whose handler returns counts as handled. If the handler raises, the guard releases the callback, the error
    is logged as `voximplant_callbacks`, and the answer asks the sender to retry. The same happens with an async handler,
    which this cannot await.

    Returns the answer: the highest status of all outcomes, and a fixed phrase. Raises `TypeError` as `receive` does;
    everything else is an answer.
    """
    statuses = statuses or Statuses()
    try:
        outcomes = receive(body, credentials, guard=guard, limits=limits)
    except CredentialLookupError:
        return Answer(statuses.unavailable, _UNAVAILABLE)
    except BodyError as error:
        if error.code == "too_large":
            return Answer(statuses.too_large, "body is too large\n")
        return Answer(statuses.unreadable, "body is not a list of callbacks\n")

    answers = [_answer_to(outcome, statuses) for outcome in outcomes]
    for outcome in outcomes:
        is_handled = False
        try:
            _refuse_to_await(handle(outcome))
            is_handled = True
        except Exception:
            _log.exception("the handler of a callback failed: %r", outcome)
        finally:
            if not is_handled:
                answers += _given_back(outcome, statuses)
        if is_handled and isinstance(outcome, HashMatched):
            outcome.settle()
    return max(answers, key=lambda answer: answer.status, default=Answer(statuses.received, "received\n"))


def _refuse_to_await(returned: object) -> None:
    """Calling an async handler does not run it: whoever took that as handled would lose the callback."""
    if inspect.isawaitable(returned):
        if inspect.iscoroutine(returned):
            returned.close()
        raise TypeError("the handler is async, so it did not run: pass a function that runs it to its end")


# Credentials.


def _listed(credentials: Any) -> list[Credential]:
    found: list[Any] = list(credentials) if hasattr(credentials, "__iter__") else [credentials]
    if not all(isinstance(credential, Credential) for credential in found):
        how = "make one with Credential(account_id=…, salt=…, api_key=…)"
        raise TypeError(f"credentials are not of class Credential: {how}")
    return found


_Known: TypeAlias = dict[int, list[Credential]]


def _by_account(credentials: list[Credential]) -> _Known:
    known: _Known = {}
    for credential in credentials:
        known.setdefault(credential.account_id, []).append(credential)
    return known


def _looked_up(found: list[Decoded], lookup: Callable[[int], Found], limits: Limits) -> _Known:
    """Looks up each account once, before anything is claimed. Anyone can cause a lookup, so there is a limit."""
    wanted: dict[int, None] = {}
    for account_id, callback_id, hash in (decoded.signature for decoded in found):
        if account_id is not None and callback_id is not None and hash and is_hash(hash):
            wanted[account_id] = None
        if len(wanted) > limits.accounts:
            message = f"body has callbacks of more than {limits.accounts} accounts to look up"
            raise BodyError("too_many_accounts", message)
    known: _Known = {}
    for account_id in wanted:
        try:
            credentials = lookup(account_id)
        except Exception as error:
            raise CredentialLookupError(account_id) from error
        listed = [] if credentials is None else _listed(credentials)
        # A lookup may be wrong about whose credential it gives.
        known[account_id] = [it for it in listed if it.account_id == account_id]
    return known


# Outcomes.


def _outcome(decoded: Decoded, known: _Known, claims: "_Claims | None") -> Outcome:
    matching = _matching(decoded.signature, known)
    if isinstance(matching, str):
        return _refused(decoded, matching)
    if claims is None:
        return _accepted(decoded, matching, None)
    return claims.claim(decoded, matching)


@dataclass(frozen=True)
class _Matching:
    account_id: int
    callback_id: int
    credential_index: int


def _matching(signature: Signature, known: _Known) -> _Matching | Refusal:
    """The index of the account's credential that gives the hash, or why the callback is refused."""
    account_id, callback_id, hash = signature
    if hash == "":
        return "missing"
    if account_id is None or callback_id is None or hash is None:
        return "unreadable"
    if not is_hash(hash):
        return "invalid"
    credentials = known.get(account_id, [])
    for index, credential in enumerate(credentials):
        if credential.matches(callback_id, hash):
            return _Matching(account_id, callback_id, index)
    return "mismatch" if credentials else "unknown_account"


def _accepted(decoded: Decoded, matching: _Matching, claim: _Claim | None) -> Outcome:
    index = matching.credential_index
    match decoded:
        case KnownCallback():
            return MatchedKnownCallback(**vars(decoded), credential_index=index, _claim=claim)
        case UnknownCallback():
            return MatchedUnknownCallback(**vars(decoded), credential_index=index, _claim=claim)
        case MalformedCallback():
            return MatchedMalformedCallback(**vars(decoded), credential_index=index, _claim=claim)


def _refused(decoded: Decoded, refusal: Refusal) -> Refused:
    return Refused(
        raw=decoded.raw,
        signature=decoded.signature,
        refusal=refusal,
        kind=decoded.kind,
        account_id=decoded.account_id,
        callback_id=decoded.callback_id,
        callback=decoded,
    )


def _duplicate(decoded: Decoded, matching: _Matching, was_compared: bool) -> Duplicate:
    return Duplicate(
        raw=decoded.raw,
        signature=decoded.signature,
        kind=decoded.kind,
        account_id=matching.account_id,
        callback_id=matching.callback_id,
        credential_index=matching.credential_index,
        was_compared=was_compared,
        callback=decoded,
    )


class _Claims:
    """The claims from a guard for one body."""

    def __init__(self, guard: ReplayGuard) -> None:
        self._guard = guard
        # Digests of what was claimed. A copy in the same body shares its fate, so the guard is not asked about it.
        self._digests: dict[tuple[int, int], str] = {}
        self._claims: list[_Claim] = []

    def claim(self, decoded: Decoded, matching: _Matching) -> Outcome:
        key = (matching.account_id, matching.callback_id)
        digest = decoded.digest()
        if key in self._digests:
            is_copy = self._digests[key] == digest
            return _duplicate(decoded, matching, True) if is_copy else _refused(decoded, "conflict")
        claim: str = self._guard.claim(*key, digest)
        if claim == "new":
            self._digests[key] = digest
            self._claims.append(_Claim(self._guard, *key))
            return _accepted(decoded, matching, self._claims[-1])
        if claim in ("duplicate", "seen"):
            return _duplicate(decoded, matching, was_compared=claim == "duplicate")
        if claim not in _REFUSALS:
            raise TypeError("guard answered a claim with a word that is not one of those in `Claim`")
        return _refused(decoded, _REFUSALS[claim])

    def release_all(self) -> None:
        for claim in self._claims:
            claim.release()


_REFUSALS: dict[str, Refusal] = {
    "conflict": "conflict",
    "in_progress": "in_progress",
    "full": "guard_full",
}

# Answers.

_UNAVAILABLE = "try again later\n"


def _answer_to(outcome: Outcome, statuses: Statuses) -> Answer:
    match outcome:
        case MatchedKnownCallback():
            return Answer(statuses.received, "received\n")
        case MatchedUnknownCallback():
            return Answer(statuses.unknown, "received\n")
        case MatchedMalformedCallback():
            return Answer(statuses.malformed, "malformed\n")
        case Duplicate():
            return Answer(statuses.duplicate, "duplicate\n")
        case Refused():
            if outcome.is_temporary:
                return Answer(statuses.unavailable, _UNAVAILABLE)
            if outcome.refusal == "conflict":
                return Answer(statuses.conflict, "conflict\n")
            return Answer(statuses.refused, "refused\n")


def _given_back(outcome: Outcome, statuses: Statuses) -> list[Answer]:
    """The answer to a callback that had to be handled and was not."""
    if not isinstance(outcome, HashMatched):
        return []
    outcome.release()
    return [Answer(statuses.failed, "failed\n")]
