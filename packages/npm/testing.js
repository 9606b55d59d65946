// For tests of code that receives callbacks: a sample of every kind, and the signer.

import { Credential, idOf } from "./credential.js";
import { SAMPLES } from "./generated/samples.js";
import { Numeral } from "./json.js";
import { treeOf, write } from "./tree.js";

/** The documented callback of a kind, as JSON text. */
export function sample(kind) {
  if (!Object.hasOwn(SAMPLES, kind)) throw new TypeError("kind is not known: take one of KINDS");
  return SAMPLES[kind];
}

/** The body of a POST with these callbacks, each of the credential's account and with the right hash. */
export function sign(callbacks, credential) {
  if (!(credential instanceof Credential)) throw new TypeError("credential is not of class Credential");
  const list = Array.isArray(callbacks) ? callbacks : [callbacks];
  return `{"callbacks":[${list.map((callback) => signed(callback, credential)).join()}]}`;
}

function signed(callback, credential) {
  const tree = treeOf(typeof callback === "string" ? callback : JSON.stringify(callback));
  const id = tree?.members?.find(({ name }) => name === "callback_id")?.value;
  const digits = idOf("`callback_id` of the callback", id instanceof Numeral ? id.digits : id);
  const kept = tree.members.filter(({ name }) => name !== "account_id" && name !== "hash");
  const account = { name: "account_id", value: new Numeral(credential.accountId) };
  return write({ members: [...kept, account, { name: "hash", value: credential.hash(digits) }] });
}
