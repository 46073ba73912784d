// How fast the desk answers while many read at once. Bounded: so many readers, so many seconds, this machine only.
//
// In: the address that `firsthand serve` printed, with its token. Out: for each kind of page, answers, errors, p50, p95, p99, the
// slowest. Pages are found by following the desk's own links; each reader asks for one after the other, as a person cannot.
// `node load.mjs 'http://127.0.0.1:7777/enter?token=…' --readers 50 --seconds 10`

import http from "node:http";
import { parseArgs } from "node:util";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { readers: { type: "string", default: "50" }, seconds: { type: "string", default: "10" }, warm: { type: "string", default: "1" } },
});
const door = positionals[0];
if (!door || !["127.0.0.1", "localhost", "[::1]"].includes(new URL(door).hostname)) {
  console.error("usage: node load.mjs ADDRESS [--readers 50] [--seconds 10] [--warm 1]   (this machine's own addresses only)");
  process.exit(2);
}
const [readers, seconds] = [Number(values.readers), Number(values.seconds)];
const base = new URL(door).origin;
const agent = new http.Agent({ keepAlive: true, maxSockets: readers });

function ask(path, cookie) {
  return new Promise((done) => {
    const start = process.hrtime.bigint();
    const request = http.get(base + path, { agent, headers: { cookie: cookie ?? "" } }, (response) => {
      const parts = [];
      response.on("data", (bytes) => parts.push(bytes));
      response.on("end", () =>
        done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString(), ms: Number(process.hrtime.bigint() - start) / 1e6 }),
      );
    });
    request.on("error", (error) => done({ status: 0, body: error.message, ms: Number(process.hrtime.bigint() - start) / 1e6 }));
    request.setTimeout(30_000, () => request.destroy(new Error("no answer in 30 s")));
  });
}

const entered = await ask(new URL(door).pathname + new URL(door).search);
const cookie = (entered.headers?.["set-cookie"] ?? []).map((it) => it.split(";")[0]).join("; ");
if (!cookie) {
  console.error(`the desk let nobody in: ${entered.status} ${entered.body.slice(0, 200)}`);
  process.exit(1);
}

// What to ask for: incidents and documents that the desk lists, searches for the words of their titles.
const links = (body, pattern) => [...new Set([...body.matchAll(pattern)].map((it) => it[1].replaceAll("&amp;", "&")))];
const lists = [];
for (const path of ["/", "/incidents", "/incidents?page=2", "/search?in=documents&q=said"]) lists.push((await ask(path, cookie)).body);
const listed = lists.join("\n");
const incidents = links(listed, /href="(\/incident\/[^"#]+)"/g).slice(0, 40);
const words = [...new Set(listed.replace(/<[^>]*>/g, " ").match(/\p{L}{5,}/gu) ?? [])].slice(0, 60);
const work = {
  incident: incidents,
  search: words.flatMap((word) => [`/search?q=${encodeURIComponent(word)}`, `/search?in=documents&q=${encodeURIComponent(word)}`]),
  "search as one types": words.map((word) => `/search?q=${encodeURIComponent(word.slice(0, 4))}*&part=results`),
  overview: ["/"],
};

console.log(`${readers} readers, ${seconds} s a kind of page, ${base}`);
console.log("kind                  answers  errors   p50 ms   p95 ms   p99 ms   max ms  answers/s");
let errors = 0;
for (const [kind, paths] of Object.entries(work)) {
  if (!paths.length) continue;
  for (let round = 0; round < Number(values.warm); round++) for (const path of paths) await ask(path, cookie);
  const times = [];
  let failed = 0;
  const end = Date.now() + seconds * 1_000;
  const started = Date.now();
  await Promise.all(
    Array.from({ length: readers }, async (_, reader) => {
      for (let at = reader; Date.now() < end; at++) {
        const answer = await ask(paths[at % paths.length], cookie);
        if (answer.status === 200) times.push(answer.ms);
        else failed += 1;
      }
    }),
  );
  const spent = (Date.now() - started) / 1_000;
  times.sort((one, other) => one - other);
  const share = (part) => (times.length ? times[Math.min(times.length - 1, Math.floor(times.length * part))] : NaN).toFixed(1).padStart(9);
  console.log(`${kind.padEnd(20)} ${String(times.length).padStart(8)} ${String(failed).padStart(7)}${share(0.5)}${share(0.95)}${share(0.99)}${share(1)}  ${(times.length / spent).toFixed(0).padStart(9)}`);
  errors += failed;
}
agent.destroy();
process.exit(errors ? 1 : 0);
