// A local chain's end of every call across chains (docs/protocol.md section 17). Contracts send; any relay may carry,
// since nothing counts without the hub's certificate and a proof under its state root.
import { hex, same, sm3 } from "../../canonical.mjs";
import { callers, decoded, require } from "../engine.mjs";
import { canonicalBytes, canonicalText, isObject } from "../json.mjs";
import {
  broken,
  channelBefore,
  checkAcknowledgement,
  checkChannel,
  checkPacket,
  commitment,
  ended,
  failure,
  hubKeys,
  keys,
  mayAcknowledge,
  mayClean,
  mayReceive,
  maySend,
  mayTimeOut,
  MAX_CLEANED,
  MAX_SETTLED,
  nameOf,
  number,
  stageOf,
  successOf,
  taken,
  UNTAKEN,
} from "../packet.mjs";
import { HubClient, requireAbsent, requirePresent } from "./hub-client.mjs";
import { requireOperator, requireOtherOrganisation } from "./operator.mjs";

const MAX_HEADERS = 64;
const MAX_STEPS = 64;
const CARRIED = ["receive", "acknowledge", "timeout"];
const PROPOSAL = "hub-proposal";

const packetOf = (in_) => decoded("PACKET_MALFORMED", "packet", () => checkPacket(in_.packet));
const noop = (reason, message) => ({ noop: true, reason, message });
const described = ({ payload, ordered, timeoutMillis, timeoutHeight, ...named }) => named;
const openOf = (context) => context.read(keys.open) ?? 0;
const named = ({ destination, channel, sequence }) => ({ destination, channel, sequence });

/** {destination, destinationContract, method, payload, timeoutMillis, timeoutHeight?, channel?, ordered?}, by a contract. */
function send(context, in_) {
  require(context.caller.kind === "contract", "SENDER_NOT_A_CONTRACT", "only a contract of this chain sends a packet");
  new HubClient(context).requireUsable(); // nothing could end the packet
  const draft = {
    source: context.chain,
    destination: in_.destination,
    channel: in_.channel ?? "main",
    ordered: in_.ordered ?? false,
    sourceContract: context.caller.name,
    destinationContract: in_.destinationContract,
    method: in_.method,
    sequence: 0,
    payload: in_.payload,
    timeoutMillis: in_.timeoutMillis,
    timeoutHeight: in_.timeoutHeight ?? 0,
  };
  decoded("PACKET_MALFORMED", "the packet", () => checkPacket(draft));
  const channel = context.read(keys.channelOut(draft)) ?? channelBefore(draft);
  const packet = { ...draft, sequence: channel.next };
  maySend(packet, context.chain, context.time, channel, openOf(context));
  context.write(keys.out(packet), packet);
  context.write(keys.channelOut(packet), taken(channel, packet.sequence));
  wait(context, packet);
  context.emit("packetSent", described(packet));
  return { channel: packet.channel, sequence: packet.sequence };
}

/** What has not ended stands in pages, so that a change costs the same however much waits. */
function wait(context, packet) {
  const page = keys.page(packet);
  const waiting = context.read(`pending/${page}`) ?? [];
  if (waiting.length === 0) {
    context.write(keys.pending, [...(context.read(keys.pending) ?? []), page]);
  }
  context.write(`pending/${page}`, [...waiting, packet.sequence]);
  context.write(keys.open, openOf(context) + 1);
}

function waitNoMore(context, packet) {
  const page = keys.page(packet);
  const left = (context.read(`pending/${page}`) ?? []).filter((sequence) => sequence !== packet.sequence);
  if (left.length === 0) {
    context.delete(`pending/${page}`);
    context.write(keys.pending, context.read(keys.pending).filter((each) => each !== page));
  } else {
    context.write(`pending/${page}`, left);
  }
  context.write(keys.open, openOf(context) - 1);
}

/** What the hub's header allows; one that froze the client is answered as such. */
function underHub(context, in_, then) {
  const hub = new HubClient(context).verify(in_);
  return hub.frozen ? hub : then(hub);
}

/** {packet, header, certificate, nextValidators?, proof} of the hub's onward packet. */
function receive(context, in_) {
  const packet = packetOf(in_);
  const channel = context.read(keys.channelIn(packet)) ?? channelBefore(packet);
  if (context.read(keys.in(packet)) !== undefined || packet.sequence < channel.cleaned) {
    return noop("PACKET_ALREADY_RECEIVED", `packet ${nameOf(packet)} was received before`);
  }
  return underHub(context, in_, (hub) => {
    requirePresent(hub, in_, hubKeys.out(packet), packet, "PACKET_NOT_PROVEN");
    mayReceive(packet, context.chain, context.time, context.height, "ABSENT", channel);
    context.write(keys.in(packet), { commitment: commitment(packet) });
    context.write(keys.channelIn(packet), ended(taken(channel, packet.sequence)));
    const ack = deliver(context, packet);
    context.write(keys.ack(packet), ack);
    context.emit("packetReceived", { ...described(packet), success: ack.success });
    return ack;
  });
}

/** The called contract's writes are kept on success only; receipt and acknowledgement always. */
function deliver(context, packet) {
  const sender = callers.chain(packet.source, packet.sourceContract);
  const end = context.deliver(sender, packet.destinationContract, packet.method, packet.payload);
  return end.code === undefined ? successOf(end.result) : failure(end.code, end.message);
}

/** {packet, ack, header, certificate, nextValidators?, proof} of the hub's end of the packet. */
function acknowledge(context, in_) {
  const packet = packetOf(in_);
  const { stage, channel } = atSource(context, packet);
  if (stage === "ENDED") {
    return noop("PACKET_ALREADY_ENDED", `packet ${nameOf(packet)} has ended before`);
  }
  mayAcknowledge(packet, stage, channel);
  const ack = decoded("ACKNOWLEDGEMENT_MALFORMED", "ack", () => checkAcknowledgement(in_.ack));
  return underHub(context, in_, (hub) => {
    requirePresent(hub, in_, hubKeys.ack(packet), ack, "ACKNOWLEDGEMENT_NOT_PROVEN");
    end(context, packet, ack, "packetAcknowledged", !ack.success && UNTAKEN.includes(ack.code));
    return ack;
  });
}

/** {packet, header, certificate, nextValidators?, proof} that the hub holds no receipt. */
function timeout(context, in_) {
  const packet = packetOf(in_);
  const { stage, channel } = atSource(context, packet);
  if (stage === "ENDED") {
    return noop("PACKET_ALREADY_ENDED", `packet ${nameOf(packet)} has ended before`);
  }
  mayAcknowledge(packet, stage, channel);
  return underHub(context, in_, (hub) => {
    mayTimeOut(packet, hub.time, stage, channel);
    requireAbsent(hub, in_, hubKeys.in(packet));
    const ack = failure("PACKET_TIMED_OUT", `the hub had not received packet ${nameOf(packet)} by its timeout`);
    end(context, packet, ack, "packetTimedOut", true);
    return ack;
  });
}

/** {steps: [{method, arguments}], header, …}: many packets under one header. Each in a buffer of its own. */
function carry(context, in_) {
  return underHub(context, in_, (hub) => {
    const steps = Array.isArray(in_.steps) && in_.steps.every(isStep) ? in_.steps : [];
    require(steps.length > 0 && steps.length <= MAX_STEPS, "BAD_ARGUMENT", `steps has 1 to ${MAX_STEPS} entries`);
    // the block that was trusted first is not kept, and is shown to each
    const kept = context.read(`hub-header/${hub.height}`) !== undefined;
    const named = kept ? { hubHeight: hub.height } : { header: in_.header, certificate: in_.certificate };
    const ends = steps.map((step) => {
      const end = context.tryCall("packets", step.method, { ...step.arguments, ...named });
      if (end.code !== undefined) {
        return { success: false, code: end.code, message: end.message };
      }
      return end.result.noop === true ? { success: true, noop: true } : { success: true };
    });
    return { steps: ends };
  });
}

const isStep = (step) => isObject(step) && CARRIED.includes(step.method) && isObject(step.arguments);

/** The packet's stage here; what is handed in must be what was sent. */
function atSource(context, packet) {
  require(
    packet.source === context.chain,
    "PACKET_OF_OTHER_CHAIN",
    `packet ${nameOf(packet)} ends on ${packet.source}`,
  );
  const kept = context.read(keys.out(packet));
  const sent = kept !== undefined && canonicalText(kept) === canonicalText(packet);
  const channel = context.read(keys.channelOut(packet)) ?? channelBefore(packet);
  const over = packet.sequence < channel.cleaned || context.read(keys.done(packet)) !== undefined;
  return { stage: stageOf(sent, over), channel };
}

/** Ends a packet and tells its contract. One that says no keeps no writes, and the packet ends all the same. */
function end(context, packet, ack, event, untaken) {
  context.write(keys.done(packet), ack);
  settle(context, packet, untaken);
  waitNoMore(context, packet);
  context.emit(event, { ...described(packet), success: ack.success });
  const told = context.tryCall(packet.sourceContract, "onAcknowledgement", { ...ack, ...named(packet) });
  if (told.code !== undefined) {
    context.emit("acknowledgementNotTaken", { ...described(packet), code: told.code, message: told.message });
  }
}

function settle(context, packet, untaken) {
  const channel = ended(context.read(keys.channelOut(packet)));
  let settled = channel.settled;
  for (let i = 0; i < MAX_SETTLED && context.read(keys.done({ ...packet, sequence: settled })) !== undefined; i++) {
    settled++;
  }
  context.write(keys.channelOut(packet), { ...(untaken ? broken(channel) : channel), settled });
}

/** {source, destination, channel, sequence, state, header, …, proof}: removes what is kept of packets below `sequence`. */
function clean(context, in_) {
  require(number(in_.sequence), "BAD_ARGUMENT", "sequence is an integer from 0");
  const sender = in_.source === context.chain;
  require(
    sender || in_.destination === context.chain,
    "PACKET_OF_OTHER_CHAIN",
    `the channel leads from ${in_.source} to ${in_.destination}, this is ${context.chain}`,
  );
  return underHub(context, in_, (hub) => {
    const settled = decoded("BAD_ARGUMENT", "state", () => checkChannel(in_.state));
    requirePresent(hub, in_, hubKeys.channel(in_), settled, "CHANNEL_NOT_PROVEN");
    mayClean(in_.sequence, settled);
    const key = sender ? keys.channelOut(in_) : keys.channelIn(in_);
    const channel = context.read(key);
    require(channel !== undefined, "CHANNEL_UNKNOWN", `this chain has no channel at ${key}`);
    const cleaned = Math.max(channel.cleaned, Math.min(in_.sequence, channel.cleaned + MAX_CLEANED));
    for (let sequence = channel.cleaned; sequence < cleaned; sequence++) {
      const packet = { ...in_, sequence };
      context.delete(sender ? keys.out(packet) : keys.in(packet));
      context.delete(sender ? keys.done(packet) : keys.ack(packet));
    }
    context.write(key, { ...channel, cleaned });
    return { cleaned };
  });
}

/** {headers: [{header, certificate, nextValidators?}]}: keeps the client of the hub young where no call crosses. */
function updateHub(context, in_) {
  const headers = Array.isArray(in_.headers) && in_.headers.every(isObject) ? in_.headers : [];
  require(
    headers.length > 0 && headers.length <= MAX_HEADERS,
    "BAD_ARGUMENT",
    `headers has 1 to ${MAX_HEADERS} entries`,
  );
  const hub = new HubClient(context);
  for (const header of headers) {
    if (hub.verify(header).frozen) {
      return { frozen: true };
    }
  }
  return { headers: headers.length };
}

// ---------------------------------------------------------------- two approvals bring the client back (section 12)

function propose(context, what, content) {
  requireOperator(context, `proposing a ${what}`);
  const proposal = { ...content, what, proposedAt: context.time };
  context.write(PROPOSAL, proposal);
  const digest = hex(sm3(canonicalBytes(proposal)));
  context.emit("hubClientProposal", { digest, what });
  return { digest };
}

function approved(context, what, { digest }) {
  requireOtherOrganisation(context);
  const proposal = context.read(PROPOSAL);
  require(proposal?.what === what, "PROPOSAL_UNKNOWN", `there is no open proposal of a ${what}; propose it first`);
  require(
    same(sm3(canonicalBytes(proposal)), Buffer.from(String(digest), "hex")),
    "PROPOSAL_CHANGED",
    "the open proposal has another digest; read it again before approving",
  );
  context.delete(PROPOSAL);
  return proposal;
}

function requireReason({ reason }) {
  require(
    typeof reason === "string" && reason.trim() !== "" && [...reason].length <= 500,
    "BAD_ARGUMENT",
    "reason has 1 to 500 characters",
  );
  return reason;
}

/** {reason}, by the operator. */
function proposeThaw(context, in_) {
  require(new HubClient(context).openCase() !== undefined, "CLIENT_NOT_FROZEN", "there is nothing to thaw");
  return propose(context, "thaw", { reason: requireReason(in_) });
}

/** {digest}, by a consensus node of another organisation. */
function approveThaw(context, in_) {
  const { reason } = approved(context, "thaw", in_);
  const hub = new HubClient(context);
  require(hub.openCase() !== undefined, "CLIENT_NOT_FROZEN", "there is nothing to thaw");
  const number = hub.decide({ reason, decidedAt: context.time });
  context.emit("hubClientThawed", { case: number });
  return { case: number, status: hub.status() };
}

function requireRenewable(context, hash) {
  const hub = new HubClient(context);
  const status = hub.status();
  require(status !== "FROZEN", "CLIENT_FROZEN", "the case must be decided first");
  require(status !== "ACTIVE", "CLIENT_NOT_EXPIRING", "a header of the hub renews the client without anybody");
  require(hub.latestHash() === hash, "RENEWAL_OF_OTHER_HEADER", `the latest header of the hub is ${hub.latestHash()}`);
  return hub;
}

/** {hash, reason}, by the operator: the client's latest header is still the hub's. */
function proposeRenewal(context, in_) {
  requireRenewable(context, in_.hash);
  return propose(context, "renewal", { reason: requireReason(in_), hash: in_.hash });
}

/** {digest}, by a consensus node of another organisation. */
function approveRenewal(context, in_) {
  const { hash } = approved(context, "renewal", in_);
  const hub = requireRenewable(context, hash);
  hub.renew();
  context.emit("hubClientRenewed", { hash });
  return { hash, status: hub.status() };
}

export const packets = {
  name: "packets",
  methods: {
    send,
    receive,
    acknowledge,
    timeout,
    carry,
    clean,
    updateHub,
    proposeThaw,
    approveThaw,
    proposeRenewal,
    approveRenewal,
  },
};
