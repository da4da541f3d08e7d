// Looks at the pages as people do: by keyboard, on a phone, in the dark, without script, and with a
// card that means harm. SITE is where they are; with SHOTS, pictures are left in that folder.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { SITE, CHROMIUM, CARDBOT_NODE_MODULES, SHOTS, OPERATIONS_TOKEN, SET_UP } = process.env;
const require = createRequire(join(CARDBOT_NODE_MODULES, "of-ci.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const DESK = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });

// A browser window of its own; what goes wrong in it is written down.
const open = async (options, work) => {
  const context = await browser.newContext({ viewport: DESK, ...options });
  const wrong = [];
  const asked = [];
  await context.addInitScript({ content: axe });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => asked.push(request.url()));
  try {
    await work(page, { wrong, asked, context });
    assert.deepEqual(wrong, []);
    const elsewhere = asked.filter((url) => !url.startsWith(SITE));
    assert.deepEqual(elsewhere, [], "nothing is fetched from elsewhere");
  } finally {
    await context.close();
  }
};

const accessible = async (page, where) => {
  const found = await page.evaluate(() => window.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  const told = found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target} ${node.failureSummary}`));
  assert.deepEqual(told, [], `axe on ${where}`);
  assert.ok(found.passes.length > 10, `axe looked at ${where}`);
};

const fits = async (page, where) => {
  const [all, seen] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(all <= seen, `${where} is ${all} wide where ${seen} can be seen`);
};

const shot = async (page, name, options) => {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), ...options });
};

const status = (page, pattern) =>
  page.waitForFunction((source) => new RegExp(source).test(document.querySelector("#status").textContent),
    pattern.source);

const example = async (page) => {
  await page.goto(`${SITE}/play`);
  await page.getByRole("button", { name: "Example" }).click();
  await page.waitForSelector(".finding");
};

const tests = {
  async "every page, in both themes, at a desk and on a phone"() {
    const pages = {
      empty: (page) => page.goto(`${SITE}/play`),
      play: example,
      rules: (page) => page.goto(`${SITE}/rules`),
      rule: (page) => page.goto(`${SITE}/rules/change-license`),
    };
    if (OPERATIONS_TOKEN) {
      pages.login = (page) => page.goto(`${SITE}/operations`);
      pages.operations = async (page) => {
        await page.goto(`${SITE}/operations`);
        await page.getByLabel("Token").fill(OPERATIONS_TOKEN);
        await page.keyboard.press("Enter");
        await page.waitForSelector("h1:has-text('Operations')");
      };
    }
    if (SET_UP) {
      pages.setup = (page) => page.goto(SET_UP);
      pages.create = (page) => page.goto(`${SET_UP}&url=https://cardbot.example.org&organisation=acme`);
      pages.mistake = (page) => page.goto(`${SET_UP}&url=nonsense`);
    }
    for (const colorScheme of ["light", "dark"]) {
      for (const [size, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
        for (const [name, go] of Object.entries(pages)) {
          await open({ colorScheme, viewport }, async (page) => {
            const where = `${name}-${size}-${colorScheme}`;
            await go(page);
            await accessible(page, where);
            await fits(page, where);
            await shot(page, where, { fullPage: size === "phone" });
          });
        }
      }
    }
  },

  async "the keyboard is enough"() {
    await open({}, async (page) => {
      const at = () => page.evaluate(() => {
        const it = document.activeElement;
        return it.id || it.textContent.trim() || it.tagName;
      });
      const tabTo = async (wanted) => {
        for (let n = 0; n < 60; n += 1) {
          await page.keyboard.press("Tab");
          if (await at() === wanted) return;
        }
        assert.fail(`Tab does not lead to ${wanted}`);
      };
      await page.goto(`${SITE}/play`);
      await page.keyboard.press("Tab");
      assert.equal(await at(), "Skip to the content");
      await page.keyboard.press("Enter");
      assert.equal(await at(), "main");
      await tabTo("Example");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".finding");
      // The text field holds nobody who presses Tab.
      await tabTo("card");
      const before = await page.inputValue("#card");
      await page.keyboard.press("Tab");
      assert.notEqual(await at(), "card");
      await page.locator(".finding button").first().focus();
      const title = await at();
      await page.keyboard.press("Enter");
      await status(page, /^Done: /);
      assert.notEqual(await page.inputValue("#card"), before, title);
      const tag = await page.evaluate(() => document.activeElement.tagName);
      assert.ok(["BUTTON", "TEXTAREA"].includes(tag), "the focus is at the next thing to do");
      await page.focus("#card");
      await page.keyboard.press("Control+z");
      assert.equal(await page.inputValue("#card"), before, "a fix can be undone");
      await page.locator("a.place").first().focus();
      await page.keyboard.press("Enter");
      assert.equal(await at(), "card");
      const chosen = await page.evaluate(() => {
        const card = document.getElementById("card");
        return card.value.slice(card.selectionStart, card.selectionEnd);
      });
      assert.notEqual(chosen.trim(), "");
    });
  },

  async "findings follow what is typed, and lie under the text"() {
    await open({}, async (page) => {
      await page.goto(`${SITE}/play`);
      await page.locator("#card").pressSequentially("---\nlicense: mti\n---\n");
      await page.waitForSelector('a[href="/rules/license-unknown"]');
      const lies = () => page.evaluate(() => {
        const [card, marked] = ["card", "marked"].map((id) => document.getElementById(id));
        const [a, b] = [card, marked].map((part) => part.getBoundingClientRect());
        const mark = document.querySelector("#marked mark");
        return {
          same: marked.textContent === `${card.value}\n`,
          over: a.top === b.top && a.left === b.left && a.height === b.height && a.width === b.width,
          whole: card.scrollHeight <= card.clientHeight + 1,
          word: mark && mark.textContent,
        };
      });
      assert.deepEqual(await lies(), { same: true, over: true, whole: true, word: "mti" });
      await page.fill("#card", `---\nlicense: mit\n---\n${"A long line of words. ".repeat(60)}\n`.repeat(3));
      await status(page, /found|error|warning|note/);
      const { same, over, whole } = await lies();
      assert.deepEqual({ same, over, whole }, { same: true, over: true, whole: true });
      await page.fill("#card", "");
      await status(page, /^No card yet/);
    });
  },

  async "a link carries the card, and no server sees it"() {
    const card = "---\nlicense: mit\ntags:\n- \"é😀\"\n---\n# Secret words\n";
    let link = "";
    await open({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await page.goto(`${SITE}/play`);
      await page.fill("#card", card);
      await page.getByRole("button", { name: "Copy link" }).click();
      await status(page, /^The link is copied/);
      link = await page.inputValue("#address");
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
      await accessible(page, "the page with its link");
    });
    await open({}, async (page, { asked }) => {
      await page.goto(link);
      await page.waitForSelector(".tags li");
      assert.equal(await page.inputValue("#card"), card);
      const sent = asked.map((url) => new URL(url)).filter((url) => url.search !== "");
      assert.deepEqual(sent.map(String), [], "no address carries anything");
    });
    await open({}, async (page) => {
      await page.goto(`${link.slice(0, -9)}`);
      await status(page, /can't be read/);
    });
  },

  async "a card that means harm is only text"() {
    const hostile = [
      "---", 'license: "</textarea><script>document.title=1</script>"',
      "language: en\u202efr\u2066", "tags:", "- '\"><img src=x onerror=alert(1)>'", "- ]]><svg/onload=alert(2)>",
      "base_model: javascript:alert(3)", "---", "</pre></form><iframe src=//example.org></iframe><base href=//example.org/>",
      "<style>*{display:none}</style>",
    ].join("\n");
    const inside = () => document.querySelectorAll("main img, main iframe, main svg, main style, base, main script").length;
    await open({}, async (page) => {
      await page.goto(`${SITE}/play`);
      await page.getByText("Compare with an earlier version").click();
      await page.fill("#base", hostile.replace("license", "licence"));
      await page.fill("#card", hostile);
      await page.waitForSelector(".finding", { state: "attached" });
      await status(page, /what changed|change brings/);
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      assert.equal(await page.evaluate(inside), 0);
      assert.match(await page.title(), /^Check a model card/);
      assert.equal(await page.inputValue("#card"), hostile);
      await accessible(page, "a hostile card");
      await fits(page, "a hostile card");
      await shot(page, "hostile");
    });
    await open({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${SITE}/play`);
      await page.fill("#card", hostile);
      await page.getByRole("button", { name: "Check" }).click();
      assert.ok(await page.locator(".finding").count() > 0);
      assert.ok(await page.locator("#marked mark").first().isVisible());
      assert.equal(await page.locator("main img, main iframe, main svg, main style, base").count(), 0);
      await shot(page, "without-script", { fullPage: true });
    });
  },

  async "a huge card does not stop the page"() {
    await open({ viewport: PHONE }, async (page, { wrong }) => {
      await page.goto(`${SITE}/play`);
      const line = `- ${"wide".repeat(40)}\n`;
      const huge = `---\ntags:\n${line.repeat(1500)}---\n`;
      await page.fill("#card", huge);
      await page.waitForSelector(".finding");
      await fits(page, "a huge card");
      await page.fill("#card", "é".repeat(140 * 1024));
      await status(page, /^A card may have 256 KiB/);
      assert.equal(wrong.length, 1, "the browser writes down that it was refused");
      assert.match(wrong.pop(), / 413 /);
    });
    await open({ javaScriptEnabled: false }, async (page, { wrong }) => {
      await page.goto(`${SITE}/play`);
      await page.fill("#card", "x".repeat(256 * 1024));
      await page.getByRole("button", { name: "Check" }).click();
      await page.waitForSelector("#marked");
      assert.deepEqual(wrong, []);
    });
  },

  async "an example of a rule can be tried"() {
    await open({}, async (page) => {
      await page.goto(`${SITE}/rules/license-versionless`);
      await page.getByRole("button", { name: "Try it" }).first().click();
      await page.waitForSelector('.finding a[href="/rules/license-versionless"]');
    });
  },
};

if (OPERATIONS_TOKEN) {
  tests["operators sign in, retry what was given up, and sign out"] = async () => {
    await open({}, async (page, { context }) => {
      await page.goto(`${SITE}/operations`);
      await page.keyboard.press("Tab");
      await page.getByLabel("Token").focus();
      await page.keyboard.type(OPERATIONS_TOKEN);
      await page.keyboard.press("Enter");
      await page.waitForSelector("h1:has-text('Operations')");
      const [cookie] = await context.cookies();
      assert.ok(cookie.httpOnly && cookie.sameSite === "Strict" && !cookie.value.includes(OPERATIONS_TOKEN));
      assert.equal(await page.locator("main script, main b, main img").count(), 0);
      await page.getByRole("button", { name: /^Retry job/ }).first().focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector("[role=status]:has-text('waits again')");
      await accessible(page, "operations after a retry");
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.waitForSelector("label:has-text('Token')");
    });
  };
}

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}\n${error.stack}`);
  }
}
await browser.close();
console.log(`pages in ${browser.version() || "Chromium"}: ${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
