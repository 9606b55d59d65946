// What the package says of every sample, signature and vector.

import { body, bytes, digestVectors, index, load, readerVectors, signatures } from "./project.js";

const { BodyError, Credential, digest, read, receive } = await load("index.js");

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
    readerVectors.vectors.map(async (vector) => [`${vector.rule}: ${vector.name}`, sorted(await ofVector(vector, credential))]),
  );
}

const WITHOUT_PLACE = ["too_large", "not_utf8", "syntax"];

async function ofVector({ body, count, outcomes: asked }, credential) {
  try {
    const outcomes = await receive(bytes(body), credential);
    if (count !== undefined) return { count: outcomes.length };
    return { outcomes: await Promise.all(outcomes.map((outcome, index) => resultOf(outcome, asked?.[index] ?? {}))) };
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    const { code, pointer } = error;
    return { refused: WITHOUT_PLACE.includes(code) ? { error: code } : { error: code, pointer } };
  }
}

/** A result in the form of the vectors. Values, kept fields and the digest are there if they are asked for. */
async function resultOf(outcome, asked) {
  const decoded = outcome.outcome === "refused" ? outcome.callback : outcome;
  const root = decoded.callback ?? decoded.envelope;
  const at = (steps) => steps.reduce((value, step) => value?.[step], root);
  const values = (pointers, value) => pointers && Object.fromEntries(Object.keys(pointers).map((it) => [it, value(it.slice(1).split("/"))]));
  return {
    outcome: decoded.outcome,
    kind: decoded.kind,
    callback_id: decoded.callbackId,
    account_id: decoded.accountId,
    hash: outcome.refusal ?? "match",
    error: decoded.error?.code,
    pointer: decoded.error?.pointer,
    digest: asked.digest && (await decoded.digest()),
    values: values(asked.values, at),
    kept: values(asked.kept, (steps) => at(steps.slice(0, -1))?.extra[steps.at(-1)]),
  };
}

/** JSON whose names are sorted. */
function sorted(json) {
  return JSON.stringify(json, (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

export async function ofDigestVectors() {
  const text = (parts) => bytes(parts).toString("utf8");
  return Promise.all(
    digestVectors.vectors.map(async ({ rule, name, callbacks }) => {
      const digests = await Promise.all(callbacks.map(({ text: callback }) => digest(text(callback))));
      return [`${rule}: ${name}`, digests.join(" ")];
    }),
  );
}
