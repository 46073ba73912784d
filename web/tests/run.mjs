// Runs the browser tests, one file after the other: each has a desk and a browser, and the machine may have two cores.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith(".test.mjs") && (!named.length || named.some((part) => name.includes(part))))
  .sort()
  .map((name) => join(here, name));
if (!files.length) {
  console.error(`no test file is called like ${named.join(" or ")}`);
  process.exit(2);
}
// Not the runner's process for each file: that starts them at once, or in older versions of Node hides their output.
let failed = 0;
for (const file of files) {
  const ended = spawnSync(process.execPath, ["--test-reporter=spec", file], { stdio: "inherit", timeout: 15 * 60_000 });
  if (ended.status !== 0) failed += 1;
}
console.log(`browser tests: ${files.length - failed} of ${files.length} files passed`);
process.exit(failed ? 1 : 0);
