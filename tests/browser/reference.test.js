/* The reference page as a person meets it: what it says, shows, finds and checks. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import axe from "axe-core";

import { closeBrowser, DESKTOP, index, PAGE, pageOf, PHONE, ROOT, withPage } from "./browser.js";

after(closeBrowser);

const SIZES = { desktop: DESKTOP, phone: PHONE };
const SCHEMES = ["light", "dark"];
const kinds = [...new Set(index.samples.map(({ kind }) => kind))].filter(
  (kind) => kind !== "new_kind",
);

/** Fills the check, so that they show all that they may. */
async function fillChecks(page, text = '{"callbacks": [{"type": "min_balance", "type": 1}, 7]}') {
  await page.fill("#body", text);
  await page.fill("#api-key", "key");
}

const openSamples = (page) =>
  page.$$eval("details", (all) => {
    for (const each of all) each.open = true;
  });

for (const [name, size] of Object.entries(SIZES)) {
  test(`the first screen of a ${name} says what the hash shows and that this is unofficial`, () =>
    withPage(
      async (page) => {
        const first = [
          ["main strong", /^Unofficial: this is not a product of Voximplant\.$/],
          [".trust dl div:nth-child(1)", /^It shows\s*that the sender knew the credential/],
          [
            ".trust dl div:nth-child(2)",
            /^It does not cover\s*the kind, the payload or the balance/,
          ],
          [".trust dl div:nth-child(3)", /HTTPS only.*once.*Management API/],
        ];
        for (const [selector, text] of first) {
          const part = page.locator(selector);
          assert.match(await part.innerText(), text);
          const { y, height } = await part.boundingBox();
          assert.ok(y >= 0 && y + height <= size.height, `${selector} ends at ${y + height}`);
        }
      },
      { size },
    ));
}

test("every kind is there, with its sample", () =>
  withPage(async (page) => {
    const shown = await page.$$eval("[data-find=kind]", (all) =>
      all.map((each) => each.dataset.owner),
    );
    // They stand by what they are about.
    assert.deepEqual(shown.toSorted(), kinds.toSorted());
    assert.deepEqual(
      await page.locator("nav .names a").evaluateAll((all) => all.map(({ hash }) => hash)),
      shown.map((kind) => `#kind.${kind}`),
    );
    const sample = await page.locator('[id="kind.card_payment"] details code').textContent();
    assert.equal(JSON.parse(sample).callbacks[0].type, "card_payment");
  }));

test("the page is small", () =>
  assert.ok(statSync(PAGE).size < 450_000, `${statSync(PAGE).size} bytes`));

test("the page opens without a request, and its policy lets none out", async () => {
  const arrived = [];
  const server = createServer((request, response) => {
    arrived.push(request.url);
    response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await withPage(async (page, heard) => {
      assert.deepEqual(heard, []);
      const attempts = await page.evaluate(async (url) => {
        const fetched = await fetch(`${url}/fetch`, { mode: "no-cors" }).then(
          () => "sent",
          () => "refused",
        );
        const image = new Image();
        const loaded = await new Promise((resolve) => {
          image.onload = () => resolve("sent");
          image.onerror = () => resolve("refused");
          image.src = `${url}/image.png`;
        });
        const beacon = navigator.sendBeacon(`${url}/beacon`, "body");
        const form = document.body.appendChild(document.createElement("form"));
        form.action = `${url}/form`;
        form.submit();
        return [fetched, loaded, beacon];
      }, `http://127.0.0.1:${server.address().port}`);
      assert.deepEqual(attempts.slice(0, 2), ["refused", "refused"]);
      await page.waitForTimeout(300);
      const complaints = heard.splice(0).filter((line) => line.startsWith("console: "));
      for (const directive of ["connect-src", "img-src", "form-action"]) {
        assert.ok(
          complaints.some((line) => line.includes(directive)),
          `${directive}: ${complaints.join("\n")}`,
        );
      }
    });
    assert.deepEqual(arrived, []);
  } finally {
    server.close();
  }
});

test("search finds kinds, fields and values as one types", () =>
  withPage(async (page) => {
    const shown = () =>
      page.$$eval("#results a", (all) =>
        all.map((each) => [
          each.querySelector("code").textContent,
          each.querySelector("span").textContent,
        ]),
      );
    const found = async (query) => {
      await page.fill("#search", query);
      return shown();
    };
    await page.locator("#search").pressSequentially("car");
    const many = await shown();
    await page.locator("#search").pressSequentially("d_payment");
    assert.ok((await shown()).length < many.length && many.length > 3);
    const [first] = await found("card_payment");
    assert.deepEqual(first, ["card_payment", "kind"]);
    assert.deepEqual((await found("card payment"))[0], ["card_payment", "kind"]);
    assert.deepEqual((await found("sms bo"))[0], ["sms_body", "field of sms_inbound"]);
    assert.deepEqual((await found("balance"))[0], ["balance", "field of envelope"]);
    assert.deepEqual((await found("WAITING_PERIOD_EXPIRED"))[0], [
      "WAITING_PERIOD_EXPIRED",
      "value of AccountDocumentStatus",
    ]);
    assert.deepEqual(
      (await found("legal entity"))[0][0].toLowerCase().replace("_", " "),
      "legal entity",
    );
    // So is the method that confirms a kind.
    assert.deepEqual((await found("GetAccountInvoices"))[0], [
      "invoice_received",
      "confirmed by GetAccountInvoices",
    ]);
    assert.ok((await found("gettransactionhistory")).length > 4);
    // What is said of a kind is searched as well as its name.
    assert.ok((await found("apple voip")).some(([name]) => name === "certificate_expired"));
    assert.match(await page.locator("#found").textContent(), /^[0-9]+ found/);
    assert.deepEqual(await found("no such thing"), []);
    assert.equal(await page.locator("#found").textContent(), "0 found");
    for (const kind of kinds) assert.deepEqual((await found(kind))[0], [kind, "kind"]);
  }));

test("search is led by the keyboard alone", () =>
  withPage(async (page) => {
    const focused = () =>
      page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute("href"));
    // No key alone leads there, as one that is spoken by accident would.
    await page.keyboard.press("/");
    assert.notEqual(await focused(), "search");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "search");
    await page.keyboard.type("amount");
    await page.keyboard.press("ArrowDown");
    const first = await focused();
    assert.match(first, /^#kind\..*amount$/);
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await focused(), first);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(), "search");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => location.hash), first);
    const place = await page.locator(`[id="${first.slice(1)}"]`).boundingBox();
    assert.ok(place.y >= 0 && place.y < DESKTOP.height, `at ${place.y}`);
    assert.ok(await page.locator("#results").isHidden());

    await page.focus("#search");
    await page.keyboard.press("Escape");
    assert.equal(await page.inputValue("#search"), "");
    await page.keyboard.type("amount");
    await page.focus("#body");
    assert.ok(await page.locator("#results").isHidden());
  }));

test("the sidebar marks where one is, and shows it", () =>
  withPage(async (page) => {
    const here = () => page.locator("nav [aria-current=location]");
    await page.locator('nav a[href="#hash"][aria-current=location]').waitFor();
    for (const place of ["kind.sms_inbound", "types", "group.documents", "hash"]) {
      await page.evaluate((id) => document.getElementById(id).scrollIntoView(), place);
      await page.locator(`nav a[href="#${place}"][aria-current=location]`).waitFor();
      assert.equal(await here().count(), 1);
      const { y, height } = await here().boundingBox();
      assert.ok(y >= 0 && y + height <= DESKTOP.height, `${place} at ${y}`);
    }
  }));

test("code is shown in the language that was chosen last, by mouse or keyboard", () =>
  withPage(async (page) => {
    const tab = (kind, language) =>
      page.locator(`[id="kind.${kind}"]`).getByRole("tab", { name: language, exact: true });
    const shown = (kind) =>
      page.locator(`[id="kind.${kind}"] [data-language]:visible`).evaluateAll((all) =>
        all.map(({ dataset }) => dataset.language),
      );
    assert.deepEqual(await shown("js_fail"), ["Rust"]);
    const python = tab("card_payment", "Python");
    await python.scrollIntoViewIfNeeded();
    const before = await python.boundingBox();
    await python.click();
    assert.deepEqual(await shown("js_fail"), ["Python"]);
    assert.equal(await tab("js_fail", "Python").getAttribute("aria-selected"), "true");
    // The others shrink or grow, and what is looked at stays where it is.
    const after = await python.boundingBox();
    assert.ok(Math.abs(after.y - before.y) < 2, `${before.y} and ${after.y}`);
    await page.keyboard.press("ArrowLeft");
    assert.deepEqual(await shown("js_fail"), ["TypeScript"]);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    const last = await page.locator('[id="kind.js_fail"] [role=tab]').last().textContent();
    assert.deepEqual(await shown("js_fail"), [last]);
    await tab("js_fail", "TypeScript").click();
    await page.reload();
    assert.deepEqual(await shown("card_payment"), ["TypeScript"]);
  }));

test("a choice that cannot be kept, or is of another time, does not break the page", () =>
  withPage(async (page) => {
    await page.evaluate(() => localStorage.setItem("voximplant-callbacks.language", "COBOL"));
    await page.reload();
    assert.ok(await page.locator('[id="kind.js_fail"] [data-language=Rust]').isVisible());
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("no storage", "SecurityError");
        },
      });
    });
    await page.reload();
    await page.locator('[id="kind.js_fail"]').getByRole("tab", { name: "Python" }).click();
    assert.ok(await page.locator('[id="kind.card_payment"] [data-language=Python]').isVisible());
  }));

test("code and samples are copied, or selected where the clipboard is closed", () =>
  withPage(
    async (page) => {
      const kind = page.locator('[id="kind.card_payment"]');
      const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
      await kind.locator(".bar .copy").click();
      await kind.getByText("Copied").waitFor();
      assert.match(await clipboard(), /^use voximplant_callbacks::[^]*Event::CardPayment[^]*}$/);
      await kind.locator("summary").click();
      await kind.locator("details .copy").click();
      await kind.locator("details").getByText("Copied").waitFor();
      assert.equal(JSON.parse(await clipboard()).callbacks[0].type, "card_payment");
      await page.evaluate(() =>
        Object.defineProperty(navigator, "clipboard", { value: undefined }),
      );
      await kind.locator(".bar .copy").click();
      await kind.getByText("Selected").waitFor();
      assert.match(
        await page.evaluate(() => getSelection().toString()),
        /^use voximplant_callbacks::[^]*}$/,
      );
    },
    { permissions: ["clipboard-read", "clipboard-write"] },
  ));

// Forwards a stop could be below the window, and backwards under the search that stays on top.
for (const [key, name, size] of [
  ["Tab", "desktop", DESKTOP],
  ["Shift+Tab", "phone", PHONE],
]) {
  test(`a walk by ${key} on a ${name} reaches everything, and shows where it is`, () =>
    withPage(
      async (page) => {
        // Without a click into it, from which the walk would start.
        await page.evaluate(() => {
          body.value = '{"callbacks": [{"type": "min_balance"}]}';
          body.dispatchEvent(new Event("input"));
        });
        const expected = await page.evaluate(() => {
          const all = document.querySelectorAll(
            'a[href], button:not([tabindex="-1"]), input, select, textarea, summary, pre[tabindex]',
          );
          return [...all].filter((each) => each.checkVisibility({ visibilityProperty: true }))
            .length;
        });
        const seen = [];
        for (;;) {
          await page.keyboard.press(key);
          const stop = await page.evaluate(async () => {
            const here = document.activeElement;
            if (here === document.body || here.dataset.walked) return null;
            here.dataset.walked = "yes";
            // Wait until it is scrolled to where it stays.
            let top;
            do {
              top = here.getBoundingClientRect().top;
              await new Promise((resolve) =>
                requestAnimationFrame(() => requestAnimationFrame(resolve)),
              );
            } while (here.getBoundingClientRect().top !== top);
            const style = getComputedStyle(here);
            const [box] = here.getClientRects();
            const x = Math.min(box.left + 4, innerWidth - 1);
            const at = document.elementFromPoint(
              x,
              Math.min(box.top + box.height / 2, innerHeight - 1),
            );
            return {
              what: `${here.localName} ${here.id || here.getAttribute("href") || here.textContent.slice(0, 30)}`,
              outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
              covered: at === null || !(here.contains(at) || at.contains(here)),
            };
          });
          if (stop === null) break;
          seen.push(stop);
        }
        assert.equal(seen.length, expected);
        assert.ok(expected > 300, `${expected} stops`);
        assert.deepEqual(
          seen.filter(({ outline }) => !outline),
          [],
        );
        assert.deepEqual(
          seen.filter(({ covered }) => covered),
          [],
        );
        assert.equal(seen.at(key === "Tab" ? 0 : -1).what, "a #content");
      },
      { size },
    ));
}

for (const scheme of SCHEMES) {
  for (const [name, size] of Object.entries(SIZES)) {
    test(`axe finds no violation on a ${name} in the ${scheme}`, () =>
      withPage(
        async (page) => {
          const check = async (state, part = "html") => {
            const { violations, passes } = await page.evaluate(
              (part) => globalThis.axe.run(part),
              part,
            );
            const found = violations.map(
              ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`,
            );
            assert.deepEqual(found, [], state);
            assert.ok(passes.some(({ id }) => id === "color-contrast"));
          };
          await page.evaluate(axe.source);
          await check("as it opens");
          await fillChecks(page);
          await page.fill("#search", "status");
          await openSamples(page);
          await check("filled in, with errors");
          await page.selectOption("#sample", "min_balance");
          await page.click("#published");
          await page.getByText("the hash matches").waitFor();
          await check("filled in, all well", "#check");
        },
        { size, colorScheme: scheme },
      ));
  }

  test(`texts and lines of pictures have contrast in the ${scheme}`, () =>
    withPage(
      async (page) => {
        const colors = await page.evaluate(() => {
          const names = ["ground", "raised", "tint", "text", "quiet", "accent", "edge"];
          const style = getComputedStyle(document.documentElement);
          return Object.fromEntries(
            names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
          );
        });
        const light = (hex) => {
          const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
          const [r, g, b] = channels.map((c) =>
            c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a, b) => {
          const [high, low] = [light(colors[a]), light(colors[b])].sort((x, y) => y - x);
          return (high + 0.05) / (low + 0.05);
        };
        for (const ground of ["ground", "raised", "tint"]) {
          for (const text of ["text", "quiet", "accent"]) {
            assert.ok(
              contrast(text, ground) >= 4.5,
              `${text} on ${ground}: ${contrast(text, ground)}`,
            );
          }
          assert.ok(
            contrast("edge", ground) >= 3,
            `edge on ${ground}: ${contrast("edge", ground)}`,
          );
        }
        // The pictures use these and nothing else.
        const used = await page.$$eval("svg *", (all) => {
          const drawn = all.filter(
            (each) => !each.closest("defs") && each.matches("text, rect, path"),
          );
          return drawn.flatMap((each) => [
            getComputedStyle(each).fill,
            getComputedStyle(each).stroke,
          ]);
        });
        const rgb = (hex) =>
          `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;
        const line = await page.evaluate(() =>
          getComputedStyle(document.documentElement).getPropertyValue("--line").trim(),
        );
        const known = new Set([...Object.values(colors), line].map(rgb)).add("none");
        assert.deepEqual(
          used.filter((color) => !known.has(color)),
          [],
        );
      },
      { colorScheme: scheme },
    ));
}

for (const width of [390, 320]) {
  test(`nothing is wider than a screen of ${width} pixels`, () =>
    withPage(
      async (page) => {
        await fillChecks(page, `{"callbacks": [{"type": "${"x".repeat(300)}", "hash": 7}]}`);
        await page.fill("#search", "status");
        await openSamples(page);
        const wide = await page.evaluate(() => {
          const all = [...document.querySelectorAll("body *")];
          const isOut = (each) =>
            each.getBoundingClientRect().right > innerWidth + 0.5 && !each.closest("textarea, .receive code");
          return [
            document.documentElement.scrollWidth,
            ...all.filter(isOut).map((each) => each.outerHTML.slice(0, 80)),
          ];
        });
        assert.deepEqual(wide, [width]);
        // A row is stacked: the meaning stands below the name, and is as wide as the screen.
        const name = await page.locator('[id="kind.card_payment.amount"] th').boundingBox();
        const meaning = await page
          .locator('[id="kind.card_payment.amount"] td:last-child')
          .boundingBox();
        assert.ok(meaning.y >= name.y + name.height && meaning.width > width - 40);
      },
      { size: { width, height: 844 } },
    ));
}

test("on paper there is all that can be read, in dark on white, and nothing to click", () =>
  withPage(
    async (page) => {
      await page.evaluate(() => {
        addEventListener("beforeprint", () => {
          globalThis.opened = document.querySelectorAll("details[open]").length;
        });
      });
      const pdf = await page.pdf({ format: "A4" });
      assert.ok(pdf.length > 50_000);
      assert.equal(await page.evaluate(() => globalThis.opened), kinds.length);
      assert.equal(await page.locator("details[open]").count(), 0);

      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      for (const hidden of ["#search", "nav", "#body", "#salt", ".try", ".bar"]) {
        assert.ok(await page.locator(hidden).first().isHidden(), hidden);
      }
      assert.ok(await page.locator('[id="kind.card_payment"] table').isVisible());
      const [ground, text] = await page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        return [backgroundColor, color];
      });
      assert.deepEqual([ground, text], ["rgb(255, 255, 255)", "rgb(28, 35, 43)"]);
    },
    { colorScheme: "dark" },
  ));

test("nothing moves for those who want it so", async () => {
  const motion = (page) =>
    page.evaluate(() => {
      const moves = ({ transitionDuration, animationName }) =>
        transitionDuration !== "0s" || animationName !== "none";
      const all = [...document.querySelectorAll("*")].filter((each) =>
        moves(getComputedStyle(each)),
      );
      return [getComputedStyle(document.documentElement).scrollBehavior, all.length];
    });
  await withPage(async (page) => assert.deepEqual(await motion(page), ["auto", 0]));
  await withPage(async (page) => assert.deepEqual(await motion(page), ["smooth", 0]), {
    reducedMotion: "no-preference",
  });
});

test("without JavaScript the page is read, and offers nothing that would not work", () =>
  withPage(
    async (page) => {
      assert.ok(await page.locator('[id="kind.min_balance"]').isVisible());
      const code = page.locator('[id="kind.min_balance"] [data-language]');
      assert.ok((await code.count()) === 4);
      for (const each of await code.all()) {
        assert.ok((await each.locator(".language").isVisible()) && (await each.isVisible()));
      }
      for (const tool of ["#search", "#check", 'nav a[href="#check"]', ".try"]) {
        assert.ok(await page.locator(tool).first().isHidden(), tool);
      }
    },
    { javaScriptEnabled: false },
  ));

test("a hostile description does nothing but stand there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reference-"));
  try {
    const path = pageOf(`${ROOT}tests/browser/hostile.toml`, folder);
    await withPage(
      async (page) => {
        const there = await page.evaluate(() => ({
          hacked: typeof globalThis.hacked,
          scripts: document.scripts.length,
          foreign: document.querySelectorAll(
            "img, iframe, base, form, [onload], [onerror], [onfocus], [onmouseover]",
          ).length,
          styles: document.querySelectorAll("style").length,
          odd: document.querySelectorAll('a[href^="javascript:"]').length,
        }));
        assert.deepEqual(there, { hacked: "undefined", scripts: 2, foreign: 0, styles: 1, odd: 0 });
        const paid = page.locator('[id="kind.paid"]');
        assert.equal(
          await paid.locator("> .doc").textContent(),
          "</script><script>hacked=1</script><!--.",
        );
        assert.ok(
          (await page.locator("#envelope").textContent()).includes("{{script}} {{policy}}."),
        );
        // What it says goes through every part of the page that the script fills.
        await page.fill("#search", "iframe");
        await page.selectOption("#sample", "paid");
        await page.getByText("1 callback: read.").waitFor();
        await page.fill("#body", '{"callbacks": [{"type": "<img src=x onerror=hacked=1>"}]}');
        await page.fill("#search", "hacked");
        assert.ok((await page.locator("#results a").count()) > 3);
        assert.equal(
          await page.locator("#results script, #results img, #callbacks img, pre img").count(),
          0,
        );
        assert.equal(await page.evaluate(() => typeof globalThis.hacked), "undefined");
      },
      { path },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
