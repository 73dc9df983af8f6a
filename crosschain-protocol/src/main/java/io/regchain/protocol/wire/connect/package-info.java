/**
 * The Connect protocol for unary calls, without a transport: what an HTTP server or client needs to turn bytes, status
 * and headers into messages and back. Only POST is spoken, only uncompressed bodies, in Protobuf or JSON.
 */
package io.regchain.protocol.wire.connect;
