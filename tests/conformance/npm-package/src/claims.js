// Sentences about the package, each shown on the spot.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

import { EdgeVM } from "@edge-runtime/vm";
import { build } from "esbuild";

import * as attacks from "./attacks.js";
import { archive, body, compile, hasPublishedTable, index, installed, load, project, run } from "./project.js";
import * as readme from "./readme.js";
import { itsCodeCompilesAndRuns } from "./reference.js";

const { KINDS, read } = await load("index.js");
const { sample } = await load("testing.js");

const { account_id: accountId, salt, api_key: apiKey } = index.credential;
const callbackOf = (file) => read(body(file))[0].callback;

function nothingElseIsInstalled() {
  const { packages } = JSON.parse(readFileSync(`${project}/package-lock.json`, "utf8"));
  const names = Object.keys(packages).filter((name) => name !== "");
  if (names.join() !== "node_modules/voximplant-callbacks") return names.join();
  return hasPublishedTable ? "" : "its table is another one";
}

function toolsFindNothing() {
  const profile = ["--profile", "esm-only", "--exclude-entrypoints", "schemas"];
  return run("publint", [archive]) + run("attw", [archive, ...profile]);
}

/** CommonJS, ES modules and its package.json, as Node resolves them. */
function itLoadsInEveryWay() {
  const cases = {
    "a.mjs": 'import { receive } from "voximplant-callbacks"; import { sample } from "voximplant-callbacks/testing"; console.log(typeof receive, typeof sample);',
    "b.cjs": 'import("voximplant-callbacks").then(({ receive }) => console.log(typeof receive, require("voximplant-callbacks/package.json").name.length > 0 ? "function" : ""));',
    "c.cjs": 'console.log(typeof require("voximplant-callbacks").receive, typeof require("voximplant-callbacks/testing").sample);',
  };
  const wrong = Object.entries(cases).filter(([name, code]) => {
    writeFileSync(`${project}/${name}`, code);
    const said = execFileSync("node", ["--no-warnings", name], { cwd: project, encoding: "utf8" });
    return said.trim() !== "function function";
  });
  return wrong.map(([name]) => name).join();
}

function itCompilesInEveryModuleSetting() {
  const code = `import { receive, type Outcome } from "voximplant-callbacks";
import { sample } from "voximplant-callbacks/testing";
export const outcomes: Promise<Outcome[]> = receive(sample("js_fail"), []);
`;
  const settings = [["nodenext"], ["esnext", "--moduleResolution", "bundler"], ["node20"]];
  return settings.map(([module, ...more]) => compile("settings.ts", code, "--module", module, "--types", "", ...more)).join("");
}

/** Bundled for browsers, and run where there is nothing of Node. */
async function itWorksWithoutNode() {
  const entry = `${project}/bundle.js`;
  writeFileSync(
    entry,
    `export * from "voximplant-callbacks";
export * from "voximplant-callbacks/testing";
`,
  );
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    globalName: "callbacks",
    write: false,
    logLevel: "error",
  });
  const code = outputFiles[0].text;
  const vm = new EdgeVM();
  const outcomes = await vm.evaluate(`${code}
    (async () => {
      if (typeof process !== "undefined" || typeof Buffer !== "undefined" || typeof require !== "undefined") return "this is Node";
      const { Credential, KINDS, MemoryGuard, receive, sample, sign } = callbacks;
      const credential = new Credential(${JSON.stringify({ accountId, salt, apiKey })});
      const bodies = KINDS.map((kind) => sign(sample(kind), credential));
      const guard = new MemoryGuard();
      const first = await Promise.all(bodies.map((body) => receive(new TextEncoder().encode(body), credential, { guard })));
      return first.filter(([outcome]) => outcome.outcome !== "callback").map(([outcome]) => JSON.stringify(outcome)).join();
    })()`);
  return outcomes;
}

function switchOver(kinds) {
  const cases = kinds.map((kind) => `    case ${JSON.stringify(kind)}:\n      return callback.${kind};`).join("\n");
  return `import type { Callback } from "voximplant-callbacks";
export function payload(callback: Callback): object {
  switch (callback.type) {
${cases}
    default: {
      const forgotten: never = callback;
      throw new Error(String(forgotten));
    }
  }
}
`;
}

function aForgottenKindIsFound() {
  const complete = compile("complete.ts", switchOver(KINDS), "--types", "");
  if (complete !== "") return complete;
  const forgotten = compile("forgotten.ts", switchOver(KINDS.slice(1)), "--types", "");
  return forgotten.includes("is not assignable to type 'never'") ? "" : `it says ${forgotten}`;
}

/** What the types say of values is what they are. */
function theTypesAreOfTheValues() {
  const code = `import { read, type Callback } from "voximplant-callbacks";
export function check(callback: Callback): string | null | undefined {
  const id: string = callback.callback_id;
  switch (callback.type) {
    case "account_document_verified":
      // @ts-expect-error It may be null.
      callback.account_document_verified.comment.length;
      return callback.account_document_verified.comment;
    case "card_payment":
      // @ts-expect-error It is a string of digits.
      callback.card_payment.amount - 1;
      // @ts-expect-error It may not be there.
      callback.card_payment.extra["new_field"].length;
      return callback.card_payment.amount.padStart(9) + id;
    case "expired_agreement":
      return callback.expired_agreement.document_ids[0]?.padStart(9);
    default:
      return undefined;
  }
}
export function outcome(body: string): string {
  const [first] = read(body);
  // @ts-expect-error Nobody checked a hash.
  first?.credentialIndex;
  return first?.outcome === "malformed" ? first.error.pointer : "";
}
`;
  return compile("values.ts", code, "--types", "");
}

function numbersAreExact() {
  const { balance, callback_id } = callbackOf("numbers/large.json");
  const quoted = callbackOf("numbers/quoted.json").balance;
  const { amount } = callbackOf("card_payment/valid.json").card_payment;
  const said = `${balance} ${quoted} ${callback_id} ${amount}`;
  const exact = "12345678901234567890.12";
  const id = callbackOf("numbers/large.json").callback_id;
  return said === `${exact} ${exact} ${id} 10.50` && typeof id === "string" ? "" : said;
}

/** Whatever the sender writes, the values are the same. */
function shapesAreNormalized() {
  const value = (kind, payload) => {
    const callback = `{"type":"${kind}","callback_id":"7","account_id":1,"balance":"1.50","account_name":null,"${kind}":${payload}}`;
    const [it] = read(`{"callbacks":[${callback}]}`);
    return JSON.stringify(it.callback?.[kind] ?? it.error);
  };
  const same = (kind, ...payloads) => new Set(payloads.map((payload) => value(kind, payload))).size === 1;
  const sms = '{"source_number":"+1","destination_number":"+2","sms_body":""}';
  const cases = {
    wrapper: same("sms_inbound", sms, `{"sms_inbound":${sms}}`, `{"sms_inbound":[${sms}]}`, '{"source_number":"+1","destination_number":"+2","sms_body":null}'),
    lists: same("expired_agreement", '{"document_ids":[5]}', '{"document_ids":5}', '{"document_ids":"5"}', '{"document_ids":["5"]}'),
    "no list": same("expired_agreement", "{}", "[]", '{"document_ids":null}', '{"document_ids":[]}'),
    empty: same("js_fail", "{}", "[]", "null"),
  };
  return Object.entries(cases).filter(([, isSame]) => !isSame).map(([name]) => name).join();
}

function everyKindHasASample() {
  const wrong = KINDS.filter((kind) => read(`{"callbacks":[${sample(kind)}]}`)[0].kind !== kind);
  return wrong.join();
}

function schemasAreThere() {
  const names = readdirSync(`${installed}/schemas`);
  return names.length === 4 ? "" : names.join();
}

const CLAIMS = {
  "it installs from the archive, without dependencies": nothingElseIsInstalled,
  "publint and attw, for a package of ES modules, find nothing": toolsFindNothing,
  "`import` and `require` load it, and its package.json": itLoadsInEveryWay,
  "it compiles under --strict, --exactOptionalPropertyTypes and --noUncheckedIndexedAccess in every module setting": itCompilesInEveryModuleSetting,
  "bundled for browsers, it receives every kind in an edge runtime, without Node.js APIs": itWorksWithoutNode,
  "the lines in its README compile and run": readme.itsLinesCompileAndRun,
  "the code that the reference page has for each kind compiles, and receives the sample": itsCodeCompilesAndRuns,
  "the lines for Express answer every sample, and what is not a body, with the statuses of the Rust SDK": readme.expressAnswers,
  "the lines for Fastify do too": readme.fastifyAnswers,
  "the lines for the Fetch API do too": readme.theFetchApiAnswers,
  "the services in its README do not start if a setting is missing": readme.aMissingSettingStopsTheStart,
  "a `switch` that leaves out a kind does not compile, and one over all kinds narrows to each payload": aForgottenKindIsFound,
  "the types match the values": theTypesAreOfTheValues,
  "amounts and integers of 64 bits are exact": numbersAreExact,
  "values are the same whatever the sender writes": shapesAreNormalized,
  "it has a sample of every kind": everyKindHasASample,
  "it has the JSON Schemas": schemasAreThere,
  "a credential that is missing or empty, or ends in a line break, is an error": attacks.aMissingCredentialIsAnError,
  "a quoted callback ID is not another callback": attacks.aQuotedIdIsNotAnotherCallback,
  "forged callbacks are refused": attacks.forgedCallbacksAreRefused,
  "hostile bodies do no harm": attacks.hostileBodiesDoNoHarm,
  "an account cannot shut out another from the guard": attacks.anAccountCannotShutOutAnother,
  "nothing secret is printed or logged": attacks.nothingSecretIsPrinted,
  "a seal checks what its credential makes": attacks.aSealChecksHashes,
  "credentials are looked up, and rotated": attacks.credentialsAreLookedUp,
  "what is not processed is retried": attacks.whatIsNotHandledComesAgain,
};

export async function claims() {
  const shown = [];
  for (const [claim, show] of Object.entries(CLAIMS)) {
    const detail = await Promise.resolve().then(show).catch((error) => String(error.stack));
    shown.push({ claim, holds: detail === "", detail });
  }
  return shown;
}

