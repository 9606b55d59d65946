"""Remembers handled callbacks: the defence against a replayed hash.

A hash neither expires nor covers the payload.
"""

from bisect import bisect_right
from threading import Lock
from typing import Literal, Protocol, TypeAlias

Claim: TypeAlias = Literal["new", "in_progress", "duplicate", "seen", "conflict", "full"]
"""The answer of a guard about a callback.

- `new`: the first claim; handle the callback.
- `in_progress`: claimed before, and neither settled nor released.
- `duplicate`: settled before, with the same digest.
- `seen`: settled before; the guard no longer knows with what digest.
- `conflict`: settled before, with another digest.
- `full`: never seen, and there is no room to remember it.
"""


class ReplayGuard(Protocol):
    """Remembers which callbacks were handled. It is asked about every callback whose hash matches, and no other.

    `MemoryGuard` lasts as long as the process. To remember for longer, write account ID, callback ID and digest in the
    same transaction as the effect of the callback, under a unique key of the two IDs.
    """

    def claim(self, account_id: int, callback_id: int, digest: str) -> Claim:
        """Claims a callback with this digest. A claim that is `new` is settled or released later."""
        ...

    def settle(self, account_id: int, callback_id: int) -> None:
        """Records that the callback of a new claim was handled."""
        ...

    def release(self, account_id: int, callback_id: int) -> None:
        """Records that the callback of a new claim was not handled, so its next claim is new."""
        ...


class MemoryGuard:
    """A guard in memory. It is thread-safe.

    Nothing is evicted: when an account's room is used up, its new callbacks are refused with `guard_full`, and those of
    other accounts are not. Consecutive callback IDs take the room of one.
    """

    def __init__(self, *, callbacks: int = 100_000, digests: int = 8192) -> None:
        """Sets the budget of each account: runs of callback IDs, and digests of the latest settled callbacks."""
        self._budget = (callbacks, digests)
        self._accounts: dict[int, _Account] = {}
        self._lock = Lock()

    def claim(self, account_id: int, callback_id: int, digest: str) -> Claim:
        with self._lock:
            account = self._accounts.setdefault(account_id, _Account(*self._budget))
            return account.claim(callback_id, digest)

    def settle(self, account_id: int, callback_id: int) -> None:
        with self._lock:
            if account_id in self._accounts:
                self._accounts[account_id].settle(callback_id)

    def release(self, account_id: int, callback_id: int) -> None:
        with self._lock:
            if account_id in self._accounts:
                self._accounts[account_id].release(callback_id)

    def __repr__(self) -> str:
        return f"MemoryGuard(accounts={len(self._accounts)})"


class _Account:
    """What is remembered about one account. It is separate, so that no other account can fill it."""

    def __init__(self, callbacks: int, digests: int) -> None:
        self._room, self._digests_kept = callbacks, digests
        # Digests of callbacks in progress, and of those that were settled last, by callback ID.
        self._in_progress: dict[int, str] = {}
        self._digests: dict[int, str] = {}
        # Runs of consecutive settled callback IDs: the first and the last one of each, in order.
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def claim(self, callback_id: int, digest: str) -> Claim:
        if callback_id in self._in_progress:
            return "in_progress"
        if self._is_settled(callback_id):
            settled = self._digests.get(callback_id)
            if settled is None:
                return "seen"
            return "duplicate" if settled == digest else "conflict"
        is_full = len(self._firsts) + len(self._in_progress) >= self._room
        # An ID next to a settled one extends its run.
        is_beside = self._is_settled(callback_id - 1) or self._is_settled(callback_id + 1)
        if is_full and not is_beside:
            return "full"
        self._in_progress[callback_id] = digest
        return "new"

    def settle(self, callback_id: int) -> None:
        digest = self._in_progress.pop(callback_id, None)
        if digest is None:
            return
        self._add_to_runs(callback_id)
        self._digests[callback_id] = digest
        if len(self._digests) > self._digests_kept:
            del self._digests[next(iter(self._digests))]

    def release(self, callback_id: int) -> None:
        self._in_progress.pop(callback_id, None)

    def _is_settled(self, callback_id: int) -> bool:
        run = bisect_right(self._firsts, callback_id) - 1
        return run >= 0 and callback_id <= self._lasts[run]

    def _add_to_runs(self, callback_id: int) -> None:
        """Adds an ID that is in no run, and joins adjacent runs."""
        after = bisect_right(self._firsts, callback_id)
        before = after - 1
        touches_before = before >= 0 and self._lasts[before] + 1 == callback_id
        touches_after = after < len(self._firsts) and self._firsts[after] == callback_id + 1
        if touches_before and touches_after:
            del self._firsts[after], self._lasts[before]
        elif touches_before:
            self._lasts[before] = callback_id
        elif touches_after:
            self._firsts[after] = callback_id
        else:
            self._firsts.insert(after, callback_id)
            self._lasts.insert(after, callback_id)
