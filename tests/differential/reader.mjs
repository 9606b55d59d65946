// Reads bodies with the npm package, and writes one line for each: `reader.mjs PACKAGE BODIES LINES`.

import { openSync, readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, bodies, lines] = process.argv.slice(2);
const { BodyError, Credential, receive } = await import(pathToFileURL(`${folder}/index.js`).href);
const credential = new Credential({
  accountId: 1234567,
  salt: "published-test-salt",
  apiKey: "00000000-0000-4000-8000-000000000000",
});

/** A value as JSON, with unknown fields as they came. */
function written(value) {
  if (Array.isArray(value)) return `[${value.map(written)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const { extra, ...known } = value;
  const members = Object.entries(known).map(([name, it]) => [name, written(it)]);
  const all = [...members, ...Object.entries(extra)];
  return `{${all.map(([name, text]) => `${JSON.stringify(name)}:${text}`)}}`;
}

async function resultOf(outcome) {
  const decoded = outcome.outcome === "refused" ? outcome.callback : outcome;
  return {
    outcome: decoded.outcome,
    kind: decoded.kind,
    callback_id: decoded.callbackId,
    account_id: decoded.accountId,
    hash: outcome.refusal ?? "match",
    error: decoded.error?.code,
    pointer: decoded.error?.pointer,
    digest: await decoded.digest(),
    raw: decoded.raw,
    value: decoded.outcome === "callback" ? written(decoded.callback) : undefined,
  };
}

async function line(body) {
  try {
    const outcomes = await receive(body, credential);
    return { outcomes: await Promise.all(outcomes.map(resultOf)) };
  } catch (error) {
    return error instanceof BodyError ? { refused: error.code, pointer: error.pointer } : { crash: String(error.stack) };
  }
}

const data = readFileSync(bodies);
const out = openSync(lines, "w");
for (let at = 0; at < data.length; ) {
  const end = at + 4 + data.readUInt32LE(at);
  writeSync(out, `${JSON.stringify(await line(data.subarray(at + 4, end)))}\n`);
  at = end;
}
