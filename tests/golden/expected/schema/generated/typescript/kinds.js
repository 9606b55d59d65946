// Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.

export const KINDS = Object.freeze([
  "quiet",
  "everything",
  "wrapped",
]);

export const EMPTY_KINDS = Object.freeze([
  "quiet",
]);
