// The pure parts of the chain on the published vectors: what it writes is, byte for byte, what they say.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesOf, decodeHeader, encodeValidatorSet, hex, Mismatch, sealedBytes, sm3 } from "../canonical.mjs";
import { signedBy } from "../verify.mjs";
import {
  bodyDigestOf,
  checkObject,
  digestOf,
  nextOf,
  schemaProblems,
  sealed,
  sealedText,
  sealProblems,
} from "./data-object.mjs";
import { decodePacket, encodeHeader, encodeReceipt, encodeTrace, encodeTransaction, encodeUnsigned } from "./encode.mjs";
import { canonicalText, decodeCanonical, parse } from "./json.mjs";
import { KeyPair } from "./keys.mjs";
import { follow } from "./light-client.mjs";
import { assertRule } from "./rules.mjs";
import * as settlement from "./settlement.mjs";
import {
  acknowledgementBytes,
  channelBefore,
  checkAcknowledgement,
  checkPacket,
  commitment,
  hubKeys,
  keys,
  mayAcknowledge,
  mayReceive,
  mayReceiveAtHub,
  mayTimeOut,
  mayTimeOutAtHub,
  packetBytes,
} from "./packet.mjs";
import { orderedTreeRoot, proveEntry, StateTree } from "./tree.mjs";

const vectors = new URL("../../../../../crosschain-protocol/vectors/", import.meta.url);
const vector = (name) => JSON.parse(readFileSync(new URL(name, vectors), "utf8"));
const valuesOf = (name) => vector("canonical.json").values.filter((value) => value.name === name);
const validatorsOf = (list) => list.map((v) => ({ ...v, publicKey: bytesOf(v.publicKey) }));
const sealsOf = (certificate) =>
  certificate.seals.map((s) => ({ signer: bytesOf(s.signer), signature: bytesOf(s.signature) }));

test("headers, transactions, validator sets and sealed bytes are written as published", () => {
  for (const { fields: f, bytes } of valuesOf("header")) {
    const read = decodeHeader(bytesOf(bytes));
    assert.equal(hex(encodeHeader(read)), bytes);
    assert.equal(hex(encodeHeader({ ...read, chain: f.chainId, height: f.height, timeMillis: f.time })), bytes);
  }
  for (const { fields, bytes } of valuesOf("transaction without signature")) {
    const written = encodeUnsigned({
      ...fields,
      chain: fields.chainId,
      sender: bytesOf(fields.sender),
      arguments: new TextEncoder().encode(canonicalText(asJson(fields.arguments))),
    });
    assert.equal(hex(written), bytes);
  }
  for (const { fields, bytes } of valuesOf("transaction")) {
    assert.equal(hex(encodeTransaction(bytesOf(fields.unsigned), bytesOf(fields.signature))), bytes);
  }
  for (const { fields, bytes } of valuesOf("validator set")) {
    assert.equal(hex(encodeValidatorSet(validatorsOf(fields.validators))), bytes);
  }
  for (const { fields: f, bytes } of valuesOf("what a validator seals")) {
    assert.equal(hex(sealedBytes(f.chainId, f.height, f.round, bytesOf(f.blockHash))), bytes);
  }
});

const asJson = (value) => (typeof value === "string" ? parse(value) : value);

test("roots and proofs of ordered lists and of states are written as published", () => {
  for (const { root, leaves } of vector("ordered-merkle.json").lists) {
    const bytes = leaves.map((leaf) => bytesOf(leaf.bytes));
    assert.equal(hex(orderedTreeRoot(bytes)), root);
    leaves.forEach((leaf, index) => assert.equal(hex(proveEntry(bytes, index)), leaf.proof));
  }
  for (const { root, entries, proofs } of vector("state-tree.json").trees) {
    const state = StateTree.EMPTY.with(entries.map(({ key, value }) => [key, bytesOf(value)]));
    assert.equal(hex(state.root), root);
    proofs.forEach(({ key, proof }) => assert.equal(hex(state.prove(key)), proof));
  }
});

test("a state comes to the published roots after each batch of writes, and earlier states stay what they were", () => {
  const { root, batches } = vector("state-tree.json").history;
  const first = Array.from({ length: 12 }, (_, i) => [`k${i}`, new TextEncoder().encode(`value ${i}`)]);
  const start = StateTree.EMPTY.with(first);
  let state = start;
  for (const batch of batches) {
    state = state.with(batch.writes.map(({ key, value }) => [key, value === null ? undefined : bytesOf(value)]));
    assert.equal(hex(state.root), batch.root);
  }
  assert.equal(hex(start.root), root);
});

test("a light client follows the published steps, each with its own reason", () => {
  const { trustRoot, steps } = vector("light-client.json");
  const root = decodeHeader(bytesOf(trustRoot.header));
  let trusted = { ...root, validators: validatorsOf(trustRoot.nextValidators) };
  for (const { name, outcome, rule, header, certificate, nextValidators, trustedAfter } of steps) {
    const given = {
      round: certificate.round,
      seals: sealsOf(certificate),
      chain: certificate.chainId,
      height: certificate.height,
      blockHash: bytesOf(certificate.blockHash),
    };
    const next = nextValidators === null ? undefined : validatorsOf(nextValidators);
    const step = () => follow(trusted, decodeHeader(bytesOf(header)), given, next);
    if (outcome === "ADVANCED") {
      trusted = step();
    } else {
      assert.throws(step, { code: outcome }, name);
      assertRule(rule, outcome, name);
    }
    assert.equal(hex(trusted.hash), trustedAfter.blockHash, name);
    assert.equal(hex(sm3(encodeValidatorSet(trusted.validators))), trustedAfter.validatorSetHash, name);
  }
});

test("packets and acknowledgements are written, named and committed to as published", () => {
  const { packets, acknowledgements, keys: places, refused } = vector("packet.json");
  for (const { json, bytes, commitment: published } of packets) {
    assert.equal(hex(packetBytes(checkPacket(json))), bytes);
    assert.equal(commitment(json), published);
    const { payload, ...read } = decodePacket(bytesOf(bytes));
    assert.deepEqual(checkPacket({ ...read, payload: decodeCanonical(payload) }), json);
  }
  for (const { json, bytes, commitment: published } of acknowledgements) {
    assert.equal(hex(acknowledgementBytes(checkAcknowledgement(json))), bytes);
    assert.equal(hex(sm3(acknowledgementBytes(json))), published);
  }
  const [{ json: packet }] = packets;
  assert.equal(`packets/${keys.out(packet)}`, places.source.packet);
  assert.equal(`packets/${keys.done(packet)}`, places.source.end);
  assert.equal(`packets/${keys.channelOut(packet)}`, places.source.channel);
  assert.equal(`packets/${keys.in(packet)}`, places.destination.receipt);
  assert.equal(`packets/${keys.ack(packet)}`, places.destination.acknowledgement);
  assert.equal(`packets/${keys.channelIn(packet)}`, places.destination.channel);
  assert.equal(hubKeys.in(packet), places.hub.receipt);
  assert.equal(hubKeys.out(packet), places.hub["onward packet"]);
  assert.equal(hubKeys.ack(packet), places.hub.end);
  assert.equal(hubKeys.channel(packet), places.hub.channel);
  for (const { bytes, why } of refused) {
    const read = () => {
      const { payload, ...fields } = decodePacket(bytesOf(bytes));
      checkPacket({ ...fields, payload: decodeCanonical(payload) });
    };
    assert.throws(read, Mismatch, why);
  }
});

test("the rules of each step, the hub's too, give the published outcomes", () => {
  const { packets, rules } = vector("packet.json");
  const ladders = {
    "receive at the hub": (packet, rule, channel) =>
      mayReceiveAtHub(packet, packet.source, rule.timeMillis, rule.stage, channel, 0),
    "receive at the destination": (packet, rule, channel) =>
      mayReceive(packet, packet.destination, rule.timeMillis, rule.height, rule.stage, channel),
    "acknowledge at the source": (packet, rule, channel) => mayAcknowledge(packet, rule.stage, channel),
    acknowledge: (packet, rule, channel) => mayAcknowledge(packet, rule.stage, channel),
    "time out on absence at": (packet, rule) => mayTimeOutAtHub(packet, rule.timeMillis, rule.height, rule.stage),
  };
  for (const rule of rules) {
    const packet = packets.map(({ json }) => json).find(({ channel }) => channel === rule.channel);
    const channel = { ...channelBefore(packet), next: rule.next ?? packet.sequence, settled: rule.settled ?? packet.sequence };
    answers(() => ladders[rule.step](packet, rule, channel), rule);
  }
});

/** The step is allowed, or refused for the published reason by the published rule. */
function answers(run, row) {
  const what = JSON.stringify(row);
  if (row.outcome === "ALLOWED") {
    run();
    return;
  }
  assert.throws(run, { code: row.outcome }, what);
  assertRule(row.rule, row.outcome, what);
}

test("what is no acknowledgement is refused", () => {
  const { refusedAcknowledgements } = vector("packet.json");
  assert.ok(refusedAcknowledgements.length >= 5);
  refusedAcknowledgements.forEach(({ json, why }) => assert.throws(() => checkAcknowledgement(json), Mismatch, why));
});

test("settlement plans are written and named as published; what is none is refused", () => {
  const { plans, records, decisions, keys: places, refused } = vector("settlement.json");
  for (const { json, bytes, settlement: name } of plans) {
    assert.equal(hex(settlement.planBytes(settlement.checkPlan(json))), bytes);
    assert.equal(settlement.settlementOf(json), name);
  }
  records.forEach((record) => settlement.checkRecord(record));
  decisions.forEach((decision) => settlement.checkDecision(decision));
  const [{ settlement: first }] = plans;
  assert.equal(`settlements/${settlement.keys.plan(first)}`, places.plan);
  assert.equal(`settlements/${settlement.keys.leg(first, 0)}`, places.local.leg);
  assert.equal(`settlements/${settlement.keys.pending}`, places.local.pending);
  assert.equal(settlement.decisionKey(first), places.hub.decision);
  const readers = { plan: settlement.checkPlan, record: settlement.checkRecord, decision: settlement.checkDecision };
  assert.ok(refused.length >= 15);
  refused.forEach(({ what, why, json }) => assert.throws(() => readers[what](json), Mismatch, why));
});

test("the rules of settlements give the published outcomes", () => {
  const { plans: [{ json: plan }], rules } = vector("settlement.json");
  const given = (value) => value ?? undefined;
  const steps = {
    lock: ({ leg, self, timeMillis, known, pending }) => {
      settlement.requireLeg(plan, leg);
      settlement.mayEnter(plan, leg, self, timeMillis, given(known), pending);
    },
    prove: ({ timeMillis, pending }) => settlement.mayProve(plan, timeMillis, pending),
    abort: ({ timeMillis }) => settlement.mayExpire(plan, timeMillis),
    expire: ({ timeMillis }) => settlement.mayExpire(plan, timeMillis),
    "finish at the hub": ({ decision, proven, timeMillis }) =>
      settlement.mayFinish(plan, decision, given(proven), timeMillis),
  };
  assert.ok(rules.length >= 25);
  rules.forEach((row) => answers(() => steps[row.step](row), row));
});

test("a packet times out at its source from the timeout on, not before", () => {
  const [{ json: packet }] = vector("packet.json").packets;
  const channel = channelBefore(packet);
  assert.throws(() => mayTimeOut(packet, packet.timeoutMillis - 1, "OPEN", channel), { code: "PACKET_NOT_TIMED_OUT" });
  mayTimeOut(packet, packet.timeoutMillis, "OPEN", channel);
});

test("data objects have the published digests, sealed text and seal problems; what is none is refused", () => {
  const { objects, seals, refused, allowedKeys } = vector("data-object.json");
  for (const { object, digest, bodyDigest, sealedBytes: text } of objects) {
    assert.equal(digestOf(checkObject(object)), digest);
    assert.equal(bodyDigestOf(object), bodyDigest);
    assert.equal(sealedText(object), text);
  }
  seals.forEach(({ name, object, problems }) =>
    assert.deepEqual(sealProblems(object, allowedKeys, signedBy), problems, name));
  refused.forEach(({ object, why }) => assert.throws(() => checkObject(object), Mismatch, why));
});

test("the life of an object goes as published", () => {
  let history;
  const stored = new Map();
  for (const { reference, operation, body, outcome, stage, full } of vector("data-object.json").life) {
    const [id, version] = reference.split("/");
    const content = { type: "account", object_id: id, version: Number(version), operation };
    const snapshot = { header: { content }, body };
    const next = nextOf(history, snapshot, (v) => stored.get(v));
    assert.equal(next.code ?? "ACCEPTED", outcome, reference);
    if (next.history !== undefined) {
      history = next.history;
      stored.set(Number(version), snapshot);
      assert.equal(history.stage, stage);
      assert.deepEqual(history.full, asJson(full));
    }
  }
});

test("a published object passes its schema; one without its basic part does not", () => {
  const [{ object }] = vector("data-object.json").objects;
  assert.deepEqual(schemaProblems(object, object.body), []);
  assert.notDeepEqual(schemaProblems(object, { account_information: {} }), []);
});

test("a key seals what it is given, and no other key does", () => {
  const [{ object }] = vector("data-object.json").objects;
  const keyPair = KeyPair.generate();
  const bare = { ...object, header: { ...object.header, seal: [] } };
  const once = checkObject(sealed(bare, keyPair));
  assert.deepEqual(sealProblems(once, [keyPair.publicKeyHex], signedBy), []);
  const changed = { ...once, header: { ...once.header, remark: "another" } };
  assert.deepEqual(sealProblems(changed, [keyPair.publicKeyHex], signedBy), ["OBJECT_SEAL_INVALID"]);
});

test("JSON that JSON.parse lets pass is refused", () => {
  for (const text of ['{"a":1,"a":2}', '{"a":1}{}', "[1,]", "01", "{'a':1}", '"\u0001"', "[".repeat(65) + "]".repeat(65)]) {
    assert.throws(() => parse(text), Mismatch, text);
  }
  assert.equal(canonicalText(parse('{"b":[1.50,"\\u20ac"],"a":{}}')), '{"a":{},"b":[1.5,"€"]}');
  assert.throws(() => canonicalText(2 ** 53), Mismatch);
  assert.throws(() => decodeCanonical(new TextEncoder().encode('{"b":1,"a":2}')), Mismatch);
});

test("receipts and traces are written as published, and each receipt names its trace", () => {
  const receipts = valuesOf("receipt");
  for (const { fields, bytes } of receipts) {
    assert.equal(hex(encodeReceipt(receiptOf(fields))), bytes);
  }
  valuesOf("trace").forEach(({ fields, bytes, sm3: hash }, i) => {
    const { transactionId, traceHash } = receiptOf(receipts[i].fields);
    const written = encodeTrace(transactionId, callOf(fields.root));
    assert.equal(hex(written), bytes);
    assert.equal(hex(sm3(written)), hash);
    assert.equal(hex(traceHash), hash);
  });
});

const valueOf = (value) => new TextEncoder().encode(typeof value === "string" ? value : canonicalText(value));
const receiptOf = (f) => ({
  ...f,
  transactionId: bytesOf(f.transactionId),
  traceHash: bytesOf(f.traceHash),
  result: valueOf(f.result),
  events: f.events.map((e) => ({ ...e, data: valueOf(e.data) })),
});
const callOf = (call) => ({
  ...call,
  arguments: valueOf(call.arguments),
  result: valueOf(call.result),
  steps: call.steps.map(stepOf),
});
const optional = (value) => (value === null ? undefined : valueOf(value));

function stepOf(step) {
  switch (step.step) {
    case "call":
      return { kind: "call", call: callOf(step.call) };
    case "emit":
      return { ...step, kind: "event", data: valueOf(step.data) };
    case "readAgain":
      return { kind: "read", key: step.key, again: true };
    default:
      return { kind: step.step, key: step.key, value: optional(step.value) };
  }
}

test("a signature whose numbers lie outside their range does not hold, whatever they are", () => {
  const keyPair = KeyPair.generate();
  const message = new Uint8Array(3);
  assert.ok(signedBy(keyPair.publicKey, message, keyPair.sign(message)));
  for (const fill of [0, 255]) {
    assert.equal(signedBy(keyPair.publicKey, message, new Uint8Array(64).fill(fill)), false);
  }
});
