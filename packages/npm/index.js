// Reads bodies without losing a digit, tells the kinds that are known, and checks the hash.

import { createHash, timingSafeEqual } from "node:crypto";

import { EMPTY_KINDS, KINDS } from "./generated/kinds.js";

export { EMPTY_KINDS, KINDS };

const KNOWN = new Set(KINDS);
const EMPTY = new Set(EMPTY_KINDS);

/** Strings, so that no number is looked for in them, and numbers. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*/g;

const ID = /^(?:0|[1-9][0-9]*)$/;
const HASH = /^[0-9a-f]{32}$/;

export function parseBody(body) {
  const text = typeof body === "string" ? body : new TextDecoder("utf-8", { fatal: true }).decode(body);
  // What is no JSON fails here, before any of it is changed.
  JSON.parse(text);
  const parsed = JSON.parse(text.replace(TOKENS, exact));
  if (!isObject(parsed) || !Array.isArray(parsed.callbacks)) {
    throw new TypeError('body is not {"callbacks": […]}');
  }
  parsed.callbacks.forEach(unwrap);
  return parsed;
}

/** Puts a number that would lose a digit, or is no integer, between quotes. */
function exact(token) {
  const isExact = Number.isSafeInteger(Number(token)) && String(Number(token)) === token;
  return token.startsWith('"') || isExact ? token : `"${token}"`;
}

/** Some payloads are documented one level deeper than they are met. */
function unwrap(callback) {
  const kind = isObject(callback) ? callback.type : undefined;
  const payload = typeof kind === "string" && Object.hasOwn(callback, kind) ? callback[kind] : undefined;
  if (isObject(payload) && Object.keys(payload).join() === kind && isObject(payload[kind])) {
    callback[kind] = payload[kind];
  }
}

export function isKnown(callback) {
  if (!isObject(callback) || typeof callback.type !== "string" || !KNOWN.has(callback.type)) {
    return false;
  }
  return EMPTY.has(callback.type) || isObject(callback[callback.type]);
}

export function checkHash(callback, { salt, accountId, apiKey }) {
  const [ofAccount, ofCallback] = isObject(callback)
    ? [idOf(callback.account_id), idOf(callback.callback_id)]
    : [];
  if (ofAccount === undefined || ofCallback === undefined) {
    return "unreadable";
  }
  const { hash } = callback;
  if (hash === undefined || hash === null || hash === "") {
    return "missing";
  }
  if (typeof hash !== "string" || !HASH.test(hash)) {
    return "invalid";
  }
  if (ofAccount !== String(accountId)) {
    return "unknown_account";
  }
  const right = createHash("md5").update(`${salt}${ofAccount}${apiKey}${ofCallback}`).digest();
  return timingSafeEqual(right, Buffer.from(hash, "hex")) ? "match" : "mismatch";
}

/** The digits of a number, as they go into the hash; `undefined` if it is none. */
function idOf(value) {
  const digits = Number.isSafeInteger(value) ? String(value) : value;
  return typeof digits === "string" && ID.test(digits) ? digits : undefined;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
