package io.regchain.ledger.storage;

/** A data directory that cannot be used. The message names the file, what is wrong with it and what to do. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Somebody else uses the directory, who may let go of it. */
    public static final class InUse extends StorageException {
        private static final long serialVersionUID = 1L;

        public InUse(String message) {
            super(message);
        }
    }

    /** What was asked for was there once. */
    public static final class Pruned extends StorageException {
        private static final long serialVersionUID = 1L;

        /** @param what is pruned, such as "blocks are" */
        public Pruned(String what, io.regchain.protocol.base.Height first) {
            super(what + " pruned below height " + first + " on this node; ask an archive node");
        }
    }
}
