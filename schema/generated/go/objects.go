// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.

package callbacks

import (
	"fmt"
	"log/slog"
	"time"
)

// Payload has the details of a callback: a pointer to the struct of its kind.
//
//sumtype:decl
type Payload interface {
	record
	kind() Kind
}

// Envelope: The fields that every callback has besides its payload.
type Envelope struct {
	// ID of the callback. The hash covers it.
	CallbackID uint64

	// ID of the account that the callback is about. The hash covers it.
	AccountID uint64

	// Lower-case hex MD5 of the salt, `account_id`, the API key and `callback_id`, concatenated.
	Hash string

	// Name of the account.
	AccountName string

	// Email address of the account.
	AccountEmail string

	// Language of the account's notifications, as a two-letter ISO 639-1 code.
	LanguageCode string

	// First name of the account's owner.
	AccountFirstName string

	// Last name of the account's owner.
	AccountLastName string

	// Balance of the account, in its currency.
	Balance Decimal

	// Currency of the account, as a three-letter code such as USD, EUR or RUR.
	Currency string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *Envelope) fields() []field {
	return []field{
		{"callback_id", number(&it.CallbackID), false},
		{"account_id", number(&it.AccountID), false},
		{"hash", text(&it.Hash), true},
		{"account_name", text(&it.AccountName), true},
		{"account_email", text(&it.AccountEmail), true},
		{"language_code", text(&it.LanguageCode), false},
		{"account_first_name", text(&it.AccountFirstName), true},
		{"account_last_name", text(&it.AccountLastName), true},
		{"balance", decimal(&it.Balance), true},
		{"currency", text(&it.Currency), false},
	}
}

func (it *Envelope) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it Envelope) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *Envelope) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it Envelope) Format(state fmt.State, _ rune) {
	printRecord(state, "Envelope", &it)
}

// LogValue returns what is safe to log.
func (it Envelope) LogValue() slog.Value {
	return logged(it)
}

func (it *Envelope) signature() (accountID, callbackID uint64, hash string) {
	return it.AccountID, it.CallbackID, it.Hash
}

// AccountDocumentUploaded: The payload of `account_document_uploaded`. A document was uploaded for the
// verification of the account. To confirm it, ask the Management API: `GetAccountDocuments`. Superseded by
// `account_document_status_updated`.
type AccountDocumentUploaded struct {
	// ID of the document, as in `GetAccountDocuments`.
	AccountDocumentID uint64

	// When the document was uploaded, in UTC.
	Uploaded time.Time

	// Name or type of the verification.
	VerificationName string

	// Legal status of the user.
	LegalStatus LegacyLegalStatus

	// Whether the account belongs to an individual. It is nil if it is absent.
	IsIndividual *bool

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *AccountDocumentUploaded) fields() []field {
	return []field{
		{"account_document_id", number(&it.AccountDocumentID), false},
		{"uploaded", timestamp(&it.Uploaded), false},
		{"verification_name", text(&it.VerificationName), true},
		{"legal_status", text(&it.LegalStatus), false},
		{"is_individual", optional(&it.IsIndividual, boolean), false},
	}
}

func (it *AccountDocumentUploaded) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it AccountDocumentUploaded) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *AccountDocumentUploaded) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it AccountDocumentUploaded) Format(state fmt.State, _ rune) {
	printRecord(state, "AccountDocumentUploaded", &it)
}

// LogValue returns what is safe to log.
func (it AccountDocumentUploaded) LogValue() slog.Value {
	return logged(it)
}

func (*AccountDocumentUploaded) kind() Kind {
	return KindAccountDocumentUploaded
}

// BatchTaskCancellingCompleted: The payload of `batch_task_cancelling_completed`. The cancellation of a batch of
// tasks is complete.
type BatchTaskCancellingCompleted struct {
	// ID of the batch whose tasks were cancelled. It is nil if it is absent.
	BatchID *NumberOrString

	// How many tasks were cancelled. It is nil if it is absent.
	CancelledTasksNumber *uint64

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *BatchTaskCancellingCompleted) fields() []field {
	return []field{
		{"batch_id", optional(&it.BatchID, numberOrString), false},
		{"cancelled_tasks_number", optional(&it.CancelledTasksNumber, number), false},
	}
}

func (it *BatchTaskCancellingCompleted) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it BatchTaskCancellingCompleted) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *BatchTaskCancellingCompleted) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it BatchTaskCancellingCompleted) Format(state fmt.State, _ rune) {
	printRecord(state, "BatchTaskCancellingCompleted", &it)
}

// LogValue returns what is safe to log.
func (it BatchTaskCancellingCompleted) LogValue() slog.Value {
	return logged(it)
}

func (*BatchTaskCancellingCompleted) kind() Kind {
	return KindBatchTaskCancellingCompleted
}

// RegulationAddressUploaded: The payload of `regulation_address_uploaded`. A proof of address was uploaded. To
// confirm it, ask the Management API: `GetRegulationsAddress`.
type RegulationAddressUploaded struct {
	// ID of the uploaded document, as in `GetRegulationsAddress`.
	RegulationAddressID uint64

	// When the document was uploaded, in UTC.
	Uploaded time.Time

	// Whether the account belongs to an individual.
	IsIndividual bool

	// Name of the regulation address.
	RegulationAddressName string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *RegulationAddressUploaded) fields() []field {
	return []field{
		{"regulation_address_id", number(&it.RegulationAddressID), false},
		{"uploaded", timestamp(&it.Uploaded), false},
		{"is_individual", boolean(&it.IsIndividual), false},
		{"regulation_address_name", text(&it.RegulationAddressName), true},
	}
}

func (it *RegulationAddressUploaded) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it RegulationAddressUploaded) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *RegulationAddressUploaded) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it RegulationAddressUploaded) Format(state fmt.State, _ rune) {
	printRecord(state, "RegulationAddressUploaded", &it)
}

// LogValue returns what is safe to log.
func (it RegulationAddressUploaded) LogValue() slog.Value {
	return logged(it)
}

func (*RegulationAddressUploaded) kind() Kind {
	return KindRegulationAddressUploaded
}

// AccountDocumentVerified: The payload of `account_document_verified`. A document for the verification of the
// account was reviewed. To confirm it, ask the Management API: `GetAccountDocuments`. Superseded by
// `account_document_status_updated`.
type AccountDocumentVerified struct {
	// ID of the document, as in `GetAccountDocuments`.
	AccountDocumentID uint64

	// Verification status of the document.
	AccountDocumentStatus AccountDocumentStatus

	// When the document was uploaded, in UTC.
	Uploaded time.Time

	// Comment of the reviewer. It is nil if it is absent.
	Comment *string

	// Name or type of the verification.
	VerificationName string

	// Legal status of the user.
	LegalStatus LegacyLegalStatus

	// Whether the account belongs to an individual. It is nil if it is absent.
	IsIndividual *bool

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *AccountDocumentVerified) fields() []field {
	return []field{
		{"account_document_id", number(&it.AccountDocumentID), false},
		{"account_document_status", text(&it.AccountDocumentStatus), false},
		{"uploaded", timestamp(&it.Uploaded), false},
		{"comment", optional(&it.Comment, text[string]), true},
		{"verification_name", text(&it.VerificationName), true},
		{"legal_status", text(&it.LegalStatus), false},
		{"is_individual", optional(&it.IsIndividual, boolean), false},
	}
}

func (it *AccountDocumentVerified) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it AccountDocumentVerified) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *AccountDocumentVerified) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it AccountDocumentVerified) Format(state fmt.State, _ rune) {
	printRecord(state, "AccountDocumentVerified", &it)
}

// LogValue returns what is safe to log.
func (it AccountDocumentVerified) LogValue() slog.Value {
	return logged(it)
}

func (*AccountDocumentVerified) kind() Kind {
	return KindAccountDocumentVerified
}

// AccountIsFrozen: The payload of `account_is_frozen`. The account was frozen. To confirm it, ask the Management
// API: `GetAccountInfo`.
type AccountIsFrozen struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *AccountIsFrozen) fields() []field {
	return nil
}

func (it *AccountIsFrozen) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it AccountIsFrozen) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *AccountIsFrozen) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it AccountIsFrozen) Format(state fmt.State, _ rune) {
	printRecord(state, "AccountIsFrozen", &it)
}

// LogValue returns what is safe to log.
func (it AccountIsFrozen) LogValue() slog.Value {
	return logged(it)
}

func (*AccountIsFrozen) kind() Kind {
	return KindAccountIsFrozen
}

// AccountIsUnfrozen: The payload of `account_is_unfrozen`. The account is no longer frozen. To confirm it, ask the
// Management API: `GetAccountInfo`.
type AccountIsUnfrozen struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *AccountIsUnfrozen) fields() []field {
	return nil
}

func (it *AccountIsUnfrozen) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it AccountIsUnfrozen) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *AccountIsUnfrozen) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it AccountIsUnfrozen) Format(state fmt.State, _ rune) {
	printRecord(state, "AccountIsUnfrozen", &it)
}

// LogValue returns what is safe to log.
func (it AccountIsUnfrozen) LogValue() slog.Value {
	return logged(it)
}

func (*AccountIsUnfrozen) kind() Kind {
	return KindAccountIsUnfrozen
}

// ActivateSuccessful: The payload of `activate_successful`. A new account, not a child account, was created. To
// confirm it, ask the Management API: `GetAccountInfo`.
type ActivateSuccessful struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *ActivateSuccessful) fields() []field {
	return nil
}

func (it *ActivateSuccessful) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it ActivateSuccessful) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *ActivateSuccessful) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it ActivateSuccessful) Format(state fmt.State, _ rune) {
	printRecord(state, "ActivateSuccessful", &it)
}

// LogValue returns what is safe to log.
func (it ActivateSuccessful) LogValue() slog.Value {
	return logged(it)
}

func (*ActivateSuccessful) kind() Kind {
	return KindActivateSuccessful
}

// CallHistoryReport: The payload of `call_history_report`. A report on the call history is ready. To confirm it,
// ask the Management API: `GetHistoryReports`.
type CallHistoryReport struct {
	// ID of the report, as in `GetHistoryReports`.
	HistoryReportID uint64

	// Whether the request for the report succeeded.
	Success bool

	// When the report was ordered, in UTC.
	OrderDate time.Time

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *CallHistoryReport) fields() []field {
	return []field{
		{"history_report_id", number(&it.HistoryReportID), false},
		{"success", boolean(&it.Success), false},
		{"order_date", timestamp(&it.OrderDate), false},
	}
}

func (it *CallHistoryReport) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it CallHistoryReport) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *CallHistoryReport) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it CallHistoryReport) Format(state fmt.State, _ rune) {
	printRecord(state, "CallHistoryReport", &it)
}

// LogValue returns what is safe to log.
func (it CallHistoryReport) LogValue() slog.Value {
	return logged(it)
}

func (*CallHistoryReport) kind() Kind {
	return KindCallHistoryReport
}

// CardExpired: The payload of `card_expired`. A bank card expired.
type CardExpired struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *CardExpired) fields() []field {
	return nil
}

func (it *CardExpired) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it CardExpired) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *CardExpired) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it CardExpired) Format(state fmt.State, _ rune) {
	printRecord(state, "CardExpired", &it)
}

// LogValue returns what is safe to log.
func (it CardExpired) LogValue() slog.Value {
	return logged(it)
}

func (*CardExpired) kind() Kind {
	return KindCardExpired
}

// CardExpiresInMonth: The payload of `card_expires_in_month`. A bank card expires in one month.
type CardExpiresInMonth struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *CardExpiresInMonth) fields() []field {
	return nil
}

func (it *CardExpiresInMonth) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it CardExpiresInMonth) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *CardExpiresInMonth) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it CardExpiresInMonth) Format(state fmt.State, _ rune) {
	printRecord(state, "CardExpiresInMonth", &it)
}

// LogValue returns what is safe to log.
func (it CardExpiresInMonth) LogValue() slog.Value {
	return logged(it)
}

func (*CardExpiresInMonth) kind() Kind {
	return KindCardExpiresInMonth
}

// CardPayment: The payload of `card_payment`. A payment by bank card was made. To confirm it, ask the Management
// API: `GetTransactionHistory`.
type CardPayment struct {
	// ID of the transaction, as in `GetTransactionHistory`.
	TransactionID uint64

	// Type of the transaction.
	TransactionType string

	// Amount of the payment, in the account's currency.
	Amount Decimal

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *CardPayment) fields() []field {
	return []field{
		{"transaction_id", number(&it.TransactionID), false},
		{"transaction_type", text(&it.TransactionType), false},
		{"amount", decimal(&it.Amount), true},
	}
}

func (it *CardPayment) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it CardPayment) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *CardPayment) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it CardPayment) Format(state fmt.State, _ rune) {
	printRecord(state, "CardPayment", &it)
}

// LogValue returns what is safe to log.
func (it CardPayment) LogValue() slog.Value {
	return logged(it)
}

func (*CardPayment) kind() Kind {
	return KindCardPayment
}

// CardPaymentFailed: The payload of `card_payment_failed`. A payment by bank card failed. To confirm it, ask the
// Management API: `GetTransactionHistory`.
type CardPaymentFailed struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *CardPaymentFailed) fields() []field {
	return nil
}

func (it *CardPaymentFailed) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it CardPaymentFailed) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *CardPaymentFailed) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it CardPaymentFailed) Format(state fmt.State, _ rune) {
	printRecord(state, "CardPaymentFailed", &it)
}

// LogValue returns what is safe to log.
func (it CardPaymentFailed) LogValue() slog.Value {
	return logged(it)
}

func (*CardPaymentFailed) kind() Kind {
	return KindCardPaymentFailed
}

// RobokassaPayment: The payload of `robokassa_payment`. A payment through Robokassa was made. To confirm it, ask
// the Management API: `GetTransactionHistory`.
type RobokassaPayment struct {
	// ID of the transaction, as in `GetTransactionHistory`.
	TransactionID uint64

	// Type of the transaction.
	TransactionType string

	// Amount of the payment, in the account's currency.
	Amount Decimal

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *RobokassaPayment) fields() []field {
	return []field{
		{"transaction_id", number(&it.TransactionID), false},
		{"transaction_type", text(&it.TransactionType), false},
		{"amount", decimal(&it.Amount), true},
	}
}

func (it *RobokassaPayment) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it RobokassaPayment) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *RobokassaPayment) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it RobokassaPayment) Format(state fmt.State, _ rune) {
	printRecord(state, "RobokassaPayment", &it)
}

// LogValue returns what is safe to log.
func (it RobokassaPayment) LogValue() slog.Value {
	return logged(it)
}

func (*RobokassaPayment) kind() Kind {
	return KindRobokassaPayment
}

// WireTransfer: The payload of `wire_transfer`. A wire transfer was made. To confirm it, ask the Management API:
// `GetTransactionHistory`.
type WireTransfer struct {
	// ID of the transaction, as in `GetTransactionHistory`.
	TransactionID uint64

	// Type of the transaction.
	TransactionType string

	// Amount of the transfer, in the account's currency.
	Amount Decimal

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *WireTransfer) fields() []field {
	return []field{
		{"transaction_id", number(&it.TransactionID), false},
		{"transaction_type", text(&it.TransactionType), false},
		{"amount", decimal(&it.Amount), true},
	}
}

func (it *WireTransfer) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it WireTransfer) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *WireTransfer) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it WireTransfer) Format(state fmt.State, _ rune) {
	printRecord(state, "WireTransfer", &it)
}

// LogValue returns what is safe to log.
func (it WireTransfer) LogValue() slog.Value {
	return logged(it)
}

func (*WireTransfer) kind() Kind {
	return KindWireTransfer
}

// JsFail: The payload of `js_fail`. A JavaScript error occurred in a scenario of an account that has
// `send_js_error` enabled with `SetAccountInfo`.
type JsFail struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *JsFail) fields() []field {
	return nil
}

func (it *JsFail) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it JsFail) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *JsFail) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it JsFail) Format(state fmt.State, _ rune) {
	printRecord(state, "JsFail", &it)
}

// LogValue returns what is safe to log.
func (it JsFail) LogValue() slog.Value {
	return logged(it)
}

func (*JsFail) kind() Kind {
	return KindJsFail
}

// MinBalance: The payload of `min_balance`. The balance fell to the account's warning threshold. To confirm it,
// ask the Management API: `GetAccountInfo`.
type MinBalance struct {
	// Whether the balance crossed the credit threshold, `credit_limit` minus `min_balance_to_notify`.
	IsMinCredit bool

	// Whether the callback repeats an earlier one.
	IsRepeated bool

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *MinBalance) fields() []field {
	return []field{
		{"is_min_credit", boolean(&it.IsMinCredit), false},
		{"is_repeated", boolean(&it.IsRepeated), false},
	}
}

func (it *MinBalance) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it MinBalance) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *MinBalance) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it MinBalance) Format(state fmt.State, _ rune) {
	printRecord(state, "MinBalance", &it)
}

// LogValue returns what is safe to log.
func (it MinBalance) LogValue() slog.Value {
	return logged(it)
}

func (*MinBalance) kind() Kind {
	return KindMinBalance
}

// RegulationAddressVerified: The payload of `regulation_address_verified`. A proof of address was reviewed. To
// confirm it, ask the Management API: `GetRegulationsAddress`.
type RegulationAddressVerified struct {
	// ID of the uploaded document, as in `GetRegulationsAddress`.
	RegulationAddressID uint64

	// Result of the review.
	RegulationAddressStatus RegulationAddressVerdict

	// When the document was uploaded, in UTC.
	Uploaded time.Time

	// Whether the account belongs to an individual.
	IsIndividual bool

	// Comment of the reviewer. It is nil if it is absent.
	Comment *string

	// Name of the regulation address.
	RegulationAddressName string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *RegulationAddressVerified) fields() []field {
	return []field{
		{"regulation_address_id", number(&it.RegulationAddressID), false},
		{"regulation_address_status", text(&it.RegulationAddressStatus), false},
		{"uploaded", timestamp(&it.Uploaded), false},
		{"is_individual", boolean(&it.IsIndividual), false},
		{"comment", optional(&it.Comment, text[string]), true},
		{"regulation_address_name", text(&it.RegulationAddressName), true},
	}
}

func (it *RegulationAddressVerified) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it RegulationAddressVerified) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *RegulationAddressVerified) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it RegulationAddressVerified) Format(state fmt.State, _ rune) {
	printRecord(state, "RegulationAddressVerified", &it)
}

// LogValue returns what is safe to log.
func (it RegulationAddressVerified) LogValue() slog.Value {
	return logged(it)
}

func (*RegulationAddressVerified) kind() Kind {
	return KindRegulationAddressVerified
}

// RenewedSubscriptions: The payload of `renewed_subscriptions`. Subscriptions were renewed. To confirm it, ask the
// Management API: `GetPhoneNumbers`.
type RenewedSubscriptions struct {
	// The subscriptions that were renewed.
	Subscriptions []RenewedSubscription

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *RenewedSubscriptions) fields() []field {
	return []field{
		{"subscriptions", list(&it.Subscriptions, object[RenewedSubscription]), false},
	}
}

func (it *RenewedSubscriptions) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it RenewedSubscriptions) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *RenewedSubscriptions) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it RenewedSubscriptions) Format(state fmt.State, _ rune) {
	printRecord(state, "RenewedSubscriptions", &it)
}

// LogValue returns what is safe to log.
func (it RenewedSubscriptions) LogValue() slog.Value {
	return logged(it)
}

func (*RenewedSubscriptions) kind() Kind {
	return KindRenewedSubscriptions
}

// ResetAccountPasswordRequest: The payload of `reset_account_password_request`. A password reset was requested for
// the account.
type ResetAccountPasswordRequest struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *ResetAccountPasswordRequest) fields() []field {
	return nil
}

func (it *ResetAccountPasswordRequest) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it ResetAccountPasswordRequest) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *ResetAccountPasswordRequest) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it ResetAccountPasswordRequest) Format(state fmt.State, _ rune) {
	printRecord(state, "ResetAccountPasswordRequest", &it)
}

// LogValue returns what is safe to log.
func (it ResetAccountPasswordRequest) LogValue() slog.Value {
	return logged(it)
}

func (*ResetAccountPasswordRequest) kind() Kind {
	return KindResetAccountPasswordRequest
}

// SipRegistrationFail: The payload of `sip_registration_fail`. One or more SIP registrations failed. To confirm
// it, ask the Management API: `GetSipRegistrations`.
type SipRegistrationFail struct {
	// The registrations that failed.
	SipRegistrations []FailedSipRegistration

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *SipRegistrationFail) fields() []field {
	return []field{
		{"sip_registrations", list(&it.SipRegistrations, object[FailedSipRegistration]), false},
	}
}

func (it *SipRegistrationFail) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it SipRegistrationFail) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *SipRegistrationFail) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it SipRegistrationFail) Format(state fmt.State, _ rune) {
	printRecord(state, "SipRegistrationFail", &it)
}

// LogValue returns what is safe to log.
func (it SipRegistrationFail) LogValue() slog.Value {
	return logged(it)
}

func (*SipRegistrationFail) kind() Kind {
	return KindSipRegistrationFail
}

// SipRegistrationRecovered: The payload of `sip_registration_recovered`. One or more SIP registrations recovered.
// To confirm it, ask the Management API: `GetSipRegistrations`.
type SipRegistrationRecovered struct {
	// The registrations that recovered.
	SipRegistrations []RecoveredSipRegistration

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *SipRegistrationRecovered) fields() []field {
	return []field{
		{"sip_registrations", list(&it.SipRegistrations, object[RecoveredSipRegistration]), false},
	}
}

func (it *SipRegistrationRecovered) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it SipRegistrationRecovered) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *SipRegistrationRecovered) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it SipRegistrationRecovered) Format(state fmt.State, _ rune) {
	printRecord(state, "SipRegistrationRecovered", &it)
}

// LogValue returns what is safe to log.
func (it SipRegistrationRecovered) LogValue() slog.Value {
	return logged(it)
}

func (*SipRegistrationRecovered) kind() Kind {
	return KindSipRegistrationRecovered
}

// SubscriptionIsFrozen: The payload of `subscription_is_frozen`. Subscriptions were frozen. To confirm it, ask the
// Management API: `GetPhoneNumbers`.
type SubscriptionIsFrozen struct {
	// The subscriptions that were frozen.
	Subscriptions []FrozenSubscription

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *SubscriptionIsFrozen) fields() []field {
	return []field{
		{"subscriptions", list(&it.Subscriptions, object[FrozenSubscription]), false},
	}
}

func (it *SubscriptionIsFrozen) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it SubscriptionIsFrozen) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *SubscriptionIsFrozen) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it SubscriptionIsFrozen) Format(state fmt.State, _ rune) {
	printRecord(state, "SubscriptionIsFrozen", &it)
}

// LogValue returns what is safe to log.
func (it SubscriptionIsFrozen) LogValue() slog.Value {
	return logged(it)
}

func (*SubscriptionIsFrozen) kind() Kind {
	return KindSubscriptionIsFrozen
}

// SubscriptionIsDetached: The payload of `subscription_is_detached`. Subscriptions were cancelled. To confirm it,
// ask the Management API: `GetPhoneNumbers`.
type SubscriptionIsDetached struct {
	// The subscriptions that were cancelled.
	Subscriptions []DetachedSubscription

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *SubscriptionIsDetached) fields() []field {
	return []field{
		{"subscriptions", list(&it.Subscriptions, object[DetachedSubscription]), false},
	}
}

func (it *SubscriptionIsDetached) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it SubscriptionIsDetached) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *SubscriptionIsDetached) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it SubscriptionIsDetached) Format(state fmt.State, _ rune) {
	printRecord(state, "SubscriptionIsDetached", &it)
}

// LogValue returns what is safe to log.
func (it SubscriptionIsDetached) LogValue() slog.Value {
	return logged(it)
}

func (*SubscriptionIsDetached) kind() Kind {
	return KindSubscriptionIsDetached
}

// TransactionHistoryReport: The payload of `transaction_history_report`. A report on the transaction history is
// ready. To confirm it, ask the Management API: `GetHistoryReports`.
type TransactionHistoryReport struct {
	// ID of the report, as in `GetHistoryReports`.
	HistoryReportID uint64

	// Whether the request for the report succeeded.
	Success bool

	// When the report was ordered, in UTC.
	OrderDate time.Time

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *TransactionHistoryReport) fields() []field {
	return []field{
		{"history_report_id", number(&it.HistoryReportID), false},
		{"success", boolean(&it.Success), false},
		{"order_date", timestamp(&it.OrderDate), false},
	}
}

func (it *TransactionHistoryReport) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it TransactionHistoryReport) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *TransactionHistoryReport) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it TransactionHistoryReport) Format(state fmt.State, _ rune) {
	printRecord(state, "TransactionHistoryReport", &it)
}

// LogValue returns what is safe to log.
func (it TransactionHistoryReport) LogValue() slog.Value {
	return logged(it)
}

func (*TransactionHistoryReport) kind() Kind {
	return KindTransactionHistoryReport
}

// UnverifiedSubscriptionDetached: The payload of `unverified_subscription_detached`. Unverified subscriptions were
// cancelled. To confirm it, ask the Management API: `GetPhoneNumbers`.
type UnverifiedSubscriptionDetached struct {
	// The subscriptions that were cancelled.
	Subscriptions []UnverifiedSubscription

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *UnverifiedSubscriptionDetached) fields() []field {
	return []field{
		{"subscriptions", list(&it.Subscriptions, object[UnverifiedSubscription]), false},
	}
}

func (it *UnverifiedSubscriptionDetached) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it UnverifiedSubscriptionDetached) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *UnverifiedSubscriptionDetached) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it UnverifiedSubscriptionDetached) Format(state fmt.State, _ rune) {
	printRecord(state, "UnverifiedSubscriptionDetached", &it)
}

// LogValue returns what is safe to log.
func (it UnverifiedSubscriptionDetached) LogValue() slog.Value {
	return logged(it)
}

func (*UnverifiedSubscriptionDetached) kind() Kind {
	return KindUnverifiedSubscriptionDetached
}

// ExpiringCallerid: The payload of `expiring_callerid`. Caller IDs are about to expire. To confirm it, ask the
// Management API: `GetCallerIDs`.
type ExpiringCallerid struct {
	// The caller IDs that are about to expire.
	Callerids []string

	// Day on which the caller IDs expire.
	ExpirationDate Date

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *ExpiringCallerid) fields() []field {
	return []field{
		{"callerids", list(&it.Callerids, text[string]), true},
		{"expiration_date", date(&it.ExpirationDate), false},
	}
}

func (it *ExpiringCallerid) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it ExpiringCallerid) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *ExpiringCallerid) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it ExpiringCallerid) Format(state fmt.State, _ rune) {
	printRecord(state, "ExpiringCallerid", &it)
}

// LogValue returns what is safe to log.
func (it ExpiringCallerid) LogValue() slog.Value {
	return logged(it)
}

func (*ExpiringCallerid) kind() Kind {
	return KindExpiringCallerid
}

// TranscriptionComplete: The payload of `transcription_complete`. A transcription was saved. To confirm it, ask
// the Management API: `GetTransactionHistory`.
type TranscriptionComplete struct {
	// URL of the recording.
	RecordURL string

	// URL of the transcription. It opens once authorization parameters and `record_id` are appended.
	TranscriptionURL string

	// ID of the call session in the call history.
	CallSessionHistoryID uint64

	// Cost of the transcription.
	TranscriptionCost Decimal

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *TranscriptionComplete) fields() []field {
	return []field{
		{"record_url", text(&it.RecordURL), true},
		{"transcription_url", text(&it.TranscriptionURL), true},
		{"call_session_history_id", number(&it.CallSessionHistoryID), false},
		{"transcription_cost", decimal(&it.TranscriptionCost), true},
	}
}

func (it *TranscriptionComplete) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it TranscriptionComplete) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *TranscriptionComplete) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it TranscriptionComplete) Format(state fmt.State, _ rune) {
	printRecord(state, "TranscriptionComplete", &it)
}

// LogValue returns what is safe to log.
func (it TranscriptionComplete) LogValue() slog.Value {
	return logged(it)
}

func (*TranscriptionComplete) kind() Kind {
	return KindTranscriptionComplete
}

// SmsInbound: The payload of `sms_inbound`. A text message arrived. To confirm it, ask the Management API:
// `GetSmsHistory`.
type SmsInbound struct {
	// Phone number that sent the message.
	SourceNumber string

	// Phone number that received the message.
	DestinationNumber string

	// Text of the message.
	SmsBody string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *SmsInbound) fields() []field {
	return []field{
		{"source_number", text(&it.SourceNumber), true},
		{"destination_number", text(&it.DestinationNumber), true},
		{"sms_body", text(&it.SmsBody), true},
	}
}

func (it *SmsInbound) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it SmsInbound) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *SmsInbound) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it SmsInbound) Format(state fmt.State, _ rune) {
	printRecord(state, "SmsInbound", &it)
}

// LogValue returns what is safe to log.
func (it SmsInbound) LogValue() slog.Value {
	return logged(it)
}

func (*SmsInbound) kind() Kind {
	return KindSmsInbound
}

// PhoneNumberActivationStatusChanged: The payload of `phone_number_activation_status_changed`. The activation
// status of a rented phone number changed. To confirm it, ask the Management API: `GetPhoneNumbers`.
type PhoneNumberActivationStatusChanged struct {
	// The phone number whose status changed.
	PhoneNumber string

	// Status after the change.
	ActivationStatus string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *PhoneNumberActivationStatusChanged) fields() []field {
	return []field{
		{"phone_number", text(&it.PhoneNumber), true},
		{"activation_status", text(&it.ActivationStatus), false},
	}
}

func (it *PhoneNumberActivationStatusChanged) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it PhoneNumberActivationStatusChanged) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *PhoneNumberActivationStatusChanged) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it PhoneNumberActivationStatusChanged) Format(state fmt.State, _ rune) {
	printRecord(state, "PhoneNumberActivationStatusChanged", &it)
}

// LogValue returns what is safe to log.
func (it PhoneNumberActivationStatusChanged) LogValue() slog.Value {
	return logged(it)
}

func (*PhoneNumberActivationStatusChanged) kind() Kind {
	return KindPhoneNumberActivationStatusChanged
}

// ExpiringAgreement: The payload of `expiring_agreement`. The deadline for confirmation documents is in 20, 15,
// 10, 5 or 1 days. To confirm it, ask the Management API: `GetAccountVerifications`.
type ExpiringAgreement struct {
	// Day on which the agreement expires.
	ExpirationDate Date

	// Days left until the agreement expires.
	UntilExpiration uint64

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *ExpiringAgreement) fields() []field {
	return []field{
		{"expiration_date", date(&it.ExpirationDate), false},
		{"until_expiration", number(&it.UntilExpiration), false},
	}
}

func (it *ExpiringAgreement) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it ExpiringAgreement) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *ExpiringAgreement) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it ExpiringAgreement) Format(state fmt.State, _ rune) {
	printRecord(state, "ExpiringAgreement", &it)
}

// LogValue returns what is safe to log.
func (it ExpiringAgreement) LogValue() slog.Value {
	return logged(it)
}

func (*ExpiringAgreement) kind() Kind {
	return KindExpiringAgreement
}

// ExpiredAgreement: The payload of `expired_agreement`. The deadline for confirmation documents is today or has
// passed. To confirm it, ask the Management API: `GetAccountVerifications`.
type ExpiredAgreement struct {
	// IDs of the agreements that expired.
	DocumentIDs []uint64

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *ExpiredAgreement) fields() []field {
	return []field{
		{"document_ids", list(&it.DocumentIDs, number), false},
	}
}

func (it *ExpiredAgreement) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it ExpiredAgreement) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *ExpiredAgreement) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it ExpiredAgreement) Format(state fmt.State, _ rune) {
	printRecord(state, "ExpiredAgreement", &it)
}

// LogValue returns what is safe to log.
func (it ExpiredAgreement) LogValue() slog.Value {
	return logged(it)
}

func (*ExpiredAgreement) kind() Kind {
	return KindExpiredAgreement
}

// RestoredAgreementStatus: The payload of `restored_agreement_status`. The deadline for confirmation documents was
// moved. To confirm it, ask the Management API: `GetAccountVerifications`.
type RestoredAgreementStatus struct {
	// ID of the agreement whose status changed.
	DocumentID uint64

	// New day on which the agreement expires.
	ExpirationDate Date

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *RestoredAgreementStatus) fields() []field {
	return []field{
		{"document_id", number(&it.DocumentID), false},
		{"expiration_date", date(&it.ExpirationDate), false},
	}
}

func (it *RestoredAgreementStatus) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it RestoredAgreementStatus) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *RestoredAgreementStatus) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it RestoredAgreementStatus) Format(state fmt.State, _ rune) {
	printRecord(state, "RestoredAgreementStatus", &it)
}

// LogValue returns what is safe to log.
func (it RestoredAgreementStatus) LogValue() slog.Value {
	return logged(it)
}

func (*RestoredAgreementStatus) kind() Kind {
	return KindRestoredAgreementStatus
}

// NextChargeAlert: The payload of `next_charge_alert`. A plan renews in three days, and the balance is too low for
// it. To confirm it, ask the Management API: `GetAccountInfo`.
type NextChargeAlert struct {
	// Price of all plans that renew on the first day of the month, in the account's currency.
	RequiredMoney Decimal

	// Amount missing to renew the plans, in the account's currency.
	InsufficientFundsAmount Decimal

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *NextChargeAlert) fields() []field {
	return []field{
		{"required_money", decimal(&it.RequiredMoney), true},
		{"insufficient_funds_amount", decimal(&it.InsufficientFundsAmount), true},
	}
}

func (it *NextChargeAlert) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it NextChargeAlert) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *NextChargeAlert) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it NextChargeAlert) Format(state fmt.State, _ rune) {
	printRecord(state, "NextChargeAlert", &it)
}

// LogValue returns what is safe to log.
func (it NextChargeAlert) LogValue() slog.Value {
	return logged(it)
}

func (*NextChargeAlert) kind() Kind {
	return KindNextChargeAlert
}

// CertificateExpired: The payload of `certificate_expired`. An Apple VoIP certificate expired. To confirm it, ask
// the Management API: `GetPushCredential`. Superseded by `expired_certificates` and `expiring_certificates`.
type CertificateExpired struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *CertificateExpired) fields() []field {
	return nil
}

func (it *CertificateExpired) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it CertificateExpired) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *CertificateExpired) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it CertificateExpired) Format(state fmt.State, _ rune) {
	printRecord(state, "CertificateExpired", &it)
}

// LogValue returns what is safe to log.
func (it CertificateExpired) LogValue() slog.Value {
	return logged(it)
}

func (*CertificateExpired) kind() Kind {
	return KindCertificateExpired
}

// ExpiredCertificates: The payload of `expired_certificates`. Apple VoIP certificates expired. To confirm it, ask
// the Management API: `GetPushCredential`.
type ExpiredCertificates struct {
	// The certificates that expired.
	Certificates []Certificate

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *ExpiredCertificates) fields() []field {
	return []field{
		{"certificates", list(&it.Certificates, object[Certificate]), false},
	}
}

func (it *ExpiredCertificates) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it ExpiredCertificates) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *ExpiredCertificates) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it ExpiredCertificates) Format(state fmt.State, _ rune) {
	printRecord(state, "ExpiredCertificates", &it)
}

// LogValue returns what is safe to log.
func (it ExpiredCertificates) LogValue() slog.Value {
	return logged(it)
}

func (*ExpiredCertificates) kind() Kind {
	return KindExpiredCertificates
}

// ExpiringCertificates: The payload of `expiring_certificates`. Apple VoIP certificates expire within 14 days. To
// confirm it, ask the Management API: `GetPushCredential`.
type ExpiringCertificates struct {
	// The certificates that are about to expire.
	Certificates []Certificate

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *ExpiringCertificates) fields() []field {
	return []field{
		{"certificates", list(&it.Certificates, object[Certificate]), false},
	}
}

func (it *ExpiringCertificates) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it ExpiringCertificates) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *ExpiringCertificates) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it ExpiringCertificates) Format(state fmt.State, _ rune) {
	printRecord(state, "ExpiringCertificates", &it)
}

// LogValue returns what is safe to log.
func (it ExpiringCertificates) LogValue() slog.Value {
	return logged(it)
}

func (*ExpiringCertificates) kind() Kind {
	return KindExpiringCertificates
}

// AccountDocumentStatusUpdated: The payload of `account_document_status_updated`. The verification status of an
// account document changed. To confirm it, ask the Management API: `GetAccountVerifications`.
type AccountDocumentStatusUpdated struct {
	// ID of the uploaded document.
	AccountDocumentID uint64

	// Status before the change.
	PreviousAccountDocumentStatus AccountDocumentStatus

	// Status after the change.
	AccountDocumentStatus AccountDocumentStatus

	// When the status changed, in UTC.
	UpdateTime time.Time

	// Comment of the reviewer. It is nil if it is absent.
	Comment *string

	// Legal status of the user.
	LegalStatus LegalStatus

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *AccountDocumentStatusUpdated) fields() []field {
	return []field{
		{"account_document_id", number(&it.AccountDocumentID), false},
		{"previous_account_document_status", text(&it.PreviousAccountDocumentStatus), false},
		{"account_document_status", text(&it.AccountDocumentStatus), false},
		{"update_time", timestamp(&it.UpdateTime), false},
		{"comment", optional(&it.Comment, text[string]), true},
		{"legal_status", text(&it.LegalStatus), false},
	}
}

func (it *AccountDocumentStatusUpdated) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it AccountDocumentStatusUpdated) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *AccountDocumentStatusUpdated) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it AccountDocumentStatusUpdated) Format(state fmt.State, _ rune) {
	printRecord(state, "AccountDocumentStatusUpdated", &it)
}

// LogValue returns what is safe to log.
func (it AccountDocumentStatusUpdated) LogValue() slog.Value {
	return logged(it)
}

func (*AccountDocumentStatusUpdated) kind() Kind {
	return KindAccountDocumentStatusUpdated
}

// A2pSmsActivated: The payload of `a2p_sms_activated`. A2P text messages were activated. To confirm it, ask the
// Management API: `GetAccountInfo`.
type A2pSmsActivated struct {
	// Whether A2P text messages are allowed.
	A2pEnabled bool

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *A2pSmsActivated) fields() []field {
	return []field{
		{"a2p_enabled", boolean(&it.A2pEnabled), false},
	}
}

func (it *A2pSmsActivated) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it A2pSmsActivated) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *A2pSmsActivated) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it A2pSmsActivated) Format(state fmt.State, _ rune) {
	printRecord(state, "A2pSmsActivated", &it)
}

// LogValue returns what is safe to log.
func (it A2pSmsActivated) LogValue() slog.Value {
	return logged(it)
}

func (*A2pSmsActivated) kind() Kind {
	return KindA2pSmsActivated
}

// RegulationAddressDocumentsRequested: The payload of `regulation_address_documents_requested`. The verification
// status of a proof of address changed to PENDING. To confirm it, ask the Management API: `GetRegulationsAddress`.
type RegulationAddressDocumentsRequested struct {
	// ID of the uploaded document, as in `GetRegulationsAddress`.
	RegulationAddressID uint64

	// Name of the uploaded document.
	RegulationAddressName string

	// Verification status of the document.
	RegulationAddressStatus RegulationAddressStatus

	// When the status changed, in UTC.
	UpdateTime time.Time

	// Whether the account belongs to an individual.
	IsIndividual bool

	// Comment of the reviewer. It is nil if it is absent.
	Comment *string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *RegulationAddressDocumentsRequested) fields() []field {
	return []field{
		{"regulation_address_id", number(&it.RegulationAddressID), false},
		{"regulation_address_name", text(&it.RegulationAddressName), true},
		{"regulation_address_status", text(&it.RegulationAddressStatus), false},
		{"update_time", timestamp(&it.UpdateTime), false},
		{"is_individual", boolean(&it.IsIndividual), false},
		{"comment", optional(&it.Comment, text[string]), true},
	}
}

func (it *RegulationAddressDocumentsRequested) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it RegulationAddressDocumentsRequested) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *RegulationAddressDocumentsRequested) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it RegulationAddressDocumentsRequested) Format(state fmt.State, _ rune) {
	printRecord(state, "RegulationAddressDocumentsRequested", &it)
}

// LogValue returns what is safe to log.
func (it RegulationAddressDocumentsRequested) LogValue() slog.Value {
	return logged(it)
}

func (*RegulationAddressDocumentsRequested) kind() Kind {
	return KindRegulationAddressDocumentsRequested
}

// InvoiceReceived: The payload of `invoice_received`. A monthly invoice was sent. To confirm it, ask the
// Management API: `GetAccountInvoices`.
type InvoiceReceived struct {
	// Number of the invoice.
	InvoiceID uint64

	// When the invoice was created, in UTC.
	InvoiceDate DateOrTimestamp

	// When the invoice was received, in UTC.
	ReceivalDate DateOrTimestamp

	// Amount of the invoice without taxes, in the invoice's currency.
	Amount Decimal

	// Taxes on the invoice, in the invoice's currency.
	TaxAmount Decimal

	// Currency of the invoice.
	Currency string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *InvoiceReceived) fields() []field {
	return []field{
		{"invoice_id", number(&it.InvoiceID), false},
		{"invoice_date", dateOrTimestamp(&it.InvoiceDate), false},
		{"receival_date", dateOrTimestamp(&it.ReceivalDate), false},
		{"amount", quotedDecimal(&it.Amount), true},
		{"tax_amount", quotedDecimal(&it.TaxAmount), true},
		{"currency", text(&it.Currency), false},
	}
}

func (it *InvoiceReceived) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it InvoiceReceived) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *InvoiceReceived) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it InvoiceReceived) Format(state fmt.State, _ rune) {
	printRecord(state, "InvoiceReceived", &it)
}

// LogValue returns what is safe to log.
func (it InvoiceReceived) LogValue() slog.Value {
	return logged(it)
}

func (*InvoiceReceived) kind() Kind {
	return KindInvoiceReceived
}

// StagnantAccount: The payload of `stagnant_account`. The account has not been used for a long time. Upstream no
// longer documents it.
type StagnantAccount struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *StagnantAccount) fields() []field {
	return nil
}

func (it *StagnantAccount) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it StagnantAccount) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *StagnantAccount) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it StagnantAccount) Format(state fmt.State, _ rune) {
	printRecord(state, "StagnantAccount", &it)
}

// LogValue returns what is safe to log.
func (it StagnantAccount) LogValue() slog.Value {
	return logged(it)
}

func (*StagnantAccount) kind() Kind {
	return KindStagnantAccount
}

// PlanConfig: The payload of `plan_config`. The plan of the account was changed. Upstream no longer documents it.
// To confirm it, ask the Management API: `GetAccountPlans`.
type PlanConfig struct {
	// What the plan is for.
	PlanType PlanType

	// Name of the plan.
	PlanName string

	// The packages of the plan.
	Packages []PlanPackage

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *PlanConfig) fields() []field {
	return []field{
		{"plan_type", text(&it.PlanType), false},
		{"plan_name", text(&it.PlanName), false},
		{"packages", list(&it.Packages, object[PlanPackage]), false},
	}
}

func (it *PlanConfig) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it PlanConfig) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *PlanConfig) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it PlanConfig) Format(state fmt.State, _ rune) {
	printRecord(state, "PlanConfig", &it)
}

// LogValue returns what is safe to log.
func (it PlanConfig) LogValue() slog.Value {
	return logged(it)
}

func (*PlanConfig) kind() Kind {
	return KindPlanConfig
}

// ExpiredCallerid: The payload of `expired_callerid`. Caller IDs expired. Upstream no longer documents it.
type ExpiredCallerid struct {
	// The caller IDs that expired.
	Callerids []string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *ExpiredCallerid) fields() []field {
	return []field{
		{"callerids", list(&it.Callerids, text[string]), true},
	}
}

func (it *ExpiredCallerid) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it ExpiredCallerid) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *ExpiredCallerid) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it ExpiredCallerid) Format(state fmt.State, _ rune) {
	printRecord(state, "ExpiredCallerid", &it)
}

// LogValue returns what is safe to log.
func (it ExpiredCallerid) LogValue() slog.Value {
	return logged(it)
}

func (*ExpiredCallerid) kind() Kind {
	return KindExpiredCallerid
}

// NewInvoice: The payload of `new_invoice`. An invoice was created. Upstream no longer documents it. To confirm
// it, ask the Management API: `GetAccountInvoices`.
type NewInvoice struct {
	// Number of the invoice.
	InvoiceNumber string

	// Date of the invoice.
	InvoiceDate string

	// Whether the invoice is for a prepayment.
	Prepayment bool

	// Currency of the invoice.
	Currency string

	// Amount of the invoice including taxes, in the invoice's currency.
	TotalAmount Decimal

	// Taxes on the invoice, in the invoice's currency.
	TotalTaxAmount Decimal

	// The invoiced services.
	Units []InvoiceUnit

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *NewInvoice) fields() []field {
	return []field{
		{"invoice_number", text(&it.InvoiceNumber), false},
		{"invoice_date", text(&it.InvoiceDate), false},
		{"prepayment", boolean(&it.Prepayment), false},
		{"currency", text(&it.Currency), false},
		{"total_amount", decimal(&it.TotalAmount), true},
		{"total_tax_amount", decimal(&it.TotalTaxAmount), true},
		{"units", list(&it.Units, object[InvoiceUnit]), false},
	}
}

func (it *NewInvoice) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it NewInvoice) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *NewInvoice) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it NewInvoice) Format(state fmt.State, _ rune) {
	printRecord(state, "NewInvoice", &it)
}

// LogValue returns what is safe to log.
func (it NewInvoice) LogValue() slog.Value {
	return logged(it)
}

func (*NewInvoice) kind() Kind {
	return KindNewInvoice
}

// BalanceIsChanged: The payload of `balance_is_changed`. The balance of the account changed. Upstream no longer
// documents it.
type BalanceIsChanged struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *BalanceIsChanged) fields() []field {
	return nil
}

func (it *BalanceIsChanged) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it BalanceIsChanged) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *BalanceIsChanged) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it BalanceIsChanged) Format(state fmt.State, _ rune) {
	printRecord(state, "BalanceIsChanged", &it)
}

// LogValue returns what is safe to log.
func (it BalanceIsChanged) LogValue() slog.Value {
	return logged(it)
}

func (*BalanceIsChanged) kind() Kind {
	return KindBalanceIsChanged
}

// RenewedSubscription: A subscription that was renewed.
type RenewedSubscription struct {
	// Type of the subscription.
	SubscriptionType RenewedSubscriptionType

	// Subject of the subscription, such as the phone number.
	Name string

	// Cost of the subscription.
	Cost Decimal

	// Day of the next renewal.
	NextRenewal Date

	// Phone numbers or SIP registrations that the subscription is attached to.
	Details []SubscriptionDetails

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *RenewedSubscription) fields() []field {
	return []field{
		{"type", text(&it.SubscriptionType), false},
		{"name", text(&it.Name), true},
		{"cost", decimal(&it.Cost), true},
		{"next_renewal", date(&it.NextRenewal), false},
		{"details", list(&it.Details, object[SubscriptionDetails]), false},
	}
}

func (it *RenewedSubscription) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it RenewedSubscription) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *RenewedSubscription) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it RenewedSubscription) Format(state fmt.State, _ rune) {
	printRecord(state, "RenewedSubscription", &it)
}

// LogValue returns what is safe to log.
func (it RenewedSubscription) LogValue() slog.Value {
	return logged(it)
}

// SubscriptionDetails: What a subscription is attached to.
type SubscriptionDetails struct {
	// Whether these are phone numbers or SIP registrations.
	Target SubscriptionTarget

	// The phone numbers, if the type is PHONE. It is nil if it is absent.
	PhoneNumbers []PhoneNumber

	// The SIP registrations, if the type is SIP_REGISTRATION. It is nil if it is absent.
	SipRegistrations []SipRegistration

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *SubscriptionDetails) fields() []field {
	return []field{
		{"type", text(&it.Target), false},
		{"phone_numbers", optionalList(&it.PhoneNumbers, object[PhoneNumber]), false},
		{"sip_registrations", optionalList(&it.SipRegistrations, object[SipRegistration]), false},
	}
}

func (it *SubscriptionDetails) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it SubscriptionDetails) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *SubscriptionDetails) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it SubscriptionDetails) Format(state fmt.State, _ rune) {
	printRecord(state, "SubscriptionDetails", &it)
}

// LogValue returns what is safe to log.
func (it SubscriptionDetails) LogValue() slog.Value {
	return logged(it)
}

// PhoneNumber: A phone number that a subscription is attached to.
type PhoneNumber struct {
	// ID of the phone number.
	PhoneID uint64

	// The phone number itself.
	PhoneNumber string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *PhoneNumber) fields() []field {
	return []field{
		{"phone_id", number(&it.PhoneID), false},
		{"phone_number", text(&it.PhoneNumber), true},
	}
}

func (it *PhoneNumber) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it PhoneNumber) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *PhoneNumber) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it PhoneNumber) Format(state fmt.State, _ rune) {
	printRecord(state, "PhoneNumber", &it)
}

// LogValue returns what is safe to log.
func (it PhoneNumber) LogValue() slog.Value {
	return logged(it)
}

// SipRegistration: A SIP registration that a subscription is attached to.
type SipRegistration struct {
	// ID of the SIP registration, as in `GetSipRegistrations`.
	SipRegistrationID uint64

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *SipRegistration) fields() []field {
	return []field{
		{"sip_registration_id", number(&it.SipRegistrationID), false},
	}
}

func (it *SipRegistration) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it SipRegistration) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *SipRegistration) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it SipRegistration) Format(state fmt.State, _ rune) {
	printRecord(state, "SipRegistration", &it)
}

// LogValue returns what is safe to log.
func (it SipRegistration) LogValue() slog.Value {
	return logged(it)
}

// FailedSipRegistration: A SIP registration that failed.
type FailedSipRegistration struct {
	// ID of the SIP registration, as in `GetSipRegistrations`.
	SipRegistrationID uint64

	// Status code of the failed registration.
	StatusCode string

	// Error message of the failed registration. It is nil if it is absent.
	ErrorMessage *string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *FailedSipRegistration) fields() []field {
	return []field{
		{"sip_registration_id", number(&it.SipRegistrationID), false},
		{"status_code", text(&it.StatusCode), false},
		{"error_message", optional(&it.ErrorMessage, text[string]), false},
	}
}

func (it *FailedSipRegistration) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it FailedSipRegistration) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *FailedSipRegistration) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it FailedSipRegistration) Format(state fmt.State, _ rune) {
	printRecord(state, "FailedSipRegistration", &it)
}

// LogValue returns what is safe to log.
func (it FailedSipRegistration) LogValue() slog.Value {
	return logged(it)
}

// RecoveredSipRegistration: A SIP registration that recovered.
type RecoveredSipRegistration struct {
	// ID of the SIP registration, as in `GetSipRegistrations`.
	SipRegistrationID uint64

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *RecoveredSipRegistration) fields() []field {
	return []field{
		{"sip_registration_id", number(&it.SipRegistrationID), false},
	}
}

func (it *RecoveredSipRegistration) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it RecoveredSipRegistration) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *RecoveredSipRegistration) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it RecoveredSipRegistration) Format(state fmt.State, _ rune) {
	printRecord(state, "RecoveredSipRegistration", &it)
}

// LogValue returns what is safe to log.
func (it RecoveredSipRegistration) LogValue() slog.Value {
	return logged(it)
}

// FrozenSubscription: A subscription that was frozen.
type FrozenSubscription struct {
	// Type of the subscription.
	SubscriptionType SubscriptionType

	// Subject of the subscription, such as the phone number.
	Name string

	// Cost of the subscription.
	Cost Decimal

	// Phone numbers or SIP registrations that the subscription is attached to.
	Details []SubscriptionDetails

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *FrozenSubscription) fields() []field {
	return []field{
		{"type", text(&it.SubscriptionType), false},
		{"name", text(&it.Name), true},
		{"cost", decimal(&it.Cost), true},
		{"details", list(&it.Details, object[SubscriptionDetails]), false},
	}
}

func (it *FrozenSubscription) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it FrozenSubscription) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *FrozenSubscription) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it FrozenSubscription) Format(state fmt.State, _ rune) {
	printRecord(state, "FrozenSubscription", &it)
}

// LogValue returns what is safe to log.
func (it FrozenSubscription) LogValue() slog.Value {
	return logged(it)
}

// DetachedSubscription: A subscription that was cancelled.
type DetachedSubscription struct {
	// Type of the subscription.
	SubscriptionType SubscriptionType

	// Subject of the subscription, such as the phone number.
	Name string

	// Phone numbers or SIP registrations that the subscription is attached to.
	Details []SubscriptionDetails

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *DetachedSubscription) fields() []field {
	return []field{
		{"type", text(&it.SubscriptionType), false},
		{"name", text(&it.Name), true},
		{"details", list(&it.Details, object[SubscriptionDetails]), false},
	}
}

func (it *DetachedSubscription) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it DetachedSubscription) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *DetachedSubscription) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it DetachedSubscription) Format(state fmt.State, _ rune) {
	printRecord(state, "DetachedSubscription", &it)
}

// LogValue returns what is safe to log.
func (it DetachedSubscription) LogValue() slog.Value {
	return logged(it)
}

// UnverifiedSubscription: An unverified subscription that was cancelled.
type UnverifiedSubscription struct {
	// Type of the subscription.
	SubscriptionType SubscriptionType

	// Subject of the subscription, such as the phone number.
	Name string

	// Phone numbers or SIP registrations that the subscription is attached to.
	Details []SubscriptionDetails

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *UnverifiedSubscription) fields() []field {
	return []field{
		{"type", text(&it.SubscriptionType), false},
		{"name", text(&it.Name), true},
		{"details", list(&it.Details, object[SubscriptionDetails]), false},
	}
}

func (it *UnverifiedSubscription) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it UnverifiedSubscription) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *UnverifiedSubscription) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it UnverifiedSubscription) Format(state fmt.State, _ rune) {
	printRecord(state, "UnverifiedSubscription", &it)
}

// LogValue returns what is safe to log.
func (it UnverifiedSubscription) LogValue() slog.Value {
	return logged(it)
}

// Certificate: An Apple VoIP certificate.
type Certificate struct {
	// ID of the push credential, as in `GetPushCredential`.
	PushCredentialID uint64

	// File name of the certificate.
	CertFileName string

	// Day on which the certificate expires. It is nil if it is absent.
	ExpirationDate *Date

	// Names of the applications that use the certificate. It is nil if it is absent.
	Applications []string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *Certificate) fields() []field {
	return []field{
		{"push_credential_id", number(&it.PushCredentialID), false},
		{"cert_file_name", text(&it.CertFileName), true},
		{"expiration_date", optional(&it.ExpirationDate, date), false},
		{"applications", optionalList(&it.Applications, text[string]), false},
	}
}

func (it *Certificate) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it Certificate) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *Certificate) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it Certificate) Format(state fmt.State, _ rune) {
	printRecord(state, "Certificate", &it)
}

// LogValue returns what is safe to log.
func (it Certificate) LogValue() slog.Value {
	return logged(it)
}

// PlanPackage: A package of a plan.
type PlanPackage struct {
	// IDs of the price groups.
	PriceGroupID []uint64

	// Name of the package. It is nil if it is absent.
	PackageName *string

	// UUID of the package.
	PackageUuid string

	// Whether usage beyond the package is allowed.
	MayOverrun bool

	// Current size of the package.
	PackageSize uint64

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *PlanPackage) fields() []field {
	return []field{
		{"price_group_id", list(&it.PriceGroupID, number), false},
		{"package_name", optional(&it.PackageName, text[string]), false},
		{"package_uuid", text(&it.PackageUuid), false},
		{"may_overrun", boolean(&it.MayOverrun), false},
		{"package_size", number(&it.PackageSize), false},
	}
}

func (it *PlanPackage) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it PlanPackage) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *PlanPackage) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it PlanPackage) Format(state fmt.State, _ rune) {
	printRecord(state, "PlanPackage", &it)
}

// LogValue returns what is safe to log.
func (it PlanPackage) LogValue() slog.Value {
	return logged(it)
}

// InvoiceUnit: An invoiced service.
type InvoiceUnit struct {
	// Name of the service.
	Description string

	// Fee for the service without taxes, in the invoice's currency. It is nil if it is absent.
	Amount *Decimal

	// Tax rate, as a fraction of 1.
	VatRate Decimal

	// Taxes on the service, in the invoice's currency.
	TaxAmount Decimal

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *InvoiceUnit) fields() []field {
	return []field{
		{"description", text(&it.Description), false},
		{"amount", optional(&it.Amount, decimal), true},
		{"vat_rate", decimal(&it.VatRate), false},
		{"tax_amount", decimal(&it.TaxAmount), true},
	}
}

func (it *InvoiceUnit) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it InvoiceUnit) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *InvoiceUnit) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it InvoiceUnit) Format(state fmt.State, _ rune) {
	printRecord(state, "InvoiceUnit", &it)
}

// LogValue returns what is safe to log.
func (it InvoiceUnit) LogValue() slog.Value {
	return logged(it)
}
