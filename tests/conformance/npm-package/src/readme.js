// The blocks of the package's README: compiled, run, and sent real requests.

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import express from "express";

import { blocks, body, compile, index, load, project } from "./project.js";

const { Credential, receive } = await load("index.js");
const { sample, sign } = await load("testing.js");

const { account_id: accountId, salt, api_key: apiKey } = index.credential;
const credential = new Credential({ accountId, salt, apiKey });

const [handle, withExpress, fastify, fetchApi, testing] = blocks("ts");
const files = { "handle.ts": handle, "with-express.ts": withExpress, "with-fastify.ts": fastify, "with-fetch.ts": fetchApi, "in-tests.ts": testing };

const imported = (name) => import(pathToFileURL(`${project}/${name}.js`).href);

export async function itsLinesCompileAndRun() {
  for (const [name, code] of Object.entries(files)) writeFileSync(`${project}/${name}`, code);
  // The types of the frameworks are their own affair.
  const errors = compile("all.ts", Object.keys(files).map((name) => `import "./${name.replace(".ts", ".js")}";`).join("\n"), "--skipLibCheck", "--types", "node");
  if (errors !== "") return errors;
  const tested = execFileSync("node", ["--test", "in-tests.js"], { cwd: project, encoding: "utf8" });
  const [schema] = blocks("js");
  writeFileSync(`${project}/schema.js`, `${schema}\nprocess.stdout.write(schema.title);\n`);
  const title = execFileSync("node", ["--no-warnings", "schema.js"], { cwd: project, encoding: "utf8" });
  return /^. pass 1$/m.test(tested) && title === "Body" ? "" : `${tested}${title}`;
}

/** A request, and the status that Rust's `web` module has for it. */
async function requests() {
  const samples = index.samples.map(async ({ file, guard }) => {
    if (guard === "conflict") return [file, body(file), 409];
    const [{ outcome, refusal }] = await receive(body(file), credential);
    return [file, body(file), outcome === "refused" && refusal !== undefined ? 403 : 200];
  });
  const one = (amount) => sign(sample("card_payment").replace(/"amount": [0-9.]+/, `"amount": ${amount}`), credential);
  return [
    ...(await Promise.all(samples)),
    ["a copy", body("card_payment/valid.json"), 200],
    ["a conflict", one("99999.00"), 409],
    ["nothing", undefined, 400],
    ["an empty body", "", 400],
    ["no JSON", "{", 400],
    ["no callbacks", "[]", 400],
    ["no UTF-8", Buffer.from([0xff]), 400],
    ["too large a body", Buffer.alloc(2 * 1024 * 1024, 0x20), 413],
  ];
}

const types = ["application/json", "text/plain; charset=latin1", "application/x-www-form-urlencoded", undefined];

/** Sends every request, with one content type after the other; gives what is not answered as it must. */
async function differences(url) {
  const wrong = [];
  let turn = 0;
  for (const [name, sent, expected] of await requests()) {
    const type = types[turn++ % types.length];
    const bytes = sent === undefined ? undefined : new Uint8Array(Buffer.from(sent));
    const headers = type === undefined ? {} : { "content-type": type };
    const response = await fetch(url, { method: "POST", body: bytes, headers });
    const text = await response.text();
    const isPlain = response.status === 413 || response.headers.get("content-type")?.startsWith("text/plain");
    if (response.status !== expected || !isPlain) wrong.push(`${name} as ${type}: ${response.status} ${text.slice(0, 40)}`);
  }
  return wrong.join("; ");
}

/** Without what handlers and frameworks print. */
async function quietly(act) {
  const { log, warn, error } = console;
  Object.assign(console, { log() {}, warn() {}, error() {} });
  try {
    return await act();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}

const environment = () => Object.assign(process.env, {
  VOXIMPLANT_ACCOUNT_ID: String(accountId),
  VOXIMPLANT_SALT: salt,
  VOXIMPLANT_API_KEY: apiKey,
  NODE_ENV: "test",
});

async function served(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await quietly(() => differences(`http://127.0.0.1:${server.address().port}/callbacks`));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

export async function expressAnswers() {
  environment();
  const { app } = await imported("with-express");
  return (await served(createServer(app))) || behindAParser(express().use(express.json()).use(app));
}

/** The route gets no bytes there. It must not take that for a body that no retry can help. */
async function behindAParser(app) {
  const server = createServer(app);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const headers = { "content-type": "application/json" };
    const url = `http://127.0.0.1:${server.address().port}/callbacks`;
    const { status } = await fetch(url, { method: "POST", body: body("card_payment/valid.json"), headers });
    return status === 500 ? "" : `behind a parser it answers ${status}`;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

export async function fastifyAnswers() {
  environment();
  const { app } = await imported("with-fastify");
  app.post("/other", (request) => request.body);
  await app.ready();
  const other = await app.inject({ method: "POST", url: "/other", payload: { parsed: true } });
  return other.body === '{"parsed":true}' ? served(app.server) : `other routes get ${other.body}`;
}

/** The handler is called as a runtime with the Fetch API calls it. */
export async function theFetchApiAnswers() {
  environment();
  const { POST } = await imported("with-fetch");
  const server = createServer(async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const content = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const response = await POST(new Request("http://localhost/callbacks", { method: "POST", ...content }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  });
  return served(server);
}

export function aMissingSettingStopsTheStart() {
  for (const name of ["VOXIMPLANT_SALT", "VOXIMPLANT_API_KEY", "VOXIMPLANT_ACCOUNT_ID"]) {
    const set = { VOXIMPLANT_ACCOUNT_ID: String(accountId), VOXIMPLANT_SALT: salt, VOXIMPLANT_API_KEY: apiKey, PATH: process.env.PATH };
    delete set[name];
    try {
      execFileSync("node", ["with-fetch.js"], { cwd: project, env: set, stdio: "ignore" });
      return `it starts without ${name}`;
    } catch {
      // As it must.
    }
  }
  return "";
}
