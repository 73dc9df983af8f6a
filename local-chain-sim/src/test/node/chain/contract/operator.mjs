// Who may call what. The genesis of the chain names its operator at `operator/current`.
import { hex } from "../../canonical.mjs";
import { require } from "../engine.mjs";

export const OPERATOR = "operator/current";

/** {organisation, keys}: the market's operator, with its public keys in hexadecimal. */
export const operatorOf = (context) => context.readOf(...OPERATOR.split("/"));

const holds = (context, keys) => context.caller.kind === "key" && keys.includes(hex(context.caller.key));

export function requireOperator(context, what) {
  require(
    holds(context, operatorOf(context).keys),
    "NOT_THE_OPERATOR",
    `${what} is for the operator's keys only (state key ${OPERATOR}), not for ${context.caller.text}`,
  );
}

/** The caller is a consensus node that another organisation than the operator answers for. */
export function requireOtherOrganisation(context) {
  const validators = context.readOf("validators", "current");
  const node = validators.find(({ publicKey }) => holds(context, [publicKey]));
  require(node !== undefined, "NOT_A_VALIDATOR", "approving is for the keys of this chain's consensus nodes");
  require(
    node.organisation !== operatorOf(context).organisation,
    "FOUR_EYES",
    "the node is the operator's own, who proposed; the node of another organisation must approve",
  );
}
