// The numbered rules of docs/protocol.md, read from the page itself: which refusals each of them has.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const page = readFileSync(new URL("../../../../../docs/protocol.md", import.meta.url), "utf8");

/** `CODE`, or `…_X`, which takes the place of the last word of the code before it. */
function codesOf(cell) {
  const codes = [];
  for (const [, code] of cell.matchAll(/`([^`]+)`/g)) {
    codes.push(code.startsWith("…") ? codes[0].replace(/_[A-Z]+$/, code.slice(1)) : code);
  }
  return codes;
}

function rulesOf(text) {
  const rules = new Map();
  let section = "";
  for (const line of text.split("\n")) {
    section = line.match(/^## (\d+) /)?.[1] ?? section;
    const cells = line.startsWith("|") ? line.split("|").slice(1, -1).map((cell) => cell.trim()) : [];
    const at = cells.findIndex((cell) => /^[LPD]\d+$/.test(cell) || (section === "11" && /^\d$/.test(cell)));
    if (at >= 0 && cells.length > at + 2) {
      const rule = section === "11" ? `11.${cells[at]}` : cells[at];
      const before = rules.get(rule)?.codes ?? []; // a rule that is asked at several steps has a row at each
      rules.set(rule, { codes: [...before, ...codesOf(cells.at(-1))], own: cells.at(-1) === "its own code" });
    }
  }
  return rules;
}

const rules = rulesOf(page);

/** The page has this rule, and this is a refusal of it. */
export function assertRule(rule, code, why) {
  const known = rules.get(rule);
  assert.ok(known !== undefined, `${why}: the page has no rule ${rule}`);
  assert.ok(known.own || known.codes.includes(code), `${why}: rule ${rule} has ${known.codes}, not ${code}`);
}
