package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os/exec"
	"reflect"
	"strings"

	"example.com/conformance/build/callbacks"
	"example.com/conformance/receive"
	"example.com/conformance/validate"
	"github.com/shopspring/decimal"
)

type claim struct {
	Claim  string `json:"claim"`
	Holds  bool   `json:"holds"`
	Detail string `json:"detail,omitempty"`
}

const generated = "build/callbacks/callbacks.go"

// prove tries every claim. Why one does not hold is the error of its proof.
func prove(artifacts artifacts) ([]claim, error) {
	left, err := writeSwitches()
	if err != nil {
		return nil, err
	}
	if err := writeLines(); err != nil {
		return nil, err
	}
	generator, err := version("github.com/oapi-codegen/oapi-codegen/v2")
	if err != nil {
		return nil, err
	}
	ogen, err := version("github.com/ogen-go/ogen")
	if err != nil {
		return nil, err
	}
	var claims []claim
	for _, tried := range []struct {
		claim string
		proof error
	}{
		{"`go vet` finds nothing, nor in the types that oapi-codegen " + generator + " and ogen " + ogen + " make", vet()},
		{"gofmt accepts the formatting of every file", formatted()},
		{"a `switch` that has every kind passes the exhaustive analyzer", complete()},
		{"a `switch` that leaves out a kind is found by the exhaustive analyzer", incomplete(left)},
		{"no generated type has a floating-point number", noFloats()},
		{"what the types JSON Schema accepts is decoded into the type of its kind", decoded(artifacts)},
		{"everything documented has a field in the type of its kind", placed(artifacts)},
		{"numbers that a double cannot hold are exact", large(artifacts)},
		{"10.50 stays 10.50, as a number and as a string", scaled(artifacts)},
		{"both are exact in the types of ogen, too", exactInOgen(artifacts)},
		{"a callback is written back unchanged, also one of an unknown kind", kept(artifacts)},
		{"an unknown kind is distinguished from the known ones", guarded(artifacts)},
		{"a body without a list of callbacks is an error", refused()},
		{"the lines in README.md work", linesWork(artifacts)},
	} {
		made := claim{Claim: tried.claim, Holds: tried.proof == nil}
		if tried.proof != nil {
			made.Detail = tried.proof.Error()
		}
		claims = append(claims, made)
	}
	return claims, nil
}

func vet() error {
	out, err := run("go", "vet", "./...")
	return because(err, out)
}

func formatted() error {
	out, err := run("gofmt", "-l", ".")
	if err == nil && out != "" {
		err = errors.New("not formatted")
	}
	return because(err, out)
}

func noFloats() error {
	file, err := parser.ParseFile(token.NewFileSet(), generated, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	var found error
	ast.Inspect(file, func(node ast.Node) bool {
		name, is := node.(*ast.Ident)
		if is && (name.Name == "float32" || name.Name == "float64") {
			found = fmt.Errorf("%s has a %s", generated, name.Name)
		}
		return true
	})
	return found
}

func decoded(artifacts artifacts) error {
	takes, err := validate.SanthoshTekuri(artifacts.path("types.schema.json"))
	if err != nil {
		return err
	}
	tried := 0
	for _, sample := range artifacts.samples {
		if takes(sample.body) != nil {
			continue
		}
		callback, err := only(sample.body)
		if err == nil {
			_, err = callback.ValueByDiscriminator()
		}
		if err != nil {
			return fmt.Errorf("%s: %w", sample.file, err)
		}
		tried++
	}
	if tried == 0 {
		return errors.New("it takes no sample")
	}
	return nil
}

func placed(artifacts artifacts) error {
	tried := 0
	for _, sample := range artifacts.samples {
		if !strings.HasSuffix(sample.file, "/valid.json") {
			continue
		}
		callback, err := only(sample.body)
		if err == nil {
			err = everyFieldPlaced(callback)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", sample.file, err)
		}
		tried++
	}
	if tried == 0 {
		return errors.New("no sample is as documented")
	}
	return nil
}

func everyFieldPlaced(callback receive.Callback) error {
	value, err := callback.ValueByDiscriminator()
	if err != nil {
		return err
	}
	text, err := callback.MarshalJSON()
	if err != nil {
		return err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	// A payload for which no field is documented is left out of the types.
	if payload := string(callback.Kind); string(fields[payload]) == "{}" {
		delete(fields, payload)
	}
	if text, err = json.Marshal(fields); err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(reflect.New(reflect.TypeOf(value)).Interface())
}

func large(artifacts artifacts) error {
	body, err := artifacts.body("numbers/large.json")
	if err != nil {
		return err
	}
	callback, err := only(body)
	if err != nil {
		return err
	}
	uploaded, err := callback.AsAccountDocumentUploadedCallback()
	if err != nil {
		return err
	}
	if uploaded.CallbackID != math.MaxUint64 || callback.ID != "18446744073709551615" {
		return fmt.Errorf("callback_id is read as %d, and as %s", uploaded.CallbackID, callback.ID)
	}
	if balance := uploaded.Balance.String(); balance != "12345678901234567890.12" {
		return fmt.Errorf("balance is read as %s", balance)
	}
	return nil
}

func scaled(artifacts artifacts) error {
	number, err := artifacts.body("card_payment/valid.json")
	if err != nil {
		return err
	}
	text := bytes.Replace(number, []byte(`"amount": 10.50`), []byte(`"amount": "10.50"`), 1)
	if bytes.Equal(number, text) {
		return errors.New("the sample has no amount of 10.50")
	}
	for _, body := range [][]byte{number, text} {
		callback, err := only(body)
		if err != nil {
			return err
		}
		amount, paid, err := receive.Paid(callback)
		if err != nil {
			return err
		}
		// String would leave out the zero at the end, though the decimal has it.
		if written := amount.StringFixed(-amount.Exponent()); !paid || written != "10.50" {
			return fmt.Errorf("the amount is read as %s", written)
		}
	}
	return nil
}

func exactInOgen(artifacts artifacts) error {
	large, err := artifacts.body("numbers/large.json")
	if err != nil {
		return err
	}
	payment, err := artifacts.body("card_payment/valid.json")
	if err != nil {
		return err
	}
	body, err := ogenBody(large)
	if err != nil {
		return err
	}
	if id := body.Callbacks[0].AccountDocumentUploadedCallback.CallbackID; id != math.MaxUint64 {
		return fmt.Errorf("callback_id is read as %d", id)
	}
	for _, digits := range []string{"10.50", "12345678901234567890.12"} {
		body, err := ogenBody(bytes.Replace(payment, []byte(`"amount": 10.50`), []byte(`"amount": `+digits), 1))
		if err != nil {
			return err
		}
		amount := decimal.Decimal(body.Callbacks[0].CardPaymentCallback.CardPayment.Amount)
		if written := amount.StringFixed(-amount.Exponent()); written != digits {
			return fmt.Errorf("the amount is read as %s in place of %s", written, digits)
		}
	}
	return nil
}

func kept(artifacts artifacts) error {
	for _, sample := range artifacts.samples {
		if err := writtenAsItCame(sample.body); err != nil {
			return fmt.Errorf("%s: %w", sample.file, err)
		}
	}
	return nil
}

func writtenAsItCame(body []byte) error {
	var read callbacks.Body
	if err := json.Unmarshal(body, &read); err != nil {
		return err
	}
	written, err := json.Marshal(read)
	if err != nil {
		return err
	}
	// Marshal leaves out the spaces, and escapes what means something in HTML.
	var compact, came bytes.Buffer
	if err := json.Compact(&compact, body); err != nil {
		return err
	}
	json.HTMLEscape(&came, compact.Bytes())
	if !bytes.Equal(written, came.Bytes()) {
		return fmt.Errorf("is written as %s", written)
	}
	return nil
}

func guarded(artifacts artifacts) error {
	body, err := artifacts.body("unknown/new_kind.json")
	if err != nil {
		return err
	}
	unknown, err := only(body)
	if err != nil {
		return err
	}
	if unknown.Kind != "new_kind" || unknown.Kind.Valid() {
		return fmt.Errorf("%s is taken for a known kind", unknown.Kind)
	}
	body, err = artifacts.body("card_payment/valid.json")
	if err != nil {
		return err
	}
	known, err := only(body)
	if err != nil {
		return err
	}
	if !known.Kind.Valid() {
		return fmt.Errorf("%s is taken for an unknown kind", known.Kind)
	}
	return nil
}

func refused() error {
	for _, body := range []string{"", "null", "[]", "{}", `{"callbacks": null}`, `{"callbacks": {}}`} {
		var told error
		for _, err := range receive.Callbacks([]byte(body)) {
			told = err
		}
		if told == nil {
			return fmt.Errorf("%q is read", body)
		}
	}
	for range receive.Callbacks([]byte(`{"callbacks": []}`)) {
		return errors.New("an empty list has a callback")
	}
	return nil
}

// only is the one callback that a sample has.
func only(body []byte) (receive.Callback, error) {
	var found []receive.Callback
	for callback, err := range receive.Callbacks(body) {
		if err != nil {
			return callback, err
		}
		found = append(found, callback)
	}
	if len(found) != 1 {
		return receive.Callback{}, fmt.Errorf("has %d callbacks in place of one", len(found))
	}
	return found[0], nil
}

func run(name string, arguments ...string) (string, error) {
	out, err := exec.Command(name, arguments...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func because(err error, out string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %s", err, out)
}
