// JSON with exactly one byte form per value, RFC 8785, as strict as the protocol asks.
import { Malformed, equal, textOf, utf8 } from './bytes.js';

const MAX_DEPTH = 64;

/** The one text of a value. */
export function canonicalText(value, depth = 1) {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return string(value);
  if (depth > MAX_DEPTH) throw new Malformed('objects and arrays nest at most 64 deep');
  if (Array.isArray(value)) return '[' + value.map((v) => canonicalText(v, depth + 1)).join(',') + ']';
  const members = Object.keys(value).sort();
  return '{' + members.map((k) => string(k) + ':' + canonicalText(value[k], depth + 1)).join(',') + '}';
}

function number(value) {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new Malformed('a number lies within ±(2^53-1)');
  }
  return JSON.stringify(value);
}

function string(value) {
  if (/\p{Surrogate}/u.test(value)) throw new Malformed('a text holds half of a surrogate pair');
  return JSON.stringify(value);
}

export function canonicalBytes(value) {
  return utf8(canonicalText(value));
}

/** One JSON document; what repeats a key or rounds a number is found by comparing with its canonical bytes. */
export function parseJson(bytes) {
  try {
    return JSON.parse(textOf(bytes));
  } catch (e) {
    throw e instanceof Malformed ? e : new Malformed('not JSON: ' + e.message);
  }
}

export function parseCanonicalObject(bytes) {
  const value = parseJson(bytes);
  if (!equal(canonicalBytes(value), bytes)) throw new Malformed('the JSON is not in its canonical form (RFC 8785)');
  return requireObject(value, 'the document');
}

export function requireObject(value, where) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Malformed(where + ' should be a JSON object');
  }
  return value;
}

/** Reads an object field by field; end() refuses every field nobody asked for. */
export class Fields {
  constructor(value, path) {
    this.value = requireObject(value, path || 'the document');
    this.path = path;
    this.read = new Set();
  }

  at(name) {
    return this.path ? this.path + '.' + name : name;
  }

  bad(name, wanted) {
    return new Malformed(this.at(name) + ' should be ' + wanted);
  }

  has(name) {
    return Object.hasOwn(this.value, name);
  }

  get(name) {
    this.read.add(name);
    return this.has(name) ? this.value[name] : undefined;
  }

  text(name, max = Infinity) {
    const value = this.get(name);
    if (typeof value !== 'string' || value.trim() === '') throw this.bad(name, 'a text that is not blank');
    if ([...value].length > max) throw this.bad(name, 'a text of at most ' + max + ' characters');
    return value;
  }

  optionalText(name, max) {
    if (!this.has(name)) return undefined;
    const value = this.get(name);
    if (typeof value !== 'string' || [...value].length > max) throw this.bad(name, 'a text of at most ' + max + ' characters');
    return value;
  }

  constant(name, expected) {
    if (this.get(name) !== expected) throw this.bad(name, '"' + expected + '"');
  }

  number(name) {
    const value = this.get(name);
    if (!Number.isSafeInteger(value) || value < 0) throw this.bad(name, 'an integer from 0 to 2^53-1');
    return value;
  }

  fields(name) {
    return new Fields(this.get(name), this.at(name));
  }

  object(name) {
    return requireObject(this.get(name), this.at(name));
  }

  array(name, max) {
    const value = this.get(name);
    if (!Array.isArray(value)) throw this.bad(name, 'a list');
    if (value.length > max) throw this.bad(name, 'a list of at most ' + max + ' entries');
    return value;
  }

  list(name, max) {
    return this.array(name, max).map((entry, i) => new Fields(entry, this.at(name) + '[' + i + ']'));
  }

  parsed(name, parse, max = Infinity) {
    const value = this.text(name, max);
    try {
      return parse(value);
    } catch (e) {
      throw e instanceof Malformed ? new Malformed(this.at(name) + ': ' + e.message) : e;
    }
  }

  end() {
    const unknown = Object.keys(this.value).filter((name) => !this.read.has(name)).sort();
    if (unknown.length > 0) throw new Malformed('unknown field ' + this.at(unknown[0]));
  }
}
