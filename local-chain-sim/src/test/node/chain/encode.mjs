// Writes the canonical bytes of docs/protocol.md, sections 4 to 11 and 17; ../canonical.mjs reads them.
import { concat, hex, Reader, sealedBytes, sm3, tag, text, u32, u64 } from "../canonical.mjs";

export { sealedBytes };

export const ZERO = new Uint8Array(32);
export const EMPTY = new Uint8Array(0);

const u8 = (value) => [value];
const flag = (value) => [value ? 1 : 0];
const variable = (bytes) => concat(u32(bytes.length), bytes);
const list = (values, encode) => concat(u32(values.length), ...values.map(encode));
const optional = (bytes) => (bytes === undefined ? flag(false) : concat(flag(true), variable(bytes)));

/** Section 5: what the sender signs. Its SM3 is the transaction's id. */
export const encodeUnsigned = ({ chain, sender, sequence, contract, method, arguments: bytes }) =>
  concat(
    tag("regchain/transaction/1"),
    text(chain),
    sender,
    u64(sequence),
    text(contract),
    text(method),
    variable(bytes),
  );

/** Section 5. */
export const encodeTransaction = (unsigned, signature) =>
  concat(tag("regchain/signed-transaction/1"), variable(unsigned), signature);

const OUTCOMES = ["SUCCESS", "REFUSED", "STOPPED"];
const encodeEvent = ({ contract, name, data }) => concat(text(contract), text(name), variable(data));

/** Section 6. */
export const encodeReceipt = (receipt) =>
  concat(
    tag("regchain/receipt/1"),
    receipt.transactionId,
    u8(OUTCOMES.indexOf(receipt.outcome)),
    text(receipt.code),
    text(receipt.message),
    variable(receipt.result),
    list(receipt.events, encodeEvent),
    receipt.traceHash,
    u64(receipt.metered),
  );

/** Section 7: one step {kind: "read" | "write" | "event" | "call", …}; a read `again` is told by its key alone. */
function encodeStep(step) {
  switch (step.kind) {
    case "read":
      return step.again ? concat(u8(4), text(step.key)) : concat(u8(0), text(step.key), optional(step.value));
    case "write":
      return concat(u8(1), text(step.key), optional(step.value));
    case "event":
      return concat(u8(2), encodeEvent(step));
    default:
      return concat(u8(3), encodeCall(step.call));
  }
}

const encodeCall = (call) =>
  concat(
    text(call.caller),
    text(call.contract),
    text(call.method),
    variable(call.arguments),
    list(call.steps, encodeStep),
    variable(call.result),
    text(call.code),
    text(call.message),
  );

/** Section 7. */
export const encodeTrace = (transactionId, root) => concat(tag("regchain/trace/1"), transactionId, encodeCall(root));

/** Section 8. The block hash is SM3 of these bytes. */
export const encodeHeader = (header) =>
  concat(
    tag("regchain/header/1"),
    u32(1),
    text(header.chain),
    u64(header.height),
    header.parentHash,
    u64(header.timeMillis),
    header.proposer,
    header.transactionRoot,
    header.receiptRoot,
    header.stateRoot,
    header.validatorSetHash,
    header.nextValidatorSetHash,
  );

/** Section 8: a header and its transactions, both as canonical bytes. */
export const encodeBlock = (header, transactions) =>
  concat(tag("regchain/block/1"), variable(header), list(transactions, variable));

/** Section 9. */
export const encodeOrderedProof = ({ index, size, siblings }) =>
  concat(tag("regchain/ordered-proof/1"), u32(index), u32(size), list(siblings, (hash) => hash));

/** Section 10. `other` is the leaf {keyHash, valueHash} of another key, if one stands in the way. */
export const encodeStateProof = ({ siblings, other }) =>
  concat(
    tag("regchain/state-proof/1"),
    list(siblings, (hash) => hash),
    other === undefined ? flag(false) : concat(flag(true), other.keyHash, other.valueHash),
  );

/** Section 17: a packet in its JSON form, `payload` as canonical bytes. */
export const encodePacket = (packet, payload) =>
  concat(
    tag("regchain/packet/1"),
    text(packet.source),
    text(packet.destination),
    text(packet.channel),
    flag(packet.ordered),
    text(packet.sourceContract),
    text(packet.destinationContract),
    text(packet.method),
    u64(packet.sequence),
    variable(payload),
    u64(packet.timeoutMillis),
    u64(packet.timeoutHeight),
  );

/** Section 17: an acknowledgement in its JSON form, `result` as canonical bytes. */
export const encodeAcknowledgement = (ack, result) =>
  concat(
    tag("regchain/acknowledgement/1"),
    ack.success ? concat(flag(true), variable(result)) : concat(flag(false), text(ack.code), text(ack.message)),
  );

/** The packet that the bytes hold, `payload` as bytes. */
export function decodePacket(bytes) {
  const in_ = new Reader("regchain/packet/1", bytes);
  const packet = {
    source: in_.chain(),
    destination: in_.chain(),
    channel: in_.text(),
    ordered: in_.flag(),
    sourceContract: in_.text(),
    destinationContract: in_.text(),
    method: in_.text(),
    sequence: Number(in_.u64()),
    payload: in_.variable(),
    timeoutMillis: Number(in_.u64()),
    timeoutHeight: Number(in_.u64()),
  };
  return in_.end(packet);
}

/** A registration's proof that its node key is held (section 14): the bytes that this key signs. */
export const possessionBytes = (chain, { name, organisation, publicKey }) =>
  concat(tag("regchain/possession/1"), text(chain), text(name), text(organisation), publicKey);

/** SM3 of a key, in hexadecimal. */
export const fingerprint = (key) => hex(sm3(key));
