#!/usr/bin/env bash
# gift-pegjs 1.0.2 and pygiftparser 1.1, on a GIFT file that Moodle reads as it is meant: each escape is documented.
#
# gift-pegjs takes the backslash away everywhere but on the right of a pair, where "a\:b" becomes "a&&058;b"; nothing
# says so. And an answer that begins with a per cent sign makes it look for a weight up to the next such sign, wherever
# that is: it reads no question of the file at all. pygiftparser takes "\}" within an answer for the end of all answers,
# and the question is valid with what was read until then.
#
# Seen: "gift-pegjs: right of the pair 'a&&058;b'; with '% of GDP' among the answers no question is read",
# "pygiftparser: of the answers 'x}y' and 'z' it reads ['x']".
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
printf 'Pair.{\n=l -> a\\:b\n=m -> c\n}\n' > pair.gift
printf 'Which?{\n=%% of GDP\n~tonnes\n}\n' > percent.gift
printf 'Which?{\n=x\\}y\n=z\n}\n' > brace.gift
npm install --silent --no-audit --no-fund "gift-pegjs@1.0.2" > /dev/null
node - <<'JAVASCRIPT'
const { readFileSync } = require("node:fs");
const { parse } = require("gift-pegjs");
const [{ matchPairs }] = parse(readFileSync("pair.gift", "utf-8"));
let read = "is read";
try {
  parse(readFileSync("percent.gift", "utf-8"));
} catch {
  read = "no question is read";
}
console.log(`gift-pegjs: right of the pair '${matchPairs[0].subanswer}'; with '% of GDP' among the answers ${read}`);
if (matchPairs[0].subanswer !== "a&&058;b" || read === "is read") process.exit(1);
JAVASCRIPT
python3 -m venv venv
venv/bin/pip install --quiet "pygiftparser==1.1" 2> /dev/null
venv/bin/python - <<'PYTHON'
import logging

from pygiftparser import parser

logging.disable()
with open("brace.gift", encoding="utf-8") as file:
    [question] = parser.parseFile(file)
read = [one.answer for one in question.answers.answers]
print(f"pygiftparser: of the answers 'x}}y' and 'z' it reads {read}")
assert question.valid and len(read) == 1, "it reads both by now"
PYTHON
