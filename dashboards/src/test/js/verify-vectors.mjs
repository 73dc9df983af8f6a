// Runs the page's verifier under Node: node verify-vectors.mjs <folder of verify/*.js> <vectors folder> <cases.json>
// The cases are evidence files with the verdict that the Java verifier gave; both must agree, check by check.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [modules, vectors, casesFile] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(modules + '/' + name + '.js'));
const read = (name) => JSON.parse(readFileSync(vectors + '/' + name + '.json', 'utf8'));
const [bytes, canonical, certificate, evidence, sm2, sm3, trees] = await Promise.all(
  ['bytes', 'canonical', 'certificate', 'evidence', 'sm2', 'sm3', 'trees'].map(load));

let checked = 0;
function expect(what, found, right) {
  checked++;
  if (found !== right) throw new Error(what + ': found ' + found + ', should be ' + right);
}

function refused(decode) {
  try {
    decode();
    return false;
  } catch (e) {
    if (e instanceof bytes.Malformed) return true;
    throw e;
  }
}

const DECODERS = {
  'regchain/header/1': canonical.decodeHeader,
  'regchain/signed-transaction/1': canonical.decodeTransaction,
  'regchain/receipt/1': canonical.decodeReceipt,
  'regchain/trace/1': canonical.decodeTrace,
  'regchain/ordered-proof/1': trees.decodeOrderedProof,
  'regchain/state-proof/1': trees.decodeStateProof,
};

function canonicalBytes() {
  const { values, refused: bad } = read('canonical');
  for (const value of values) {
    expect('SM3 of ' + value.name, sm3.sm3Hex(bytes.ofHex(value.bytes)), value.sm3);
    const decode = DECODERS[value.domain];
    if (decode) decode(bytes.ofHex(value.bytes));
  }
  for (const { domain, bytes: hex, why } of bad) {
    const decode = DECODERS[domain];
    if (decode) expect(domain + ', ' + why, refused(() => decode(bytes.ofHex(hex))), true);
  }
}

function orderedTrees() {
  const { lists, refused: bad } = read('ordered-merkle');
  for (const { name, root, leaves } of lists) {
    expect('root of ' + name, trees.orderedRoot(leaves.map((l) => bytes.ofHex(l.bytes))), root);
    for (const leaf of leaves) {
      expect(name + ' leaf ' + leaf.index, trees.verifyOrdered(trees.decodeOrderedProof(bytes.ofHex(leaf.proof)), root, bytes.ofHex(leaf.bytes)), true);
    }
  }
  for (const { why, root, leaf, proof } of bad) {
    let proven = false;
    const malformed = refused(() => (proven = trees.verifyOrdered(trees.decodeOrderedProof(bytes.ofHex(proof)), root, bytes.ofHex(leaf))));
    expect('ordered: ' + why, malformed || !proven, true);
  }
}

function stateTrees() {
  const { keyHashes, trees: all, refused: bad } = read('state-tree');
  for (const { key, keyHash } of keyHashes) expect('key hash of ' + key, bytes.toHex(trees.keyHash(key)), keyHash);
  for (const { name, root, proofs } of all) {
    for (const { key, value, proof } of proofs) {
      const decoded = trees.decodeStateProof(bytes.ofHex(proof));
      const proven = value === null ? trees.provesAbsence(decoded, root, key) : trees.provesPresence(decoded, root, key, bytes.ofHex(value));
      expect(name + ' ' + key, proven, true);
    }
  }
  for (const { why, root, key, proof, claim, value } of bad) {
    let proven = false;
    const malformed = refused(() => {
      const decoded = trees.decodeStateProof(bytes.ofHex(proof));
      proven = claim === 'absence' ? trees.provesAbsence(decoded, root, key) : trees.provesPresence(decoded, root, key, bytes.ofHex(value));
    });
    expect('state: ' + why, malformed || !proven, true);
  }
}

function certificates() {
  const { quorums, cases } = read('certificate');
  for (const q of quorums) expect('quorum of ' + q.validators, certificate.quorumOf(q.validators), q.quorum);
  for (const { name, outcome, header, certificate: json, validators } of cases) {
    const decoded = canonical.decodeHeader(bytes.ofHex(header));
    const given = { ...certificate.certificateOf(decoded, json), chain: json.chainId, height: BigInt(json.height), blockHash: json.blockHash };
    const problem = certificate.certificateProblem(decoded, given, certificate.validatorSetOf(validators));
    expect(name, problem ? problem.code : 'VERIFIED', outcome);
  }
}

function standards() {
  const abc = bytes.utf8('abc');
  expect('GB/T 32905 A.1', sm3.sm3Hex(abc), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect('GB/T 32905 A.2', sm3.sm3Hex(bytes.utf8('abcd'.repeat(16))), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
  expect('a point off the curve', refused(() => sm2.requireKey(bytes.ofHex('04' + '11'.repeat(64)))), true);
}

/** Java says EVIDENCE_MALFORMED of some files that here read well and differ from their canonical form. */
const verdictOf = (checks) => checks.filter((c) => !c.passed).map((c) => c.name + (c.name === 'structure' ? '' : ':' + c.code)).join(' ');

function evidenceFiles() {
  for (const { name, file, trustRoot, verdict } of JSON.parse(readFileSync(casesFile, 'utf8'))) {
    const { checks, accepted } = evidence.verifyEvidence(new Uint8Array(Buffer.from(file, 'base64')), trustRoot);
    expect(name, verdictOf(checks), verdict);
    expect(name + ' accepted', accepted, verdict === '');
  }
}

for (const part of [standards, canonicalBytes, orderedTrees, stateTrees, certificates, evidenceFiles]) part();
console.log(checked + ' expectations hold');
