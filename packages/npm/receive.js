// From the body of a POST to checked callbacks, none of which is handled twice, and from those to an answer.

import { Credential } from "./credential.js";
import { bytesOfHex } from "./hex.js";
import { Summary } from "./print.js";
import { BodyError, LIMITS, read, signatureOf } from "./reader.js";

/** Reads a body, and checks the hash of every callback in it. */
export async function receive(body, credentials, { guard, limits } = {}) {
  // Invalid credentials are an error whatever the body is.
  const known = typeof credentials === "function" ? undefined : byAccount(listed(credentials));
  const callbacks = read(body, { limits });
  const accounts = known ?? (await lookedUp(callbacks, credentials, { ...LIMITS, ...limits }));
  const claims = guard === undefined ? undefined : new Claims(guard);
  const outcomes = [];
  try {
    for (const decoded of callbacks) {
      const { refusal, ...matching } = check(signatureOf(decoded), accounts);
      if (refusal !== undefined) outcomes.push(new Refused(refusal, decoded));
      else if (claims === undefined) outcomes.push(accepted(decoded, matching, NO_CLAIM));
      else outcomes.push(await claims.claim(decoded, matching));
    }
  } catch (error) {
    await claims?.releaseAll();
    throw error;
  }
  return outcomes;
}

/** The same, and passes each callback to a handler: the answer says whether the sender should retry. */
export async function respond(body, credentials, handle, options = {}) {
  const { statuses, onError = console.error, ...how } = options;
  const status = { ...STATUSES, ...statuses };
  let outcomes;
  try {
    outcomes = await receive(body, credentials, how);
  } catch (error) {
    return answerToError(error, status);
  }
  const answers = outcomes.map((outcome) => answerTo(outcome, status));
  for (const outcome of outcomes) {
    try {
      await handle(outcome);
    } catch (error) {
      onError(error, outcome);
      if (outcome.release === undefined) continue;
      await outcome.release();
      answers.push({ status: status.failed, text: "failed\n" });
      continue;
    }
    await outcome.settle?.();
  }
  const nothing = { status: status.received, text: "received\n" };
  return answers.reduce((answer, other) => (other.status > answer.status ? other : answer), answers[0] ?? nothing);
}

/** The credentials of an account could not be looked up. No callback of the body was claimed. */
export class CredentialLookupError extends Error {
  name = "CredentialLookupError";

  constructor(accountId, cause) {
    super(`cannot look up the credentials of account ${accountId}`, { cause });
    this.accountId = accountId;
  }
}

// Credentials.

function listed(credentials) {
  const isIterable = typeof credentials?.[Symbol.iterator] === "function";
  const list = isIterable ? [...credentials] : [credentials];
  if (!list.every((credential) => credential instanceof Credential)) {
    throw new TypeError("credentials are not of class Credential: make one with new Credential({ accountId, salt, apiKey })");
  }
  return list;
}

function byAccount(list) {
  const accounts = new Map();
  for (const credential of list) {
    accounts.set(credential.accountId, [...(accounts.get(credential.accountId) ?? []), credential]);
  }
  return accounts;
}

/** Looks up each account once, before anything is claimed. Anyone can cause a lookup, so there is a limit. */
async function lookedUp(callbacks, lookup, limits) {
  const wanted = new Set();
  for (const { accountId, callbackId, hash } of callbacks.map(signatureOf)) {
    if (accountId !== undefined && callbackId !== undefined && hashOf(hash) !== undefined) wanted.add(accountId);
    if (wanted.size > limits.accounts) {
      const message = `body has callbacks of more than ${limits.accounts} accounts to look up`;
      throw new BodyError("too_many_accounts", message);
    }
  }
  const accounts = new Map();
  for (const accountId of wanted) {
    let found;
    try {
      found = await lookup(accountId);
    } catch (error) {
      throw new CredentialLookupError(accountId, error);
    }
    // A lookup may return the credential of another account.
    accounts.set(accountId, listed(found ?? []).filter((credential) => credential.accountId === accountId));
  }
  return accounts;
}

/** The index of the account's credential that gives the hash, or why the callback is refused. */
function check({ accountId, callbackId, hash }, accounts) {
  if (hash === "") return { refusal: "missing" };
  if (accountId === undefined || callbackId === undefined || hash === undefined) return { refusal: "unreadable" };
  const given = hashOf(hash);
  if (given === undefined) return { refusal: "invalid" };
  const credentials = accounts.get(accountId) ?? [];
  if (credentials.length === 0) return { refusal: "unknown_account" };
  const credentialIndex = credentials.findIndex((credential) => Credential.matches(credential, callbackId, given));
  return credentialIndex < 0 ? { refusal: "mismatch" } : { accountId, callbackId, credentialIndex };
}

function hashOf(hash) {
  return hash?.length === 32 ? bytesOfHex(hash) : undefined;
}

// Outcomes.

/** A callback whose hash matches, with the functions that settle and release it. */
function accepted(decoded, { credentialIndex }, { settle, release }) {
  return Object.assign(decoded, { credentialIndex, settle, release });
}

const NO_CLAIM = { async settle() {}, async release() {} };

class Duplicate extends Summary {
  outcome = "duplicate";

  constructor(decoded, { credentialIndex }, wasCompared) {
    super();
    const { kind, accountId, callbackId, raw } = decoded;
    Object.assign(this, { kind, accountId, callbackId, raw, credentialIndex, wasCompared, callback: decoded });
  }

  toJSON() {
    const { outcome, kind, accountId, callbackId, wasCompared } = this;
    return { outcome, kind, accountId, callbackId, wasCompared };
  }
}

class Refused extends Summary {
  outcome = "refused";

  constructor(refusal, decoded) {
    super();
    const { kind, accountId, callbackId, raw } = decoded;
    Object.assign(this, { refusal, kind, accountId, callbackId, raw, callback: decoded });
  }

  /** Whether the same callback may be accepted later, so that the sender should retry. */
  get isTemporary() {
    return this.refusal === "in_progress" || this.refusal === "guard_full";
  }

  toJSON() {
    const { outcome, refusal, kind, accountId, callbackId } = this;
    return { outcome, refusal, kind, accountId, callbackId };
  }
}

/** The claims from a guard for one body. */
class Claims {
  #guard;
  /** Digests of claimed callbacks. A copy in the same body gets the same result, so the guard is not asked about it. */
  #digests = new Map();
  #releases = [];

  constructor(guard) {
    this.#guard = guard;
  }

  async claim(decoded, matching) {
    const { accountId, callbackId } = matching;
    const key = `${accountId} ${callbackId}`;
    const digest = await decoded.digest();
    const first = this.#digests.get(key);
    if (first !== undefined) {
      return first === digest ? new Duplicate(decoded, matching, true) : new Refused("conflict", decoded);
    }
    const claim = await this.#guard.claim(accountId, callbackId, digest);
    switch (claim) {
      case "new":
        this.#digests.set(key, digest);
        return accepted(decoded, matching, this.#held(accountId, callbackId));
      case "duplicate":
      case "seen":
        return new Duplicate(decoded, matching, claim === "duplicate");
      case "conflict":
      case "in_progress":
        return new Refused(claim, decoded);
      case "full":
        return new Refused("guard_full", decoded);
      default:
        throw new TypeError("guard answered a claim with a word that is not one of those in `Claim`");
    }
  }

  async releaseAll() {
    await Promise.allSettled(this.#releases.map((release) => release()));
  }

  /** A claim is settled or released once, whichever comes first. */
  #held(accountId, callbackId) {
    let isOpen = true;
    const once = (end) => async () => {
      if (!isOpen) return;
      isOpen = false;
      await end(accountId, callbackId);
    };
    const settle = once((...key) => this.#guard.settle(...key));
    const release = once((...key) => this.#guard.release(...key));
    this.#releases.push(release);
    return { settle, release };
  }
}

// Answers.

/** The status for each outcome: 2xx means that all is well, 4xx that a retry cannot help, 5xx that it can. */
export const STATUSES = Object.freeze({
  received: 200,
  unknown: 200,
  malformed: 200,
  duplicate: 200,
  refused: 403,
  conflict: 409,
  unavailable: 503,
  failed: 500,
  tooLarge: 413,
  unreadable: 400,
});

const UNAVAILABLE = "try again later\n";

function answerTo({ outcome, refusal, isTemporary }, status) {
  switch (outcome) {
    case "callback":
      return { status: status.received, text: "received\n" };
    case "unknown":
      return { status: status.unknown, text: "received\n" };
    case "malformed":
      return { status: status.malformed, text: "malformed\n" };
    case "duplicate":
      return { status: status.duplicate, text: "duplicate\n" };
    default:
      if (isTemporary) return { status: status.unavailable, text: UNAVAILABLE };
      if (refusal === "conflict") return { status: status.conflict, text: "conflict\n" };
      return { status: status.refused, text: "refused\n" };
  }
}

function answerToError(error, status) {
  if (error instanceof CredentialLookupError) return { status: status.unavailable, text: UNAVAILABLE };
  if (!(error instanceof BodyError)) throw error;
  if (error.code === "too_large") return { status: status.tooLarge, text: "body is too large\n" };
  return { status: status.unreadable, text: "body is not a list of callbacks\n" };
}
