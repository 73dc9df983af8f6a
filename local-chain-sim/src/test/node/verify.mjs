// What a verifier does with the decoded bytes: certificates and signatures.
import { sm2 } from "sm-crypto-v2";
import { check, hex, same, sealedBytes, validatorSetHash } from "./canonical.mjs";

// the order of sm2p256v1's base point, GB/T 32918.5
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** Whether both numbers of a signature lie in [1, n−1] and do not add up to n (section 2). */
function inRange(signature) {
  const r = BigInt(`0x${hex(signature.slice(0, 32))}`);
  const s = BigInt(`0x${hex(signature.slice(32))}`);
  return r > 0n && r < N && s > 0n && s < N && r + s !== N;
}

/** Whether `signature` (r then s, 64 bytes) is the key's over the message, with the default signer id. */
export function signedBy(publicKey, message, signature) {
  return signature.length === 64 && inRange(signature) && sm2.doVerifySignature(message, hex(signature), hex(publicKey), { der: false, hash: true });
}

/** How many of n validators make a decision. */
export const quorum = (n) => Math.floor((n + Math.floor((n - 1) / 3)) / 2) + 1;

/**
 * Checks a certificate {chain, height, round, blockHash, seals} of a decoded header under a validator set, in the order
 * of section 11 of docs/protocol.md. Returns how many sealed.
 */
export function verifyCertificate(header, certificate, validators) {
  const { chain, height, round, blockHash, seals } = certificate;
  check(chain === header.chain, "the certificate is of another chain", "HEADER_OF_OTHER_CHAIN");
  check(
    BigInt(height) === header.height && same(blockHash, header.hash),
    "the certificate is of another block",
    "CERTIFICATE_OF_OTHER_BLOCK",
  );
  check(
    same(validatorSetHash(validators), header.validatorSetHash),
    "the validator set is not the header's",
    "VALIDATOR_SET_MISMATCH",
  );
  requireDistinctMembers(seals, new Set(validators.map((v) => hex(v.publicKey))));
  check(
    seals.length >= quorum(validators.length),
    `${seals.length} seals are no quorum of ${validators.length}`,
    "QUORUM_NOT_REACHED",
  );
  const message = sealedBytes(chain, height, round, blockHash);
  seals.forEach((seal, i) =>
    check(signedBy(seal.signer, message, seal.signature), `seal ${i} is not valid`, "SEAL_INVALID"));
  return seals.length;
}

function requireDistinctMembers(seals, members) {
  const seen = new Set();
  seals.forEach((seal, i) => {
    const signer = hex(seal.signer);
    check(members.has(signer), `seal ${i} is by a key outside the set`, "SEAL_BY_UNREGISTERED_KEY");
    check(!seen.has(signer), `seal ${i} repeats its signer`, "SEAL_REPEATED");
    seen.add(signer);
  });
}
