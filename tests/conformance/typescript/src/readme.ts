// The section of README.md to copy from: its commands make the types, and its lines are run.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Artifacts } from "./artifacts.js";
import { read } from "./body.js";
import { check } from "./hash.js";
import { type Claim, unless } from "./report.js";
import { strange } from "./strange.js";
import type { Validates } from "./validators.js";

const SECTION = "## Ten lines to copy";
const NEEDED = ["validation.schema.json", "types.schema.json", "openapi.json"];

/** Makes the types, as README.md says, beside copies of the artifacts. */
export function makeTypes(folder: string, build: string, artifacts: Artifacts): void {
  rmSync(build, { recursive: true, force: true });
  mkdirSync(build);
  for (const file of NEEDED) copyFileSync(join(artifacts.folder, file), join(build, file));
  execFileSync("sh", ["-e", "-c", block(folder, "sh")], {
    cwd: build,
    // What is not installed is not to be fetched.
    env: { ...process.env, npm_config_offline: "true", npm_config_update_notifier: "false" },
    // Standard output is the runner's.
    stdio: ["ignore", process.stderr, process.stderr],
  });
  writeFileSync(join(build, "readme.ts"), block(folder, "ts"));
}

/** Runs the ten lines on every sample: they say what the rest of the consumer says. */
export async function tryLines(
  folder: string,
  build: string,
  artifacts: Artifacts,
  validates: Validates,
): Promise<Claim> {
  process.chdir(build);
  const lines = await import(pathToFileURL(join(build, "readme.ts")).href);
  process.chdir(folder);
  const { salt, api_key } = artifacts.credential;
  const against = artifacts.samples
    .filter(({ text }) => {
      const body = JSON.parse(text);
      const signed = read(text).map((callback) => check(callback, artifacts.credential));
      const callbacks = lines.read(text).callbacks as unknown[];
      return (
        lines.isReadable(body) !== validates(body) ||
        callbacks.some((callback, at) => {
          return lines.isSigned(callback, salt, api_key) !== (signed[at] === "match");
        })
      );
    })
    .map(({ file }) => file);
  for (const [callback] of strange(artifacts)) {
    if (lines.isSigned(callback, salt, api_key)) against.push(JSON.stringify(callback));
  }
  const count = block(folder, "ts").trimEnd().split("\n").length;
  if (count > 10) against.push(`these are ${count} lines`);
  return unless(against, "the ten lines in README.md work, on every sample");
}

function block(folder: string, language: string): string {
  const section = readFileSync(join(folder, "README.md"), "utf8").split(SECTION)[1];
  const found = section?.split(`\`\`\`${language}\n`)[1]?.split("```")[0];
  if (!found) throw new Error(`README.md has no block in ${language} after "${SECTION}"`);
  return found;
}
