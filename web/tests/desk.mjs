// A desk to test: starts the program on a case of its own and a browser beside it, and holds every page to what all pages owe.
//
// In: which documents. Out: an address, and pages that note script errors, requests to anywhere else, and jumps of the layout.
// `const desk = await openDesk(); const page = await desk.page(); await page.goto(desk.url); desk.sound(page);`

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, "../..");
export const sample = join(root, "corpus/sample");

/** The program under test: FIRSTHAND, or what cargo built last for tests. */
export const program = process.env.FIRSTHAND ?? join(root, "target/debug/firsthand");

/** Chromium: CHROMIUM, or where Debian and others put it. */
const browserPath =
  process.env.CHROMIUM ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 720 };

const folders = [];
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "firsthand-desk-"));
  folders.push(folder);
  return folder;
}

/** Runs a command of the program on a case. */
export function firsthand(file, ...words) {
  // 3: some files were refused, which is what a test of refusals wants.
  try {
    return execFileSync(program, ["--case", file, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 28 });
  } catch (failure) {
    if (failure.status === 3) return failure.stdout;
    throw new Error(`firsthand ${words.join(" ")}: ${failure.stderr || failure.message}`);
  }
}

/** A browser for the whole file. */
export async function openBrowser() {
  assert.ok(browserPath, "no Chromium: apt-get install chromium, or name one in CHROMIUM");
  return chromium.launch({
    executablePath: browserPath,
    headless: true,
    // Nothing of the browser's own may go out: what a test sees leave, a page sent.
    args: [
      "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
      "--disable-sync", "--disable-quic", "--disable-dev-shm-usage",
    ],
  });
}

/** Starts the program on a case with `documents` (paths) in it. */
export async function openDesk({ documents = [sample], options = [], file } = {}) {
  const made = !file;
  file ??= join(scratch(), "test.firsthand");
  if (made && documents.length) firsthand(file, "add", ...documents);
  const child = spawn(program, ["--case", file, "serve", "--bind", "127.0.0.1:0", ...options], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (bytes) => (said += bytes));
  const door = await new Promise((found, lost) => {
    let out = "";
    child.stdout.on("data", (bytes) => {
      out += bytes;
      const address = out.match(/http:\/\/\S+/);
      if (address) found(address[0]);
    });
    child.on("exit", (code) => lost(new Error(`the desk closed with ${code}: ${said}`)));
    setTimeout(() => lost(new Error(`the desk did not open: ${said}`)), 120_000).unref();
  });
  const url = new URL(door).origin;
  return { file, door, url, child, close: () => closed(child), page: (browser, more) => openPage(browser, { door, url }, more) };
}

async function closed(child) {
  if (child.exitCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGINT");
  const patience = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(patience);
}

/** A page in a browser profile of its own, let in, with everything noted that no page may do. */
async function openPage(browser, { door, url }, { viewport = WIDE, scheme = "light", enter = true } = {}) {
  const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: "reduce" });
  const faults = [];
  // Requests elsewhere are noted and not let out.
  await context.route(
    (address) => address.origin !== url && !["data:", "blob:", "about:"].includes(address.protocol),
    (route) => {
      faults.push(`asked for ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/i.test(message.text())) {
      faults.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("dialog", async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  // Jumps of the layout that no hand caused.
  await page.addInitScript(() => {
    window.jumped = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumped += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  page.faults = faults;
  // The first reader of a case waits until what joins its documents is made ready.
  if (enter) await page.goto(door, { timeout: 600_000 });
  return page;
}

/** The page did nothing that none may do. */
export function sound(page, where = page.url()) {
  assert.deepEqual(page.faults, [], `on ${where}`);
}

/** How wide the page is on how wide a screen, and what reaches farthest out. */
export function frame(page) {
  return page.evaluate(() => {
    const client = document.documentElement.clientWidth;
    const inside = (it) => it.parentElement?.closest("[tabindex], svg") && getComputedStyle(it.parentElement.closest("[tabindex], svg")).overflowX !== "visible";
    const widest = [...document.querySelectorAll("body *")]
      .filter((it) => it.getBoundingClientRect().right > client + 1 && !inside(it))
      .slice(0, 4)
      .map((it) => it.outerHTML.slice(0, 140))
      .join(" | ");
    return { scroll: document.documentElement.scrollWidth, client, widest };
  });
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds that is serious or critical, by WCAG 2.2 AA and below. */
export async function barriers(page) {
  // As a debugger would, so that the pages' own policy stays in force while it looks.
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] }),
  );
  return found.violations
    .filter((it) => it.impact === "serious" || it.impact === "critical")
    .map((it) => `${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/** What an address is of: /documents/3f… → /documents/:id. */
export function kind(address) {
  const path = new URL(address).pathname;
  return path
    .split("/")
    .map((part, at) => (at > 1 && (/\d/.test(part) || part.length > 24) ? ":id" : part))
    .join("/");
}

/** Follows the links of the desk from its first page: up to `each` addresses of every kind. */
export async function walk(page, url, { each = 2, most = 60, skip = () => false } = {}) {
  const seen = new Map();
  const done = new Set();
  const open = [`${url}/`];
  while (open.length && done.size < most) {
    const address = open.shift();
    const key = kind(address);
    if (done.has(address) || (seen.get(key) ?? 0) >= (typeof each === "number" ? each : each(key))) continue;
    done.add(address);
    const answer = await page.goto(address);
    if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    const links = await page.$$eval("a[href]", (all) => all.map((a) => (a.href?.baseVal !== undefined ? new URL(a.href.baseVal, location).href : a.href)));
    for (const link of links) {
      const bare = link.split("#")[0];
      if (bare.startsWith(`${url}/`) && !done.has(bare) && !skip(bare)) open.push(bare);
    }
  }
  return [...done];
}
