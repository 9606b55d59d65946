// Package schemas has the JSON Schemas of a body, to validate it with other tools. Validate the unchanged body.
package schemas

import _ "embed"

var (
	// Validation is for validating bodies at run time: it accepts new kinds, fields and values.
	//
	//go:embed validation.schema.json
	Validation []byte
	// ValidationDraft07 is the same for tools that do not know 2020-12.
	//
	//go:embed validation.draft-07.schema.json
	ValidationDraft07 []byte
	// Types is for generating types.
	//
	//go:embed types.schema.json
	Types []byte
	// TypesDraft07 is the same for tools that do not know 2020-12.
	//
	//go:embed types.draft-07.schema.json
	TypesDraft07 []byte
)
