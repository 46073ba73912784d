// Files dropped on the page: taken in, told of one by one, refused with a reason, and found by search.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDesk, sound } from "./desk.mjs";

let browser, desk;

before(async () => {
  browser = await openBrowser();
  desk = await openDesk({ documents: [] });
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

const report = "Lighthouse keepers walk out\n\nThe Tolbury Courier, 4 July 1905\n\nEleven lighthouse keepers near Fenmoor refused to light the lamps, the harbour police said on Tuesday.";

/** Drops files as a hand would. */
async function drop(page, files) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text, type } of files) transfer.items.add(new File([text], name, { type }));
    return transfer;
  }, files);
  await page.locator("[data-drop]").dispatchEvent("dragover", { dataTransfer: transfer });
  await page.locator("[data-drop]").dispatchEvent("drop", { dataTransfer: transfer });
  await page.locator("#told", { hasText: "Done" }).waitFor();
}

test("an empty case says what to do", async () => {
  const page = await desk.page(browser);
  assert.match(await page.locator("main").innerText(), /Add/);
  sound(page);
  await page.context().close();
});

test("a report that is dropped is in the case and can be found", async () => {
  const page = await desk.page(browser);
  await page.goto(`${desk.url}/add`);
  await drop(page, [{ name: "keepers.txt", text: report, type: "text/plain" }]);
  assert.match(await page.locator("#taken").innerText(), /keepers\.txt\s+1 added/);
  // What joins the documents is made ready behind the readers: a moment, on a busy machine some.
  const patience = Date.now() + 60_000;
  let found = "";
  while (!found.includes("Lighthouse keepers walk out") && Date.now() < patience) {
    await page.goto(`${desk.url}/search?q=lighthouse&in=documents`);
    found = await page.locator("main").innerText();
  }
  assert.match(found, /Lighthouse keepers walk out/);
  sound(page);
  await page.context().close();
});

test("the same again changes nothing, and what cannot be read is refused with a reason", async () => {
  const page = await desk.page(browser);
  await page.goto(`${desk.url}/add`);
  await drop(page, [
    { name: "keepers.txt", text: report, type: "text/plain" },
    { name: "broken.jsonl", text: '{"id": "a", "text": "A line that is whole."}\n{"id": ', type: "application/json" },
    { name: "<img src=x onerror=alert(1)>.txt", text: "A harbour.\n\nThe captain said so.", type: "text/plain" },
  ]);
  const told = await page.locator("#taken").innerText();
  assert.match(told, /keepers\.txt\s+1 already there/);
  assert.match(told, /broken\.jsonl\s+.*refused/);
  assert.match(told, /<img src=x onerror=alert\(1\)>\.txt/, "a name is words");
  sound(page);
  await page.context().close();
});
