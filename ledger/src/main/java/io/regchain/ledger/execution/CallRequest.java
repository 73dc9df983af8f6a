package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;

/** What is called. @param arguments the callee's own copy of {@code encoded} */
record CallRequest(String contract, String method, Bytes encoded, ObjectNode arguments) {}
