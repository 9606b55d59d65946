/* The two checks of the reference page: the verdict on a body, and on a hash. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { runInNewContext } from "node:vm";

import Ajv2020 from "ajv/dist/2020.js";

import {
  closeBrowser,
  index,
  payloads,
  read,
  ROOT,
  samples,
  validationSchema,
  withPage,
} from "./browser.js";

after(closeBrowser);

/**
 * What the page shows of a body: whether it is valid, where it is not, and what
 * the published credential says of the hash of each callback.
 */
async function verdictOn(page, text) {
  const shown = await page.evaluate((text) => {
    const [body, verdict, faults, hash] = ["body", "verdict", "faults", "hash-verdict"].map((id) =>
      document.getElementById(id),
    );
    body.value = text;
    body.dispatchEvent(new Event("input"));
    const hashes = Array.from(document.querySelectorAll("#callbacks button"), (button) => {
      button.click();
      document.getElementById("published").click();
      return hash.textContent;
    });
    const pointers = Array.from(
      faults.children,
      (line) => line.querySelector("code")?.textContent ?? "",
    );
    return { says: verdict.textContent, pointers, hashes };
  }, text);
  const [, valid] =
    /^(Valid|Not valid): [0-9]+ (?:callback|error)s?\.(?: Repeated: [0-9]+ names?\.)?$/.exec(
      shown.says,
    ) ?? assert.fail(shown.says);
  const codes = { Matches: "match", "Does not match": "mismatch", Missing: "missing" };
  return {
    verdict: valid === "Valid" ? "valid" : "invalid",
    pointers: shown.pointers,
    hashes: shown.hashes.map((says) => codes[says.split(":")[0]] ?? says),
  };
}

test("every published sample has the verdict that the index says, at its place, and its hash", () =>
  withPage(async (page) => {
    const needsPayload = (kind) => {
      const { text } = samples.find(({ file }) => file === `${kind}/valid.json`);
      return Object.keys(JSON.parse(text).callbacks[0][kind]).length > 0;
    };
    for (const { file, kind, text, json_schema, error, pointer, hash } of samples) {
      const { verdict, pointers, hashes } = await verdictOn(page, text);
      assert.equal(verdict, json_schema, file);
      if (verdict === "valid") assert.deepEqual(pointers, [], file);
      if (pointer) assert.ok(pointers.includes(pointer), `${file}: ${pointers}`);
      // A fault is told once; a payload of another kind is two, if the right one is needed.
      const count = error === "payload_mismatch" && needsPayload(kind) ? 2 : 1;
      if (pointer) assert.equal(pointers.length, count, file);
      if (hash) assert.deepEqual(hashes, [hash], file);
    }
    assert.ok(samples.length > 200, `${samples.length} samples`);
  }));

test("every body written by hand has the verdict and the hashes that are expected", () =>
  withPage(async (page) => {
    for (const { name, text, json_schema, outcomes } of payloads) {
      const { verdict, pointers, hashes } = await verdictOn(page, text);
      assert.equal(verdict, json_schema, name);
      for (const [callback, { hash, error, pointer }] of outcomes.entries()) {
        if (hash) assert.equal(hashes[callback], hash, `${name} ${callback}`);
        // No JSON Schema tells this, so the page does.
        if (error === "duplicate_field") assert.deepEqual(pointers, [pointer], name);
      }
    }
    assert.ok(payloads.length > 50, `${payloads.length} bodies`);
  }));

/** Bodies that differ from this one in one place. */
function* mutations(body) {
  const values = [
    null,
    true,
    0,
    -1,
    1.5,
    7,
    "",
    "7",
    "-12.50",
    "2026-02-30",
    "2026-01-01 00:00:00",
  ];
  const places = [];
  const walk = (owner) => {
    for (const name of Object.keys(owner)) {
      places.push([owner, name]);
      if (owner[name] !== null && typeof owner[name] === "object") walk(owner[name]);
    }
  };
  walk(body);
  for (const [owner, name] of places) {
    const original = owner[name];
    for (const value of [...values, [], {}, [7], { type: "js_fail" }, [[null]], "js_fail"]) {
      owner[name] = value;
      yield JSON.stringify(body);
    }
    if (Array.isArray(owner)) {
      owner[name] = original;
      owner.push(original);
      yield JSON.stringify(body);
      owner.pop();
    } else {
      delete owner[name];
      yield JSON.stringify(body);
    }
    owner[name] = original;
  }
}

test("the verdict and every place agree with another validator on bodies that are changed in one place", () =>
  withPage(async (page) => {
    const validate = new Ajv2020({ allErrors: true }).compile(validationSchema);
    /** Every place that is at fault; that an `if` had a say in it is no fault of its own. */
    const placesByAjv = (text) => {
      validate(JSON.parse(text));
      const faults = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
      return faults.map(({ instancePath, params: { missingProperty } }) =>
        missingProperty ? `${instancePath}/${missingProperty}` : instancePath,
      );
    };
    const texts = [...samples, ...payloads].flatMap(({ text }) => {
      const body = JSON.parse(text);
      return body.callbacks.length === 1 && !/e[0-9]/.test(text) ? [...mutations(body)] : [];
    });
    const different = [...new Set(texts)];
    const verdicts = { valid: 0, invalid: 0 };
    for (let start = 0; start < different.length; start += 2000) {
      const batch = different.slice(start, start + 2000);
      const places = await page.evaluate(
        (batch) => batch.map((text) => checkBody(text).faults.map(({ pointer }) => pointer)),
        batch,
      );
      for (const [at, text] of batch.entries()) {
        assert.deepEqual(new Set(places[at]), new Set(placesByAjv(text)), text);
        verdicts[places[at].length === 0 ? "valid" : "invalid"] += 1;
      }
    }
    assert.ok(verdicts.valid > 1000 && verdicts.invalid > 10_000, JSON.stringify(verdicts));
  }));

test("a text is JSON for the page if it is for JSON.parse, and has the same value", () =>
  withPage(async (page) => {
    const inLines = String.raw`
{}
[]
null
true
false
nul
tru
[tru]
[1,]
{,}
{"a":1,}
[1 2]
{"a" 1}
{a:1}
{1: 2}
-
-0
00
01
1.
.5
1e
1e+
1E-2
-1.5e3
1e400
-1e-400
+1
0x1
NaN
Infinity
1 2
[1]]
]
[
{
{"a":
{"a"
"
"\"
"\x"
"\u12"
"\u00e9\n\/"
"\ud800"
"😀"
'a'
// a
{"__proto__": {"a": [1]}}
{"a": 1, "a": 2}
{"": {"~/": []}}
[{"a": [true, false, null]}]`.split("\n");
    const odd = [
      " ",
      '"\t"',
      '"\u0000"',
      '"\u2028"',
      "\ufeff{}",
      "\u00a0{}",
      "// a\n{}",
      "\r\n\t [ ]",
    ];
    const texts = [...inLines, ...odd];
    const read = (text) => {
      try {
        return JSON.stringify(JSON.parse(text));
      } catch {
        return "no JSON";
      }
    };
    const byPage = await page.evaluate((texts) => {
      const plain = (value) => {
        if (value instanceof Numeral) return Number(value.digits);
        if (Array.isArray(value)) return value.map(plain);
        if (!(value instanceof Map)) return value;
        const object = Object.create(null);
        for (const [name, each] of value) {
          Object.defineProperty(object, name, {
            value: plain(each),
            enumerable: true,
            configurable: true,
          });
        }
        return object;
      };
      return texts.map((text) => {
        try {
          return JSON.stringify(plain(parseJson(text).value));
        } catch (error) {
          return error instanceof JsonError ? "no JSON" : String(error);
        }
      });
    }, texts);
    for (const [at, text] of texts.entries())
      assert.equal(byPage[at], read(text), JSON.stringify(text));
  }));

test("what is no JSON is told with its line and column, and the largest body does not break the page", () =>
  withPage(async (page) => {
    const says = async (text) => {
      await page.fill("#body", text);
      return page.locator("#verdict").textContent();
    };
    assert.equal(
      await says('{\n  "callbacks": [,]\n}'),
      "Not JSON: line 2, column 17: a value is missing.",
    );
    assert.equal(
      await says('{"callbacks": []'),
      'Not JSON: line 1, column 17: "," or "}" is missing.',
    );
    assert.match(
      await says("[".repeat(100_000)),
      /^Cannot be checked: line 1, column 130: the nesting is too deep\.$/,
    );
    const deep = "[".repeat(120) + "]".repeat(120);
    assert.equal(await says(`{"callbacks": [], "x": ${deep}}`), "Valid: 0 callbacks.");
    assert.equal(await says(" \n"), "Paste a body, or fill in a sample.");
    assert.equal(await says("7"), "Not valid: 1 error.");
    assert.equal(await page.locator("#faults").textContent(), "The whole body must be an object");
    const long = JSON.stringify({ callbacks: Array(5000).fill({ type: "x".repeat(400) }) });
    assert.equal(await says(long), "Not valid: 50000 errors.");
    assert.equal(await page.locator("#faults li").count(), 101);
    assert.equal(await page.locator("#faults li").last().textContent(), "and 49900 more");
    assert.equal(await page.locator("#callbacks button").count(), 100);
    assert.equal(await page.locator("#callbacks > *").last().textContent(), "and 4900 more");
    assert.equal(
      await says(JSON.stringify({ callbacks: ["x".repeat(4_000_000)] })),
      "Not valid: 1 error.",
    );
  }));

test("a repeated name is part of the verdict, and is not said to be more than it is", () =>
  withPage(async (page) => {
    const shown = async (text) => {
      await page.fill("#body", text);
      const verdict = page.locator("#verdict");
      return [
        await verdict.textContent(),
        await verdict.getAttribute("data-is"),
        ...(await page.locator("#faults li").allTextContents()),
      ];
    };
    assert.deepEqual(await shown('{"callbacks": []}'), ["Valid: 0 callbacks.", "good"]);
    const is = "is repeated, which no JSON Schema can tell";
    assert.deepEqual(await shown('{"x": {"a": 1, "a": 2, "a": 3}, "callbacks": []}'), [
      "Valid: 0 callbacks. Repeated: 1 name.",
      "bad",
      `/x/a ${is}`,
    ]);
    assert.deepEqual(await shown('{"callbacks": [], "x": 1, "x": 2, "callbacks": 7}'), [
      "Not valid: 1 error. Repeated: 2 names.",
      "bad",
      "/callbacks must be a list",
      `/x ${is}`,
      `/callbacks ${is}`,
    ]);
  }));

test("a payload beside no kind or an odd one is not said to be of another", () =>
  withPage(async (page) => {
    for (const type of ["", '"type": 7, ']) {
      await page.fill("#body", `{"callbacks": [{${type}"min_balance": {}}]}`);
      const faults = await page.locator("#faults li").allTextContents();
      assert.ok(
        faults.includes('/callbacks/0/min_balance must be left out, unless "type" says this kind'),
        faults.join("\n"),
      );
    }
  }));

test("a whole number is one however it is written, and keeps every digit", () =>
  withPage(async (page) => {
    const whole = [
      "0",
      "-0",
      "7",
      "7.0",
      "70e-1",
      "1.5e1",
      "0.0e5",
      "1e400",
      "12345678901234567890",
      "0e-9",
    ];
    const broken = ["0.5", "1e-1", "15e-1", "7.00000000000000000000000000000001", "1e-400", "-1.5"];
    const verdicts = await page.evaluate(
      (all) => all.map((text) => parseJson(text).value.isInteger()),
      [...whole, ...broken],
    );
    assert.deepEqual(verdicts, [...whole.map(() => true), ...broken.map(() => false)]);
    const digits = "18446744073709551615.000000000000000000001";
    assert.equal(await page.evaluate((text) => parseJson(text).value.digits, digits), digits);
  }));

test("a number of very many digits is read at once", () => {
  // In Node, as Chromium is quick with patterns that are slow elsewhere.
  const script = read(`${ROOT}codegen/src/emit/reference/json.js`);
  const number = `1${"0".repeat(300_000)}1`;
  const isWhole = `${script}; parseJson(number).value.isInteger()`;
  assert.equal(runInNewContext(isWhole, { number }, { timeout: 20_000 }), true);
});

test("MD5 is that of RFC 1321, and of Node for every length", () =>
  withPage(async (page) => {
    const vectors = {
      "": "d41d8cd98f00b204e9800998ecf8427e",
      a: "0cc175b9c0f1b6a831c399e269772661",
      abc: "900150983cd24fb0d6963f7d28e17f72",
      "message digest": "f96b697d7cb7938d525a2f31aaf161d0",
      abcdefghijklmnopqrstuvwxyz: "c3fcd3d76192e4007dfb496cca67e13b",
      ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:
        "d174ab98d277d9f5a5611c2c9f419d9f",
      "12345678901234567890123456789012345678901234567890123456789012345678901234567890":
        "57edf4a22be3c955ac49da2e2107b67a",
    };
    const texts = [
      ...Object.keys(vectors),
      ...Array.from({ length: 300 }, (_, length) => "é€😀x".repeat(length).slice(0, length)),
    ];
    const digests = await page.evaluate((texts) => texts.map(md5), texts);
    for (const [at, text] of texts.entries()) {
      assert.equal(
        digests[at],
        vectors[text] ?? createHash("md5").update(text).digest("hex"),
        text,
      );
    }
  }));

test("the hash of what is typed is checked, and an id is never rounded", () =>
  withPage(async (page) => {
    const { account_id, salt, api_key } = index.credential;
    const hashOf = (id) =>
      createHash("md5").update(`${salt}${account_id}${api_key}${id}`).digest("hex");
    const check = async (id, hash) => {
      await page.fill("#callback-id", id);
      await page.fill("#hash-text", hash);
      return page.locator("#hash-verdict").textContent();
    };
    await page.click("#published");
    assert.match(await page.locator("#hash-verdict").textContent(), /^Fill in/);
    // The two are one as floats.
    assert.match(await check("9007199254740993", hashOf("9007199254740993")), /^Matches: /);
    assert.match(await check("9007199254740992", hashOf("9007199254740993")), /^Does not match: /);
    assert.match(await check("18446744073709551615", hashOf("18446744073709551615")), /^Matches: /);
    assert.match(
      await check("18446744073709551616", hashOf("18446744073709551616")),
      /at most 18446744073709551615/,
    );
    for (const id of ["07", "+7", "-7", "7.0", "7e0", " 7", "٧", "seven"]) {
      assert.match(
        await check(id, hashOf("7")),
        /^Cannot be checked: callback_id must be digits/,
        id,
      );
    }
    assert.match(await check("7", ""), /^Missing/);
    assert.match(await check("7", hashOf("7").toUpperCase()), /^Invalid/);
    assert.match(await check("7", hashOf("7").slice(1)), /^Invalid/);
    // The right hash is nowhere to be read.
    await check("7", hashOf("8"));
    assert.ok(!(await page.locator("body").textContent()).includes(hashOf("7")));
    // An account may have no salt.
    await page.fill("#salt", "");
    const without = createHash("md5").update(`${account_id}${api_key}7`).digest("hex");
    assert.match(await check("7", without), /^Matches: /);
  }));

test("the ids of a pasted body reach the check of the hash as they are written", () =>
  withPage(async (page) => {
    await page.fill(
      "#body",
      '{"callbacks": [{"callback_id": 9007199254740993, "account_id": "18446744073709551615"}]}',
    );
    await page.click("#callbacks button");
    assert.equal(await page.inputValue("#callback-id"), "9007199254740993");
    assert.equal(await page.inputValue("#account-id"), "18446744073709551615");
    assert.equal(await page.evaluate(() => document.activeElement.id), "salt");
  }));

test("a sample is filled in from where it is shown", () =>
  withPage(async (page) => {
    await page.locator('[id="kind.js_fail"] summary').click();
    await page.locator('[id="kind.js_fail"] .try').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "body");
    assert.equal(await page.locator("#verdict").textContent(), "Valid: 1 callback.");
    assert.equal(await page.locator("#callbacks a").getAttribute("href"), "#kind.js_fail");
    await page.fill("#body", '{"callbacks": [{"type": "new_kind"}]}');
    assert.match(await page.locator("#callbacks").textContent(), /new_kind \(not described here\)/);
    assert.equal(await page.locator("#callbacks a").count(), 0);
  }));
