// SM2 keys with SM3 (docs/protocol.md section 2).
import { sm2 } from "sm-crypto-v2";
import { bytesOf, hex, sm3 } from "../canonical.mjs";
import { signedBy } from "../verify.mjs";

/** A key pair that signs; the private key does not leave it. */
export class KeyPair {
  #privateKey;

  /** @param privateKey 32 bytes in hexadecimal */
  constructor(privateKey) {
    this.#privateKey = privateKey;
    this.publicKeyHex = sm2.getPublicKeyFromPrivateKey(privateKey);
    this.publicKey = bytesOf(this.publicKeyHex);
  }

  static generate() {
    return new KeyPair(sm2.generateKeyPairHex().privateKey);
  }

  /** r then s, 64 bytes. */
  sign(message) {
    return bytesOf(this.#sign(message, false));
  }

  /** The DER form of GM/T 0009, which the seals of data objects have. */
  signDer(message) {
    return bytesOf(this.#sign(message, true));
  }

  #sign(message, der) {
    return sm2.doSignature(message, this.#privateKey, { der, hash: true, publicKey: this.publicKeyHex });
  }
}

const REMEMBERED = 4096;
const good = new Set();

/**
 * Whether the signature is the key's. One found good is remembered: the four validators of this process each make every
 * block again, and need not do the slow arithmetic four times.
 */
export function verified(publicKey, message, signature) {
  const name = hex(sm3(Buffer.concat([publicKey, signature, message])));
  if (good.has(name)) {
    return true;
  }
  const right = signedBy(publicKey, message, signature);
  if (right) {
    if (good.size === REMEMBERED) {
      good.delete(good.values().next().value);
    }
    good.add(name);
  }
  return right;
}
