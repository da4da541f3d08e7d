// The steps of README.md's section on the App, from nothing to a first review, as somebody at a browser
// takes them. SET_UP is the address that the server told, SERVER where it is; with SHOTS, pictures are
// left in that folder.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { SET_UP, SERVER, CHROMIUM, CARDBOT_NODE_MODULES, SHOTS } = process.env;
const require = createRequire(join(CARDBOT_NODE_MODULES, "of-ci.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1100, height: 820 } });
await context.addInitScript({ content: axe });
const page = await context.newPage();
page.on("pageerror", (error) => console.log(String(error)));

const accessible = async (where) => {
  const { violations } = await page.evaluate(() => window.axe.run(document));
  assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes[0].target}`), [], where);
};
const shot = async (name) => {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) });
};
const click = (name, role = "button") => page.getByRole(role, { name, exact: true }).click();

// Looks again until something stands there.
const until = async (what, seen) => {
  for (let n = 0; n < 150; n += 1) {
    if (await seen()) return;
    await page.waitForTimeout(400);
    await click("Look again", "link");
  }
  assert.fail(`${what} does not come:\n${await page.locator("main").innerText()}`);
};
const has = (text) => async () => (await page.locator("main").innerText()).includes(text);

try {
  await page.goto(SET_UP);
  await page.getByLabel("Address of this server").fill(SERVER);
  await page.getByLabel("Let it write contents").check();
  await click("Change");
  await accessible("the set-up page");
  await shot("set-up");
  await click("Create the App on GitHub");
  await page.waitForSelector("h1:has-text('The App is created')");
  await accessible("the page that says what comes next");
  await shot("created");
  await click("Install it", "link");
  await click("Install on org/model");
  await click("Open a pull request");
  await until("the review", has("MIT License"));
  await until("the check", () => page.getByRole("button", { name: "Fix all" }).isVisible());
  await shot("reviewed");
  assert.ok(await has(`${SERVER}/rules/`)(), "comments link to the rules of this server");
  await click("Fix all");
  await until("the commit", async () => !(await page.locator("pre").first().innerText()).includes("MIT License"));
  await page.getByLabel("Comment as you").fill("/cardbot explain license-unknown");
  await click("Comment");
  await until("the answer", has("### license-unknown"));
  await shot("answered");
  console.log("ok: from nothing to a review, a commit and an answer");
} finally {
  await browser.close();
}
