// As much of JSON Schema (2020-12) as the schemas of the seven object types use. A keyword that is not known is a fault,
// not passed over: a schema that says more than this understands must not pass unnoticed.
import { readFileSync } from "node:fs";
import { canonicalText, isObject } from "./json.mjs";

const folder = new URL("../../../../../crosschain-protocol/src/main/resources/io/regchain/protocol/schema/", import.meta.url);
const loaded = new Map();

function schemaOf(type) {
  if (!loaded.has(type)) {
    loaded.set(type, JSON.parse(readFileSync(new URL(`${type}.json`, folder), "utf8")));
  }
  return loaded.get(type);
}

const length = (text) => [...text].length;
const kinds = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
};

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DATE_TIME = /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const formats = {
  date: (text) => DATE.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true,
  "date-time": (text) => formats.date(DATE_TIME.exec(text)?.[1] ?? ""),
};

const same = (a, b) => canonicalText(a) === canonicalText(b);
const onlyFor = (kind, right) => (value, bound) => !kinds[kind](value) || right(value, bound);

/** Keywords that look at the value alone: (value, keyword's value) → whether it holds. */
const simple = {
  type: (value, type) => kinds[type](value),
  const: same,
  enum: (value, values) => values.some((each) => same(value, each)),
  pattern: onlyFor("string", (text, pattern) => new RegExp(pattern, "u").test(text)),
  minLength: onlyFor("string", (text, least) => length(text) >= least),
  maxLength: onlyFor("string", (text, most) => length(text) <= most),
  format: onlyFor("string", (text, format) => formats[format](text)),
  minimum: onlyFor("number", (number, least) => number >= least),
  maximum: onlyFor("number", (number, most) => number <= most),
  exclusiveMaximum: onlyFor("number", (number, most) => number < most),
  minItems: onlyFor("array", (array, least) => array.length >= least),
  maxItems: onlyFor("array", (array, most) => array.length <= most),
  maxProperties: onlyFor("object", (object, most) => Object.keys(object).length <= most),
  required: onlyFor("object", (object, names) => names.every((name) => Object.hasOwn(object, name))),
};

const NOTES = ["$schema", "$id", "$comment", "$defs", "title", "description", "then", "else"];

/** What the schema of an object type says against a snapshot: one line for each violation, by path. */
export function violations(type, snapshot) {
  const root = schemaOf(type);
  const holds = (schema, value) => check(schema, value, "").length === 0;
  const check = (schema, value, path) => {
    if (schema === true || schema === false) {
      return schema ? [] : [`${path}: nothing may stand here`];
    }
    return Object.entries(schema).flatMap(([keyword, bound]) => {
      if (keyword in simple) {
        return simple[keyword](value, bound) ? [] : [`${path}: ${keyword} ${JSON.stringify(bound)} does not hold`];
      }
      switch (keyword) {
        case "$ref":
          return check(bound.slice(2).split("/").reduce((at, name) => at[name], root), value, path);
        case "properties":
          return !isObject(value) ? [] : Object.keys(bound)
            .filter((name) => Object.hasOwn(value, name))
            .flatMap((name) => check(bound[name], value[name], `${path}/${name}`));
        case "additionalProperties":
          return !isObject(value) ? [] : Object.keys(value)
            .filter((name) => !Object.hasOwn(schema.properties ?? {}, name))
            .flatMap((name) => check(bound, value[name], `${path}/${name}`));
        case "items":
          return !Array.isArray(value) ? [] : value.flatMap((each, i) => check(bound, each, `${path}/${i}`));
        case "allOf":
          return bound.flatMap((each) => check(each, value, path));
        case "anyOf":
          return bound.some((each) => holds(each, value)) ? [] : [`${path}: none of anyOf holds`];
        case "oneOf":
          return bound.filter((each) => holds(each, value)).length === 1 ? [] : [`${path}: not exactly one of oneOf holds`];
        case "if":
          return check((holds(bound, value) ? schema.then : schema.else) ?? true, value, path);
        default:
          if (!NOTES.includes(keyword)) {
            throw new Error(`the schema of ${type} uses ${keyword}, which is not known here`);
          }
          return [];
      }
    });
  };
  return check(root, snapshot, "");
}
