// Breaks each rule of docs/wire.md on purpose, in a copy of the npm reader, and fails unless the published vectors of
// the rule notice it:
//
//     node tests/broken-rules/run.js [RULE…]
//
// So whoever writes one more reader and passes the vectors has missed no rule.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";

import { ofDigestVector, ofReaderVector, sorted } from "../conformance/npm-package/src/vectors.js";
import { BROKEN } from "./rules.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file) => readFileSync(`${root}/${file}`, "utf8");
const vectorsOf = (name) => JSON.parse(read(`schema/generated/${name}-vectors.json`));
const readers = vectorsOf("reader");
const digests = vectorsOf("digest");
const { salt, account_id: accountId, api_key: apiKey } = readers.credential;

const scratch = mkdtempSync(`${tmpdir()}/broken-rules-`);
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** The package as it is published, but for one text of one file. */
async function packageWith(name, file, right, wrong) {
  const folder = `${scratch}/${name}`;
  cpSync(`${root}/packages/npm`, folder, { recursive: true });
  cpSync(`${root}/schema/generated/typescript`, `${folder}/generated`, { recursive: true });
  if (file !== undefined) {
    const text = readFileSync(`${folder}/${file}`, "utf8");
    if (text.split(right).length !== 2) throw new Error(`${file} does not have this once: ${right}`);
    writeFileSync(`${folder}/${file}`, text.replace(right, () => wrong));
  }
  return import(pathToFileURL(`${folder}/index.js`).href);
}

/** The first vector that such a package does not pass. */
async function failing(built, isAsked) {
  const credential = new built.Credential({ accountId, salt, apiKey });
  for (const vector of readers.vectors.filter(isAsked)) {
    const { count, outcomes, refused } = vector;
    const result = await resultOf(() => ofReaderVector(built, vector, credential));
    if (sorted(result) !== sorted({ count, outcomes, refused })) return vector;
  }
  for (const vector of digests.vectors.filter(isAsked)) {
    const result = await resultOf(() => ofDigestVector(built, vector));
    if (sorted(result) !== sorted(vector.callbacks.map(({ digest }) => digest))) return vector;
  }
}

/** To run out of stack is a result like any other. What only a faulty patch does breaks no rule. */
async function resultOf(run) {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    return "a crash";
  }
}

const documented = [...read("docs/wire.md").matchAll(/\*\*`([a-z0-9-]+)`\*\*/g)].map(([, rule]) => rule);
const listed = Object.keys(BROKEN);
const apart = [...documented.filter((it) => !listed.includes(it)), ...listed.filter((it) => !documented.includes(it))];
if (apart.length > 0) throw new Error(`not broken here, or not documented: ${apart}`);

const right = await packageWith("right");
const unexpected = await failing(right, () => true);
if (unexpected !== undefined) throw new Error(`unbroken, it fails ${unexpected.rule}: ${unexpected.name}`);

const published = new Set([...readers.vectors, ...digests.vectors].map(({ rule }) => rule));
const asked = process.argv.length > 2 ? process.argv.slice(2) : documented;
let [count, missed] = [0, 0];
for (const rule of asked) {
  // No published field has such a type, so no reader of what is published needs the rule.
  if (!published.has(rule)) console.log(`${rule}: has no published vectors`);
  for (const [what, file, right, wrong] of published.has(rule) ? BROKEN[rule] : []) {
    count += 1;
    try {
      const built = await packageWith(count, file, right, wrong);
      if ((await failing(built, (it) => it.rule === rule)) !== undefined) continue;
      console.error(`${rule}: nothing notices that ${what}`);
    } catch (error) {
      console.error(`${rule}: it cannot be tried that ${what}: ${error.stack}`);
    }
    missed += 1;
  }
}
console.log(`${count - missed} of ${count} ways to break ${asked.length} rules are noticed`);
process.exitCode = missed > 0 ? 1 : 0;
