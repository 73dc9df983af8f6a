package io.regchain.localchain.conformance;

import java.net.URI;

/** The way to one node. */
interface Door {
    /** The node's address as it was given. */
    URI address();

    boolean hasToken();

    /** Never throws: what goes wrong on the way is a result. */
    Exchange ask(Question question);
}
