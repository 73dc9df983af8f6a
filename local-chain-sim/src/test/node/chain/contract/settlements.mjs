// This chain's part in atomic settlements (docs/protocol.md section 19). The operator has its leg locked; what happens then
// is the hub's decision, which anyone may bring with proof.
import { bytesOf, decodeHeader } from "../../canonical.mjs";
import { decoded, require } from "../engine.mjs";
import { requireUsable } from "../light-client.mjs";
import { isCode } from "../packet.mjs";
import {
  checkDecision,
  checkPlan,
  decisionKey,
  keys,
  mayEnter,
  mayExpire,
  messageOf,
  requireLeg,
  settlementOf,
} from "../settlement.mjs";
import { requireAbsent, requirePresent } from "./hub-client.mjs";
import { requireOperator } from "./operator.mjs";

const NAME = "settlements";
const planOf = (in_) => decoded("SETTLEMENT_MALFORMED", "plan", () => checkPlan(in_.plan)); // D11
const pendingOf = (context) => context.read(keys.pending) ?? [];

/** {plan, leg}, by the operator. */
function lock(context, in_) {
  requireOperator(context, `${NAME}.lock`); // D12
  const plan = planOf(in_);
  const { trustedAt, trustPeriod } = context.readOf("packets", "hub");
  const frozen = context.readOf("packets", "hub-frozen") !== undefined;
  requireUsable(frozen, { trustedAt, trustPeriod }, context.time); // L1, L2
  requireEnterable(context, plan, in_.leg);
  context.call(plan.legs[in_.leg].contract, "settlementLock", task(plan, in_.leg)); // D16
  return enter(context, plan, in_.leg, { state: "LOCKED" });
}

/** {plan, leg, code, message}, by the operator: the others need not wait for the deadline. */
function refuse(context, in_) {
  requireOperator(context, `${NAME}.refuse`); // D12
  const plan = planOf(in_);
  requireEnterable(context, plan, in_.leg);
  require(isCode(in_.code) && typeof in_.message === "string", "BAD_ARGUMENT", "code and message say why");
  return enter(context, plan, in_.leg, { state: "REFUSED", code: in_.code, message: messageOf(in_.message) });
}

function requireEnterable(context, plan, leg) {
  requireLeg(plan, leg);
  const known = context.read(keys.leg(settlementOf(plan), leg));
  mayEnter(plan, leg, context.chain, context.time, known, pendingOf(context).length);
}

function enter(context, plan, leg, record) {
  const settlement = settlementOf(plan);
  context.write(keys.plan(settlement), plan);
  context.write(keys.pending, [...pendingOf(context), { settlement, leg }]);
  put(context, plan, leg, record);
  return { settlement, state: record.state };
}

function put(context, plan, leg, record) {
  const { settlement, reference, terms } = task(plan, leg);
  context.write(keys.leg(settlement, leg), record);
  const name = `settlementLeg${record.state[0]}${record.state.slice(1).toLowerCase()}`;
  context.emit(name, { ...record, settlement, reference, leg, contract: plan.legs[leg].contract, terms });
}

/** What a contract that keeps assets is told. */
const task = (plan, leg) => ({
  settlement: settlementOf(plan),
  leg,
  reference: plan.reference,
  terms: plan.legs[leg].terms,
});

/** {settlement, decision, header, certificate, nextValidators?, proof}, by anyone. */
function finish(context, in_) {
  const plan = known(context, in_);
  const decision = decoded("BAD_ARGUMENT", "decision", () => checkDecision(in_.decision));
  return isPending(context, in_.settlement)
    ? underHub(context, in_, (hub) => {
      requirePresent(hub, in_, decisionKey(in_.settlement), decision, "DECISION_NOT_PROVEN"); // D14
      return conclude(context, plan, decision);
    })
    : over();
}

/** {settlement, header, certificate, nextValidators?, proof}, by anyone: no decision at the deadline. */
function expire(context, in_) {
  const plan = known(context, in_);
  return isPending(context, in_.settlement)
    ? underHub(context, in_, (hub) => {
      mayExpire(plan, hub.time);
      requireAbsent(hub, in_, decisionKey(in_.settlement)); // D15
      const message = "the hub had decided nothing by the deadline, and never commits from then on";
      return conclude(context, plan, { decision: "ABORT", code: "SETTLEMENT_PAST_DEADLINE", message });
    })
    : over();
}

function known(context, { settlement }) {
  require(
    typeof settlement === "string" && /^[0-9a-f]{64}$/.test(settlement),
    "BAD_ARGUMENT",
    "settlement is the SM3 of a plan",
  );
  const plan = context.read(keys.plan(settlement));
  require(plan !== undefined, "SETTLEMENT_UNKNOWN", `no leg of ${settlement} was locked or refused here`); // D13
  return plan;
}

const isPending = (context, settlement) => pendingOf(context).some((entry) => entry.settlement === settlement);
const over = () => ({ noop: true, reason: "SETTLEMENT_FINISHED", message: "the settlement is finished on this chain" });

/** The header is verified where the client of the hub is kept, and the proof held against its state root. */
function underHub(context, in_, then) {
  const shown = Object.fromEntries(
    ["header", "certificate", "nextValidators"].filter((name) => in_[name] !== undefined).map((name) => [name, in_[name]]),
  );
  if (context.call("packets", "updateHub", { headers: [shown] }).frozen) {
    return { frozen: true };
  }
  const { stateRoot, timeMillis } = decodeHeader(bytesOf(in_.header));
  return then({ root: stateRoot, time: Number(timeMillis) });
}

/** Every leg that this chain has entered follows the decision. */
function conclude(context, plan, decision) {
  const settlement = settlementOf(plan);
  plan.legs.forEach((_, leg) => {
    if (context.read(keys.leg(settlement, leg))?.state === "LOCKED") {
      const commit = decision.decision === "COMMIT";
      context.call(plan.legs[leg].contract, commit ? "settlementCommit" : "settlementRelease", task(plan, leg));
      put(context, plan, leg, { state: commit ? "COMMITTED" : "RELEASED" });
    }
  });
  context.write(keys.pending, pendingOf(context).filter((entry) => entry.settlement !== settlement));
  return { ...decision, settlement };
}

export const settlements = { name: NAME, methods: { lock, refuse, finish, expire } };
