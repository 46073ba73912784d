// Pictures of every page of the desk on the sample, light and dark, wide and narrow, to be looked at.
//
// `node screenshots.mjs FOLDER [PATH…]` → FOLDER/incident-id-light-1280.png …; with PATHs only those of them.
// `node screenshots.mjs --docs` → the three of docs/images, made anew.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { kind, openBrowser, openDesk, root, walk } from "./desk.mjs";

const [folder = "screenshots", ...only] = process.argv.slice(2);
const browser = await openBrowser();
const desk = await openDesk();
if (folder === "--docs") {
  await forDocs();
  await browser.close();
  await desk.close();
  process.exit(0);
}
mkdirSync(folder, { recursive: true });
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

/** What the README and the guide show: a search, a document with a claim chosen, the incident with the widest graph. */
async function forDocs() {
  const page = await desk.page(browser, { viewport: { width: 1180, height: 760 } });
  const keep = (name) => page.screenshot({ path: join(root, "docs/images", `${name}.png`) });
  await page.goto(`${desk.url}/search?q=sailors`, { waitUntil: "load" });
  await keep("search");
  await page.goto(`${desk.url}/search?in=documents&q=witnesses+soldiers`);
  const document = await page.locator("#results .said a").first().evaluate((it) => it.pathname);
  await page.goto(`${desk.url}${document}?claim=c3`, { waitUntil: "load" });
  await keep("document");
  await page.goto(`${desk.url}/incidents?kind=incident`);
  const incidents = await page.$$eval("main h3 a", (all) => all.slice(0, 8).map((it) => it.href));
  let widest = { nodes: 0 };
  for (const address of incidents) {
    await page.goto(address);
    const nodes = await page.locator(".graph svg .graph-card").count();
    if (nodes > widest.nodes) widest = { nodes, address };
  }
  await page.goto(widest.address, { waitUntil: "load" });
  await page.locator("h2", { hasText: "From the event to the reader" }).evaluate((it) => scrollTo(0, it.getBoundingClientRect().top + scrollY - 40));
  await keep("incident");
  await page.context().close();
}
