package io.regchain.protocol.object;

/** Where an object stands in its life (JR/T 0314 6.5). */
public enum ObjectStage {
    /** No snapshot yet. */
    UNKNOWN,
    LIVE,
    /** An earlier snapshot was overwritten, and later ones still have to be (6.5 d) 2). */
    OVERWRITING,
    /** Deleted: no operation any more (6.5 e) 2). */
    DELETED
}
