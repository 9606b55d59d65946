// Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.

// The kinds, objects and fields, with the type of each field.
// `[word]` is a list, `word?` may be absent or null, `word!` must not appear in logs; a word with a
// capital letter names an object.
export const TABLE = {
  envelope: {
    "callback_id": "number",
    "account_id": "number",
    "hash": "string!",
  },
  wrapped: ["wrapped"],
  kinds: {
    "quiet": {},
    "everything": {
      "number": "number",
      "decimal": "decimal",
      "integer": "decimal",
      "text": "decimal",
      "string": "string!",
      "boolean": "boolean",
      "date": "date",
      "timestamp": "timestamp",
      "timestamp_or_date": "timestamp_or_date",
      "number_or_string": "number_or_string",
      "numbers": "[number]",
      "rows": "[[string]]",
      "state": "string",
      "places": "[Place]",
      "may_be_absent": "date?",
      "list_or_none": "[number]?",
      "place_or_none": "Place?",
    },
    "wrapped": {
      "place": "Place",
    },
  },
  objects: {
    "Place": {
      "type": "string",
    },
  },
};
