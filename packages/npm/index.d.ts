// Receives account callbacks: reads bodies as the Rust SDK does, and checks the hash of every callback.

import type { Callback, Envelope, Kind } from "./generated/callbacks.js";

export type * from "./generated/callbacks.js";

/** Every kind that this version knows. */
export declare const KINDS: readonly Kind[];

/**
 * Reads the body of a POST, and checks the hash of every callback in it.
 *
 * A matching hash shows that the sender knew the credential, or copied the hash of an earlier callback with the same
 * account ID and callback ID. It covers neither the kind nor the payload nor the balance, and it never expires.
 *
 * @param body The unchanged body, not parsed as JSON.
 * @param credentials One credential, several, or a lookup by account ID for services with many accounts.
 * @returns The outcome of each callback, in the order of the body.
 * @throws {BodyError} The body as a whole cannot be read. A single callback that cannot be read is an outcome.
 * @throws {CredentialLookupError} The lookup failed.
 * @throws {TypeError} The body is not bytes or text, or a credential is not a `Credential`.
 */
export declare function receive(body: Body, credentials: Credentials, options?: ReceiveOptions): Promise<Outcome[]>;

/**
 * Receives a body, and passes each outcome to a handler, in order. A callback whose handler returns counts as
 * handled; if the handler throws, the guard releases the callback, and the answer asks the sender to retry.
 *
 * @returns The answer: the highest status of all outcomes, and a fixed phrase.
 * @throws {TypeError} As `receive` does. Everything else is an answer.
 */
export declare function respond(
  body: Body,
  credentials: Credentials,
  handle: (outcome: Outcome) => unknown,
  options?: RespondOptions,
): Promise<Answer>;

/**
 * Reads a body without checking hashes: for bodies that were authenticated in another way, or for stored ones.
 * Anyone may have sent the callbacks.
 *
 * @throws {BodyError} The body as a whole cannot be read.
 */
export declare function read(body: Body, options?: { limits?: Partial<Limits> | undefined }): Decoded[];

/** An unchanged body. */
export type Body = string | Uint8Array | ArrayBuffer;

export type Credentials =
  | Credential
  | Iterable<Credential>
  | ((accountId: string) => FoundCredentials | PromiseLike<FoundCredentials>);

/** The result of looking up the credentials of an account. */
export type FoundCredentials = Credential | Iterable<Credential> | null | undefined;

export interface ReceiveOptions {
  /** Recognizes callbacks that were handled before. Without one, every copy of a callback is handled. */
  guard?: ReplayGuard | undefined;
  limits?: Partial<Limits> | undefined;
}

export interface RespondOptions extends ReceiveOptions {
  statuses?: Partial<Statuses> | undefined;
  /** Gets what a handler throws. By default, it is written to the console. */
  onError?: ((error: unknown, outcome: Outcome) => void) | undefined;
}

/** Limits of reading. */
export interface Limits {
  /** Bytes of a body: 1 MiB by default. */
  body: number;
  /** Elements of a list, of the callbacks or in a payload: 10 000 by default. */
  list: number;
  /** Accounts of one body whose credentials are looked up: 100 by default. */
  accounts: number;
}

/** The default limits. */
export declare const LIMITS: Readonly<Limits>;

// What is read.

/** A callback as it was read, whoever sent it. */
export type Decoded = KnownCallback | UnknownCallback | MalformedCallback;

interface Common {
  /** The JSON text of the callback as received: store this. */
  readonly raw: string;
  /** What is safe to log: no personal data, no hash. */
  toJSON(): object;
}

interface Digested {
  /**
   * The content digest: `v1:` and the SHA-256 of the callback without its hash, as canonical JSON. It is the same in
   * every language and every version of this package.
   */
  digest(): Promise<string>;
}

/** A callback of a known kind. */
export interface KnownCallback extends Common, Digested {
  readonly outcome: "callback";
  readonly kind: Kind;
  readonly accountId: string;
  readonly callbackId: string;
  /** The callback. A `switch` over its `type` narrows it. */
  readonly callback: Callback;
}

/** A callback of a kind that is newer than this version. Keep it. */
export interface UnknownCallback extends Common, Digested {
  readonly outcome: "unknown";
  readonly kind: string;
  readonly accountId: string;
  readonly callbackId: string;
  readonly envelope: Envelope;
  /** The JSON text of the payload, if there is one. */
  readonly payload: string | undefined;
}

/** A callback that cannot be read. Keep it. */
export interface MalformedCallback extends Common, Digested {
  readonly outcome: "malformed";
  /** Its kind, if it can be read and is known. */
  readonly kind: Kind | undefined;
  readonly accountId: string | undefined;
  readonly callbackId: string | undefined;
  readonly error: DecodeError;
}

/** What is wrong with a callback, and where. It contains no received value. */
export interface DecodeError {
  readonly code: ErrorCode;
  /** JSON Pointer from the root of the body. */
  readonly pointer: string;
  readonly message: string;
}

export type ErrorCode =
  | "missing_field"
  | "missing_payload"
  | "payload_mismatch"
  | "duplicate_field"
  | "wrong_type"
  | "invalid_number"
  | "invalid_decimal"
  | "invalid_date"
  | "out_of_range"
  | "too_long"
  | "unreadable";

/** The body as a whole cannot be read. */
export declare class BodyError extends Error {
  private constructor();
  readonly code: "too_large" | "not_utf8" | "syntax" | "too_many_accounts" | ErrorCode;
  /** JSON Pointer to the place, if the body is JSON. */
  readonly pointer: string;
}

// What is received.

/** The result of receiving one callback. A `switch` over its `outcome` narrows it. */
export type Outcome =
  | (KnownCallback & HashMatched)
  | (UnknownCallback & HashMatched)
  | (MalformedCallback & HashMatched)
  | Duplicate
  | Refused;

/** The hash of the callback matched its account ID and callback ID, and nothing more. */
export interface HashMatched {
  /** The index of the account's credential that matched. */
  readonly credentialIndex: number;
  /** Records that the callback was handled: its next copy is a duplicate to the guard. */
  settle(): Promise<void>;
  /** Records that the callback was not handled: its next copy is new to the guard. */
  release(): Promise<void>;
}

/** A callback that was handled before, or occurs earlier in the same body. It requires a guard. */
export interface Duplicate extends Common {
  readonly outcome: "duplicate";
  readonly kind: string | undefined;
  readonly accountId: string;
  readonly callbackId: string;
  readonly credentialIndex: number;
  /** Whether its content was compared and is the same. If not, the guard no longer knows the content. */
  readonly wasCompared: boolean;
  readonly callback: Decoded;
}

/** A callback that must not be handled, at least not now. */
export interface Refused extends Common {
  readonly outcome: "refused";
  readonly refusal: Refusal;
  /** Whether the same callback may be accepted later, so the sender should retry. */
  readonly isTemporary: boolean;
  readonly kind: string | undefined;
  readonly accountId: string | undefined;
  readonly callbackId: string | undefined;
  /** The refused callback. Anyone may have sent it. */
  readonly callback: Decoded;
}

/**
 * Why a callback was refused:
 *
 * - `missing`: it has no hash.
 * - `invalid`: its hash is not 32 lower-case hexadecimal digits.
 * - `unknown_account`: there is no credential for its account.
 * - `mismatch`: its hash does not match any credential of the account.
 * - `unreadable`: it is malformed, and its account ID, callback ID or hash cannot be read.
 * - `conflict`: its hash matches, but this callback ID was processed with different content. Worth an alarm.
 * - `in_progress`: its hash matches, and another delivery of this callback ID is being handled.
 * - `guard_full`: its hash matches, but the guard has no room to remember it.
 */
export type Refusal =
  | "missing"
  | "invalid"
  | "unknown_account"
  | "mismatch"
  | "unreadable"
  | "conflict"
  | "in_progress"
  | "guard_full";

/** The credentials of an account could not be looked up; the cause is what the lookup threw. */
export declare class CredentialLookupError extends Error {
  private constructor();
  readonly accountId: string;
}

// Answers.

export interface Answer {
  readonly status: number;
  /** A fixed phrase as plain text, never anything that was received. */
  readonly text: string;
}

/** The status for each outcome: 2xx means that all is well, 4xx that a retry cannot help, 5xx that it can. */
export interface Statuses {
  /** A callback of a known kind, and a body without callbacks: 200. */
  received: number;
  /** A callback of a newer kind: 200. */
  unknown: number;
  /** A callback that cannot be read, but whose hash matches: 200. */
  malformed: number;
  /** A callback that was handled before: 200. */
  duplicate: number;
  /** A callback whose hash does not match: 403. */
  refused: number;
  /** A callback ID that was processed with different content: 409. */
  conflict: number;
  /** A callback that cannot be handled now, or credentials that cannot be looked up: 503. */
  unavailable: number;
  /** A callback whose handler failed: 500. */
  failed: number;
  /** A body over the size limit: 413. */
  tooLarge: number;
  /** A body that is not a list of callbacks: 400. */
  unreadable: number;
}

/** The default statuses. */
export declare const STATUSES: Readonly<Statuses>;

// Credentials.

/** An ID: its digits, an integer that JavaScript holds exactly, or a `bigint`. */
export type Id = string | number | bigint;

/** The secret input of the hashes of an account's callbacks. Printing it shows only the account ID. */
export declare class Credential {
  /**
   * @throws {TypeError} The salt or the API key is missing or empty, or ends in a line break.
   */
  constructor(init: { accountId: Id; salt: string; apiKey: string });

  /** The credential of an account without a salt. Set a salt if you can: it is easier to change than the key. */
  static withoutSalt(init: { accountId: Id; apiKey: string }): Credential;

  /**
   * The credential of a `Seal`, from its text.
   *
   * @throws {TypeError} The text is not that of a seal.
   */
  static unseal(text: string): Credential;

  readonly accountId: string;

  /** The hash of the account's callback with this ID. Anyone who knows it can forge that callback. */
  hash(callbackId: Id): string;

  toJSON(): object;
}

/**
 * A credential without its API key, for a server that only checks hashes: the state of MD5 after salt, account ID
 * and API key, which together fill whole blocks. Anyone who has it can forge callbacks until the salt is changed, but
 * cannot call the Management API.
 */
export declare class Seal {
  /** The most characters of a salt. */
  static readonly MAX_SALT: 39;

  /** @throws {TypeError} As `Credential` does, or the salt does not have the right length. */
  constructor(init: { accountId: Id; salt: string; apiKey: string });

  /** Proposes a random salt that can be sealed, and seals it. */
  static propose(init: { accountId: Id; apiKey: string; random?: Uint8Array | undefined }): Seal;

  readonly accountId: string;
  /** The salt, to set upstream next to the callback URL. */
  readonly salt: string;
  /** The text to give to the server, for `Credential.unseal`. It is a secret. */
  reveal(): string;
  toJSON(): object;
}

// Guards and digests.

/** The content digest of the JSON text of one callback: see `digest` of an outcome. */
export declare function digest(callback: string): Promise<string>;

/**
 * Remembers which callbacks were handled. It is asked about every callback whose hash matches, and about no other.
 *
 * `MemoryGuard` lasts as long as the process. To remember for longer, write account ID, callback ID and digest in the
 * same transaction as the effect of the callback, under a unique key of the two IDs.
 */
export interface ReplayGuard {
  /** Claims a callback with this digest, to handle it. A claim that is `new` is settled or released later. */
  claim(accountId: string, callbackId: string, digest: string): Claim | PromiseLike<Claim>;
  settle(accountId: string, callbackId: string): void | PromiseLike<void>;
  release(accountId: string, callbackId: string): void | PromiseLike<void>;
}

/**
 * - `new`: the first claim; handle the callback.
 * - `in_progress`: claimed before, and neither settled nor released.
 * - `duplicate`: settled before, with the same digest.
 * - `seen`: settled before; the guard no longer knows its digest.
 * - `conflict`: settled before, with another digest.
 * - `full`: never seen, and there is no room to remember it.
 */
export type Claim = "new" | "in_progress" | "duplicate" | "seen" | "conflict" | "full";

/**
 * A guard in memory. Nothing is evicted: when an account's budget is used up, its new callbacks are refused with
 * `guard_full`; other accounts are not affected. Consecutive callback IDs take no more room than one.
 */
export declare class MemoryGuard implements ReplayGuard {
  /**
   * @param budget What is remembered for each account: runs of callback IDs, 100 000 by default, and the digests of the
   * latest settled callbacks, 8192 by default.
   */
  constructor(budget?: { callbacks?: number | undefined; digests?: number | undefined });
  claim(accountId: string, callbackId: string, digest: string): Claim;
  settle(accountId: string, callbackId: string): void;
  release(accountId: string, callbackId: string): void;
  toJSON(): object;
}
