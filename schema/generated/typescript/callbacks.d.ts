// Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.

/** An integer as its digits, since JavaScript rounds numbers above 2^53. */
export type Integer = string;

/** An exact amount as its digits, such as `"10.50"`. */
export type Money = string;

/** A date as `YYYY-MM-DD`. */
export type CalendarDate = string;

/** A point in time as `YYYY-MM-DD HH:MM:SS`, in UTC. */
export type Timestamp = string;

/** Fields that this version does not know: the JSON text of each value as received, by name. */
export interface Extra {
  readonly [name: string]: string | undefined;
}

/** A kind of callback that this version knows. */
export type Kind = Callback["type"];

/** One callback of a known kind. */
export type Callback =
  | AccountDocumentUploadedCallback
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
  | BalanceIsChangedCallback;

/** The fields that every callback has besides its payload. */
export interface Envelope {
  /** ID of the callback. The hash covers it. */
  callback_id: Integer;
  /** ID of the account that the callback is about. The hash covers it. */
  account_id: Integer;
  /** Lower-case hex MD5 of the salt, `account_id`, the API key and `callback_id`, concatenated. */
  hash: string;
  /** Name of the account. */
  account_name: string;
  /** Email address of the account. */
  account_email: string;
  /** Language of the account's notifications, as a two-letter ISO 639-1 code. */
  language_code: string;
  /** First name of the account's owner. */
  account_first_name: string;
  /** Last name of the account's owner. */
  account_last_name: string;
  /** Balance of the account, in its currency. */
  balance: Money;
  /** Currency of the account, as a three-letter code such as USD, EUR or RUR. */
  currency: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A document was uploaded for the verification of the account.
 *
 * To confirm it, ask the Management API: `GetAccountDocuments`.
 *
 * @deprecated Superseded by `account_document_status_updated`.
 */
export interface AccountDocumentUploadedCallback extends Envelope {
  type: "account_document_uploaded";
  account_document_uploaded: AccountDocumentUploaded;
}

/** A document was uploaded for the verification of the account. */
export interface AccountDocumentUploaded {
  /** ID of the document, as in `GetAccountDocuments`. */
  account_document_id: Integer;
  /** When the document was uploaded, in UTC. */
  uploaded: Timestamp;
  /** Name or type of the verification. */
  verification_name: string;
  /** Legal status of the user. */
  legal_status: LegacyLegalStatus;
  /** Whether the account belongs to an individual. */
  is_individual: boolean | null;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** The cancellation of a batch of tasks is complete. */
export interface BatchTaskCancellingCompletedCallback extends Envelope {
  type: "batch_task_cancelling_completed";
  batch_task_cancelling_completed: BatchTaskCancellingCompleted;
}

/** The cancellation of a batch of tasks is complete. */
export interface BatchTaskCancellingCompleted {
  /** ID of the batch whose tasks were cancelled. */
  batch_id: string | null;
  /** How many tasks were cancelled. */
  cancelled_tasks_number: Integer | null;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A proof of address was uploaded.
 *
 * To confirm it, ask the Management API: `GetRegulationsAddress`.
 */
export interface RegulationAddressUploadedCallback extends Envelope {
  type: "regulation_address_uploaded";
  regulation_address_uploaded: RegulationAddressUploaded;
}

/** A proof of address was uploaded. */
export interface RegulationAddressUploaded {
  /** ID of the uploaded document, as in `GetRegulationsAddress`. */
  regulation_address_id: Integer;
  /** When the document was uploaded, in UTC. */
  uploaded: Timestamp;
  /** Whether the account belongs to an individual. */
  is_individual: boolean;
  /** Name of the regulation address. */
  regulation_address_name: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A document for the verification of the account was reviewed.
 *
 * To confirm it, ask the Management API: `GetAccountDocuments`.
 *
 * @deprecated Superseded by `account_document_status_updated`.
 */
export interface AccountDocumentVerifiedCallback extends Envelope {
  type: "account_document_verified";
  account_document_verified: AccountDocumentVerified;
}

/** A document for the verification of the account was reviewed. */
export interface AccountDocumentVerified {
  /** ID of the document, as in `GetAccountDocuments`. */
  account_document_id: Integer;
  /** Verification status of the document. */
  account_document_status: AccountDocumentStatus;
  /** When the document was uploaded, in UTC. */
  uploaded: Timestamp;
  /** Comment of the reviewer. */
  comment: string | null;
  /** Name or type of the verification. */
  verification_name: string;
  /** Legal status of the user. */
  legal_status: LegacyLegalStatus;
  /** Whether the account belongs to an individual. */
  is_individual: boolean | null;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The account was frozen.
 *
 * To confirm it, ask the Management API: `GetAccountInfo`.
 */
export interface AccountIsFrozenCallback extends Envelope {
  type: "account_is_frozen";
  account_is_frozen: AccountIsFrozen;
}

/** The account was frozen. */
export interface AccountIsFrozen {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The account is no longer frozen.
 *
 * To confirm it, ask the Management API: `GetAccountInfo`.
 */
export interface AccountIsUnfrozenCallback extends Envelope {
  type: "account_is_unfrozen";
  account_is_unfrozen: AccountIsUnfrozen;
}

/** The account is no longer frozen. */
export interface AccountIsUnfrozen {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A new account, not a child account, was created.
 *
 * To confirm it, ask the Management API: `GetAccountInfo`.
 */
export interface ActivateSuccessfulCallback extends Envelope {
  type: "activate_successful";
  activate_successful: ActivateSuccessful;
}

/** A new account, not a child account, was created. */
export interface ActivateSuccessful {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A report on the call history is ready.
 *
 * To confirm it, ask the Management API: `GetHistoryReports`.
 */
export interface CallHistoryReportCallback extends Envelope {
  type: "call_history_report";
  call_history_report: CallHistoryReport;
}

/** A report on the call history is ready. */
export interface CallHistoryReport {
  /** ID of the report, as in `GetHistoryReports`. */
  history_report_id: Integer;
  /** Whether the request for the report succeeded. */
  success: boolean;
  /** When the report was ordered, in UTC. */
  order_date: Timestamp;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A bank card expired. */
export interface CardExpiredCallback extends Envelope {
  type: "card_expired";
  card_expired: CardExpired;
}

/** A bank card expired. */
export interface CardExpired {
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A bank card expires in one month. */
export interface CardExpiresInMonthCallback extends Envelope {
  type: "card_expires_in_month";
  card_expires_in_month: CardExpiresInMonth;
}

/** A bank card expires in one month. */
export interface CardExpiresInMonth {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A payment by bank card was made.
 *
 * To confirm it, ask the Management API: `GetTransactionHistory`.
 */
export interface CardPaymentCallback extends Envelope {
  type: "card_payment";
  card_payment: CardPayment;
}

/** A payment by bank card was made. */
export interface CardPayment {
  /** ID of the transaction, as in `GetTransactionHistory`. */
  transaction_id: Integer;
  /** Type of the transaction. */
  transaction_type: string;
  /** Amount of the payment, in the account's currency. */
  amount: Money;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A payment by bank card failed.
 *
 * To confirm it, ask the Management API: `GetTransactionHistory`.
 */
export interface CardPaymentFailedCallback extends Envelope {
  type: "card_payment_failed";
  card_payment_failed: CardPaymentFailed;
}

/** A payment by bank card failed. */
export interface CardPaymentFailed {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A payment through Robokassa was made.
 *
 * To confirm it, ask the Management API: `GetTransactionHistory`.
 */
export interface RobokassaPaymentCallback extends Envelope {
  type: "robokassa_payment";
  robokassa_payment: RobokassaPayment;
}

/** A payment through Robokassa was made. */
export interface RobokassaPayment {
  /** ID of the transaction, as in `GetTransactionHistory`. */
  transaction_id: Integer;
  /** Type of the transaction. */
  transaction_type: string;
  /** Amount of the payment, in the account's currency. */
  amount: Money;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A wire transfer was made.
 *
 * To confirm it, ask the Management API: `GetTransactionHistory`.
 */
export interface WireTransferCallback extends Envelope {
  type: "wire_transfer";
  wire_transfer: WireTransfer;
}

/** A wire transfer was made. */
export interface WireTransfer {
  /** ID of the transaction, as in `GetTransactionHistory`. */
  transaction_id: Integer;
  /** Type of the transaction. */
  transaction_type: string;
  /** Amount of the transfer, in the account's currency. */
  amount: Money;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A JavaScript error occurred in a scenario of an account that has `send_js_error` enabled with `SetAccountInfo`. */
export interface JsFailCallback extends Envelope {
  type: "js_fail";
  js_fail: JsFail;
}

/** A JavaScript error occurred in a scenario of an account that has `send_js_error` enabled with `SetAccountInfo`. */
export interface JsFail {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The balance fell to the account's warning threshold.
 *
 * To confirm it, ask the Management API: `GetAccountInfo`.
 */
export interface MinBalanceCallback extends Envelope {
  type: "min_balance";
  min_balance: MinBalance;
}

/** The balance fell to the account's warning threshold. */
export interface MinBalance {
  /** Whether the balance crossed the credit threshold, `credit_limit` minus `min_balance_to_notify`. */
  is_min_credit: boolean;
  /** Whether the callback repeats an earlier one. */
  is_repeated: boolean;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A proof of address was reviewed.
 *
 * To confirm it, ask the Management API: `GetRegulationsAddress`.
 */
export interface RegulationAddressVerifiedCallback extends Envelope {
  type: "regulation_address_verified";
  regulation_address_verified: RegulationAddressVerified;
}

/** A proof of address was reviewed. */
export interface RegulationAddressVerified {
  /** ID of the uploaded document, as in `GetRegulationsAddress`. */
  regulation_address_id: Integer;
  /** Result of the review. */
  regulation_address_status: RegulationAddressVerdict;
  /** When the document was uploaded, in UTC. */
  uploaded: Timestamp;
  /** Whether the account belongs to an individual. */
  is_individual: boolean;
  /** Comment of the reviewer. */
  comment: string | null;
  /** Name of the regulation address. */
  regulation_address_name: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Subscriptions were renewed.
 *
 * To confirm it, ask the Management API: `GetPhoneNumbers`.
 */
export interface RenewedSubscriptionsCallback extends Envelope {
  type: "renewed_subscriptions";
  renewed_subscriptions: RenewedSubscriptions;
}

/** Subscriptions were renewed. */
export interface RenewedSubscriptions {
  /** The subscriptions that were renewed. */
  subscriptions: RenewedSubscription[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A password reset was requested for the account. */
export interface ResetAccountPasswordRequestCallback extends Envelope {
  type: "reset_account_password_request";
  reset_account_password_request: ResetAccountPasswordRequest;
}

/** A password reset was requested for the account. */
export interface ResetAccountPasswordRequest {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * One or more SIP registrations failed.
 *
 * To confirm it, ask the Management API: `GetSipRegistrations`.
 */
export interface SipRegistrationFailCallback extends Envelope {
  type: "sip_registration_fail";
  sip_registration_fail: SipRegistrationFail;
}

/** One or more SIP registrations failed. */
export interface SipRegistrationFail {
  /** The registrations that failed. */
  sip_registrations: FailedSipRegistration[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * One or more SIP registrations recovered.
 *
 * To confirm it, ask the Management API: `GetSipRegistrations`.
 */
export interface SipRegistrationRecoveredCallback extends Envelope {
  type: "sip_registration_recovered";
  sip_registration_recovered: SipRegistrationRecovered;
}

/** One or more SIP registrations recovered. */
export interface SipRegistrationRecovered {
  /** The registrations that recovered. */
  sip_registrations: RecoveredSipRegistration[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Subscriptions were frozen.
 *
 * To confirm it, ask the Management API: `GetPhoneNumbers`.
 */
export interface SubscriptionIsFrozenCallback extends Envelope {
  type: "subscription_is_frozen";
  subscription_is_frozen: SubscriptionIsFrozen;
}

/** Subscriptions were frozen. */
export interface SubscriptionIsFrozen {
  /** The subscriptions that were frozen. */
  subscriptions: FrozenSubscription[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Subscriptions were cancelled.
 *
 * To confirm it, ask the Management API: `GetPhoneNumbers`.
 */
export interface SubscriptionIsDetachedCallback extends Envelope {
  type: "subscription_is_detached";
  subscription_is_detached: SubscriptionIsDetached;
}

/** Subscriptions were cancelled. */
export interface SubscriptionIsDetached {
  /** The subscriptions that were cancelled. */
  subscriptions: DetachedSubscription[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A report on the transaction history is ready.
 *
 * To confirm it, ask the Management API: `GetHistoryReports`.
 */
export interface TransactionHistoryReportCallback extends Envelope {
  type: "transaction_history_report";
  transaction_history_report: TransactionHistoryReport;
}

/** A report on the transaction history is ready. */
export interface TransactionHistoryReport {
  /** ID of the report, as in `GetHistoryReports`. */
  history_report_id: Integer;
  /** Whether the request for the report succeeded. */
  success: boolean;
  /** When the report was ordered, in UTC. */
  order_date: Timestamp;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Unverified subscriptions were cancelled.
 *
 * To confirm it, ask the Management API: `GetPhoneNumbers`.
 */
export interface UnverifiedSubscriptionDetachedCallback extends Envelope {
  type: "unverified_subscription_detached";
  unverified_subscription_detached: UnverifiedSubscriptionDetached;
}

/** Unverified subscriptions were cancelled. */
export interface UnverifiedSubscriptionDetached {
  /** The subscriptions that were cancelled. */
  subscriptions: UnverifiedSubscription[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Caller IDs are about to expire.
 *
 * To confirm it, ask the Management API: `GetCallerIDs`.
 */
export interface ExpiringCalleridCallback extends Envelope {
  type: "expiring_callerid";
  expiring_callerid: ExpiringCallerid;
}

/** Caller IDs are about to expire. */
export interface ExpiringCallerid {
  /** The caller IDs that are about to expire. */
  callerids: string[];
  /** Day on which the caller IDs expire. */
  expiration_date: CalendarDate;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A transcription was saved.
 *
 * To confirm it, ask the Management API: `GetTransactionHistory`.
 */
export interface TranscriptionCompleteCallback extends Envelope {
  type: "transcription_complete";
  transcription_complete: TranscriptionComplete;
}

/** A transcription was saved. */
export interface TranscriptionComplete {
  /** URL of the recording. */
  record_url: string;
  /** URL of the transcription. It opens once authorization parameters and `record_id` are appended. */
  transcription_url: string;
  /** ID of the call session in the call history. */
  call_session_history_id: Integer;
  /** Cost of the transcription. */
  transcription_cost: Money;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A text message arrived.
 *
 * To confirm it, ask the Management API: `GetSmsHistory`.
 */
export interface SmsInboundCallback extends Envelope {
  type: "sms_inbound";
  sms_inbound: SmsInbound;
}

/** A text message arrived. */
export interface SmsInbound {
  /** Phone number that sent the message. */
  source_number: string;
  /** Phone number that received the message. */
  destination_number: string;
  /** Text of the message. */
  sms_body: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The activation status of a rented phone number changed.
 *
 * To confirm it, ask the Management API: `GetPhoneNumbers`.
 */
export interface PhoneNumberActivationStatusChangedCallback extends Envelope {
  type: "phone_number_activation_status_changed";
  phone_number_activation_status_changed: PhoneNumberActivationStatusChanged;
}

/** The activation status of a rented phone number changed. */
export interface PhoneNumberActivationStatusChanged {
  /** The phone number whose status changed. */
  phone_number: string;
  /** Status after the change. */
  activation_status: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The deadline for confirmation documents is in 20, 15, 10, 5 or 1 days.
 *
 * To confirm it, ask the Management API: `GetAccountVerifications`.
 */
export interface ExpiringAgreementCallback extends Envelope {
  type: "expiring_agreement";
  expiring_agreement: ExpiringAgreement;
}

/** The deadline for confirmation documents is in 20, 15, 10, 5 or 1 days. */
export interface ExpiringAgreement {
  /** Day on which the agreement expires. */
  expiration_date: CalendarDate;
  /** Days left until the agreement expires. */
  until_expiration: Integer;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The deadline for confirmation documents is today or has passed.
 *
 * To confirm it, ask the Management API: `GetAccountVerifications`.
 */
export interface ExpiredAgreementCallback extends Envelope {
  type: "expired_agreement";
  expired_agreement: ExpiredAgreement;
}

/** The deadline for confirmation documents is today or has passed. */
export interface ExpiredAgreement {
  /** IDs of the agreements that expired. */
  document_ids: Integer[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The deadline for confirmation documents was moved.
 *
 * To confirm it, ask the Management API: `GetAccountVerifications`.
 */
export interface RestoredAgreementStatusCallback extends Envelope {
  type: "restored_agreement_status";
  restored_agreement_status: RestoredAgreementStatus;
}

/** The deadline for confirmation documents was moved. */
export interface RestoredAgreementStatus {
  /** ID of the agreement whose status changed. */
  document_id: Integer;
  /** New day on which the agreement expires. */
  expiration_date: CalendarDate;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A plan renews in three days, and the balance is too low for it.
 *
 * To confirm it, ask the Management API: `GetAccountInfo`.
 */
export interface NextChargeAlertCallback extends Envelope {
  type: "next_charge_alert";
  next_charge_alert: NextChargeAlert;
}

/** A plan renews in three days, and the balance is too low for it. */
export interface NextChargeAlert {
  /** Price of all plans that renew on the first day of the month, in the account's currency. */
  required_money: Money;
  /** Amount missing to renew the plans, in the account's currency. */
  insufficient_funds_amount: Money;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * An Apple VoIP certificate expired.
 *
 * To confirm it, ask the Management API: `GetPushCredential`.
 *
 * @deprecated Superseded by `expired_certificates` and `expiring_certificates`.
 */
export interface CertificateExpiredCallback extends Envelope {
  type: "certificate_expired";
  certificate_expired: CertificateExpired;
}

/** An Apple VoIP certificate expired. */
export interface CertificateExpired {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Apple VoIP certificates expired.
 *
 * To confirm it, ask the Management API: `GetPushCredential`.
 */
export interface ExpiredCertificatesCallback extends Envelope {
  type: "expired_certificates";
  expired_certificates: ExpiredCertificates;
}

/** Apple VoIP certificates expired. */
export interface ExpiredCertificates {
  /** The certificates that expired. */
  certificates: Certificate[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Apple VoIP certificates expire within 14 days.
 *
 * To confirm it, ask the Management API: `GetPushCredential`.
 */
export interface ExpiringCertificatesCallback extends Envelope {
  type: "expiring_certificates";
  expiring_certificates: ExpiringCertificates;
}

/** Apple VoIP certificates expire within 14 days. */
export interface ExpiringCertificates {
  /** The certificates that are about to expire. */
  certificates: Certificate[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The verification status of an account document changed.
 *
 * To confirm it, ask the Management API: `GetAccountVerifications`.
 */
export interface AccountDocumentStatusUpdatedCallback extends Envelope {
  type: "account_document_status_updated";
  account_document_status_updated: AccountDocumentStatusUpdated;
}

/** The verification status of an account document changed. */
export interface AccountDocumentStatusUpdated {
  /** ID of the uploaded document. */
  account_document_id: Integer;
  /** Status before the change. */
  previous_account_document_status: AccountDocumentStatus;
  /** Status after the change. */
  account_document_status: AccountDocumentStatus;
  /** When the status changed, in UTC. */
  update_time: Timestamp;
  /** Comment of the reviewer. */
  comment: string | null;
  /** Legal status of the user. */
  legal_status: LegalStatus;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A2P text messages were activated.
 *
 * To confirm it, ask the Management API: `GetAccountInfo`.
 */
export interface A2pSmsActivatedCallback extends Envelope {
  type: "a2p_sms_activated";
  a2p_sms_activated: A2pSmsActivated;
}

/** A2P text messages were activated. */
export interface A2pSmsActivated {
  /** Whether A2P text messages are allowed. */
  a2p_enabled: boolean;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The verification status of a proof of address changed to PENDING.
 *
 * To confirm it, ask the Management API: `GetRegulationsAddress`.
 */
export interface RegulationAddressDocumentsRequestedCallback extends Envelope {
  type: "regulation_address_documents_requested";
  regulation_address_documents_requested: RegulationAddressDocumentsRequested;
}

/** The verification status of a proof of address changed to PENDING. */
export interface RegulationAddressDocumentsRequested {
  /** ID of the uploaded document, as in `GetRegulationsAddress`. */
  regulation_address_id: Integer;
  /** Name of the uploaded document. */
  regulation_address_name: string;
  /** Verification status of the document. */
  regulation_address_status: RegulationAddressStatus;
  /** When the status changed, in UTC. */
  update_time: Timestamp;
  /** Whether the account belongs to an individual. */
  is_individual: boolean;
  /** Comment of the reviewer. */
  comment: string | null;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * A monthly invoice was sent.
 *
 * To confirm it, ask the Management API: `GetAccountInvoices`.
 */
export interface InvoiceReceivedCallback extends Envelope {
  type: "invoice_received";
  invoice_received: InvoiceReceived;
}

/** A monthly invoice was sent. */
export interface InvoiceReceived {
  /** Number of the invoice. */
  invoice_id: Integer;
  /** When the invoice was created, in UTC. */
  invoice_date: Timestamp | CalendarDate;
  /** When the invoice was received, in UTC. */
  receival_date: Timestamp | CalendarDate;
  /** Amount of the invoice without taxes, in the invoice's currency. */
  amount: Money;
  /** Taxes on the invoice, in the invoice's currency. */
  tax_amount: Money;
  /** Currency of the invoice. */
  currency: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** The account has not been used for a long time. Upstream no longer documents it. */
export interface StagnantAccountCallback extends Envelope {
  type: "stagnant_account";
  stagnant_account: StagnantAccount;
}

/** The account has not been used for a long time. Upstream no longer documents it. */
export interface StagnantAccount {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * The plan of the account was changed. Upstream no longer documents it.
 *
 * To confirm it, ask the Management API: `GetAccountPlans`.
 */
export interface PlanConfigCallback extends Envelope {
  type: "plan_config";
  plan_config: PlanConfig;
}

/** The plan of the account was changed. Upstream no longer documents it. */
export interface PlanConfig {
  /** What the plan is for. */
  plan_type: PlanType;
  /** Name of the plan. */
  plan_name: string;
  /** The packages of the plan. */
  packages: PlanPackage[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/** Caller IDs expired. Upstream no longer documents it. */
export interface ExpiredCalleridCallback extends Envelope {
  type: "expired_callerid";
  expired_callerid: ExpiredCallerid;
}

/** Caller IDs expired. Upstream no longer documents it. */
export interface ExpiredCallerid {
  /** The caller IDs that expired. */
  callerids: string[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * An invoice was created. Upstream no longer documents it.
 *
 * To confirm it, ask the Management API: `GetAccountInvoices`.
 */
export interface NewInvoiceCallback extends Envelope {
  type: "new_invoice";
  new_invoice: NewInvoice;
}

/** An invoice was created. Upstream no longer documents it. */
export interface NewInvoice {
  /** Number of the invoice. */
  invoice_number: string;
  /** Date of the invoice. */
  invoice_date: string;
  /** Whether the invoice is for a prepayment. */
  prepayment: boolean;
  /** Currency of the invoice. */
  currency: string;
  /** Amount of the invoice including taxes, in the invoice's currency. */
  total_amount: Money;
  /** Taxes on the invoice, in the invoice's currency. */
  total_tax_amount: Money;
  /** The invoiced services. */
  units: InvoiceUnit[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/** The balance of the account changed. Upstream no longer documents it. */
export interface BalanceIsChangedCallback extends Envelope {
  type: "balance_is_changed";
  balance_is_changed: BalanceIsChanged;
}

/** The balance of the account changed. Upstream no longer documents it. */
export interface BalanceIsChanged {
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A subscription that was renewed. */
export interface RenewedSubscription {
  /** Type of the subscription. */
  type: RenewedSubscriptionType;
  /** Subject of the subscription, such as the phone number. */
  name: string;
  /** Cost of the subscription. */
  cost: Money;
  /** Day of the next renewal. */
  next_renewal: CalendarDate;
  /** Phone numbers or SIP registrations that the subscription is attached to. */
  details: SubscriptionDetails[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/** What a subscription is attached to. */
export interface SubscriptionDetails {
  /** Whether these are phone numbers or SIP registrations. */
  type: SubscriptionTarget;
  /** The phone numbers, if the type is PHONE. */
  phone_numbers: PhoneNumber[] | null;
  /** The SIP registrations, if the type is SIP_REGISTRATION. */
  sip_registrations: SipRegistration[] | null;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A phone number that a subscription is attached to. */
export interface PhoneNumber {
  /** ID of the phone number. */
  phone_id: Integer;
  /** The phone number itself. */
  phone_number: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A SIP registration that a subscription is attached to. */
export interface SipRegistration {
  /** ID of the SIP registration, as in `GetSipRegistrations`. */
  sip_registration_id: Integer;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A SIP registration that failed. */
export interface FailedSipRegistration {
  /** ID of the SIP registration, as in `GetSipRegistrations`. */
  sip_registration_id: Integer;
  /** Status code of the failed registration. */
  status_code: string;
  /** Error message of the failed registration. */
  error_message: string | null;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A SIP registration that recovered. */
export interface RecoveredSipRegistration {
  /** ID of the SIP registration, as in `GetSipRegistrations`. */
  sip_registration_id: Integer;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A subscription that was frozen. */
export interface FrozenSubscription {
  /** Type of the subscription. */
  type: SubscriptionType;
  /** Subject of the subscription, such as the phone number. */
  name: string;
  /** Cost of the subscription. */
  cost: Money;
  /** Phone numbers or SIP registrations that the subscription is attached to. */
  details: SubscriptionDetails[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A subscription that was cancelled. */
export interface DetachedSubscription {
  /** Type of the subscription. */
  type: SubscriptionType;
  /** Subject of the subscription, such as the phone number. */
  name: string;
  /** Phone numbers or SIP registrations that the subscription is attached to. */
  details: SubscriptionDetails[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/** An unverified subscription that was cancelled. */
export interface UnverifiedSubscription {
  /** Type of the subscription. */
  type: SubscriptionType;
  /** Subject of the subscription, such as the phone number. */
  name: string;
  /** Phone numbers or SIP registrations that the subscription is attached to. */
  details: SubscriptionDetails[];
  /** Fields that this version does not know. */
  extra: Extra;
}

/** An Apple VoIP certificate. */
export interface Certificate {
  /** ID of the push credential, as in `GetPushCredential`. */
  push_credential_id: Integer;
  /** File name of the certificate. */
  cert_file_name: string;
  /** Day on which the certificate expires. */
  expiration_date: CalendarDate | null;
  /** Names of the applications that use the certificate. */
  applications: string[] | null;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A package of a plan. */
export interface PlanPackage {
  /** IDs of the price groups. */
  price_group_id: Integer[];
  /** Name of the package. */
  package_name: string | null;
  /** UUID of the package. */
  package_uuid: string;
  /** Whether usage beyond the package is allowed. */
  may_overrun: boolean;
  /** Current size of the package. */
  package_size: Integer;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** An invoiced service. */
export interface InvoiceUnit {
  /** Name of the service. */
  description: string;
  /** Fee for the service without taxes, in the invoice's currency. */
  amount: Money | null;
  /** Tax rate, as a fraction of 1. */
  vat_rate: Money;
  /** Taxes on the service, in the invoice's currency. */
  tax_amount: Money;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** Verification status of an account document. */
export type AccountDocumentStatus =
  | "AWAITING_DOCUMENTS_UPLOADING"
  | "AWAITING_AGREEMENT_UPLOADING"
  | "AWAITING_VERIFICATION"
  | "WAITING_FOR_CONFIRMATION_DOCUMENTS"
  | "VERIFIED"
  | "REJECTED"
  | "WAITING_PERIOD_EXPIRED"
  | "WAITING_CONFIRMATION_DOCS"
  | "ACCEPTED"
  | (string & {});

/** Legal status of a user. */
export type LegalStatus =
  | "INDIVIDUAL"
  | "ENTREPRENEUR"
  | "LEGAL_ENTITY"
  | (string & {});

/** Legal status of a user, as the superseded kinds spell it. */
export type LegacyLegalStatus =
  | "individual"
  | "entrepreneur"
  | "legal entity"
  | (string & {});

/** Verification status of a proof of address. */
export type RegulationAddressStatus =
  | "IN_PROGRESS"
  | "VERIFIED"
  | "DECLINED"
  | "PENDING"
  | (string & {});

/** Result of the review of a proof of address. */
export type RegulationAddressVerdict =
  | "VERIFIED"
  | "DECLINED"
  | "WAITING_CONFIRMATION_DOCS"
  | "REJECTED"
  | "WAITING_PERIOD_EXPIRED"
  | (string & {});

/** What a renewed subscription is for. */
export type RenewedSubscriptionType =
  | "PHONE_NUM"
  | "SIP_REGISTRATION"
  | "PLAN"
  | (string & {});

/** What a subscription is for. */
export type SubscriptionType =
  | "PHONE_NUM"
  | "SIP_REGISTRATION"
  | (string & {});

/** What a subscription is attached to. */
export type SubscriptionTarget =
  | "PHONE"
  | "SIP_REGISTRATION"
  | (string & {});

/** What a plan is for. */
export type PlanType =
  | "IM"
  | "MAU"
  | (string & {});
