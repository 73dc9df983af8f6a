package io.regchain.protocol.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One file of test vectors, made from fixed samples: equal on every run. */
interface VectorFile {
    /** The file's name under {@code vectors/}. */
    String name();

    ObjectNode content();
}
