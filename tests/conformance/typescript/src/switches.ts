// Writes, for the types of each generator, a `switch` over every kind that is to compile, and one
// without each of the kinds that is not. The kinds come from the JSON Schema: none is named here.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Kind } from "./artifacts.js";

/** The generators, and how their types are imported: in one line, and amounts are to be digits. */
const GENERATORS = {
  "json-schema-to-typescript":
    'import type { Callback, Money } from "./types.js"; ' +
    "export const digits = (amount: Money): string => amount;",
  "openapi-typescript":
    'import type { components } from "./openapi.js"; ' +
    'type Callback = components["schemas"]["Callback"]; ' +
    'export const digits = (amount: components["schemas"]["Money"]): string => amount;',
  "hey-api":
    'import type { Callback, Money } from "./hey-api.js"; ' +
    "export const digits = (amount: Money): string => amount;",
};

export interface Switches {
  generator: string;
  complete: string;
  /** Of this file, each line after the first leaves out the kind of that place. */
  incomplete: string;
}

export function writeSwitches(build: string, kinds: Kind[]): Switches[] {
  return Object.entries(GENERATORS).map(([generator, imports]) => {
    const [complete, incomplete] = [`${generator}.complete.ts`, `${generator}.incomplete.ts`];
    writeFileSync(join(build, complete), `${imports}\n${overKinds("complete", kinds)}\n`);
    const partial = kinds.map((left, at) =>
      overKinds(
        `without${at}`,
        kinds.filter((kind) => kind !== left),
      ),
    );
    writeFileSync(join(build, incomplete), `${[imports, ...partial].join("\n")}\n`);
    return { generator, complete, incomplete };
  });
}

/** One line. With `type` taken out first, the compiler's error is about the kind, not the object. */
function overKinds(name: string, kinds: Kind[]): string {
  const cases = kinds.map(({ name, hasPayload }) => {
    const kind = JSON.stringify(name);
    return `case ${kind}: return callback${hasPayload ? `[${kind}]` : ""};`;
  });
  return (
    `export function ${name}(callback: Callback): unknown { const { type } = callback; switch (type) { ` +
    `${cases.join(" ")} default: { const forgotten: never = type; return forgotten; } } }`
  );
}
