// The chain itself: a pool, blocks when there is something to do, and certificates. One process holds the keys of all
// four validators; each of them makes the proposed block again and seals it only if it comes to the same header.
import { check, decodeTransaction, hex, same, sm3, validatorSetHash } from "../canonical.mjs";
import { quorum } from "../verify.mjs";
import { encodeBlock, encodeHeader, sealedBytes, ZERO } from "./encode.mjs";
import { executeBlock, nextSequence } from "./engine.mjs";
import { canonicalBytes } from "./json.mjs";
import { verified } from "./keys.mjs";
import { isName } from "./packet.mjs";
import { orderedTreeRoot, proveEntry, StateTree } from "./tree.mjs";

const MAX_AHEAD = 1_000;
const MAX_WAITING = 5_000;
const MAX_TRANSACTIONS = 1_000;
const MAX_TRANSACTION_BYTES = 8_000_000;
const MAX_ARGUMENTS = 2 ** 20;
const ROUND = 0;

export const validatorsJson = (validators) =>
  validators.map((v) => ({ name: v.name, organisation: v.organisation, publicKey: hex(v.publicKey) }));

export class Ledger {
  /** Blocks by height: {header, headerBytes, hash, transactions, executed, certificate, state}. */
  #blocks = [];
  /** Height and index of a final transaction, by its id. */
  #places = new Map();
  /** Transactions that wait, by sender and sequence. */
  #pool = new Map();
  #waiting = 0;
  #due = false;
  #watchers = new Set();

  /**
   * @param validators in their order: {name, organisation, publicKey, keys}
   * @param contracts by name
   * @param genesis {chain, timeMillis, state: Map of full key → JSON value}
   * @param clock gives milliseconds since 1970
   */
  constructor({ validators, contracts, genesis, clock }) {
    this.chain = genesis.chain;
    this.validators = validators;
    this.contracts = contracts;
    this.clock = clock;
    const entries = new Map([["validators/current", validatorsJson(validators)], ...genesis.state]);
    const state = StateTree.EMPTY.with([...entries].map(([key, value]) => [key, canonicalBytes(value)]));
    this.#append(this.#block({ height: 0, time: genesis.timeMillis, proposer: validators[0] }, [], state), undefined);
  }

  get height() {
    return this.#blocks.length - 1;
  }

  /** The block at a height; undefined where there is none yet. */
  block(height) {
    return this.#blocks[height];
  }

  get latest() {
    return this.#blocks[this.height];
  }

  // ---------------------------------------------------------------- transactions

  /** Takes a signed transaction: its id, and the refusal {code, message} when it cannot stand in a block here. */
  submit(bytes) {
    const transaction = { ...decodeTransaction(bytes), bytes };
    const { id, chain, contract, method } = transaction;
    check(isName(contract) && isName(method), "contract and method are names");
    check(transaction.arguments.length <= MAX_ARGUMENTS, `arguments have at most ${MAX_ARGUMENTS} bytes`);
    if (chain !== this.chain) {
      return { id, refusal: { code: "TRANSACTION_OF_OTHER_CHAIN", message: `this is ${this.chain}, not ${chain}` } };
    }
    if (this.#places.has(hex(id))) {
      return { id };
    }
    const refusal = this.#sequenceProblem(transaction) ?? this.#signatureProblem(transaction);
    if (refusal === undefined) {
      this.#wait(transaction);
    }
    return { id, refusal };
  }

  #sequenceProblem({ sender, sequence, id }) {
    const next = nextSequence(this.latest.state, sender);
    const standing = this.#pool.get(hex(sender))?.get(sequence);
    if (sequence < next || (standing !== undefined && !same(standing.id, id))) {
      return { code: "SEQUENCE_USED", message: `another transaction has sequence ${sequence}; the next is ${next}` };
    }
    if (sequence - next > MAX_AHEAD) {
      return { code: "SEQUENCE_TOO_FAR", message: `sequence ${sequence} is more than ${MAX_AHEAD} ahead of ${next}` };
    }
    if (this.#waiting >= MAX_WAITING && standing === undefined) {
      return { code: "POOL_FULL", message: `${MAX_WAITING} transactions wait; offer it later` };
    }
    return undefined;
  }

  #signatureProblem({ sender, signed, signature }) {
    return verified(sender, signed, signature)
      ? undefined
      : { code: "SIGNATURE_INVALID", message: "the sender's signature does not hold over the transaction" };
  }

  #wait(transaction) {
    const lane = this.#pool.get(hex(transaction.sender)) ?? new Map();
    this.#pool.set(hex(transaction.sender), lane);
    if (!lane.has(transaction.sequence)) {
      lane.set(transaction.sequence, transaction);
      this.#waiting++;
    }
    this.#schedule();
  }

  /** Where a final transaction stands, with both proofs and its trace; undefined while it is not final. */
  transaction(id) {
    const place = this.#places.get(hex(id));
    if (place === undefined) {
      return undefined;
    }
    const { transactions, executed } = this.block(place.height);
    const receipts = executed.map(({ receiptBytes }) => receiptBytes);
    return {
      ...place,
      ...executed[place.index],
      bytes: transactions[place.index],
      proof: proveEntry(transactions, place.index),
      receiptProof: proveEntry(receipts, place.index),
    };
  }

  // ---------------------------------------------------------------- blocks

  #schedule() {
    if (!this.#due) {
      this.#due = true;
      setImmediate(() => {
        this.#due = false;
        this.#makeBlock();
      });
    }
  }

  /** The transactions that can stand in the next block: each sender's in sequence without gap. */
  #candidates() {
    const chosen = [];
    let room = MAX_TRANSACTION_BYTES;
    for (const lane of this.#pool.values()) {
      const [first] = lane.values();
      let next = nextSequence(this.latest.state, first.sender);
      for (let t = lane.get(next); t !== undefined && chosen.length < MAX_TRANSACTIONS; t = lane.get(++next)) {
        if (t.bytes.length > room) {
          return chosen;
        }
        room -= t.bytes.length;
        chosen.push(t);
      }
    }
    return chosen;
  }

  #makeBlock() {
    const candidates = this.#candidates();
    if (candidates.length === 0) {
      return;
    }
    const height = this.height + 1;
    const proposal = {
      height,
      time: Math.max(this.clock(), this.latest.header.timeMillis),
      proposer: this.validators[height % this.validators.length],
    };
    const block = this.#remade(proposal, candidates);
    const seals = this.validators.map((validator) => this.#seal(validator, proposal, candidates, block.hash));
    const given = seals.filter((seal) => seal !== undefined);
    if (given.length < quorum(this.validators.length)) {
      throw new Error(`${given.length} of ${seals.length} validators came to the block ${hex(block.hash)}`);
    }
    this.#append(block, { networkId: this.chain, height, round: ROUND, blockHash: block.hash, seals: given });
    if (this.#candidates().length > 0) {
      this.#schedule();
    }
  }

  /** A validator makes the block by itself, and seals what it came to. */
  #seal(validator, proposal, transactions, hash) {
    if (!same(this.#remade(proposal, transactions).hash, hash)) {
      return undefined;
    }
    const signature = validator.keys.sign(sealedBytes(this.chain, proposal.height, ROUND, hash));
    return { signer: validator.publicKey, signature };
  }

  #remade(proposal, transactions) {
    const context = { chain: this.chain, height: proposal.height, time: proposal.time };
    const { executed, state } = executeBlock(this.contracts, context, this.latest.state, transactions);
    return this.#block(proposal, executed, state);
  }

  #block({ height, time, proposer }, executed, state) {
    const transactions = executed.map(({ transaction }) => transaction.bytes);
    const set = validatorSetHash(this.validators); // this chain never changes its validators
    const header = {
      chain: this.chain,
      height,
      parentHash: height === 0 ? ZERO : this.latest.hash,
      timeMillis: time,
      proposer: proposer.publicKey,
      transactionRoot: orderedTreeRoot(transactions),
      receiptRoot: orderedTreeRoot(executed.map(({ receiptBytes }) => receiptBytes)),
      stateRoot: state.root,
      validatorSetHash: set,
      nextValidatorSetHash: set,
    };
    const headerBytes = encodeHeader(header);
    return { header, headerBytes, hash: sm3(headerBytes), transactions, executed, state };
  }

  #append(block, certificate) {
    this.#blocks.push({ ...block, certificate });
    block.executed.forEach(({ transaction, faults }, index) => {
      faults.forEach((fault) => console.error(`block ${block.header.height}, transaction ${index}:`, fault));
      this.#places.set(hex(transaction.id), { height: block.header.height, index });
      this.#passed(transaction);
    });
    [...this.#watchers].forEach((look) => look());
  }

  /** Removes from the pool what this transaction was, or what it made impossible. */
  #passed({ sender, sequence }) {
    const lane = this.#pool.get(hex(sender));
    for (const waiting of lane === undefined ? [] : [...lane.keys()].filter((each) => each <= sequence)) {
      lane.delete(waiting);
      this.#waiting--;
    }
    if (lane?.size === 0) {
      this.#pool.delete(hex(sender));
    }
  }

  // ---------------------------------------------------------------- waiting

  /** Resolves when `done` holds after a block, or when the time has run out. */
  #await(done, millis) {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve();
      };
      const look = () => done() && end();
      const timer = setTimeout(end, millis);
      this.#watchers.add(look);
      look();
    });
  }

  /** The latest height, as soon as it is above the given one or the time has run out. */
  async awaitAbove(height, millis) {
    await this.#await(() => this.height > height, millis);
    return this.height;
  }

  /** As `transaction`, as soon as it is final or the time has run out. */
  async awaitTransaction(id, millis) {
    await this.#await(() => this.#places.has(hex(id)), millis);
    return this.transaction(id);
  }

  bytesOfBlock(height) {
    const { headerBytes, transactions } = this.block(height);
    return encodeBlock(headerBytes, transactions);
  }
}
