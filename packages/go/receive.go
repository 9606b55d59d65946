package callbacks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
)

// Receiver reads bodies, checks the hash of every callback in them, and with a guard recognizes those that were handled
// before. It is safe for concurrent use as long as nothing changes it.
type Receiver struct {
	// Credentials of any number of accounts. If an account has several, they are tried in order.
	Credentials []*Credential
	// Lookup returns the credentials of an account that has none in Credentials, for services with many accounts. It may
	// return none. Anyone can make it run for any account: if it is slow or costs money, cache its answers, including the
	// empty ones.
	Lookup func(ctx context.Context, accountID uint64) ([]*Credential, error)
	// Guard recognizes callbacks that were handled before. Without one, every copy of a callback is handled.
	Guard ReplayGuard
	// Limits limits how much is read.
	Limits Limits
}

// Receive reads the unchanged body of a POST, and checks the hash of every callback in it.
//
// A matching hash shows that the sender knew the credential, or copied the hash of an earlier callback with the same
// account ID and callback ID. It covers neither the kind nor the payload nor the balance, and it never expires.
//
// It returns the outcome of each callback, in the order of the body. The error is a [*BodyError] if the body as a whole
// cannot be read; a single callback that cannot be read is an outcome.
func Receive(ctx context.Context, body []byte, credentials ...*Credential) ([]Outcome, error) {
	return (&Receiver{Credentials: credentials}).Receive(ctx, body)
}

// Receive is like the function [Receive], with the lookup, guard and limits of the receiver. The error is a
// [*LookupError] if the lookup failed: then no callback was claimed from the guard, and the sender should retry.
//
// Settle or release each outcome that has these methods. The context is passed to the lookup.
func (r *Receiver) Receive(ctx context.Context, body []byte) ([]Outcome, error) {
	// Invalid credentials are an error whatever the body is.
	known, err := byAccount(r.Credentials)
	if err != nil {
		return nil, err
	}
	callbacks, err := readBody(body, r.Limits)
	if err != nil {
		return nil, err
	}
	if err := r.lookUp(ctx, known, callbacks); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, 0, len(callbacks))
	claimed := map[key]string{}
	isDone := false
	defer func() {
		// A custom guard may panic. Release what was claimed until then.
		if !isDone {
			releaseAll(outcomes)
		}
	}()
	for at := range callbacks {
		outcomes = append(outcomes, r.outcome(&callbacks[at], known, claimed))
	}
	isDone = true
	return outcomes, nil
}

// Outcomes.

// Outcome is the result of receiving one callback: a [*Received], an [*Unknown], a [*Malformed], a [*Duplicate] or a
// [*Refused].
//
//sumtype:decl
type Outcome interface {
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

	outcome()
}

// HashMatched means that the hash of the callback matched its account ID and callback ID, and nothing more.
type HashMatched struct {
	origin
	// CredentialIndex is the index of the account's credential that matched.
	CredentialIndex int

	claim *claim
}

// Settle records that the callback was handled: its next copy is a duplicate to the guard.
func (m *HashMatched) Settle() { m.claim.end(ReplayGuard.Settle) }

// Release records that the callback was not handled: its next copy is new to the guard.
func (m *HashMatched) Release() { m.claim.end(ReplayGuard.Release) }

// Received is a callback of a known kind whose hash matched.
type Received struct {
	HashMatched
	Callback *Callback
}

// Unknown is a callback of a kind that is newer than this version, whose hash matched. Keep it.
type Unknown struct {
	HashMatched
	// Envelope has the payload among its unknown fields.
	Envelope Envelope
	// Payload is the JSON text of the payload, if there is one.
	Payload json.RawMessage
}

// Malformed is a callback that cannot be read, but whose hash matched. Keep it.
type Malformed struct {
	HashMatched
	Err *DecodeError
}

// Duplicate is a callback that was handled before, or occurs earlier in the same body. It requires a guard.
type Duplicate struct {
	origin
	// CredentialIndex is the index of the account's credential that matched.
	CredentialIndex int
	// WasCompared reports whether the content was compared and is the same. If not, the guard no longer knows the content.
	WasCompared bool
	Decoded     Decoded
}

// Refused is a callback that must not be handled, at least not now.
type Refused struct {
	origin
	Refusal Refusal
	// Decoded is what was refused. Anyone may have sent it.
	Decoded Decoded
}

func (*Received) outcome()  {}
func (*Unknown) outcome()   {}
func (*Malformed) outcome() {}
func (*Duplicate) outcome() {}
func (*Refused) outcome()   {}

// Format prints what is safe to log.
func (o Received) Format(state fmt.State, _ rune) { printed(state, "Received", o.origin, "") }

// Format prints what is safe to log.
func (o Unknown) Format(state fmt.State, _ rune) { printed(state, "Unknown", o.origin, "") }

// Format prints what is safe to log.
func (o Malformed) Format(state fmt.State, _ rune) {
	printed(state, "Malformed", o.origin, o.Err.fault())
}

// Format prints what is safe to log.
func (o Duplicate) Format(state fmt.State, _ rune) { printed(state, "Duplicate", o.origin, "") }

// Format prints what is safe to log.
func (o Refused) Format(state fmt.State, _ rune) {
	printed(state, "Refused", o.origin, string(o.Refusal))
}

// LogValue returns what is safe to log.
func (o Received) LogValue() slog.Value { return logged(o) }

// LogValue returns what is safe to log.
func (o Unknown) LogValue() slog.Value { return logged(o) }

// LogValue returns what is safe to log.
func (o Malformed) LogValue() slog.Value { return logged(o) }

// LogValue returns what is safe to log.
func (o Duplicate) LogValue() slog.Value { return logged(o) }

// LogValue returns what is safe to log.
func (o Refused) LogValue() slog.Value { return logged(o) }

// Refusal is the reason why a callback was refused. It is an error, so it can be returned as one.
type Refusal string

const (
	// RefusalMissing: it has no hash.
	RefusalMissing Refusal = "missing"
	// RefusalInvalid: its hash is not 32 lower-case hexadecimal digits.
	RefusalInvalid Refusal = "invalid"
	// RefusalUnknownAccount: there is no credential for its account.
	RefusalUnknownAccount Refusal = "unknown_account"
	// RefusalMismatch: its hash does not match any credential of the account.
	RefusalMismatch Refusal = "mismatch"
	// RefusalUnreadable: it is malformed, and its account ID, callback ID or hash cannot be read.
	RefusalUnreadable Refusal = "unreadable"
	// RefusalConflict: its hash matches, but this callback ID was processed with different content. Worth an alarm.
	RefusalConflict Refusal = "conflict"
	// RefusalInProgress: its hash matches, and another delivery of this callback ID is being handled.
	RefusalInProgress Refusal = "in_progress"
	// RefusalGuardFull: its hash matches, but the guard has no room to remember it.
	RefusalGuardFull Refusal = "guard_full"
)

// Error reports that the callback was refused.
func (r Refusal) Error() string { return "callback refused: " + string(r) }

// IsTemporary reports whether the same callback may be accepted later, so the sender should retry.
func (r Refusal) IsTemporary() bool { return r == RefusalInProgress || r == RefusalGuardFull }

// Credentials.

type accounts map[uint64][]*Credential

func byAccount(credentials []*Credential) (accounts, error) {
	known := accounts{}
	for _, credential := range credentials {
		if !credential.isMade() {
			return nil, errors.New("a credential is missing: make one with NewCredential, and check its error")
		}
		known[credential.accountID] = append(known[credential.accountID], credential)
	}
	return known, nil
}

// lookUp looks up each account once, before anything is claimed. Anyone can ask for any account, so there is a limit.
func (r *Receiver) lookUp(ctx context.Context, known accounts, callbacks []decoded) error {
	if r.Lookup == nil {
		return nil
	}
	var wanted []uint64
	isWanted := map[uint64]bool{}
	limit := r.Limits.orDefault().Accounts
	for at := range callbacks {
		it := &callbacks[at]
		isChecked := it.hasAccountID && it.hasCallbackID && hashOf(it.hash) != nil
		if _, is := known[it.accountID]; !isChecked || is || isWanted[it.accountID] {
			continue
		}
		if len(wanted) == limit {
			detail := fmt.Sprintf("has callbacks of more than %d accounts to look up", limit)
			return &BodyError{Code: ErrTooManyAccounts, detail: detail}
		}
		isWanted[it.accountID] = true
		wanted = append(wanted, it.accountID)
	}
	for _, accountID := range wanted {
		credentials, err := r.Lookup(ctx, accountID)
		if err == nil {
			var found accounts
			// A lookup may return the credential of another account.
			found, err = byAccount(credentials)
			known[accountID] = found[accountID]
		}
		if err != nil {
			return &LookupError{accountID, err}
		}
	}
	return nil
}

// check returns the index of the account's credential that gives the hash, or why the callback is refused.
func (d *decoded) check(known accounts) (index int, refusal Refusal) {
	if d.hasHash && d.hash == "" {
		return 0, RefusalMissing
	}
	if !d.hasAccountID || !d.hasCallbackID || !d.hasHash {
		return 0, RefusalUnreadable
	}
	hash := hashOf(d.hash)
	if hash == nil {
		return 0, RefusalInvalid
	}
	credentials := known[d.accountID]
	if len(credentials) == 0 {
		return 0, RefusalUnknownAccount
	}
	for index, credential := range credentials {
		if credential.matches(d.callbackID, hash) {
			return index, ""
		}
	}
	return 0, RefusalMismatch
}

// Guards.

type key struct{ accountID, callbackID uint64 }

// A claim is settled or released once, whichever comes first.
type claim struct {
	guard   ReplayGuard
	key     key
	isEnded atomic.Bool
}

func (c *claim) end(how func(ReplayGuard, uint64, uint64)) {
	if c != nil && c.isEnded.CompareAndSwap(false, true) {
		how(c.guard, c.key.accountID, c.key.callbackID)
	}
}

// outcome makes of a callback what it is. What was claimed of the same body is known by its digest: a copy shares its
// fate, so the guard is not asked about it.
func (r *Receiver) outcome(it *decoded, known accounts, claimed map[key]string) Outcome {
	index, refusal := it.check(known)
	if refusal != "" {
		return it.refused(refusal)
	}
	if r.Guard == nil {
		return it.accepted(HashMatched{it.origin, index, nil})
	}
	digest, key := it.Digest(), key{it.accountID, it.callbackID}
	if first, is := claimed[key]; is {
		if first == digest {
			return it.duplicate(index, true)
		}
		return it.refused(RefusalConflict)
	}
	switch answer := r.Guard.Claim(key.accountID, key.callbackID, digest); answer {
	case ClaimNew:
		claimed[key] = digest
		return it.accepted(HashMatched{it.origin, index, &claim{guard: r.Guard, key: key}})
	case ClaimDuplicate, ClaimSeen:
		return it.duplicate(index, answer == ClaimDuplicate)
	case ClaimConflict:
		return it.refused(RefusalConflict)
	case ClaimFull:
		return it.refused(RefusalGuardFull)
	case ClaimInProgress:
		return it.refused(RefusalInProgress)
	default:
		// What a guard cannot have meant is not handled.
		return it.refused(RefusalInProgress)
	}
}

func (d *decoded) accepted(matched HashMatched) Outcome {
	switch {
	case d.known != nil:
		return &Received{matched, d.known}
	case d.unknown != nil:
		return &Unknown{matched, *d.unknown, d.payload()}
	default:
		return &Malformed{matched, d.err}
	}
}

func (d *decoded) duplicate(index int, wasCompared bool) Outcome {
	return &Duplicate{d.origin, index, wasCompared, d.result()}
}

func (d *decoded) refused(refusal Refusal) Outcome { return &Refused{d.origin, refusal, d.result()} }
