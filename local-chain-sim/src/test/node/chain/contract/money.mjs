// Money that settlements move (docs/protocol.md section 19): accounts with what is available and what is set aside.
import { require } from "../engine.mjs";
import { requireOperator } from "./operator.mjs";

const isAccount = (value) => typeof value === "string" && /^[A-Za-z0-9-]{1,32}$/.test(value);
const positive = (value) => Number.isSafeInteger(value) && value > 0;
const keyOf = (account) => `account/${account}`;
const lockOf = ({ settlement, leg }) => `locked/${settlement}/${leg}`;

function accountOf(context, account) {
  const held = isAccount(account) ? context.read(keyOf(account)) : undefined;
  require(held !== undefined, "ACCOUNT_UNKNOWN", `there is no account ${account}`);
  return held;
}

function change(context, account, available, setAside) {
  const held = accountOf(context, account);
  const after = { availableFen: held.availableFen + available, frozenFen: held.frozenFen + setAside };
  require(after.availableFen >= 0, "BALANCE_TOO_SMALL", `${account} has ${held.availableFen} fen`);
  require(Number.isSafeInteger(after.availableFen), "AMOUNT_OUT_OF_RANGE", "no account holds so much");
  context.write(keyOf(account), after);
}

/** {account, amountFen}, by the operator: opens the account where there is none. */
function deposit(context, { account, amountFen }) {
  requireOperator(context, "money.deposit");
  require(isAccount(account) && positive(amountFen), "BAD_ARGUMENT", "an account and an amount above 0 are wanted");
  if (context.read(keyOf(account)) === undefined) {
    context.write(keyOf(account), { availableFen: 0, frozenFen: 0 });
  }
  change(context, account, amountFen, 0);
  return context.read(keyOf(account));
}

function requireSettlements(context) {
  const { text } = context.caller;
  require(text === "contract:settlements", "CALLER_NOT_ALLOWED", `only settlements moves what is set aside, not ${text}`);
}

/** Terms {payer, payee, amountFen}. */
function settlementLock(context, in_) {
  requireSettlements(context);
  const { payer, payee, amountFen } = in_.terms;
  require(positive(amountFen) && payer !== payee, "BAD_ARGUMENT", "terms are payer, another payee, and an amount above 0");
  accountOf(context, payee);
  change(context, payer, -amountFen, amountFen);
  context.write(lockOf(in_), { payer, payee, amountFen });
  return {};
}

function ended(context, in_, to) {
  requireSettlements(context);
  const { payer, payee, amountFen } = context.read(lockOf(in_));
  change(context, payer, 0, -amountFen);
  change(context, to === "payee" ? payee : payer, amountFen, 0);
  context.delete(lockOf(in_));
  return {};
}

const settlementCommit = (context, in_) => ended(context, in_, "payee");
const settlementRelease = (context, in_) => ended(context, in_, "payer");

export const money = { name: "money", methods: { deposit, settlementLock, settlementCommit, settlementRelease } };
