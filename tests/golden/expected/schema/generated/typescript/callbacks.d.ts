// Generated from schema/callbacks.toml by `cargo xtask gen`; edit that instead.

/** An integer, or a string of its digits if it is over 2^53. */
export type Integer = number | string;

/** An exact amount: a string of its digits, or a number if it has no fraction. */
export type Money = number | string;

/** Every kind of callback that is known. */
export declare const KINDS: readonly Kind[];

/** The kinds whose payload has no documented field. */
export declare const EMPTY_KINDS: readonly Kind[];

/** A kind of callback that is known. */
export type Kind = Callback["type"];

/** One callback, of a kind that is known. */
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
}

/**
 * Nothing is to be said.
 *
 * @deprecated Superseded by `everything`.
 */
export interface QuietCallback extends Envelope {
  type: "quiet";
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
  text: string;
  /** A text. */
  string: string;
  /** A boolean. */
  boolean: boolean;
  /** A date. */
  date: string;
  /** A timestamp. */
  timestamp: string;
  /** Either. */
  timestamp_or_date: string;
  /** Some numbers. */
  numbers: Integer[];
  /** A state. */
  state: State;
  /** Some places. */
  places: Place[];
  /** A date, or none. */
  may_be_absent?: string;
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
}

/** A place. */
export interface Place {
  /** What the place is. */
  type: string;
}

/** How far something is. */
export type State =
  | "in progress"
  | "DONE"
  | "done"
  | (string & {});
