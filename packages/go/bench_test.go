package callbacks_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"time"

	"voximplant-callbacks.invalid/callbacks"
	"voximplant-callbacks.invalid/callbacks/callbackstest"
)

// The documented callback of every kind, in one body.
func bodyOfAll() []byte {
	var samples [][]byte
	for _, kind := range callbacks.Kinds() {
		samples = append(samples, callbackstest.Sample(kind))
	}
	var body bytes.Buffer
	if err := json.Compact(&body, callbackstest.MustSign(credential(), samples...)); err != nil {
		panic(err)
	}
	return body.Bytes()
}

// A struct for the envelope and one payload, as somebody writes it by hand: with encoding/json, nothing is checked or
// kept.
type byHand struct {
	Callbacks []struct {
		CallbackID       uint64      `json:"callback_id"`
		Type             string      `json:"type"`
		AccountID        uint64      `json:"account_id"`
		Hash             string      `json:"hash"`
		AccountName      string      `json:"account_name"`
		AccountEmail     string      `json:"account_email"`
		LanguageCode     string      `json:"language_code"`
		AccountFirstName string      `json:"account_first_name"`
		AccountLastName  string      `json:"account_last_name"`
		Balance          json.Number `json:"balance"`
		Currency         string      `json:"currency"`
		CardPayment      *struct {
			TransactionID   uint64      `json:"transaction_id"`
			TransactionType string      `json:"transaction_type"`
			Amount          json.Number `json:"amount"`
		} `json:"card_payment"`
	}
}

var benchmarks = []struct {
	name string
	run  func(body []byte, credential *callbacks.Credential) error
}{
	{"struct", func(body []byte, _ *callbacks.Credential) error {
		return json.Unmarshal(body, new(byHand))
	}},
	{"any", func(body []byte, _ *callbacks.Credential) error {
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		return decoder.Decode(new(any))
	}},
	{"Read", func(body []byte, _ *callbacks.Credential) error {
		_, err := callbacks.Read(body)
		return err
	}},
	{"Receive", func(body []byte, credential *callbacks.Credential) error {
		_, err := callbacks.Receive(context.Background(), body, credential)
		return err
	}},
}

// Each by itself: the time and the memory of a body.
func BenchmarkBody(b *testing.B) {
	body, credential := bodyOfAll(), credential()
	for _, it := range benchmarks {
		b.Run(it.name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for range b.N {
				if err := it.run(body, credential); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// By turns, on one machine: the shortest run of each against the shortest one of encoding/json.
func BenchmarkAgainstEncodingJSON(b *testing.B) {
	body, credential := bodyOfAll(), credential()
	shortest := map[string]time.Duration{}
	for range max(b.N, 100) {
		for _, it := range benchmarks {
			start := time.Now()
			if err := it.run(body, credential); err != nil {
				b.Fatal(err)
			}
			took := time.Since(start)
			if before, is := shortest[it.name]; !is || took < before {
				shortest[it.name] = took
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	for _, it := range []string{"Read", "Receive"} {
		for _, against := range []string{"struct", "any"} {
			b.ReportMetric(float64(shortest[it])/float64(shortest[against]), it+"/"+against)
		}
	}
}
