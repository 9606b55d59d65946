// What is printed for the runner.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Verdicts {
  tool: string;
  version: string;
  on: string;
  verdicts: Record<string, string>;
}

export interface Claim {
  claim: string;
  holds: boolean;
  detail?: string;
}

/** A claim that holds if nothing speaks against it. */
export function unless(against: string[], claim: string): Claim {
  const detail = against.slice(0, 5).join("\n");
  return against.length === 0 ? { claim, holds: true } : { claim, holds: false, detail };
}

/** The version of an installed package. */
export function versionOf(name: string, folder: string): string {
  const manifest = join(folder, "node_modules", name, "package.json");
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}
