// An empty project with the built package, and what is done in it.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

export const artifacts = process.argv[2];
const dist = process.env.DIST;

export const project = resolve("build/project");
export const archive = `${dist}/${readdirSync(dist).find((name) => name.endsWith(".tgz"))}`;
export const installed = `${project}/node_modules/voximplant-callbacks`;

rmSync(project, { recursive: true, force: true });
mkdirSync(project, { recursive: true });
writeFileSync(`${project}/package.json`, '{ "private": true, "type": "module" }\n');
execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", archive], {
  cwd: project,
  stdio: ["ignore", process.stderr, process.stderr],
});

const table = "generated/table.js";
/** Whether the package has the table that is published. */
export const hasPublishedTable =
  readFileSync(`${installed}/${table}`, "utf8") === readFileSync(`${artifacts}/typescript/table.js`, "utf8");
// So that a fault in it is noticed.
cpSync(`${artifacts}/typescript/table.js`, `${installed}/${table}`);

export const load = (name) => import(pathToFileURL(`${installed}/${name}`).href);
export const readme = readFileSync(`${installed}/README.md`, "utf8");
export const { version } = JSON.parse(readFileSync(`${installed}/package.json`, "utf8"));

const json = (file) => JSON.parse(readFileSync(`${artifacts}/${file}`, "utf8"));
export const index = json("samples/index.json");
export const { signatures } = json("signatures.json");
export const readerVectors = json("reader-vectors.json");
export const digestVectors = json("digest-vectors.json");
export const body = (file) => readFileSync(`${artifacts}/samples/${file}`);

/** Blocks of the README that are in this language. */
export function blocks(language) {
  return readme.split(`\`\`\`${language}\n`).slice(1).map((rest) => rest.split("```")[0]);
}

/** Compiles a file of the project; gives what the compiler says. */
export function compile(name, code, ...more) {
  writeFileSync(`${project}/${name}`, code);
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--verbatimModuleSyntax"];
  const options = [...strict, "--target", "es2022", "--module", "nodenext", ...more];
  return run("tsc", [...options, name]);
}

/** Runs a tool in the project; gives what it says if it fails. */
export function run(tool, arguments_) {
  try {
    execFileSync(resolve(`node_modules/.bin/${tool}`), arguments_, { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
    return "";
  } catch (error) {
    return `${error.stdout}${error.stderr}` || String(error);
  }
}
