// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.

package callbacks

// Kind says what happened. It may be a kind that this version does not know.
type Kind string

const (
	// Nothing is to be said. Superseded by `everything`.
	KindQuiet Kind = "quiet"
	// Every type of field is there. To confirm it, ask the Management API: `GetEverything`.
	KindEverything Kind = "everything"
	// The fields are documented one level deeper.
	KindWrapped Kind = "wrapped"
)

// Kinds returns every kind that this version knows.
func Kinds() []Kind {
	return []Kind{
		KindQuiet,
		KindEverything,
		KindWrapped,
	}
}

// newPayload returns an empty payload of a kind, and whether it is documented in a wrapper. It is nil
// if the kind is not known.
func newPayload(kind string) (payload Payload, isWrapped bool) {
	switch Kind(kind) {
	case KindQuiet:
		return new(Quiet), false
	case KindEverything:
		return new(Everything), false
	case KindWrapped:
		return new(Wrapped), true
	}
	return nil, false
}
