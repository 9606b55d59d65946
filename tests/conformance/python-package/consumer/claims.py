"""Sentences about the package, each shown on the spot."""

import traceback
from collections.abc import Callable
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

from consumer import attacks, checkers, readme, reference
from consumer.project import HAS_PUBLISHED_TABLE, SITE, body, package
from voximplant_callbacks.testing import sample

KINDS = checkers.KINDS


def callback_of(file: str) -> Any:
    [known] = package.read(body(file))
    assert isinstance(known, package.KnownCallback)
    return known.callback


def nothing_else_is_installed() -> str:
    names = {path.name for path in SITE.iterdir()} - {"voximplant_callbacks"}
    others = [name for name in names if not name.startswith("voximplant_callbacks-")]
    return ", ".join(others) or ("" if HAS_PUBLISHED_TABLE else "its table is another one")


def values_are_what_their_types_say() -> str:
    large = callback_of("numbers/large.json")
    quoted = callback_of("numbers/quoted.json").balance
    payment = callback_of("card_payment/valid.json").card_payment
    invoice = callback_of("invoice_received/valid.json").invoice_received
    renewed = callback_of("renewed_subscriptions/valid.json").renewed_subscriptions.subscriptions[0]
    exact = Decimal("12345678901234567890.12")
    said = [large.balance, quoted, str(payment.amount), type(large.callback_id), type(payment.transaction_id)]
    is_in_utc = isinstance(invoice.invoice_date, datetime) and invoice.invoice_date.tzinfo is timezone.utc
    is_date = type(renewed.next_renewal) is date
    return "" if said == [exact, exact, "10.50", int, int] and is_in_utc and is_date else f"{said}"


def shapes_are_normalized() -> str:
    """Whatever the sender writes, the values are the same."""

    def value(kind: str, payload: str) -> Any:
        head = f'"type":"{kind}","callback_id":"7","account_id":1,"balance":"1.50","account_name":null'
        [it] = package.read(f'{{"callbacks":[{{{head},"{kind}":{payload}}}]}}')
        assert isinstance(it, package.KnownCallback), it
        return getattr(it.callback, kind)

    def are_same(kind: str, *payloads: str) -> bool:
        first, *others = (value(kind, payload) for payload in payloads)
        return all(other == first for other in others)

    sms = '{"source_number":"+1","destination_number":"+2","sms_body":""}'
    null = '{"source_number":"+1","destination_number":"+2","sms_body":null}'
    cases = {
        "wrapper": are_same("sms_inbound", sms, f'{{"sms_inbound":{sms}}}', f'{{"sms_inbound":[{sms}]}}', null),
        "lists": are_same(
            "expired_agreement", '{"document_ids":[5]}', '{"document_ids":5}', '{"document_ids":"5"}', '{"document_ids":["5"]}'
        ),
        "no list": are_same("expired_agreement", "{}", "[]", '{"document_ids":null}', '{"document_ids":[]}'),
        "empty": are_same("js_fail", "{}", "[]", "null"),
    }
    return ", ".join(name for name, is_same in cases.items() if not is_same)


def every_kind_has_a_sample() -> str:
    return ", ".join(
        kind for kind in KINDS if package.read(f'{{"callbacks":[{sample(kind)}]}}')[0].kind != kind
    )


def json_schemas_are_there() -> str:
    titles = [package.json_schema()["title"], package.json_schema("types")["title"]]
    return "" if titles == ["Body", "Body"] else f"{titles}"


CLAIMS: dict[str, Callable[[], str]] = {
    "it installs from the archive, without dependencies": nothing_else_is_installed,
    "`mypy --strict` and pyright, strict, find nothing in it": checkers.package_is_clean,
    "the lines in its README pass both, and run": readme.its_lines_pass_and_run,
    "the code that the reference page has for each kind passes both, and receives the sample": reference.its_code_passes_and_runs,
    "the lines for FastAPI answer every sample, and what is not a body, with the statuses of the Rust SDK": readme.fastapi_answers,
    "the lines for Flask do too": readme.flask_answers,
    "the services in its README do not start if a setting is missing": readme.a_missing_setting_stops_the_start,
    "a `match` that leaves out a kind passes neither, and one over all kinds narrows to each payload": checkers.a_forgotten_kind_is_found,
    "an outcome narrows, and says only after `receive` that a hash matched": checkers.an_outcome_narrows,
    "amounts and integers of 64 bits are exact, dates are dates": values_are_what_their_types_say,
    "values are the same whatever the sender writes": shapes_are_normalized,
    "it has a sample of every kind": every_kind_has_a_sample,
    "it has the JSON Schemas": json_schemas_are_there,
    "a credential that is missing or empty, or ends in a line break, is an error": attacks.a_missing_credential_is_an_error,
    "a quoted callback ID is not another callback": attacks.a_quoted_id_is_not_another_callback,
    "forged callbacks are refused": attacks.forged_callbacks_are_refused,
    "hostile bodies do no harm": attacks.hostile_bodies_do_no_harm,
    "an account cannot shut out another from the guard": attacks.an_account_cannot_shut_out_another,
    "nothing secret is printed or logged": attacks.nothing_secret_is_printed,
    "a seal checks what its credential makes": attacks.a_seal_checks_hashes,
    "credentials are looked up, and rotated": attacks.credentials_are_looked_up,
    "what is not processed is retried": attacks.what_is_not_handled_comes_again,
    "an async handler, which `respond` cannot await, is a logged error, and loses no callback": attacks.an_async_handler_loses_nothing,
}


def claims() -> list[dict[str, Any]]:
    def shown(show: Callable[[], str]) -> str:
        try:
            return show()
        except Exception:
            return traceback.format_exc()

    details = [(claim, shown(show)) for claim, show in CLAIMS.items()]
    return [{"claim": claim, "holds": not detail, "detail": detail} for claim, detail in details]
