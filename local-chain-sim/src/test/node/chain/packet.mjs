// Packets and their rules (docs/protocol.md section 17), pure. Numbers are those of the text.
import { check, hex, sm3 } from "../canonical.mjs";
import { encodeAcknowledgement, encodePacket } from "./encode.mjs";
import { canonicalBytes, isObject } from "./json.mjs";
import { require } from "./engine.mjs";

export const HUB = "supervision";
export const MAX_SETTLED = 16;
export const MAX_CLEANED = 100;
const MAX_OPEN = 500;
const MAX_PENDING = 1_000;
const MAX_BYTES = 65_536;
const MAX_NESTING = 32;

/** How deep objects and arrays nest: 0 for a text or number, 1 for an empty object. */
export const nesting = (value) =>
  value !== null && typeof value === "object"
    ? 1 + Object.values(value).reduce((deepest, inner) => Math.max(deepest, nesting(inner)), 0)
    : 0;
const travels = (value) => nesting(value) <= MAX_NESTING && canonicalBytes(value).length <= MAX_BYTES;
const MAX_MESSAGE = 1_024;
const LONGEST_LIFE = 30 * 24 * 60 * 60 * 1000;
/** The codes with which the hub, or the clock, ends a packet that its destination has not taken. */
export const UNTAKEN = [
  "ROUTE_DENIED",
  "PACKET_TIMED_OUT",
  "CHANNEL_CLOSED",
  "HELD_AND_REJECTED",
  "HELD_TOO_LONG",
  "DESTINATION_NOT_ACTIVE",
];

// ---------------------------------------------------------------- forms

const CHAIN = /^[a-z]{3,32}$/;
const CHANNEL = /^[a-z][a-z0-9-]{0,31}$/;
const NAME = /^[a-z][A-Za-z0-9-]{0,63}$/;
export const number = (value) => Number.isSafeInteger(value) && value >= 0;
const flag = (value) => typeof value === "boolean";
const text = (value) => typeof value === "string";
const like = (pattern) => (value) => text(value) && pattern.test(value);
export const isName = like(NAME);
export const isChain = like(CHAIN);
/** The code of a refusal, for programs. */
export const isCode = like(/^[A-Z][A-Z0-9_]{1,63}$/);
const forms = {
  source: like(CHAIN),
  destination: like(CHAIN),
  channel: like(CHANNEL),
  ordered: flag,
  sourceContract: isName,
  destinationContract: isName,
  method: isName,
  sequence: (value) => number(value) && value < Number.MAX_SAFE_INTEGER,
  payload: (value) => isObject(value) && travels(value),
  timeoutMillis: number,
  timeoutHeight: number,
};

export function fields(value, of) {
  check(isObject(value), "an object is wanted");
  for (const name of Object.keys(of)) {
    check(Object.hasOwn(value, name) && of[name](value[name]), `${name} is missing or has another form`);
  }
  Object.keys(value).forEach((name) => check(Object.hasOwn(of, name), `${name} is not known`));
  return value;
}

/** A packet in its JSON form. */
export function checkPacket(packet) {
  fields(packet, forms);
  check(packet.source !== packet.destination, "a packet goes to another chain");
  return packet;
}

/** An acknowledgement in its JSON form. */
export function checkAcknowledgement(ack) {
  const success = isObject(ack) && ack.success === true;
  return success
    ? fields(ack, { success: () => true, result: travels })
    : fields(ack, {
      success: (value) => value === false,
      code: isCode,
      message: (value) => text(value) && [...value].length <= MAX_MESSAGE,
    });
}

export const failure = (code, message) => {
  const characters = [...message];
  const cut = characters.length <= MAX_MESSAGE ? message : `${characters.slice(0, MAX_MESSAGE - 1).join("")}…`;
  return { success: false, code, message: cut };
};

/** The acknowledgement of what a called contract returned. */
export function successOf(result) {
  if (nesting(result) > MAX_NESTING) {
    return failure("RESULT_TOO_LARGE", `the result nests deeper than ${MAX_NESTING}, which cannot travel`);
  }
  const size = canonicalBytes(result).length;
  return size <= MAX_BYTES
    ? { success: true, result }
    : failure("RESULT_TOO_LARGE", `the result has ${size} bytes, at most ${MAX_BYTES} can travel`);
}

export const packetBytes = (packet) => encodePacket(packet, canonicalBytes(packet.payload));
export const acknowledgementBytes = (ack) => encodeAcknowledgement(ack, ack.success && canonicalBytes(ack.result));
export const commitment = (packet) => hex(sm3(packetBytes(packet)));
export const nameOf = ({ source, destination, channel, sequence }) => `${source}/${destination}/${channel}/${sequence}`;

// ---------------------------------------------------------------- state keys, below `packets/`

const PAGE = 32;

export const keys = {
  pending: "pending",
  page: (p) => `${p.destination}/${p.channel}/${Math.floor(p.sequence / PAGE)}`,
  open: "open",
  out: (p) => `out/${p.destination}/${p.channel}/${p.sequence}`,
  done: (p) => `done/${p.destination}/${p.channel}/${p.sequence}`,
  in: (p) => `in/${p.source}/${p.channel}/${p.sequence}`,
  ack: (p) => `ack/${p.source}/${p.channel}/${p.sequence}`,
  channelOut: (p) => `channel/out/${p.destination}/${p.channel}`,
  channelIn: (p) => `channel/in/${p.source}/${p.channel}`,
};

/** On the hub; whole state keys, since they are proven there. */
export const hubKeys = {
  in: (p) => `packets/in/${nameOf(p)}`,
  out: (p) => `packets/out/${nameOf(p)}`,
  ack: (p) => `packets/ack/${nameOf(p)}`,
  channel: (p) => `packets/channel/${p.source}/${p.destination}/${p.channel}`,
};

// ---------------------------------------------------------------- channels

/** A channel before the first packet, which this is. */
export const channelBefore = (packet) => ({
  cleaned: 0,
  closed: false,
  next: 0,
  open: 0,
  ordered: packet.ordered,
  owner: packet.sourceContract,
  settled: 0,
});

/** A channel in its JSON form. */
export const checkChannel = (channel) =>
  fields(channel, {
    cleaned: number,
    closed: flag,
    next: number,
    open: number,
    ordered: flag,
    owner: isName,
    settled: number,
  });

export const taken = (channel, sequence) => ({
  ...channel,
  next: Math.max(channel.next, sequence + 1),
  open: channel.open + 1,
});
export const ended = (channel) => ({ ...channel, open: channel.open - 1 });
/** A packet ended that its destination has not taken: on an ordered channel nothing follows it. */
export const broken = (channel) => ({ ...channel, closed: channel.closed || channel.ordered });

// ---------------------------------------------------------------- rules

/** Where a packet is on a chain: ABSENT, OPEN or ENDED. */
export const stageOf = (known, end) => (end ? "ENDED" : known ? "OPEN" : "ABSENT");

const timeReached = (packet, now) => now >= packet.timeoutMillis;
const heightReached = (packet, height) => packet.timeoutHeight > 0 && height >= packet.timeoutHeight;

function fits(packet, channel) {
  require(
    packet.ordered === channel.ordered,
    "CHANNEL_KIND_DIFFERS",
    `channel ${packet.channel} is ordered otherwise`,
  ); // P5
  require(
    !channel.ordered || packet.sourceContract === channel.owner,
    "CHANNEL_OF_OTHER_CONTRACT",
    `the ordered channel ${packet.channel} is that of ${channel.owner}`,
  ); // P6
}

/** May `self` send the packet in a block of time `now`? @param pending how many packets of this chain are open */
export function maySend(packet, self, now, channel, pending) {
  require(packet.source === self, "PACKET_OF_OTHER_CHAIN", `the source is ${packet.source}, this is ${self}`); // P1
  require(!timeReached(packet, now), "PACKET_TIMEOUT_PAST", `the timeout is not after the block's time ${now}`); // P3
  require(
    packet.timeoutMillis - now <= LONGEST_LIFE,
    "PACKET_TIMEOUT_FAR",
    "the timeout is more than 30 days ahead",
  ); // P4
  fits(packet, channel);
  require(!channel.closed, "CHANNEL_CLOSED", `the ordered channel ${packet.channel} is closed; use another`); // P7
  require(channel.open < MAX_OPEN, "CHANNEL_FULL", `${channel.open} packets of the channel have not ended`); // P8
  require(pending < MAX_PENDING, "PACKETS_PENDING", `${pending} packets of this chain have not ended`); // P9
}

/** May `self`, the destination, take the packet in a block of this time and height? */
export function mayReceive(packet, self, now, height, stage, channel) {
  require(packet.destination === self, "PACKET_FOR_OTHER_CHAIN", `the packet goes to ${packet.destination}`); // P14
  require(stage === "ABSENT", "PACKET_ALREADY_RECEIVED", `packet ${nameOf(packet)} was received before`); // P11
  require(
    !timeReached(packet, now) && !heightReached(packet, height),
    "PACKET_TIMED_OUT",
    `packet ${nameOf(packet)} is taken before its timeout only; it is ${now}, block ${height}`,
  ); // P15
  fits(packet, channel);
  require(
    !channel.ordered || packet.sequence === channel.next,
    "PACKET_OUT_OF_ORDER",
    `the next packet of the ordered channel is ${channel.next}`,
  ); // P13
}

/** May the source take an end of the packet? */
export function mayAcknowledge(packet, stage, channel) {
  requireOpen(packet, stage);
  requireInOrder(packet, channel);
}

function requireOpen(packet, stage) {
  require(stage !== "ABSENT", "PACKET_UNKNOWN", `this chain holds no packet ${nameOf(packet)}`); // P16
  require(stage !== "ENDED", "PACKET_ALREADY_ENDED", `packet ${nameOf(packet)} has ended before`); // P17
}

function requireInOrder(packet, channel) {
  require(
    !channel.ordered || packet.sequence === channel.settled,
    "ACKNOWLEDGEMENT_OUT_OF_ORDER",
    `the next packet of the ordered channel to end is ${channel.settled}`,
  ); // P20
}

/** May the source end the packet, since the hub's receipt is absent under a header of this time? */
export function mayTimeOut(packet, hubTime, stage, channel) {
  requireOpen(packet, stage);
  require(
    timeReached(packet, hubTime),
    "PACKET_NOT_TIMED_OUT",
    `the receipt is proven absent at ${hubTime}, before the timeout ${packet.timeoutMillis}`,
  ); // P19
  requireInOrder(packet, channel);
}

/** May the entries of all packets below be removed? @param hubChannel as the hub is proven to hold it */
export function mayClean(below, hubChannel) {
  require(
    below <= hubChannel.settled,
    "PACKETS_NOT_SETTLED",
    `packets are settled below ${hubChannel.settled} only`,
  ); // P21
}

// ---------------------------------------------------------------- rules of the hub

/** May the hub take the packet, proven by the chain `provenBy`, in a block of this time? @param open of that chain */
export function mayReceiveAtHub(packet, provenBy, now, stage, channel, open) {
  require(packet.source === provenBy, "PACKET_OF_OTHER_CHAIN", `the source is ${packet.source}`); // P10
  require(stage === "ABSENT", "PACKET_ALREADY_RECEIVED", `packet ${nameOf(packet)} was received before`); // P11
  require(!timeReached(packet, now), "PACKET_TIMED_OUT", "it is taken before its timeout only"); // P12
  fits(packet, channel);
  require(!channel.ordered || packet.sequence === channel.next, "PACKET_OUT_OF_ORDER", "another one is next"); // P13
  require(open < MAX_PENDING, "PACKETS_PENDING", `${open} packets of its source are not completed`); // P9
}

/** May the hub end the packet, its receipt being absent in the destination's block of this time and height? */
export function mayTimeOutAtHub(packet, time, height, stage) {
  requireOpen(packet, stage);
  require(
    timeReached(packet, time) || heightReached(packet, height + 1),
    "PACKET_NOT_TIMED_OUT",
    "the packet may still be received",
  ); // P18
}
