// SM3, GB/T 32905-2016.
import { concat, toHex } from './bytes.js';

const IV = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
];

const rotl = (x, n) => (x << (n & 31)) | (x >>> ((32 - n) & 31));
const p0 = (x) => x ^ rotl(x, 9) ^ rotl(x, 17);
const p1 = (x) => x ^ rotl(x, 15) ^ rotl(x, 23);

// T_j <<< j, for every round.
const T = Array.from({ length: 64 }, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j));

function padded(message) {
  const length = message.length;
  const out = new Uint8Array(((length + 8) >> 6) * 64 + 64);
  out.set(message);
  out[length] = 0x80;
  const view = new DataView(out.buffer);
  view.setUint32(out.length - 8, Math.floor(length / 0x20000000));
  view.setUint32(out.length - 4, (length << 3) >>> 0);
  return view;
}

function expand(view, offset, w) {
  for (let j = 0; j < 16; j++) w[j] = view.getInt32(offset + 4 * j);
  for (let j = 16; j < 68; j++) {
    w[j] = p1(w[j - 16] ^ w[j - 9] ^ rotl(w[j - 3], 15)) ^ rotl(w[j - 13], 7) ^ w[j - 6];
  }
}

function compress(v, w) {
  let [a, b, c, d, e, f, g, h] = v;
  for (let j = 0; j < 64; j++) {
    const a12 = rotl(a, 12);
    const ss1 = rotl((a12 + e + T[j]) | 0, 7);
    const ss2 = ss1 ^ a12;
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) | 0;
    const tt2 = (gg + h + ss1 + w[j]) | 0;
    d = c;
    c = rotl(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotl(f, 19);
    f = e;
    e = p0(tt2);
  }
  v[0] ^= a; v[1] ^= b; v[2] ^= c; v[3] ^= d; v[4] ^= e; v[5] ^= f; v[6] ^= g; v[7] ^= h;
}

/** The 32-byte digest of the parts, one after the other. */
export function sm3(...parts) {
  const view = padded(parts.length === 1 ? parts[0] : concat(...parts));
  const v = Int32Array.from(IV);
  const w = new Int32Array(68);
  for (let at = 0; at < view.byteLength; at += 64) {
    expand(view, at, w);
    compress(v, w);
  }
  const out = new DataView(new ArrayBuffer(32));
  v.forEach((word, i) => out.setInt32(4 * i, word));
  return new Uint8Array(out.buffer);
}

export function sm3Hex(...parts) {
  return toHex(sm3(...parts));
}
