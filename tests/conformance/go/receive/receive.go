// Package receive reads a body in two steps: of each callback what all kinds have in common, and then, by its kind,
// the rest. It does not check the hash.
package receive

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"example.com/conformance/build/callbacks"
)

// Envelope is what every callback has, of a kind that is known or not.
type Envelope struct {
	Kind callbacks.Kind `json:"type"`
	// The ids are the digits as they stand in the body, since these go into the hash.
	ID        json.Number `json:"callback_id"`
	AccountID json.Number `json:"account_id"`
	Hash      string      `json:"hash"`
}

// Callback is one callback of a body. It keeps the JSON that it came as, which is there again when it is written,
// and which AsCardPaymentCallback and its like read.
type Callback struct {
	Envelope
	callbacks.Callback
}

// Callbacks goes over the callbacks of a body. One whose envelope cannot be read comes with its error, and does not
// take its neighbours with it; so does the body, if it has no list of callbacks.
func Callbacks(body []byte) iter.Seq2[Callback, error] {
	return func(yield func(Callback, error) bool) {
		var read callbacks.Body
		err := json.Unmarshal(body, &read)
		if err == nil && read.Callbacks == nil {
			err = errors.New("it has no list of callbacks")
		}
		if err != nil {
			yield(Callback{}, fmt.Errorf("read body: %w", err))
			return
		}
		for index, union := range read.Callbacks {
			callback, err := open(union)
			if err != nil {
				err = fmt.Errorf("read envelope at /callbacks/%d: %w", index, err)
			}
			if !yield(callback, err) {
				return
			}
		}
	}
}

// open reads what all kinds have in common.
func open(union callbacks.Callback) (Callback, error) {
	callback := Callback{Callback: union}
	text, err := union.MarshalJSON()
	if err != nil {
		return callback, err
	}
	return callback, json.Unmarshal(text, &callback.Envelope)
}

// Paid returns how much money a callback says was paid, and whether it is about a payment at all. Validate before: an
// amount that is missing is 0.
func Paid(callback Callback) (amount callbacks.Money, paid bool, err error) {
	// Other kinds are left out on purpose.
	//exhaustive:ignore
	switch callback.Kind {
	case callbacks.KindCardPayment:
		payment, err := callback.AsCardPaymentCallback()
		return payment.CardPayment.Amount, true, err
	case callbacks.KindWireTransfer:
		transfer, err := callback.AsWireTransferCallback()
		return transfer.WireTransfer.Amount, true, err
	default:
		return callbacks.Money{}, false, nil
	}
}
