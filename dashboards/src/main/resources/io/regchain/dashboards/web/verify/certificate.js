// Validator sets and commit certificates, docs/protocol.md sections 4, 11 and 13.
import { Malformed, ofHex } from './bytes.js';
import { Writer } from './canonical.js';
import { requireKey, verifySm2 } from './sm2.js';
import { sm3Hex } from './sm3.js';

const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

export const faulty = (n) => Math.floor((n - 1) / 3);
export const quorumOf = (n) => Math.floor((n + faulty(n)) / 2) + 1;

/** 统一社会信用代码, GB 32100-2015: form and both check characters. */
export function requireCreditCode(code) {
  const organisation = [...code.slice(8, 16)].reduce((n, c, i) => n + parseInt(c, 36) * ORGANISATION_WEIGHTS[i], 0);
  const check = 11 - (organisation % 11);
  const sum = [...code.slice(0, 17)].reduce((n, c, i) => n + ALPHABET.indexOf(c) * WEIGHTS[i], 0);
  const right =
    CREDIT_CODE.test(code) &&
    code[16] === (check === 10 ? 'X' : check === 11 ? '0' : String(check)) &&
    code[17] === ALPHABET[(31 - (sum % 31)) % 31];
  if (!right) throw new Malformed('"' + code + '" is no unified social credit code');
}

function text(entry, name, where) {
  if (entry === null || typeof entry !== 'object' || typeof entry[name] !== 'string') {
    throw new Malformed(where + ': ' + name + ' should be a text');
  }
  return entry[name];
}

export function publicKeyOf(hex) {
  const key = ofHex(hex);
  requireKey(key);
  return key;
}

/** [{name, organisation, publicKey}] as a checked set with its hash. */
export function validatorSetOf(json) {
  if (!Array.isArray(json)) throw new Malformed('a validator set should be a list');
  const members = json.map((entry, i) => {
    const where = 'validators[' + i + ']';
    const member = { name: text(entry, 'name', where), organisation: text(entry, 'organisation', where), publicKey: text(entry, 'publicKey', where) };
    if (member.name.trim() === '' || member.name.length > 64) throw new Malformed(where + ": a validator's name has 1 to 64 characters");
    requireCreditCode(member.organisation);
    publicKeyOf(member.publicKey);
    return member;
  });
  if (members.length < 1 || members.length > 100) throw new Malformed('a validator set has 1 to 100 members');
  if (new Set(members.map((m) => m.publicKey)).size !== members.length) throw new Malformed('two validators share a key');
  const out = new Writer('regchain/validator-set/1').u32(members.length);
  members.forEach((m) => out.text(m.name).text(m.organisation).fixed(ofHex(m.publicKey)));
  return { members, hash: sm3Hex(out.toBytes()), quorum: quorumOf(members.length) };
}

/** {round, seals: [{signer, signature}]} beside a header. */
export function certificateOf(header, json) {
  if (json === null || typeof json !== 'object' || !Number.isSafeInteger(json.round) || json.round < 0) {
    throw new Malformed('certificate.round should be an integer from 0 on');
  }
  if (!Array.isArray(json.seals)) throw new Malformed('certificate.seals should be a list');
  const seals = json.seals.map((entry, i) => {
    const where = 'certificate.seals[' + i + ']';
    const seal = { signer: text(entry, 'signer', where), signature: ofHex(text(entry, 'signature', where)) };
    publicKeyOf(seal.signer);
    if (seal.signature.length !== 64) throw new Malformed(where + ': an SM2 signature has 64 bytes (r, s)');
    return seal;
  });
  return { chain: header.chain, height: header.height, blockHash: header.hash, round: json.round, seals };
}

export function sealedBytes(certificate) {
  return new Writer('regchain/commit/1')
    .text(certificate.chain)
    .u64(certificate.height)
    .u64(certificate.round)
    .hash(certificate.blockHash)
    .toBytes();
}

const no = (code, message) => ({ code, message });

/** The first check of section 11 that fails, or undefined when the certificate verifies the header. */
export function certificateProblem(header, certificate, set) {
  if (certificate.chain !== header.chain) return no('HEADER_OF_OTHER_CHAIN', 'the certificate is of ' + certificate.chain);
  if (certificate.height !== header.height || certificate.blockHash !== header.hash) {
    return no('CERTIFICATE_OF_OTHER_BLOCK', 'the certificate is of block ' + certificate.height + ' with hash ' + certificate.blockHash);
  }
  if (set.hash !== header.validatorSetHash) {
    return no('VALIDATOR_SET_MISMATCH', 'the validator set has hash ' + set.hash + '; the header names ' + header.validatorSetHash);
  }
  return signersProblem(certificate, set) ?? quorumProblem(certificate, set) ?? signaturesProblem(certificate);
}

function signersProblem(certificate, set) {
  const registered = new Set(set.members.map((m) => m.publicKey));
  const seen = new Set();
  for (const [i, seal] of certificate.seals.entries()) {
    if (!registered.has(seal.signer)) return no('SEAL_BY_UNREGISTERED_KEY', 'seal ' + i + ' is by a key outside the validator set');
    if (seen.has(seal.signer)) return no('SEAL_REPEATED', 'seal ' + i + ' repeats a signer; each validator seals once');
    seen.add(seal.signer);
  }
  return undefined;
}

function quorumProblem(certificate, set) {
  return certificate.seals.length < set.quorum
    ? no('QUORUM_NOT_REACHED', certificate.seals.length + ' seals; ' + set.quorum + ' of the ' + set.members.length + ' validators make a quorum')
    : undefined;
}

function signaturesProblem(certificate) {
  const sealed = sealedBytes(certificate);
  const wrong = certificate.seals.findIndex((seal) => !verifySm2(ofHex(seal.signer), sealed, seal.signature));
  return wrong < 0 ? undefined : no('SEAL_INVALID', 'seal ' + wrong + ' is no signature of its signer over this block');
}
