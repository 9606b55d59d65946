package callbacks

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strconv"
	"strings"

	"voximplant-callbacks.invalid/callbacks/internal/lex"
)

// Callback is one callback of a known kind.
type Callback struct {
	// Envelope has the fields that every callback has.
	Envelope
	// Payload has the details. A type switch over it distinguishes the kinds.
	Payload Payload
}

// Kind returns what happened. It is empty if there is no payload.
func (c Callback) Kind() Kind {
	if c.Payload == nil {
		return ""
	}
	return c.Payload.kind()
}

// MarshalJSON writes the callback in the documented form, with its unknown fields.
func (c Callback) MarshalJSON() ([]byte, error) {
	if c.Payload == nil {
		return nil, fmt.Errorf("callback has no payload")
	}
	kind := string(c.Kind())
	out := appendMembers([]byte{'{'}, &c.Envelope)
	out = appendText(appendName(out, typeName), kind)
	out = appendName(out, kind)
	if _, isWrapped := newPayload(kind); isWrapped {
		out = append(appendRecord(appendName(append(out, '{'), kind), c.Payload), '}')
	} else {
		out = appendRecord(out, c.Payload)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON reads one callback by the rules of [Read]. The error is a [*DecodeError], whose pointer starts at the
// callback. An unknown kind is [ErrWrongType].
func (c *Callback) UnmarshalJSON(data []byte) error {
	return unmarshal(data, func(r *reader) *fault {
		_, envelope, payload, f := r.callback()
		if f == nil && payload == nil {
			f = newFault(ErrWrongType, "expected a kind that is known").in(typeName)
		}
		if f == nil {
			*c = Callback{*envelope, payload}
		}
		return f
	})
}

// Format prints what is safe to log.
func (c Callback) Format(state fmt.State, _ rune) {
	_, _ = fmt.Fprintf(state, "Callback{%s %v %v}", c.Kind(), c.Envelope, c.Payload)
}

// LogValue returns what is safe to log.
func (c Callback) LogValue() slog.Value { return logged(c) }

// An origin is what is known about any callback.
type origin struct {
	raw                                  string
	kind                                 Kind
	accountID, callbackID                uint64
	hash                                 string
	hasAccountID, hasCallbackID, hasHash bool
}

// Raw returns the JSON text of the callback as received: store this.
func (o origin) Raw() string { return o.raw }

// Kind returns what happened. It is empty if it cannot be read.
func (o origin) Kind() Kind { return o.kind }

// AccountID returns the account, if it can be read.
func (o origin) AccountID() (id uint64, isKnown bool) { return o.accountID, o.hasAccountID }

// CallbackID returns the callback ID, if it can be read.
func (o origin) CallbackID() (id uint64, isKnown bool) { return o.callbackID, o.hasCallbackID }

// Digest returns the content digest: see [Digest].
func (o origin) Digest() string { return digest(o.raw) }

// id is the callback in a log. An unknown kind may be any text.
func (o origin) id() string {
	var texts []string
	switch {
	case o.kind.IsKnown():
		texts = append(texts, string(o.kind))
	case o.kind != "":
		texts = append(texts, strconv.Quote(string(o.kind)))
	}
	if o.hasCallbackID {
		texts = append(texts, fmt.Sprintf("callback %d", o.callbackID))
	}
	if o.hasAccountID {
		texts = append(texts, fmt.Sprintf("of account %d", o.accountID))
	}
	return strings.Join(texts, " ")
}

// What is read.

// Decoded is a callback as it was read, whoever sent it: a [*KnownCallback], an [*UnknownCallback] or a
// [*MalformedCallback].
//
//sumtype:decl
type Decoded interface {
	// Raw returns the JSON text of the callback as received: store this.
	Raw() string
	// Kind returns what happened. It is empty if it cannot be read.
	Kind() Kind
	// AccountID returns the account, if it can be read.
	AccountID() (id uint64, isKnown bool)
	// CallbackID returns the callback ID, if it can be read.
	CallbackID() (id uint64, isKnown bool)
	// Digest returns the content digest: see [Digest].
	Digest() string

	decoded()
}

// KnownCallback is a callback of a known kind.
type KnownCallback struct {
	origin
	Callback *Callback
}

// UnknownCallback is a callback of a kind that is newer than this version. Keep it.
type UnknownCallback struct {
	origin
	// Envelope has the payload among its unknown fields.
	Envelope Envelope
	// Payload is the JSON text of the payload, if there is one.
	Payload json.RawMessage
}

// MalformedCallback is a callback that cannot be read. Keep it.
type MalformedCallback struct {
	origin
	Err *DecodeError
}

func (*KnownCallback) decoded()     {}
func (*UnknownCallback) decoded()   {}
func (*MalformedCallback) decoded() {}

// Format prints what is safe to log.
func (c KnownCallback) Format(state fmt.State, _ rune) { printed(state, "KnownCallback", c.origin, "") }

// Format prints what is safe to log.
func (c UnknownCallback) Format(state fmt.State, _ rune) {
	printed(state, "UnknownCallback", c.origin, "")
}

// Format prints what is safe to log.
func (c MalformedCallback) Format(state fmt.State, _ rune) {
	printed(state, "MalformedCallback", c.origin, c.Err.fault())
}

// LogValue returns what is safe to log.
func (c KnownCallback) LogValue() slog.Value { return logged(c) }

// LogValue returns what is safe to log.
func (c UnknownCallback) LogValue() slog.Value { return logged(c) }

// LogValue returns what is safe to log.
func (c MalformedCallback) LogValue() slog.Value { return logged(c) }

// result returns the decoded callback.
func (d *decoded) result() Decoded {
	switch {
	case d.known != nil:
		return &KnownCallback{d.origin, d.known}
	case d.unknown != nil:
		return &UnknownCallback{d.origin, *d.unknown, d.payload()}
	default:
		return &MalformedCallback{d.origin, d.err}
	}
}

func (d *decoded) payload() json.RawMessage { return d.unknown.Extra[string(d.kind)] }

// Read reads a body without checking hashes: for bodies that were authenticated in another way, or for stored ones.
// Anyone may have sent the callbacks. The error is a [*BodyError].
func Read(body []byte) ([]Decoded, error) { return new(Receiver).Read(body) }

// Read is like the function [Read], within the limits of the receiver.
func (r *Receiver) Read(body []byte) ([]Decoded, error) {
	callbacks, err := readBody(body, r.Limits)
	if err != nil {
		return nil, err
	}
	results := make([]Decoded, len(callbacks))
	for at := range callbacks {
		results[at] = callbacks[at].result()
	}
	return results, nil
}

// Digest is the content digest of the JSON text of one callback: `v1:` and the SHA-256 of the callback as canonical
// JSON, without its hash. It shows whether two copies have the same content, and is the same in every language and
// every version.
func Digest(callback []byte) (string, error) {
	text := string(callback)
	if at, err := lex.Check(text); err != nil {
		return "", fmt.Errorf("callback is not JSON at byte %d", at)
	}
	return digest(text), nil
}

// IsKnown reports whether this version knows the kind.
func (k Kind) IsKnown() bool {
	payload, _ := newPayload(string(k))
	return payload != nil
}
