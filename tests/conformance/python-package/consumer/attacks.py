"""What was tried against the package, each with what it must say."""

import json
import logging
import pickle
import re
import warnings
from collections.abc import Callable, Iterable
from hashlib import md5
from typing import Any

from consumer.project import package
from voximplant_callbacks import Credential, MemoryGuard, Refused, Seal, read, receive, respond
from voximplant_callbacks.testing import sample, sign

SECRETS: dict[str, Any] = {"account_id": 1234567, "salt": "some-salt", "api_key": "some-key"}
CREDENTIAL = Credential(**SECRETS)


def _md5(text: str) -> str:
    return md5(text.encode()).hexdigest()


def _wrong(tried: Iterable[tuple[str, bool]]) -> str:
    """The names of those that did not end as they must."""
    return ", ".join(name for name, is_right in tried if not is_right)


def _raises(error: type[Exception], make: Callable[[], object]) -> bool:
    try:
        make()
    except error:
        return True
    return False


def _one(kind: str, **fields: Any) -> dict[str, Any]:
    return {**json.loads(sample(kind)), **fields}


class _Logged(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def a_missing_credential_is_an_error() -> str:
    """Nobody can make a hash with a secret that is not there."""
    tried: list[tuple[str, bool]] = []
    for name in ("salt", "api_key"):
        for value in (None, "", 0, False, b"bytes", {}, f"{SECRETS[name]}\n", f"{SECRETS[name]}\r", "\ud800"):
            keys = {**SECRETS, name: value}
            tried.append((f"{name} {value!r}", _raises(ValueError, lambda: Credential(**keys))))
            if name == "api_key":
                del keys["salt"]
                tried.append((f"without salt {value!r}", _raises(ValueError, lambda: Credential.without_salt(**keys))))
    for account_id in (None, "1234567", True, -1, 2**64, 1.0):
        keys = {**SECRETS, "account_id": account_id}
        tried.append((f"account {account_id!r}", _raises(ValueError, lambda: Credential(**keys))))

    def forged(text: str) -> str:
        origin = {"type": "card_expired", "account_id": 1234567, "callback_id": 7, "balance": 0}
        return json.dumps({"callbacks": [{**origin, "hash": _md5(text)}]})

    for text in ("None1234567None7", "12345677", "s1234567None7"):
        for given in (None, 5, SECRETS, [{}], [None], "some-key"):
            tried.append((f"receive with {given!r}", _raises(TypeError, lambda: receive(forged(text), given))))  # type: ignore[arg-type]
        [outcome] = receive(forged(text), CREDENTIAL)
        tried.append(("a forged hash", isinstance(outcome, Refused) and outcome.refusal == "mismatch"))
    return _wrong(tried)


def a_quoted_id_is_not_another_callback() -> str:
    """One callback ID has one value, however it is spelt, and its copy is not handled again."""
    plain = sign(_one("card_payment", callback_id=1101), CREDENTIAL)
    quoted = plain.replace(b'"callback_id":1101', b'"callback_id":"1101"')
    raised = re.sub(rb'"amount":[0-9.]+', b'"amount":99999.00', quoted)
    ids = [read(sent)[0].callback_id for sent in (plain, quoted, raised)]
    guard = MemoryGuard()
    handled: list[str] = []

    def handle(outcome: package.Outcome) -> None:
        if outcome.outcome == "callback":
            handled.append(outcome.raw)

    statuses = [respond(sent, CREDENTIAL, handle, guard=guard).status for sent in (plain, plain, quoted, raised)]
    spellings = [b'"01101"', b'"+1101"', b'"1101 "', b'"1101\\n"', b"1101.0", b"1.101e3", '"١١٠١"'.encode()]
    spellings += [b"true", b'{"$serde_json::private::Number":"1101"}']
    others = [read(plain.replace(b":1101", b":" + it))[0].outcome for it in spellings]
    return _wrong(
        [
            ("IDs", ids == [1101, 1101, 1101]),
            (f"statuses {statuses}", statuses == [200, 200, 409, 409]),
            ("handled once", len(handled) == 1),
            (f"spellings {others}", set(others) == {"malformed"}),
        ]
    )


def forged_callbacks_are_refused() -> str:
    """A callback that was copied cannot be changed, moved or handled twice."""
    sent = sign(sample("card_payment"), CREDENTIAL).decode()
    [found] = re.findall('"hash":"([0-9a-f]{32})"', sent)

    def put(value: str) -> str:
        return sent.replace(f'"{found}"', value)

    tried = {
        put(f'"{found.upper()}"'): "invalid",
        put(f'"{found}\\n"'): "invalid",
        put(f'" {found}"'): "invalid",
        put(f'"{"０" * 32}"'): "invalid",
        put("null"): "missing",
        put('""'): "missing",
        put(f'["{found}"]'): "unreadable",
        sent.replace('"account_id":1234567', '"account_id":7654321'): "unknown_account",
        re.sub('"callback_id":[0-9]+', '"callback_id":1', sent): "mismatch",
        put(f'"{_md5("")}"'): "mismatch",
    }

    def refusal(changed: str) -> str | None:
        [outcome] = receive(changed, CREDENTIAL)
        return outcome.refusal if isinstance(outcome, Refused) else None

    return _wrong((f"{expected}: {changed}", refusal(changed) == expected) for changed, expected in tried.items())


def hostile_bodies_do_no_harm() -> str:
    """A body has a bound, and what is hidden in it is not read."""

    def of(members: str) -> str:
        head = '{"type":"js_fail","callback_id":1,"account_id":1234567,"balance":1,"hash":""'
        return f'{{"callbacks":[{head},{members}]}}'.replace("]}", "}]}")

    def code(sent: Any) -> str:
        try:
            read(sent)
        except package.BodyError as error:
            return error.code
        except TypeError:
            return "TypeError"
        return "read"

    deep = "[" * 500_000 + "]" * 500_000
    [nested] = read(of(f'"x":{deep}').replace("}]}", "}]}"))
    balance = [
        read('{"callbacks":[{"type":"js_fail","callback_id":1,"account_id":1,"balance":%s}]}' % digits)[0]
        for digits in ("1e1000000", "1e-1000000", "9" * 5000, "1e" + "9" * 5000)
    ]
    [long_id] = read('{"callbacks":[{"type":"js_fail","callback_id":%s,"account_id":1,"balance":1}]}' % ("9" * 5000))
    return _wrong(
        [
            ("depth", nested.raw.count("[") == 500_000 and len(nested.digest()) == 67),
            ("amounts", {getattr(it, "error").code for it in balance} == {"out_of_range"}),
            ("a long ID", getattr(long_id, "error").code == "out_of_range"),
            ("size", code(b'{"callbacks":[]' + b" " * 2**20 + b"}") == "too_large"),
            ("elements", code('{"callbacks":[' + "1," * 10_000 + "1]}") == "too_long"),
            ("two lists", code('{"callbacks":[],"callbacks":[]}') == "duplicate_field"),
            ("an object", code({}) == "TypeError" and code(None) == "TypeError"),
            ("half of a pair", code("\ud800") == "not_utf8" and code(b"\xff") == "not_utf8"),
            ("gzip", code(b"\x1f\x8b\x08") == "not_utf8"),
            ("UTF-16", code('{"callbacks":[]}'.encode("utf-16")) == "not_utf8"),
            ("not a number", code('{"callbacks":[NaN]}') == "syntax"),
            ("byte order mark", code('\ufeff{"callbacks":[]}') == code(b'\xef\xbb\xbf{"callbacks":[]}') == "read"),
        ]
    )


def an_account_cannot_shut_out_another() -> str:
    """One account cannot use up what is remembered of another."""
    other = Credential(**{**SECRETS, "account_id": 2})
    guard = MemoryGuard(callbacks=100, digests=10)

    def receive_one(callback_id: int, of: Credential) -> package.Outcome:
        sent = sign(_one("card_expired", callback_id=callback_id), of)
        [outcome] = receive(sent, [CREDENTIAL, other], guard=guard)
        if isinstance(outcome, package.HashMatched):
            outcome.settle()
        return outcome

    receive_one(7, CREDENTIAL)
    last = [receive_one(2 * it, other) for it in range(1, 102)][-1]
    mine, again, theirs = receive_one(777, CREDENTIAL), receive_one(7, CREDENTIAL), receive_one(2, other)
    return _wrong(
        [
            ("the one is full", isinstance(last, Refused) and last.refusal == "guard_full" and last.is_temporary),
            ("the other is not", mine.outcome == "callback"),
            ("its digest is kept", isinstance(again, package.Duplicate) and again.was_compared),
            ("nothing is forgotten", isinstance(theirs, package.Duplicate) and not theirs.was_compared),
            ("neighbours need no room", receive_one(3, other).outcome == "callback"),
        ]
    )


def nothing_secret_is_printed() -> str:
    """Nothing that is printed or logged holds a secret or personal data."""
    sent = sign(sample("sms_inbound"), CREDENTIAL)
    [outcome] = receive(sent, CREDENTIAL)
    [refused] = receive(sent, Credential(**{**SECRETS, "salt": "other"}))
    [malformed] = receive(sent.replace(b'"type"', b'"typo"'), CREDENTIAL)
    seal = Seal.propose(account_id=1234567, api_key="00000000-0000-4000-8000-000000000000")
    assert isinstance(outcome, package.KnownCallback)
    callback: Any = outcome.callback
    printed = [CREDENTIAL, seal, Credential.unseal(seal.reveal()), outcome, refused, malformed, callback]
    texts = [f"{it!r} {it}" for it in printed]
    hidden = [
        SECRETS["salt"],
        SECRETS["api_key"],
        seal.salt,
        seal.reveal(),
        callback.hash,
        callback.account_name,
        callback.account_email,
        str(callback.balance),
        callback.sms_inbound.sms_body,
        callback.sms_inbound.source_number,
    ]
    shown = [secret for secret in hidden if any(secret in text for text in texts)]
    is_kept = _raises(TypeError, lambda: pickle.dumps(CREDENTIAL)) and "sms_inbound" in texts[3]
    return ", ".join(shown) or ("" if is_kept else "a credential is pickled, or too little is shown")


def a_seal_checks_hashes() -> str:
    """A seal checks what its credential makes, and says what is wrong with it."""
    keys: dict[str, Any] = {"account_id": 1234567, "api_key": "00000000-0000-4000-8000-000000000000"}
    seal = Seal.propose(**keys)
    sealed, plain = Credential.unseal(seal.reveal()), Credential(**keys, salt=seal.salt)
    [outcome] = receive(sign(sample("js_fail"), plain), [CREDENTIAL, sealed])
    fixed = Seal.propose(**keys, random=bytes([7]) * 39)
    text = seal.reveal()
    broken = [text[:-1], f"{text} ", f"{text}\n", "vxseal2.1", "", None, text.replace("1234567", "1234568")]
    return _wrong(
        [
            ("hashes", all(sealed.hash(it) == plain.hash(it) for it in (0, 7, 2**64 - 1))),
            ("which one matched", isinstance(outcome, package.HashMatched) and outcome.credential_index == 1),
            ("the same random bytes", Seal(**keys, salt=fixed.salt).reveal() == fixed.reveal()),
            # The same text as that of the npm package and of Rust.
            ("another language's", Credential.unseal(
                "vxseal1.1234567.1.a8f6678ac5780131090a0243cf33365e.9b3fe80f"
            ).hash(7) == Credential(**keys, salt="IQegC89XId3gubkTmzDzE").hash(7)),
            ("a salt of another length", _raises(ValueError, lambda: Seal(**keys, salt="short"))),
            ("broken", all(_raises(ValueError, lambda it=it: Credential.unseal(it)) for it in broken)),  # type: ignore[misc]
        ]
    )


def credentials_are_looked_up() -> str:
    """Several credentials, lookups, and what becomes of their errors."""
    following = Credential(**{**SECRETS, "salt": "next-salt"})
    sent = sign(sample("js_fail"), following)
    asked: list[int] = []

    def told(found: Any) -> str:
        def lookup(account_id: int) -> Any:
            asked.append(account_id)
            return found

        [outcome] = receive(sent, lookup)
        return outcome.refusal if isinstance(outcome, Refused) else str(getattr(outcome, "credential_index"))

    [rotated] = receive(sent, [CREDENTIAL, following])
    other = Credential(**{**SECRETS, "account_id": 5})
    outcomes = [told(it) for it in (following, [CREDENTIAL, following], None, [], other)]
    receive('{"callbacks":[{"type":"js_fail","callback_id":1,"account_id":3,"balance":1}]}', asked.append)
    accounts = ",".join(
        f'{{"type":"js_fail","callback_id":1,"account_id":{it},"balance":1,"hash":"{_md5("")}"}}' for it in range(101)
    )

    def fail(account_id: int) -> None:
        raise OSError("no database")

    try:
        receive(f'{{"callbacks":[{accounts}]}}', lambda _: None)
        too_many = ""
    except package.BodyError as error:
        too_many = error.code
    try:
        receive(sent, fail)
        failed = ""
    except package.CredentialLookupError as error:
        failed = f"{error.account_id} {error.__cause__}"
    return _wrong(
        [
            ("rotation", isinstance(rotated, package.HashMatched) and rotated.credential_index == 1),
            (f"lookups {outcomes}", outcomes == ["0", "1", "unknown_account", "unknown_account", "unknown_account"]),
            ("nobody asks for what has no hash", 3 not in asked),
            ("too many", too_many == "too_many_accounts"),
            ("failed", failed == "1234567 no database"),
        ]
    )


def what_is_not_handled_comes_again() -> str:
    """What a handler does decides what the next delivery is."""
    guard = MemoryGuard()
    # What it logs is not for the reader of this run.
    logging.getLogger("voximplant_callbacks").addHandler(logged := _Logged())
    logging.getLogger("voximplant_callbacks").propagate = False
    sent = sign([_one("js_fail", callback_id=it) for it in (1, 2, 1)], CREDENTIAL)
    third = sign(_one("js_fail", callback_id=3), CREDENTIAL)
    seen: list[str] = []

    def handler(is_broken: bool) -> Callable[[package.Outcome], None]:
        def handle(outcome: package.Outcome) -> None:
            seen.append(f"{outcome.outcome} {outcome.callback_id}")
            if is_broken and outcome.callback_id == 2:
                raise OSError("broken")

        return handle

    def answer(sent: bytes, is_broken: bool = False) -> int:
        return respond(sent, CREDENTIAL, handler(is_broken), guard=guard).status

    first, second = answer(sent, is_broken=True), answer(sent)
    [opened] = receive(third, CREDENTIAL, guard=guard)
    meanwhile = answer(third)
    assert isinstance(opened, package.HashMatched)
    opened.release()
    opened.settle()
    after = answer(third)
    expected = ["callback 1", "callback 2", "duplicate 1", "duplicate 1", "callback 2", "duplicate 1"]
    return _wrong(
        [
            ("logged", len(logged.records) == 1 and logged.records[0].exc_info is not None),
            ("answers", (first, second, meanwhile, after) == (500, 200, 503, 200)),
            (f"seen {seen}", seen == [*expected, "refused 3", "callback 3"]),
        ]
    )


def an_async_handler_loses_nothing() -> str:
    """`respond` cannot await. Calling an async handler does not run it."""
    guard = MemoryGuard()
    ran: list[str] = []

    async def handle(outcome: package.Outcome) -> None:
        ran.append(outcome.outcome)

    class Handler:
        async def __call__(self, outcome: package.Outcome) -> None:
            ran.append(outcome.outcome)

    sent = sign(_one("js_fail", callback_id=1), CREDENTIAL)
    logging.getLogger("voximplant_callbacks").addHandler(logged := _Logged())
    logging.getLogger("voximplant_callbacks").propagate = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answers = [respond(sent, CREDENTIAL, it, guard=guard).status for it in (handle, Handler())]  # type: ignore[arg-type]
    after = respond(sent, CREDENTIAL, lambda outcome: ran.append(outcome.outcome), guard=guard).status
    return _wrong(
        [
            (f"answers {answers}, {after}", (answers, after) == ([500, 500], 200)),
            ("logged", ["async" in str(record.exc_info) for record in logged.records] == [True, True]),
            (f"ran {ran}", ran == ["callback"]),
        ]
    )
