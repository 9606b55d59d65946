// Command read prints what the types read of every sample, and some numbers that must be exact.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"example.com/openapi-generator/build/go/callbacks"
)

type report struct {
	Verdicts map[string]string `json:"verdicts"`
	Exact    []string          `json:"exact"`
}

func main() {
	log.SetFlags(0)
	report, err := read(filepath.Join(os.Args[1], "samples"))
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(report)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func read(samples string) (report, error) {
	var index struct{ Samples []struct{ File string } }
	text, err := os.ReadFile(filepath.Join(samples, "index.json"))
	if err != nil {
		return report{}, err
	}
	if err := json.Unmarshal(text, &index); err != nil {
		return report{}, err
	}
	report := report{Verdicts: map[string]string{}}
	for _, sample := range index.Samples {
		report.Verdicts[sample.File] = "valid"
		if _, err := only(filepath.Join(samples, sample.File)); err != nil {
			report.Verdicts[sample.File] = "invalid"
		}
	}
	payment, err := only(filepath.Join(samples, "card_payment", "valid.json"))
	if err != nil {
		return report, err
	}
	large, err := only(filepath.Join(samples, "numbers", "large.json"))
	if err != nil {
		return report, err
	}
	amount := payment.CardPaymentCallback.CardPayment.Amount
	uploaded := large.AccountDocumentUploadedCallback
	report.Exact = []string{
		amount.StringFixed(-amount.Exponent()), uploaded.Balance.String(), fmt.Sprint(uploaded.CallbackId),
	}
	return report, nil
}

// only is the one callback of a sample. One of a kind that is newer than the types is not an error to them, but empty.
func only(file string) (callback callbacks.Callback, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return callback, err
	}
	var body callbacks.Body
	if err := json.Unmarshal(text, &body); err != nil {
		return callback, err
	}
	if callback = body.Callbacks[0]; callback.GetActualInstance() == nil {
		return callback, fmt.Errorf("%s: the kind is newer than the types", file)
	}
	return callback, nil
}
