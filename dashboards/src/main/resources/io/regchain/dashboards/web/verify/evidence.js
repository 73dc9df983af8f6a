// Evidence files, docs/protocol.md section 15: every check in the order and under the names of that table. Nothing here
// asks the hub; the bytes of the file are all there is.
import { Malformed, equal, ofHex, utf8 } from './bytes.js';
import { decodeHeader, decodeReceipt, decodeTrace, decodeTransaction, requireChain } from './canonical.js';
import { certificateOf, certificateProblem, publicKeyOf, validatorSetOf } from './certificate.js';
import { Fields, canonicalBytes, canonicalText, parseCanonicalObject, parseJson } from './json.js';
import { parseObject, sealProblems } from './object.js';
import { verifySm2 } from './sm2.js';
import { sm3Hex } from './sm3.js';
import { decodeOrderedProof, decodeStateProof, provesPresence, verifyOrdered } from './trees.js';

const FORMAT = 'regchain/evidence/1';
const MAX_BYTES = 16 << 20;
const MAX_OBJECTS = 1000;
const OBJECT_KEY = /^objects\/([!-.0-~]{1,128})\/(0|[1-9][0-9]{0,15})$/;

class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function require(right, code, message) {
  if (!right) throw new Failure(code, message);
}

function same(code, what, found, right) {
  require(found === right, code, what + ' is ' + found + '; it should be ' + right);
}

// ---- reading -------------------------------------------------------------------------------------------------------

const hash = (text) => {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Malformed('a hash has 64 hexadecimal digits');
  return text;
};
const decoded = (fields, name, decode) => fields.parsed(name, (hex) => decode(ofHex(hex)));

function readEntries(fields, name, max) {
  return fields.list(name, max).map((entry) => {
    const read = { key: entry.text('key', 512), value: decoded(entry, 'value', (b) => b), proof: decoded(entry, 'proof', decodeStateProof) };
    entry.end();
    return read;
  });
}

function readSubject(fields) {
  const subject = { chain: requireChain(fields.text('chain', 64)), transaction: fields.parsed('transaction', hash), height: BigInt(fields.number('height')) };
  fields.end();
  return subject;
}

function readAnchor(fields) {
  const header = decoded(fields, 'header', decodeHeader);
  fields.constant('chain', header.chain);
  const anchor = {
    header,
    validators: validatorSetOf(fields.get('validators')),
    certificate: certificateOf(header, fields.get('certificate')),
    entries: readEntries(fields, 'entries', MAX_OBJECTS + 2),
  };
  fields.end();
  return anchor;
}

function readLeaf(fields, decode) {
  const leaf = { value: decoded(fields, 'bytes', decode), proof: decoded(fields, 'proof', decodeOrderedProof) };
  fields.end();
  return leaf;
}

function readLocal(fields) {
  const header = decoded(fields, 'header', decodeHeader);
  const local = {
    header,
    validators: validatorSetOf(fields.get('validators')),
    certificate: certificateOf(header, fields.get('certificate')),
    transaction: readLeaf(fields.fields('transaction'), decodeTransaction),
    receipt: readLeaf(fields.fields('receipt'), decodeReceipt),
    trace: decoded(fields, 'trace', decodeTrace),
    objects: readEntries(fields, 'objects', MAX_OBJECTS),
  };
  fields.end();
  return local;
}

/** Reads a file; proves nothing. Throws Malformed when it is none. */
export function parseEvidence(bytes) {
  if (bytes.length > MAX_BYTES) throw new Malformed('an evidence file has at most ' + MAX_BYTES + ' bytes');
  const json = parseJson(bytes);
  const fields = new Fields(json, '');
  fields.constant('format', FORMAT);
  const file = {
    json,
    bytes,
    subject: readSubject(fields.fields('subject')),
    anchor: readAnchor(fields.fields('anchor')),
    local: readLocal(fields.fields('local')),
    digest: fields.parsed('digest', hash),
  };
  fields.end();
  return file;
}

// ---- structure -----------------------------------------------------------------------------------------------------

const exactly = (value, names) => Object.keys(value).sort().join() === names;

// Beyond canonical JSON: no field in a validator, certificate or seal that its form does not have.
function formsAreExact({ anchor, local }) {
  return [anchor, local].every(
    (side) =>
      side.validators.every((v) => exactly(v, 'name,organisation,publicKey')) &&
      exactly(side.certificate, 'round,seals') &&
      side.certificate.seals.every((s) => exactly(s, 'signature,signer')),
  );
}

function requireAscending(where, entries) {
  entries.slice(1).forEach((entry, i) => {
    require(entry.key !== entries[i].key, 'ENTRY_REPEATED', where + ' repeats the key ' + entry.key);
    require(entry.key > entries[i].key, 'ENTRIES_OUT_OF_ORDER', where + ': ' + entry.key + ' stands out of order');
  });
}

const isObjectKey = (key) => {
  const match = OBJECT_KEY.exec(key);
  return match !== null && match[1] !== 'at';
};
const registrationKey = (file) => 'registry/chain/' + file.subject.chain;
const headerKey = (file) => 'light-clients/' + file.subject.chain + '/header/' + file.subject.height;
const copyKey = (file, key) => 'objects/' + file.subject.chain + '/' + key.slice('objects/'.length);

function structure(file) {
  const canonical = utf8(canonicalText(file.json) + '\n');
  require(equal(canonical, file.bytes) && formsAreExact(file.json), 'EVIDENCE_NOT_CANONICAL', 'the file is not byte for byte what its content is written as');
  require(file.subject.chain !== 'supervision', 'SUBJECT_NOT_LOCAL', 'subject.chain should be a local chain');
  const stray = file.local.objects.find((object) => !isObjectKey(object.key));
  require(!stray, 'OBJECT_KEY_MALFORMED', 'local.objects holds the key ' + stray?.key);
  requireAscending('local.objects', file.local.objects);
  requireAscending('anchor.entries', file.anchor.entries);
  const wanted = new Set([registrationKey(file), headerKey(file), ...file.local.objects.map((o) => copyKey(file, o.key))]);
  const found = new Set(file.anchor.entries.map((e) => e.key));
  const missing = [...wanted].filter((key) => !found.has(key)).sort();
  const unexpected = [...found].filter((key) => !wanted.has(key)).sort();
  require(missing.length === 0, 'ENTRY_MISSING', 'anchor.entries lacks ' + missing.join(', '));
  require(unexpected.length === 0, 'ENTRY_UNEXPECTED', 'anchor.entries holds ' + unexpected.join(', '));
  return found.size + ' entries of the supervision chain, ' + file.local.objects.length + ' data objects';
}

// ---- what the supervision chain's entries say ----------------------------------------------------------------------

function record(file, key) {
  const entry = file.anchor.entries.find((e) => e.key === key);
  if (!entry) throw new Malformed('anchor.entries lacks ' + key);
  return parseCanonicalObject(entry.value);
}

function textIn(entry, name) {
  if (typeof entry[name] !== 'string') throw new Malformed(name + ' should be a text');
  return entry[name];
}

// ---- the checks ----------------------------------------------------------------------------------------------------

function trustRoot(file, trusted) {
  const root = file.anchor.validators.hash;
  if (!trusted) return 'no root was given: the file rests on the validator set with hash ' + root;
  require(root === trusted, 'TRUST_ROOT_MISMATCH', 'the file rests on the validator set with hash ' + root + ', not on ' + trusted);
  return 'the validator set has the trusted hash ' + root;
}

function sealed(side) {
  const problem = certificateProblem(side.header, side.certificate, side.validators);
  require(!problem, problem?.code, problem?.message);
  return side.certificate.seals.length + ' of ' + side.validators.members.length + ' validators sealed block '
    + side.header.height + ' of ' + side.header.chain + ', a quorum is ' + side.validators.quorum;
}

function anchorCertificate(file) {
  require(file.anchor.header.chain === 'supervision', 'ANCHOR_OF_OTHER_CHAIN', 'the anchor is a block of ' + file.anchor.header.chain);
  return sealed(file.anchor);
}

function proven(where, entries, root, code) {
  const wrong = entries.find((entry) => !provesPresence(entry.proof, root, entry.key, entry.value));
  require(!wrong, code, where + ': the proof does not lead from the value of ' + wrong?.key + ' to the state root');
  return entries.length + ' entries proven under the state root ' + root;
}

function localHeader(file) {
  const { header, validators } = file.local;
  const entry = record(file, headerKey(file));
  const recorded = { hash: hash(textIn(entry, 'hash')), stateRoot: hash(textIn(entry, 'stateRoot')), set: hash(textIn(entry, 'validatorSetHash')) };
  same('LOCAL_HEADER_OF_OTHER_CHAIN', "the local header's chain", header.chain, file.subject.chain);
  same('LOCAL_HEADER_OF_OTHER_HEIGHT', "the local header's height", header.height, file.subject.height);
  same('VALIDATOR_SET_MISMATCH', 'the hash of local.validators', validators.hash, header.validatorSetHash);
  same('HEADER_NOT_RECORDED', "the local header's hash", header.hash, recorded.hash);
  same('HEADER_RECORD_CONTRADICTS', 'the recorded validator set', recorded.set, header.validatorSetHash);
  same('HEADER_RECORD_CONTRADICTS', 'the recorded state root', recorded.stateRoot, header.stateRoot);
  return 'block ' + header.height + ' of ' + header.chain + ' has the hash ' + header.hash + ' that the supervision chain recorded';
}

function transaction(file) {
  const { value: sent, proof } = file.local.transaction;
  same('TRANSACTION_OF_OTHER_CHAIN', "the transaction's chain", sent.chain, file.subject.chain);
  same('TRANSACTION_NOT_THE_SUBJECT', "the transaction's id", sent.id, file.subject.transaction);
  require(verifySm2(ofHex(sent.sender), sent.unsigned, sent.signature), 'TRANSACTION_SIGNATURE_INVALID', 'the signature is not the sender\'s');
  require(verifyOrdered(proof, file.local.header.transactionRoot, sent.bytes), 'TRANSACTION_NOT_PROVEN', 'the proof does not lead to the transaction root');
  return sent.contract + '.' + sent.method + ', signed by ' + sm3Hex(ofHex(sent.sender)).slice(0, 12) + '…, stands at place '
    + proof.index + ' of ' + proof.size + ' in the block';
}

function receipt(file) {
  const { value: received, proof } = file.local.receipt;
  same('RECEIPT_OF_OTHER_TRANSACTION', "the receipt's transaction", received.transaction, file.subject.transaction);
  same('RECEIPT_AT_OTHER_PLACE', "the receipt's place in the block", proof.index, file.local.transaction.proof.index);
  require(verifyOrdered(proof, file.local.header.receiptRoot, received.bytes), 'RECEIPT_NOT_PROVEN', 'the proof does not lead to the receipt root');
  return 'the outcome is ' + received.outcome + (received.code ? ' ' + received.code : '');
}

function trace(file) {
  same('TRACE_NOT_PROVEN', "the trace's hash", file.local.trace.hash, file.local.receipt.value.traceHash);
  same('TRACE_OF_OTHER_TRANSACTION', "the trace's transaction", file.local.trace.transaction, file.subject.transaction);
  return 'the receipt names this trace, ' + file.local.trace.hash;
}

function collectWritten(call, written) {
  if (call.code !== '') return; // a refused call left no writes
  for (const step of call.steps) {
    if (step.kind === 'call') collectWritten(step.call, written);
    else if (step.kind === 'write' && isObjectKey(step.key)) {
      if (step.value) written.set(step.key, step.value);
      else written.delete(step.key);
    }
  }
}

function count(file) {
  const n = file.local.objects.length;
  return n + (n === 1 ? ' data object' : ' data objects');
}

function objects(file) {
  proven('local.objects', file.local.objects, file.local.header.stateRoot, 'OBJECT_NOT_PROVEN');
  const left = new Map();
  collectWritten(file.local.trace.call, left);
  for (const { key, value } of file.local.objects) {
    require(left.has(key) && equal(left.get(key), value), 'OBJECT_NOT_WRITTEN', 'the trace does not write this value of ' + key);
    left.delete(key);
  }
  require(left.size === 0, 'OBJECT_LEFT_OUT', 'the trace also writes ' + [...left.keys()].sort().join(', '));
  return count(file) + ' written by the transaction and proven under the local state root';
}

function snapshot(entry) {
  try {
    return parseObject(entry.value);
  } catch (e) {
    throw e instanceof Malformed ? new Failure('OBJECT_MALFORMED', entry.key + ': ' + e.message) : e;
  }
}

function objectSeals(file) {
  const registration = record(file, registrationKey(file));
  const chain = textIn(registration, 'chainId');
  const state = textIn(registration, 'state');
  if (!Array.isArray(registration.sealKeys)) throw new Malformed('sealKeys should be a list');
  registration.sealKeys.forEach(publicKeyOf);
  const allowed = new Set(registration.sealKeys);
  same('REGISTRATION_OF_OTHER_CHAIN', "the registration's chain", chain, file.subject.chain);
  for (const entry of file.local.objects) {
    const object = snapshot(entry);
    require(object.canonical, 'OBJECT_MALFORMED', entry.key + ': the snapshot is not in canonical form');
    require(entry.key === 'objects/' + object.reference, 'OBJECT_AT_OTHER_KEY', entry.key + ' holds the snapshot ' + object.reference);
    const [problem] = sealProblems(object, allowed);
    require(!problem, problem?.code, problem?.message);
  }
  return count(file) + ' sealed by keys of the registration, which is ' + state;
}

function hubCopies(file) {
  for (const { key, value } of file.local.objects) {
    same('HUB_COPY_DIFFERS', 'the stored digest of ' + key, hash(textIn(record(file, copyKey(file, key)), 'digest')), sm3Hex(value));
  }
  return count(file) + ' stored by the supervision chain with the same digest';
}

function digest(file) {
  const { digest: claimed, ...content } = file.json;
  same('DIGEST_MISMATCH', 'the digest', claimed, sm3Hex(canonicalBytes(content)));
  return 'SM3 ' + claimed;
}

/** The names of all checks, in the order of the report. */
export const CHECKS = ['structure', 'trust-root', 'anchor-certificate', 'anchor-entries', 'local-header', 'local-certificate',
  'transaction', 'receipt', 'trace', 'objects', 'object-seals', 'hub-copies', 'digest'];

const EXAMINE = {
  structure,
  'trust-root': trustRoot,
  'anchor-certificate': anchorCertificate,
  'anchor-entries': (file) => proven('anchor.entries', file.anchor.entries, file.anchor.header.stateRoot, 'ENTRY_NOT_PROVEN'),
  'local-header': localHeader,
  'local-certificate': (file) => sealed(file.local),
  transaction,
  receipt,
  trace,
  objects,
  'object-seals': objectSeals,
  'hub-copies': hubCopies,
  digest,
};

function examine(name, malformedCode, look) {
  try {
    return { name, passed: true, code: '', detail: look() };
  } catch (e) {
    if (e instanceof Failure) return { name, passed: false, code: e.code, detail: e.message };
    if (e instanceof Malformed) return { name, passed: false, code: malformedCode, detail: e.message };
    throw e;
  }
}

/**
 * The checks of a file one by one, each {name, passed, code, detail}; returns {accepted, trustRoot, file} at the end.
 * @param {Uint8Array} bytes of the file
 * @param {string=} trusted hash of the validator set that the caller trusts
 */
export function* verifySteps(bytes, trusted) {
  let file;
  const first = examine('structure', 'EVIDENCE_MALFORMED', () => structure((file = parseEvidence(bytes))));
  yield first;
  if (!first.passed) {
    for (const name of CHECKS.slice(1)) yield { name, passed: false, code: 'NOT_REACHED', detail: 'not checked: the structure failed' };
    return { accepted: false };
  }
  let accepted = true;
  for (const name of CHECKS.slice(1)) {
    const check = examine(name, 'PIECE_MALFORMED', () => EXAMINE[name](file, trusted));
    accepted &&= check.passed;
    yield check;
  }
  return { accepted, trustRoot: file.anchor.validators.hash, file };
}

/** All at once: {checks, accepted, trustRoot}. */
export function verifyEvidence(bytes, trusted) {
  const checks = [];
  const steps = verifySteps(bytes, trusted);
  let step = steps.next();
  for (; !step.done; step = steps.next()) checks.push(step.value);
  return { checks, ...step.value };
}
