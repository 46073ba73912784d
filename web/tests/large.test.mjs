// A large case: pages open, stay in their frame and find the one in thousands. The items are invented when the test runs.
//
// FIRSTHAND_ITEMS says how many: 36,000 is the case the desk is measured by, and takes a release build and some minutes; without
// it there are 300, which a debug build reads in half a minute.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { firsthand, frame, NARROW, openBrowser, openDesk, scratch, sound, walk } from "./desk.mjs";
import { item, items } from "./invented.mjs";

const count = Number(process.env.FIRSTHAND_ITEMS ?? 300);
let browser, desk;

before(async () => {
  const folder = scratch();
  writeFileSync(join(folder, "items.jsonl"), [...items(count)].map((it) => JSON.stringify(it)).join("\n"));
  const file = join(folder, "large.firsthand");
  firsthand(file, "add", join(folder, "items.jsonl"));
  browser = await openBrowser();
  desk = await openDesk({ file });
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

test("every kind of page opens, in its frame, wide and narrow", async () => {
  const page = await desk.page(browser);
  const addresses = await walk(page, desk.url, { each: 1, skip: (address) => address.includes("/leave") });
  assert.ok(addresses.length >= 9, `${addresses}`);
  sound(page);
  await page.setViewportSize(NARROW);
  for (const address of addresses) {
    await page.goto(address, { waitUntil: "load" });
    const { scroll, client, widest } = await frame(page);
    assert.ok(scroll <= client, `${address} is ${scroll} pixels wide on ${client}: ${widest}`);
  }
  sound(page);
  await page.context().close();
});

test("one item among all is found by its words, as one types", async () => {
  const page = await desk.page(browser);
  const wanted = item(Math.floor(count / 2) - (Math.floor(count / 2) % 6) + 1);
  const town = wanted.text.match(/of ([A-Z][a-z]+) on/)[1];
  await page.goto(`${desk.url}/search?in=documents`);
  await page.locator("input[type=search]").first().pressSequentially(town, { delay: 20 });
  await page.locator("main", { hasText: wanted.title }).waitFor({ timeout: 30_000 });
  assert.match(page.url(), new RegExp(`q=${town}`), "what is found has an address");
  sound(page);
  await page.context().close();
});

test("a search that finds much is answered page by page", async () => {
  const page = await desk.page(browser);
  await page.goto(`${desk.url}/search?q=said&in=documents`);
  const first = await page.locator("main").innerText();
  await page.goto(`${desk.url}/search?q=said&in=documents&page=2`);
  assert.notEqual(await page.locator("main").innerText(), first);
  sound(page);
  await page.context().close();
});
