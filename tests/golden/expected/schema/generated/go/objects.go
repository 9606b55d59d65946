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

// Envelope: What every callback has.
type Envelope struct {
	// Number of the callback.
	CallbackID uint64

	// Number of the account.
	AccountID uint64

	// The hash.
	Hash string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *Envelope) fields() []field {
	return []field{
		{"callback_id", number(&it.CallbackID), false},
		{"account_id", number(&it.AccountID), false},
		{"hash", text(&it.Hash), true},
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

// Quiet: The payload of `quiet`. Nothing is to be said. Superseded by `everything`.
type Quiet struct {
	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *Quiet) fields() []field {
	return nil
}

func (it *Quiet) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it Quiet) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *Quiet) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it Quiet) Format(state fmt.State, _ rune) {
	printRecord(state, "Quiet", &it)
}

// LogValue returns what is safe to log.
func (it Quiet) LogValue() slog.Value {
	return logged(it)
}

func (*Quiet) kind() Kind {
	return KindQuiet
}

// Everything: The payload of `everything`. Every type of field is there. To confirm it, ask the Management API:
// `GetEverything`.
type Everything struct {
	// A number.
	Number uint64

	// A decimal.
	Decimal Decimal

	// Money that is called an integer.
	Integer Decimal

	// Money in a string.
	Text Decimal

	// A text.
	String string

	// A boolean.
	Boolean bool

	// A date.
	Date Date

	// A timestamp.
	Timestamp time.Time

	// Either.
	TimestampOrDate DateOrTimestamp

	// A number, or a text.
	NumberOrString NumberOrString

	// Some numbers.
	Numbers []uint64

	// Some rows.
	Rows [][]string

	// A state.
	State State

	// Some places.
	Places []Place

	// A date, or none. It is nil if it is absent.
	MayBeAbsent *Date

	// Some numbers, or none. It is nil if it is absent.
	ListOrNone []uint64

	// A place, or none. It is nil if it is absent.
	PlaceOrNone *Place

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *Everything) fields() []field {
	return []field{
		{"number", number(&it.Number), false},
		{"decimal", decimal(&it.Decimal), false},
		{"integer", decimal(&it.Integer), false},
		{"text", quotedDecimal(&it.Text), false},
		{"string", text(&it.String), true},
		{"boolean", boolean(&it.Boolean), false},
		{"date", date(&it.Date), false},
		{"timestamp", timestamp(&it.Timestamp), false},
		{"timestamp_or_date", dateOrTimestamp(&it.TimestampOrDate), false},
		{"number_or_string", numberOrString(&it.NumberOrString), false},
		{"numbers", list(&it.Numbers, number), false},
		{"rows", list(&it.Rows, lists(text[string])), false},
		{"state", text(&it.State), false},
		{"places", list(&it.Places, object[Place]), false},
		{"may_be_absent", optional(&it.MayBeAbsent, date), false},
		{"list_or_none", optionalList(&it.ListOrNone, number), false},
		{"place_or_none", optional(&it.PlaceOrNone, object[Place]), false},
	}
}

func (it *Everything) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it Everything) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *Everything) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it Everything) Format(state fmt.State, _ rune) {
	printRecord(state, "Everything", &it)
}

// LogValue returns what is safe to log.
func (it Everything) LogValue() slog.Value {
	return logged(it)
}

func (*Everything) kind() Kind {
	return KindEverything
}

// Wrapped: The payload of `wrapped`. The fields are documented one level deeper.
type Wrapped struct {
	// A place.
	Place Place

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *Wrapped) fields() []field {
	return []field{
		{"place", object[Place](&it.Place), false},
	}
}

func (it *Wrapped) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it Wrapped) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *Wrapped) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it Wrapped) Format(state fmt.State, _ rune) {
	printRecord(state, "Wrapped", &it)
}

// LogValue returns what is safe to log.
func (it Wrapped) LogValue() slog.Value {
	return logged(it)
}

func (*Wrapped) kind() Kind {
	return KindWrapped
}

// Place: A place.
type Place struct {
	// What the place is.
	PlaceType string

	// Extra has the fields that this version does not know.
	Extra Extra
}

func (it *Place) fields() []field {
	return []field{
		{"type", text(&it.PlaceType), false},
	}
}

func (it *Place) extra() *Extra {
	return &it.Extra
}

// MarshalJSON writes the documented form, with the unknown fields.
func (it Place) MarshalJSON() ([]byte, error) {
	return appendRecord(nil, &it), nil
}

// UnmarshalJSON reads by the rules of [Read]. The error is a [*DecodeError].
func (it *Place) UnmarshalJSON(data []byte) error {
	return unmarshalRecord(data, it)
}

// Format prints what is safe to log.
func (it Place) Format(state fmt.State, _ rune) {
	printRecord(state, "Place", &it)
}

// LogValue returns what is safe to log.
func (it Place) LogValue() slog.Value {
	return logged(it)
}
