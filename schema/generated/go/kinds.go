// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.

package callbacks

// Kind says what happened. It may be a kind that this version does not know.
type Kind string

const (
	// A document was uploaded for the verification of the account. To confirm it, ask the Management API:
	// `GetAccountDocuments`. Superseded by `account_document_status_updated`.
	KindAccountDocumentUploaded Kind = "account_document_uploaded"
	// The cancellation of a batch of tasks is complete.
	KindBatchTaskCancellingCompleted Kind = "batch_task_cancelling_completed"
	// A proof of address was uploaded. To confirm it, ask the Management API: `GetRegulationsAddress`.
	KindRegulationAddressUploaded Kind = "regulation_address_uploaded"
	// A document for the verification of the account was reviewed. To confirm it, ask the Management API:
	// `GetAccountDocuments`. Superseded by `account_document_status_updated`.
	KindAccountDocumentVerified Kind = "account_document_verified"
	// The account was frozen. To confirm it, ask the Management API: `GetAccountInfo`.
	KindAccountIsFrozen Kind = "account_is_frozen"
	// The account is no longer frozen. To confirm it, ask the Management API: `GetAccountInfo`.
	KindAccountIsUnfrozen Kind = "account_is_unfrozen"
	// A new account, not a child account, was created. To confirm it, ask the Management API: `GetAccountInfo`.
	KindActivateSuccessful Kind = "activate_successful"
	// A report on the call history is ready. To confirm it, ask the Management API: `GetHistoryReports`.
	KindCallHistoryReport Kind = "call_history_report"
	// A bank card expired.
	KindCardExpired Kind = "card_expired"
	// A bank card expires in one month.
	KindCardExpiresInMonth Kind = "card_expires_in_month"
	// A payment by bank card was made. To confirm it, ask the Management API: `GetTransactionHistory`.
	KindCardPayment Kind = "card_payment"
	// A payment by bank card failed. To confirm it, ask the Management API: `GetTransactionHistory`.
	KindCardPaymentFailed Kind = "card_payment_failed"
	// A payment through Robokassa was made. To confirm it, ask the Management API: `GetTransactionHistory`.
	KindRobokassaPayment Kind = "robokassa_payment"
	// A wire transfer was made. To confirm it, ask the Management API: `GetTransactionHistory`.
	KindWireTransfer Kind = "wire_transfer"
	// A JavaScript error occurred in a scenario of an account that has `send_js_error` enabled with `SetAccountInfo`.
	KindJsFail Kind = "js_fail"
	// The balance fell to the account's warning threshold. To confirm it, ask the Management API: `GetAccountInfo`.
	KindMinBalance Kind = "min_balance"
	// A proof of address was reviewed. To confirm it, ask the Management API: `GetRegulationsAddress`.
	KindRegulationAddressVerified Kind = "regulation_address_verified"
	// Subscriptions were renewed. To confirm it, ask the Management API: `GetPhoneNumbers`.
	KindRenewedSubscriptions Kind = "renewed_subscriptions"
	// A password reset was requested for the account.
	KindResetAccountPasswordRequest Kind = "reset_account_password_request"
	// One or more SIP registrations failed. To confirm it, ask the Management API: `GetSipRegistrations`.
	KindSipRegistrationFail Kind = "sip_registration_fail"
	// One or more SIP registrations recovered. To confirm it, ask the Management API: `GetSipRegistrations`.
	KindSipRegistrationRecovered Kind = "sip_registration_recovered"
	// Subscriptions were frozen. To confirm it, ask the Management API: `GetPhoneNumbers`.
	KindSubscriptionIsFrozen Kind = "subscription_is_frozen"
	// Subscriptions were cancelled. To confirm it, ask the Management API: `GetPhoneNumbers`.
	KindSubscriptionIsDetached Kind = "subscription_is_detached"
	// A report on the transaction history is ready. To confirm it, ask the Management API: `GetHistoryReports`.
	KindTransactionHistoryReport Kind = "transaction_history_report"
	// Unverified subscriptions were cancelled. To confirm it, ask the Management API: `GetPhoneNumbers`.
	KindUnverifiedSubscriptionDetached Kind = "unverified_subscription_detached"
	// Caller IDs are about to expire. To confirm it, ask the Management API: `GetCallerIDs`.
	KindExpiringCallerid Kind = "expiring_callerid"
	// A transcription was saved. To confirm it, ask the Management API: `GetTransactionHistory`.
	KindTranscriptionComplete Kind = "transcription_complete"
	// A text message arrived. To confirm it, ask the Management API: `GetSmsHistory`.
	KindSmsInbound Kind = "sms_inbound"
	// The activation status of a rented phone number changed. To confirm it, ask the Management API:
	// `GetPhoneNumbers`.
	KindPhoneNumberActivationStatusChanged Kind = "phone_number_activation_status_changed"
	// The deadline for confirmation documents is in 20, 15, 10, 5 or 1 days. To confirm it, ask the Management API:
	// `GetAccountVerifications`.
	KindExpiringAgreement Kind = "expiring_agreement"
	// The deadline for confirmation documents is today or has passed. To confirm it, ask the Management API:
	// `GetAccountVerifications`.
	KindExpiredAgreement Kind = "expired_agreement"
	// The deadline for confirmation documents was moved. To confirm it, ask the Management API:
	// `GetAccountVerifications`.
	KindRestoredAgreementStatus Kind = "restored_agreement_status"
	// A plan renews in three days, and the balance is too low for it. To confirm it, ask the Management API:
	// `GetAccountInfo`.
	KindNextChargeAlert Kind = "next_charge_alert"
	// An Apple VoIP certificate expired. To confirm it, ask the Management API: `GetPushCredential`. Superseded by
	// `expired_certificates` and `expiring_certificates`.
	KindCertificateExpired Kind = "certificate_expired"
	// Apple VoIP certificates expired. To confirm it, ask the Management API: `GetPushCredential`.
	KindExpiredCertificates Kind = "expired_certificates"
	// Apple VoIP certificates expire within 14 days. To confirm it, ask the Management API: `GetPushCredential`.
	KindExpiringCertificates Kind = "expiring_certificates"
	// The verification status of an account document changed. To confirm it, ask the Management API:
	// `GetAccountVerifications`.
	KindAccountDocumentStatusUpdated Kind = "account_document_status_updated"
	// A2P text messages were activated. To confirm it, ask the Management API: `GetAccountInfo`.
	KindA2pSmsActivated Kind = "a2p_sms_activated"
	// The verification status of a proof of address changed to PENDING. To confirm it, ask the Management API:
	// `GetRegulationsAddress`.
	KindRegulationAddressDocumentsRequested Kind = "regulation_address_documents_requested"
	// A monthly invoice was sent. To confirm it, ask the Management API: `GetAccountInvoices`.
	KindInvoiceReceived Kind = "invoice_received"
	// The account has not been used for a long time. Upstream no longer documents it.
	KindStagnantAccount Kind = "stagnant_account"
	// The plan of the account was changed. Upstream no longer documents it. To confirm it, ask the Management API:
	// `GetAccountPlans`.
	KindPlanConfig Kind = "plan_config"
	// Caller IDs expired. Upstream no longer documents it.
	KindExpiredCallerid Kind = "expired_callerid"
	// An invoice was created. Upstream no longer documents it. To confirm it, ask the Management API:
	// `GetAccountInvoices`.
	KindNewInvoice Kind = "new_invoice"
	// The balance of the account changed. Upstream no longer documents it.
	KindBalanceIsChanged Kind = "balance_is_changed"
)

// Kinds returns every kind that this version knows.
func Kinds() []Kind {
	return []Kind{
		KindAccountDocumentUploaded,
		KindBatchTaskCancellingCompleted,
		KindRegulationAddressUploaded,
		KindAccountDocumentVerified,
		KindAccountIsFrozen,
		KindAccountIsUnfrozen,
		KindActivateSuccessful,
		KindCallHistoryReport,
		KindCardExpired,
		KindCardExpiresInMonth,
		KindCardPayment,
		KindCardPaymentFailed,
		KindRobokassaPayment,
		KindWireTransfer,
		KindJsFail,
		KindMinBalance,
		KindRegulationAddressVerified,
		KindRenewedSubscriptions,
		KindResetAccountPasswordRequest,
		KindSipRegistrationFail,
		KindSipRegistrationRecovered,
		KindSubscriptionIsFrozen,
		KindSubscriptionIsDetached,
		KindTransactionHistoryReport,
		KindUnverifiedSubscriptionDetached,
		KindExpiringCallerid,
		KindTranscriptionComplete,
		KindSmsInbound,
		KindPhoneNumberActivationStatusChanged,
		KindExpiringAgreement,
		KindExpiredAgreement,
		KindRestoredAgreementStatus,
		KindNextChargeAlert,
		KindCertificateExpired,
		KindExpiredCertificates,
		KindExpiringCertificates,
		KindAccountDocumentStatusUpdated,
		KindA2pSmsActivated,
		KindRegulationAddressDocumentsRequested,
		KindInvoiceReceived,
		KindStagnantAccount,
		KindPlanConfig,
		KindExpiredCallerid,
		KindNewInvoice,
		KindBalanceIsChanged,
	}
}

// newPayload returns an empty payload of a kind, and whether it is documented in a wrapper. It is nil
// if the kind is not known.
func newPayload(kind string) (payload Payload, isWrapped bool) {
	switch Kind(kind) {
	case KindAccountDocumentUploaded:
		return new(AccountDocumentUploaded), false
	case KindBatchTaskCancellingCompleted:
		return new(BatchTaskCancellingCompleted), false
	case KindRegulationAddressUploaded:
		return new(RegulationAddressUploaded), false
	case KindAccountDocumentVerified:
		return new(AccountDocumentVerified), false
	case KindAccountIsFrozen:
		return new(AccountIsFrozen), false
	case KindAccountIsUnfrozen:
		return new(AccountIsUnfrozen), false
	case KindActivateSuccessful:
		return new(ActivateSuccessful), false
	case KindCallHistoryReport:
		return new(CallHistoryReport), false
	case KindCardExpired:
		return new(CardExpired), false
	case KindCardExpiresInMonth:
		return new(CardExpiresInMonth), false
	case KindCardPayment:
		return new(CardPayment), false
	case KindCardPaymentFailed:
		return new(CardPaymentFailed), false
	case KindRobokassaPayment:
		return new(RobokassaPayment), false
	case KindWireTransfer:
		return new(WireTransfer), false
	case KindJsFail:
		return new(JsFail), false
	case KindMinBalance:
		return new(MinBalance), false
	case KindRegulationAddressVerified:
		return new(RegulationAddressVerified), false
	case KindRenewedSubscriptions:
		return new(RenewedSubscriptions), false
	case KindResetAccountPasswordRequest:
		return new(ResetAccountPasswordRequest), false
	case KindSipRegistrationFail:
		return new(SipRegistrationFail), false
	case KindSipRegistrationRecovered:
		return new(SipRegistrationRecovered), false
	case KindSubscriptionIsFrozen:
		return new(SubscriptionIsFrozen), false
	case KindSubscriptionIsDetached:
		return new(SubscriptionIsDetached), false
	case KindTransactionHistoryReport:
		return new(TransactionHistoryReport), false
	case KindUnverifiedSubscriptionDetached:
		return new(UnverifiedSubscriptionDetached), false
	case KindExpiringCallerid:
		return new(ExpiringCallerid), false
	case KindTranscriptionComplete:
		return new(TranscriptionComplete), true
	case KindSmsInbound:
		return new(SmsInbound), true
	case KindPhoneNumberActivationStatusChanged:
		return new(PhoneNumberActivationStatusChanged), true
	case KindExpiringAgreement:
		return new(ExpiringAgreement), false
	case KindExpiredAgreement:
		return new(ExpiredAgreement), false
	case KindRestoredAgreementStatus:
		return new(RestoredAgreementStatus), false
	case KindNextChargeAlert:
		return new(NextChargeAlert), false
	case KindCertificateExpired:
		return new(CertificateExpired), false
	case KindExpiredCertificates:
		return new(ExpiredCertificates), false
	case KindExpiringCertificates:
		return new(ExpiringCertificates), false
	case KindAccountDocumentStatusUpdated:
		return new(AccountDocumentStatusUpdated), false
	case KindA2pSmsActivated:
		return new(A2pSmsActivated), false
	case KindRegulationAddressDocumentsRequested:
		return new(RegulationAddressDocumentsRequested), false
	case KindInvoiceReceived:
		return new(InvoiceReceived), false
	case KindStagnantAccount:
		return new(StagnantAccount), false
	case KindPlanConfig:
		return new(PlanConfig), false
	case KindExpiredCallerid:
		return new(ExpiredCallerid), false
	case KindNewInvoice:
		return new(NewInvoice), true
	case KindBalanceIsChanged:
		return new(BalanceIsChanged), false
	}
	return nil, false
}
