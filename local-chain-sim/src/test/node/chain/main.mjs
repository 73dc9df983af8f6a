#!/usr/bin/env node
// A whole local chain in one process: four validators, two full nodes, the operator's console.
//
//   node chain/main.mjs [SETTINGS.json]
//
// Prints one line of JSON: {chain, token, endpoints, registration}. Then each line on standard input, {"contract",
// "method", "arguments"}, is signed with the operator's key, and its end is printed: {outcome, code, message, result,
// height}. {"seal": snapshot} seals a data object and puts it on the chain. Ends when standard input does.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { hex, sm3 } from "../canonical.mjs";
import { serve } from "./connect.mjs";
import { objects } from "./contract/objects.mjs";
import { trustRoot } from "./contract/hub-client.mjs";
import { OPERATOR } from "./contract/operator.mjs";
import { money } from "./contract/money.mjs";
import { packets } from "./contract/packets.mjs";
import { settlements } from "./contract/settlements.mjs";
import { transfers } from "./contract/transfers.mjs";
import { sealed } from "./data-object.mjs";
import { encodeTransaction, encodeUnsigned, possessionBytes } from "./encode.mjs";
import { nextSequence } from "./engine.mjs";
import { canonicalBytes } from "./json.mjs";
import { KeyPair } from "./keys.mjs";
import { Ledger, validatorsJson } from "./ledger.mjs";
import { ChainNode } from "./node.mjs";

const PATIENCE = 30_000;
const PUBLIC_NODES = 2;
/** Invented organisations; the operator answers for the first validator. */
const DEFAULTS = {
  chain: "sichuan",
  name: "天府（四川）联合股权交易中心股份有限公司",
  region: "四川",
  organisations: [
    { code: "91510000MA7230008W", name: "天府（四川）联合股权交易中心股份有限公司", type: "operator" },
    { code: "11510000MA72300160", name: "四川地方金融管理局（演练）", type: "government" },
    { code: "91510000MA7230024J", name: "四川征信有限公司（演练）", type: "institution" },
    { code: "12510000MA7230032J", name: "四川数据中心（演练）", type: "institution" },
  ],
  /** The hub to trust: {height, hash, time, validators} of a block of it; none makes a chain without a hub. */
  hub: undefined,
  trustPeriodSeconds: 14 * 24 * 60 * 60,
  /** How far this chain's clock runs ahead of the machine's: a rehearsal has a time of its own. */
  clockAheadMillis: 0,
  /** Private keys in hexadecimal, {operator, validators}, as a sandbox hands them out; none makes fresh ones. */
  keys: undefined,
  /** Where the public nodes listen, such as http://127.0.0.1:9101; none leaves the ports to the system. */
  endpoints: [],
  /** What callers show; none makes a fresh one. */
  token: undefined,
};

/** A hub that nobody has the keys of. */
function nobodysHub(time) {
  const validators = [{ name: "nobody", organisation: DEFAULTS.organisations[0].code, publicKey: KeyPair.generate().publicKey }];
  return { height: 0, hash: hex(sm3(randomBytes(32))), time, validators: validatorsJson(validators) };
}

const settings = { ...DEFAULTS, ...(process.argv[2] ? JSON.parse(readFileSync(process.argv[2], "utf8")) : {}) };
const clock = () => Date.now() + settings.clockAheadMillis;
const started = clock();
const keyPair = (privateKey) => (privateKey === undefined ? KeyPair.generate() : new KeyPair(privateKey));
const operator = keyPair(settings.keys?.operator);
const validators = settings.organisations.map(({ code }, i) => {
  const keys = keyPair(settings.keys?.validators[i]);
  return { name: `${settings.chain}-${i}`, organisation: code, publicKey: keys.publicKey, keys };
});
const ledger = new Ledger({
  validators,
  contracts: new Map([money, objects, packets, settlements, transfers].map((contract) => [contract.name, contract])),
  clock,
  genesis: {
    chain: settings.chain,
    timeMillis: started,
    state: new Map([
      [OPERATOR, { organisation: settings.organisations[0].code, keys: [operator.publicKeyHex] }],
      ["packets/hub", trustRoot(settings.hub ?? nobodysHub(started), started, settings.trustPeriodSeconds)],
    ]),
  },
});

/** Signs a call with the operator's key; resolves with its final transaction. */
async function submit(contract, method, arguments_) {
  const unsigned = encodeUnsigned({
    chain: settings.chain,
    sender: operator.publicKey,
    sequence: nextSequence(ledger.latest.state, operator.publicKey),
    contract,
    method,
    arguments: canonicalBytes(arguments_),
  });
  const { id, refusal } = ledger.submit(encodeTransaction(unsigned, operator.sign(unsigned)));
  if (refusal !== undefined) {
    throw new Error(`${refusal.code}: ${refusal.message}`);
  }
  const done = await ledger.awaitTransaction(id, PATIENCE);
  const { outcome, code, message, result } = done.receipt;
  const value = result.length ? JSON.parse(new TextDecoder().decode(result)) : null;
  return { outcome, code, message, result: value, height: done.height };
}

async function obey(line) {
  const { contract, method, arguments: in_, seal } = JSON.parse(line);
  return seal === undefined ? submit(contract, method, in_) : submit("objects", "put", { snapshot: sealed(seal, operator) });
}

const token = settings.token ?? randomBytes(16).toString("hex");
const facts = { name: settings.name, operator: settings.organisations[0].code, version: "javascript-0.1.0" };
const servers = [];
for (let i = 0; i < PUBLIC_NODES; i++) {
  servers.push(await serve(new ChainNode(ledger, i, facts), token, Number(new URL(settings.endpoints[i] ?? "http://127.0.0.1").port)));
}

/** What a market hands in of itself when its chain asks to join (section 14); the rest is the applicant's form. */
const registration = {
  region: settings.region,
  operator: { uscc: settings.organisations[0].code, name: settings.organisations[0].name },
  validators: validators.map((v, i) => ({
    name: v.name,
    organisation: v.organisation,
    organisationName: settings.organisations[i].name,
    entityType: settings.organisations[i].type,
    publicKey: hex(v.publicKey),
    proofOfPossession: hex(v.keys.sign(possessionBytes(settings.chain, v))),
  })),
  sealKeys: [operator.publicKeyHex],
  genesisHash: hex(ledger.block(0).hash),
  genesisTime: started,
};
console.log(JSON.stringify({
  chain: settings.chain,
  token,
  endpoints: servers.map((server) => `http://127.0.0.1:${server.address().port}`),
  registration,
}));

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await obey(line)));
  } catch (error) {
    console.log(JSON.stringify({ outcome: "NOT_TAKEN", code: "", message: error.message, result: null, height: 0 }));
  }
}
process.exit(0);
