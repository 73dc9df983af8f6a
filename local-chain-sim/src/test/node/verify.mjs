// What a verifier does with the decoded bytes: certificates and signatures.
import { sm2 } from "sm-crypto-v2";
import { check, hex, same, sealedBytes, validatorSetHash } from "./canonical.mjs";

/** Whether `signature` (r then s, 64 bytes) is the key's over the message, with the default signer id. */
export function signedBy(publicKey, message, signature) {
  return sm2.doVerifySignature(message, hex(signature), hex(publicKey), { der: false, hash: true });
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
