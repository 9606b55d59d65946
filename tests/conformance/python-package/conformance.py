"""Installs the built Python package into an empty environment and uses it there, as its README
says."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

ARTIFACTS = Path(sys.argv[1])
DIST = Path(os.environ["DIST"])
PROJECT = Path("build/project").absolute()
SITE = PROJECT / "site"


def install() -> None:
    """From the wheel alone."""
    shutil.rmtree(PROJECT, ignore_errors=True)
    PROJECT.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Neither an index nor anything else that is installed can help.
    options = ["--no-index", "--no-build-isolation", "--target"]
    [wheel] = DIST.glob("voximplant_callbacks-*.whl")
    subprocess.run([*pip, *options, SITE, wheel], check=True, stdout=sys.stderr)


install()
sys.path.insert(0, str(SITE))

import voximplant_callbacks as package  # noqa: E402

INDEX = json.loads((ARTIFACTS / "samples/index.json").read_text("utf-8"))
SIGNATURES = json.loads((ARTIFACTS / "signatures.json").read_text("utf-8"))["signatures"]
CREDENTIAL = package.Credential(**INDEX["credential"])


def body(file: str) -> bytes:
    return (ARTIFACTS / "samples" / file).read_bytes()


def callback_of(file: str) -> Any:
    [callback] = package.parse_body(body(file))
    return callback


def hashes() -> dict[str, str]:
    signed = [sample["file"] for sample in INDEX["samples"] if "hash" in sample]
    return {file: CREDENTIAL.check(callback_of(file)) for file in signed}


def of_signatures() -> dict[str, str]:
    def check(vector: dict[str, str]) -> str:
        account_id = int(vector["account_id"])
        credential = package.Credential(account_id, vector["salt"], vector["api_key"])
        return credential.check(vector)

    return {vector["description"]: check(vector) for vector in SIGNATURES}


def type_check(name: str, code: str) -> str:
    """What mypy says of a module of the project, or nothing."""
    (PROJECT / f"{name}.py").write_text(code, "utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", f"{name}.py"],
        cwd=PROJECT,
        env={**os.environ, "MYPYPATH": str(SITE)},
        capture_output=True,
        text=True,
    )
    return checked.stdout + checked.stderr


def nothing_else_is_installed() -> str:
    names = {path.name for path in SITE.iterdir()} - {"voximplant_callbacks"}
    others = [name for name in names if not name.startswith("voximplant_callbacks-")]
    return ", ".join(others)


def readme_works() -> str:
    [metadata] = SITE.glob("voximplant_callbacks-*.dist-info/METADATA")
    block = metadata.read_text("utf-8").split("```python\n")[1].split("```")[0]
    if told := type_check("readme", block):
        return told
    scope: dict[str, Any] = {}
    exec(block, scope)
    # The published credential, whatever that of the artifacts is.
    key = package.Credential(1234567, "published-test-salt", "00000000-0000-4000-8000-000000000000")
    names = ["card_payment/valid", "card_payment/wrong_hash", "unknown/new_kind", "min_balance/valid"]
    outcomes = [scope["on_post"](body(f"{name}.json"), key)[0] for name in names]
    expected = ["10.50 paid", "refused", "kept: newer than this package", "min_balance"]
    return "" if outcomes == expected else f"it gives {outcomes}"


def numbers_are_exact() -> str:
    large = callback_of("numbers/large.json")
    amount = callback_of("card_payment/valid.json")["card_payment"]["amount"]
    quoted = callback_of("numbers/quoted.json")["balance"]
    told = [large["balance"], Decimal(quoted), large["callback_id"], str(amount)]
    exact = Decimal("12345678901234567890.12")
    expected = [exact, exact, 18446744073709551615, "10.50"]
    return "" if told == expected else f"{told}"


def both_shapes_are_read() -> str:
    callback = callback_of("sms_inbound/valid.json")
    unwrapped = json.loads(body("sms_inbound/valid.json"))
    unwrapped["callbacks"][0]["sms_inbound"] = callback["sms_inbound"]
    [again] = package.parse_body(json.dumps(unwrapped))
    is_same = callback["sms_inbound"] == again["sms_inbound"] and "sms_body" in again["sms_inbound"]
    return "" if is_same else f"{callback} {again}"


def what_is_no_body_is_refused() -> str:
    bodies = [b"", b"[]", b"{}", b'{"callbacks": {}}', b'{"callbacks": [NaN]}', b"\xff", b"\xff\xfe[\x00]\x00"]
    bodies += [b'{"callbacks": [1e9999999999999999999999]}', b'{"callbacks": ' + b"[" * 100_000]

    def is_refused(body: bytes) -> bool:
        try:
            package.parse_body(body)
        except ValueError:
            return True
        return False

    return ", ".join(str(body) for body in bodies if not is_refused(body))


def strange_callbacks_are_told() -> str:
    right = callback_of("card_payment/valid.json")
    cases: list[tuple[object, str]] = [
        (None, "unreadable"),
        ([], "unreadable"),
        ("text", "unreadable"),
        ({**right, "account_id": "01234567"}, "unreadable"),
        ({**right, "account_id": True}, "unreadable"),
        ({**right, "callback_id": -1}, "unreadable"),
        ({**right, "callback_id": Decimal("1.0")}, "unreadable"),
        ({**right, "callback_id": "١"}, "unreadable"),
        ({**right, "account_id": 1}, "unknown_account"),
        ({**right, "hash": [right["hash"]]}, "invalid"),
        ({**right, "hash": right["hash"] + "\n"}, "invalid"),
    ]
    wrong = [callback for callback, verdict in cases if CREDENTIAL.check(callback) != verdict]
    odd: list[object] = [None, [], {"type": "card_payment"}, {"type": []}]
    known = [callback for callback in odd if package.is_known(callback)]
    return ", ".join(str(callback) for callback in wrong + known)


def every_kind_is_known() -> str:
    if package.is_known(callback_of("unknown/new_kind.json")):
        return "the new kind is known"
    kinds = sorted(package.KINDS)
    return ", ".join(it for it in kinds if not package.is_known(callback_of(f"{it}/valid.json")))


def a_forgotten_kind_is_found() -> str:
    def code(kinds: list[str]) -> str:
        cases = " | ".join(json.dumps(kind) for kind in kinds)
        return (
            "from typing import assert_never\n\n"
            "from voximplant_callbacks import Callback\n\n\n"
            "def handle(callback: Callback) -> None:\n"
            '    match callback["type"]:\n'
            f"        case {cases}:\n"
            "            pass\n"
            "        case forgotten:\n"
            "            assert_never(forgotten)\n"
        )

    kinds = sorted(package.KINDS)
    if told := type_check("complete", code(kinds)):
        return told
    told = type_check("forgotten", code(kinds[1:]))
    return "" if "assert_never" in told and kinds[0] in told else f"mypy says {told!r}"


def a_kind_narrows() -> str:
    right = (
        "from voximplant_callbacks import Callback\n"
        "from voximplant_callbacks.callbacks import Money\n\n\n"
        "def paid(callback: Callback) -> Money | None:\n"
        '    if callback["type"] == "card_payment":\n'
        '        return callback["card_payment"]["amount"]\n'
        "    return None\n"
    )
    if told := type_check("narrows", right):
        return told
    wrong = right.replace('== "card_payment"', '== "min_balance"')
    return "" if type_check("narrows_not", wrong) else "another kind has the payload too"


def secrets_are_not_shown() -> str:
    shown = repr(CREDENTIAL)
    is_hidden = CREDENTIAL.salt not in shown and CREDENTIAL.api_key not in shown
    return "" if is_hidden else shown


def json_schemas_are_there() -> str:
    titles = [package.json_schema()["title"], package.json_schema("types")["title"]]
    return "" if titles == ["Body", "Body"] else f"{titles}"


CLAIMS: dict[str, Callable[[], str]] = {
    "it installs from the archive, and brings nothing with it": nothing_else_is_installed,
    "the lines in its README work": readme_works,
    "amounts and numbers of 64 bits stay exact": numbers_are_exact,
    "payloads are read in both shapes": both_shapes_are_read,
    "what is no body is refused": what_is_no_body_is_refused,
    "strange callbacks are told": strange_callbacks_are_told,
    "every kind is known, and a new one is not": every_kind_is_known,
    "a `match` that leaves out a kind does not pass mypy": a_forgotten_kind_is_found,
    "a kind narrows to its payload": a_kind_narrows,
    "a credential shows neither salt nor key": secrets_are_not_shown,
    "its JSON Schemas are there": json_schemas_are_there,
}


def main() -> None:
    def report(on: str, verdicts: dict[str, str]) -> dict[str, Any]:
        version = package.__version__
        return {"tool": package.__name__, "version": version, "on": on, "verdicts": verdicts}

    shown = [(claim, show()) for claim, show in CLAIMS.items()]
    claims = [{"claim": claim, "holds": not detail, "detail": detail} for claim, detail in shown]
    verdicts = [report("hash", hashes()), report("signatures", of_signatures())]
    print(json.dumps({"verdicts": verdicts, "claims": claims}))


if __name__ == "__main__":
    main()
