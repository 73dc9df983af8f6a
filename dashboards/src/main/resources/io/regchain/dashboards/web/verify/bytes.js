// Bytes, hexadecimal and text. A piece that cannot be read throws Malformed, which a check turns into its refusal.

export class Malformed extends Error {}

const HEX = /^(?:[0-9a-f]{2})*$/;
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

export function ofHex(hex) {
  if (typeof hex !== 'string' || !HEX.test(hex)) throw new Malformed('not lower-case hexadecimal');
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = parseInt(hex.substr(2 * i, 2), 16);
  return out;
}

export function toHex(bytes) {
  let out = '';
  for (const b of bytes) out += b.toString(16).padStart(2, '0');
  return out;
}

export function utf8(text) {
  return ENCODER.encode(text);
}

export function textOf(bytes) {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw new Malformed('text is not UTF-8');
  }
}

export function concat(...parts) {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function equal(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function ofBase64(text) {
  let raw;
  try {
    raw = atob(text);
  } catch {
    throw new Malformed('not Base64');
  }
  if (btoa(raw) !== text) throw new Malformed('not the one Base64 spelling of its bytes');
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}
