package io.regchain.localchain.conformance;

/**
 * Everything the kit asks for, one row each: a stable id, the clause, and what the clause asks. Sections and rules are
 * those of docs/protocol.md.
 */
public enum Check {
    TLS(
            "C.tls",
            Group.CONNECTION,
            "JR/T 0314 6.6",
            "the node is reached over TLS; plain HTTP on the loopback interface only"),
    TOKEN_MISSING(
            "C.token.missing",
            Group.CONNECTION,
            "JR/T 0314 6.6; section 14",
            "a call without an access token is answered 401 unauthenticated"),
    TOKEN_WRONG(
            "C.token.wrong",
            Group.CONNECTION,
            "JR/T 0314 6.6; section 14",
            "a call with a made-up access token is answered 401 unauthenticated"),

    NETWORKS(
            "T3.networks",
            Group.NETWORKS,
            "JR/T 0314 7.2 table 3",
            "ListNetworks names each network by id, name, operator (unified social credit code) and genesis hash"),
    NETWORK_SERVED(
            "T3.networks.served",
            Group.NETWORKS,
            "JR/T 0314 7.1, 7.2 table 3",
            "the list names the network under test, once"),

    OPTIONS(
            "T3.options",
            Group.OPTIONS,
            "JR/T 0314 7.2 table 3",
            "GetNetworkOptions names the node's version, the operations allowed and the states they can end in"),
    INTERFACE_VERSION("T3.options.interface", Group.OPTIONS, "section 14", "interface_version is regchain.v1"),
    OPTION_LIMITS(
            "T3.options.limits",
            Group.OPTIONS,
            "JR/T 0314 7.3 table 4; section 5",
            "the announced limits are above 0 and at most 16,000,000 bytes a block, 2^20 bytes of arguments"),

    STATUS(
            "T3.status",
            Group.STATUS,
            "JR/T 0314 7.2 table 3",
            "GetNetworkStatus names height, block hash, block time and the node itself"),
    STATUS_TIP(
            "T3.status.tip",
            Group.STATUS,
            "JR/T 0314 7.2 table 3",
            "hash and time of the status are those of the block at its height"),
    STATUS_PEERS(
            "T3.status.peers",
            Group.STATUS,
            "JR/T 0314 7.2 table 3",
            "the connected nodes are named with their keys, at least one, none twice, the node itself left out"),

    BLOCK(
            "T4.block",
            Group.BLOCKS,
            "JR/T 0314 7.3 table 4; section 8",
            "GetBlock answers at every height with one canonical header and, when asked, one canonical block"),
    BLOCK_HASH(
            "T4.block.hash",
            Group.BLOCKS,
            "JR/T 0314 7.3 table 4; section 8",
            "the block hash is SM3 of the canonical header"),
    BLOCK_FIELDS(
            "T4.block.fields",
            Group.BLOCKS,
            "JR/T 0314 7.3 table 4",
            "height, parent height, parent hash and time beside the header are the header's, of the height asked for"),
    BLOCK_CHAIN(
            "T4.block.chain", Group.BLOCKS, "JR/T 0314 7.1; section 8", "every header names the network under test"),
    BLOCK_LINK(
            "T4.block.hash-link",
            Group.BLOCKS,
            "JR/T 0314 7.3 table 4; section 12 rule 3",
            "each block names the hash of the block before it as parent"),
    BLOCK_TIME("T4.block.time", Group.BLOCKS, "section 12 rule 4", "block time never goes back"),
    BLOCK_GENESIS(
            "T4.block.genesis",
            Group.BLOCKS,
            "JR/T 0314 7.3 table 4; section 8",
            "block 0 has no parent, and its hash is the genesis hash of the network list (and the one given with --genesis-hash)"),
    BLOCK_TRANSACTION_IDS(
            "T4.block.transaction-ids",
            Group.BLOCKS,
            "JR/T 0314 7.3 table 4; section 5",
            "the transaction ids are those of the block's transactions, in order"),
    BLOCK_TRANSACTION_ROOT(
            "T4.block.transaction-root",
            Group.BLOCKS,
            "JR/T 0314 7.4 table 5; section 9",
            "the root recomputed over the block's transactions is the header's transaction root"),
    BLOCK_LATEST("T4.block.latest", Group.BLOCKS, "section 14", "without a height the latest final block is answered"),
    BLOCK_WITHOUT_BODY(
            "T4.block.without-transactions",
            Group.BLOCKS,
            "section 14",
            "the whole block comes only when asked for, and the rest of the answer stays the same"),

    TRANSACTION(
            "T4.transaction",
            Group.TRANSACTIONS,
            "JR/T 0314 7.3 table 4; sections 5, 6",
            "GetTransaction answers with the transaction asked for and its receipt, both canonical"),
    TRANSACTION_SIGNATURE(
            "T4.transaction.signature",
            Group.TRANSACTIONS,
            "section 5",
            "the sender's SM2 signature holds over the transaction"),
    TRANSACTION_PROOF(
            "T4.transaction.proof",
            Group.TRANSACTIONS,
            "JR/T 0314 7.3 table 4; section 9",
            "the transaction is proven under the header's transaction root at the place named"),
    RECEIPT_PROOF(
            "T4.transaction.receipt",
            Group.TRANSACTIONS,
            "section 6, section 9",
            "the receipt names the transaction and is proven under the header's receipt root at the same place"),
    OPERATIONS(
            "T4.transaction.operations",
            Group.TRANSACTIONS,
            "JR/T 0314 7.3 table 4",
            "the operations are those of the trace: type, caller, parent and result of every call, in the order they began"),
    TRANSACTION_HEIGHT(
            "T4.transaction.height",
            Group.TRANSACTIONS,
            "JR/T 0314 7.3 table 4; section 14",
            "asked for in another block, the transaction is answered 404 not_found; without a height it is looked up"),

    CONSENSUS(
            "T5.state",
            Group.CONSENSUS,
            "JR/T 0314 7.4 table 5",
            "GetConsensusState answers at every height with the header that GetBlock gives"),
    CONSENSUS_ROOTS(
            "T5.roots",
            Group.CONSENSUS,
            "JR/T 0314 7.4 table 5",
            "state root, transaction root, receipt root and proposer are the header's"),
    VALIDATORS(
            "T5.validators",
            Group.CONSENSUS,
            "JR/T 0314 7.4 table 5; section 4",
            "the consensus nodes' key set has the hash the header names"),
    NEXT_VALIDATORS(
            "T5.next-validators",
            Group.CONSENSUS,
            "section 12 rules 6, 7",
            "the next set comes exactly where the header hands over to another one, and has the hash it names"),
    ANNOUNCED_SET(
            "T5.announced",
            Group.CONSENSUS,
            "JR/T 0314 7.4 table 5; section 12 rule 5",
            "every block is decided by the announced key set, or by one that it handed over to"),
    CERTIFICATE(
            "T5.certificate",
            Group.CONSENSUS,
            "JR/T 0314 7.4 table 5; section 11 rules 1, 2",
            "every block but genesis has a certificate of its own chain, height and hash"),
    SIGNED_DATA(
            "T5.signed-data",
            Group.CONSENSUS,
            "JR/T 0314 7.4 table 5; section 11",
            "the signed data are the bytes regchain/commit/1 of chain, height, round and block hash"),

    BFT_PROTOCOL(
            "B.protocol", Group.QUORUM, "JR/T 0314 7.1", "the consensus protocol is one known to stand lying nodes"),
    BFT_NODES(
            "B.nodes",
            Group.QUORUM,
            "JR/T 0314 7.1; section 4",
            "at least four consensus nodes with distinct keys, so that one may lie"),
    BFT_SIGNERS(
            "B.signers", Group.QUORUM, "JR/T 0314 7.1; section 11 rule 4", "every seal is by a member of the key set"),
    BFT_DISTINCT("B.distinct", Group.QUORUM, "JR/T 0314 7.1; section 11 rule 5", "no member seals twice"),
    BFT_QUORUM(
            "B.quorum",
            Group.QUORUM,
            "JR/T 0314 7.1; section 11 rule 6",
            "the seals are at least a quorum, floor((n+f)/2)+1"),
    BFT_SEALS(
            "B.seals",
            Group.QUORUM,
            "JR/T 0314 7.4 table 5; section 11 rule 7",
            "every seal is a valid SM2 signature over the signed data"),
    BFT_PROPOSER("B.proposer", Group.QUORUM, "section 8", "the proposer is a member of the key set"),

    SM_KEYS(
            "A.keys",
            Group.ALGORITHMS,
            "section 2; GB/T 32918.5",
            "every key is a point of the SM2 curve, 65 bytes 04, x, y"),
    SM_SIGNATURES(
            "A.signatures",
            Group.ALGORITHMS,
            "section 2; GB/T 32918.2",
            "every signature has the form of SM2, 64 bytes r, s in their range"),
    SM_DIGESTS(
            "A.digests",
            Group.ALGORITHMS,
            "section 2; GB/T 32905",
            "no digest is one of a foreign algorithm (SHA-256, SHA3-256) over the same bytes"),

    OBJECT_IDS(
            "T6.ids",
            Group.OBJECT_IDS,
            "JR/T 0314 7.5 table 6",
            "ListObjectIds answers at every height, with the state key objects/at/<height>"),
    OBJECT_IDS_PROOF(
            "T6.ids.proof",
            Group.OBJECT_IDS,
            "section 10, section 14",
            "the list, or that there is none, is proven under the state root of its height"),
    OBJECT_IDS_MATCH(
            "T6.ids.match",
            Group.OBJECT_IDS,
            "JR/T 0314 7.5 table 6; section 14",
            "the ids named are those of the proven list, in order"),
    OBJECT_IDS_WRITER(
            "T6.ids.writer",
            Group.OBJECT_IDS,
            "section 14",
            "each transaction the list names stands in that very block"),

    OBJECT("T6.object", Group.OBJECTS, "JR/T 0314 7.5 table 6", "GetObject answers for every id a block lists"),
    OBJECT_NAME(
            "T6.object.name",
            Group.OBJECTS,
            "JR/T 0314 7.5 table 6, 6.6",
            "the answer is of the object, version and state key asked for, not of another object"),
    OBJECT_HEIGHT(
            "T6.object.height",
            Group.OBJECTS,
            "JR/T 0314 7.5 table 6; section 14",
            "asked for at two heights, the answer is of the height asked for each time"),
    OBJECT_PROOF(
            "T6.object.proof",
            Group.OBJECTS,
            "JR/T 0314 7.5 table 6; section 10",
            "the Merkle proof leads from the snapshot to the state root of that height, and neither to that of another height nor from another object's key"),
    OBJECT_BEFORE(
            "T6.object.before",
            Group.OBJECTS,
            "JR/T 0314 7.5 table 6; section 14",
            "before the block that created it the object is answered 404 not_found"),
    OBJECT_SNAPSHOT(
            "T6.object.snapshot",
            Group.OBJECTS,
            "JR/T 0314 6.2–6.4; section 16",
            "the snapshot is one data object in canonical JSON, of the id and version asked for"),
    OBJECT_SEALS(
            "T6.object.seals",
            Group.OBJECTS,
            "JR/T 0314 6.3; section 16",
            "the snapshot carries owners' seals, each a valid SM2 signature by another key"),
    OBJECT_WRITER(
            "T6.object.writer",
            Group.OBJECTS,
            "section 14 (OBJECT_OF_OTHER_TRANSACTION)",
            "the transaction named is the one of the proven list"),
    OBJECT_LATEST(
            "T6.object.latest",
            Group.OBJECTS,
            "JR/T 0314 6.6; section 14",
            "without a version the newest one of that height is answered"),

    STATE_PRESENT("P.state.present", Group.PORT, "section 10, section 14", "ReadState proves the value a key holds"),
    STATE_ABSENT("P.state.absent", Group.PORT, "section 10, section 14", "ReadState proves that a key holds nothing"),
    TRACE("P.trace", Group.PORT, "section 7", "the trace has the hash of the proven receipt and names the transaction"),
    TRACE_OBJECTS(
            "P.trace.objects",
            Group.PORT,
            "section 7, section 15 (objects)",
            "the trace of the writing transaction wrote the very snapshot that is proven"),
    AWAIT_PAST(
            "P.await.past",
            Group.PORT,
            "section 14",
            "AwaitBlock answers at once when there is a block above the height asked"),
    AWAIT_FUTURE(
            "P.await.future",
            Group.PORT,
            "section 14",
            "AwaitBlock answers in time, with the latest height, when no such block came"),
    SUBMIT(
            "P.submit",
            Group.PORT,
            "section 14",
            "a transaction with a false signature is not taken: a refusal with code and message, or 400 invalid_argument"),

    ERROR_FORM(
            "E.form",
            Group.ERRORS,
            "section 14",
            "every error has the JSON body {code, message}, the content type application/json, a known code and a message"),
    ERROR_FUNCTION(
            "E.function", Group.ERRORS, "section 14", "a function that does not exist is answered 501 unimplemented"),
    ERROR_GET("E.get", Group.ERRORS, "section 14", "a function is called by POST; GET is not answered as a call"),
    ERROR_CONTENT_TYPE("E.content-type", Group.ERRORS, "section 14", "another content type is answered 415"),
    ERROR_COMPRESSED("E.compressed", Group.ERRORS, "section 14", "a compressed body is answered 501 unimplemented"),
    ERROR_VERSION(
            "E.version",
            Group.ERRORS,
            "section 14",
            "another Connect-Protocol-Version than 1 is answered 400 invalid_argument"),
    ERROR_JSON(
            "E.json",
            Group.ERRORS,
            "section 14",
            "a body that is cut off or no JSON object is answered 400 invalid_argument"),
    ERROR_JSON_TRAILING(
            "E.json.trailing", Group.ERRORS, "section 14", "bytes behind the JSON are answered 400 invalid_argument"),
    ERROR_JSON_REPEATED(
            "E.json.repeated",
            Group.ERRORS,
            "section 14",
            "a repeated name in the JSON is answered 400 invalid_argument"),
    ERROR_PROTO(
            "E.proto",
            Group.ERRORS,
            "section 14",
            "a body that is no Protobuf message is answered 400 invalid_argument"),
    ERROR_FIELDS(
            "E.fields",
            Group.ERRORS,
            "section 14",
            "a malformed network id, a short hash, a missing object id, a height of 2^63 are answered 400 invalid_argument"),
    ERROR_NETWORK(
            "E.network",
            Group.ERRORS,
            "JR/T 0314 7.1; section 14",
            "a network that is not served is answered 404 not_found"),
    ERROR_BLOCK(
            "E.block",
            Group.ERRORS,
            "section 14",
            "a height above the chain is answered 404 not_found by every function that takes one"),
    ERROR_TRANSACTION("E.transaction", Group.ERRORS, "section 14", "an unknown transaction is answered 404 not_found"),
    ERROR_OBJECT(
            "E.object",
            Group.ERRORS,
            "JR/T 0314 7.5; section 14",
            "an unknown object, or version, is answered 404 not_found"),

    ENCODING_JSON(
            "X.json", Group.ENCODINGS, "section 14", "JSON answers are one strict JSON object of the schema's fields"),
    ENCODING_PROTO("X.proto", Group.ENCODINGS, "section 14", "Protobuf answers are one message of the schema"),
    ENCODING_TYPE("X.content-type", Group.ENCODINGS, "section 14", "an answer has the content type of its request"),
    ENCODING_SAME(
            "X.same", Group.ENCODINGS, "section 14", "a question asked in JSON and in Protobuf has the same answer"),
    ENCODING_NAMES(
            "X.names",
            Group.ENCODINGS,
            "section 14",
            "the names of the schema are taken beside camel case, and numbers beside text"),
    ENCODING_UNKNOWN(
            "X.unknown-field",
            Group.ENCODINGS,
            "section 14",
            "fields the node does not know are passed over in both encodings"),

    LIMIT_REQUEST("L.request", Group.LIMITS, "section 14", "a request over 4 MiB is refused"),
    LIMIT_REQUEST_TAKEN("L.request.taken", Group.LIMITS, "section 14", "a request just below 4 MiB is taken"),
    LIMIT_BLOCK("L.block", Group.LIMITS, "JR/T 0314 7.3 table 4; section 8", "no block has more than 16,000,000 bytes"),
    LIMIT_ANSWER("L.answer", Group.LIMITS, "section 14", "no answer has more than 20 MB"),
    LIMIT_OBJECT("L.object", Group.LIMITS, "section 16", "no snapshot has more than 256 KiB"),

    NODES_TWO(
            "N.two",
            Group.TWO_NODES,
            "JR/T 0314 7.1",
            "the chain offers at least two full nodes at different addresses"),
    NODES_NAMES("N.names", Group.TWO_NODES, "JR/T 0314 7.1", "the nodes have different names"),
    NODES_KEYS("N.keys", Group.TWO_NODES, "JR/T 0314 7.1", "the nodes are held by different keys"),
    NODES_GENESIS("N.genesis", Group.TWO_NODES, "JR/T 0314 7.1; section 8", "the nodes name one genesis hash"),
    NODES_BLOCKS(
            "N.blocks",
            Group.TWO_NODES,
            "JR/T 0314 7.1; section 12 (misbehaviour)",
            "the nodes hold the same block at the same height"),
    NODES_OBJECTS(
            "N.objects", Group.TWO_NODES, "JR/T 0314 7.1, 7.5", "the nodes hold the same snapshot of the same object"),
    NODES_HEIGHT(
            "N.height",
            Group.TWO_NODES,
            "JR/T 0314 7.1",
            "the nodes stand at nearly the same height: what one has, the other has soon"),

    PACKETS_RECEIVED(
            "K.received",
            Group.PACKETS,
            "section 17",
            "a packet taken here left a proven receipt {commitment} at packets/in/<source>/<channel>/<sequence>"),
    PACKETS_ACKNOWLEDGED(
            "K.acknowledged",
            Group.PACKETS,
            "section 17",
            "with each receipt a proven acknowledgement was written, in its form"),
    PACKETS_SENT(
            "K.sent",
            Group.PACKETS,
            "section 17",
            "a packet sent from here stands proven at packets/out/<destination>/<channel>/<sequence>, of this chain and that name"),
    PACKETS_ENDED(
            "K.ended",
            Group.PACKETS,
            "section 17",
            "a sent packet that ended has its proven acknowledgement at packets/done/…"),
    PACKETS_TEST_CALL(
            "K.test-call",
            Group.PACKETS,
            "section 17",
            "a packet sent to a test contract is received and acknowledged");

    private final String id;
    private final Group group;
    private final String clause;
    private final String asks;

    Check(String id, Group group, String clause, String asks) {
        this.id = id;
        this.group = group;
        this.clause = clause;
        this.asks = asks;
    }

    /** Stable, for programs. */
    public String id() {
        return id;
    }

    public Group group() {
        return group;
    }

    /** Where it is written: clauses of JR/T 0314, sections of docs/protocol.md. */
    public String clause() {
        return clause;
    }

    /** What must hold, for people. */
    public String asks() {
        return asks;
    }
}
