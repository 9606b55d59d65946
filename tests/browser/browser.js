/*
 * A browser for the tests, and the files of the workspace that they need. Every
 * page that is opened reports what it asked of the network and what it
 * complained of.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const PAGE = `${ROOT}schema/generated/reference.html`;
const SAMPLES = `${ROOT}schema/generated/samples/`;
const PAYLOADS = `${ROOT}tests/payloads/`;

export const read = (path) => readFileSync(path, "utf8");
export const index = JSON.parse(read(`${SAMPLES}index.json`));
export const readerVectors = JSON.parse(read(`${ROOT}schema/generated/reader-vectors.json`));

/** The published samples, with what is expected of each. */
export const samples = index.samples.map((sample) => ({
  ...sample,
  text: read(SAMPLES + sample.file),
}));

/** The bodies written by hand, with what is expected of each. */
export const payloads = Object.entries(JSON.parse(read(`${PAYLOADS}expected.json`))).map(
  ([name, expected]) => ({ name, ...expected, text: read(`${PAYLOADS}${name}.payload.json`) }),
);

/** The page that another description makes. */
export function pageOf(description, folder) {
  const command = ["xtask", "gen", "--description", description, "--out", folder];
  const { status, stderr } = spawnSync("cargo", command, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return `${folder}/schema/generated/reference.html`;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // Chromium has no sandbox for root, as whom containers run it.
  chromiumSandbox: process.getuid() !== 0,
  // Of itself it looks for updates and the like, which tells nothing of the page.
  args: [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

export const closeBrowser = () => browser.close();

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** Opens a page, hands it to a test with what was heard of it, and fails if that is not empty. */
export async function withPage(test, { path = PAGE, size = DESKTOP, ...options } = {}) {
  const context = await browser.newContext({ viewport: size, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const heard = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`file://${path}`)) heard.push(`request: ${request.url()}`);
  });
  page.on("console", (message) => heard.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${error}`));
  page.on("dialog", (dialog) => {
    heard.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  await page.goto(`file://${path}`);
  try {
    await test(page, heard);
    if (heard.length > 0) throw new Error(heard.join("\n"));
  } finally {
    await context.close();
  }
}
