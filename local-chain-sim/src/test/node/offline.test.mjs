// The decoders and checks on the published test vectors: no node is needed.
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
  stateKeyHash,
} from "./canonical.mjs";
import { assertRule } from "./chain/rules.mjs";
import { quorum, signedBy, verifyCertificate } from "./verify.mjs";

const vectors = new URL("../../../../crosschain-protocol/vectors/", import.meta.url);
const vector = (name) => JSON.parse(readFileSync(new URL(name, vectors), "utf8"));
const evidence = vector("evidence/transfer.json");

const validatorsOf = (side) =>
  side.validators.map((v) => ({ ...v, publicKey: bytesOf(v.publicKey) }));
const sealsOf = (side) =>
  side.certificate.seals.map((s) => ({ signer: bytesOf(s.signer), signature: bytesOf(s.signature) }));
const certificateOf = (header, side, seals) => ({
  chain: header.chain,
  height: header.height,
  blockHash: header.hash,
  round: side.certificate.round,
  seals,
});

const decoders = {
  "regchain/header/1": decodeHeader,
  "regchain/signed-transaction/1": decodeTransaction,
  "regchain/receipt/1": decodeReceipt,
  "regchain/state-proof/1": decodeStateProof,
  "regchain/ordered-proof/1": decodeOrderedProof,
};

test("the published block header is decoded field by field and gives the published block hash", () => {
  const published = vector("canonical.json").values.find((v) => v.name === "header");
  const header = decodeHeader(bytesOf(published.bytes));
  assert.equal(hex(header.hash), published.sm3);
  assert.equal(header.chain, published.fields.chainId);
  assert.equal(header.height, BigInt(published.fields.height));
  assert.equal(header.timeMillis, BigInt(published.fields.time));
  for (const name of ["parentHash", "proposer", "transactionRoot", "receiptRoot", "stateRoot", "validatorSetHash"]) {
    assert.equal(hex(header[name]), published.fields[name], name);
  }
});

test("bytes that the vectors refuse are refused", () => {
  const refused = vector("canonical.json").refused.filter((r) => r.domain in decoders);
  assert.ok(refused.length >= 8);
  for (const { domain, bytes, why } of refused) {
    assert.throws(() => decoders[domain](bytesOf(bytes)), Mismatch, why);
  }
});

test("published ordered proofs lead to their roots, refused ones do not", () => {
  const { lists, refused } = vector("ordered-merkle.json");
  for (const { root, leaves } of lists) {
    for (const leaf of leaves) {
      assert.equal(hex(orderedRoot(decodeOrderedProof(bytesOf(leaf.proof)), bytesOf(leaf.bytes))), root);
    }
  }
  for (const { root, leaf, proof, why } of refused) {
    assert.ok(!holds(() => hex(orderedRoot(decodeOrderedProof(bytesOf(proof)), bytesOf(leaf))) === root), why);
  }
});

test("published state proofs lead to their roots, refused claims do not", () => {
  const { trees, refused, keyHashes } = vector("state-tree.json");
  keyHashes.forEach(({ key, keyHash }) => assert.equal(hex(stateKeyHash(key)), keyHash));
  const rootOf = (key, value, proof) =>
    value === null || value === undefined ? rootWithout(proof, key) : rootWithValue(proof, key, bytesOf(value));
  for (const { root, proofs } of trees) {
    for (const { key, value, proof } of proofs) {
      assert.equal(hex(rootOf(key, value, decodeStateProof(bytesOf(proof)))), root, key);
    }
  }
  for (const { root, key, value, proof, claim, why } of refused) {
    const claimed = claim === "presence" ? value : null;
    assert.ok(!holds(() => hex(rootOf(key, claimed, decodeStateProof(bytesOf(proof)))) === root), why);
  }
});

/** Whether a claim holds; a mismatch on the way is a no. */
function holds(claim) {
  try {
    return claim();
  } catch (error) {
    if (error instanceof Mismatch) {
      return false;
    }
    throw error;
  }
}

test("published certificates have the published outcomes", () => {
  for (const { name, outcome, rule, header, certificate, validators } of vector("certificate.json").cases) {
    const decoded = decodeHeader(bytesOf(header));
    const given = {
      ...certificate,
      chain: certificate.chainId,
      blockHash: bytesOf(certificate.blockHash),
      seals: sealsOf({ certificate }),
    };
    const run = () => verifyCertificate(decoded, given, validatorsOf({ validators }));
    if (outcome === "VERIFIED") {
      assert.ok(run() >= quorum(validators.length), name);
    } else {
      assert.throws(run, { code: outcome }, name);
      assertRule(rule, outcome, name);
    }
  }
});

test("SM3 gives the standard's digest of abc", () => {
  assert.equal(
    hex(sm3(new TextEncoder().encode("abc"))),
    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
  );
});

test("quorums are those of the protocol", () => {
  for (const { validators, quorum: published } of vector("certificate.json").quorums) {
    assert.equal(quorum(validators), published);
  }
});

for (const name of ["anchor", "local"]) {
  const side = evidence[name];
  const header = decodeHeader(bytesOf(side.header));

  test(`the ${name} block is sealed by a quorum`, () => {
    const seals = verifyCertificate(header, certificateOf(header, side, sealsOf(side)), validatorsOf(side));
    assert.ok(seals >= quorum(side.validators.length));
  });

  test(`the ${name} certificate is refused with a seal missing, doubled or altered`, () => {
    const [first, ...rest] = sealsOf(side);
    const altered = { ...first, signature: first.signature.with(40, first.signature[40] ^ 1) };
    for (const seals of [rest, [first, first, ...rest], [altered, ...rest]]) {
      const certificate = certificateOf(header, side, seals);
      assert.throws(() => verifyCertificate(header, certificate, validatorsOf(side)), Mismatch);
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
