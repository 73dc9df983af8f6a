// The Connect protocol, unary calls (docs/protocol.md section 14), in front of a ChainNode: plain HTTP on the loopback
// interface with an access token. Whoever calls from elsewhere comes through a gateway that speaks national TLS.
import { createServer } from "node:http";
import { timingSafeEqual } from "node:crypto";
import { create, fromBinary, fromJson, toBinary, toJson } from "@bufbuild/protobuf";
import { CrossChainPort } from "../gen/regchain/v1/cross_chain_port_pb.js";
import { LocalChainNode } from "../gen/regchain/v1/local_chain_node_pb.js";
import { check, Mismatch, utf8 } from "../canonical.mjs";
import { isObject, parse, textOf } from "./json.mjs";
import { CallProblem } from "./node.mjs";

const MAX_REQUEST = 4 * 1024 * 1024;
const MAX_ANSWER = 20_000_000;
const STATUS = {
  invalid_argument: 400,
  unauthenticated: 401,
  not_found: 404,
  resource_exhausted: 429,
  internal: 500,
  unimplemented: 501,
  deadline_exceeded: 504,
};

const encodings = {
  "application/proto": {
    read: (schema, body) => fromBinary(schema, body),
    write: (schema, message) => toBinary(schema, message),
  },
  "application/json": {
    read: (schema, body) => {
      const json = parse(textOf(body));
      check(isObject(json), "a request is a JSON object");
      return fromJson(schema, json, { ignoreUnknownFields: true });
    },
    write: (schema, message) => utf8(JSON.stringify(toJson(schema, message))),
  },
};

const functions = new Map([LocalChainNode, CrossChainPort].flatMap((service) =>
  service.methods.map((method) => [`/${service.typeName}/${method.name}`, method])));

/** Listens on the loopback interface. @param port 0: one that the system chooses. @returns the server, listening */
export function serve(node, token, port = 0) {
  const server = createServer((request, response) => {
    answer(node, token, request)
      .catch((error) => problem(error))
      .then(({ status, type, body }) => {
        response.writeHead(status, { "Content-Type": type, "Content-Length": body.length });
        response.end(body);
      });
  });
  server.keepAliveTimeout = 90_000;
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function problem(error) {
  if (error instanceof CallProblem) {
    return errorAnswer(STATUS[error.code], error.code, error.message);
  }
  console.error(error); // the node's own fault
  return errorAnswer(STATUS.internal, "internal", "the node failed; its log says why");
}

const errorAnswer = (status, code, message) => ({
  status,
  type: "application/json",
  body: utf8(JSON.stringify({ code, message: message.toWellFormed() })),
});

async function answer(node, token, request) {
  if (request.method !== "POST") {
    request.resume();
    return errorAnswer(405, "unimplemented", "the node interface is called by POST");
  }
  const body = await read(request);
  if (!isBearer(request.headers.authorization, token)) {
    throw new CallProblem("unauthenticated", "send Authorization: Bearer with the node's token");
  }
  const method = functions.get(request.url);
  if (method === undefined) {
    throw new CallProblem(
      "unimplemented",
      `there is no function ${request.url}; there are ${[...functions.keys()].join(", ")}`,
    );
  }
  const type = (request.headers["content-type"] ?? "").split(";")[0].trim().toLowerCase();
  if (!Object.hasOwn(encodings, type)) {
    return errorAnswer(415, "unknown", "send Content-Type application/proto or application/json");
  }
  const patience = headers(request.headers);
  const asked = message(encodings[type], method.input, body);
  const given = await inTime(Promise.resolve(node[method.localName](asked)), patience);
  const bytes = encodings[type].write(method.output, create(method.output, given));
  if (bytes.length > MAX_ANSWER) {
    throw new CallProblem(
      "resource_exhausted",
      `the answer has more than ${MAX_ANSWER} bytes; ask for less, or in Protobuf`,
    );
  }
  return { status: 200, type, body: bytes };
}

async function read(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size <= MAX_REQUEST) { // what is more is read and thrown away, so that the answer reaches the caller
      parts.push(part);
    }
  }
  if (size > MAX_REQUEST) {
    throw new CallProblem("resource_exhausted", `a request has at most ${MAX_REQUEST} bytes`);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function isBearer(authorization, token) {
  const [given, wanted] = [Buffer.from(authorization ?? ""), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** How long the caller waits, in milliseconds; undefined where it does not say. */
function headers(given) {
  if ((given["content-encoding"] ?? "identity") !== "identity") {
    throw new CallProblem("unimplemented", "only the content encoding identity is supported");
  }
  if ((given["connect-protocol-version"] ?? "1") !== "1") {
    throw new CallProblem("invalid_argument", "Connect-Protocol-Version should be 1");
  }
  const timeout = given["connect-timeout-ms"];
  if (timeout !== undefined && !/^[0-9]{1,10}$/.test(timeout)) {
    throw new CallProblem("invalid_argument", "Connect-Timeout-Ms should be milliseconds, at most 10 digits");
  }
  return timeout === undefined ? undefined : Number(timeout);
}

function message(encoding, schema, body) {
  try {
    return encoding.read(schema, body);
  } catch (error) {
    throw new CallProblem(
      "invalid_argument",
      error instanceof Mismatch ? error.message : `the request: ${error.message}`,
    );
  }
}

async function inTime(answered, patience) {
  if (patience === undefined) {
    return answered;
  }
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new CallProblem("deadline_exceeded", `${patience} ms ran out`)), Math.min(patience, 2 ** 31 - 1));
  });
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
