// The content digest of a callback: the same for the same content, in every language and every version of the SDK.

import { hexOf } from "./hex.js";
import { treeOf, write } from "./tree.js";

/** The content digest of the JSON text of one callback. */
export async function digest(callback) {
  const canonicalForm = new TextEncoder().encode(canonical(callback));
  const sha256 = await globalThis.crypto.subtle.digest("SHA-256", canonicalForm);
  return `v1:${hexOf(new Uint8Array(sha256))}`;
}

/** Canonical JSON: names sorted by code point, numbers as spelled, no white space, without the hash of the callback. */
export function canonical(callback) {
  const root = treeOf(callback);
  const isKept = (node, { name }) => node !== root || name !== "hash";
  return write(root, (node) =>
    // The sort is stable, so repeated names keep their order.
    node.members.filter((member) => isKept(node, member)).sort((a, b) => byCodePoint(a.name, b.name)),
  );
}

/** The order of code points, which is that of UTF-8. JavaScript's own order differs above U+D7FF. */
function byCodePoint(a, b) {
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const order = a.codePointAt(at) - b.codePointAt(at);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
