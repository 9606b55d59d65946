// Runs the section of README.md to copy from, as somebody would who copied it beside the documents.
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environment, folder } from "./folder.js";

const SECTION = "## Ten lines to copy";
const CONFIGURATIONS = ["redocly.yaml", "spectral.yaml"];

/** What each block says in a folder with documents, if it fails there. */
export function failures(build) {
  for (const file of CONFIGURATIONS) copyFileSync(join(folder, file), join(build, file));
  writeFileSync(join(build, "readme.js"), block("js"));
  const commands = block("sh").trimEnd().split("\n");
  return [...commands, "node readme.js"].flatMap((command) => {
    const options = { cwd: build, env: environment, encoding: "utf8" };
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], options);
    return status === 0 ? [] : [`${command}: ${stdout}${stderr}`];
  });
}

export function countLines() {
  return `${block("sh")}${block("js")}`.trimEnd().split("\n").length;
}

function block(language) {
  const section = readFileSync(join(folder, "README.md"), "utf8").split(SECTION)[1];
  const found = section?.split(`\`\`\`${language}\n`)[1]?.split("```")[0];
  if (!found) throw new Error(`README.md has no block in ${language} after "${SECTION}"`);
  return found;
}
