# Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.
"""Every kind of callback, as types."""

from decimal import Decimal
from typing import Literal, NotRequired, TypeAlias, TypedDict

Money: TypeAlias = Decimal | int | str
"""An exact amount, or a string of its digits."""

AccountDocumentStatus: TypeAlias = (
    Literal[
        "AWAITING_DOCUMENTS_UPLOADING",
        "AWAITING_AGREEMENT_UPLOADING",
        "AWAITING_VERIFICATION",
        "WAITING_FOR_CONFIRMATION_DOCUMENTS",
        "VERIFIED",
        "REJECTED",
        "WAITING_PERIOD_EXPIRED",
    ]
    | str
)
"""How far the verification of an account document has come."""

LegalStatus: TypeAlias = (
    Literal[
        "INDIVIDUAL",
        "ENTREPRENEUR",
        "LEGAL_ENTITY",
    ]
    | str
)
"""In what legal capacity a user does business."""

LegacyLegalStatus: TypeAlias = (
    Literal[
        "individual",
        "entrepreneur",
        "legal entity",
    ]
    | str
)
"""In what legal capacity a user does business, as the superseded kinds spell it."""

RegulationAddressStatus: TypeAlias = (
    Literal[
        "IN_PROGRESS",
        "VERIFIED",
        "DECLINED",
        "PENDING",
    ]
    | str
)
"""How far the verification of a proof of address has come."""

RegulationAddressVerdict: TypeAlias = (
    Literal[
        "VERIFIED",
        "DECLINED",
    ]
    | str
)
"""Result of the review of a proof of address."""

RenewedSubscriptionType: TypeAlias = (
    Literal[
        "PHONE_NUM",
        "SIP_REGISTRATION",
        "PLAN",
    ]
    | str
)
"""What a renewed subscription is for."""

SubscriptionType: TypeAlias = (
    Literal[
        "PHONE_NUM",
        "SIP_REGISTRATION",
    ]
    | str
)
"""What a subscription is for."""

SubscriptionTarget: TypeAlias = (
    Literal[
        "PHONE",
        "SIP_REGISTRATION",
    ]
    | str
)
"""What a subscription is attached to."""


class PhoneNumber(TypedDict):
    """A phone number that a subscription is attached to."""

    #: Number of the phone number's record.
    phone_id: int
    #: The phone number itself.
    phone_number: str


class SipRegistration(TypedDict):
    """A SIP registration that a subscription is attached to."""

    #: Number of the SIP registration, to look it up with `GetSipRegistrations`.
    sip_registration_id: int


class SubscriptionDetails(TypedDict):
    """What a subscription is attached to."""

    #: Whether these are phone numbers or SIP registrations.
    type: SubscriptionTarget
    #: The phone numbers, if the type is PHONE.
    phone_numbers: NotRequired[list[PhoneNumber]]
    #: The SIP registrations, if the type is SIP_REGISTRATION.
    sip_registrations: NotRequired[list[SipRegistration]]


class RenewedSubscription(TypedDict):
    """A subscription that was renewed."""

    #: What was subscribed to.
    type: RenewedSubscriptionType
    #: What the subscription is for, such as the phone number.
    name: str
    #: Cost of the subscription.
    cost: Money
    #: Day of the next renewal.
    next_renewal: str
    #: Phone numbers or SIP registrations that the subscription is attached to.
    details: list[SubscriptionDetails]


class FailedSipRegistration(TypedDict):
    """A SIP registration that failed."""

    #: Number of the SIP registration, to look it up with `GetSipRegistrations`.
    sip_registration_id: int
    #: Status code that the registration ended with.
    status_code: str
    #: Error message that the registration ended with.
    error_message: NotRequired[str]


class RecoveredSipRegistration(TypedDict):
    """A SIP registration that works again."""

    #: Number of the SIP registration, to look it up with `GetSipRegistrations`.
    sip_registration_id: int


class FrozenSubscription(TypedDict):
    """A subscription that was frozen."""

    #: What was subscribed to.
    type: SubscriptionType
    #: What the subscription is for, such as the phone number.
    name: str
    #: Cost of the subscription.
    cost: Money
    #: Phone numbers or SIP registrations that the subscription is attached to.
    details: list[SubscriptionDetails]


class DetachedSubscription(TypedDict):
    """A subscription that was cancelled."""

    #: What was subscribed to.
    type: SubscriptionType
    #: What the subscription is for, such as the phone number.
    name: str
    #: Phone numbers or SIP registrations that the subscription is attached to.
    details: list[SubscriptionDetails]


class UnverifiedSubscription(TypedDict):
    """An unverified subscription that was cancelled."""

    #: What was subscribed to.
    type: SubscriptionType
    #: What the subscription is for, such as the phone number.
    name: str
    #: Phone numbers or SIP registrations that the subscription is attached to.
    details: list[SubscriptionDetails]


class Certificate(TypedDict):
    """An Apple VoIP certificate."""

    #: Number of the push credential, to look it up with `GetPushCredential`.
    push_credential_id: int
    #: Name of the certificate's file.
    cert_file_name: str
    #: Day on which the certificate expires.
    expiration_date: NotRequired[str]
    #: Names of the applications that use the certificate.
    applications: NotRequired[list[str]]


class Envelope(TypedDict):
    """What every callback carries beside its payload."""

    #: Number of the callback, which goes into the hash.
    callback_id: int
    #: Number of the account that the callback is about, which goes into the hash.
    account_id: int
    #: Lower-case hex MD5 of the salt, `account_id`, the API key and `callback_id`, with nothing between them.
    hash: str
    #: Name of the account.
    account_name: str
    #: Email address of the account.
    account_email: str
    #: Language of the account's notifications, as a two-letter ISO 639-1 code.
    language_code: str
    #: First name given for the account.
    account_first_name: str
    #: Last name given for the account.
    account_last_name: str
    #: Money on the account, in the account's currency.
    balance: Money
    #: Currency of the account, as a three-letter code such as USD, EUR or RUR.
    currency: str


class AccountDocumentUploaded(TypedDict):
    """A document was uploaded for the verification of the account."""

    #: Number of the document, to look it up with `GetAccountDocuments`.
    account_document_id: int
    #: When the document was uploaded, in UTC.
    uploaded: str
    #: Name, or type, of the verification.
    verification_name: str
    #: In what legal capacity the user does business.
    legal_status: LegacyLegalStatus
    #: Whether the account belongs to an individual.
    is_individual: NotRequired[bool]


class AccountDocumentUploadedCallback(Envelope):
    """A document was uploaded for the verification of the account.

    To confirm it, ask the Management API: `GetAccountDocuments`.

    Superseded by `account_document_status_updated`.
    """

    #: The kind.
    type: Literal["account_document_uploaded"]
    #: What is told of it.
    account_document_uploaded: AccountDocumentUploaded


class RegulationAddressUploaded(TypedDict):
    """A proof of address was uploaded."""

    #: Number of the uploaded document, to look it up with `GetRegulationsAddress`.
    regulation_address_id: int
    #: When the document was uploaded, in UTC.
    uploaded: str
    #: Whether the account belongs to an individual.
    is_individual: bool
    #: Name of the regulation address.
    regulation_address_name: str


class RegulationAddressUploadedCallback(Envelope):
    """A proof of address was uploaded.

    To confirm it, ask the Management API: `GetRegulationsAddress`.
    """

    #: The kind.
    type: Literal["regulation_address_uploaded"]
    #: What is told of it.
    regulation_address_uploaded: RegulationAddressUploaded


class AccountDocumentVerified(TypedDict):
    """A document for the verification of the account was reviewed."""

    #: Number of the document, to look it up with `GetAccountDocuments`.
    account_document_id: int
    #: How far the verification of the document has come.
    account_document_status: AccountDocumentStatus
    #: When the document was uploaded, in UTC.
    uploaded: str
    #: What the reviewer had to say.
    comment: NotRequired[str]
    #: Name, or type, of the verification.
    verification_name: str
    #: In what legal capacity the user does business.
    legal_status: LegacyLegalStatus
    #: Whether the account belongs to an individual.
    is_individual: NotRequired[bool]


class AccountDocumentVerifiedCallback(Envelope):
    """A document for the verification of the account was reviewed.

    To confirm it, ask the Management API: `GetAccountDocuments`.

    Superseded by `account_document_status_updated`.
    """

    #: The kind.
    type: Literal["account_document_verified"]
    #: What is told of it.
    account_document_verified: AccountDocumentVerified


class AccountIsFrozenCallback(Envelope):
    """The account was frozen.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    #: The kind.
    type: Literal["account_is_frozen"]


class AccountIsUnfrozenCallback(Envelope):
    """The account is no longer frozen.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    #: The kind.
    type: Literal["account_is_unfrozen"]


class ActivateSuccessfulCallback(Envelope):
    """A new account was created, other than a child account.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    #: The kind.
    type: Literal["activate_successful"]


class CallHistoryReport(TypedDict):
    """A report on the call history is ready."""

    #: Number of the report, to look it up with `GetHistoryReports`.
    history_report_id: int
    #: Whether the request for the report succeeded.
    success: bool
    #: When the report was ordered, in UTC.
    order_date: str


class CallHistoryReportCallback(Envelope):
    """A report on the call history is ready.

    To confirm it, ask the Management API: `GetHistoryReports`.
    """

    #: The kind.
    type: Literal["call_history_report"]
    #: What is told of it.
    call_history_report: CallHistoryReport


class CardExpiredCallback(Envelope):
    """A bank card expired."""

    #: The kind.
    type: Literal["card_expired"]


class CardExpiresInMonthCallback(Envelope):
    """A bank card has one month left before it expires."""

    #: The kind.
    type: Literal["card_expires_in_month"]


class CardPayment(TypedDict):
    """A payment by bank card was made."""

    #: Number of the transaction, to look it up with `GetTransactionHistory`.
    transaction_id: int
    #: Type of the transaction.
    transaction_type: str
    #: Amount of the payment, in the account's currency.
    amount: Money


class CardPaymentCallback(Envelope):
    """A payment by bank card was made.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    #: The kind.
    type: Literal["card_payment"]
    #: What is told of it.
    card_payment: CardPayment


class CardPaymentFailedCallback(Envelope):
    """A payment by bank card failed.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    #: The kind.
    type: Literal["card_payment_failed"]


class RobokassaPayment(TypedDict):
    """A payment through Robokassa was made."""

    #: Number of the transaction, to look it up with `GetTransactionHistory`.
    transaction_id: int
    #: Type of the transaction.
    transaction_type: str
    #: Amount of the payment, in the account's currency.
    amount: Money


class RobokassaPaymentCallback(Envelope):
    """A payment through Robokassa was made.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    #: The kind.
    type: Literal["robokassa_payment"]
    #: What is told of it.
    robokassa_payment: RobokassaPayment


class WireTransfer(TypedDict):
    """A wire transfer was made."""

    #: Number of the transaction, to look it up with `GetTransactionHistory`.
    transaction_id: int
    #: Type of the transaction.
    transaction_type: str
    #: Amount of the transfer, in the account's currency.
    amount: Money


class WireTransferCallback(Envelope):
    """A wire transfer was made.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    #: The kind.
    type: Literal["wire_transfer"]
    #: What is told of it.
    wire_transfer: WireTransfer


class JsFailCallback(Envelope):
    """A JavaScript error occurred, and the account has `send_js_error` of `SetAccountInfo` switched on."""

    #: The kind.
    type: Literal["js_fail"]


class MinBalance(TypedDict):
    """The balance fell to the level at which the account is to be warned."""

    #: Whether the credit threshold was crossed, which is `credit_limit` less `min_balance_to_notify`.
    is_min_credit: bool
    #: Whether the callback repeats an earlier one.
    is_repeated: bool


class MinBalanceCallback(Envelope):
    """The balance fell to the level at which the account is to be warned.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    #: The kind.
    type: Literal["min_balance"]
    #: What is told of it.
    min_balance: MinBalance


class RegulationAddressVerified(TypedDict):
    """A proof of address was reviewed."""

    #: Number of the uploaded document, to look it up with `GetRegulationsAddress`.
    regulation_address_id: int
    #: Result of the review.
    regulation_address_status: RegulationAddressVerdict
    #: When the document was uploaded, in UTC.
    uploaded: str
    #: Whether the account belongs to an individual.
    is_individual: bool
    #: What the reviewer had to say.
    comment: NotRequired[str]
    #: Name of the regulation address.
    regulation_address_name: str


class RegulationAddressVerifiedCallback(Envelope):
    """A proof of address was reviewed.

    To confirm it, ask the Management API: `GetRegulationsAddress`.
    """

    #: The kind.
    type: Literal["regulation_address_verified"]
    #: What is told of it.
    regulation_address_verified: RegulationAddressVerified


class RenewedSubscriptions(TypedDict):
    """Subscriptions were renewed."""

    #: The subscriptions that were renewed.
    subscriptions: list[RenewedSubscription]


class RenewedSubscriptionsCallback(Envelope):
    """Subscriptions were renewed.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    #: The kind.
    type: Literal["renewed_subscriptions"]
    #: What is told of it.
    renewed_subscriptions: RenewedSubscriptions


class ResetAccountPasswordRequestCallback(Envelope):
    """Someone asked to reset the account's password."""

    #: The kind.
    type: Literal["reset_account_password_request"]


class SipRegistrationFail(TypedDict):
    """One or more SIP registrations failed."""

    #: The registrations that failed.
    sip_registrations: list[FailedSipRegistration]


class SipRegistrationFailCallback(Envelope):
    """One or more SIP registrations failed.

    To confirm it, ask the Management API: `GetSipRegistrations`.
    """

    #: The kind.
    type: Literal["sip_registration_fail"]
    #: What is told of it.
    sip_registration_fail: SipRegistrationFail


class SipRegistrationRecovered(TypedDict):
    """One or more SIP registrations work again."""

    #: The registrations that work again.
    sip_registrations: list[RecoveredSipRegistration]


class SipRegistrationRecoveredCallback(Envelope):
    """One or more SIP registrations work again.

    To confirm it, ask the Management API: `GetSipRegistrations`.
    """

    #: The kind.
    type: Literal["sip_registration_recovered"]
    #: What is told of it.
    sip_registration_recovered: SipRegistrationRecovered


class SubscriptionIsFrozen(TypedDict):
    """Subscriptions were frozen."""

    #: The subscriptions that were frozen.
    subscriptions: list[FrozenSubscription]


class SubscriptionIsFrozenCallback(Envelope):
    """Subscriptions were frozen.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    #: The kind.
    type: Literal["subscription_is_frozen"]
    #: What is told of it.
    subscription_is_frozen: SubscriptionIsFrozen


class SubscriptionIsDetached(TypedDict):
    """Subscriptions were cancelled."""

    #: The subscriptions that were cancelled.
    subscriptions: list[DetachedSubscription]


class SubscriptionIsDetachedCallback(Envelope):
    """Subscriptions were cancelled.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    #: The kind.
    type: Literal["subscription_is_detached"]
    #: What is told of it.
    subscription_is_detached: SubscriptionIsDetached


class TransactionHistoryReport(TypedDict):
    """A report on the transaction history is ready."""

    #: Number of the report, to look it up with `GetHistoryReports`.
    history_report_id: int
    #: Whether the request for the report succeeded.
    success: bool
    #: When the report was ordered, in UTC.
    order_date: str


class TransactionHistoryReportCallback(Envelope):
    """A report on the transaction history is ready.

    To confirm it, ask the Management API: `GetHistoryReports`.
    """

    #: The kind.
    type: Literal["transaction_history_report"]
    #: What is told of it.
    transaction_history_report: TransactionHistoryReport


class UnverifiedSubscriptionDetached(TypedDict):
    """Unverified subscriptions were cancelled."""

    #: The subscriptions that were cancelled.
    subscriptions: list[UnverifiedSubscription]


class UnverifiedSubscriptionDetachedCallback(Envelope):
    """Unverified subscriptions were cancelled.

    To confirm it, ask the Management API: `GetPhoneNumbers`.
    """

    #: The kind.
    type: Literal["unverified_subscription_detached"]
    #: What is told of it.
    unverified_subscription_detached: UnverifiedSubscriptionDetached


class ExpiringCallerid(TypedDict):
    """Caller IDs are about to expire."""

    #: The caller IDs that are about to expire.
    callerids: list[str]
    #: Day on which they expire.
    expiration_date: str


class ExpiringCalleridCallback(Envelope):
    """Caller IDs are about to expire.

    To confirm it, ask the Management API: `GetCallerIDs`.
    """

    #: The kind.
    type: Literal["expiring_callerid"]
    #: What is told of it.
    expiring_callerid: ExpiringCallerid


class TranscriptionComplete(TypedDict):
    """A transcription was saved."""

    #: Address of the recording.
    record_url: str
    #: Address of the transcription, which opens once authorization parameters and `record_id` are added to it.
    transcription_url: str
    #: Number of the call session in the call history.
    call_session_history_id: int
    #: Cost of the transcription.
    transcription_cost: Money


class TranscriptionCompleteCallback(Envelope):
    """A transcription was saved.

    To confirm it, ask the Management API: `GetTransactionHistory`.
    """

    #: The kind.
    type: Literal["transcription_complete"]
    #: What is told of it.
    transcription_complete: TranscriptionComplete


class SmsInbound(TypedDict):
    """A text message arrived."""

    #: Phone number that the message came from.
    source_number: str
    #: Phone number that the message was sent to.
    destination_number: str
    #: Text of the message.
    sms_body: str


class SmsInboundCallback(Envelope):
    """A text message arrived.

    To confirm it, ask the Management API: `GetSmsHistory`.
    """

    #: The kind.
    type: Literal["sms_inbound"]
    #: What is told of it.
    sms_inbound: SmsInbound


class ExpiringAgreement(TypedDict):
    """The time to hand in confirmation documents ends in 20, 15, 10, 5 or 1 days."""

    #: Day on which the agreement expires.
    expiration_date: str
    #: Days left until the agreement expires.
    until_expiration: int


class ExpiringAgreementCallback(Envelope):
    """The time to hand in confirmation documents ends in 20, 15, 10, 5 or 1 days.

    To confirm it, ask the Management API: `GetAccountVerifications`.
    """

    #: The kind.
    type: Literal["expiring_agreement"]
    #: What is told of it.
    expiring_agreement: ExpiringAgreement


class ExpiredAgreement(TypedDict):
    """The time to hand in confirmation documents ended, or ends today."""

    #: Numbers of the agreements that expired.
    document_ids: list[int]


class ExpiredAgreementCallback(Envelope):
    """The time to hand in confirmation documents ended, or ends today.

    To confirm it, ask the Management API: `GetAccountVerifications`.
    """

    #: The kind.
    type: Literal["expired_agreement"]
    #: What is told of it.
    expired_agreement: ExpiredAgreement


class RestoredAgreementStatus(TypedDict):
    """The day on which the time to hand in confirmation documents ends was changed."""

    #: Number of the agreement whose status was changed.
    document_id: int
    #: New day on which the agreement expires.
    expiration_date: str


class RestoredAgreementStatusCallback(Envelope):
    """The day on which the time to hand in confirmation documents ends was changed.

    To confirm it, ask the Management API: `GetAccountVerifications`.
    """

    #: The kind.
    type: Literal["restored_agreement_status"]
    #: What is told of it.
    restored_agreement_status: RestoredAgreementStatus


class NextChargeAlert(TypedDict):
    """A plan is to be renewed in three days, and there is not enough money for it."""

    #: Price of all plans that are renewed on the first day of the month, in the account's currency.
    required_money: Money
    #: Money that is lacking to renew the plans, in the account's currency.
    insufficient_funds_amount: Money


class NextChargeAlertCallback(Envelope):
    """A plan is to be renewed in three days, and there is not enough money for it.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    #: The kind.
    type: Literal["next_charge_alert"]
    #: What is told of it.
    next_charge_alert: NextChargeAlert


class CertificateExpiredCallback(Envelope):
    """An Apple VoIP certificate expired.

    To confirm it, ask the Management API: `GetPushCredential`.

    Superseded by `expired_certificates` and `expiring_certificates`.
    """

    #: The kind.
    type: Literal["certificate_expired"]


class ExpiredCertificates(TypedDict):
    """Apple VoIP certificates expired."""

    #: The certificates that expired.
    certificates: list[Certificate]


class ExpiredCertificatesCallback(Envelope):
    """Apple VoIP certificates expired.

    To confirm it, ask the Management API: `GetPushCredential`.
    """

    #: The kind.
    type: Literal["expired_certificates"]
    #: What is told of it.
    expired_certificates: ExpiredCertificates


class ExpiringCertificates(TypedDict):
    """Apple VoIP certificates expire in 14 days or less."""

    #: The certificates that are about to expire.
    certificates: list[Certificate]


class ExpiringCertificatesCallback(Envelope):
    """Apple VoIP certificates expire in 14 days or less.

    To confirm it, ask the Management API: `GetPushCredential`.
    """

    #: The kind.
    type: Literal["expiring_certificates"]
    #: What is told of it.
    expiring_certificates: ExpiringCertificates


class AccountDocumentStatusUpdated(TypedDict):
    """The verification status of a document of the account changed."""

    #: Number of the uploaded document.
    account_document_id: int
    #: Status before the change.
    previous_account_document_status: AccountDocumentStatus
    #: Status after the change.
    account_document_status: AccountDocumentStatus
    #: When the status changed, in UTC.
    update_time: str
    #: What the reviewer had to say.
    comment: NotRequired[str]
    #: In what legal capacity the user does business.
    legal_status: LegalStatus


class AccountDocumentStatusUpdatedCallback(Envelope):
    """The verification status of a document of the account changed.

    To confirm it, ask the Management API: `GetAccountVerifications`.
    """

    #: The kind.
    type: Literal["account_document_status_updated"]
    #: What is told of it.
    account_document_status_updated: AccountDocumentStatusUpdated


class A2pSmsActivated(TypedDict):
    """A2P text messages were activated."""

    #: Whether A2P text messages are allowed.
    a2p_enabled: bool


class A2pSmsActivatedCallback(Envelope):
    """A2P text messages were activated.

    To confirm it, ask the Management API: `GetAccountInfo`.
    """

    #: The kind.
    type: Literal["a2p_sms_activated"]
    #: What is told of it.
    a2p_sms_activated: A2pSmsActivated


class RegulationAddressDocumentsRequested(TypedDict):
    """The verification status of a proof of address changed to PENDING."""

    #: Number of the uploaded document, to look it up with `GetRegulationsAddress`.
    regulation_address_id: int
    #: Name of the uploaded document.
    regulation_address_name: str
    #: How far the verification of the document has come.
    regulation_address_status: RegulationAddressStatus
    #: When the status changed, in UTC.
    update_time: str
    #: Whether the account belongs to an individual.
    is_individual: bool
    #: What the reviewer had to say.
    comment: NotRequired[str]


class RegulationAddressDocumentsRequestedCallback(Envelope):
    """The verification status of a proof of address changed to PENDING.

    To confirm it, ask the Management API: `GetRegulationsAddress`.
    """

    #: The kind.
    type: Literal["regulation_address_documents_requested"]
    #: What is told of it.
    regulation_address_documents_requested: RegulationAddressDocumentsRequested


class InvoiceReceived(TypedDict):
    """A monthly invoice was sent."""

    #: Number of the invoice.
    invoice_id: int
    #: When the invoice was created, in UTC.
    invoice_date: str
    #: When the invoice was received, in UTC.
    receival_date: str
    #: Amount of the invoice without taxes, in the invoice's currency.
    amount: str
    #: Taxes on the invoice, in the invoice's currency.
    tax_amount: str
    #: Currency of the invoice.
    currency: str


class InvoiceReceivedCallback(Envelope):
    """A monthly invoice was sent.

    To confirm it, ask the Management API: `GetAccountInvoices`.
    """

    #: The kind.
    type: Literal["invoice_received"]
    #: What is told of it.
    invoice_received: InvoiceReceived


Callback: TypeAlias = (
    AccountDocumentUploadedCallback
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
)
"""One callback, of a kind that is known."""

KINDS: frozenset[str] = frozenset(
    {
        "account_document_uploaded",
        "regulation_address_uploaded",
        "account_document_verified",
        "account_is_frozen",
        "account_is_unfrozen",
        "activate_successful",
        "call_history_report",
        "card_expired",
        "card_expires_in_month",
        "card_payment",
        "card_payment_failed",
        "robokassa_payment",
        "wire_transfer",
        "js_fail",
        "min_balance",
        "regulation_address_verified",
        "renewed_subscriptions",
        "reset_account_password_request",
        "sip_registration_fail",
        "sip_registration_recovered",
        "subscription_is_frozen",
        "subscription_is_detached",
        "transaction_history_report",
        "unverified_subscription_detached",
        "expiring_callerid",
        "transcription_complete",
        "sms_inbound",
        "expiring_agreement",
        "expired_agreement",
        "restored_agreement_status",
        "next_charge_alert",
        "certificate_expired",
        "expired_certificates",
        "expiring_certificates",
        "account_document_status_updated",
        "a2p_sms_activated",
        "regulation_address_documents_requested",
        "invoice_received",
    }
)
"""Every kind that is known."""

EMPTY_KINDS: frozenset[str] = frozenset(
    {
        "account_is_frozen",
        "account_is_unfrozen",
        "activate_successful",
        "card_expired",
        "card_expires_in_month",
        "card_payment_failed",
        "js_fail",
        "reset_account_password_request",
        "certificate_expired",
    }
)
"""The kinds whose payload has no documented field."""
