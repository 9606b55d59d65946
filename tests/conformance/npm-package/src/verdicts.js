// What the package says of every sample, signature and vector.

import { body, digestVectors, index, load, readerVectors, signatures } from "./project.js";
import { ofDigestVector, ofReaderVector, sorted } from "./vectors.js";

const built = await load("index.js");
const { Credential, MemoryGuard, read, receive } = built;

const credentialOf = ({ salt, account_id: accountId, api_key: apiKey }) =>
  salt === "" ? Credential.withoutSalt({ accountId, apiKey }) : new Credential({ accountId, salt, apiKey });

/** What a hash shows. */
async function hashOf(body, credential) {
  const [outcome] = await receive(body, credential);
  return outcome.outcome === "refused" ? outcome.refusal : "match";
}

export async function hashes() {
  const credential = credentialOf(index.credential);
  const signed = index.samples.filter((sample) => sample.hash !== undefined);
  return Promise.all(signed.map(async ({ file }) => [file, await hashOf(body(file), credential)]));
}

export async function digests() {
  return Promise.all(index.samples.map(async ({ file }) => [file, await read(body(file))[0].digest()]));
}

/** What a guard says of a sample after another one. */
export async function replays() {
  const credential = credentialOf(index.credential);
  const after = index.samples.filter((sample) => sample.after !== undefined);
  return Promise.all(
    after.map(async ({ file, after }) => {
      const guard = new MemoryGuard();
      const [first] = await receive(body(after), credential, { guard });
      first.settle?.();
      const [outcome] = await receive(body(file), credential, { guard });
      return [file, outcome.refusal ?? outcome.outcome];
    }),
  );
}

export function outcomes() {
  return index.samples.map(({ file }) => {
    const [{ outcome, kind, error }] = read(body(file));
    return [file, [outcome, kind, error?.code, error?.pointer].filter((part) => part !== undefined).join(" ")];
  });
}

export async function ofSignatures() {
  return Promise.all(
    signatures.map(async (it) => {
      const { callback_id, account_id, hash } = it;
      // The hash covers nothing else.
      const callback = { type: "any", callback_id, account_id, hash, balance: 0 };
      return [it.description, await hashOf(JSON.stringify({ callbacks: [callback] }), credentialOf(it))];
    }),
  );
}

export async function ofReaderVectors() {
  const credential = credentialOf(readerVectors.credential);
  return Promise.all(
    readerVectors.vectors.map(async (vector) => [
      `${vector.rule}: ${vector.name}`,
      sorted(await ofReaderVector(built, vector, credential)),
    ]),
  );
}

export async function ofDigestVectors() {
  return Promise.all(
    digestVectors.vectors.map(async (vector) => [
      `${vector.rule}: ${vector.name}`,
      (await ofDigestVector(built, vector)).join(" "),
    ]),
  );
}
