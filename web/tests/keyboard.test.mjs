// The desk by keyboard alone: the queue, a decision, its undoing, the drawings; and two browsers that want different things.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { firsthand, openBrowser, openDesk, sound } from "./desk.mjs";

let browser, desk;

before(async () => {
  browser = await openBrowser();
  desk = await openDesk();
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

const current = (page) => page.locator(".item[aria-current]");
const status = (page) => current(page).locator("[data-status]").textContent();
/** The words of the claim that is current. */
const words = (page) => current(page).locator(".said").textContent();

describe("review by keyboard", () => {
  test("j and k go up and down, and what is current can be seen", async () => {
    const page = await desk.page(browser);
    await page.goto(`${desk.url}/review`);
    const first = await words(page);
    await page.keyboard.press("j");
    assert.notEqual(await words(page), first);
    assert.ok(await current(page).evaluate((it) => {
      const box = it.getBoundingClientRect();
      return box.top >= 0 && box.top < innerHeight;
    }));
    await page.keyboard.press("k");
    assert.equal(await words(page), first);
    // At the top, one more step up stays.
    await page.keyboard.press("k");
    assert.equal(await words(page), first);
    sound(page);
    await page.context().close();
  });

  test("a accepts, r rejects, and both stand in the log with who and when", async () => {
    const page = await desk.page(browser);
    await page.goto(`${desk.url}/review`);
    const [accepted, chip] = [await words(page), current(page).locator("[data-status]").first()];
    assert.equal((await chip.textContent()).trim(), "suggested", "a machine's suggestion is marked as one");
    const item = await current(page).elementHandle();
    await page.keyboard.press("a");
    await page.waitForFunction((it) => it.querySelector("[data-status]").textContent === "accepted", item);
    assert.notEqual(await words(page), accepted, "the next claim is current");
    const second = await current(page).elementHandle();
    await page.keyboard.press("r");
    await page.waitForFunction((it) => it.querySelector("[data-status]").textContent === "rejected", second);
    await page.goto(`${desk.url}/log`);
    const log = await page.locator("main").innerText();
    assert.match(log, /accepted/);
    assert.match(log, /rejected/);
    sound(page);
    await page.context().close();
    assert.match(firsthand(desk.file, "verify"), /\w/, "the log still holds together");
  });

  test("u takes the last decision back", async () => {
    const page = await desk.page(browser);
    await page.goto(`${desk.url}/review`);
    const claim = await words(page);
    const item = await current(page).elementHandle();
    await page.keyboard.press("a");
    await page.waitForFunction((it) => it.querySelector("[data-status]").textContent === "accepted", item);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("u")]);
    await page.goto(`${desk.url}/review`);
    const waiting = await page.locator(".item .said").allTextContents();
    assert.ok(waiting.includes(claim), "it waits again");
    sound(page);
    await page.context().close();
  });

  test("? says the keys, and Escape leaves them", async () => {
    const page = await desk.page(browser);
    await page.goto(`${desk.url}/review`);
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    assert.match(await page.locator("dialog[open]").innerText(), /accept/);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog[open]").count(), 0);
    sound(page);
    await page.context().close();
  });

  test("e opens the claim's own page, where marked words become its words", async () => {
    const page = await desk.page(browser);
    await page.goto(`${desk.url}/review`);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("e")]);
    assert.match(page.url(), /\/review\/claim\//);
    sound(page);
    await page.context().close();
  });

  test("what one types into a field decides nothing", async () => {
    const page = await desk.page(browser);
    await page.goto(`${desk.url}/review`);
    const first = await words(page);
    await current(page).locator("input[name=why]").focus();
    await page.keyboard.type("a jar of k");
    assert.equal(await words(page), first);
    assert.equal((await status(page)).trim(), "suggested");
    await page.context().close();
  });
});

describe("every page by keyboard", () => {
  test("the first stop leads past the menu, and every stop can be seen", async () => {
    const page = await desk.page(browser);
    for (const path of ["/", "/search", "/review", "/sources", "/add", "/log"]) {
      await page.goto(desk.url + path);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")?.[0]), "#", `${path}: the first stop is a way past the menu`);
      for (let at = 0; at < 25; at++) {
        const seen = await page.evaluate(() => {
          const it = document.activeElement;
          if (it === document.body) return true;
          const box = it.getBoundingClientRect();
          return box.width > 0 && box.height > 0;
        });
        assert.ok(seen, `${path}: stop ${at} cannot be seen: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`);
        await page.keyboard.press("Tab");
      }
    }
    sound(page);
    await page.context().close();
  });

  test("the nodes of the evidence graph are stops, in the order one reads", async () => {
    const page = await desk.page(browser);
    await page.goto(`${desk.url}/incidents`);
    await page.locator('main a[href^="/incident/"]').first().click();
    const nodes = page.locator("svg a.graph-node");
    assert.ok((await nodes.count()) >= 3, "sources, documents and outlets lead somewhere");
    const lefts = await nodes.evaluateAll((all) => all.map((it) => it.querySelector("rect").getBoundingClientRect().left));
    // Cards of one column differ by their breadth, never by a column.
    for (const [at, left] of lefts.entries()) if (at) assert.ok(left > lefts[at - 1] - 80, `${lefts}`);
    await nodes.first().focus();
    const name = await nodes.first().getAttribute("aria-label");
    assert.ok(name.length > 3, name);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(page.url(), /\/(source|document|search)/);
    sound(page);
    await page.context().close();
  });
});

describe("two at once", () => {
  test("who decides second is told what the first decided, and nothing is lost", async () => {
    const [one, other] = [await desk.page(browser), await desk.page(browser)];
    for (const page of [one, other]) await page.goto(`${desk.url}/review`);
    const claim = await words(one);
    assert.equal(await words(other), claim, "both look at the same claim");
    const item = await current(one).elementHandle();
    await current(one).locator("input[name=why]").fill("the port register says so");
    await one.keyboard.press("Escape");
    await current(one).evaluate((it) => it.focus());
    await one.keyboard.press("a");
    await one.waitForFunction((it) => it.querySelector("[data-status]").textContent === "accepted", item);

    await current(other).locator("input[name=why]").fill("the captain denied it");
    await current(other).evaluate((it) => it.focus());
    await Promise.all([other.waitForNavigation(), other.keyboard.press("r")]);
    const told = await other.locator("main").innerText();
    assert.match(told, /accepted/i, "what stands is shown");
    assert.match(told, /rejected/i, "and what was wanted");
    assert.match(await other.content(), /the captain denied it/, "what was typed is not lost");

    // The first decision stands until somebody who has seen it decides anew.
    await one.goto(`${desk.url}/review?status=accepted`);
    assert.ok((await one.locator(".item .said").allTextContents()).includes(claim));
    // The answer that says "conflict" is an error to a browser's console and none to a person.
    other.faults = other.faults.filter((fault) => !/409/.test(fault));
    for (const page of [one, other]) {
      sound(page);
      await page.context().close();
    }
  });
});
