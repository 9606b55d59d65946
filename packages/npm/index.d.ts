// Reads bodies without losing a digit, tells the kinds that are known, and checks the hash.

import type { Callback } from "./generated/callbacks.js";

export * from "./generated/callbacks.js";

/**
 * Reads a body.
 *
 * A number that JavaScript cannot hold, or that has a fraction, becomes a string of its digits, so
 * that an amount stays exact. Payloads that are documented one level deeper than they are met are
 * read in both shapes.
 *
 * @throws {SyntaxError} if it is no JSON
 * @throws {TypeError} if it is not UTF-8, or not `{"callbacks": […]}`
 */
export function parseBody(body: string | Uint8Array): { callbacks: unknown[] };

/**
 * Whether the callback is of a kind that is known, and has its payload. Whatever is not is to be
 * kept: it may be of a kind that is newer than this package.
 *
 * Fields are not looked at: use the JSON Schema for that.
 */
export function isKnown(callback: unknown): callback is Callback;

/** What the hash of an account's callbacks is made with. */
export interface Credential {
  /** The salt that is set beside the callback URL; empty if there is none. */
  salt: string;
  /** The account. */
  accountId: number | string;
  /** The API key of the account. */
  apiKey: string;
}

/**
 * What the hash of a callback shows:
 *
 * - `match`: the sender knew the credential, or copied the hash of an earlier callback of the same
 *   account and number. Neither the kind nor the payload is covered, and the hash never expires.
 * - `mismatch`: it is another one.
 * - `missing`: there is none.
 * - `invalid`: it is not 32 lower-case hexadecimal digits.
 * - `unknown_account`: the callback is about another account.
 * - `unreadable`: its account or number is none.
 */
export type HashVerdict =
  | "match"
  | "mismatch"
  | "missing"
  | "invalid"
  | "unknown_account"
  | "unreadable";

/** Checks the hash of a callback, in constant time. Refuse whatever is no `match`. */
export function checkHash(callback: unknown, credential: Credential): HashVerdict;
