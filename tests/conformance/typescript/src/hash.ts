// Whether a callback carries the hash that the credential of its account makes.
import { createHash, timingSafeEqual } from "node:crypto";

export type Verdict = "match" | "mismatch" | "missing" | "invalid";

export interface Credential {
  salt: string;
  api_key: string;
}

/** What goes into the hash, the numbers as the digits that the body has. */
export interface Signed {
  account_id: string;
  callback_id: string;
  hash?: string | null;
}

/** Takes a callback as `read` gives it; it may be anything, in a body that is not as documented. */
export function check(callback: unknown, { salt, api_key }: Credential): Verdict {
  if (typeof callback !== "object" || callback === null || Array.isArray(callback)) {
    return "invalid";
  }
  const { account_id, callback_id, hash }: { [name in keyof Signed]?: unknown } = callback;
  if (hash === undefined || hash === null || hash === "") return "missing";
  // A list of one text would be read as that text.
  if (typeof hash !== "string" || !/^[0-9a-f]{32}$/.test(hash)) return "invalid";
  if (typeof account_id !== "string" || typeof callback_id !== "string") return "invalid";
  const right = createHash("md5")
    .update(salt + account_id + api_key + callback_id)
    .digest();
  // In constant time, so that nobody can guess the hash digit by digit.
  return timingSafeEqual(Buffer.from(hash, "hex"), right) ? "match" : "mismatch";
}
