// The TypeScript that the reference page has for each kind: compiled, and run on the sample of the kind.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { artifacts, body, compile, index, load, project } from "./project.js";

const { Credential, KINDS } = await load("index.js");

const { account_id: accountId, salt, api_key: apiKey } = index.credential;
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

function snippets() {
  const page = readFileSync(`${artifacts}/reference.html`, "utf8");
  return KINDS.map((kind) => {
    const article = page.split(`<article id="kind.${kind}"`)[1];
    const [code] = article.split('data-language="TypeScript"')[1].split("<code>")[1].split("</code>");
    return [kind, code.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity])];
  });
}

export async function itsCodeCompilesAndRuns() {
  const all = snippets();
  for (const [kind, code] of all) writeFileSync(`${project}/on_${kind}.ts`, code);
  const errors = compile("snippets.ts", all.map(([kind]) => `import "./on_${kind}.js";`).join("\n"), "--types", "node");
  if (errors !== "") return errors;
  const credential = new Credential({ accountId, salt, apiKey });
  const { log } = console;
  const silent = [];
  for (const [kind] of all) {
    const { onPost } = await import(pathToFileURL(`${project}/on_${kind}.js`).href);
    let count = 0;
    console.log = () => (count += 1);
    try {
      await onPost(body(`${kind}/valid.json`), credential);
    } finally {
      console.log = log;
    }
    if (count !== 1) silent.push(kind);
  }
  return silent.join();
}
