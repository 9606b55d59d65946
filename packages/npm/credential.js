// The credential of an account, and how it checks hashes.

import { areSame, bytesOfHex, hexOf } from "./hex.js";
import { Md5 } from "./md5.js";
import { Summary } from "./print.js";

export class Credential extends Summary {
  /** MD5 after the salt, the account ID and the API key. Neither secret is stored. */
  #prefix;

  constructor(init) {
    super();
    const { accountId, prefix } = init instanceof Made ? init : withSecrets(init, secretOf("salt", init?.salt));
    this.accountId = accountId;
    this.#prefix = prefix;
  }

  static withoutSalt(init) {
    return new Credential(withSecrets(init, ""));
  }

  static unseal(text) {
    return new Credential(opened(text));
  }

  hash(callbackId) {
    return hexOf(this.#digest(idOf("callback ID", callbackId)));
  }

  toJSON() {
    return { accountId: this.accountId };
  }

  /** Whether this is the hash of the callback, in constant time. */
  static matches(credential, callbackId, hash) {
    return areSame(credential.#digest(callbackId), hash);
  }

  #digest(callbackId) {
    return this.#prefix.add(callbackId).digest();
  }
}

/** A credential without its API key, for a server that only checks hashes. */
export class Seal extends Summary {
  #text;

  static MAX_SALT = 39;

  constructor({ accountId, salt, apiKey }) {
    super();
    const made = withSecrets({ accountId, apiKey }, secretOf("salt", salt));
    const { state, blocks, rest } = made.prefix;
    if (rest.length > 0) throw new TypeError(unsealable(made.accountId, apiKey));
    const text = `${VERSION}.${made.accountId}.${blocks}.${hexOf(state)}`;
    this.accountId = made.accountId;
    this.salt = salt;
    this.#text = `${text}.${checksum(text)}`;
  }

  static propose({ accountId, apiKey, random = globalThis.crypto.getRandomValues(new Uint8Array(Seal.MAX_SALT)) }) {
    const made = withSecrets({ accountId, apiKey }, "");
    const length = saltLength(made.accountId, apiKey);
    if (length === undefined) throw new TypeError(unsealable(made.accountId, apiKey));
    const salt = Array.from(random.subarray(0, length), (byte, place) => {
      // The last character is a letter, so that the salt does not run together with the account ID.
      const choice = place + 1 === length ? LETTERS : CHARACTERS.length;
      return CHARACTERS[Math.floor((byte * choice) / 256)];
    });
    return new Seal({ accountId, salt: salt.join(""), apiKey });
  }

  reveal() {
    return this.#text;
  }

  toJSON() {
    return { accountId: this.accountId };
  }
}

/** The digits of an ID. */
export function idOf(what, id) {
  const digits = typeof id === "string" ? id : Number.isSafeInteger(id) || typeof id === "bigint" ? String(id) : "";
  if (!/^(?:0|[1-9][0-9]*)$/.test(digits) || BigInt(digits) >= 2n ** 64n) {
    throw new TypeError(`${what} is not an integer of at most 64 bits: give its digits`);
  }
  return digits;
}

// Making credentials.

/** The parts of a credential. */
class Made {
  constructor(accountId, prefix) {
    this.accountId = accountId;
    this.prefix = prefix;
  }
}

function withSecrets(init, salt) {
  const accountId = idOf("account ID", init?.accountId);
  const apiKey = secretOf("API key", init?.apiKey);
  return new Made(accountId, new Md5().add(salt + accountId + apiKey));
}

/** A forgotten secret must not lead to accepting hashes that anyone can compute. */
function secretOf(what, secret) {
  const hint = what === "salt" ? ", or if the account has none, use Credential.withoutSalt" : "";
  if (typeof secret !== "string") throw new TypeError(`${what} is missing: give it as a string${hint}`);
  if (secret === "") throw new TypeError(`${what} is empty: give it as a string${hint}`);
  if (/[\r\n]$/.test(secret)) throw new TypeError(`${what} ends in a line break: remove it`);
  if (!secret.isWellFormed()) throw new TypeError(`${what} is not Unicode text`);
  return secret;
}

// Seals.

const VERSION = "vxseal1";
const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LETTERS = 52;

/** How many characters a salt needs to fill a block of MD5; `undefined` if that is more than upstream allows. */
function saltLength(accountId, apiKey) {
  const length = Md5.BLOCK - ((accountId.length + new TextEncoder().encode(apiKey).length) % Md5.BLOCK);
  return length <= Seal.MAX_SALT ? length : undefined;
}

function unsealable(accountId, apiKey) {
  const needed = saltLength(accountId, apiKey);
  return needed === undefined
    ? `no salt of at most ${Seal.MAX_SALT} characters can be sealed with an API key of this length: use the key itself`
    : `salt cannot be sealed: choose one of ${needed} characters`;
}

/** Detects typing mistakes: without it, every callback would be refused as forged. */
function checksum(text) {
  return hexOf(new Md5().add(text).digest()).slice(0, 8);
}

function opened(text) {
  const [version, accountId, blocks, state, check, ...more] = typeof text === "string" ? text.split(".") : [];
  if (version !== VERSION) throw new TypeError(`sealed credential does not begin with \`${VERSION}.\`: seal it again`);
  const bytes = bytesOfHex(state ?? "");
  const isNumber = (digits) => /^(?:0|[1-9][0-9]*)$/.test(digits ?? "") && BigInt(digits) < 2n ** 64n;
  if (!isNumber(accountId) || !isNumber(blocks) || bytes?.length !== 16 || check === undefined || more.length > 0) {
    throw new TypeError("sealed credential is not `version.account.blocks.state.checksum`: copy it whole");
  }
  if (check !== checksum(text.slice(0, text.lastIndexOf(".")))) {
    throw new TypeError("sealed credential has a wrong checksum: copy it once more");
  }
  return new Made(accountId, new Md5(bytes, BigInt(blocks)));
}
