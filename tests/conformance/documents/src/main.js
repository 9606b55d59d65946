// Gives the verdicts of the tools for OpenAPI and AsyncAPI on what is published in a folder, the
// argument.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { COMPONENTS, validator } from "./components.js";
import { folder, versionOf } from "./folder.js";
import { LINTERS } from "./linters.js";
import { countLines, failures } from "./readme.js";

const build = join(folder, "build");
rmSync(build, { recursive: true, force: true });
mkdirSync(build);

if (!process.argv[2]) throw new Error("the folder of the artifacts is missing");
const artifacts = resolve(process.argv[2]);

/** Faults that each tool is to find, and what its message then has to name. */
const FAULTS = [
  {
    fault: "has no title",
    make: (document) => delete document.info.title,
    named: /#\/info\b.*title/,
  },
  {
    fault: "has a reference that leads nowhere",
    make: (document) => {
      const { oneOf, anyOf } = document.components.schemas.Callback;
      (oneOf ?? anyOf)[0].$ref += "Nowhere";
    },
    named: /#\/components\/schemas\/Callback\/(one|any)Of\/0\b/,
  },
];

const claims = [formatted()];
for (const linter of LINTERS) claims.push(...(await linting(linter)));
claims.push(lines());
process.stdout.write(`${JSON.stringify({ verdicts: COMPONENTS.map(judged), claims }, null, 2)}\n`);

function judged({ document, ajv }) {
  const validates = validator(ajv(), read(document));
  const verdicts = read("samples/index.json").samples.map(({ file }) => {
    return [file, validates(read(`samples/${file}`)) ? "valid" : "invalid"];
  });
  return {
    tool: `ajv on ${document}`,
    version: versionOf("ajv"),
    on: "types",
    verdicts: Object.fromEntries(verdicts),
  };
}

/** That a tool finds nothing in a document, and something in one with a fault. */
async function linting({ name, document, lint }) {
  const tool = `${name} ${versionOf(name)}`;
  const claims = [
    unless(await lint(join(artifacts, document)), `${tool} finds nothing in ${document}`),
  ];
  for (const { fault, make, named } of FAULTS) {
    const found = await lint(write(document, make));
    const against = found.some((message) => named.test(message)) ? [] : ["it said:", ...found];
    claims.push(unless(against, `${tool} reports it if ${document} ${fault}`));
  }
  return claims;
}

/** The lines to copy pass by the documents, and each of them stops at a fault. */
function lines() {
  const documents = new Set(LINTERS.map(({ document }) => document));
  for (const document of documents) write(document, () => {});
  const against = failures(build);
  for (const document of documents) write(document, FAULTS[0].make);
  const stopped = failures(build).length;
  if (stopped !== LINTERS.length) against.push(`${stopped} of them stop at a fault`);
  if (countLines() > 10) against.push(`these are ${countLines()} lines`);
  return unless(against, "the ten lines in README.md work");
}

/** The format, by the tool that most code is formatted by. */
function formatted() {
  const prettier = join(folder, "node_modules", "prettier", "bin", "prettier.cjs");
  const options = { cwd: folder, encoding: "utf8" };
  const run = spawnSync(process.execPath, [prettier, "--check", "src"], options);
  const against = run.status === 0 ? [] : [`${run.stdout}${run.stderr}`];
  return unless(against, `prettier ${versionOf("prettier")} accepts the formatting`);
}

/** A claim that holds if nothing speaks against it. */
function unless(against, claim) {
  if (against.length === 0) return { claim, holds: true };
  return { claim, holds: false, detail: against.slice(0, 5).join("\n") };
}

function read(file) {
  return JSON.parse(readFileSync(join(artifacts, file), "utf8"));
}

/** A copy of a document, with a change. */
function write(file, change) {
  const document = read(file);
  change(document);
  const copy = join(build, file);
  writeFileSync(copy, JSON.stringify(document, null, 2));
  return copy;
}
