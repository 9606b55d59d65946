// Package hash checks the hash of a callback. It knows neither JSON nor kinds.
package hash

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
	"regexp"
)

// Verdict is what a check came to.
type Verdict string

// What a check comes to.
const (
	Match    Verdict = "match"
	Mismatch Verdict = "mismatch"
	Missing  Verdict = "missing"
	Invalid  Verdict = "invalid"
)

// Credential is what an account shares with the sender of its callbacks.
type Credential struct {
	Salt, APIKey string
}

var digits = regexp.MustCompile("^[0-9a-f]{32}$")

// Check reports whether a callback has the hash that its account's credential makes. The ids are digits, as they
// stand in the body. A match covers these ids only, not the kind or the payload, and a callback can be sent again.
func (c Credential) Check(accountID, callbackID, hash string) Verdict {
	if hash == "" {
		return Missing
	}
	if !digits.MatchString(hash) {
		return Invalid
	}
	sum := md5.Sum([]byte(c.Salt + accountID + c.APIKey + callbackID))
	// A comparison that stops at the first difference would show by its time how much of a guess is right.
	if subtle.ConstantTimeCompare([]byte(hex.EncodeToString(sum[:])), []byte(hash)) == 1 {
		return Match
	}
	return Mismatch
}
