// Package schemas has the JSON Schemas of a body, to validate it with other tools. Validate a body as it came.
package schemas

import _ "embed"

var (
	// Validation is for checking bodies while a program runs: open for what is new.
	//
	//go:embed validation.schema.json
	Validation []byte
	// ValidationDraft07 is the same for tools that do not know 2020-12.
	//
	//go:embed validation.draft-07.schema.json
	ValidationDraft07 []byte
	// Types is to generate types from.
	//
	//go:embed types.schema.json
	Types []byte
	// TypesDraft07 is the same for tools that do not know 2020-12.
	//
	//go:embed types.draft-07.schema.json
	TypesDraft07 []byte
)
