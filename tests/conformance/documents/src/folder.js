// Where this consumer is, what is installed in it, and the options of its tools.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const folder = dirname(dirname(fileURLToPath(import.meta.url)));

/** The network is for the setup: nothing is fetched, counted or looked up in a run. */
export const environment = {
  ...process.env,
  npm_config_offline: "true",
  npm_config_update_notifier: "false",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  REDOCLY_TELEMETRY: "off",
};

/** The version of an installed package. */
export function versionOf(name) {
  const manifest = join(folder, "node_modules", name, "package.json");
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}
