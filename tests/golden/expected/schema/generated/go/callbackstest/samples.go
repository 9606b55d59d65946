// Code generated from schema/callbacks.toml by `cargo xtask gen`. DO NOT EDIT.

package callbackstest

import "voximplant-callbacks.invalid/callbacks"

// documented returns the documented callback of a kind, or nothing if the kind is not known.
func documented(kind callbacks.Kind) string {
	switch kind {
	case "quiet":
		return "{\n  \"callback_id\": 58262548,\n  \"type\": \"quiet\",\n  \"account_id\": 1234567,\n  \"hash\": \"bea04bd7688d9ac52b5c44230bafbf8c\",\n  \"quiet\": {}\n}"
	case "everything":
		return "{\n  \"callback_id\": 82207406,\n  \"type\": \"everything\",\n  \"account_id\": 1234567,\n  \"hash\": \"61f269a99f22c0808380e92e0a4ccd0e\",\n  \"everything\": {\n    \"number\": 5,\n    \"decimal\": 1.50,\n    \"integer\": 3,\n    \"text\": \"20.00\",\n    \"string\": \"secret\",\n    \"boolean\": true,\n    \"date\": \"2026-02-28\",\n    \"timestamp\": \"2026-02-28 10:20:30\",\n    \"timestamp_or_date\": \"2026-02-28 10:20:30\",\n    \"number_or_string\": \"0e7f4c2a\",\n    \"numbers\": [\n      1,\n      2\n    ],\n    \"rows\": [\n      [\n        \"a\"\n      ],\n      [\n        \"b\",\n        \"c\"\n      ]\n    ],\n    \"state\": \"in progress\",\n    \"places\": [\n      {\n        \"type\": \"city\"\n      }\n    ],\n    \"may_be_absent\": \"2026-03-01\",\n    \"list_or_none\": [\n      3\n    ],\n    \"place_or_none\": {\n      \"type\": \"city\"\n    }\n  }\n}"
	case "wrapped":
		return "{\n  \"callback_id\": 72137518,\n  \"type\": \"wrapped\",\n  \"account_id\": 1234567,\n  \"hash\": \"9574cecb61d41f2e919ef8b5ad420033\",\n  \"wrapped\": {\n    \"wrapped\": {\n      \"place\": {\n        \"type\": \"city\"\n      }\n    }\n  }\n}"
	}
	return ""
}
