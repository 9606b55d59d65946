// Judges bodies with ajv, and writes one line for each: `validator.mjs SCHEMA BODIES LINES`.

import { openSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";

// What the conformance run installs.
const require = createRequire(new URL("../conformance/typescript/package.json", import.meta.url));
const { Ajv2020 } = require("ajv/dist/2020.js");

const [schema, bodies, lines] = process.argv.slice(2);
const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(schema, "utf8")));

/** A number beyond a double becomes infinite, which is no number to ajv. */
function finite(_, value) {
  if (value === Infinity || value === -Infinity) throw new RangeError("a number beyond a double");
  return value;
}

function line(body) {
  let parsed;
  try {
    parsed = JSON.parse(body.toString("utf8").replace(/^\ufeff/, ""), finite);
  } catch (error) {
    return { unparsed: String(error) };
  }
  return { valid: validate(parsed) };
}

const data = readFileSync(bodies);
const out = openSync(lines, "w");
for (let at = 0; at < data.length; ) {
  const end = at + 4 + data.readUInt32LE(at);
  writeSync(out, `${JSON.stringify(line(data.subarray(at + 4, end)))}\n`);
  at = end;
}
