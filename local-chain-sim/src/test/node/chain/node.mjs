// One full node: the functions of LocalChainNode and CrossChainPort (docs/protocol.md section 14), answered from final
// blocks. Two nodes of this process share one ledger and differ in the validator they are.
import { hex, Mismatch, sealedBytes } from "../canonical.mjs";
import { isId } from "./data-object.mjs";
import { operationsOf } from "./engine.mjs";

const MAX_WAIT = 60_000;
const DEFAULT_WAIT = 10_000;

/** An error of the call; `code` is one of the table of section 14. */
export class CallProblem extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const wrong = (message) => new CallProblem("invalid_argument", message);
const missing = (message) => new CallProblem("not_found", message);

function demand(right, message) {
  if (!right) {
    throw wrong(message);
  }
}

function waitOf({ maxWaitMillis }) {
  demand(maxWaitMillis <= MAX_WAIT, `max_wait_millis is 1 to ${MAX_WAIT}, or 0 for ${DEFAULT_WAIT}`);
  return maxWaitMillis === 0 ? DEFAULT_WAIT : maxWaitMillis;
}

const jsonOf = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

export class ChainNode {
  /** @param facts {name, operator, version}: what the node says of its network and itself */
  constructor(ledger, index, facts) {
    this.ledger = ledger;
    this.validator = ledger.validators[index];
    this.facts = facts;
  }

  #network({ networkId }) {
    demand(/^[a-z]{3,32}$/.test(networkId), "network_id is 3 to 32 small letters");
    if (networkId !== this.ledger.chain) {
      throw missing(`this node serves the network ${this.ledger.chain}, not ${networkId}`);
    }
  }

  /** The block at the asked height, or the latest one. */
  #block(request) {
    this.#network(request);
    const height = request.height ?? BigInt(this.ledger.height);
    demand(height < 2n ** 63n, "height is below 2^63");
    const block = this.ledger.block(Number(height));
    if (block === undefined) {
      throw missing(`this node has no block ${height}; its last one is ${this.ledger.height}`);
    }
    return block;
  }

  listNetworks() {
    const genesisHash = this.ledger.block(0).hash;
    const { name, operator } = this.facts;
    return { networks: [{ networkId: this.ledger.chain, name, operator, genesisHash }] };
  }

  getNetworkOptions(request) {
    this.#network(request);
    return {
      nodeVersion: this.facts.version,
      interfaceVersion: "regchain.v1",
      consensus: "QBFT",
      operationTypes: [...this.ledger.contracts.keys()],
      resultStates: ["SUCCESS", "REFUSED", "STOPPED"].map((name) => ({ name, successful: name === "SUCCESS" })),
      maxBlockBytes: 16_000_000,
      maxArgumentBytes: 2 ** 20,
    };
  }

  getNetworkStatus(request) {
    this.#network(request);
    const { header, hash } = this.ledger.latest;
    return {
      height: BigInt(header.height),
      blockHash: hash,
      timeMillis: BigInt(header.timeMillis),
      nodeName: this.validator.name,
      peers: this.ledger.validators.filter((v) => v !== this.validator).map(({ name, publicKey }) => ({ name, publicKey })),
    };
  }

  getBlock(request) {
    const { header, headerBytes, hash, executed } = this.#block(request);
    return {
      height: BigInt(header.height),
      hash,
      parentHeight: header.height === 0 ? undefined : BigInt(header.height - 1),
      parentHash: header.parentHash,
      timeMillis: BigInt(header.timeMillis),
      transactionIds: executed.map(({ transaction }) => transaction.id),
      header: headerBytes,
      block: request.includeTransactions ? this.ledger.bytesOfBlock(header.height) : undefined,
    };
  }

  #transaction(request) {
    this.#network(request);
    const { transactionId: id, height } = request;
    demand(id.length === 32, "transaction_id has 32 bytes");
    demand((height ?? 0n) < 2n ** 63n, "height is below 2^63");
    const found = this.ledger.transaction(id);
    if (found === undefined) {
      throw missing(`no final block holds the transaction ${hex(id)}`);
    }
    if (height !== undefined && height !== BigInt(found.height)) {
      throw missing(`the transaction ${hex(id)} stands in block ${found.height}, not in ${height}`);
    }
    return found;
  }

  getTransaction(request) {
    const found = this.#transaction(request);
    return { proven: provenOf(found), operations: operationsOf(found.trace, found.receipt) };
  }

  traceTransaction(request) {
    const found = this.#transaction(request);
    return { proven: provenOf(found), trace: found.traceBytes };
  }

  getConsensusState(request) {
    const { header, headerBytes, hash, certificate } = this.#block(request);
    return {
      header: headerBytes,
      stateRoot: header.stateRoot,
      transactionRoot: header.transactionRoot,
      receiptRoot: header.receiptRoot,
      validators: this.ledger.validators.map(({ name, organisation, publicKey }) => ({ name, organisation, publicKey })),
      nextValidators: [],
      proposer: header.proposer,
      certificate: certificate && { ...certificate, height: BigInt(certificate.height), round: BigInt(certificate.round) },
      signedData: certificate && sealedBytes(header.chain, header.height, certificate.round, hash),
    };
  }

  listObjectIds(request) {
    const { header, state } = this.#block(request);
    const stateKey = `objects/at/${header.height}`;
    const value = state.get(stateKey);
    return {
      height: BigInt(header.height),
      objects: (value === undefined ? [] : jsonOf(value)).map((o) => ({ objectId: o.id, version: BigInt(o.version) })),
      stateKey,
      value,
      proof: state.prove(stateKey),
    };
  }

  getObject(request) {
    const { objectId } = request;
    demand(isId(objectId), "object_id should be an object's id (section 16)");
    demand((request.version ?? 0n) < 2n ** 63n, "version is below 2^63");
    const { header, state } = this.#block(request);
    const latest = state.get(`objects/${objectId}/latest`);
    const version = request.version ?? (latest && BigInt(jsonOf(latest).version));
    const stateKey = `objects/${objectId}/${version}`;
    const snapshot = version === undefined ? undefined : state.get(stateKey);
    if (snapshot === undefined) {
      throw missing(`at height ${header.height} there is no version ${version ?? "at all"} of ${objectId}`);
    }
    const transactionId = writerOf(state, header.height, objectId, Number(version));
    const proof = state.prove(stateKey);
    return { height: BigInt(header.height), objectId, version, snapshot, stateKey, proof, transactionId };
  }

  async submitTransaction(request) {
    this.#network(request);
    const wait = waitOf(request);
    const { id, refusal } = this.#offer(request.transaction);
    const proven = refusal === undefined && request.waitForReceipt
      ? await this.ledger.awaitTransaction(id, wait)
      : undefined;
    return { transactionId: id, refusal, proven: proven && provenOf(proven) };
  }

  #offer(bytes) {
    try {
      return this.ledger.submit(bytes);
    } catch (error) {
      throw error instanceof Mismatch ? wrong(`transaction: ${error.message}`) : error;
    }
  }

  readState(request) {
    const { key } = request;
    demand(/^[\x21-\x7e]{1,512}$/.test(key), "key is printable ASCII without spaces, 1 to 512 characters");
    const { header, state } = this.#block(request);
    return { height: BigInt(header.height), key, value: state.get(key), proof: state.prove(key) };
  }

  async awaitBlock(request) {
    this.#network(request);
    demand(request.above < 2n ** 63n, "above is below 2^63");
    return { height: BigInt(await this.ledger.awaitAbove(Number(request.above), waitOf(request))) };
  }
}

const provenOf = (found) => ({
  height: BigInt(found.height),
  index: found.index,
  transaction: found.bytes,
  transactionProof: found.proof,
  receipt: found.receiptBytes,
  receiptProof: found.receiptProof,
});

/** The transaction that the newest list up to this height names as the snapshot's writer. */
function writerOf(state, height, id, version) {
  for (let at = height; at > 0; at--) {
    const list = state.get(`objects/at/${at}`);
    const entry = list && jsonOf(list).findLast((each) => each.id === id && each.version === version);
    if (entry) {
      return Uint8Array.from(Buffer.from(entry.transaction, "hex"));
    }
  }
  throw missing(`no transaction up to height ${height} wrote version ${version} of ${id}`);
}
