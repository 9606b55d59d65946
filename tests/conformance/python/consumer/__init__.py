"""A small consumer of the published JSON Schemas, of the sort that a user could copy."""
