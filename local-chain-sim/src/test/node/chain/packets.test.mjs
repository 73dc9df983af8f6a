// The packets contract against a hub of invented keys: its life on an ordered channel, and how its client of the hub
// follows new validators, expires, freezes and thaws.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeHeader, decodeTransaction, hex, sealedBytes, sm3, validatorSetHash } from "../canonical.mjs";
import { trustRoot } from "./contract/hub-client.mjs";
import { OPERATOR } from "./contract/operator.mjs";
import { packets } from "./contract/packets.mjs";
import { encodeHeader, encodeTransaction, encodeUnsigned, ZERO } from "./encode.mjs";
import { executeBlock, nextSequence, Refusal } from "./engine.mjs";
import { canonicalBytes } from "./json.mjs";
import { KeyPair } from "./keys.mjs";
import { validatorsJson } from "./ledger.mjs";
import { HUB, hubKeys } from "./packet.mjs";
import { StateTree } from "./tree.mjs";

const START = 1_770_600_000_000;
const HOUR = 3_600_000;
const PERIOD_SECONDS = 24 * 3600;

const newSet = (prefix) =>
  Array.from({ length: 4 }, (_, i) => {
    const keys = KeyPair.generate();
    return { name: `${prefix}-${i}`, organisation: `organisation ${i}`, publicKey: keys.publicKey, keys };
  });

/** A hub whose state is what a test says. */
class FakeHub {
  constructor() {
    this.validators = newSet("supervision");
    this.last = this.#header(0, START, StateTree.EMPTY, this.validators, ZERO);
  }

  #header(height, timeMillis, state, next, parentHash) {
    return decodeHeader(encodeHeader({
      chain: HUB,
      height,
      parentHash,
      timeMillis,
      proposer: this.validators[0].publicKey,
      transactionRoot: ZERO,
      receiptRoot: ZERO,
      stateRoot: state.root,
      validatorSetHash: validatorSetHash(this.validators),
      nextValidatorSetHash: validatorSetHash(next),
    }));
  }

  /** Seals a block over the given entries: what a relay would show of it. */
  block(entries, { time, height = Number(this.last.height) + 1, parent = this.last.hash, next = this.validators, seals = 3 }) {
    const state = StateTree.EMPTY.with(Object.entries(entries).map(([key, value]) => [key, canonicalBytes(value)]));
    const header = this.#header(height, time, state, next, parent);
    const message = sealedBytes(HUB, height, 0, header.hash);
    const shown = {
      header: hex(encodeHeader(header)),
      certificate: {
        round: 0,
        seals: this.validators.slice(0, seals).map((v) => ({ signer: hex(v.publicKey), signature: hex(v.keys.sign(message)) })),
      },
      ...(next === this.validators ? {} : { nextValidators: validatorsJson(next) }),
    };
    this.last = header;
    this.validators = next;
    return { shown, proof: (key) => hex(state.prove(key)) };
  }
}

/** The test's own contract: sends what it is told, answers and refuses as it is told, and keeps the ends. */
const desk = {
  name: "desk",
  methods: {
    send: (context, in_) => context.call("packets", "send", in_),
    take: (context, { refuse }) => {
      context.write("taken", true);
      if (refuse) {
        throw new Refusal("DESK_SAYS_NO", "it was asked to");
      }
      return { taken: true };
    },
    onAcknowledgement: (context, in_) => {
      context.write(`end/${in_.sequence}`, in_);
      return {};
    },
  },
};

class World {
  height = 0;
  time = START;
  operator = KeyPair.generate();
  validators = newSet("sichuan");

  constructor() {
    this.hub = new FakeHub();
    const root = { height: 0, hash: hex(this.hub.last.hash), time: START, validators: validatorsJson(this.hub.validators) };
    const entries = {
      [OPERATOR]: { organisation: "organisation 0", keys: [this.operator.publicKeyHex] },
      "validators/current": validatorsJson(this.validators),
      "packets/hub": trustRoot(root, START, PERIOD_SECONDS),
    };
    this.state = StateTree.EMPTY.with(Object.entries(entries).map(([key, value]) => [key, canonicalBytes(value)]));
  }

  read(key) {
    const value = this.state.get(key);
    return value && JSON.parse(new TextDecoder().decode(value));
  }

  /** One block with one call: its result, or the code of its refusal. */
  call(contract, method, in_, keys = this.operator) {
    const unsigned = encodeUnsigned({
      chain: "sichuan",
      sender: keys.publicKey,
      sequence: nextSequence(this.state, keys.publicKey),
      contract,
      method,
      arguments: canonicalBytes(in_),
    });
    const bytes = encodeTransaction(unsigned, keys.sign(unsigned));
    const contracts = new Map([packets, desk].map((each) => [each.name, each]));
    const block = { chain: "sichuan", height: ++this.height, time: this.time };
    const { executed: [{ receipt }], state } = executeBlock(contracts, block, this.state, [{ ...decodeTransaction(bytes), bytes }]);
    this.state = state;
    return receipt.outcome === "SUCCESS" ? JSON.parse(new TextDecoder().decode(receipt.result)) : receipt.code;
  }

  send(more = {}) {
    const { sequence } = this.call("desk", "send", {
      destination: "jiangsu",
      destinationContract: "desk",
      method: "take",
      payload: {},
      timeoutMillis: this.time + HOUR,
      ...more,
    });
    return this.read(`packets/out/jiangsu/${more.channel ?? "main"}/${sequence}`);
  }
}

const incoming = (world, more = {}) => ({
  source: "jiangsu",
  destination: "sichuan",
  channel: "main",
  ordered: false,
  sourceContract: "desk",
  destinationContract: "desk",
  method: "take",
  sequence: 0,
  payload: { refuse: false },
  timeoutMillis: world.time + HOUR,
  timeoutHeight: 0,
  ...more,
});

function carry(world, packet) {
  const key = hubKeys.out(packet);
  const { shown, proof } = world.hub.block({ [key]: packet }, { time: world.time });
  return world.call("packets", "receive", { packet, ...shown, proof: proof(key) });
}

function answer(world, packet, ack) {
  const key = hubKeys.ack(packet);
  const { shown, proof } = world.hub.block({ [key]: ack }, { time: world.time });
  return world.call("packets", "acknowledge", { packet, ack, ...shown, proof: proof(key) });
}

test("a packet is taken once; a refusal is an answer that keeps no writes", () => {
  const world = new World();
  assert.equal(carry(world, incoming(world, { payload: { refuse: true } })).code, "DESK_SAYS_NO");
  assert.equal(world.read("desk/taken"), undefined);
  assert.ok(world.read("packets/in/jiangsu/main/0").commitment);
  assert.equal(carry(world, incoming(world, { payload: { refuse: true } })).reason, "PACKET_ALREADY_RECEIVED");
  assert.deepEqual(carry(world, incoming(world, { sequence: 1 })), { success: true, result: { taken: true } });
});

test("a packet that is not proven, is for others, comes too late or out of order is not taken", () => {
  const world = new World();
  const { shown, proof } = world.hub.block({}, { time: world.time });
  const packet = incoming(world);
  const unproven = { packet, ...shown, proof: proof(hubKeys.out(packet)) };
  assert.equal(world.call("packets", "receive", unproven), "PACKET_NOT_PROVEN");
  assert.equal(carry(world, incoming(world, { destination: "zhejiang" })), "PACKET_FOR_OTHER_CHAIN");
  assert.equal(carry(world, incoming(world, { timeoutMillis: world.time })), "PACKET_TIMED_OUT");
  assert.equal(carry(world, incoming(world, { timeoutHeight: world.height + 1 })), "PACKET_TIMED_OUT");
  assert.equal(carry(world, incoming(world, { channel: "orders", ordered: true, sequence: 1 })), "PACKET_OUT_OF_ORDER");
});

test("a sent packet ends once, on an ordered channel in order, and its contract is told", () => {
  const world = new World();
  const ordered = { channel: "orders", ordered: true };
  const [first, second] = [world.send(ordered), world.send(ordered)];
  const ack = { success: true, result: {} };
  assert.equal(answer(world, second, ack), "ACKNOWLEDGEMENT_OUT_OF_ORDER");
  assert.deepEqual(answer(world, first, ack), ack);
  assert.equal(answer(world, first, ack).reason, "PACKET_ALREADY_ENDED");
  assert.equal(world.read("desk/end/0").success, true);
  assert.deepEqual(world.read("packets/pending"), ["jiangsu/orders/0"]);
  assert.deepEqual(world.read("packets/pending/jiangsu/orders/0"), [1]);
  answer(world, second, { success: false, code: "ROUTE_DENIED", message: "no" });
  assert.equal(world.read("packets/channel/out/jiangsu/orders").closed, true);
});

test("many packets are taken under one header, each as if it were alone", () => {
  const world = new World();
  const packets = [0, 1, 2].map((sequence) => incoming(world, { sequence }));
  const entries = Object.fromEntries(packets.map((packet) => [hubKeys.out(packet), packet]));
  const { shown, proof } = world.hub.block(entries, { time: world.time });
  const proofs = [0, 0, 2].map((of) => proof(hubKeys.out(packets[of]))); // the second has the first one's proof
  const steps = packets.map((packet, i) => ({ method: "receive", arguments: { packet, proof: proofs[i] } }));
  const { steps: ends } = world.call("packets", "carry", { ...shown, steps });
  assert.deepEqual(ends.map((end) => end.code), [undefined, "PACKET_NOT_PROVEN", undefined]);
  assert.deepEqual([0, 1, 2].map((i) => world.read(`packets/in/jiangsu/main/${i}`) !== undefined), [true, false, true]);
  assert.deepEqual(world.call("packets", "carry", { ...shown, steps: steps.slice(0, 1) }).steps, [{ success: true, noop: true }]);
  const late = { packet: packets[1], proof: proof(hubKeys.out(packets[1])), hubHeight: Number(world.hub.last.height) };
  assert.equal(world.call("packets", "receive", late).success, true);
  assert.equal(world.call("packets", "receive", { ...late, hubHeight: 77 }).reason, "PACKET_ALREADY_RECEIVED");
  for (const wrong of [[], undefined, [{ method: "send", arguments: {} }], Array(65).fill(steps[0])]) {
    assert.equal(world.call("packets", "carry", { ...shown, steps: wrong ?? "none" }), "BAD_ARGUMENT");
  }
});

test("ended packets are cleaned when the hub holds them as settled", () => {
  const world = new World();
  const packet = world.send();
  answer(world, packet, { success: true, result: {} });
  const state = { ...world.read("packets/channel/out/jiangsu/main"), settled: 1 };
  const key = hubKeys.channel(packet);
  const { shown, proof } = world.hub.block({ [key]: state }, { time: world.time });
  const { source, destination, channel } = packet;
  const clean = { source, destination, channel, sequence: 1, state, ...shown, proof: proof(key) };
  assert.equal(world.call("packets", "clean", { ...clean, sequence: 2 }), "PACKETS_NOT_SETTLED");
  assert.deepEqual(world.call("packets", "clean", clean), { cleaned: 1 });
  assert.equal(world.read("packets/out/jiangsu/main/0"), undefined);
  assert.equal(answer(world, packet, { success: true, result: {} }).reason, "PACKET_ALREADY_ENDED");
});

test("the client follows new validators of the hub, and believes the old ones no more", () => {
  const world = new World();
  const old = world.hub.validators;
  const next = newSet("other");
  const { shown } = world.hub.block({}, { time: world.time, next });
  const { nextValidators, ...without } = shown;
  assert.equal(world.call("packets", "updateHub", { headers: [without] }), "NEXT_VALIDATOR_SET_MISSING");
  assert.deepEqual(world.call("packets", "updateHub", { headers: [shown] }), { headers: 1 });
  const followed = world.hub.block({}, { time: world.time });
  assert.deepEqual(world.call("packets", "updateHub", { headers: [followed.shown] }), { headers: 1 });
  world.hub.validators = old;
  const stale = world.hub.block({}, { time: world.time });
  assert.equal(world.call("packets", "updateHub", { headers: [stale.shown] }), "VALIDATOR_SET_MISMATCH");
  assert.equal(nextValidators.length, 4);
});

test("two seals of four, or a header from the future, are refused", () => {
  const world = new World();
  const two = world.hub.block({}, { time: world.time, seals: 2 });
  assert.equal(world.call("packets", "updateHub", { headers: [two.shown] }), "QUORUM_NOT_REACHED");
  const future = new World();
  const { shown } = future.hub.block({}, { time: future.time + 600_001 });
  assert.equal(future.call("packets", "updateHub", { headers: [shown] }), "HEADER_FROM_THE_FUTURE");
});

test("an expired client believes nothing until two organisations renew it", () => {
  const world = new World();
  world.time += PERIOD_SECONDS * 1000;
  const { shown } = world.hub.block({}, { time: world.time });
  assert.equal(world.call("packets", "updateHub", { headers: [shown] }), "CLIENT_EXPIRED");
  const hash = world.read("packets/hub").hash;
  const { digest } = world.call("packets", "proposeRenewal", { hash, reason: "the hub was idle" });
  assert.equal(world.call("packets", "approveRenewal", { digest }, world.validators[0].keys), "FOUR_EYES");
  assert.equal(world.call("packets", "approveRenewal", { digest }, world.validators[1].keys).status, "ACTIVE");
  assert.deepEqual(world.call("packets", "updateHub", { headers: [shown] }), { headers: 1 });
});

test("two certified blocks of one height freeze the client; thawed, it does not freeze on the same again", () => {
  const world = new World();
  const one = world.hub.block({}, { time: world.time });
  const other = world.hub.block({ fork: 1 }, { time: world.time, height: 1, parent: sm3(ZERO) });
  assert.deepEqual(world.call("packets", "updateHub", { headers: [one.shown] }), { headers: 1 });
  assert.deepEqual(world.call("packets", "updateHub", { headers: [other.shown] }), { frozen: true });
  assert.equal(world.read("packets/hub-frozen").kind, "FORK");
  assert.equal(world.call("packets", "updateHub", { headers: [one.shown] }), "CLIENT_FROZEN");
  const { digest } = world.call("packets", "proposeThaw", { reason: "decided" });
  assert.equal(world.call("packets", "approveThaw", { digest }, world.validators[2].keys).status, "ACTIVE");
  assert.equal(world.call("packets", "updateHub", { headers: [other.shown] }), "MISBEHAVIOUR_DECIDED");
});
