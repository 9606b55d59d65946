package callbacks

import (
	"encoding/json"
	"strconv"
	"strings"

	"voximplant-callbacks.invalid/callbacks/internal/lex"
)

// A value is where a field goes. The generated code says which fields there are, and of which type; what follows says
// how each type is read and written. One that is not a scalar has isList or isObject, one that may be absent has absent.
type value interface {
	// read reads the value of the field.
	read(r *reader) *fault
	// write appends the value as JSON.
	write(out []byte) []byte
}

// becomesAbsent makes a value what it is if the field is absent, or tells that it must not be.
func becomesAbsent(v value) bool {
	it, is := v.(interface{ absent() })
	if is {
		it.absent()
	}
	return is
}

// isNothing tells that there is nothing to be written.
func isNothing(v value) bool {
	it, is := v.(interface{ isNothing() bool })
	return is && it.isNothing()
}

// isScalar reports whether a single value may be sent instead of a list.
func isScalar(v value) bool {
	it, is := v.(interface{ isScalar() bool })
	return !is || it.isScalar()
}

// A field of an object.
type field struct {
	name  string
	value value
	// isSensitive means that logs must not show it.
	isSensitive bool
}

// A record is a documented object.
type record interface {
	fields() []field
	// extra is the target of undocumented fields.
	extra() *Extra
}

// Numbers.

type numberValue struct{ to *uint64 }

func number(to *uint64) value { return numberValue{to} }

func (v numberValue) read(r *reader) *fault {
	digits, f := r.digits("a number")
	if f != nil {
		return f
	}
	if !isPlain(digits) {
		return newFault(ErrInvalidNumber, "expected a number in plain digits")
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return newFault(ErrOutOfRange, "out of range: expected at most 18446744073709551615")
	}
	*v.to = n
	return nil
}

func (v numberValue) write(out []byte) []byte { return strconv.AppendUint(out, *v.to, 10) }

// isPlain tells whether a text is 0, or digits that do not begin with it.
func isPlain(text string) bool {
	if text == "" || text[0] == '0' && len(text) > 1 {
		return false
	}
	for _, c := range []byte(text) {
		if c < '0' || '9' < c {
			return false
		}
	}
	return true
}

// Decimals.

type decimalValue struct{ to *Decimal }

func decimal(to *Decimal) value { return decimalValue{to} }

// quotedDecimal is documented as a string.
func quotedDecimal(to *Decimal) value { return quotedDecimalValue{decimalValue{to}} }

func (v decimalValue) read(r *reader) *fault {
	text, f := r.digits("a decimal")
	if f != nil {
		return f
	}
	d, code := parseDecimal(text)
	if code == ErrInvalidDecimal {
		return newFault(code, "expected a decimal number")
	}
	if code != "" {
		return newFault(code, "out of range: expected a decimal of at most 96 bits and 28 places")
	}
	*v.to = d
	return nil
}

func (v decimalValue) write(out []byte) []byte {
	return append(out, v.to.String()...)
}

type quotedDecimalValue struct{ decimalValue }

func (v quotedDecimalValue) write(out []byte) []byte { return lex.AppendString(out, v.to.String()) }

// Booleans.

type booleanValue struct{ to *bool }

func boolean(to *bool) value { return booleanValue{to} }

func (v booleanValue) read(r *reader) *fault {
	if first := r.Peek(); first != 't' && first != 'f' {
		return r.wrongType("a boolean")
	}
	*v.to = r.Scalar() == "true"
	return nil
}

func (v booleanValue) write(out []byte) []byte { return strconv.AppendBool(out, *v.to) }

// Strings.

type textValue[T ~string] struct{ to *T }

func text[T ~string](to *T) value { return textValue[T]{to} }

func (v textValue[T]) read(r *reader) *fault {
	if r.takesNull() {
		*v.to = ""
		return nil
	}
	text, f := r.text("a string")
	*v.to = T(text)
	return f
}

func (v textValue[T]) absent() { *v.to = "" }

func (v textValue[T]) write(out []byte) []byte { return appendText(out, string(*v.to)) }

// appendText writes a string that may not have been received.
func appendText(out []byte, text string) []byte {
	return lex.AppendString(out, strings.ToValidUTF8(text, "\ufffd"))
}

type numberOrStringValue struct{ to *NumberOrString }

func numberOrString(to *NumberOrString) value { return numberOrStringValue{to} }

func (v numberOrStringValue) read(r *reader) *fault {
	if r.takesNull() {
		*v.to = NumberOrString{}
		return nil
	}
	isNumber := r.Peek() != '"'
	text, f := r.digits("a number or a string")
	*v.to = NumberOrString{text, isNumber}
	return f
}

func (v numberOrStringValue) absent() { *v.to = NumberOrString{} }

func (v numberOrStringValue) write(out []byte) []byte {
	if v.to.isNumber {
		return append(out, v.to.text...)
	}
	return appendText(out, v.to.text)
}

// NumberOrString is an identifier that comes as a number or as a string. It is text either way, and is written as it
// came.
type NumberOrString struct {
	text     string
	isNumber bool
}

// NewNumberOrString is one that is written as a string.
func NewNumberOrString(text string) NumberOrString { return NumberOrString{text: text} }

// String gives the text, or the digits of the number as they came.
func (n NumberOrString) String() string { return n.text }

// Dates.

type dateValue struct{ to *Date }

func date(to *Date) value { return dateValue{to} }

func (v dateValue) read(r *reader) *fault {
	d, hasTime, f := r.day("a date YYYY-MM-DD")
	if f == nil && hasTime {
		f = invalidDate("a date YYYY-MM-DD")
	}
	if f == nil {
		*v.to, f = d.date()
	}
	return f
}

func (v dateValue) write(out []byte) []byte { return lex.AppendString(out, v.to.String()) }

// Optional fields.

type optionalValue[T any] struct {
	to **T
	of func(*T) value
}

// optional is nil if the field is absent or null.
func optional[T any](to **T, of func(*T) value) value { return optionalValue[T]{to, of} }

func (v optionalValue[T]) read(r *reader) *fault {
	*v.to = nil
	if r.takesNull() {
		return nil
	}
	it := new(T)
	if f := v.of(it).read(r); f != nil {
		return f
	}
	*v.to = it
	return nil
}

func (v optionalValue[T]) absent() { *v.to = nil }

func (v optionalValue[T]) isNothing() bool         { return *v.to == nil }
func (v optionalValue[T]) write(out []byte) []byte { return v.of(*v.to).write(out) }

// Lists.

type listValue[T any] struct {
	to         *[]T
	of         func(*T) value
	isOptional bool
}

// list is empty if the field is absent or null.
func list[T any](to *[]T, of func(*T) value) value { return listValue[T]{to, of, false} }

// optionalList is nil if the field is absent or null. An empty list is not nil.
func optionalList[T any](to *[]T, of func(*T) value) value { return listValue[T]{to, of, true} }

// lists is for a list of lists.
func lists[T any](of func(*T) value) func(*[]T) value {
	return func(to *[]T) value { return list(to, of) }
}

func (v listValue[T]) read(r *reader) *fault {
	*v.to = nil
	if r.takesNull() {
		return nil
	}
	if r.Peek() != '[' {
		var one T
		element := v.of(&one)
		if !isScalar(element) {
			return r.wrongType("a list")
		}
		if f := element.read(r); f != nil {
			return f
		}
		*v.to = []T{one}
		return nil
	}
	list := []T{}
	if r.Open() {
		for {
			var one T
			if f := v.of(&one).read(r); f != nil {
				return f.at(len(list))
			}
			if len(list) == r.limits.List {
				return r.tooLong()
			}
			list = append(list, one)
			if !r.More() {
				break
			}
		}
	}
	*v.to = list
	return nil
}

func (v listValue[T]) absent() { *v.to = nil }

func (v listValue[T]) isNothing() bool { return v.isOptional && *v.to == nil }
func (v listValue[T]) isScalar() bool  { return false }

func (v listValue[T]) write(out []byte) []byte {
	out = append(out, '[')
	for at := range *v.to {
		if at > 0 {
			out = append(out, ',')
		}
		out = v.of(&(*v.to)[at]).write(out)
	}
	return append(out, ']')
}

// Objects.

type objectValue struct{ to record }

func object[T any, P interface {
	*T
	record
}](to *T) value {
	return objectValue{P(to)}
}

func (v objectValue) read(r *reader) *fault   { return readObject(r, v.to) }
func (v objectValue) isScalar() bool          { return false }
func (v objectValue) write(out []byte) []byte { return appendRecord(out, v.to) }

// Extra has the fields of an object that this version does not know: the JSON text of each value as received, by name.
type Extra map[string]json.RawMessage
