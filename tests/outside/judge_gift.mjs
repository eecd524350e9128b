// What gift-pegjs makes of GIFT files: the questions of each, or why it read none, a line of JSON for every file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parse } = createRequire(`${process.cwd()}/`)("gift-pegjs");
for (const path of process.argv.slice(2)) {
  let told;
  try {
    told = parse(readFileSync(path, "utf-8"));
  } catch (fault) {
    told = { fault: fault.message, at: fault.location };
  }
  console.log(JSON.stringify(told));
}
