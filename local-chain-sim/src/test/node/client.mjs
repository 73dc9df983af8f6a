#!/usr/bin/env node
// Calls all eight functions of LocalChainNode on a running node and recomputes what it says.
//
//   node client.mjs BASE_URL TOKEN CHAIN
//
// Prints one line of JSON; exit code 1 with the mismatch on standard error when anything is not what it should be.
import { readFileSync } from "node:fs";
import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { LocalChainNode } from "./gen/regchain/v1/local_chain_node_pb.js";
import {
  check,
  decodeHeader,
  decodeOrderedProof,
  decodeReceipt,
  decodeStateProof,
  decodeTransaction,
  hex,
  orderedRoot,
  rootWithValue,
  rootWithout,
  same,
  sealedBytes,
} from "./canonical.mjs";
import { signedBy, verifyCertificate } from "./verify.mjs";

const TIMEOUT_MILLIS = 10_000;
const MAX_BLOCKS_BACK = 2_000n;

function clientOf(baseUrl, token, useBinaryFormat) {
  const bearer = (next) => (request) => {
    request.header.set("Authorization", `Bearer ${token}`);
    return next(request);
  };
  const authority = process.env.REGCHAIN_CA;
  const nodeOptions = authority ? { ca: readFileSync(authority) } : undefined;
  return createClient(
    LocalChainNode,
    createConnectTransport({
      baseUrl,
      httpVersion: "1.1",
      useBinaryFormat,
      defaultTimeoutMs: TIMEOUT_MILLIS,
      nodeOptions,
      interceptors: [bearer],
    }),
  );
}

async function blockAt(client, networkId, height) {
  const block = await client.getBlock({ networkId, height, includeTransactions: false });
  const header = decodeHeader(block.header);
  check(same(header.hash, block.hash), `block ${height}: SM3 of the header is not the block hash`);
  check(header.chain === networkId && header.height === height, `block ${height}: the header is of another block`);
  check(header.height === block.height, `block ${height}: the answer names another height`);
  check(same(header.parentHash, block.parentHash), `block ${height}: the parent hash is not the header's`);
  check(header.timeMillis === block.timeMillis, `block ${height}: the time is not the header's`);
  return { block, header };
}

async function objectIdsAt(client, networkId, height, header) {
  const list = await client.listObjectIds({ networkId, height });
  const proof = decodeStateProof(list.proof);
  check(list.stateKey === `objects/at/${height}`, `block ${height}: the object list has another state key`);
  const root = list.value === undefined ? rootWithout(proof, list.stateKey) : rootWithValue(proof, list.stateKey, list.value);
  check(same(root, header.stateRoot), `block ${height}: the object list is not proven`);
  const named = JSON.parse(list.value === undefined ? "[]" : new TextDecoder().decode(list.value));
  check(
    JSON.stringify(named.map((o) => `${o.id}/${o.version}`)) ===
      JSON.stringify(list.objects.map((o) => `${o.objectId}/${o.version}`)),
    `block ${height}: the object ids are not the proven ones`,
  );
  return named.map((o, i) => ({ ...list.objects[i], writtenBy: o.transaction }));
}

/** The newest block that wrote a data object. */
async function blockWithObjects(client, networkId, latest) {
  for (let height = latest; height > 0n && height > latest - MAX_BLOCKS_BACK; height--) {
    const { block, header } = await blockAt(client, networkId, height);
    const objects = await objectIdsAt(client, networkId, height, header);
    if (objects.length > 0) {
      return { block, header, objects };
    }
  }
  throw new Error(`no block of ${networkId} up to ${latest} holds a data object`);
}

async function provenObject(client, networkId, header, name) {
  const { objectId, version, writtenBy } = name;
  const object = await client.getObject({ networkId, height: header.height, objectId, version });
  check(object.stateKey === `objects/${name.objectId}/${name.version}`, "the object has another state key");
  const root = rootWithValue(decodeStateProof(object.proof), object.stateKey, object.snapshot);
  check(same(root, header.stateRoot), "the object is not proven under the header's state root");
  const content = JSON.parse(new TextDecoder().decode(object.snapshot)).header.content;
  check(content.object_id === name.objectId, "the snapshot names another object");
  check(BigInt(content.version) === name.version, "the snapshot names another version");
  check(hex(object.transactionId) === writtenBy, "the object is said to be of another transaction than the list proves");
  return object;
}

async function provenTransaction(client, networkId, header, transactionId) {
  const { proven, operations } = await client.getTransaction({ networkId, height: header.height, transactionId });
  const transaction = decodeTransaction(proven.transaction);
  const receipt = decodeReceipt(proven.receipt);
  check(same(transaction.id, transactionId), "the transaction has another id");
  check(signedBy(transaction.sender, transaction.signed, transaction.signature), "the sender's signature is not valid");
  check(same(receipt.transactionId, transactionId), "the receipt is of another transaction");
  const place = decodeOrderedProof(proven.transactionProof);
  check(same(orderedRoot(place, proven.transaction), header.transactionRoot), "the transaction is not proven");
  const receiptPlace = decodeOrderedProof(proven.receiptProof);
  check(same(orderedRoot(receiptPlace, proven.receipt), header.receiptRoot), "the receipt is not proven");
  check(place.index === receiptPlace.index && place.index === proven.index, "transaction and receipt stand apart");
  check(operations.length > 0, "the transaction has no operation");
  check(operations[0].type === `${transaction.contract}.${transaction.method}`, "operation 0 is not the transaction's");
  check(operations[0].state === receipt.outcome, "operation 0 has another state than the receipt");
  return { transaction, operations };
}

async function certifiedState(client, networkId, header) {
  const state = await client.getConsensusState({ networkId, height: header.height });
  check(same(decodeHeader(state.header).hash, header.hash), "the consensus state is of another header");
  check(same(state.stateRoot, header.stateRoot), "the state root is not the header's");
  check(same(state.transactionRoot, header.transactionRoot), "the transaction root is not the header's");
  const { networkId: chain, ...certificate } = state.certificate;
  const signed = sealedBytes(networkId, header.height, certificate.round, header.hash);
  check(same(state.signedData, signed), "the signed data is not what seals are over");
  return verifyCertificate(header, { chain, ...certificate }, state.validators);
}

async function run(baseUrl, token, networkId) {
  const client = clientOf(baseUrl, token, true);
  const { networks } = await client.listNetworks({});
  const network = networks.find((n) => n.networkId === networkId);
  check(network !== undefined, `the node does not serve ${networkId}`);
  const options = await client.getNetworkOptions({ networkId });
  check(options.interfaceVersion === "regchain.v1", "the node speaks another interface");
  const status = await client.getNetworkStatus({ networkId });
  const latest = await blockAt(client, networkId, status.height);
  check(same(latest.header.hash, status.blockHash), "the status names another hash for its block");
  const { header, block, objects } = await blockWithObjects(client, networkId, status.height);
  const object = await provenObject(client, networkId, header, objects[0]);
  check(
    block.transactionIds.some((id) => same(id, object.transactionId)),
    "the object's transaction is not in the block that wrote it",
  );
  const { transaction, operations } = await provenTransaction(client, networkId, header, object.transactionId);
  const seals = await certifiedState(client, networkId, header);
  const inJson = await clientOf(baseUrl, token, false).getNetworkStatus({ networkId });
  check(inJson.height >= status.height, "the JSON answer is behind the Protobuf answer");
  return {
    network: networkId,
    nodeVersion: options.nodeVersion,
    height: Number(status.height),
    checkedBlock: Number(header.height),
    blockHash: hex(header.hash),
    transaction: hex(transaction.id),
    operations: operations.length,
    object: `${objects[0].objectId}/${objects[0].version}`,
    stateRoot: hex(header.stateRoot),
    seals,
    functions: 8,
  };
}

const [baseUrl, token, chain] = process.argv.slice(2);
if (chain === undefined) {
  console.error("usage: node client.mjs BASE_URL TOKEN CHAIN");
  process.exit(2);
}
try {
  console.log(JSON.stringify(await run(baseUrl, token, chain)));
} catch (error) {
  console.error(`${error.name}: ${error.message}`);
  process.exit(1);
}
