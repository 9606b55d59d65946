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

export function check({ account_id, callback_id, hash }: Signed, credential: Credential): Verdict {
  if (!hash) return "missing";
  // What is no string may be in a body that is not as documented, and would be read as one here.
  if (typeof hash !== "string" || !/^[0-9a-f]{32}$/.test(hash)) return "invalid";
  const { salt, api_key } = credential;
  const right = createHash("md5")
    .update(salt + account_id + api_key + callback_id)
    .digest();
  // In constant time, so that nobody can guess the hash digit by digit.
  return timingSafeEqual(Buffer.from(hash, "hex"), right) ? "match" : "mismatch";
}
