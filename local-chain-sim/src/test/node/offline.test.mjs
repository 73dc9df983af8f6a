// The decoders and checks on the published evidence file: no node is needed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  bytesOf,
  check,
  decodeHeader,
  decodeOrderedProof,
  decodeReceipt,
  decodeStateProof,
  decodeTransaction,
  hex,
  Mismatch,
  orderedRoot,
  rootWithout,
  rootWithValue,
  same,
  sm3,
} from "./canonical.mjs";
import { quorum, signedBy, verifyCertificate } from "./verify.mjs";

const file = new URL("../../../../crosschain-protocol/vectors/evidence/transfer.json", import.meta.url);
const evidence = JSON.parse(readFileSync(file, "utf8"));

const validatorsOf = (side) =>
  side.validators.map((v) => ({ ...v, publicKey: bytesOf(v.publicKey) }));
const sealsOf = (side) =>
  side.certificate.seals.map((s) => ({ signer: bytesOf(s.signer), signature: bytesOf(s.signature) }));

test("SM3 gives the standard's digest of abc", () => {
  assert.equal(
    hex(sm3(new TextEncoder().encode("abc"))),
    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
  );
});

test("quorums are those of the protocol", () => {
  assert.deepEqual([1, 4, 5, 7, 10].map(quorum), [1, 3, 4, 5, 7]);
});

for (const name of ["anchor", "local"]) {
  const side = evidence[name];
  const header = decodeHeader(bytesOf(side.header));

  test(`the ${name} block is sealed by a quorum`, () => {
    const seals = verifyCertificate(header, side.certificate.round, sealsOf(side), validatorsOf(side));
    assert.ok(seals >= quorum(side.validators.length));
  });

  test(`the ${name} certificate is refused with a seal missing, doubled or altered`, () => {
    const [first, ...rest] = sealsOf(side);
    const altered = { ...first, signature: first.signature.with(40, first.signature[40] ^ 1) };
    for (const seals of [rest, [first, first, ...rest], [altered, ...rest]]) {
      assert.throws(() => verifyCertificate(header, side.certificate.round, seals, validatorsOf(side)), Mismatch);
    }
  });

  test(`every entry of the ${name} state is proven, and no other value is`, () => {
    for (const entry of side.entries ?? side.objects) {
      const proof = decodeStateProof(bytesOf(entry.proof));
      const value = bytesOf(entry.value);
      assert.ok(same(rootWithValue(proof, entry.key, value), header.stateRoot), entry.key);
      assert.ok(!same(rootWithValue(proof, entry.key, value.with(0, 0)), header.stateRoot));
      assert.ok(!same(rootWithValue(proof, `${entry.key}0`, value), header.stateRoot));
      assert.ok(!same(rootWithout(proof, entry.key), header.stateRoot));
    }
  });
}

test("the transaction and its receipt stand in the local block", () => {
  const header = decodeHeader(bytesOf(evidence.local.header));
  const bytes = bytesOf(evidence.local.transaction.bytes);
  const transaction = decodeTransaction(bytes);
  assert.equal(hex(transaction.id), evidence.subject.transaction);
  assert.ok(signedBy(transaction.sender, transaction.signed, transaction.signature));
  const proof = decodeOrderedProof(bytesOf(evidence.local.transaction.proof));
  assert.ok(same(orderedRoot(proof, bytes), header.transactionRoot));
  const receiptBytes = bytesOf(evidence.local.receipt.bytes);
  const receipt = decodeReceipt(receiptBytes);
  assert.equal(hex(receipt.transactionId), evidence.subject.transaction);
  assert.ok(same(orderedRoot(decodeOrderedProof(bytesOf(evidence.local.receipt.proof)), receiptBytes), header.receiptRoot));
  assert.ok(same(receipt.traceHash, sm3(bytesOf(evidence.local.trace))));
});

test("a header that is short, long or of another type is refused", () => {
  const header = bytesOf(evidence.local.header);
  for (const bytes of [header.slice(0, -1), Uint8Array.from([...header, 0]), header.with(3, 0)]) {
    assert.throws(() => decodeHeader(bytes), Mismatch);
  }
  assert.throws(() => check(false, "as said"), /as said/);
});
