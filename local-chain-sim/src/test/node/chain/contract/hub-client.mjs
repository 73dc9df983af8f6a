// What this chain believes of the hub: a light client in the state of `packets` (docs/protocol.md section 12). A header
// comes with every call that needs one, and is verified once.
import { bytesOf, check, decodeHeader, decodeStateProof, hex, rootWithout, rootWithValue, same } from "../../canonical.mjs";
import { fingerprint } from "../encode.mjs";
import { decoded, Refusal, require } from "../engine.mjs";
import { canonicalBytes, isObject } from "../json.mjs";
import { validatorsJson } from "../ledger.mjs";
import { certified, follow, requireNotFromTheFuture, requireUsable, statusOf } from "../light-client.mjs";
import { HUB, number } from "../packet.mjs";

const CURRENT = "hub";
const FROZEN = "hub-frozen";
const headerKey = (height) => `hub-header/${height}`;
const decidedKey = (hash) => `hub-decided/${hex(hash)}`;
const caseKey = (number) => `hub-case/${number}`;

function validatorsOf(json) {
  check(Array.isArray(json) && json.every(isObject), "a validator set is a list");
  return json.map((v) => ({ name: String(v.name), organisation: String(v.organisation), publicKey: keyOf(v.publicKey) }));
}

function keyOf(text) {
  const key = hexOf(text);
  check(key.length === 65, "an SM2 key has 65 bytes");
  return key;
}

/** The entry of state that a chain starts from. @param hub {height, hash, time, validators} in JSON form */
export const trustRoot = (hub, trustedAt, trustPeriod) => ({ ...hub, trustedAt, trustPeriod });

export class HubClient {
  constructor(context) {
    this.context = context;
  }

  #entry() {
    return this.context.read(CURRENT);
  }

  openCase() {
    return this.context.read(FROZEN);
  }

  status() {
    return statusOf(this.openCase() !== undefined, this.#entry(), this.context.time);
  }

  requireUsable() {
    requireUsable(this.openCase() !== undefined, this.#entry(), this.context.time);
  }

  latestHash() {
    return this.#entry().hash;
  }

  /** The trust clock begins anew. */
  renew() {
    this.context.write(CURRENT, { ...this.#entry(), trustedAt: this.context.time });
  }

  #trusted() {
    const { height, hash, time, validators } = this.#entry();
    return {
      chain: HUB,
      height: BigInt(height),
      hash: bytesOf(hash),
      timeMillis: BigInt(time),
      validators: validatorsOf(validators),
    };
  }

  /**
   * A state of the hub that proofs may be held against, from {header, certificate, nextValidators?} or {hubHeight} of a
   * header verified before: {height, root, time}; or
   * {frozen: true} when the header contradicts a verified one. That is an answer and no refusal: a refusal would take
   * the case back.
   */
  verify(in_) {
    this.requireUsable();
    if (in_.hubHeight !== undefined) {
      return this.#verifiedBefore(in_.hubHeight);
    }
    const header = decoded("HUB_HEADER_MALFORMED", "header", () => decodeHeader(hexOf(in_.header)));
    require(header.chain === HUB, "HEADER_OF_OTHER_CHAIN", `only headers of ${HUB} count here, not of ${header.chain}`);
    const trusted = this.#trusted();
    const known = this.context.read(headerKey(header.height))?.hash
      ?? (header.height === trusted.height ? hex(trusted.hash) : undefined);
    if (known !== undefined) {
      return known === hex(header.hash) ? stateOf(header) : this.#conflict(trusted, known, header, in_);
    }
    return header.height > trusted.height
      ? this.#advance(trusted, header, in_)
      : this.#earlier(trusted, header, in_);
  }

  #verifiedBefore(height) {
    const kept = number(height) ? this.context.read(headerKey(height)) : undefined;
    require(kept !== undefined, "HUB_HEADER_UNKNOWN", `no header of the hub at height ${height} was verified here`);
    return { height, root: bytesOf(kept.stateRoot), time: kept.time };
  }

  #advance(trusted, header, in_) {
    const next = in_.nextValidators === undefined
      ? undefined
      : decoded("HUB_VALIDATORS_MALFORMED", "nextValidators", () => validatorsOf(in_.nextValidators));
    let after;
    try {
      after = follow(trusted, header, certificateOf(in_), next);
    } catch (error) {
      return this.#contradicted(trusted, header, in_, error);
    }
    requireNotFromTheFuture(header, this.context.time);
    this.context.write(CURRENT, {
      height: Number(after.height),
      hash: hex(after.hash),
      time: Number(after.timeMillis),
      validators: validatorsJson(after.validators),
      trustedAt: this.context.time,
      trustPeriod: this.#entry().trustPeriod,
    });
    this.#keep(header);
    return stateOf(header);
  }

  /** A certified header that does not follow the trusted one is misbehaviour, unless nobody ever sealed that one. */
  #contradicted(trusted, header, in_, error) {
    const kind = { PARENT_MISMATCH: "BROKEN_LINK", TIME_WENT_BACK: "TIME_WENT_BACK" }[error.code];
    const sealedBefore = this.context.read(headerKey(trusted.height)) !== undefined;
    if (kind === undefined || !sealedBefore || !isCertified(header, in_, trusted)) {
      throw error;
    }
    return this.#freeze(kind, trusted.height, hex(trusted.hash), header, in_);
  }

  /** A header below the trusted one: a relay was slower than another. It renews nothing. */
  #earlier(trusted, header, in_) {
    certified(header, certificateOf(in_), trusted.validators);
    if (header.timeMillis > trusted.timeMillis) {
      return this.#freeze("TIME_WENT_BACK", trusted.height, hex(trusted.hash), header, in_);
    }
    this.#keep(header);
    return stateOf(header);
  }

  /** Another block at a height that is known. */
  #conflict(trusted, known, header, in_) {
    const sealedBefore = this.context.read(headerKey(header.height)) !== undefined;
    require(
      sealedBefore && isCertified(header, in_, trusted),
      "HUB_HEADER_CONFLICT",
      `block ${header.height} of the hub was verified with hash ${known}; this one has no certificate that counts`,
    );
    return this.#freeze("FORK", header.height, known, header, in_);
  }

  #keep(header) {
    this.context.write(headerKey(header.height), {
      hash: hex(header.hash),
      stateRoot: hex(header.stateRoot),
      time: Number(header.timeMillis),
    });
  }

  #freeze(kind, knownHeight, knownHash, header, in_) {
    const decided = this.context.read(decidedKey(header.hash));
    require(
      decided === undefined,
      "MISBEHAVIOUR_DECIDED",
      () => `this block was decided about in case ${decided.case}`,
    );
    this.context.write(FROZEN, {
      kind,
      knownHeight: Number(knownHeight),
      knownHash,
      since: this.context.time,
      reportedBy: fingerprint(this.context.origin),
      other: { header: in_.header, certificate: in_.certificate },
    });
    this.context.emit("hubMisbehaviourFound", { kind, height: Number(header.height), hash: hex(header.hash) });
    return { frozen: true };
  }

  /** Ends the open case; what it was about does not freeze the client again. @returns its number */
  decide(decision) {
    const open = this.openCase();
    let number = 1;
    while (this.context.read(caseKey(number)) !== undefined) {
      number++;
    }
    this.context.write(caseKey(number), { ...open, decision });
    this.context.write(decidedKey(decodeHeader(bytesOf(open.other.header)).hash), { case: number });
    this.context.delete(FROZEN);
    return number;
  }
}

const stateOf = (header) => ({ height: Number(header.height), root: header.stateRoot, time: Number(header.timeMillis) });

function isCertified(header, in_, trusted) {
  try {
    certified(header, certificateOf(in_), trusted.validators);
    return true;
  } catch (error) {
    if (error instanceof Refusal) {
      return false;
    }
    throw error;
  }
}

function hexOf(text) {
  require(
    typeof text === "string" && /^([0-9a-f]{2})*$/.test(text),
    "BAD_ARGUMENT",
    "hexadecimal in small letters is wanted",
  );
  return bytesOf(text);
}

/** Section 13: {round, seals}. */
const certificateOf = (in_) =>
  decoded("HUB_CERTIFICATE_MALFORMED", "certificate", () => {
    const { round, seals } = isObject(in_.certificate) ? in_.certificate : {};
    check(number(round) && Array.isArray(seals) && seals.every(isObject), "a certificate is {round, seals}");
    return { round, seals: seals.map((s) => ({ signer: keyOf(s.signer), signature: signatureOf(s.signature) })) };
  });

function signatureOf(text) {
  const signature = hexOf(text);
  check(signature.length === 64, "a signature has 64 bytes");
  return signature;
}

const proofOf = (in_) => decoded("PROOF_MALFORMED", "proof", () => decodeStateProof(hexOf(in_.proof)));

/** Refuses unless the proof shows that the hub's state holds this value at the key. */
export function requirePresent(hub, in_, key, value, code) {
  const root = decoded(code, key, () => rootWithValue(proofOf(in_), key, canonicalBytes(value)));
  require(same(root, hub.root), code, `the proof does not show that the hub's state holds this value at ${key}`);
}

/** Refuses unless the proof shows that the hub's state holds nothing at the key. */
export function requireAbsent(hub, in_, key) {
  const code = "ABSENCE_NOT_PROVEN";
  const root = decoded(code, key, () => rootWithout(proofOf(in_), key));
  require(same(root, hub.root), code, `the proof does not show that the hub's state holds nothing at ${key}`);
}
