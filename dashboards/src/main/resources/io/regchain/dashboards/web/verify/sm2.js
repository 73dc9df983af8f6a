// SM2 signature verification, GB/T 32918.2 clause 7, on sm2p256v1. Verification only: there is no secret here, so
// nothing needs constant time.
import { Malformed, concat, ofHex, toHex, utf8 } from './bytes.js';
import { sm3 } from './sm3.js';

const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const A = P - 3n;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const G = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
const ID = utf8('1234567812345678');

const mod = (value, m) => {
  const rest = value % m;
  return rest < 0n ? rest + m : rest;
};

function inverse(value, m) {
  let [r0, r1, s0, s1] = [m, mod(value, m), 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - q * r1, s1, s0 - q * s1];
  }
  return mod(s0, m);
}

export function bigOf(bytes) {
  return bytes.length === 0 ? 0n : BigInt('0x' + toHex(bytes));
}

function bytes32(value) {
  return ofHex(value.toString(16).padStart(64, '0'));
}

// Points in Jacobian coordinates {x, y, z}; z = 0 is infinity.
const INFINITY = { x: 1n, y: 1n, z: 0n };

function double(p) {
  if (p.z === 0n || p.y === 0n) return INFINITY;
  const zz = (p.z * p.z) % P;
  const yy = (p.y * p.y) % P;
  const s = (4n * p.x * yy) % P;
  const m = (3n * (p.x - zz) * (p.x + zz)) % P; // a = -3
  const x = mod(m * m - 2n * s, P);
  return { x, y: mod(m * (s - x) - 8n * yy * yy, P), z: mod(2n * p.y * p.z, P) };
}

function add(p, q) {
  if (p.z === 0n) return q;
  if (q.z === 0n) return p;
  const pz = (p.z * p.z) % P;
  const qz = (q.z * q.z) % P;
  const u1 = (p.x * qz) % P;
  const u2 = (q.x * pz) % P;
  const s1 = (((p.y * qz) % P) * q.z) % P;
  const s2 = (((q.y * pz) % P) * p.z) % P;
  if (u1 === u2) return s1 === s2 ? double(p) : INFINITY;
  const h = u2 - u1;
  const r = s2 - s1;
  const hh = (h * h) % P;
  const hhh = (h * hh) % P;
  const v = (u1 * hh) % P;
  const x = mod(r * r - hhh - 2n * v, P);
  return { x, y: mod(r * (v - x) - s1 * hhh, P), z: mod(h * p.z * q.z, P) };
}

// s·G + t·Q, both scalars walked together.
function sumOfTwo(s, q, t) {
  const g = { ...G, z: 1n };
  const both = add(g, q);
  let sum = INFINITY;
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = double(sum);
    const inS = (s >> bit) & 1n;
    const inT = (t >> bit) & 1n;
    if (inS && inT) sum = add(sum, both);
    else if (inS) sum = add(sum, g);
    else if (inT) sum = add(sum, q);
  }
  return sum;
}

/** Throws unless the 65 bytes are 04‖x‖y of a point on the curve. */
export function requireKey(encoded) {
  if (encoded.length !== 65 || encoded[0] !== 4) throw new Malformed('an SM2 public key is 65 bytes, 04 then x then y');
  const x = bigOf(encoded.subarray(1, 33));
  const y = bigOf(encoded.subarray(33));
  if (x >= P || y >= P) throw new Malformed("an SM2 public key's coordinates are below the field prime");
  if ((y * y) % P !== mod(x * x * x + A * x + B, P)) throw new Malformed('the point is not on the SM2 curve sm2p256v1');
  return { x, y, z: 1n };
}

function identity(key) {
  return sm3(Uint8Array.of(0, 8 * ID.length), ID, bytes32(A), bytes32(B), bytes32(G.x), bytes32(G.y), key.subarray(1));
}

/** Whether the 64-byte signature r‖s is this key's over the message, under the default identity. */
export function verifySm2(key, message, signature) {
  const point = requireKey(key);
  if (signature.length !== 64) return false;
  const r = bigOf(signature.subarray(0, 32));
  const s = bigOf(signature.subarray(32));
  const t = (r + s) % N;
  if (r === 0n || r >= N || s === 0n || s >= N || t === 0n) return false;
  const e = bigOf(sm3(concat(identity(key), message)));
  const sum = sumOfTwo(s, point, t);
  if (sum.z === 0n) return false;
  const x = (sum.x * inverse((sum.z * sum.z) % P, P)) % P;
  return (e + x) % N === r;
}

/** r‖s of SEQUENCE {r INTEGER, s INTEGER} (GM/T 0009), read strictly. */
export function signatureOfDer(der) {
  let at = 0;
  const next = () => {
    if (at >= der.length) throw new Malformed('the DER bytes end early');
    return der[at++];
  };
  const header = (tag) => {
    if (next() !== tag) throw new Malformed('not the DER form of a signature');
    const length = next();
    if (length >= 0x80) throw new Malformed('a DER length is written in the shortest way');
    if (length > der.length - at) throw new Malformed('the DER bytes end early');
    return length;
  };
  const integer = () => {
    const length = header(0x02);
    const content = der.subarray(at, at + length);
    at += length;
    if (length === 0 || content[0] >= 0x80) throw new Malformed('a DER INTEGER here is never empty or negative');
    if (length > 1 && content[0] === 0 && content[1] < 0x80) throw new Malformed('a DER INTEGER has no needless leading zero');
    const value = bigOf(content);
    if (value === 0n || value >= N) throw new Malformed("an SM2 signature's parts lie in [1, n-1]");
    return bytes32(value);
  };
  if (header(0x30) !== der.length - at) throw new Malformed('bytes are left over after the DER value');
  const r = integer();
  const s = integer();
  if (at !== der.length) throw new Malformed('bytes are left over after the DER value');
  return concat(r, s);
}
