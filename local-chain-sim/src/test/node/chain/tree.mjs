// The two trees of docs/protocol.md: over ordered lists (section 9) and over the state (section 10).
import { bit, concat, same, sm3, stateKeyHash, stateLeaf, u32 } from "../canonical.mjs";
import { encodeOrderedProof, encodeStateProof, ZERO } from "./encode.mjs";

// ---------------------------------------------------------------- ordered trees

const pair = (left, right) => sm3(concat([1], left, right));

/** The largest power of two below n. */
function split(n) {
  let k = 1;
  while (k * 2 < n) {
    k *= 2;
  }
  return k;
}

function top(leaves) {
  if (leaves.length === 1) {
    return sm3(concat([0], leaves[0]));
  }
  const k = split(leaves.length);
  return pair(top(leaves.slice(0, k)), top(leaves.slice(k)));
}

/** The root over a list of bytes. */
export const orderedTreeRoot = (leaves) =>
  leaves.length === 0 ? ZERO : sm3(concat([4], u32(leaves.length), top(leaves)));

function siblings(leaves, index) {
  if (leaves.length === 1) {
    return [];
  }
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k ? [...siblings(left, index), top(right)] : [...siblings(right, index - k), top(left)];
}

/** The proof, as canonical bytes, that a list holds its entry at `index`. */
export const proveEntry = (leaves, index) =>
  encodeOrderedProof({ index, size: leaves.length, siblings: siblings(leaves, index) });

// ---------------------------------------------------------------- the state tree

/**
 * The state after one block. Immutable: a write gives another tree that shares what did not change, so the state of
 * every height stays at hand. A node is null (no key), a leaf {hash, keyHash, value} or an inner node {hash, left, right}.
 */
export class StateTree {
  static EMPTY = new StateTree(null);

  constructor(node) {
    this.node = node;
  }

  get root() {
    return hashOf(this.node);
  }

  /** The bytes at a key; undefined where there are none. */
  get(key) {
    const keyHash = stateKeyHash(key);
    let node = this.node;
    for (let depth = 0; isInner(node); depth++) {
      node = bit(keyHash, depth) ? node.right : node.left;
    }
    return node !== null && same(node.keyHash, keyHash) ? node.value : undefined;
  }

  /** This state with writes [key, bytes] applied; undefined as bytes deletes. */
  with(writes) {
    let node = this.node;
    for (const [key, value] of writes) {
      const keyHash = stateKeyHash(key);
      node = value === undefined ? removed(node, keyHash, 0) : put(node, leaf(keyHash, value), 0);
    }
    return new StateTree(node);
  }

  /** The proof, as canonical bytes, of what stands at a key, or that nothing does. */
  prove(key) {
    const keyHash = stateKeyHash(key);
    const beside = [];
    let node = this.node;
    for (let depth = 0; isInner(node); depth++) {
      const right = bit(keyHash, depth);
      beside.push(hashOf(right ? node.left : node.right));
      node = right ? node.right : node.left;
    }
    const other = node === null || same(node.keyHash, keyHash)
      ? undefined
      : { keyHash: node.keyHash, valueHash: sm3(node.value) };
    return encodeStateProof({ siblings: beside, other });
  }
}

const hashOf = (node) => (node === null ? ZERO : node.hash);
const isInner = (node) => node !== null && node.keyHash === undefined;
const leaf = (keyHash, value) => ({ keyHash, value, hash: stateLeaf(keyHash, sm3(value)) });
const inner = (left, right) => ({ left, right, hash: sm3(concat([3], hashOf(left), hashOf(right))) });

function put(node, added, depth) {
  if (node === null || (!isInner(node) && same(node.keyHash, added.keyHash))) {
    return added;
  }
  if (!isInner(node)) { // two keys where one stood: the older one moves down
    return put(bit(node.keyHash, depth) ? inner(null, node) : inner(node, null), added, depth);
  }
  return bit(added.keyHash, depth)
    ? inner(node.left, put(node.right, added, depth + 1))
    : inner(put(node.left, added, depth + 1), node.right);
}

function removed(node, keyHash, depth) {
  if (node === null) {
    return null;
  }
  if (!isInner(node)) {
    return same(node.keyHash, keyHash) ? null : node;
  }
  const right = bit(keyHash, depth);
  const left = right ? node.left : removed(node.left, keyHash, depth + 1);
  const rest = right ? removed(node.right, keyHash, depth + 1) : node.right;
  // a subtree with exactly one key is that key's leaf, whatever the depth
  if (left === null && !isInner(rest)) {
    return rest;
  }
  return rest === null && !isInner(left) ? left : inner(left, rest);
}
