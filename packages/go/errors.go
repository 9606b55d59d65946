package callbacks

import "fmt"

// Code identifies what is wrong with a body or a callback. It is an error, so errors.Is finds it in a [BodyError] and
// in a [DecodeError].
type Code string

const (
	// ErrTooLarge: the body has too many bytes.
	ErrTooLarge Code = "too_large"
	// ErrNotUTF8: the body is not UTF-8.
	ErrNotUTF8 Code = "not_utf8"
	// ErrSyntax: the body is not JSON.
	ErrSyntax Code = "syntax"
	// ErrTooManyAccounts: the body has callbacks of too many accounts to look up.
	ErrTooManyAccounts Code = "too_many_accounts"
	// ErrWrongType: a value has another JSON type than documented.
	ErrWrongType Code = "wrong_type"
	// ErrMissingField: a required field is absent.
	ErrMissingField Code = "missing_field"
	// ErrMissingPayload: the payload is absent.
	ErrMissingPayload Code = "missing_payload"
	// ErrPayloadMismatch: the payload belongs to another kind than `type` says.
	ErrPayloadMismatch Code = "payload_mismatch"
	// ErrDuplicateField: a name is repeated in an object.
	ErrDuplicateField Code = "duplicate_field"
	// ErrInvalidNumber: an integer is not plain digits.
	ErrInvalidNumber Code = "invalid_number"
	// ErrInvalidDecimal: a text is not a decimal number.
	ErrInvalidDecimal Code = "invalid_decimal"
	// ErrInvalidDate: a text is not a date, or not a timestamp.
	ErrInvalidDate Code = "invalid_date"
	// ErrOutOfRange: a number, date or timestamp is beyond what every language can hold exactly.
	ErrOutOfRange Code = "out_of_range"
	// ErrTooLong: a list has too many elements.
	ErrTooLong Code = "too_long"
	// ErrUnreadable: a text or a name has half of a surrogate pair.
	ErrUnreadable Code = "unreadable"
)

// Error returns the code.
func (c Code) Error() string { return string(c) }

// BodyError reports why a body as a whole cannot be read. None of its callbacks was read.
type BodyError struct {
	// Code is found by errors.Is.
	Code Code
	// Pointer is the place as a JSON Pointer, if the body is JSON.
	Pointer string
	detail  string
}

// Error describes the problem, without any received value.
func (e *BodyError) Error() string { return "body " + e.detail }

// Unwrap returns the code.
func (e *BodyError) Unwrap() error { return e.Code }

// DecodeError reports what is wrong with a callback, and where.
type DecodeError struct {
	// Code is found by errors.Is.
	Code Code
	// Pointer is the place as a JSON Pointer from the root of the body.
	Pointer string
	detail  string
}

// Error describes the problem, without any received value.
func (e *DecodeError) Error() string {
	return "callback is malformed: " + e.fault()
}

// fault is what is wrong, where it is clear that a callback is malformed.
func (e *DecodeError) fault() string {
	if e == nil {
		return ""
	}
	return e.detail + " at " + e.Pointer
}

// Unwrap returns the code.
func (e *DecodeError) Unwrap() error { return e.Code }

// LookupError reports that the credentials of an account could not be looked up. No callback of the body was claimed.
type LookupError struct {
	AccountID uint64
	// Err is the error of the lookup.
	Err error
}

// Error names the account.
func (e *LookupError) Error() string {
	return fmt.Sprintf("cannot look up the credentials of account %d: %v", e.AccountID, e.Err)
}

// Unwrap returns the error of the lookup.
func (e *LookupError) Unwrap() error { return e.Err }
