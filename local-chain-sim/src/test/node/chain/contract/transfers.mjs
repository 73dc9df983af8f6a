// The chain's one business: orders across provinces (requirement S4). The market that keeps a product's register takes
// orders from other markets by packet; this market forwards those of its own investors to the market that keeps theirs.
import { require } from "../engine.mjs";
import { requireOperator } from "./operator.mjs";

const PATIENCE = 10 * 60 * 1000;
const NAME = "transfers";
const isProduct = (value) => typeof value === "string" && /^[A-Za-z0-9.-]{1,64}$/.test(value);
const positive = (value) => Number.isSafeInteger(value) && value > 0;

/** {product}, by the operator: orders for it are taken from now on. */
function list(context, { product }) {
  requireOperator(context, "transfers.list");
  require(isProduct(product), "BAD_ARGUMENT", "product should be a code");
  context.write(`product/${product}`, { listedAt: context.time });
  context.emit("productListed", { product });
  return { product };
}

/** {investorCode, product, side, quantity}, from the contract of the same name on another chain. */
function requestTransfer(context, in_) {
  const { caller } = context;
  require(
    caller.kind === "chain" && caller.contract === NAME,
    "CALLER_NOT_ALLOWED",
    `an order of another market comes by packet from its contract ${NAME}, not from ${caller.text}`,
  );
  const number = context.read("orders") ?? 0;
  const orderId = `${caller.chain}-${number}`;
  context.write("orders", number + 1);
  context.write(`order/${orderId}`, { ...in_, orderId, from: caller.chain, state: "ACCEPTED" });
  // after the writes on purpose: a refusal throws them away, and the packet ends with the reason all the same
  require(
    isProduct(in_.product) && context.read(`product/${in_.product}`) !== undefined,
    "PRODUCT_UNKNOWN",
    `no product ${in_.product} is listed here`,
  );
  require(
    ["BUY", "SELL"].includes(in_.side) && positive(in_.quantity),
    "BAD_ARGUMENT",
    "side is BUY or SELL, quantity above 0",
  );
  context.emit("orderAccepted", { orderId, product: in_.product });
  return { orderId };
}

/** {requestId, destination, investorCode, product, side, quantity, patienceMillis?}, by the operator. */
function forwardOrder(context, in_) {
  requireOperator(context, "transfers.forwardOrder");
  const { requestId, destination, patienceMillis = PATIENCE, ...order } = in_;
  require(
    typeof requestId === "string" && /^[A-Za-z0-9._-]{1,64}$/.test(requestId),
    "BAD_ARGUMENT",
    "requestId has 1 to 64 letters and digits",
  );
  require(
    context.read(`forwarded/${requestId}`) === undefined,
    "REQUEST_ID_REUSED",
    `${requestId} was forwarded before`,
  );
  const { sequence } = context.call("packets", "send", {
    destination,
    destinationContract: NAME,
    method: "requestTransfer",
    payload: order,
    timeoutMillis: context.time + patienceMillis,
  });
  context.write(`forwarded/${requestId}`, { ...order, destination, sequence, state: "SENT" });
  context.write(`sent/${destination}/${sequence}`, requestId);
  context.emit("orderForwarded", { requestId, destination, sequence });
  return { requestId, sequence };
}

/** The end of a forwarded order, told by `packets`: the acknowledgement with destination, channel and sequence. */
function onAcknowledgement(context, in_) {
  require(context.caller.text === "contract:packets", "CALLER_NOT_ALLOWED", "only packets tells how a packet ended");
  const requestId = context.read(`sent/${in_.destination}/${in_.sequence}`);
  require(requestId !== undefined, "ORDER_UNKNOWN", `no order was sent to ${in_.destination} with this sequence`);
  const order = context.read(`forwarded/${requestId}`);
  const answer = in_.success
    ? { state: "ACCEPTED", orderId: in_.result.orderId }
    : { state: "REFUSED", code: in_.code, message: in_.message };
  context.write(`forwarded/${requestId}`, { ...order, ...answer });
  context.emit("orderAnswered", { requestId, ...answer });
  return { requestId };
}

export const transfers = { name: NAME, methods: { list, requestTransfer, forwardOrder, onAcknowledgement } };
