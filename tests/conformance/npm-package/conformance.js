// Installs the built npm package into an empty project and uses it there, as its README says.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [artifacts] = process.argv.slice(2);
const dist = process.env.DIST;
const project = resolve("build/project");

rmSync(project, { recursive: true, force: true });
mkdirSync(project, { recursive: true });
writeFileSync(`${project}/package.json`, '{ "private": true, "type": "module" }\n');
const archive = readdirSync(dist).find((name) => name.endsWith(".tgz"));
execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", `${dist}/${archive}`], {
  cwd: project,
  stdio: ["ignore", process.stderr, process.stderr],
});

const installed = `${project}/node_modules/voximplant-callbacks`;
const { KINDS, checkHash, isKnown, parseBody } = await import(
  pathToFileURL(`${installed}/index.js`).href
);
const { version } = JSON.parse(readFileSync(`${installed}/package.json`, "utf8"));
const index = JSON.parse(readFileSync(`${artifacts}/samples/index.json`, "utf8"));
const { signatures } = JSON.parse(readFileSync(`${artifacts}/signatures.json`, "utf8"));

const text = (file) => readFileSync(`${artifacts}/samples/${file}`, "utf8");
const callbackOf = (file) => parseBody(text(file)).callbacks[0];
const credential = {
  salt: index.credential.salt,
  accountId: index.credential.account_id,
  apiKey: index.credential.api_key,
};
const hashes = index.samples
  .filter((sample) => sample.hash !== undefined)
  .map(({ file }) => [file, checkHash(callbackOf(file), credential)]);
const ofSignatures = signatures.map((it) => {
  const key = { salt: it.salt, accountId: it.account_id, apiKey: it.api_key };
  return [it.description, checkHash(it, key)];
});

/** Compiles a file of the project; gives what the compiler says. */
function compile(name, code) {
  writeFileSync(`${project}/${name}.ts`, code);
  const options = ["--strict", "--target", "es2022", "--module", "nodenext", "--types", ""];
  try {
    execFileSync(resolve("node_modules/.bin/tsc"), [...options, `${name}.ts`], { cwd: project });
    return "";
  } catch (error) {
    return String(error.stdout);
  }
}

function exhaustive(kinds) {
  const cases = kinds.map((kind) => `    case ${JSON.stringify(kind)}:`).join("\n");
  return `import type { Callback } from "voximplant-callbacks";
export function handle(callback: Callback): void {
  switch (callback.type) {
${cases}
      return;
    default: {
      const forgotten: never = callback;
      throw new Error(String(forgotten));
    }
  }
}
`;
}

async function readmeWorks() {
  const readme = readFileSync(`${installed}/README.md`, "utf8");
  const block = readme.split("```ts\n")[1].split("```")[0];
  const told = compile("readme", block);
  if (told !== "") return told;
  const { onPost } = await import(pathToFileURL(`${project}/readme.js`).href);
  // The published credential, whatever that of the artifacts is.
  const key = {
    salt: "published-test-salt",
    accountId: 1234567,
    apiKey: "00000000-0000-4000-8000-000000000000",
  };
  const bodies = ["card_payment/valid", "card_payment/wrong_hash", "unknown/new_kind", "min_balance/valid"];
  const outcomes = bodies.flatMap((name) => onPost(text(`${name}.json`), key));
  const expected = ["10.50 paid", "refused", "kept: newer than this package", "min_balance"];
  return outcomes.join() === expected.join() ? "" : `it gives ${outcomes}`;
}

function numbersAreExact() {
  const { balance, callback_id } = callbackOf("numbers/large.json");
  const quoted = callbackOf("numbers/quoted.json").balance;
  const { amount } = callbackOf("card_payment/valid.json").card_payment;
  const told = `${balance} ${quoted} ${callback_id} ${amount}`;
  const exact = "12345678901234567890.12";
  return told === `${exact} ${exact} 18446744073709551615 10.50` ? "" : told;
}

function bothShapesAreRead() {
  const wrapped = callbackOf("sms_inbound/valid.json");
  const body = JSON.parse(text("sms_inbound/valid.json"));
  body.callbacks[0].sms_inbound = body.callbacks[0].sms_inbound.sms_inbound;
  const [unwrapped] = parseBody(JSON.stringify(body)).callbacks;
  const told = [wrapped, unwrapped].map((callback) => JSON.stringify(callback.sms_inbound));
  return told[0] === told[1] ? "" : told.join();
}

function whatIsNoBodyIsRefused() {
  const bodies = ["", "[]", "{}", '{"callbacks": {}}', '{"callbacks": [01]}', '{"callbacks": [1.]}', "\u{feff}{}"];
  const isRefused = (body) => {
    try {
      parseBody(body);
      return false;
    } catch (error) {
      return error instanceof SyntaxError || error instanceof TypeError;
    }
  };
  return bodies.filter((body) => !isRefused(body)).join();
}

function strangeCallbacksAreTold() {
  const right = callbackOf("card_payment/valid.json");
  const cases = [
    [null, "unreadable"],
    [[], "unreadable"],
    ["text", "unreadable"],
    [{ ...right, account_id: "01234567" }, "unreadable"],
    [{ ...right, callback_id: -1 }, "unreadable"],
    [{ ...right, callback_id: 1.5 }, "unreadable"],
    [{ ...right, account_id: 1 }, "unknown_account"],
    [{ ...right, hash: [right.hash] }, "invalid"],
  ];
  const wrong = cases.filter(([callback, verdict]) => checkHash(callback, credential) !== verdict);
  const known = [null, [], { type: "card_payment" }, { type: "toString" }, { type: "__proto__" }].filter(isKnown);
  return [...wrong, ...known].map((it) => JSON.stringify(it)).join();
}

function kindsAreKnown() {
  const unknown = KINDS.filter((kind) => !isKnown(callbackOf(`${kind}/valid.json`)));
  return isKnown(callbackOf("unknown/new_kind.json")) ? "the new kind is known" : unknown.join();
}

function aForgottenKindIsFound() {
  const complete = compile("complete", exhaustive(KINDS));
  const forgotten = compile("forgotten", exhaustive(KINDS.slice(1)));
  if (complete !== "") return complete;
  return forgotten.includes("is not assignable to type 'never'") ? "" : `it says ${forgotten}`;
}

function schemasAreThere() {
  const code = `import schema from "voximplant-callbacks/schemas/validation.schema.json" with { type: "json" };
process.stdout.write(schema.title);
`;
  writeFileSync(`${project}/schema.js`, code);
  const title = execFileSync("node", ["--no-warnings", "schema.js"], { cwd: project, encoding: "utf8" });
  return title === "Body" ? "" : title;
}

function nothingElseIsInstalled() {
  const { packages } = JSON.parse(readFileSync(`${project}/package-lock.json`, "utf8"));
  const names = Object.keys(packages).filter((name) => name !== "");
  return names.join() === "node_modules/voximplant-callbacks" ? "" : names.join();
}

const claims = {
  "it installs from the archive, and brings nothing with it": nothingElseIsInstalled,
  "the lines in its README work": readmeWorks,
  "amounts and numbers of 64 bits stay exact": numbersAreExact,
  "payloads are read in both shapes": bothShapesAreRead,
  "what is no body is refused": whatIsNoBodyIsRefused,
  "strange callbacks are told": strangeCallbacksAreTold,
  "every kind is known, and a new one is not": kindsAreKnown,
  "a `switch` that leaves out a kind does not compile": aForgottenKindIsFound,
  "its JSON Schemas can be imported": schemasAreThere,
};
const shown = [];
for (const [claim, show] of Object.entries(claims)) {
  const detail = await show();
  shown.push({ claim, holds: detail === "", detail });
}
const report = (on, verdicts) => ({
  tool: "voximplant-callbacks",
  version,
  on,
  verdicts: Object.fromEntries(verdicts),
});
console.log(
  JSON.stringify({
    verdicts: [report("hash", hashes), report("signatures", ofSignatures)],
    claims: shown,
  }),
);
