// Package callbackstest is for tests of code that receives callbacks: a sample of every kind, and the signer.
package callbackstest

import (
	"fmt"
	"strconv"
	"strings"

	"voximplant-callbacks.invalid/callbacks"
	"voximplant-callbacks.invalid/callbacks/internal/lex"
)

// Sample is the documented callback of a kind, as JSON text. It panics if the kind is not one of [callbacks.Kinds].
func Sample(kind callbacks.Kind) []byte {
	sample := documented(kind)
	if sample == "" {
		panic("callbackstest: no sample of a kind that is not known")
	}
	return []byte(sample)
}

// Sign gives the body of a POST with these callbacks, given as JSON text. Each gets the account ID of the credential and
// the right hash. The error says that one is not an object, or has no callback ID.
func Sign(credential *callbacks.Credential, these ...[]byte) ([]byte, error) {
	body := []byte(`{"callbacks":[`)
	for at, callback := range these {
		if at > 0 {
			body = append(body, ',')
		}
		signed, err := sign(credential, string(callback))
		if err != nil {
			return nil, fmt.Errorf("cannot sign callback %d: %w", at, err)
		}
		body = append(body, signed...)
	}
	return append(body, "]}"...), nil
}

// MustSign is [Sign] that panics instead of giving an error.
func MustSign(credential *callbacks.Credential, these ...[]byte) []byte {
	body, err := Sign(credential, these...)
	if err != nil {
		panic("callbackstest: " + err.Error())
	}
	return body
}

func sign(credential *callbacks.Credential, callback string) (string, error) {
	if at, err := lex.Check(callback); err != nil {
		return "", fmt.Errorf("%w at byte %d", err, at)
	}
	l := lex.Lexer{Text: callback}
	if l.Peek() != '{' {
		return "", fmt.Errorf("it is not an object")
	}
	var members []string
	var id string
	for more := l.Open(); more; more = l.More() {
		l.Peek()
		start := l.At
		name, _ := l.Name()
		value := l.Raw()
		switch name {
		case "account_id", "hash":
			continue
		case "callback_id":
			id = strings.Trim(value, `"`)
		}
		members = append(members, callback[start:l.At])
	}
	callbackID, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return "", fmt.Errorf("its callback ID is not an integer of at most 64 bits")
	}
	account := fmt.Sprintf(`"account_id":%d`, credential.AccountID())
	hash := fmt.Sprintf(`"hash":%q`, credential.Hash(callbackID))
	return "{" + strings.Join(append(members, account, hash), ",") + "}", nil
}
