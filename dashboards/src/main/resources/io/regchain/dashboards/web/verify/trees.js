// Ordered trees and state trees, docs/protocol.md sections 9 and 10.
import { Malformed, ofHex, toHex } from './bytes.js';
import { Reader, Writer } from './canonical.js';
import { sm3, sm3Hex } from './sm3.js';

const ZERO = '00'.repeat(32);
const MAX_DEPTH = 256;

const node = (kind, left, right) => sm3Hex(Uint8Array.of(kind), ofHex(left), ofHex(right));

/** The largest power of two below n. */
function split(n) {
  let k = 1;
  while (2 * k < n) k *= 2;
  return k;
}

/** From the root down: whether the path to leaf index of size goes left, at each level. */
function path(index, size) {
  const left = [];
  for (let at = index, n = size; n > 1; ) {
    const k = split(n);
    left.push(at < k);
    [at, n] = at < k ? [at, k] : [at - k, n - k];
  }
  return left;
}

export function decodeOrderedProof(bytes) {
  const in_ = new Reader('regchain/ordered-proof/1', bytes);
  const proof = { index: in_.u32(), size: in_.u32(), siblings: in_.list((r) => r.hash()) };
  in_.end();
  if (proof.index >= proof.size) throw new Malformed('there is no leaf ' + proof.index + ' in a list of ' + proof.size);
  const depth = path(proof.index, proof.size).length;
  if (proof.siblings.length !== depth) throw new Malformed('the proof should have ' + depth + ' siblings');
  return proof;
}

function rootOf(size, top) {
  return sm3Hex(Uint8Array.of(4), new Writer('').u32(size).toBytes().subarray(1), ofHex(top));
}

export function verifyOrdered(proof, root, leaf) {
  let at = sm3Hex(Uint8Array.of(0), leaf);
  path(proof.index, proof.size)
    .reverse()
    .forEach((wentLeft, i) => {
      at = wentLeft ? node(1, at, proof.siblings[i]) : node(1, proof.siblings[i], at);
    });
  return rootOf(proof.size, at) === root;
}

/** The root of a whole list. */
export function orderedRoot(leaves) {
  const top = (from, n) => {
    if (n === 1) return sm3Hex(Uint8Array.of(0), leaves[from]);
    const k = split(n);
    return node(1, top(from, k), top(from + k, n - k));
  };
  return leaves.length === 0 ? ZERO : rootOf(leaves.length, top(0, leaves.length));
}

export function keyHash(key) {
  return sm3(new Writer('regchain/state-key/1').text(key).toBytes());
}

export function decodeStateProof(bytes) {
  const in_ = new Reader('regchain/state-proof/1', bytes);
  const siblings = in_.list((r) => r.hash());
  const other = in_.flag() ? { keyHash: in_.hash(), valueHash: in_.hash() } : undefined;
  in_.end();
  if (siblings.length > MAX_DEPTH) throw new Malformed('a state proof is at most 256 deep');
  return { siblings, other };
}

const bit = (hash, i) => (hash[i >> 3] >> (7 - (i & 7))) & 1;

function fold(proof, hash, end) {
  let at = end;
  for (let depth = proof.siblings.length - 1; depth >= 0; depth--) {
    const sibling = proof.siblings[depth];
    at = bit(hash, depth) ? node(3, sibling, at) : node(3, at, sibling);
  }
  return at;
}

export function provesPresence(proof, root, key, value) {
  const hash = keyHash(key);
  return !proof.other && fold(proof, hash, node(2, toHex(hash), sm3Hex(value))) === root;
}

export function provesAbsence(proof, root, key) {
  const hash = keyHash(key);
  if (!proof.other) return fold(proof, hash, ZERO) === root;
  const other = ofHex(proof.other.keyHash);
  const inItsPlace = toHex(hash) !== proof.other.keyHash && proof.siblings.every((_, i) => bit(hash, i) === bit(other, i));
  return inItsPlace && fold(proof, hash, node(2, proof.other.keyHash, proof.other.valueHash)) === root;
}
