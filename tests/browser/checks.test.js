/* The check of the reference page: it says of every body what the packages say, and which leniency that took. */

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { closeBrowser, index, payloads, readerVectors, samples, withPage } from "./browser.js";

after(closeBrowser);

/** What the page says of texts, with the published credential. */
function check(page, texts) {
  return page.evaluate(async (texts) => {
    const credential = JSON.parse(document.getElementById("credential").textContent);
    const said = [];
    for (const text of texts) {
      const { callbacks, error } = await checkBody(text, credential);
      const { code, pointer } = error ?? {};
      said.push({
        refused: error && { error: code, pointer },
        outcomes: callbacks.map((callback) => ({
          outcome: callback.read,
          kind: callback.kind,
          hash: callback.refusal ?? "match",
          error: callback.error?.code,
          pointer: callback.error?.pointer,
          notes: callback.notes,
        })),
      });
    }
    return said;
  }, texts);
}

/** What is expected of a callback, of what the page says. */
const alike = (expected, said) =>
  Object.fromEntries(Object.keys(expected).map((name) => [name, said[name]]));

test("every published sample and every body written by hand is read as the index says", () =>
  withPage(async (page) => {
    const expected = [
      ...samples.map(({ file, text, outcome, kind, hash, error, pointer }) => {
        // A kind that is not described is known by its name as well.
        const one = { outcome, kind, hash, error, pointer };
        return { name: file, text, outcomes: [one] };
      }),
      ...payloads,
    ];
    const said = await check(page, expected.map(({ text }) => text));
    for (const [at, { name, outcomes }] of expected.entries()) {
      assert.equal(said[at].outcomes.length, outcomes.length, name);
      for (const [index, { outcome, kind, hash, error, pointer }] of outcomes.entries()) {
        const wanted = { outcome, error, pointer, ...(hash && { hash }), ...(kind && { kind }) };
        assert.deepEqual(alike(wanted, said[at].outcomes[index]), wanted, name);
      }
    }
    assert.ok(expected.length > 300, `${expected.length} bodies`);
  }));

test("every vector that can be pasted has its outcome, code, pointer and verdict on the hash", () =>
  withPage(async (page) => {
    const textOf = (body) => {
      if (typeof body === "string") return body;
      const parts = body.map((part) => {
        if (typeof part === "string") return part;
        return part.hex === undefined ? part.repeat.repeat(part.times) : null;
      });
      return parts.includes(null) ? null : parts.join("");
    };
    const vectors = readerVectors.vectors
      .map((vector) => ({ ...vector, text: textOf(vector.body) }))
      // On the page a credential is of any account.
      .filter(({ rule, text }) => text !== null && text.trim() !== "" && rule !== "hash-account");
    assert.ok(vectors.length > 900, `${vectors.length} vectors`);
    for (let start = 0; start < vectors.length; start += 100) {
      const batch = vectors.slice(start, start + 100);
      const said = await check(page, batch.map(({ text }) => text));
      for (const [at, { rule, name, refused, count, outcomes = [] }] of batch.entries()) {
        const what = `${rule}: ${name}`;
        if (refused !== undefined) {
          assert.deepEqual(alike(refused, said[at].refused ?? {}), refused, what);
        } else if (count !== undefined) {
          assert.equal(said[at].outcomes.length, count, what);
        }
        for (const [index, { outcome, kind, hash, error, pointer }] of outcomes.entries()) {
          const wanted = { outcome, kind, hash, error, pointer };
          assert.deepEqual(alike(wanted, said[at].outcomes[index]), wanted, what);
        }
      }
    }
  }));

test("what is as documented took no leniency", () =>
  withPage(async (page) => {
    const documented = samples.filter(({ file }) => file.endsWith("/valid.json"));
    const said = await check(page, documented.map(({ text }) => text));
    for (const [at, { file }] of documented.entries()) {
      assert.deepEqual(said[at].outcomes[0].notes, [], file);
    }
    assert.ok(documented.length > 35, `${documented.length} samples`);
  }));

test("the page names each leniency that was used, with its place", () =>
  withPage(async (page) => {
    const envelope = { callback_id: 1, account_id: 1234567, hash: "", account_name: "", account_email: "" };
    const rest = { language_code: "", account_first_name: "", account_last_name: "", balance: 1, currency: "USD" };
    const body = (callback) => JSON.stringify({ callbacks: [{ ...envelope, ...rest, ...callback }] });
    const payment = { transaction_id: 9001, transaction_type: "card_payment", amount: 10.5 };
    const paid = (payload, more = {}) => body({ type: "card_payment", card_payment: payload, ...more });
    const message = { source_number: "+1-555-0100", destination_number: "+1-555-0101", sms_body: "Hello" };
    const invoice = { invoice_id: 1, invoice_date: "2026-01-01", receival_date: "2026-01-01", currency: "USD" };
    const cases = [
      [paid(payment), ""],
      [paid({ ...payment, amount: "10.50" }), "/card_payment/amount digits in a string"],
      [paid(payment, { account_id: "1234567" }), "/account_id digits in a string"],
      [paid(payment, { account_name: null }), "/account_name null"],
      [paid({ ...payment, transaction_type: undefined }), "/card_payment/transaction_type absent"],
      [paid({ ...payment, "~/": 1 }), "/card_payment/~0~1 not documented"],
      [paid(payment, { newer: {} }), "/newer not documented"],
      [paid({ card_payment: payment }), "/card_payment/card_payment one level deeper"],
      [body({ type: "sms_inbound", sms_inbound: { sms_inbound: message } }), ""],
      [body({ type: "sms_inbound", sms_inbound: message }), "/sms_inbound without the second"],
      [body({ type: "card_expired", card_expired: [] }), ""],
      [body({ type: "expired_agreement", expired_agreement: { document_ids: 7 } }), "/expired_agreement/document_ids a single value"],
      [body({ type: "expired_agreement", expired_agreement: { document_ids: [7, "8"] } }), "/expired_agreement/document_ids/1 digits in a string"],
      [body({ type: "invoice_received", invoice_received: { ...invoice, amount: "1.50", tax_amount: "0" } }), ""],
      [body({ type: "invoice_received", invoice_received: { ...invoice, amount: 1.5, tax_amount: "0" } }), "/invoice_received/amount a number"],
      [body({ type: "sip_registration_fail", sip_registration_fail: { sip_registrations: null } }), "/sip_registration_fail/sip_registrations null"],
    ];
    const said = await check(page, cases.map(([text]) => text));
    for (const [at, [text, note]] of cases.entries()) {
      const [{ outcome, notes }] = said[at].outcomes;
      assert.equal(outcome, "callback", text);
      const told = notes.map(({ pointer, says }) => `${pointer.replace("/callbacks/0", "")} ${says}`);
      assert.equal(told.length, note === "" ? 0 : 1, `${text}: ${told}`);
      assert.ok(note === "" || told[0].startsWith(note), `${text}: ${told}`);
    }
  }));

/** Types a body, and gives what is shown. */
async function shown(page, text) {
  await page.fill("#body", text);
  // The verdict comes when the promises of the check are settled.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  return {
    says: await page.locator("#verdict").textContent(),
    is: await page.locator("#verdict").getAttribute("data-is"),
    lines: await page.locator("#callbacks > li").allTextContents(),
  };
}

test("a verdict is shown for the body as a whole, and for each callback", () =>
  withPage(async (page) => {
    const { text } = samples.find(({ file }) => file === "card_payment/valid.json");
    const [good] = JSON.parse(text).callbacks;
    assert.deepEqual(await shown(page, text), {
      says: "1 callback: read.",
      is: "good",
      lines: ["/callbacks/0 callback card_payment"],
    });
    await page.click("#published");
    const three = JSON.stringify({ callbacks: [good, { ...good, type: "new_kind", card_payment: undefined }, { ...good, balance: true }] });
    const { says, is, lines } = await shown(page, three);
    assert.deepEqual([says, is], ["3 callbacks: 1 read, 1 unknown, 1 malformed.", "bad"]);
    assert.equal(lines[0], "/callbacks/0 callback card_paymentthe hash matches");
    assert.equal(lines[1], "/callbacks/1 unknown new_kindthe hash matchesa kind that is not described here");
    assert.equal(
      lines[2],
      "/callbacks/2 malformed card_paymentthe hash matcheswrong_type: expected a decimal, found a boolean at /callbacks/2/balance",
    );
    assert.equal(await page.locator("#callbacks a").first().getAttribute("href"), "#kind.card_payment");
    assert.equal(await page.locator("#callbacks a").count(), 2);
    await page.fill("#salt", "");
    const mismatch = await shown(page, text);
    assert.equal(mismatch.says, "1 callback: refused.");
    assert.equal(mismatch.lines[0], "/callbacks/0 refused card_paymentmismatch: the hash does not match: anyone may have sent it");
    const wrong = await page.evaluate(() => checkBody("{}", { apiKey: "key\n" }));
    assert.equal(wrong.says, "Not checked: API key ends in a line break: remove it.");
  }));

test("the right hash is nowhere to be read", () =>
  withPage(async (page) => {
    const { text } = samples.find(({ file }) => file === "card_payment/valid.json");
    const right = JSON.parse(text).callbacks[0].hash;
    await page.click("#published");
    const read = () => page.evaluate(() => document.querySelector("#check").textContent + verdict.outerHTML + callbacks.outerHTML);
    await shown(page, text.replace(right, "0".repeat(32)));
    assert.ok(!(await read()).includes(right));
  }));

test("a body that is refused says why, and the largest does not break the page", () =>
  withPage(async (page) => {
    const says = async (text) => (await shown(page, text)).says;
    assert.equal(await says(" \n"), "Paste a body, or fill in a sample.");
    assert.equal(await says('{\n  "callbacks": [,]\n}'), "Not read: body is not JSON at line 2 column 17.");
    assert.equal(await says("7"), 'Not read: body is not a list of callbacks: expected an object, found a number at "".');
    assert.match(await says("[".repeat(100_000)), /^Not read: body is not JSON at line 1 column 100001\.$/);
    assert.equal(await says('{"callbacks": []}'), "0 callbacks.");
    const many = JSON.stringify({ callbacks: Array(1500).fill({ type: "x".repeat(400) }) });
    const { lines, ...verdict } = await shown(page, many);
    assert.deepEqual(verdict, { says: "1500 callbacks: 1500 malformed.", is: "bad" });
    assert.deepEqual([lines.length, lines.at(-1)], [101, "and 1400 more"]);
    assert.match(await says(" ".repeat(2 ** 20) + '{"callbacks": []}'), /^Not read: body of 1048593 bytes is over the limit/);
  }));

test("a sample is filled in from where it is shown", () =>
  withPage(async (page) => {
    await page.locator('[id="kind.js_fail"] summary').click();
    await page.locator('[id="kind.js_fail"] .try').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "body");
    assert.equal(await page.locator("#verdict").textContent(), "1 callback: read.");
    assert.equal(await page.locator("#callbacks a").getAttribute("href"), "#kind.js_fail");
    await page.selectOption("#sample", "card_payment");
    assert.equal(await page.locator("#callbacks a").getAttribute("href"), "#kind.card_payment");
    const { account_id } = JSON.parse(await page.inputValue("#body")).callbacks[0];
    assert.equal(account_id, index.credential.account_id);
  }));

test("the statuses that are listed are those of the package", () =>
  withPage(async (page) => {
    const listed = await page.locator(".answers th code").allTextContents();
    const statuses = await page.evaluate(() => Object.values(STATUSES));
    assert.deepEqual(new Set(listed.map(Number)), new Set(statuses));
  }));
