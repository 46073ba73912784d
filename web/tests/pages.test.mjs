// Every page of the desk on the sample: whole, quiet, reachable, and in its frame, light and dark, wide and narrow.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { barriers, frame, kind, NARROW, openBrowser, openDesk, sound, walk, WIDE } from "./desk.mjs";

let browser, desk, addresses;

before(async () => {
  browser = await openBrowser();
  desk = await openDesk();
  const page = await desk.page(browser);
  addresses = await walk(page, desk.url, { skip: (address) => address.includes("/leave") });
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

test("the links of the desk lead to every room", () => {
  const kinds = new Set(addresses.map(kind));
  for (const room of ["/", "/search", "/sources", "/review", "/add", "/log"]) assert.ok(kinds.has(room), `no link leads to ${room}: ${[...kinds]}`);
  for (const one of ["/incident", "/document", "/source"]) {
    assert.ok([...kinds].some((it) => it.startsWith(one) && it.includes(":id")), `no link leads to a page of ${one}: ${[...kinds]}`);
  }
});

for (const scheme of ["light", "dark"]) {
  for (const [width, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
    describe(`${scheme}, ${width}`, () => {
      test("no page errs, asks elsewhere, jumps, overflows or shuts anybody out", async (t) => {
        const page = await desk.page(browser, { viewport, scheme });
        for (const address of addresses) {
          const path = address.slice(desk.url.length);
          await t.test(path, async () => {
            page.faults.length = 0;
            const answer = await page.goto(address, { waitUntil: "load" });
            assert.equal(answer.status(), 200, path);
            await page.waitForTimeout(50);
            sound(page, path);
            const jumped = await page.evaluate(() => window.jumped);
            assert.ok(jumped < 0.01, `the layout jumped by ${jumped}`);
            const { scroll, client, widest } = await frame(page);
            assert.ok(scroll <= client, `${scroll} pixels on a screen of ${client}: ${widest}`);
            assert.deepEqual(await barriers(page), [], path);
          });
        }
        await page.context().close();
      });
    });
  }
}

test("the first view loads less than 100 kB of script", async () => {
  const page = await desk.page(browser, { enter: false });
  let bytes = 0;
  page.on("response", async (response) => {
    if (response.request().resourceType() === "script") bytes += (await response.body()).length;
  });
  await page.goto(desk.door, { waitUntil: "networkidle" });
  const inline = await page.$$eval("script:not([src])", (all) => all.length);
  assert.equal(inline, 0, "no script stands in the page");
  assert.ok(bytes < 100_000, `${bytes} bytes of script`);
  console.log(`script of the first view: ${bytes} bytes`);
  await page.context().close();
});

test("without the token nobody comes in", async () => {
  const page = await desk.page(browser, { enter: false });
  const answer = await page.goto(`${desk.url}/search`);
  assert.ok([401, 403].includes(answer.status()), `${answer.status()}`);
  assert.ok(!(await page.content()).includes("Odessa"), "nothing of the case is shown");
  await page.context().close();
});

test("a page keeps its policy: nothing from elsewhere, no script or style in the page", async () => {
  const page = await desk.page(browser, { enter: false });
  const answer = await page.goto(desk.door);
  const policy = answer.headers()["content-security-policy"] ?? "";
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
    assert.ok(policy.includes(part), `${part} is not in ${policy}`);
  }
  assert.ok(!policy.includes("unsafe-inline"), policy);
  assert.equal(await page.locator("[style]").count(), 0, "no style stands in the page");
  await page.context().close();
});
