// Documents that want to do something when they are looked at. Shown on every page that shows them, they do nothing: no script
// runs, and a canary that would hear of any request hears none.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { firsthand, frame, kind, NARROW, openBrowser, openDesk, scratch, sound, walk } from "./desk.mjs";

let browser, desk, canary, hits, bird;

/** A page around something hostile, long and plain enough to be taken for an article. */
const article = (title, head, body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}</head>
<body><article><h1>${title}</h1><p>The harbour of Tolbury was shut on Monday, the harbour police said in a statement.</p>${body}
<p>According to the port captain, at least 12 sailors were detained near Fenmoor on 3 July 1905. The ministry denied it.</p>
</article></body></html>`;

function hostile(bird) {
  const run = `window.name='ran';new Image().src='${bird}/ran'`;
  const pages = {
    script: article("Harbour shut", `<script>${run}</script>`, `<script src="${bird}/script.js"></script><p><script>${run}</script>Two ships left.</p>`),
    handlers: article("Quay closed", "", `<img src="${bird}/image.png" onerror="${run}"><p onclick="${run}" onmouseover="${run}">A crew said so.</p>
      <body onload="${run}"><details open ontoggle="${run}"><summary>More</summary></details><a href="javascript:${run}">a witness said</a>`),
    svg: article("Fleet returns", "", `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script><image href="${bird}/svg.png"/>
      <foreignObject><iframe src="${bird}/frame"></iframe></foreignObject><use href="${bird}/use.svg#x"/></svg>`),
    style: article("Crew detained", `<link rel="stylesheet" href="${bird}/style.css"><style>@import url(${bird}/import.css);
      @font-face{font-family:leak;src:url(${bird}/font)} body{background:url(${bird}/background)} input[value^=a]{background:url(${bird}/a)}</style>`,
      `<p style="background:url(${bird}/inline);font-family:leak">A stoker said so.</p>`),
    refresh: article("Guns silent", `<meta http-equiv="refresh" content="0;url=${bird}/refresh"><base href="${bird}/">
      <link rel="prefetch" href="${bird}/prefetch"><link rel="dns-prefetch" href="${bird}">`,
      `<form action="${bird}/form"><input name="q" autofocus onfocus="${run}"><button>Search</button></form>
      <iframe srcdoc="&lt;script&gt;parent.${run}&lt;/script&gt;"></iframe><object data="${bird}/object"></object><embed src="${bird}/embed">
      <video src="${bird}/video" autoplay poster="${bird}/poster"></video><audio src="${bird}/audio" autoplay></audio>`),
    turned: article("Report \u202Etxt.exe\u202C from the fleet \u2066\u200F", "", "<p>\u202EThe admiral said \u202Cthat the crew \u2067surrendered\u2069.</p>"),
    huge: article("Mutiny ".repeat(4_000), "", `<p>${"verylongwordwithoutanyspace".repeat(2_000)}</p>`),
    markup: article("&lt;script&gt;window.name='ran'&lt;/script&gt;&lt;img src=x onerror=window.name='ran'&gt;", "",
      `<p>&lt;img src="${bird}/text.png" onerror="${run}"&gt; the consul said. &lt;/textarea&gt;&lt;/title&gt;&lt;script&gt;${run}&lt;/script&gt;</p>
       <p>“&lt;svg onload=window.name='ran'&gt;”, said &lt;b onmouseover=window.name='ran'&gt;Captain Verrin&lt;/b&gt; of the "&gt;&lt;script&gt;window.name='ran'&lt;/script&gt;" squadron.</p>`),
  };
  const lines = [
    { id: "lines-1", title: "\"><script>window.name='ran'</script>", outlet: "<img src=x onerror=window.name='ran'>", url: `javascript:${run}`,
      published: "1905-07-03", text: "The harbour police said that <script>window.name='ran'</script> 12 sailors were detained in Odessa on 3 July 1905." },
    { id: "lines/../../etc\"'><svg onload=window.name='ran'>", title: "A second", outlet: "Tolbury Courier", url: `${bird}/url`,
      published: "1905-07-04", text: "Captain Verrin said that the crew refused to fire on Odessa on 3 July 1905. The ministry denied it." },
  ];
  return { pages, lines };
}

before(async () => {
  hits = [];
  canary = createServer((request, response) => {
    hits.push(request.url);
    response.writeHead(200, { "content-type": "text/plain", "access-control-allow-origin": "*" }).end("seen");
  });
  await new Promise((up) => canary.listen(0, "127.0.0.1", up));
  bird = `http://127.0.0.1:${canary.address().port}`;
  const folder = join(scratch(), "hostile");
  mkdirSync(folder);
  const { pages, lines } = hostile(bird);
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), text);
  writeFileSync(join(folder, "lines.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
  browser = await openBrowser();
  desk = await openDesk({ documents: [folder] });
});
after(async () => {
  await browser?.close();
  await desk?.close();
  canary?.close();
});

test("the canary hears what is asked of it", async () => {
  await fetch(`${bird}/myself`);
  assert.deepEqual(hits.splice(0), ["/myself"]);
});

test("hostile documents run no script and reach nobody, on any page, wide or narrow", async () => {
  for (const more of [{}, { viewport: NARROW, scheme: "dark" }]) {
    const page = await desk.page(browser, more);
    // Requests to the canary are let through here: what leaves a page must be heard by the canary itself.
    await page.context().unrouteAll();
    const addresses = await walk(page, desk.url, { each: (of) => (of.startsWith("/document") && !of.includes("beside") ? 12 : 3), most: 60, skip: (address) => address.includes("/leave") });
    assert.ok(addresses.filter((address) => kind(address).startsWith("/document")).length >= 8, `${addresses}`);
    for (const address of addresses) {
      await page.goto(address, { waitUntil: "load" });
      // Hands that wander: over everything that is there, and into whatever opens.
      await page.evaluate(() => {
        for (const it of document.querySelectorAll("details")) it.open = true;
        for (const it of document.querySelectorAll("main *")) it.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      });
      assert.notEqual(await page.evaluate(() => window.name), "ran", `a script ran on ${address}`);
      const loose = await page.evaluate(() =>
        [...document.querySelectorAll("main iframe:not([sandbox]), main object, main embed, main script, main style, main link, main base, main img, main video, main audio")].map((it) => it.outerHTML.slice(0, 100)),
      );
      assert.deepEqual(loose, [], `on ${address}`);
      const links = await page.$$eval("a[href]", (all) => all.map((a) => `${a.getAttribute("href")}`));
      assert.deepEqual(links.filter((href) => /^\s*(javascript|data|vbscript):/i.test(href)), [], `on ${address}`);
      const handlers = await page.evaluate(() =>
        [...document.querySelectorAll("*")].flatMap((it) => [...it.attributes].map((at) => at.name)).filter((name) => name.startsWith("on")),
      );
      assert.deepEqual(handlers, [], `on ${address}`);
      const { scroll, client, widest } = await frame(page);
      assert.ok(scroll <= client, `${address} is ${scroll} pixels wide on ${client}: ${widest}`);
    }
    sound(page);
    await page.context().close();
  }
  assert.deepEqual(hits, [], "somebody called the canary");
});

test("the preserved originals are shown inert", async () => {
  const page = await desk.page(browser);
  await page.context().unrouteAll();
  const addresses = await walk(page, desk.url, { each: (of) => (of.startsWith("/document") ? 14 : 1), skip: (address) => address.includes("/leave") });
  const originals = addresses.filter((address) => /original/.test(address));
  assert.ok(originals.length > 0, `no page shows an original: ${addresses.map(kind)}`);
  for (const address of originals) {
    await page.goto(address, { waitUntil: "load" });
    assert.notEqual(await page.evaluate(() => window.name), "ran", address);
  }
  assert.deepEqual(hits, [], "somebody called the canary");
  await page.context().close();
});

test("a mark that turns the writing does not turn the page around it", async () => {
  const page = await desk.page(browser);
  await page.goto(`${desk.url}/search?q=fleet`);
  // The words of the desk itself stand where they stood: the menu reads from left to right.
  const order = await page.$$eval(".top nav a", (all) => all.map((a) => a.getBoundingClientRect().left));
  assert.deepEqual(order, [...order].sort((one, other) => one - other));
  await page.context().close();
});

test("the command line shows what the desk shows: the case is whole", () => {
  assert.match(firsthand(desk.file, "verify"), /\w/);
});
