// Data objects of JR/T 0314 clause 6 and their seals, docs/protocol.md section 16.
import { Malformed, equal, ofBase64, toHex } from './bytes.js';
import { publicKeyOf } from './certificate.js';
import { Fields, canonicalBytes, parseJson, requireObject } from './json.js';
import { signatureOfDer, verifySm2 } from './sm2.js';
import { sm3Hex } from './sm3.js';

const PROTOCOL = '区域性股权市场跨链业务数据模型';
const OPERATIONS = ['create', 'update', 'overwrite', 'delete'];
const MAX_SIZE = 256 * 1024;
const BODY_KEYS = {
  subject: 'subject_information',
  account: 'account_information',
  product: 'product_information',
  transactionreport: 'transaction_report_information',
  registration: 'registration_information',
  settlement: 'capital_settlement_information',
  infodisclosure: 'disclosure_approval_information',
};

const OBJECT_ID = /^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

function readContent(content) {
  const read = {
    type: content.text('type', 32),
    id: content.text('object_id', 128),
    version: content.number('version'),
    operation: content.text('operation', 16),
    timestamp: content.number('timestamp'),
  };
  content.end();
  if (!Object.hasOwn(BODY_KEYS, read.type)) throw new Malformed('no data object has the type ' + read.type);
  if (!OBJECT_ID.test(read.id)) throw new Malformed('"' + read.id + '" is no object id');
  if (!OPERATIONS.includes(read.operation)) throw new Malformed('there is no operation ' + read.operation);
  if (read.timestamp >= 1e11) throw new Malformed('header.content.timestamp is UNIX time in seconds');
  return read;
}

function readSeal(seal) {
  const key = seal.fields('pub_key');
  key.constant('type', 'SM2');
  seal.constant('digest_algo', 'SM3');
  const read = { signer: key.parsed('value', (hex) => toHex(publicKeyOf(hex)), 512), signature: seal.parsed('signature', (text) => signatureOfDer(ofBase64(text)), 1024) };
  key.end();
  seal.end();
  return read;
}

function readHead(header) {
  const model = header.fields('model');
  model.constant('protocol', PROTOCOL);
  model.text('version', 32);
  model.end();
  const content = readContent(header.fields('content'));
  header.optionalText('remark', 2048);
  header.optionalText('source', 256);
  if (header.has('metadata') && canonicalBytes(header.object('metadata')).length > 16 * 1024) {
    throw new Malformed('header.metadata is too large');
  }
  const seals = header.list('seal', 16).map(readSeal);
  header.end();
  return { content, seals };
}

function requireBody(content, body) {
  const members = Object.keys(body);
  if (content.operation === 'delete') {
    if (members.length > 0) throw new Malformed('body should be empty in a snapshot that deletes');
    return;
  }
  const name = BODY_KEYS[content.type];
  if (members.length !== 1 || members[0] !== name) throw new Malformed('body should have exactly the member ' + name);
  requireObject(body[name], 'body.' + name);
}

/** Reads a snapshot; throws Malformed when it is no data object. */
export function parseObject(bytes) {
  const json = parseJson(bytes);
  const fields = new Fields(json, '');
  const { content, seals } = readHead(fields.fields('header'));
  requireBody(content, fields.object('body'));
  fields.end();
  const canonical = canonicalBytes(json);
  if (canonical.length > MAX_SIZE) throw new Malformed('a snapshot has at most ' + MAX_SIZE + ' bytes');
  return { json, content, seals, reference: content.id + '/' + content.version, canonical: equal(canonical, bytes) };
}

/** What its owners signed: the head without seals and the body's digest. */
export function objectSealedBytes(object) {
  const { seal: _, ...head } = object.json.header;
  return canonicalBytes({ ...head, body_sm3: sm3Hex(canonicalBytes(object.json.body)) });
}

/** The problems of the seals under these registered keys, in order. */
export function sealProblems(object, allowed) {
  if (object.seals.length === 0) return [{ code: 'OBJECT_SEAL_MISSING', message: object.reference + ' carries no seal of its owner' }];
  const message = objectSealedBytes(object);
  const seen = new Set();
  const problems = [];
  object.seals.forEach((seal, i) => {
    const where = 'header.seal[' + i + '] of ' + object.reference;
    if (seen.has(seal.signer)) problems.push({ code: 'OBJECT_SEAL_REPEATED', message: where + ' is by a key that sealed before' });
    else if (!allowed.has(seal.signer)) problems.push({ code: 'OBJECT_SEAL_BY_UNREGISTERED_KEY', message: where + ' is by a key that is not registered' });
    else if (!verifySm2(publicKeyOf(seal.signer), message, seal.signature)) {
      problems.push({ code: 'OBJECT_SEAL_INVALID', message: where + ' is no signature over this head and body' });
    }
    seen.add(seal.signer);
  });
  return problems;
}
