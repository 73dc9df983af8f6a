// The chain's JR/T 0314 data objects (docs/protocol.md sections 14 and 16). What stands at objects/<id>/<version> and
// objects/at/<height> is what the hub reads with proof; history and latest are this chain's own.
import { hex } from "../../canonical.mjs";
import { checkObject, digestOf, nextOf, schemaProblems, sealProblems } from "../data-object.mjs";
import { decoded, Refusal, require } from "../engine.mjs";
import { operatorOf, requireOperator } from "./operator.mjs";

/** {snapshot}, by the operator. */
function put(context, in_) {
  requireOperator(context, "objects.put");
  const snapshot = decoded("OBJECT_MALFORMED", "snapshot", () => checkObject(in_.snapshot));
  const { object_id: id, version, type, operation } = snapshot.header.content;
  require(
    snapshot.header.source === context.chain,
    "OBJECT_SOURCE_MISMATCH",
    `header.source should be ${context.chain}`,
  );
  const [problem] = sealProblems(snapshot, operatorOf(context).keys, (...given) => context.verify(...given));
  require(problem === undefined, problem, `a seal of ${id}/${version} does not count`);
  const next = nextOf(context.read(`${id}/history`), snapshot, (v) => context.read(`${id}/${v}`));
  if (next.code !== undefined) {
    throw new Refusal(next.code, next.message);
  }
  const lines = schemaProblems(snapshot, next.history.full);
  require(lines.length === 0, "SCHEMA_VIOLATED", `${id}/${version}: ${lines.slice(0, 5).join("; ")}`);
  context.write(`${id}/${version}`, snapshot);
  context.write(`${id}/history`, next.history);
  context.write(`${id}/latest`, { version: next.history.latest });
  const at = `at/${context.height}`;
  const written = { id, version, transaction: hex(context.transactionId) };
  context.write(at, [...(context.read(at) ?? []), written]);
  context.emit("objectWritten", { objectId: id, version, type, operation, digest: digestOf(snapshot) });
  return { objectId: id, version };
}

export const objects = { name: "objects", methods: { put } };
