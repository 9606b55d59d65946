# Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.
"""Every kind of callback, as types."""

import dataclasses as _dataclasses
import datetime as _datetime
import decimal as _decimal
import typing as _typing

AccountDocumentStatus: _typing.TypeAlias = (
    _typing.Literal[
        "AWAITING_DOCUMENTS_UPLOADING",
        "AWAITING_AGREEMENT_UPLOADING",
        "AWAITING_VERIFICATION",
        "WAITING_FOR_CONFIRMATION_DOCUMENTS",
        "VERIFIED",
        "REJECTED",
        "WAITING_PERIOD_EXPIRED",
        "WAITING_CONFIRMATION_DOCS",
        "ACCEPTED",
    ]
    | str
)
"""Verification status of an account document."""

LegalStatus: _typing.TypeAlias = (
    _typing.Literal[
        "INDIVIDUAL",
        "ENTREPRENEUR",
        "LEGAL_ENTITY",
    ]
    | str
)
"""Legal status of a user."""

LegacyLegalStatus: _typing.TypeAlias = (
    _typing.Literal[
        "individual",
        "entrepreneur",
        "legal entity",
    ]
    | str
)
"""Legal status of a user, as the superseded kinds spell it."""

RegulationAddressStatus: _typing.TypeAlias = (
    _typing.Literal[
        "IN_PROGRESS",
        "VERIFIED",
        "DECLINED",
        "PENDING",
    ]
    | str
)
"""Verification status of a proof of address."""

RegulationAddressVerdict: _typing.TypeAlias = (
    _typing.Literal[
        "VERIFIED",
        "DECLINED",
        "WAITING_CONFIRMATION_DOCS",
        "REJECTED",
        "WAITING_PERIOD_EXPIRED",
    ]
    | str
)
"""Result of the review of a proof of address."""

RenewedSubscriptionType: _typing.TypeAlias = (
    _typing.Literal[
        "PHONE_NUM",
        "SIP_REGISTRATION",
        "PLAN",
    ]
    | str
)
"""What a renewed subscription is for."""

SubscriptionType: _typing.TypeAlias = (
    _typing.Literal[
        "PHONE_NUM",
        "SIP_REGISTRATION",
    ]
    | str
)
"""What a subscription is for."""

SubscriptionTarget: _typing.TypeAlias = (
    _typing.Literal[
        "PHONE",
        "SIP_REGISTRATION",
    ]
    | str
)
"""What a subscription is attached to."""

PlanType: _typing.TypeAlias = (
    _typing.Literal[
        "IM",
        "MAU",
    ]
    | str
)
"""What a plan is for."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PhoneNumber:
    """A phone number that a subscription is attached to."""

    phone_id: int
    """ID of the phone number."""
    phone_number: str = _dataclasses.field(repr=False)
    """The phone number itself."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SipRegistration:
    """A SIP registration that a subscription is attached to."""

    sip_registration_id: int
    """ID of the SIP registration, as in `GetSipRegistrations`."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionDetails:
    """What a subscription is attached to."""

    type: SubscriptionTarget
    """Whether these are phone numbers or SIP registrations."""
    phone_numbers: list[PhoneNumber] | None = None
    """The phone numbers, if the type is PHONE."""
    sip_registrations: list[SipRegistration] | None = None
    """The SIP registrations, if the type is SIP_REGISTRATION."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RenewedSubscription:
    """A subscription that was renewed."""

    type: RenewedSubscriptionType
    """Type of the subscription."""
    name: str = _dataclasses.field(repr=False)
    """Subject of the subscription, such as the phone number."""
    cost: _decimal.Decimal = _dataclasses.field(repr=False)
    """Cost of the subscription."""
    next_renewal: _datetime.date
    """Day of the next renewal."""
    details: list[SubscriptionDetails]
    """Phone numbers or SIP registrations that the subscription is attached to."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FailedSipRegistration:
    """A SIP registration that failed."""

    sip_registration_id: int
    """ID of the SIP registration, as in `GetSipRegistrations`."""
    status_code: str
    """Status code of the failed registration."""
    error_message: str | None = None
    """Error message of the failed registration."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RecoveredSipRegistration:
    """A SIP registration that recovered."""

    sip_registration_id: int
    """ID of the SIP registration, as in `GetSipRegistrations`."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FrozenSubscription:
    """A subscription that was frozen."""

    type: SubscriptionType
    """Type of the subscription."""
    name: str = _dataclasses.field(repr=False)
    """Subject of the subscription, such as the phone number."""
    cost: _decimal.Decimal = _dataclasses.field(repr=False)
    """Cost of the subscription."""
    details: list[SubscriptionDetails]
    """Phone numbers or SIP registrations that the subscription is attached to."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DetachedSubscription:
    """A subscription that was cancelled."""

    type: SubscriptionType
    """Type of the subscription."""
    name: str = _dataclasses.field(repr=False)
    """Subject of the subscription, such as the phone number."""
    details: list[SubscriptionDetails]
    """Phone numbers or SIP registrations that the subscription is attached to."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedSubscription:
    """An unverified subscription that was cancelled."""

    type: SubscriptionType
    """Type of the subscription."""
    name: str = _dataclasses.field(repr=False)
    """Subject of the subscription, such as the phone number."""
    details: list[SubscriptionDetails]
    """Phone numbers or SIP registrations that the subscription is attached to."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An Apple VoIP certificate."""

    push_credential_id: int
    """ID of the push credential, as in `GetPushCredential`."""
    cert_file_name: str = _dataclasses.field(repr=False)
    """File name of the certificate."""
    expiration_date: _datetime.date | None = None
    """Day on which the certificate expires."""
    applications: list[str] | None = None
    """Names of the applications that use the certificate."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlanPackage:
    """A package of a plan."""

    price_group_id: list[int]
    """IDs of the price groups."""
    package_name: str | None = None
    """Name of the package."""
    package_uuid: str
    """UUID of the package."""
    may_overrun: bool
    """Whether usage beyond the package is allowed."""
    package_size: int
    """Current size of the package."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceUnit:
    """An invoiced service."""

    description: str
    """Name of the service."""
    amount: _decimal.Decimal | None = _dataclasses.field(default=None, repr=False)
    """Fee for the service without taxes, in the invoice's currency."""
    vat_rate: _decimal.Decimal
    """Tax rate, as a fraction of 1."""
    tax_amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Taxes on the service, in the invoice's currency."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The fields that every callback has besides its payload."""

    callback_id: int
    """ID of the callback. The hash covers it."""
    account_id: int
    """ID of the account that the callback is about. The hash covers it."""
    hash: str = _dataclasses.field(repr=False)
    """Lower-case hex MD5 of the salt, `account_id`, the API key and `callback_id`, concatenated."""
    account_name: str = _dataclasses.field(repr=False)
    """Name of the account."""
    account_email: str = _dataclasses.field(repr=False)
    """Email address of the account."""
    language_code: str
    """Language of the account's notifications, as a two-letter ISO 639-1 code."""
    account_first_name: str = _dataclasses.field(repr=False)
    """First name of the account's owner."""
    account_last_name: str = _dataclasses.field(repr=False)
    """Last name of the account's owner."""
    balance: _decimal.Decimal = _dataclasses.field(repr=False)
    """Balance of the account, in its currency."""
    currency: str
    """Currency of the account, as a three-letter code such as USD, EUR or RUR."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountDocumentUploaded:
    """A document was uploaded for the verification of the account."""

    account_document_id: int
    """ID of the document, as in `GetAccountDocuments`."""
    uploaded: _datetime.datetime
    """When the document was uploaded, in UTC."""
    verification_name: str = _dataclasses.field(repr=False)
    """Name or type of the verification."""
    legal_status: LegacyLegalStatus
    """Legal status of the user."""
    is_individual: bool | None = None
    """Whether the account belongs to an individual."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountDocumentUploadedCallback(Envelope):
    """A document was uploaded for the verification of the account.

    To confirm it, ask the Management API: `GetAccountDocuments`.

    Superseded by `account_document_status_updated`.
    """

    type: _typing.Literal["account_document_uploaded"] = "account_document_uploaded"
    """The kind."""
    account_document_uploaded: AccountDocumentUploaded
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BatchTaskCancellingCompleted:
    """The cancellation of a batch of tasks is complete."""

    batch_id: str | None = None
    """ID of the batch whose tasks were cancelled."""
    cancelled_tasks_number: int | None = None
    """How many tasks were cancelled."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BatchTaskCancellingCompletedCallback(Envelope):
    """The cancellation of a batch of tasks is complete."""

    type: _typing.Literal["batch_task_cancelling_completed"] = "batch_task_cancelling_completed"
    """The kind."""
    batch_task_cancelling_completed: BatchTaskCancellingCompleted
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RegulationAddressUploaded:
    """A proof of address was uploaded."""

    regulation_address_id: int
    """ID of the uploaded document, as in `GetRegulationsAddress`."""
    uploaded: _datetime.datetime
    """When the document was uploaded, in UTC."""
    is_individual: bool
    """Whether the account belongs to an individual."""
    regulation_address_name: str = _dataclasses.field(repr=False)
    """Name of the regulation address."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RegulationAddressUploadedCallback(Envelope):
    """A proof of address was uploaded.

    To confirm it, ask the Management API: `GetRegulationsAddress`.
    """

    type: _typing.Literal["regulation_address_uploaded"] = "regulation_address_uploaded"
    """The kind."""
    regulation_address_uploaded: RegulationAddressUploaded
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountDocumentVerified:
    """A document for the verification of the account was reviewed."""

    account_document_id: int
    """ID of the document, as in `GetAccountDocuments`."""
    account_document_status: AccountDocumentStatus
    """Verification status of the document."""
    uploaded: _datetime.datetime
    """When the document was uploaded, in UTC."""
    comment: str | None = _dataclasses.field(default=None, repr=False)
    """Comment of the reviewer."""
    verification_name: str = _dataclasses.field(repr=False)
    """Name or type of the verification."""
    legal_status: LegacyLegalStatus
    """Legal status of the user."""
    is_individual: bool | None = None
    """Whether the account belongs to an individual."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountDocumentVerifiedCallback(Envelope):
    """A document for the verification of the account was reviewed.

    To confirm it, ask the Management API: `GetAccountDocuments`.

    Superseded by `account_document_status_updated`.
    """

    type: _typing.Literal["account_document_verified"] = "account_document_verified"
    """The kind."""
    account_document_verified: AccountDocumentVerified
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountIsFrozen:
    """The account was frozen."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountIsFrozenCallback(Envelope):
    """The account was frozen.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    type: _typing.Literal["account_is_frozen"] = "account_is_frozen"
    """The kind."""
    account_is_frozen: AccountIsFrozen
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountIsUnfrozen:
    """The account is no longer frozen."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountIsUnfrozenCallback(Envelope):
    """The account is no longer frozen.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    type: _typing.Literal["account_is_unfrozen"] = "account_is_unfrozen"
    """The kind."""
    account_is_unfrozen: AccountIsUnfrozen
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActivateSuccessful:
    """A new account, not a child account, was created."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActivateSuccessfulCallback(Envelope):
    """A new account, not a child account, was created.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    type: _typing.Literal["activate_successful"] = "activate_successful"
    """The kind."""
    activate_successful: ActivateSuccessful
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CallHistoryReport:
    """A report on the call history is ready."""

    history_report_id: int
    """ID of the report, as in `GetHistoryReports`."""
    success: bool
    """Whether the request for the report succeeded."""
    order_date: _datetime.datetime
    """When the report was ordered, in UTC."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CallHistoryReportCallback(Envelope):
    """A report on the call history is ready.

    To confirm it, ask the Management API: `GetHistoryReports`.
    """

    type: _typing.Literal["call_history_report"] = "call_history_report"
    """The kind."""
    call_history_report: CallHistoryReport
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CardExpired:
    """A bank card expired."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CardExpiredCallback(Envelope):
    """A bank card expired."""

    type: _typing.Literal["card_expired"] = "card_expired"
    """The kind."""
    card_expired: CardExpired
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CardExpiresInMonth:
    """A bank card expires in one month."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CardExpiresInMonthCallback(Envelope):
    """A bank card expires in one month."""

    type: _typing.Literal["card_expires_in_month"] = "card_expires_in_month"
    """The kind."""
    card_expires_in_month: CardExpiresInMonth
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CardPayment:
    """A payment by bank card was made."""

    transaction_id: int
    """ID of the transaction, as in `GetTransactionHistory`."""
    transaction_type: str
    """Type of the transaction."""
    amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Amount of the payment, in the account's currency."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CardPaymentCallback(Envelope):
    """A payment by bank card was made.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    type: _typing.Literal["card_payment"] = "card_payment"
    """The kind."""
    card_payment: CardPayment
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CardPaymentFailed:
    """A payment by bank card failed."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CardPaymentFailedCallback(Envelope):
    """A payment by bank card failed.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    type: _typing.Literal["card_payment_failed"] = "card_payment_failed"
    """The kind."""
    card_payment_failed: CardPaymentFailed
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RobokassaPayment:
    """A payment through Robokassa was made."""

    transaction_id: int
    """ID of the transaction, as in `GetTransactionHistory`."""
    transaction_type: str
    """Type of the transaction."""
    amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Amount of the payment, in the account's currency."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RobokassaPaymentCallback(Envelope):
    """A payment through Robokassa was made.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    type: _typing.Literal["robokassa_payment"] = "robokassa_payment"
    """The kind."""
    robokassa_payment: RobokassaPayment
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WireTransfer:
    """A wire transfer was made."""

    transaction_id: int
    """ID of the transaction, as in `GetTransactionHistory`."""
    transaction_type: str
    """Type of the transaction."""
    amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Amount of the transfer, in the account's currency."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WireTransferCallback(Envelope):
    """A wire transfer was made.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    type: _typing.Literal["wire_transfer"] = "wire_transfer"
    """The kind."""
    wire_transfer: WireTransfer
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class JsFail:
    """A JavaScript error occurred in a scenario of an account that has `send_js_error` enabled with `SetAccountInfo`."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class JsFailCallback(Envelope):
    """A JavaScript error occurred in a scenario of an account that has `send_js_error` enabled with `SetAccountInfo`."""

    type: _typing.Literal["js_fail"] = "js_fail"
    """The kind."""
    js_fail: JsFail
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MinBalance:
    """The balance fell to the account's warning threshold."""

    is_min_credit: bool
    """Whether the balance crossed the credit threshold, `credit_limit` minus `min_balance_to_notify`."""
    is_repeated: bool
    """Whether the callback repeats an earlier one."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MinBalanceCallback(Envelope):
    """The balance fell to the account's warning threshold.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    type: _typing.Literal["min_balance"] = "min_balance"
    """The kind."""
    min_balance: MinBalance
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RegulationAddressVerified:
    """A proof of address was reviewed."""

    regulation_address_id: int
    """ID of the uploaded document, as in `GetRegulationsAddress`."""
    regulation_address_status: RegulationAddressVerdict
    """Result of the review."""
    uploaded: _datetime.datetime
    """When the document was uploaded, in UTC."""
    is_individual: bool
    """Whether the account belongs to an individual."""
    comment: str | None = _dataclasses.field(default=None, repr=False)
    """Comment of the reviewer."""
    regulation_address_name: str = _dataclasses.field(repr=False)
    """Name of the regulation address."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RegulationAddressVerifiedCallback(Envelope):
    """A proof of address was reviewed.

    To confirm it, ask the Management API: `GetRegulationsAddress`.
    """

    type: _typing.Literal["regulation_address_verified"] = "regulation_address_verified"
    """The kind."""
    regulation_address_verified: RegulationAddressVerified
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RenewedSubscriptions:
    """Subscriptions were renewed."""

    subscriptions: list[RenewedSubscription]
    """The subscriptions that were renewed."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RenewedSubscriptionsCallback(Envelope):
    """Subscriptions were renewed.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    type: _typing.Literal["renewed_subscriptions"] = "renewed_subscriptions"
    """The kind."""
    renewed_subscriptions: RenewedSubscriptions
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ResetAccountPasswordRequest:
    """A password reset was requested for the account."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ResetAccountPasswordRequestCallback(Envelope):
    """A password reset was requested for the account."""

    type: _typing.Literal["reset_account_password_request"] = "reset_account_password_request"
    """The kind."""
    reset_account_password_request: ResetAccountPasswordRequest
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SipRegistrationFail:
    """One or more SIP registrations failed."""

    sip_registrations: list[FailedSipRegistration]
    """The registrations that failed."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SipRegistrationFailCallback(Envelope):
    """One or more SIP registrations failed.

    To confirm it, ask the Management API: `GetSipRegistrations`.
    """

    type: _typing.Literal["sip_registration_fail"] = "sip_registration_fail"
    """The kind."""
    sip_registration_fail: SipRegistrationFail
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SipRegistrationRecovered:
    """One or more SIP registrations recovered."""

    sip_registrations: list[RecoveredSipRegistration]
    """The registrations that recovered."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SipRegistrationRecoveredCallback(Envelope):
    """One or more SIP registrations recovered.

    To confirm it, ask the Management API: `GetSipRegistrations`.
    """

    type: _typing.Literal["sip_registration_recovered"] = "sip_registration_recovered"
    """The kind."""
    sip_registration_recovered: SipRegistrationRecovered
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionIsFrozen:
    """Subscriptions were frozen."""

    subscriptions: list[FrozenSubscription]
    """The subscriptions that were frozen."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionIsFrozenCallback(Envelope):
    """Subscriptions were frozen.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    type: _typing.Literal["subscription_is_frozen"] = "subscription_is_frozen"
    """The kind."""
    subscription_is_frozen: SubscriptionIsFrozen
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionIsDetached:
    """Subscriptions were cancelled."""

    subscriptions: list[DetachedSubscription]
    """The subscriptions that were cancelled."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionIsDetachedCallback(Envelope):
    """Subscriptions were cancelled.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    type: _typing.Literal["subscription_is_detached"] = "subscription_is_detached"
    """The kind."""
    subscription_is_detached: SubscriptionIsDetached
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TransactionHistoryReport:
    """A report on the transaction history is ready."""

    history_report_id: int
    """ID of the report, as in `GetHistoryReports`."""
    success: bool
    """Whether the request for the report succeeded."""
    order_date: _datetime.datetime
    """When the report was ordered, in UTC."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TransactionHistoryReportCallback(Envelope):
    """A report on the transaction history is ready.

    To confirm it, ask the Management API: `GetHistoryReports`.
    """

    type: _typing.Literal["transaction_history_report"] = "transaction_history_report"
    """The kind."""
    transaction_history_report: TransactionHistoryReport
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedSubscriptionDetached:
    """Unverified subscriptions were cancelled."""

    subscriptions: list[UnverifiedSubscription]
    """The subscriptions that were cancelled."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedSubscriptionDetachedCallback(Envelope):
    """Unverified subscriptions were cancelled.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    type: _typing.Literal["unverified_subscription_detached"] = "unverified_subscription_detached"
    """The kind."""
    unverified_subscription_detached: UnverifiedSubscriptionDetached
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringCallerid:
    """Caller IDs are about to expire."""

    callerids: list[str] = _dataclasses.field(repr=False)
    """The caller IDs that are about to expire."""
    expiration_date: _datetime.date
    """Day on which the caller IDs expire."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringCalleridCallback(Envelope):
    """Caller IDs are about to expire.

    To confirm it, ask the Management API: `GetCallerIDs`.
    """

    type: _typing.Literal["expiring_callerid"] = "expiring_callerid"
    """The kind."""
    expiring_callerid: ExpiringCallerid
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionComplete:
    """A transcription was saved."""

    record_url: str = _dataclasses.field(repr=False)
    """URL of the recording."""
    transcription_url: str = _dataclasses.field(repr=False)
    """URL of the transcription. It opens once authorization parameters and `record_id` are appended."""
    call_session_history_id: int
    """ID of the call session in the call history."""
    transcription_cost: _decimal.Decimal = _dataclasses.field(repr=False)
    """Cost of the transcription."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptionCompleteCallback(Envelope):
    """A transcription was saved.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    type: _typing.Literal["transcription_complete"] = "transcription_complete"
    """The kind."""
    transcription_complete: TranscriptionComplete
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SmsInbound:
    """A text message arrived."""

    source_number: str = _dataclasses.field(repr=False)
    """Phone number that sent the message."""
    destination_number: str = _dataclasses.field(repr=False)
    """Phone number that received the message."""
    sms_body: str = _dataclasses.field(repr=False)
    """Text of the message."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SmsInboundCallback(Envelope):
    """A text message arrived.

    To confirm it, ask the Management API: `GetSmsHistory`.
    """

    type: _typing.Literal["sms_inbound"] = "sms_inbound"
    """The kind."""
    sms_inbound: SmsInbound
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PhoneNumberActivationStatusChanged:
    """The activation status of a rented phone number changed."""

    phone_number: str = _dataclasses.field(repr=False)
    """The phone number whose status changed."""
    activation_status: str
    """Status after the change."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PhoneNumberActivationStatusChangedCallback(Envelope):
    """The activation status of a rented phone number changed.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    type: _typing.Literal["phone_number_activation_status_changed"] = "phone_number_activation_status_changed"
    """The kind."""
    phone_number_activation_status_changed: PhoneNumberActivationStatusChanged
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringAgreement:
    """The deadline for confirmation documents is in 20, 15, 10, 5 or 1 days."""

    expiration_date: _datetime.date
    """Day on which the agreement expires."""
    until_expiration: int
    """Days left until the agreement expires."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringAgreementCallback(Envelope):
    """The deadline for confirmation documents is in 20, 15, 10, 5 or 1 days.

    To confirm it, ask the Management API: `GetAccountVerifications`.
    """

    type: _typing.Literal["expiring_agreement"] = "expiring_agreement"
    """The kind."""
    expiring_agreement: ExpiringAgreement
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredAgreement:
    """The deadline for confirmation documents is today or has passed."""

    document_ids: list[int]
    """IDs of the agreements that expired."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredAgreementCallback(Envelope):
    """The deadline for confirmation documents is today or has passed.

    To confirm it, ask the Management API: `GetAccountVerifications`.
    """

    type: _typing.Literal["expired_agreement"] = "expired_agreement"
    """The kind."""
    expired_agreement: ExpiredAgreement
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RestoredAgreementStatus:
    """The deadline for confirmation documents was moved."""

    document_id: int
    """ID of the agreement whose status changed."""
    expiration_date: _datetime.date
    """New day on which the agreement expires."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RestoredAgreementStatusCallback(Envelope):
    """The deadline for confirmation documents was moved.

    To confirm it, ask the Management API: `GetAccountVerifications`.
    """

    type: _typing.Literal["restored_agreement_status"] = "restored_agreement_status"
    """The kind."""
    restored_agreement_status: RestoredAgreementStatus
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NextChargeAlert:
    """A plan renews in three days, and the balance is too low for it."""

    required_money: _decimal.Decimal = _dataclasses.field(repr=False)
    """Price of all plans that renew on the first day of the month, in the account's currency."""
    insufficient_funds_amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Amount missing to renew the plans, in the account's currency."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NextChargeAlertCallback(Envelope):
    """A plan renews in three days, and the balance is too low for it.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    type: _typing.Literal["next_charge_alert"] = "next_charge_alert"
    """The kind."""
    next_charge_alert: NextChargeAlert
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CertificateExpired:
    """An Apple VoIP certificate expired."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CertificateExpiredCallback(Envelope):
    """An Apple VoIP certificate expired.

    To confirm it, ask the Management API: `GetPushCredential`.

    Superseded by `expired_certificates` and `expiring_certificates`.
    """

    type: _typing.Literal["certificate_expired"] = "certificate_expired"
    """The kind."""
    certificate_expired: CertificateExpired
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredCertificates:
    """Apple VoIP certificates expired."""

    certificates: list[Certificate]
    """The certificates that expired."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredCertificatesCallback(Envelope):
    """Apple VoIP certificates expired.

    To confirm it, ask the Management API: `GetPushCredential`.
    """

    type: _typing.Literal["expired_certificates"] = "expired_certificates"
    """The kind."""
    expired_certificates: ExpiredCertificates
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringCertificates:
    """Apple VoIP certificates expire within 14 days."""

    certificates: list[Certificate]
    """The certificates that are about to expire."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringCertificatesCallback(Envelope):
    """Apple VoIP certificates expire within 14 days.

    To confirm it, ask the Management API: `GetPushCredential`.
    """

    type: _typing.Literal["expiring_certificates"] = "expiring_certificates"
    """The kind."""
    expiring_certificates: ExpiringCertificates
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountDocumentStatusUpdated:
    """The verification status of an account document changed."""

    account_document_id: int
    """ID of the uploaded document."""
    previous_account_document_status: AccountDocumentStatus
    """Status before the change."""
    account_document_status: AccountDocumentStatus
    """Status after the change."""
    update_time: _datetime.datetime
    """When the status changed, in UTC."""
    comment: str | None = _dataclasses.field(default=None, repr=False)
    """Comment of the reviewer."""
    legal_status: LegalStatus
    """Legal status of the user."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AccountDocumentStatusUpdatedCallback(Envelope):
    """The verification status of an account document changed.

    To confirm it, ask the Management API: `GetAccountVerifications`.
    """

    type: _typing.Literal["account_document_status_updated"] = "account_document_status_updated"
    """The kind."""
    account_document_status_updated: AccountDocumentStatusUpdated
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class A2pSmsActivated:
    """A2P text messages were activated."""

    a2p_enabled: bool
    """Whether A2P text messages are allowed."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class A2pSmsActivatedCallback(Envelope):
    """A2P text messages were activated.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    type: _typing.Literal["a2p_sms_activated"] = "a2p_sms_activated"
    """The kind."""
    a2p_sms_activated: A2pSmsActivated
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RegulationAddressDocumentsRequested:
    """The verification status of a proof of address changed to PENDING."""

    regulation_address_id: int
    """ID of the uploaded document, as in `GetRegulationsAddress`."""
    regulation_address_name: str = _dataclasses.field(repr=False)
    """Name of the uploaded document."""
    regulation_address_status: RegulationAddressStatus
    """Verification status of the document."""
    update_time: _datetime.datetime
    """When the status changed, in UTC."""
    is_individual: bool
    """Whether the account belongs to an individual."""
    comment: str | None = _dataclasses.field(default=None, repr=False)
    """Comment of the reviewer."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RegulationAddressDocumentsRequestedCallback(Envelope):
    """The verification status of a proof of address changed to PENDING.

    To confirm it, ask the Management API: `GetRegulationsAddress`.
    """

    type: _typing.Literal["regulation_address_documents_requested"] = "regulation_address_documents_requested"
    """The kind."""
    regulation_address_documents_requested: RegulationAddressDocumentsRequested
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReceived:
    """A monthly invoice was sent."""

    invoice_id: int
    """Number of the invoice."""
    invoice_date: _datetime.datetime | _datetime.date
    """When the invoice was created, in UTC."""
    receival_date: _datetime.datetime | _datetime.date
    """When the invoice was received, in UTC."""
    amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Amount of the invoice without taxes, in the invoice's currency."""
    tax_amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Taxes on the invoice, in the invoice's currency."""
    currency: str
    """Currency of the invoice."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceReceivedCallback(Envelope):
    """A monthly invoice was sent.

    To confirm it, ask the Management API: `GetAccountInvoices`.
    """

    type: _typing.Literal["invoice_received"] = "invoice_received"
    """The kind."""
    invoice_received: InvoiceReceived
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StagnantAccount:
    """The account has not been used for a long time. Upstream no longer documents it."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StagnantAccountCallback(Envelope):
    """The account has not been used for a long time. Upstream no longer documents it."""

    type: _typing.Literal["stagnant_account"] = "stagnant_account"
    """The kind."""
    stagnant_account: StagnantAccount
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlanConfig:
    """The plan of the account was changed. Upstream no longer documents it."""

    plan_type: PlanType
    """What the plan is for."""
    plan_name: str
    """Name of the plan."""
    packages: list[PlanPackage]
    """The packages of the plan."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlanConfigCallback(Envelope):
    """The plan of the account was changed. Upstream no longer documents it.

    To confirm it, ask the Management API: `GetAccountPlans`.
    """

    type: _typing.Literal["plan_config"] = "plan_config"
    """The kind."""
    plan_config: PlanConfig
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredCallerid:
    """Caller IDs expired. Upstream no longer documents it."""

    callerids: list[str] = _dataclasses.field(repr=False)
    """The caller IDs that expired."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredCalleridCallback(Envelope):
    """Caller IDs expired. Upstream no longer documents it."""

    type: _typing.Literal["expired_callerid"] = "expired_callerid"
    """The kind."""
    expired_callerid: ExpiredCallerid
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoice:
    """An invoice was created. Upstream no longer documents it."""

    invoice_number: str
    """Number of the invoice."""
    invoice_date: str
    """Date of the invoice."""
    prepayment: bool
    """Whether the invoice is for a prepayment."""
    currency: str
    """Currency of the invoice."""
    total_amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Amount of the invoice including taxes, in the invoice's currency."""
    total_tax_amount: _decimal.Decimal = _dataclasses.field(repr=False)
    """Taxes on the invoice, in the invoice's currency."""
    units: list[InvoiceUnit]
    """The invoiced services."""
    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoiceCallback(Envelope):
    """An invoice was created. Upstream no longer documents it.

    To confirm it, ask the Management API: `GetAccountInvoices`.
    """

    type: _typing.Literal["new_invoice"] = "new_invoice"
    """The kind."""
    new_invoice: NewInvoice
    """The payload."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BalanceIsChanged:
    """The balance of the account changed. Upstream no longer documents it."""

    extra: dict[str, str] = _dataclasses.field(default_factory=dict[str, str], repr=False)
    """Fields that this version does not know: the JSON text of each value as received, by name."""


@_dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BalanceIsChangedCallback(Envelope):
    """The balance of the account changed. Upstream no longer documents it."""

    type: _typing.Literal["balance_is_changed"] = "balance_is_changed"
    """The kind."""
    balance_is_changed: BalanceIsChanged
    """The payload."""


Callback: _typing.TypeAlias = (
    AccountDocumentUploadedCallback
    | BatchTaskCancellingCompletedCallback
    | RegulationAddressUploadedCallback
    | AccountDocumentVerifiedCallback
    | AccountIsFrozenCallback
    | AccountIsUnfrozenCallback
    | ActivateSuccessfulCallback
    | CallHistoryReportCallback
    | CardExpiredCallback
    | CardExpiresInMonthCallback
    | CardPaymentCallback
    | CardPaymentFailedCallback
    | RobokassaPaymentCallback
    | WireTransferCallback
    | JsFailCallback
    | MinBalanceCallback
    | RegulationAddressVerifiedCallback
    | RenewedSubscriptionsCallback
    | ResetAccountPasswordRequestCallback
    | SipRegistrationFailCallback
    | SipRegistrationRecoveredCallback
    | SubscriptionIsFrozenCallback
    | SubscriptionIsDetachedCallback
    | TransactionHistoryReportCallback
    | UnverifiedSubscriptionDetachedCallback
    | ExpiringCalleridCallback
    | TranscriptionCompleteCallback
    | SmsInboundCallback
    | PhoneNumberActivationStatusChangedCallback
    | ExpiringAgreementCallback
    | ExpiredAgreementCallback
    | RestoredAgreementStatusCallback
    | NextChargeAlertCallback
    | CertificateExpiredCallback
    | ExpiredCertificatesCallback
    | ExpiringCertificatesCallback
    | AccountDocumentStatusUpdatedCallback
    | A2pSmsActivatedCallback
    | RegulationAddressDocumentsRequestedCallback
    | InvoiceReceivedCallback
    | StagnantAccountCallback
    | PlanConfigCallback
    | ExpiredCalleridCallback
    | NewInvoiceCallback
    | BalanceIsChangedCallback
)
"""One callback of a known kind."""

CLASSES: _typing.Final[dict[str, tuple[_typing.Any, _typing.Any]]] = {
    "account_document_uploaded": (AccountDocumentUploadedCallback, AccountDocumentUploaded),
    "batch_task_cancelling_completed": (BatchTaskCancellingCompletedCallback, BatchTaskCancellingCompleted),
    "regulation_address_uploaded": (RegulationAddressUploadedCallback, RegulationAddressUploaded),
    "account_document_verified": (AccountDocumentVerifiedCallback, AccountDocumentVerified),
    "account_is_frozen": (AccountIsFrozenCallback, AccountIsFrozen),
    "account_is_unfrozen": (AccountIsUnfrozenCallback, AccountIsUnfrozen),
    "activate_successful": (ActivateSuccessfulCallback, ActivateSuccessful),
    "call_history_report": (CallHistoryReportCallback, CallHistoryReport),
    "card_expired": (CardExpiredCallback, CardExpired),
    "card_expires_in_month": (CardExpiresInMonthCallback, CardExpiresInMonth),
    "card_payment": (CardPaymentCallback, CardPayment),
    "card_payment_failed": (CardPaymentFailedCallback, CardPaymentFailed),
    "robokassa_payment": (RobokassaPaymentCallback, RobokassaPayment),
    "wire_transfer": (WireTransferCallback, WireTransfer),
    "js_fail": (JsFailCallback, JsFail),
    "min_balance": (MinBalanceCallback, MinBalance),
    "regulation_address_verified": (RegulationAddressVerifiedCallback, RegulationAddressVerified),
    "renewed_subscriptions": (RenewedSubscriptionsCallback, RenewedSubscriptions),
    "reset_account_password_request": (ResetAccountPasswordRequestCallback, ResetAccountPasswordRequest),
    "sip_registration_fail": (SipRegistrationFailCallback, SipRegistrationFail),
    "sip_registration_recovered": (SipRegistrationRecoveredCallback, SipRegistrationRecovered),
    "subscription_is_frozen": (SubscriptionIsFrozenCallback, SubscriptionIsFrozen),
    "subscription_is_detached": (SubscriptionIsDetachedCallback, SubscriptionIsDetached),
    "transaction_history_report": (TransactionHistoryReportCallback, TransactionHistoryReport),
    "unverified_subscription_detached": (UnverifiedSubscriptionDetachedCallback, UnverifiedSubscriptionDetached),
    "expiring_callerid": (ExpiringCalleridCallback, ExpiringCallerid),
    "transcription_complete": (TranscriptionCompleteCallback, TranscriptionComplete),
    "sms_inbound": (SmsInboundCallback, SmsInbound),
    "phone_number_activation_status_changed": (PhoneNumberActivationStatusChangedCallback, PhoneNumberActivationStatusChanged),
    "expiring_agreement": (ExpiringAgreementCallback, ExpiringAgreement),
    "expired_agreement": (ExpiredAgreementCallback, ExpiredAgreement),
    "restored_agreement_status": (RestoredAgreementStatusCallback, RestoredAgreementStatus),
    "next_charge_alert": (NextChargeAlertCallback, NextChargeAlert),
    "certificate_expired": (CertificateExpiredCallback, CertificateExpired),
    "expired_certificates": (ExpiredCertificatesCallback, ExpiredCertificates),
    "expiring_certificates": (ExpiringCertificatesCallback, ExpiringCertificates),
    "account_document_status_updated": (AccountDocumentStatusUpdatedCallback, AccountDocumentStatusUpdated),
    "a2p_sms_activated": (A2pSmsActivatedCallback, A2pSmsActivated),
    "regulation_address_documents_requested": (RegulationAddressDocumentsRequestedCallback, RegulationAddressDocumentsRequested),
    "invoice_received": (InvoiceReceivedCallback, InvoiceReceived),
    "stagnant_account": (StagnantAccountCallback, StagnantAccount),
    "plan_config": (PlanConfigCallback, PlanConfig),
    "expired_callerid": (ExpiredCalleridCallback, ExpiredCallerid),
    "new_invoice": (NewInvoiceCallback, NewInvoice),
    "balance_is_changed": (BalanceIsChangedCallback, BalanceIsChanged),
}
"""Every known kind, with the classes of its callback and of its payload."""
