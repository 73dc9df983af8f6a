// Settlements and their rules (docs/protocol.md section 19), pure. Numbers are those of the text.
import { check, concat, hex, sm3, tag, text, u32, u64 } from "../canonical.mjs";
import { require } from "./engine.mjs";
import { canonicalBytes, isObject } from "./json.mjs";
import { fields, HUB, isChain, isCode, isName, nesting, number } from "./packet.mjs";

export const MAX_PENDING = 1_000;
const MAX_LEGS = 16;
const MAX_TERMS = 4_096;
const MAX_NESTING = 32;
const LONGEST = 24 * 60 * 60 * 1000;
const MAX_MESSAGE = 1_024;

// ---------------------------------------------------------------- forms

const isReference = (value) => typeof value === "string" && /^[A-Za-z0-9._-]{1,64}$/.test(value);
const isTerms = (value) =>
  isObject(value) && nesting(value) <= MAX_NESTING && canonicalBytes(value).length <= MAX_TERMS;
const isMessage = (value) => typeof value === "string" && [...value].length <= MAX_MESSAGE;

const planForm = {
  reference: isReference,
  deadlineMillis: number,
  legs: (value) => Array.isArray(value) && value.length >= 2 && value.length <= MAX_LEGS,
};
const legForm = { chain: (value) => isChain(value) && value !== HUB, contract: isName, terms: isTerms };

/** A plan in its JSON form. */
export function checkPlan(plan) {
  fields(plan, planForm);
  plan.legs.forEach((leg) => fields(leg, legForm));
  check(new Set(plan.legs.map(({ chain }) => chain)).size >= 2, "the legs are on at least two chains");
  return plan;
}

/** How a leg stands on its chain. */
export function checkRecord(record) {
  const state = (value) => ["LOCKED", "REFUSED", "COMMITTED", "RELEASED"].includes(value);
  return isObject(record) && record.state === "REFUSED"
    ? fields(record, { state, code: isCode, message: isMessage })
    : fields(record, { state });
}

export function checkDecision(decision) {
  return isObject(decision) && decision.decision === "ABORT"
    ? fields(decision, { decision: () => true, code: isCode, message: isMessage })
    : fields(decision, { decision: (value) => value === "COMMIT" });
}

/** A message tells people why; a longer one is cut. */
export const messageOf = (value) => {
  const characters = [...value];
  return characters.length <= MAX_MESSAGE ? value : `${characters.slice(0, MAX_MESSAGE - 1).join("")}…`;
};

const variable = (bytes) => concat(u32(bytes.length), bytes);

export const planBytes = ({ reference, deadlineMillis, legs }) =>
  concat(
    tag("regchain/settlement/1"),
    text(reference),
    u64(deadlineMillis),
    u32(legs.length),
    ...legs.map(({ chain, contract, terms }) => concat(text(chain), text(contract), variable(canonicalBytes(terms)))),
  );

/** What a settlement is called: SM3 of its plan. */
export const settlementOf = (plan) => hex(sm3(planBytes(plan)));

// ---------------------------------------------------------------- state keys, below `settlements/`

export const keys = {
  plan: (settlement) => `plan/${settlement}`,
  leg: (settlement, leg) => `leg/${settlement}/${leg}`,
  pending: "pending",
};

/** On the hub; a whole state key, since it is proven there. */
export const decisionKey = (settlement) => `settlements/decision/${settlement}`;

// ---------------------------------------------------------------- rules of a local chain

/** Is there such a leg? */
export function requireLeg(plan, leg) {
  require(number(leg) && leg < plan.legs.length, "LEG_UNKNOWN", `the settlement has no leg ${leg}`); // D1
}

/** May `self` lock the leg, or say that it will not? @param known how the leg stands, undefined where it was not entered */
export function mayEnter(plan, leg, self, now, known, pending) {
  const { chain } = plan.legs[leg];
  require(chain === self, "LEG_OF_OTHER_CHAIN", `leg ${leg} is on ${chain}, this is ${self}`); // D2
  require(known === undefined, `LEG_ALREADY_${known?.state}`, `the leg is ${known?.state} already`); // D3
  beforeDeadline(plan, now);
  require(
    plan.deadlineMillis - now <= LONGEST,
    "SETTLEMENT_DEADLINE_FAR",
    "the deadline is more than 24 hours ahead",
  ); // D5
  requireRoom(pending);
}

function beforeDeadline(plan, now) {
  require(now < plan.deadlineMillis, "SETTLEMENT_PAST_DEADLINE", `it is ${now}, at or after the deadline`); // D4
}

function requireRoom(pending) {
  require(pending < MAX_PENDING, "SETTLEMENTS_PENDING", `${pending} wait for a decision`); // D6
}

/** May a leg be given back, since at this time the hub has decided nothing? */
export function mayExpire(plan, time) {
  require(
    time >= plan.deadlineMillis,
    "SETTLEMENT_NOT_PAST_DEADLINE",
    `${time} is before the deadline ${plan.deadlineMillis}`,
  ); // D7
}

// ---------------------------------------------------------------- rules of the hub

/** May the hub take the proof of a lock or a refusal? */
export function mayProve(plan, now, pending) {
  beforeDeadline(plan, now);
  requireRoom(pending);
}

/** Does what a chain proves of its leg agree with the decision? @param proven undefined when it is proven absent */
export function mayFinish(plan, { decision }, proven, time) {
  const commit = decision === "COMMIT";
  require(
    proven === undefined ? !commit : proven.state !== "LOCKED",
    "LEG_NOT_FINISHED",
    "the leg has not taken the decision yet",
  ); // D8
  require(
    proven === undefined || commit === (proven.state === "COMMITTED"),
    "LEG_CONTRADICTS",
    `the decision is ${decision}, the leg is ${proven?.state}`,
  ); // D9
  if (proven === undefined) {
    mayExpire(plan, time); // D10
  }
}
