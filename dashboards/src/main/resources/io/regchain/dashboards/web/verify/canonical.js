// The protocol's canonical values (docs/protocol.md sections 1 to 8): a domain tag, then fields in a fixed order.
import { Malformed, concat, equal, ofHex, textOf, toHex, utf8 } from './bytes.js';
import { requireKey } from './sm2.js';
import { sm3Hex } from './sm3.js';

const CHAIN = /^[a-z]{3,32}$/;
const NAME = /^[a-z][a-zA-Z0-9-]{0,63}$/;
const MAX_ARGUMENTS = 1 << 20;
const MAX_CALLS_DEEP = 16;

export class Reader {
  constructor(domain, bytes) {
    this.bytes = bytes;
    this.at = 0;
    const tag = this.take(this.u8());
    if (!equal(tag, utf8(domain))) throw new Malformed('expected ' + domain + ' but found another type of bytes');
  }

  take(length) {
    const left = this.bytes.length - this.at;
    if (length > left) throw new Malformed('the bytes end early: ' + length + ' wanted, ' + left + ' left');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  u8() {
    return this.take(1)[0];
  }

  u32() {
    const value = new DataView(Uint8Array.from(this.take(4)).buffer).getInt32(0);
    if (value < 0) throw new Malformed('a 32-bit count is negative');
    return value;
  }

  u64() {
    const value = new DataView(Uint8Array.from(this.take(8)).buffer).getBigInt64(0);
    if (value < 0n) throw new Malformed('a 64-bit number is negative');
    return value;
  }

  flag() {
    const value = this.u8();
    if (value > 1) throw new Malformed('a flag is 0 or 1');
    return value === 1;
  }

  hash() {
    return toHex(this.take(32));
  }

  lengthPrefixed() {
    return this.take(this.u32());
  }

  text() {
    return textOf(this.lengthPrefixed());
  }

  key() {
    const key = this.take(65);
    requireKey(key);
    return toHex(key);
  }

  list(read) {
    const count = this.u32();
    if (count > this.bytes.length - this.at) throw new Malformed('a list claims more entries than there are bytes');
    return Array.from({ length: count }, () => read(this));
  }

  end() {
    if (this.at !== this.bytes.length) throw new Malformed(this.bytes.length - this.at + ' bytes are left over');
  }
}

/** The bytes of a canonical value; each method answers the writer. */
export class Writer {
  constructor(domain) {
    const tag = utf8(domain);
    this.parts = [Uint8Array.of(tag.length), tag];
  }

  fixed(bytes) {
    this.parts.push(bytes);
    return this;
  }

  u32(value) {
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, value);
    return this.fixed(new Uint8Array(view.buffer));
  }

  u64(value) {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(value));
    return this.fixed(new Uint8Array(view.buffer));
  }

  bytes(value) {
    return this.u32(value.length).fixed(value);
  }

  text(value) {
    return this.bytes(utf8(value));
  }

  hash(hex) {
    return this.fixed(ofHex(hex));
  }

  toBytes() {
    return concat(...this.parts);
  }
}

export function requireChain(value) {
  if (!CHAIN.test(value)) throw new Malformed('a chain id is 3 to 32 lower-case letters, not "' + value + '"');
  return value;
}

export function decodeHeader(bytes) {
  const in_ = new Reader('regchain/header/1', bytes);
  const version = in_.u32();
  if (version !== 1) throw new Malformed('block header format ' + version + ' is not known; this is format 1');
  const header = {
    chain: requireChain(in_.text()),
    height: in_.u64(),
    parentHash: in_.hash(),
    time: in_.u64(),
    proposer: in_.key(),
    transactionRoot: in_.hash(),
    receiptRoot: in_.hash(),
    stateRoot: in_.hash(),
    validatorSetHash: in_.hash(),
    nextValidatorSetHash: in_.hash(),
    hash: sm3Hex(bytes),
  };
  in_.end();
  return header;
}

function requireName(what, name) {
  if (!NAME.test(name)) throw new Malformed('not a transaction: "' + name + '" is no ' + what + ' name');
  return name;
}

export function decodeTransaction(bytes) {
  const outer = new Reader('regchain/signed-transaction/1', bytes);
  const unsigned = outer.lengthPrefixed();
  const signature = outer.take(64);
  outer.end();
  const in_ = new Reader('regchain/transaction/1', unsigned);
  const transaction = {
    chain: requireChain(in_.text()),
    sender: in_.key(),
    sequence: in_.u64(),
    contract: requireName('contract', in_.text()),
    method: requireName('method', in_.text()),
    arguments: in_.lengthPrefixed(),
    id: sm3Hex(unsigned),
    unsigned,
    signature,
    bytes,
  };
  in_.end();
  if (transaction.arguments.length > MAX_ARGUMENTS) throw new Malformed('the arguments have too many bytes');
  return transaction;
}

const OUTCOMES = ['SUCCESS', 'REFUSED', 'STOPPED'];

export function decodeReceipt(bytes) {
  const in_ = new Reader('regchain/receipt/1', bytes);
  const transaction = in_.hash();
  const outcome = OUTCOMES[in_.u8()];
  if (!outcome) throw new Malformed('no receipt outcome has this number');
  const receipt = {
    transaction,
    outcome,
    code: in_.text(),
    message: in_.text(),
    result: in_.lengthPrefixed(),
    events: in_.list((r) => ({ contract: r.text(), name: r.text(), data: r.lengthPrefixed() })),
    traceHash: in_.hash(),
    metered: in_.u64(),
    bytes,
  };
  in_.end();
  return receipt;
}

export function decodeTrace(bytes) {
  const in_ = new Reader('regchain/trace/1', bytes);
  const trace = { transaction: in_.hash(), call: readCall(in_, 1, new Set()), hash: sm3Hex(bytes) };
  in_.end();
  return trace;
}

function readCall(in_, depth, told) {
  if (depth > MAX_CALLS_DEEP) throw new Malformed('a trace is at most 16 calls deep');
  return {
    caller: in_.text(),
    contract: in_.text(),
    method: in_.text(),
    arguments: in_.lengthPrefixed(),
    steps: in_.list((r) => readStep(r, depth, told)),
    result: in_.lengthPrefixed(),
    code: in_.text(),
    message: in_.text(),
  };
}

/** @param {Set<string>} told the keys that steps before tell of */
function readStep(in_, depth, told) {
  switch (in_.u8()) {
    case 0:
      return { kind: 'read', key: tellingKey(in_, told), value: readOptional(in_) };
    case 1:
      return { kind: 'write', key: tellingKey(in_, told), value: readOptional(in_) };
    case 2:
      return { kind: 'event', contract: in_.text(), name: in_.text(), data: in_.lengthPrefixed() };
    case 3:
      return { kind: 'call', call: readCall(in_, depth + 1, told) };
    case 4:
      return { kind: 'read', key: toldKey(in_, told), again: true };
    default:
      throw new Malformed('no trace step has this number');
  }
}

function tellingKey(in_, told) {
  const key = in_.text();
  told.add(key);
  return key;
}

function toldKey(in_, told) {
  const key = in_.text();
  if (!told.has(key)) throw new Malformed('a trace reads again what no step before tells of');
  return key;
}

function readOptional(in_) {
  return in_.flag() ? in_.lengthPrefixed() : undefined;
}
