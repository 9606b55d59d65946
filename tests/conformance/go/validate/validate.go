// Package validate holds bodies against a JSON Schema, with either of two modules that have nothing in common.
package validate

import (
	"bytes"
	"encoding/json"
	"os"

	google "github.com/google/jsonschema-go/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Validator tells what in a body does not fit its JSON Schema. That does not make the body a forged one: keep it.
type Validator func(body []byte) error

// SanthoshTekuri compiles the JSON Schema in a file with github.com/santhosh-tekuri/jsonschema.
func SanthoshTekuri(file string) (Validator, error) {
	schema, err := jsonschema.NewCompiler().Compile(file)
	if err != nil {
		return nil, err
	}
	return func(body []byte) error {
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			return err
		}
		return schema.Validate(document)
	}, nil
}

// Google compiles the JSON Schema in a file with github.com/google/jsonschema-go.
func Google(file string) (Validator, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var schema google.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, err
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		return nil, err
	}
	return func(body []byte) error {
		// It takes a json.Number for a string, so the document is one for validation only: its numbers are rounded.
		var document any
		if err := json.Unmarshal(body, &document); err != nil {
			return err
		}
		return resolved.Validate(document)
	}, nil
}
