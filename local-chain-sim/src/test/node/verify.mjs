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
 * Checks that the set is the header's, every seal is a distinct member's and valid, and that they make a quorum.
 * Returns how many sealed.
 */
export function verifyCertificate(header, round, seals, validators) {
  check(same(validatorSetHash(validators), header.validatorSetHash), "the validator set is not the header's");
  const message = sealedBytes(header.chain, header.height, round, header.hash);
  const members = new Set(validators.map((v) => hex(v.publicKey)));
  const seen = new Set();
  seals.forEach((seal, i) => {
    const signer = hex(seal.signer);
    check(members.has(signer), `seal ${i} is by a key outside the set`);
    check(!seen.has(signer), `seal ${i} repeats its signer`);
    check(signedBy(seal.signer, message, seal.signature), `seal ${i} is not valid`);
    seen.add(signer);
  });
  check(seen.size >= quorum(validators.length), `${seen.size} seals are no quorum of ${validators.length}`);
  return seen.size;
}
