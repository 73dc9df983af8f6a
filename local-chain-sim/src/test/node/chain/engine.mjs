// Runs transactions on a state: calls with buffers, traces and receipts (docs/protocol.md sections 6 and 7). Pure: equal
// input gives equal output. Contracts see state and block time through `Call`, nothing else.
import { Mismatch, sm3 } from "../canonical.mjs";
import { EMPTY, encodeReceipt, encodeTrace, fingerprint } from "./encode.mjs";
import { canonicalBytes, decodeCanonical, isObject } from "./json.mjs";
import { verified } from "./keys.mjs";

const MAX_DEPTH = 16;
const MAX_WORK = 5_000_000;
const SIGNATURE_WORK = 5_000;
const MAX_KEY = 256;

/** A contract's "no": `code` for programs, the message for people. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Throws a refusal unless `right`. */
export function require(right, code, message) {
  if (!right) {
    throw new Refusal(code, typeof message === "function" ? message() : message);
  }
}

/** As `read`, with what is malformed in what it reads turned into a refusal. */
export function decoded(code, what, read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Mismatch) {
      throw new Refusal(code, `${what}: ${error.message}`);
    }
    throw error;
  }
}

/** The engine ends the transaction: a limit is passed. */
class Stopped extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Who calls: `text` is the form of the trace. */
export const callers = {
  key: (key) => ({ kind: "key", key, text: `key:${fingerprint(key)}` }),
  contract: (name) => ({ kind: "contract", name, text: `contract:${name}` }),
  chain: (chain, contract) => ({ kind: "chain", chain, contract, text: `chain:${chain}/${contract}` }),
};

/** Writes and events over a state that they do not touch until they are kept. */
class Buffer_ {
  constructor(below) {
    this.below = below;
    this.writes = new Map();
    this.events = [];
  }

  get(key) {
    return this.writes.has(key) ? this.writes.get(key) : this.below.get(key);
  }

  keep(above) {
    above.writes.forEach((value, key) => this.writes.set(key, value));
    this.events.push(...above.events);
  }
}

/** What one transaction is about, the same for all its calls. */
class Run {
  metered = 0;
  /** Errors of contracts that are bugs, for whoever keeps the log. */
  faults = [];

  constructor(contracts, block, transaction) {
    this.contracts = contracts;
    this.block = block;
    this.transaction = transaction;
  }

  work(units) {
    this.metered += units;
    if (this.metered > MAX_WORK) {
      throw new Stopped("OUT_OF_WORK", `a transaction may do ${MAX_WORK} units of work`);
    }
  }
}

/** One call of a contract method, and all that the contract can see and do. */
class Call {
  #run;
  #depth;
  #name;
  #buffer;
  #steps = [];

  constructor(run, below, depth, caller, name) {
    this.#run = run;
    this.#depth = depth;
    this.#name = name;
    this.#buffer = new Buffer_(below);
    this.caller = caller;
    this.chain = run.block.chain;
    this.height = run.block.height;
    this.time = run.block.time;
    this.transactionId = run.transaction.id;
    this.origin = run.transaction.sender;
  }

  /** Runs the method: {result} with its buffer to keep, or {code, message}; and the call's trace in any case. */
  static run(run, below, depth, caller, name, method, argumentBytes) {
    const call = new Call(run, below, depth, caller, name);
    const trace = {
      caller: caller.text,
      contract: name,
      method,
      arguments: argumentBytes,
      steps: call.#steps,
      result: EMPTY,
      code: "",
      message: "",
    };
    try {
      run.work(10 + argumentBytes.length);
      if (depth > MAX_DEPTH) {
        throw new Stopped("CALLS_TOO_DEEP", `calls are at most ${MAX_DEPTH} deep`);
      }
      const result = call.#invoke(method, decodeCanonical(argumentBytes));
      trace.result = canonicalBytes(result);
      run.work(trace.result.length);
      return { trace, result, buffer: call.#buffer };
    } catch (error) {
      const known = error instanceof Refusal || error instanceof Stopped;
      if (!known && !run.faults.includes(error)) {
        run.faults.push(error);
      }
      trace.code = known ? error.code : "CONTRACT_FAILED";
      // no words of the interpreter: they differ between versions, and the trace is hashed
      trace.message = known ? error.message : `contract ${name} failed`;
      return { trace, code: trace.code, message: trace.message, stopped: !(error instanceof Refusal), error };
    }
  }

  #invoke(method, in_) {
    const contract = this.#run.contracts.get(this.#name);
    require(contract !== undefined, "UNKNOWN_CONTRACT", `chain ${this.chain} has no contract ${this.#name}`);
    require(
      Object.hasOwn(contract.methods, method),
      "UNKNOWN_METHOD",
      `${this.#name} has no method ${method}; it has ${Object.keys(contract.methods).join(", ")}`,
    );
    return contract.methods[method](this, in_);
  }

  /** The value at a key of this contract; undefined where there is none. */
  read(key) {
    return this.readOf(this.#name, key);
  }

  /** A value of another contract's state, which nobody else writes. */
  readOf(contract, key) {
    const full = stateKey(contract, key);
    const value = this.#buffer.get(full);
    this.#run.work(10 + full.length + (value?.length ?? 0));
    this.#steps.push({ kind: "read", key: full, value });
    return value === undefined ? undefined : JSON.parse(new TextDecoder().decode(value));
  }

  write(key, value) {
    this.#put(key, canonicalBytes(value));
  }

  delete(key) {
    this.#put(key, undefined);
  }

  #put(key, value) {
    const full = stateKey(this.#name, key);
    this.#run.work(10 + full.length + (value?.length ?? 0));
    this.#steps.push({ kind: "write", key: full, value });
    this.#buffer.writes.set(full, value);
  }

  /** @param name in the past tense */
  emit(name, data) {
    const event = { contract: this.#name, name, data: canonicalBytes(data) };
    this.#run.work(10 + event.data.length);
    this.#steps.push({ kind: "event", ...event });
    this.#buffer.events.push(event);
  }

  verify(publicKey, message, signature) {
    this.#run.work(SIGNATURE_WORK + message.length);
    return verified(publicKey, message, signature);
  }

  /** Calls another contract; its refusal refuses this call too. */
  call(contract, method, in_) {
    const end = this.#enter(callers.contract(this.#name), contract, method, in_);
    if (end.code !== undefined) {
      throw end.stopped ? end.error : new Refusal(end.code, end.message);
    }
    return end.result;
  }

  /** Calls another contract in a buffer that is dropped when it refuses: {result} or {code, message}. */
  tryCall(contract, method, in_) {
    return this.#attempt(callers.contract(this.#name), contract, method, in_);
  }

  /** As `tryCall`, for a contract of another chain: only `packets` speaks for those. */
  deliver(sender, contract, method, in_) {
    require(this.#name === "packets", "DELIVERY_NOT_ALLOWED", "only the contract packets speaks for other chains");
    return this.#attempt(sender, contract, method, in_);
  }

  #attempt(caller, contract, method, in_) {
    const end = this.#enter(caller, contract, method, in_);
    if (end.error instanceof Stopped) {
      throw end.error;
    }
    return end;
  }

  #enter(caller, contract, method, in_) {
    const end = Call.run(this.#run, this.#buffer, this.#depth + 1, caller, contract, method, canonicalBytes(in_));
    this.#steps.push({ kind: "call", call: end.trace });
    if (end.code === undefined) {
      this.#buffer.keep(end.buffer);
    }
    return end;
  }
}

function stateKey(contract, key) {
  const full = `${contract}/${key}`;
  if (!/^[\x21-\x7e]+$/.test(full) || full.length > MAX_KEY) {
    throw new Error(`a state key is printable ASCII without spaces, at most ${MAX_KEY} characters: ${full}`);
  }
  return full;
}

/** Where the next sequence of a sender stands, a JSON number; absent means 0. */
export const sequenceKey = (sender) => `sequences/${fingerprint(sender)}`;

export function nextSequence(state, sender) {
  const value = state.get(sequenceKey(sender));
  return value === undefined ? 0n : BigInt(new TextDecoder().decode(value));
}

/** Executes a decoded transaction on a buffer, which keeps the writes of a success and, always, the used sequence. */
function execute(contracts, block, buffer, transaction) {
  const run = new Run(contracts, block, transaction);
  const end = start(run, buffer);
  const success = end.code === undefined;
  if (success) {
    buffer.keep(end.buffer);
  }
  const trace = encodeTrace(transaction.id, end.trace);
  const receipt = {
    transactionId: transaction.id,
    outcome: success ? "SUCCESS" : end.stopped ? "STOPPED" : "REFUSED",
    code: end.code ?? "",
    message: end.message ?? "",
    result: success ? end.trace.result : EMPTY,
    events: success ? end.buffer.events : [],
    traceHash: sm3(trace),
    metered: run.metered,
  };
  buffer.writes.set(sequenceKey(transaction.sender), canonicalBytes(Number(transaction.sequence) + 1));
  return { receipt, receiptBytes: encodeReceipt(receipt), trace: end.trace, traceBytes: trace, faults: run.faults };
}

/** The transaction's own call; what cannot even be called is stopped with an empty trace. */
function start(run, buffer) {
  const { sender, contract, method, arguments: bytes } = run.transaction;
  const caller = callers.key(sender);
  const stopped = (code, message) => ({
    trace: { caller: caller.text, contract, method, arguments: bytes, steps: [], result: EMPTY, code, message },
    code,
    message,
    stopped: true,
  });
  if (!run.contracts.has(contract)) {
    return stopped("UNKNOWN_CONTRACT", `chain ${run.block.chain} has no contract ${contract}`);
  }
  try {
    if (!isObject(decodeCanonical(bytes))) {
      return stopped("BAD_ARGUMENTS", "arguments are a canonical JSON object");
    }
  } catch (error) {
    if (error instanceof Mismatch) {
      return stopped("BAD_ARGUMENTS", `arguments are a canonical JSON object: ${error.message}`);
    }
    throw error;
  }
  return Call.run(run, buffer, 1, caller, contract, method, bytes);
}

/**
 * Executes transactions in order; those whose sequence is not their sender's next cannot stand in the block and are left
 * out. Signatures were checked before.
 *
 * @param block {chain, height, time} being made, height and time as numbers
 * @returns {executed: [{transaction, receipt, receiptBytes, trace, traceBytes, faults}], state} after them
 */
export function executeBlock(contracts, block, before, transactions) {
  const buffer = new Buffer_(before);
  const executed = [];
  for (const transaction of transactions) {
    if (transaction.sequence === nextSequence(buffer, transaction.sender)) {
      executed.push({ transaction, ...execute(contracts, block, buffer, transaction) });
    }
  }
  return { executed, state: before.with(buffer.writes) };
}

/** The calls of a trace as JR/T 0314 table 4 lists them; a call inside a refused one does not count as a success. */
export function operationsOf(root, receipt) {
  const operations = [];
  const add = (call, parent, state, code) => {
    const index = operations.length;
    operations.push({ index, parent, type: `${call.contract}.${call.method}`, caller: call.caller, state, code });
    for (const step of call.steps.filter(({ kind }) => kind === "call")) {
      const failed = state === "SUCCESS" && step.call.code !== "";
      add(step.call, index, failed ? "REFUSED" : state, failed ? step.call.code : code);
    }
  };
  add(root, undefined, receipt.outcome, receipt.code);
  return operations;
}
