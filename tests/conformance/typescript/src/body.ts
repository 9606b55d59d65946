// Reads a body without losing a digit or a callback, and keeps apart what is newer than the types.
import { parse } from "lossless-json";
import type { Callback } from "../build/types.js";
import type { Signed } from "./hash.js";

/** A callback of any kind, as it came. */
export interface Received extends Signed {
  type: string;
  [field: string]: unknown;
}

/** Every number becomes the text of its digits, as `JSON.parse` would round it to a double. */
export function read(text: string): Received[] {
  return (parse(text, null, String) as { callbacks: Received[] }).callbacks;
}

/**
 * The guard in front of the types, which a `switch` over them relies on: `kinds` are those that
 * the types were made of, and a callback of a newer kind is none of theirs, nor is `null`.
 */
export function isKnown(callback: Received, kinds: Set<string>): callback is Received & Callback {
  return kinds.has(callback?.type);
}
