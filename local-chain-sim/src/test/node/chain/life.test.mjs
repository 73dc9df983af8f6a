// The published lives of packets and settlements: this chain's contracts take the part of each local chain, and a light
// client follows every chain by what it shows. Every refusal must be the one that the vectors and the page name.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  bytesOf,
  decodeHeader,
  decodeStateProof,
  decodeTransaction,
  hex,
  rootWithout,
  rootWithValue,
  validatorSetHash,
} from "../canonical.mjs";
import { OPERATOR } from "./contract/operator.mjs";
import { packets } from "./contract/packets.mjs";
import { settlements } from "./contract/settlements.mjs";
import { encodeTransaction, encodeUnsigned } from "./encode.mjs";
import { executeBlock, nextSequence, Refusal } from "./engine.mjs";
import { canonicalBytes } from "./json.mjs";
import { follow } from "./light-client.mjs";
import { assertRule } from "./rules.mjs";
import { StateTree } from "./tree.mjs";

const vectors = new URL("../../../../../crosschain-protocol/vectors/", import.meta.url);
const vector = (name) => JSON.parse(readFileSync(new URL(name, vectors), "utf8"));
const validatorsOf = (list) => list.map((v) => ({ ...v, publicKey: bytesOf(v.publicKey) }));
const NOBODYS = new Uint8Array(64);

/** As the README of the vectors describes it. */
const desk = {
  name: "desk",
  methods: {
    say: (context, in_) => context.call("packets", "send", in_),
    greet: (context) => ({ answer: "你好", to: context.caller.text }),
    snub: (context) => {
      context.write("snubbed", {});
      throw new Refusal("NOT_IN_THE_MOOD", "come back tomorrow");
    },
    onAcknowledgement: () => ({}),
    settlementLock: (context, { terms }) => {
      if (terms.empty === true) {
        context.write("locked", {});
        throw new Refusal("NOTHING_TO_LOCK", "there is nothing of the kind");
      }
      return {};
    },
    settlementCommit: () => ({}),
    settlementRelease: () => ({}),
  },
};
const contracts = new Map([packets, settlements, desk].map((contract) => [contract.name, contract]));

/** What words tell people is nobody's rule. */
function wordless(value) {
  if (value === null || typeof value !== "object") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(wordless);
  }
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "message").map(([k, v]) => [k, wordless(v)]));
}

/** A local chain that begins with the published state, and knows its operator where this chain looks for it. */
class Market {
  constructor(id, { header, validators, state, operator }) {
    const entries = { ...state, "validators/current": validators };
    this.id = id;
    this.state = StateTree.EMPTY.with(Object.entries(entries).map(([key, value]) => [key, canonicalBytes(value)]));
    assert.equal(hex(this.state.root), hex(decodeHeader(bytesOf(header)).stateRoot), `the genesis of ${id}`);
    this.state = this.state.with([[OPERATOR, canonicalBytes({ organisation: "", keys: [operator] })]]);
  }

  /** One block with the step's transaction. */
  play(step) {
    const sender = bytesOf(step.sender);
    const unsigned = encodeUnsigned({
      chain: this.id,
      sender,
      sequence: nextSequence(this.state, sender),
      contract: step.contract,
      method: step.method,
      arguments: canonicalBytes(step.arguments),
    });
    const bytes = encodeTransaction(unsigned, NOBODYS);
    const block = { chain: this.id, height: step.height, time: step.time };
    const before = this.state;
    const { executed: [done], state } = executeBlock(contracts, block, before, [{ ...decodeTransaction(bytes), bytes }]);
    assert.deepEqual(done.faults, [], step.name);
    this.state = state;
    return { ...done, before };
  }
}

const valueAt = (state, key) => {
  const value = state.get(key);
  return value === undefined ? null : JSON.parse(new TextDecoder().decode(value));
};

/** The entries that the protocol speaks of and that a transaction has changed. */
function writesOf({ trace, before }, after) {
  const touched = new Set();
  const walk = (call) =>
    call.steps.forEach((step) => (step.kind === "call" ? walk(step.call) : step.kind === "write" && touched.add(step.key)));
  walk(trace);
  const ours = [...touched].filter((key) => /^(packets|settlements)\//.test(key));
  return Object.fromEntries(
    ours.map((key) => [key, valueAt(after, key)]).filter(([key, value]) => {
      const was = valueAt(before, key);
      return JSON.stringify(was) !== JSON.stringify(value);
    }),
  );
}

function play(market, step) {
  const done = market.play(step);
  const { outcome, code, result } = done.receipt;
  if (step.code === undefined) {
    assert.equal(outcome, "SUCCESS", `${step.name}: ${code}`);
    assert.deepEqual(wordless(JSON.parse(new TextDecoder().decode(result))), wordless(step.result), step.name);
  } else {
    assert.equal(code, step.code, step.name);
    assertRule(step.rule, step.code, step.name);
  }
  assert.deepEqual(wordless(writesOf(done, market.state)), wordless(step.writes), step.name);
}

/** A header with proofs, as the light client of another chain takes it. */
function show(followed, step) {
  const header = decodeHeader(bytesOf(step.header));
  const { round, seals } = step.certificate;
  const certificate = { round, seals: seals.map((s) => ({ signer: bytesOf(s.signer), signature: bytesOf(s.signature) })) };
  const next = step.nextValidators && validatorsOf(step.nextValidators);
  followed.set(step.shows, follow(followed.get(step.shows), header, certificate, next));
  for (const { key, value, proof } of step.entries) {
    const decoded = decodeStateProof(bytesOf(proof));
    const root = value === null ? rootWithout(decoded, key) : rootWithValue(decoded, key, canonicalBytes(value));
    assert.equal(hex(root), hex(header.stateRoot), `${step.name}: ${key}`);
  }
}

for (const file of ["packet-life.json", "settlement-life.json"]) {
  const { description, chains, steps } = vector(file);

  test(description, () => {
    const followed = new Map(Object.entries(chains).map(([id, { header, validators }]) => {
      const root = decodeHeader(bytesOf(header));
      assert.equal(hex(validatorSetHash(validatorsOf(validators))), hex(root.nextValidatorSetHash));
      return [id, { ...root, validators: validatorsOf(validators) }];
    }));
    const markets = new Map(
      Object.entries(chains).filter(([, { state }]) => state).map(([id, chain]) => [id, new Market(id, chain)]),
    );
    steps.forEach((step) => (step.shows ? show(followed, step) : play(markets.get(step.chain), step)));
    assert.ok(steps.filter(({ code }) => code !== undefined).length >= 15, "refusals");
  });
}

test("a life with one byte of a proof, a seal or a value changed is not believed", () => {
  const { chains, steps } = vector("packet-life.json");
  const first = steps.find(({ shows }) => shows === "supervision");
  const root = decodeHeader(bytesOf(chains.supervision.header));
  const begin = () => new Map([["supervision", { ...root, validators: validatorsOf(chains.supervision.validators) }]]);
  const flipped = (text) => `${text.slice(0, -1)}${text.endsWith("0") ? "1" : "0"}`;
  show(begin(), first);
  const [entry, ...entries] = first.entries;
  const [seal, ...seals] = first.certificate.seals;
  const wrong = [
    { ...first, header: flipped(first.header) },
    { ...first, entries: [{ ...entry, proof: flipped(entry.proof) }, ...entries] },
    { ...first, entries: [{ ...entry, value: { ...entry.value, sequence: 1 } }, ...entries] },
    { ...first, entries: [{ ...entry, value: null }, ...entries] },
    { ...first, certificate: { ...first.certificate, seals: [{ ...seal, signature: flipped(seal.signature) }, ...seals] } },
  ];
  wrong.forEach((step, i) => assert.throws(() => show(begin(), step), undefined, `change ${i}`));
});
