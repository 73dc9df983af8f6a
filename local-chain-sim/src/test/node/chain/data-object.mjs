// Data objects of JR/T 0314 clause 6 (docs/protocol.md section 16): form, digest, seals, life.
import { bytesOf, check, hex, onCurve, sm3, utf8 } from "../canonical.mjs";
import { canonicalBytes, canonicalText, isObject } from "./json.mjs";
import { violations } from "./schema.mjs";

export const PROTOCOL = "区域性股权市场跨链业务数据模型";
export const MAX_BYTES = 256 * 1024;
/** The one member of the body, by type. */
export const BODIES = {
  subject: "subject_information",
  account: "account_information",
  product: "product_information",
  transactionreport: "transaction_report_information",
  registration: "registration_information",
  settlement: "capital_settlement_information",
  infodisclosure: "disclosure_approval_information",
};
const OPERATIONS = ["create", "update", "overwrite", "delete"];
const ID = /^(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const length = (text) => [...text].length;

/** Whether a text names an object. */
export const isId = (value) => typeof value === "string" && ID.test(value);

/** The members of an object, all that must be there and none but these. */
function members(value, where, needed, optional = []) {
  check(isObject(value), `${where} should be an object`);
  needed.forEach((name) => check(Object.hasOwn(value, name), `${where}.${name} is missing`));
  Object.keys(value).forEach((name) =>
    check(needed.includes(name) || optional.includes(name), `${where}.${name} is not known`));
}

function textOf(value, where, most, least = 0) {
  check(typeof value === "string" && length(value) >= least && length(value) <= most,
    `${where} should be a text of ${least} to ${most} characters`);
}

const integer = (value, below) => Number.isSafeInteger(value) && value >= 0 && value < below;

/** The object itself, when it has the form of section 16. */
export function checkObject(object) {
  members(object, "the object", ["header", "body"]);
  const { header, body } = object;
  members(header, "header", ["model", "content", "seal"], ["remark", "source", "metadata"]);
  members(header.model, "header.model", ["protocol", "version"]);
  check(header.model.protocol === PROTOCOL, `header.model.protocol should be ${PROTOCOL}`);
  textOf(header.model.version, "header.model.version", 32, 1);
  checkContent(header.content);
  if (header.remark !== undefined) {
    textOf(header.remark, "header.remark", 2048);
  }
  if (header.source !== undefined) {
    textOf(header.source, "header.source", 256);
  }
  if (header.metadata !== undefined) {
    check(isObject(header.metadata) && canonicalBytes(header.metadata).length <= 16 * 1024,
      "header.metadata should be an object of at most 16 KiB");
  }
  check(Array.isArray(header.seal) && header.seal.length <= 16, "header.seal should be a list of at most 16");
  header.seal.forEach(checkSeal);
  checkBody(header.content, body);
  check(canonicalBytes(object).length <= MAX_BYTES, `an object has at most ${MAX_BYTES} bytes`);
  return object;
}

function checkContent(content) {
  members(content, "header.content", ["type", "object_id", "version", "operation", "timestamp"]);
  check(Object.hasOwn(BODIES, content.type), `header.content.type ${content.type} is not known`);
  check(isId(content.object_id), "header.content.object_id is not an id");
  check(integer(content.version, Number.MAX_SAFE_INTEGER), "header.content.version should be an integer from 0");
  check(OPERATIONS.includes(content.operation), `header.content.operation ${content.operation} is not known`);
  check(integer(content.timestamp, 10 ** 11), "header.content.timestamp should be in seconds");
}

function checkSeal(seal, index) {
  const where = `header.seal[${index}]`;
  members(seal, where, ["pub_key", "digest_algo", "signature"]);
  members(seal.pub_key, `${where}.pub_key`, ["type", "value"]);
  check(seal.pub_key.type === "SM2" && seal.digest_algo === "SM3", `${where} should be SM2 with SM3`);
  const key = seal.pub_key.value;
  check(typeof key === "string" && /^04[0-9a-f]{128}$/.test(key) && onCurve(bytesOf(key)), `${where}.pub_key.value is no SM2 key`);
  signatureOf(seal.signature);
}

function checkBody({ type, operation }, body) {
  if (operation === "delete") {
    check(isObject(body) && Object.keys(body).length === 0, "the body of a delete is empty");
    return;
  }
  members(body, "body", [BODIES[type]]);
  check(isObject(body[BODIES[type]]), `body.${BODIES[type]} should be an object`);
}

/** r ‖ s of a signature in DER and Base64 (GM/T 0009). */
export function signatureOf(base64) {
  check(typeof base64 === "string", "a signature is Base64");
  const der = Uint8Array.from(Buffer.from(base64, "base64"));
  check(Buffer.from(der).toString("base64") === base64, "a signature is Base64");
  let at = 2;
  const part = () => {
    const size = der[at + 1];
    const digits = der.slice(at + 2, at + 2 + size);
    check(der[at] === 2 && size > 0 && digits.length === size, "the signature's DER is wrong");
    check(digits[0] < 0x80 && !(size > 1 && digits[0] === 0 && digits[1] < 0x80), "an integer of the DER is not minimal");
    at += 2 + size;
    const value = hex(digits).replace(/^00/, "").padStart(64, "0");
    check(value.length === 64, "an integer of the DER is too long");
    return value;
  };
  check(der[0] === 0x30 && der[1] === der.length - 2, "the signature's DER is wrong");
  const value = part() + part();
  check(at === der.length, "bytes are left over behind the signature's DER");
  return bytesOf(value);
}

export const digestOf = (object) => hex(sm3(canonicalBytes(object)));
export const bodyDigestOf = (object) => hex(sm3(canonicalBytes(object.body)));

/** What the owners sign: the head without its seals, and the digest of the body. */
export function sealedText(object) {
  const { seal, ...head } = object.header;
  return canonicalText({ ...head, body_sm3: bodyDigestOf(object) });
}

/** What is wrong with an object's seals, in their order. @param allowed keys in hexadecimal */
export function sealProblems(object, allowed, verify) {
  const { seal } = object.header;
  if (seal.length === 0) {
    return ["OBJECT_SEAL_MISSING"];
  }
  const message = utf8(sealedText(object));
  const seen = new Set();
  return seal.flatMap(({ pub_key: { value: key }, signature }) => {
    if (seen.has(key)) {
      return ["OBJECT_SEAL_REPEATED"];
    }
    seen.add(key);
    if (!allowed.includes(key)) {
      return ["OBJECT_SEAL_BY_UNREGISTERED_KEY"];
    }
    return verify(bytesOf(key), message, signatureOf(signature)) ? [] : ["OBJECT_SEAL_INVALID"];
  });
}

/** The object with one more seal. */
export function sealed(object, keys) {
  const seal = {
    pub_key: { type: "SM2", value: keys.publicKeyHex },
    digest_algo: "SM3",
    signature: Buffer.from(keys.signDer(utf8(sealedText(object)))).toString("base64"),
  };
  return { ...object, header: { ...object.header, seal: [...object.header.seal, seal] } };
}

/** RFC 7386: null clears, objects merge, everything else replaces. */
export function merge(before, patch) {
  if (!isObject(patch)) {
    return patch;
  }
  const merged = isObject(before) ? { ...before } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[name];
    } else {
      merged[name] = merge(merged[name], value);
    }
  }
  return merged;
}

const accept = (stage, latest, expected, full) => ({ stage, latest, expected, full });
const refuse = (code) => ({ code });

/** The table of section 16, a row for each stage: (history, version, before) → what the history becomes, or a code. */
const LIFE = {
  UNKNOWN: {
    create: (_, version) => (version === 0 ? accept("LIVE", 0, 1) : refuse("OBJECT_VERSION_GAP")),
    update: () => refuse("OBJECT_UNKNOWN"),
    overwrite: () => refuse("OBJECT_UNKNOWN"),
    delete: () => refuse("OBJECT_UNKNOWN"),
  },
  LIVE: {
    create: () => refuse("OBJECT_EXISTS"),
    update: ({ expected }, version) =>
      version === expected ? accept("LIVE", version, version + 1) : refuse("OBJECT_VERSION_GAP"),
    overwrite: ({ latest }, version) =>
      version > latest ? refuse("OVERWRITE_VERSION_UNKNOWN") : overwritten(latest, version),
    delete: ({ expected }, version) =>
      version === expected ? accept("DELETED", version, version + 1) : refuse("OBJECT_VERSION_GAP"),
  },
  OVERWRITING: {
    create: () => refuse("OVERWRITE_INCOMPLETE"),
    update: () => refuse("OVERWRITE_INCOMPLETE"),
    overwrite: ({ latest, expected }, version) =>
      version === expected ? overwritten(latest, version) : refuse("OVERWRITE_INCOMPLETE"),
    delete: () => refuse("OVERWRITE_INCOMPLETE"),
  },
  DELETED: {
    create: () => refuse("OBJECT_DELETED"),
    update: () => refuse("OBJECT_DELETED"),
    overwrite: () => refuse("OBJECT_DELETED"),
    delete: () => refuse("OBJECT_DELETED"),
  },
};

const overwritten = (latest, version) => accept(version === latest ? "LIVE" : "OVERWRITING", latest, version + 1);

/**
 * What becomes of a checked snapshot: {history} with it, or {code, message}.
 *
 * @param history {type, stage, latest, expected, full}, or undefined for an unknown object
 * @param stored gives the stored snapshot of a version; asked when an overwrite begins
 */
export function nextOf(history, snapshot, stored) {
  const { type, object_id: id, version, operation } = snapshot.header.content;
  const stage = history?.stage ?? "UNKNOWN";
  const next = LIFE[stage][operation](history, version);
  if (next.code !== undefined) {
    return { ...next, message: `${operation} of ${id}/${version} does not fit: ${id} is ${stage}` };
  }
  if (history !== undefined && history.type !== type) {
    return { code: "OBJECT_TYPE_CHANGED", message: `${id} is of type ${history.type}, not ${type}` };
  }
  const begins = operation === "overwrite" && stage === "LIVE";
  const before = begins ? fullBefore(version, stored) : history?.full ?? {};
  const full = operation === "delete" ? {} : merge(before, snapshot.body);
  if (canonicalBytes(full).length > MAX_BYTES) {
    return { code: "OBJECT_TOO_LARGE", message: `the full body of ${id}/${version} has more than ${MAX_BYTES} bytes` };
  }
  return { history: { ...next, type, full } };
}

function fullBefore(version, stored) {
  let full = {};
  for (let v = 0; v < version; v++) {
    full = merge(full, stored(v).body);
  }
  return full;
}

/** Why the snapshot with its full body does not pass the schema of its type; empty when it does. */
export const schemaProblems = (snapshot, full) =>
  violations(snapshot.header.content.type, { header: snapshot.header, body: full });
