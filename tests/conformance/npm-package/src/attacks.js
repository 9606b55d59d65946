// What was tried against the package, each with what it must say.

import { createHash } from "node:crypto";
import { inspect } from "node:util";

import { load } from "./project.js";

const { Credential, MemoryGuard, Seal, read, receive, respond } = await load("index.js");
const { sample, sign } = await load("testing.js");

const md5 = (text) => createHash("md5").update(text).digest("hex");
const secrets = { accountId: "1234567", salt: "some-salt", apiKey: "some-key" };
const credential = new Credential(secrets);

/** What is wrong with what was tried: the names of those that did not end as they must. */
const wrong = (tried) => tried.filter(([, isRight]) => !isRight).map(([name]) => name).join(", ");

const isTypeError = (make) => {
  try {
    make();
    return false;
  } catch (error) {
    return error instanceof TypeError;
  }
};

/** Nobody can make a hash with a secret that is not there. */
export async function aMissingCredentialIsAnError() {
  const nothing = [undefined, null, "", 0, false, {}];
  const of = (name) => nothing.map((value) => [`${name} ${inspect(value)}`, { ...secrets, [name]: value }]);
  const lines = ["salt", "apiKey"].map((name) => [`${name} with a line break`, { ...secrets, [name]: `${secrets[name]}\n` }]);
  const inits = [...of("salt"), ...of("apiKey"), ...lines, ["nothing", undefined], ["no account", { salt: "s", apiKey: "k" }]];
  const made = inits.map(([name, init]) => [name, isTypeError(() => new Credential(init))]);
  const withoutSalt = of("apiKey").map(([name, init]) => [`withoutSalt ${name}`, isTypeError(() => Credential.withoutSalt(init))]);

  const forged = (hash) => JSON.stringify({ callbacks: [{ type: "card_expired", account_id: 1234567, callback_id: 7, balance: 0, hash }] });
  const bodies = ["undefined1234567undefined7", "12345677", "null1234567null7", "s1234567null7"].map((text) => forged(md5(text)));
  const credentials = [undefined, null, {}, { ...secrets }, [{}], [undefined], "some-key"];
  const used = await Promise.all(
    credentials.flatMap((given) =>
      bodies.map(async (body) => [`receive with ${inspect(given)}`, await receive(body, given).then(() => false, (error) => error instanceof TypeError)]),
    ),
  );
  const refused = await Promise.all(
    bodies.map(async (body) => ["a forged hash", (await receive(body, credential))[0].refusal === "mismatch"]),
  );
  return wrong([...made, ...withoutSalt, ...used, ...refused]);
}

/** One callback ID has one value, however it is spelt, and its copy is not handled again. */
export async function aQuotedIdIsNotAnotherCallback() {
  const plain = sign({ ...JSON.parse(sample("card_payment")), callback_id: 1101 }, credential);
  const quoted = plain.replace('"callback_id":1101', '"callback_id":"1101"');
  const raised = quoted.replace(/"amount":[0-9.]+/, '"amount":99999.00');
  const ids = [plain, quoted, raised].map((body) => read(body)[0].callbackId);
  const guard = new MemoryGuard();
  const handled = [];
  const statuses = [];
  for (const body of [plain, plain, quoted, raised]) {
    const { status } = await respond(body, credential, (it) => it.outcome === "callback" && handled.push(it.raw), { guard });
    statuses.push(status);
  }
  const spellings = ['"01101"', '"+1101"', '"1101 "', "1101.0", "1.101e3", '"١١٠١"', '{"$serde_json::private::Number":"1101"}'];
  const others = spellings.map((id) => read(plain.replace(":1101", `:${id}`))[0].outcome);
  return wrong([
    ["IDs", ids.join() === "1101,1101,1101"],
    [`statuses ${statuses}`, statuses.join() === "200,200,409,409"],
    ["handled once", handled.length === 1],
    [`spellings ${others}`, others.every((outcome) => outcome === "malformed")],
  ]);
}

/** A callback that was copied cannot be changed, moved or handled twice. */
export async function forgedCallbacksAreRefused() {
  const body = sign(sample("card_payment"), credential);
  const refusal = async (changed) => (await receive(changed, credential))[0].refusal;
  const hash = /"hash":"([0-9a-f]{32})"/.exec(body)[1];
  const put = (value) => body.replace(`"${hash}"`, value);
  const tried = {
    [put(`"${hash.toUpperCase()}"`)]: "invalid",
    [put(`"${hash}\\n"`)]: "invalid",
    [put(`" ${hash}"`)]: "invalid",
    [put('"0"')]: "invalid",
    [put("null")]: "missing",
    [put('""')]: "missing",
    [put(`["${hash}"]`)]: "unreadable",
    [put(`{"toString":"${hash}"}`)]: "unreadable",
    [body.replace('"account_id":1234567', '"account_id":7654321')]: "unknown_account",
    [body.replace(/"callback_id":[0-9]+/, '"callback_id":1')]: "mismatch",
    [put(`"${md5("")}"`)]: "mismatch",
  };
  const refusals = await Promise.all(
    Object.entries(tried).map(async ([changed, expected]) => [`${expected}: ${changed.slice(0, 120)}`, (await refusal(changed)) === expected]),
  );
  return wrong(refusals);
}

/** A body does not change objects that are not its own, and has a bound. */
export async function hostileBodiesDoNoHarm() {
  const of = (members) => `{"callbacks":[{"type":"js_fail","callback_id":1,"account_id":1234567,"balance":1,"hash":"",${members}}]}`;
  const [own] = read(of('"__proto__":{"polluted":1},"constructor":1,"toString":2,"js_fail":{"__proto__":{"polluted":2}}'));
  const deep = "[".repeat(500_000) + "]".repeat(500_000);
  const [nested] = read(of(`"x":${deep}`));
  const long = read(`{"callbacks":[{"a":"${"x".repeat(8_388_575)}"}]}`, { limits: { body: 2 ** 24 } });
  const code = (body, limits) => {
    try {
      read(body, { limits });
      return "read";
    } catch (error) {
      return error.code ?? error.name;
    }
  };
  return wrong([
    ["prototypes", {}.polluted === undefined && own.callback.polluted === undefined],
    ["own names", own.callback.extra.__proto__ === '{"polluted":1}' && own.callback.extra.toString === "2"],
    ["depth", nested.callback.extra.x === deep && (await nested.digest()).length === 67],
    ["a long string", long[0].outcome === "malformed"],
    ["size", code(`{"callbacks":[]${" ".repeat(2 ** 20)}}`) === "too_large"],
    ["elements", code(`{"callbacks":[${Array(10_001).fill("1").join()}]}`) === "too_long"],
    ["two lists", code('{"callbacks":[],"callbacks":[]}') === "duplicate_field"],
    ["an object", code({}) === "TypeError" && code(undefined) === "TypeError"],
    ["half of a pair", code("\ud800") === "not_utf8" && code(new Uint8Array([0xff])) === "not_utf8"],
    ["gzip", code(new Uint8Array([0x1f, 0x8b, 8])) === "not_utf8"],
    ["byte order mark", code('\ufeff{"callbacks":[]}') === "read" && code(Buffer.from('\ufeff{"callbacks":[]}')) === "read"],
  ]);
}

/** One account cannot use up what is remembered of another. */
export async function anAccountCannotShutOutAnother() {
  const other = new Credential({ ...secrets, accountId: 2 });
  const guard = new MemoryGuard({ callbacks: 100, digests: 10 });
  const receiveOne = async (id, of) => {
    const body = sign({ ...JSON.parse(sample("card_expired")), callback_id: id }, of);
    const [outcome] = await receive(body, [credential, other], { guard });
    await outcome.settle?.();
    return outcome;
  };
  await receiveOne(7, credential);
  let last;
  for (let id = 1; id <= 101; id += 1) last = await receiveOne(2 * id, other);
  return wrong([
    ["the one is full", last.refusal === "guard_full" && last.isTemporary],
    ["the other is not", (await receiveOne(777, credential)).outcome === "callback"],
    ["nothing is forgotten", (await receiveOne(7, credential)).wasCompared && (await receiveOne(2, other)).wasCompared === false],
    ["neighbours need no room", (await receiveOne(3, other)).outcome === "callback"],
  ]);
}

/** Nothing that is printed or logged holds a secret or personal data. */
export async function nothingSecretIsPrinted() {
  const body = sign(sample("sms_inbound"), credential);
  const [outcome] = await receive(body, credential);
  const [refused] = await receive(body, new Credential({ ...secrets, salt: "other" }));
  const [malformed] = await receive(body.replace('"type"', '"typo"'), credential);
  const seal = Seal.propose({ accountId: 1234567, apiKey: "00000000-0000-4000-8000-000000000000" });
  const logged = [credential, seal, Credential.unseal(seal.reveal()), outcome, refused, malformed];
  const { callback } = outcome;
  const texts = [
    ...[...logged, callback, callback.sms_inbound].map((it) => inspect(it, { depth: 9, showHidden: true })),
    ...logged.map((it) => JSON.stringify(it)),
    ...logged.map(String),
  ];
  const hidden = [
    ...Object.values(secrets).slice(1),
    seal.salt,
    seal.reveal(),
    callback.hash,
    callback.account_name,
    callback.account_email,
    callback.account_first_name,
    callback.balance,
    callback.sms_inbound.sms_body,
    callback.sms_inbound.source_number,
  ];
  const shown = hidden.filter((secret) => texts.some((text) => text.includes(secret)));
  const isWhole = JSON.parse(JSON.stringify(callback)).sms_inbound.sms_body === callback.sms_inbound.sms_body;
  return shown.join() || (isWhole && texts[3].includes("sms_inbound") ? "" : "too little is shown");
}

/** A seal checks what its credential makes, and says what is wrong with it. */
export async function aSealChecksHashes() {
  const apiKey = "00000000-0000-4000-8000-000000000000";
  const seal = Seal.propose({ accountId: 1234567, apiKey });
  const sealed = Credential.unseal(seal.reveal());
  const plain = new Credential({ accountId: 1234567, salt: seal.salt, apiKey });
  const [outcome] = await receive(sign(sample("js_fail"), plain), [credential, sealed]);
  const fixed = Seal.propose({ accountId: 1234567, apiKey, random: new Uint8Array(39).fill(7) });
  const broken = [seal.reveal().slice(0, -1), `${seal.reveal()} `, "vxseal2.1", "", undefined, seal.reveal().replace("1234567", "1234568")];
  return wrong([
    ["hashes", ["0", "7", "18446744073709551615"].every((id) => sealed.hash(id) === plain.hash(id))],
    ["which one matched", outcome.outcome === "callback" && outcome.credentialIndex === 1],
    ["the same random bytes", new Seal({ accountId: 1234567, salt: fixed.salt, apiKey }).reveal() === fixed.reveal()],
    ["a salt of another length", isTypeError(() => new Seal({ accountId: 1234567, salt: "short", apiKey }))],
    ["broken", broken.every((text) => isTypeError(() => Credential.unseal(text)))],
  ]);
}

/** Several credentials, lookups, and what becomes of their errors. */
export async function credentialsAreLookedUp() {
  const next = new Credential({ ...secrets, salt: "next-salt" });
  const body = sign(sample("js_fail"), next);
  const [rotated] = await receive(body, [credential, next]);
  const asked = [];
  const lookup = (found) => async (accountId) => {
    asked.push(accountId);
    return found;
  };
  const outcomes = await Promise.all([next, [credential, next], null, [], new Credential({ ...secrets, accountId: 5 })].map(
    async (found) => (await receive(body, lookup(found)))[0],
  ));
  const unsigned = '{"callbacks":[{"type":"js_fail","callback_id":1,"account_id":3,"balance":1}]}';
  await receive(unsigned, lookup(next));
  const ids = Array.from({ length: 101 }, (_, id) => `{"type":"js_fail","callback_id":1,"account_id":${id},"balance":1,"hash":"${md5("")}"}`);
  const tooMany = await receive(`{"callbacks":[${ids}]}`, lookup(next)).catch((error) => error.code);
  const failed = await receive(body, () => Promise.reject(new Error("no database"))).catch((error) => `${error.name} ${error.accountId} ${error.cause.message}`);
  return wrong([
    ["rotation", rotated.credentialIndex === 1],
    ["lookups", outcomes.map(({ outcome, credentialIndex, refusal }) => credentialIndex ?? refusal ?? outcome).join() === "0,1,unknown_account,unknown_account,unknown_account"],
    ["nobody asks for what has no hash", !asked.includes("3")],
    ["too many", tooMany === "too_many_accounts"],
    [`failed: ${failed}`, failed === "CredentialLookupError 1234567 no database"],
  ]);
}

/** What a handler does decides what the next delivery is. */
export async function whatIsNotHandledComesAgain() {
  const guard = new MemoryGuard();
  const one = JSON.parse(sample("js_fail"));
  const body = sign([{ ...one, callback_id: 1 }, { ...one, callback_id: 2 }, { ...one, callback_id: 1 }], credential);
  const seen = [];
  const errors = [];
  const handle = (isBroken) => ({ outcome, callbackId }) => {
    seen.push(`${outcome} ${callbackId}`);
    if (isBroken && callbackId === "2") throw new Error("broken");
  };
  const onError = (error) => errors.push(error.message);
  const first = await respond(body, credential, handle(true), { guard, onError });
  const second = await respond(body, credential, handle(false), { guard, onError });
  const [open] = await receive(sign({ ...one, callback_id: 3 }, credential), credential, { guard });
  const meanwhile = await respond(sign({ ...one, callback_id: 3 }, credential), credential, () => {}, { guard });
  await open.release();
  await open.settle();
  const after = await respond(sign({ ...one, callback_id: 3 }, credential), credential, () => {}, { guard });
  return wrong([
    ["answers", [first, second, meanwhile, after].map(({ status }) => status).join() === "500,200,503,200"],
    ["errors", errors.join() === "broken"],
    [
      `seen ${seen}`,
      seen.join() === "callback 1,callback 2,duplicate 1,duplicate 1,callback 2,duplicate 1",
    ],
  ]);
}
