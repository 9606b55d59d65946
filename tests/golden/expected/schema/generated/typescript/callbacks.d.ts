// Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.

/** An integer as its digits, since JavaScript rounds numbers above 2^53. */
export type Integer = string;

/** An exact amount as its digits, such as `"10.50"`. */
export type Money = string;

/** A date as `YYYY-MM-DD`. */
export type CalendarDate = string;

/** A point in time as `YYYY-MM-DD HH:MM:SS`, in UTC. */
export type Timestamp = string;

/** Fields that this version does not know: the JSON text of each value as received, by name. */
export interface Extra {
  readonly [name: string]: string | undefined;
}

/** A kind of callback that this version knows. */
export type Kind = Callback["type"];

/** One callback of a known kind. */
export type Callback =
  | QuietCallback
  | EverythingCallback
  | WrappedCallback;

/** What every callback has. */
export interface Envelope {
  /** Number of the callback. */
  callback_id: Integer;
  /** Number of the account. */
  account_id: Integer;
  /** The hash. */
  hash: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Nothing is to be said.
 *
 * @deprecated Superseded by `everything`.
 */
export interface QuietCallback extends Envelope {
  type: "quiet";
  quiet: Quiet;
}

/** Nothing is to be said. */
export interface Quiet {
  /** Fields that this version does not know. */
  extra: Extra;
}

/**
 * Every type of field is there.
 *
 * To confirm it, ask the Management API: `GetEverything`.
 */
export interface EverythingCallback extends Envelope {
  type: "everything";
  everything: Everything;
}

/** Every type of field is there. */
export interface Everything {
  /** A number. */
  number: Integer;
  /** A decimal. */
  decimal: Money;
  /** Money that is called an integer. */
  integer: Money;
  /** Money in a string. */
  text: Money;
  /** A text. */
  string: string;
  /** A boolean. */
  boolean: boolean;
  /** A date. */
  date: CalendarDate;
  /** A timestamp. */
  timestamp: Timestamp;
  /** Either. */
  timestamp_or_date: Timestamp | CalendarDate;
  /** A number, or a text. */
  number_or_string: string;
  /** Some numbers. */
  numbers: Integer[];
  /** Some rows. */
  rows: string[][];
  /** A state. */
  state: State;
  /** Some places. */
  places: Place[];
  /** A date, or none. */
  may_be_absent: CalendarDate | null;
  /** Some numbers, or none. */
  list_or_none: Integer[] | null;
  /** A place, or none. */
  place_or_none: Place | null;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** The fields are documented one level deeper. */
export interface WrappedCallback extends Envelope {
  type: "wrapped";
  wrapped: Wrapped;
}

/** The fields are documented one level deeper. */
export interface Wrapped {
  /** A place. */
  place: Place;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** A place. */
export interface Place {
  /** What the place is. */
  type: string;
  /** Fields that this version does not know. */
  extra: Extra;
}

/** How far something is. */
export type State =
  | "in progress"
  | "DONE"
  | "done+"
  | (string & {});
