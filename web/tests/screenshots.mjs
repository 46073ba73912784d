// Pictures of every page of the desk on the sample, light and dark, wide and narrow, to be looked at.
//
// `node screenshots.mjs FOLDER [PATH…]` → FOLDER/incident-id-light-1280.png …; with PATHs only those of them.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { kind, openBrowser, openDesk, walk } from "./desk.mjs";

const [folder = "screenshots", ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
const desk = await openDesk();
const first = await desk.page(browser);
const addresses = only.length
  ? only.map((path) => desk.url + path)
  : await walk(first, desk.url, { each: 1, skip: (address) => address.includes("/leave") });
await first.context().close();
for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 320]) {
    const page = await desk.page(browser, { scheme, viewport: { width, height: width === 320 ? 780 : 900 } });
    for (const address of addresses) {
      await page.goto(address, { waitUntil: "load" });
      const name = kind(address).replace(/^\//, "").replace(/[/:]+/g, "-") || "overview";
      await page.screenshot({ path: join(folder, `${name}-${scheme}-${width}.png`), fullPage: true });
    }
    await page.context().close();
  }
}
await browser.close();
await desk.close();
console.log(`${addresses.length} pages, four pictures each, in ${folder}`);
