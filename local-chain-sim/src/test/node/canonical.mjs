// Reads the canonical bytes of docs/protocol.md. Nothing here comes from the Java code: only from that description.
import { sm3 as sm3Hex } from "sm-crypto-v2";

/** A mismatch: what was wrong, never swallowed. `code` is the refusal's code where docs/protocol.md names one. */
export class Mismatch extends Error {
  constructor(what, code) {
    super(what);
    this.code = code;
  }
}

/** Throws unless `right`. */
export function check(right, what, code) {
  if (!right) {
    throw new Mismatch(what, code);
  }
}

export const hex = (bytes) => Buffer.from(bytes).toString("hex");
export const bytesOf = (text) => Uint8Array.from(Buffer.from(text, "hex"));
export const utf8 = (text) => new TextEncoder().encode(text);
export const same = (a, b) => hex(a) === hex(b);

/** All bytes of the parts, one behind the other. */
export function concat(...parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
/** SM3 (GB/T 32905) as 32 bytes. */
export const sm3 = (bytes) => bytesOf(sm3Hex(bytes));

// sm2p256v1, GB/T 32918.5: y² = x³ − 3x + b over the field of p
const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;

export function onCurve(key) {
  const x = BigInt(`0x${hex(key.slice(1, 33))}`);
  const y = BigInt(`0x${hex(key.slice(33))}`);
  return x < P && y < P && (y * y - x * x * x + 3n * x - B) % P === 0n;
}

/** A domain tag: one byte of length, then ASCII. */
export const tag = (domain) => concat([domain.length], utf8(domain));

export function u32(value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export function u64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

export const text = (value) => concat(u32(utf8(value).length), utf8(value));

/** Reads fields in order and refuses what is left over. */
export class Reader {
  constructor(domain, bytes) {
    this.bytes = bytes;
    this.at = 0;
    check(new TextDecoder().decode(this.fixed(this.u8())) === domain, `expected bytes of type ${domain}`);
  }

  fixed(length) {
    check(this.at + length <= this.bytes.length, "the bytes end early");
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }

  view(length) {
    return new DataView(this.fixed(length).buffer);
  }

  u8() {
    return this.fixed(1)[0];
  }

  u32() {
    const value = this.view(4).getInt32(0);
    check(value >= 0, "the top bit of a u32 is 0");
    return value;
  }

  u64() {
    const value = this.view(8).getBigInt64(0);
    check(value >= 0n, "the top bit of a u64 is 0");
    return value;
  }

  flag() {
    const value = this.u8();
    check(value <= 1, "a flag is 0 or 1");
    return value === 1;
  }

  key() {
    const value = this.fixed(65);
    check(value[0] === 4 && onCurve(value), "not a point of the SM2 curve");
    return value;
  }

  chain() {
    const value = this.text();
    check(/^[a-z]{3,32}$/.test(value), "a chain id is 3 to 32 lower-case letters");
    return value;
  }

  hash() {
    return this.fixed(32);
  }

  variable() {
    return this.fixed(this.u32());
  }

  text() {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.variable());
    } catch (error) {
      throw error instanceof TypeError ? new Mismatch("the text is not UTF-8") : error;
    }
  }

  list(read) {
    const count = this.u32();
    check(count <= this.bytes.length - this.at, "a list claims more entries than there are bytes");
    return Array.from({ length: count }, () => read(this));
  }

  end(value) {
    check(this.at === this.bytes.length, "bytes are left over");
    return value;
  }
}

/** A block header; its hash is SM3 of the very bytes. */
export function decodeHeader(bytes) {
  const in_ = new Reader("regchain/header/1", bytes);
  const version = in_.u32();
  check(version === 1, "the header's format is 1");
  return in_.end({
    version,
    chain: in_.chain(),
    height: in_.u64(),
    parentHash: in_.hash(),
    timeMillis: in_.u64(),
    proposer: in_.key(),
    transactionRoot: in_.hash(),
    receiptRoot: in_.hash(),
    stateRoot: in_.hash(),
    validatorSetHash: in_.hash(),
    nextValidatorSetHash: in_.hash(),
    hash: sm3(bytes),
  });
}

/** A signed transaction; its id is SM3 of the part that the sender signs. */
export function decodeTransaction(bytes) {
  const outer = new Reader("regchain/signed-transaction/1", bytes);
  const signed = outer.variable();
  const signature = outer.end(outer.fixed(64));
  const in_ = new Reader("regchain/transaction/1", signed);
  return in_.end({
    chain: in_.chain(),
    sender: in_.key(),
    sequence: in_.u64(),
    contract: in_.text(),
    method: in_.text(),
    arguments: in_.variable(),
    signed,
    signature,
    id: sm3(signed),
  });
}

/** A receipt. */
export function decodeReceipt(bytes) {
  const in_ = new Reader("regchain/receipt/1", bytes);
  const transactionId = in_.hash();
  const outcome = ["SUCCESS", "REFUSED", "STOPPED"][in_.u8()];
  check(outcome !== undefined, "no outcome has this number");
  return in_.end({
    transactionId,
    outcome,
    code: in_.text(),
    message: in_.text(),
    result: in_.variable(),
    events: in_.list((r) => ({ contract: r.text(), name: r.text(), data: r.variable() })),
    traceHash: in_.hash(),
    metered: in_.u64(),
  });
}

/** The bytes a validator seals. */
export function sealedBytes(chain, height, round, blockHash) {
  return concat(tag("regchain/commit/1"), text(chain), u64(height), u64(round), blockHash);
}

/** The canonical bytes of an ordered validator set of {name, organisation, publicKey}. */
export function encodeValidatorSet(validators) {
  const entries = validators.map((v) => concat(text(v.name), text(v.organisation), v.publicKey));
  return concat(tag("regchain/validator-set/1"), u32(validators.length), ...entries);
}

export const validatorSetHash = (validators) => sm3(encodeValidatorSet(validators));

/** A proof in the tree over an ordered list. */
export function decodeOrderedProof(bytes) {
  const in_ = new Reader("regchain/ordered-proof/1", bytes);
  const proof = in_.end({ index: in_.u32(), size: in_.u32(), siblings: in_.list((r) => r.hash()) });
  check(proof.index < proof.size, "the proof's place lies outside its list");
  return proof;
}

/** The root that an ordered proof leads to from a leaf. */
export function orderedRoot(proof, leaf) {
  const top = (at, left, used) => {
    if (left === 1) {
      check(used === 0, "the proof has too many siblings");
      return sm3(concat([0], leaf));
    }
    check(used > 0, "the proof has too few siblings");
    let split = 1;
    while (split * 2 < left) {
      split *= 2;
    }
    const sibling = proof.siblings[used - 1];
    return at < split
      ? sm3(concat([1], top(at, split, used - 1), sibling))
      : sm3(concat([1], sibling, top(at - split, left - split, used - 1)));
  };
  return sm3(concat([4], u32(proof.size), top(proof.index, proof.size, proof.siblings.length)));
}

/** A proof in the state tree. */
export function decodeStateProof(bytes) {
  const in_ = new Reader("regchain/state-proof/1", bytes);
  const siblings = in_.list((r) => r.hash());
  const other = in_.flag() ? { keyHash: in_.hash(), valueHash: in_.hash() } : undefined;
  return in_.end({ siblings, other });
}

/** Where a key lives in the state tree. */
export const stateKeyHash = (key) => sm3(concat(tag("regchain/state-key/1"), text(key)));
export const stateLeaf = (keyHash, valueHash) => sm3(concat([2], keyHash, valueHash));
export const bit = (hash, index) => (hash[index >> 3] >> (7 - (index & 7))) & 1;

function fold(siblings, keyHash, end) {
  check(siblings.length <= 256, "a state proof is at most 256 deep");
  return siblings.reduceRight(
    (at, sibling, depth) => sm3(bit(keyHash, depth) ? concat([3], sibling, at) : concat([3], at, sibling)),
    end,
  );
}

/** The state root under which `key` holds `value`; the proof must be one of presence. */
export function rootWithValue(proof, key, value) {
  check(proof.other === undefined, "a proof of absence cannot prove a value");
  const keyHash = stateKeyHash(key);
  return fold(proof.siblings, keyHash, stateLeaf(keyHash, sm3(value)));
}

/** The state root under which `key` holds nothing. */
export function rootWithout(proof, key) {
  const keyHash = stateKeyHash(key);
  if (proof.other === undefined) {
    return fold(proof.siblings, keyHash, new Uint8Array(32));
  }
  check(!same(proof.other.keyHash, keyHash), "the other leaf is the key itself");
  proof.siblings.forEach((_, depth) =>
    check(bit(proof.other.keyHash, depth) === bit(keyHash, depth), "the other leaf stands somewhere else"));
  return fold(proof.siblings, keyHash, stateLeaf(proof.other.keyHash, proof.other.valueHash));
}
