// Canonical JSON (RFC 8785), docs/protocol.md section 3, and a parser that refuses what JSON.parse lets pass.
import { Mismatch, utf8 } from "../canonical.mjs";

const MAX_DEPTH = 64;
const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SPACE = /[ \t\n\r]*/y;

/** The bytes as text; UTF-8 without exception. */
export function textOf(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Mismatch("the bytes are not UTF-8");
  }
}

/** Exactly one JSON value: no name twice in an object, nothing behind it, at most 64 deep. */
export function parse(text) {
  let at = 0;
  const fail = (what) => {
    throw new Mismatch(`not JSON at character ${at}: ${what}`);
  };
  const match = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) {
      at += found[0].length;
    }
    return found;
  };
  const next = (character) => {
    match(SPACE);
    if (text[at] !== character) {
      return false;
    }
    at++;
    return true;
  };
  const string = () => {
    const from = at;
    at++;
    match(PLAIN);
    while (text[at] === "\\") {
      if (match(ESCAPE) === null) {
        fail("a wrong escape");
      }
      match(PLAIN);
    }
    if (text[at] !== '"') {
      fail("a text that does not end");
    }
    at++;
    return JSON.parse(text.slice(from, at));
  };
  const members = (depth) => {
    const object = {};
    if (next("}")) {
      return object;
    }
    do {
      match(SPACE);
      const name = text[at] === '"' ? string() : fail("a name is missing");
      if (Object.hasOwn(object, name)) {
        fail(`the name ${name} is repeated`);
      }
      if (!next(":")) {
        fail("a colon is missing");
      }
      // not by assignment: the name may be __proto__
      Object.defineProperty(object, name, { value: value(depth), enumerable: true, writable: true, configurable: true });
    } while (next(","));
    return next("}") ? object : fail("an object that does not end");
  };
  const entries = (depth) => {
    const array = [];
    if (next("]")) {
      return array;
    }
    do {
      array.push(value(depth));
    } while (next(","));
    return next("]") ? array : fail("an array that does not end");
  };
  const value = (depth) => {
    match(SPACE);
    if (text[at] === "{" || text[at] === "[") {
      if (depth === MAX_DEPTH) {
        fail(`more than ${MAX_DEPTH} levels`);
      }
      return text[at++] === "{" ? members(depth + 1) : entries(depth + 1);
    }
    if (text[at] === '"') {
      return string();
    }
    for (const [word, meaning] of [["true", true], ["false", false], ["null", null]]) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return meaning;
      }
    }
    const number = match(NUMBER);
    return number === null ? fail("no value begins here") : Number(number[0]);
  };
  const whole = value(0);
  match(SPACE);
  return at === text.length ? whole : fail("something stands behind the value");
}

/** The canonical text of a value of null, booleans, numbers, texts, arrays and plain objects. */
export function canonicalText(value, depth = 0) {
  if (typeof value === "string") {
    if (!value.isWellFormed()) {
      throw new Mismatch("half a surrogate pair has no canonical form");
    }
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      throw new Mismatch(`the number ${value} lies outside ±(2^53−1)`);
    }
    return JSON.stringify(value);
  }
  if (value === null || typeof value === "boolean") {
    return String(value);
  }
  if (typeof value === "object" && depth === MAX_DEPTH) {
    throw new Mismatch(`canonical JSON is at most ${MAX_DEPTH} levels deep`);
  }
  if (Array.isArray(value)) {
    return `[${value.map((entry) => canonicalText(entry, depth + 1)).join(",")}]`;
  }
  if (typeof value !== "object") {
    throw new Mismatch(`${typeof value} has no canonical form`);
  }
  // the default order of texts is that of their UTF-16 units, which is the one RFC 8785 asks for
  const names = Object.keys(value).sort();
  const members = names.map((name) => `${canonicalText(name)}:${canonicalText(value[name], depth + 1)}`);
  return `{${members.join(",")}}`;
}

export const canonicalBytes = (value) => utf8(canonicalText(value));

/** The value of canonical bytes; bytes in any other spelling are refused. */
export function decodeCanonical(bytes) {
  const text = textOf(bytes);
  const value = parse(text);
  if (canonicalText(value) !== text) {
    throw new Mismatch("the JSON is not in canonical form (RFC 8785)");
  }
  return value;
}

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
