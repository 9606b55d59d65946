// The tools that judge a whole document. Each gives what it has to say as a list of messages, each
// with its place in the document.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Parser } from "@asyncapi/parser";
import { environment, folder } from "./folder.js";

export const LINTERS = [
  { name: "@redocly/cli", document: "openapi.json", lint: redocly },
  { name: "@stoplight/spectral-cli", document: "openapi.json", lint: spectral },
  { name: "@asyncapi/parser", document: "asyncapi.json", lint: asyncapi },
];

function redocly(file) {
  const options = ["lint", file, "--config", "redocly.yaml", "--format", "json"];
  return printed("redocly", options).problems.map(({ severity, message, location }) => {
    const places = location.map(({ pointer }) => pointer);
    return `${severity} at ${places}: ${message}`;
  });
}

function spectral(file) {
  const options = ["lint", file, "--ruleset", "spectral.yaml", "--format", "json", "--quiet"];
  return printed("spectral", options).map(inOneLine);
}

/** A warning is 1, an error 0: what comes after is advice, such as that AsyncAPI 3.1 is out. */
async function asyncapi(file) {
  const { diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
  return diagnostics.filter(({ severity }) => severity < 2).map(inOneLine);
}

function inOneLine({ severity, message, path }) {
  return `${severity} at #/${path.join("/")}: ${message}`;
}

/** The JSON that a command prints, whatever its status, which only says that something was found. */
function printed(command, options) {
  const run = spawnSync(join(folder, "node_modules", ".bin", command), options, {
    cwd: folder,
    env: environment,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  try {
    return JSON.parse(run.stdout);
  } catch {
    throw new Error(`${command} did not do its work: ${run.error ?? run.stderr}`);
  }
}
