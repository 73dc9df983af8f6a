package io.regchain.localchain.conformance;

import static io.regchain.localchain.conformance.BrokenNode.of;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.merkle.StateProof;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.NodeMethods;
import io.regchain.protocol.wire.v1.CommitCertificate;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import io.regchain.protocol.wire.v1.GetConsensusStateResponse;
import io.regchain.protocol.wire.v1.GetObjectResponse;
import io.regchain.protocol.wire.v1.GetTransactionResponse;
import io.regchain.protocol.wire.v1.ListObjectIdsResponse;
import io.regchain.protocol.wire.v1.Peer;
import io.regchain.protocol.wire.v1.ProvenTransaction;
import io.regchain.protocol.wire.v1.ReadStateResponse;
import io.regchain.protocol.wire.v1.Seal;
import io.regchain.protocol.wire.v1.SubmitTransactionResponse;
import io.regchain.protocol.wire.v1.Validator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The table: what is wrong with each node, which check tells it, and what rests on that check. */
final class BrokenNodes {
    /** What no row breaks, each for its reason. */
    static final Set<Check> NOT_BROKEN_HERE = EnumSet.of(
            // tests of their own in BrokenNodesTest
            Check.NODES_TWO,
            Check.ANNOUNCED_SET,
            Check.LIMIT_ANSWER,
            // not made on a rehearsal's plain loopback address
            Check.TLS,
            // not made by the kit yet
            Check.PACKETS_TEST_CALL,
            // would take blocks and snapshots of a size that no sound chain could be recorded with
            Check.LIMIT_BLOCK,
            Check.LIMIT_OBJECT);

    /** What the sample is taken from must be sound for these to show. */
    private static final List<String> BESIDE_A_SOUND_ONE = List.of(
            "has no name",
            "shows a header cut off",
            "leaves an object out of the proven list",
            "says that another block's transaction wrote the object",
            "answers with another object than asked for");

    private final List<Sm2PrivateKey> validators;
    private final BlockHeader tip;
    private final Transaction foreign;
    private final Sm2PrivateKey stranger =
            Sm2PrivateKey.of(Hash32.ofHex("01".repeat(32)).toArray());

    /**
     * @param validators the keys of the chain's validators
     * @param tip the latest header of the recording
     */
    BrokenNodes(List<Sm2PrivateKey> validators, BlockHeader tip) {
        this.validators = List.copyOf(validators);
        this.tip = tip;
        this.foreign = Transaction.sign(tip.chainId(), stranger, new Sequence(0), "objects", "put", Bytes.utf8("{}"));
    }

    List<BrokenNode> all() {
        List<BrokenNode> rows = new ArrayList<>();
        rows.addAll(access());
        rows.addAll(information());
        rows.addAll(blocks());
        rows.addAll(transactions());
        rows.addAll(consensus());
        rows.addAll(seals());
        rows.addAll(objects());
        rows.addAll(port());
        rows.addAll(errors());
        rows.addAll(encodings());
        rows.addAll(twoNodes());
        rows.addAll(packets());
        return rows.stream()
                .map(row -> BESIDE_A_SOUND_ONE.contains(row.name()) ? row.besideASoundOne() : row)
                .toList();
    }

    private static List<BrokenNode> access() {
        return List.of(
                of(
                        "lets everybody in",
                        Check.TOKEN_MISSING,
                        "JR/T 0314 6.6",
                        (asked, sound) -> asked.headers().containsKey("authorization") ? sound.apply(asked) : ok()),
                of(
                        "takes any token",
                        Check.TOKEN_WRONG,
                        "JR/T 0314 6.6",
                        (asked, sound) -> asked.headers()
                                        .getOrDefault("authorization", "")
                                        .contains("made-up")
                                ? ok()
                                : sound.apply(asked)),
                of(
                        "answers strangers with 404",
                        Check.TOKEN_MISSING,
                        "section 14",
                        Defect.status(401, 404, "not_found"),
                        Check.TOKEN_WRONG));
    }

    private static Given ok() {
        return new Given(200, "application/json", Bytes.utf8("{}"));
    }

    private List<BrokenNode> information() {
        return List.of(
                of(
                        "names an operator without a valid code",
                        Check.NETWORKS,
                        "7.2 table 3",
                        Defect.of(NodeMethods.LIST_NETWORKS, answer -> answer.toBuilder()
                                .setNetworks(
                                        0, answer.getNetworks(0).toBuilder().setOperator("91320000MA00000000"))
                                .build())),
                of(
                        "lists its network twice",
                        Check.NETWORK_SERVED,
                        "7.2 table 3",
                        Defect.of(NodeMethods.LIST_NETWORKS, answer -> answer.toBuilder()
                                .addNetworks(answer.getNetworks(0))
                                .build())),
                of(
                        "allows no operation",
                        Check.OPTIONS,
                        "7.2 table 3",
                        Defect.of(NodeMethods.GET_NETWORK_OPTIONS, answer -> answer.toBuilder()
                                .clearOperationTypes()
                                .build())),
                of(
                        "calls a refused operation successful",
                        Check.OPTIONS,
                        "7.2 table 3",
                        Defect.of(NodeMethods.GET_NETWORK_OPTIONS, answer -> answer.toBuilder()
                                .setResultStates(
                                        1, answer.getResultStates(1).toBuilder().setSuccessful(true))
                                .build())),
                of(
                        "speaks another interface",
                        Check.INTERFACE_VERSION,
                        "section 14",
                        Defect.of(NodeMethods.GET_NETWORK_OPTIONS, answer -> answer.toBuilder()
                                .setInterfaceVersion("regchain.v2")
                                .build())),
                of(
                        "agrees by Raft, which stands no liar",
                        Check.BFT_PROTOCOL,
                        "JR/T 0314 7.1",
                        Defect.of(NodeMethods.GET_NETWORK_OPTIONS, answer -> answer.toBuilder()
                                .setConsensus("Raft")
                                .build())),
                of(
                        "announces blocks of 32 MB",
                        Check.OPTION_LIMITS,
                        "7.3 table 4",
                        Defect.of(NodeMethods.GET_NETWORK_OPTIONS, answer -> answer.toBuilder()
                                .setMaxBlockBytes(32_000_000)
                                .build())),
                of(
                        "has no name",
                        Check.STATUS,
                        "7.2 table 3",
                        Defect.of(NodeMethods.GET_NETWORK_STATUS, answer -> answer.toBuilder()
                                        .clearNodeName()
                                        .build())
                                .of(0),
                        Check.STATUS_TIP,
                        Check.NODES_NAMES,
                        Check.NODES_KEYS),
                of(
                        "tells another hash than its block's",
                        Check.STATUS_TIP,
                        "7.2 table 3",
                        Defect.of(NodeMethods.GET_NETWORK_STATUS, answer -> answer.toBuilder()
                                .setBlockHash(flipped(answer.getBlockHash()))
                                .build())),
                of(
                        "counts itself among its peers",
                        Check.STATUS_PEERS,
                        "7.2 table 3",
                        Defect.of(NodeMethods.GET_NETWORK_STATUS, answer -> answer.toBuilder()
                                .addPeers(Peer.newBuilder()
                                        .setName(answer.getNodeName())
                                        .setPublicKey(wire(stranger.publicKey().encoded())))
                                .build())),
                of(
                        "knows nobody",
                        Check.STATUS_PEERS,
                        "7.2 table 3",
                        Defect.of(
                                NodeMethods.GET_NETWORK_STATUS,
                                answer -> answer.toBuilder().clearPeers().build())));
    }

    private List<BrokenNode> blocks() {
        return List.of(
                of(
                        "hashes with SHA-256",
                        Check.SM_DIGESTS,
                        "GB/T 32905",
                        Defect.of(NodeMethods.GET_BLOCK, answer -> answer.toBuilder()
                                .setHash(sha256(answer.getHeader()))
                                .build()),
                        Check.BLOCK_HASH,
                        Check.STATUS_TIP),
                of(
                        "names another block hash",
                        Check.BLOCK_HASH,
                        "7.3 table 4",
                        Defect.of(NodeMethods.GET_BLOCK, answer -> answer.toBuilder()
                                .setHash(flipped(answer.getHash()))
                                .build()),
                        Check.STATUS_TIP),
                of(
                        "tells block time in seconds",
                        Check.BLOCK_FIELDS,
                        "7.3 table 4",
                        Defect.of(NodeMethods.GET_BLOCK, answer -> answer.toBuilder()
                                .setTimeMillis(answer.getTimeMillis() / 1000)
                                .build()),
                        Check.STATUS_TIP),
                of(
                        "gives no parent height",
                        Check.BLOCK_FIELDS,
                        "7.3 table 4",
                        Defect.of(
                                NodeMethods.GET_BLOCK,
                                answer -> answer.toBuilder().clearParentHeight().build())),
                of(
                        "gives the latest block whatever the height",
                        Check.BLOCK_FIELDS,
                        "7.3 table 4",
                        Defect.takenAs(
                                NodeMethods.GET_BLOCK,
                                question -> question.getHeight() <= tip.height().value()
                                        ? question.toBuilder()
                                                .setHeight(tip.height().value())
                                                .build()
                                        : question),
                        Check.BLOCK_GENESIS,
                        Check.BLOCK_LINK,
                        Check.CONSENSUS,
                        Check.OBJECT_IDS_PROOF,
                        Check.OBJECT_IDS_WRITER,
                        Check.NODES_BLOCKS),
                of(
                        "shows a header cut off",
                        Check.BLOCK,
                        "7.3 table 4",
                        Defect.of(NodeMethods.GET_BLOCK, answer -> answer.toBuilder()
                                        .setHeader(answer.getHeader().substring(1))
                                        .build())
                                .of(1),
                        Check.BLOCK_HASH,
                        Check.BLOCK_FIELDS,
                        Check.BLOCK_CHAIN,
                        Check.BLOCK_LINK,
                        Check.BLOCK_TIME,
                        Check.BLOCK_GENESIS,
                        Check.BLOCK_TRANSACTION_IDS,
                        Check.BLOCK_TRANSACTION_ROOT,
                        Check.BLOCK_WITHOUT_BODY,
                        Check.OBJECT_IDS_WRITER,
                        Check.SM_DIGESTS,
                        Check.LIMIT_BLOCK,
                        Check.NODES_BLOCKS),
                of(
                        "answers with a block of another network",
                        Check.BLOCK_CHAIN,
                        "JR/T 0314 7.1",
                        forged(header -> with(header, new ChainId("zhejiang"))),
                        Check.CONSENSUS),
                of(
                        "breaks the hash chain",
                        Check.BLOCK_LINK,
                        "section 12 rule 3",
                        forged(header -> with(header, flipped(header.parentHash()), header.time(), header.proposer()))),
                of(
                        "turns the clock back",
                        Check.BLOCK_TIME,
                        "section 12 rule 4",
                        forged(header -> with(header, header.parentHash(), new BlockTime(1), header.proposer()))),
                of(
                        "lists another genesis hash than its block 0 has",
                        Check.BLOCK_GENESIS,
                        "7.3 table 4",
                        Defect.of(NodeMethods.LIST_NETWORKS, answer -> answer.toBuilder()
                                .setNetworks(
                                        0,
                                        answer.getNetworks(0).toBuilder()
                                                .setGenesisHash(flipped(
                                                        answer.getNetworks(0).getGenesisHash())))
                                .build())),
                of(
                        "names transactions that are not in the block",
                        Check.BLOCK_TRANSACTION_IDS,
                        "section 5",
                        Defect.of(
                                NodeMethods.GET_BLOCK,
                                answer -> answer.getTransactionIdsCount() == 0
                                        ? answer
                                        : answer.toBuilder()
                                                .setTransactionIds(0, flipped(answer.getTransactionIds(0)))
                                                .build())),
                of(
                        "leaves a transaction out of the block",
                        Check.BLOCK_TRANSACTION_ROOT,
                        "section 9",
                        Defect.of(NodeMethods.GET_BLOCK, BrokenNodes::withoutLastTransaction),
                        Check.BLOCK_TRANSACTION_IDS,
                        Check.OBJECT_IDS_WRITER),
                of(
                        "takes genesis for the latest block",
                        Check.BLOCK_LATEST,
                        "section 14",
                        Defect.takenAs(
                                NodeMethods.GET_BLOCK,
                                question -> question.hasHeight()
                                        ? question
                                        : question.toBuilder().setHeight(0).build())),
                of(
                        "sends every block whole",
                        Check.BLOCK_WITHOUT_BODY,
                        "section 14",
                        Defect.takenAs(NodeMethods.GET_BLOCK, question -> question.toBuilder()
                                .setIncludeTransactions(true)
                                .build())));
    }

    private Defect forged(UnaryOperator<BlockHeader> change) {
        return Forgery.of(tip, change, validators);
    }

    private static BlockHeader with(BlockHeader header, ChainId chain) {
        return new BlockHeader(
                header.version(),
                chain,
                header.height(),
                header.parentHash(),
                header.time(),
                header.proposer(),
                header.transactionRoot(),
                header.receiptRoot(),
                header.stateRoot(),
                header.validatorSetHash(),
                header.nextValidatorSetHash());
    }

    private static BlockHeader with(BlockHeader header, Hash32 parent, BlockTime time, Sm2PublicKey proposer) {
        return new BlockHeader(
                header.version(),
                header.chainId(),
                header.height(),
                parent,
                time,
                proposer,
                header.transactionRoot(),
                header.receiptRoot(),
                header.stateRoot(),
                header.validatorSetHash(),
                header.nextValidatorSetHash());
    }

    private static GetBlockResponse withoutLastTransaction(GetBlockResponse answer) {
        if (!answer.hasBlock() || answer.getTransactionIdsCount() == 0) {
            return answer;
        }
        Block block = Block.decode(Bytes.wrap(answer.getBlock().toByteArray()));
        Block shorter = new Block(
                block.header(),
                block.transactions().subList(0, block.transactions().size() - 1));
        return answer.toBuilder().setBlock(wire(shorter.canonical())).build();
    }

    private List<BrokenNode> transactions() {
        return List.of(
                of(
                        "answers with another transaction",
                        Check.TRANSACTION,
                        "7.3 table 4",
                        Defect.of(
                                NodeMethods.GET_TRANSACTION,
                                answer -> proven(answer, proven -> proven.toBuilder()
                                        .setTransaction(wire(foreign.canonical()))
                                        .build())),
                        Check.TRANSACTION_SIGNATURE,
                        Check.TRANSACTION_PROOF,
                        Check.RECEIPT_PROOF,
                        Check.OPERATIONS),
                of(
                        "keeps transactions without a valid signature",
                        Check.TRANSACTION_SIGNATURE,
                        "section 5",
                        Defect.of(
                                NodeMethods.GET_TRANSACTION,
                                answer -> proven(answer, proven -> proven.toBuilder()
                                        .setTransaction(wire(unsigned(proven.getTransaction())))
                                        .build())),
                        Check.TRANSACTION_PROOF),
                of(
                        "proves the transaction at another place",
                        Check.TRANSACTION_PROOF,
                        "section 9",
                        Defect.of(
                                NodeMethods.GET_TRANSACTION,
                                answer -> proven(answer, proven -> proven.toBuilder()
                                        .setTransactionProof(wire(longer(proven.getTransactionProof())))
                                        .build()))),
                of(
                        "makes a receipt up",
                        Check.RECEIPT_PROOF,
                        "section 6",
                        Defect.of(
                                NodeMethods.GET_TRANSACTION,
                                answer -> proven(answer, proven -> proven.toBuilder()
                                        .setReceipt(wire(otherReceipt(proven.getReceipt())))
                                        .build()))),
                of(
                        "tells of calls that were not made",
                        Check.OPERATIONS,
                        "7.3 table 4",
                        Defect.of(NodeMethods.GET_TRANSACTION, answer -> answer.toBuilder()
                                .addOperations(answer.getOperations(0).toBuilder()
                                        .setIndex(answer.getOperationsCount())
                                        .setParent(0))
                                .build())),
                of(
                        "passes over the height of a transaction",
                        Check.TRANSACTION_HEIGHT,
                        "section 14",
                        Defect.takenAs(
                                NodeMethods.GET_TRANSACTION,
                                question -> question.toBuilder().clearHeight().build())));
    }

    private static GetTransactionResponse proven(
            GetTransactionResponse answer, UnaryOperator<ProvenTransaction> change) {
        return answer.toBuilder().setProven(change.apply(answer.getProven())).build();
    }

    private static Bytes unsigned(ByteString transaction) {
        Transaction read = Transaction.decode(Bytes.wrap(transaction.toByteArray()));
        byte[] swapped = read.signature().value().toArray();
        swapped[63] ^= 1;
        return new Transaction(
                        read.chainId(),
                        read.sender(),
                        read.sequence(),
                        read.contract(),
                        read.method(),
                        read.arguments(),
                        Sm2Signature.of(swapped))
                .canonical();
    }

    private static Bytes longer(ByteString proof) {
        OrderedProof read = OrderedProof.decode(Bytes.wrap(proof.toByteArray()));
        List<Hash32> siblings = new ArrayList<>(read.siblings());
        siblings.add(Hash32.ZERO);
        return new OrderedProof(read.index(), Math.max(2, 2 * read.size()), siblings).canonical();
    }

    private static Bytes otherReceipt(ByteString receipt) {
        Receipt read = Receipt.decode(Bytes.wrap(receipt.toByteArray()));
        return new Receipt(
                        read.transactionId(),
                        read.outcome(),
                        read.code(),
                        read.message(),
                        read.result(),
                        read.events(),
                        read.traceHash(),
                        read.metered() + 1)
                .canonical();
    }

    private List<BrokenNode> consensus() {
        return List.of(
                of(
                        "has no consensus state",
                        Check.CONSENSUS,
                        "7.4 table 5",
                        Defect.given((asked, given) -> asked.calls("GetConsensusState") && given.status() == 200
                                ? Given.error(503, "unavailable")
                                : given),
                        without(Check.ENCODING_SAME, Check.NODES_KEYS, consensusAndQuorum(), Check.SM_SIGNATURES)),
                of(
                        "repeats another state root",
                        Check.CONSENSUS_ROOTS,
                        "7.4 table 5",
                        state(answer -> answer.toBuilder()
                                .setStateRoot(flipped(answer.getStateRoot()))
                                .build())),
                of(
                        "changes who answers for a validator",
                        Check.VALIDATORS,
                        "section 4",
                        state(answer -> answer.toBuilder()
                                .setValidators(
                                        0, answer.getValidators(0).toBuilder().setName("somebody"))
                                .build()),
                        Check.BFT_PROPOSER),
                of(
                        "announces a next set where none comes",
                        Check.NEXT_VALIDATORS,
                        "section 12 rules 6, 7",
                        state(answer -> answer.toBuilder()
                                .addAllNextValidators(answer.getValidatorsList())
                                .build())),
                of(
                        "gives no certificate",
                        Check.CERTIFICATE,
                        "section 11 rules 1, 2",
                        state(answer -> answer.toBuilder().clearCertificate().build()),
                        Check.SIGNED_DATA,
                        Check.SM_SIGNATURES,
                        Check.BFT_SIGNERS,
                        Check.BFT_DISTINCT,
                        Check.BFT_QUORUM,
                        Check.BFT_SEALS),
                of(
                        "gives the certificate of another height",
                        Check.CERTIFICATE,
                        "section 11 rules 1, 2",
                        certificate(certificate -> certificate.toBuilder()
                                .setHeight(certificate.getHeight() + 1)
                                .build()),
                        Check.SIGNED_DATA,
                        Check.BFT_SIGNERS,
                        Check.BFT_DISTINCT,
                        Check.BFT_QUORUM,
                        Check.BFT_SEALS),
                of(
                        "says that seals are over the block hash alone",
                        Check.SIGNED_DATA,
                        "section 11",
                        state(answer -> answer.hasCertificate()
                                ? answer.toBuilder()
                                        .setSignedData(answer.getCertificate().getBlockHash())
                                        .build()
                                : answer)),
                of(
                        "counts three consensus nodes only",
                        Check.BFT_NODES,
                        "JR/T 0314 7.1",
                        state(answer -> answer.toBuilder().removeValidators(3).build()),
                        Check.VALIDATORS,
                        Check.BFT_PROPOSER),
                of(
                        "has a proposer from outside",
                        Check.BFT_PROPOSER,
                        "section 8",
                        forged(header -> with(header, header.parentHash(), header.time(), stranger.publicKey()))),
                of(
                        "has a validator on another curve",
                        Check.SM_KEYS,
                        "GB/T 32918.5",
                        state(answer -> answer.toBuilder()
                                .setValidators(0, onOtherCurve(answer.getValidators(0)))
                                .build()),
                        Check.VALIDATORS,
                        Check.BFT_PROPOSER));
    }

    private static Check[] consensusAndQuorum() {
        return new Check[] {
            Check.CONSENSUS_ROOTS,
            Check.VALIDATORS,
            Check.NEXT_VALIDATORS,
            Check.ANNOUNCED_SET,
            Check.CERTIFICATE,
            Check.SIGNED_DATA,
            Check.BFT_NODES,
            Check.BFT_SIGNERS,
            Check.BFT_DISTINCT,
            Check.BFT_QUORUM,
            Check.BFT_SEALS,
            Check.BFT_PROPOSER
        };
    }

    private static Check[] without(Check first, Check second, Check[] more, Check last) {
        List<Check> all = new ArrayList<>(List.of(more));
        all.addAll(List.of(first, second, last));
        return all.toArray(Check[]::new);
    }

    private static Defect state(UnaryOperator<GetConsensusStateResponse> change) {
        return Defect.of(NodeMethods.GET_CONSENSUS_STATE, change);
    }

    private static Defect certificate(UnaryOperator<CommitCertificate> change) {
        return state(answer -> answer.hasCertificate()
                ? answer.toBuilder()
                        .setCertificate(change.apply(answer.getCertificate()))
                        .build()
                : answer);
    }

    /** The base point of secp256k1, which Bitcoin signs with. */
    private static Validator onOtherCurve(Validator validator) {
        return validator.toBuilder()
                .setPublicKey(wire(Bytes.ofHex("0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8")))
                .build();
    }

    private List<BrokenNode> seals() {
        return List.of(
                of(
                        "seals with one below the quorum",
                        Check.BFT_QUORUM,
                        "section 11 rule 6",
                        certificate(certificate -> certificate.toBuilder()
                                .clearSeals()
                                .addAllSeals(certificate.getSealsList().subList(0, 2))
                                .build())),
                of(
                        "has a seal by an unregistered key",
                        Check.BFT_SIGNERS,
                        "section 11 rule 4",
                        certificate(certificate -> certificate.toBuilder()
                                .addSeals(Seal.newBuilder()
                                        .setSigner(wire(stranger.publicKey().encoded()))
                                        .setSignature(certificate.getSeals(0).getSignature()))
                                .build())),
                of(
                        "counts a seal twice",
                        Check.BFT_DISTINCT,
                        "section 11 rule 5",
                        certificate(certificate -> certificate.toBuilder()
                                .addSeals(certificate.getSeals(0))
                                .build())),
                of(
                        "has a seal that does not hold",
                        Check.BFT_SEALS,
                        "section 11 rule 7",
                        certificate(certificate -> certificate.toBuilder()
                                .setSeals(
                                        0,
                                        certificate.getSeals(0).toBuilder()
                                                .setSignature(
                                                        certificate.getSeals(1).getSignature()))
                                .build())),
                of(
                        "writes signatures as DER",
                        Check.SM_SIGNATURES,
                        "GB/T 32918.2",
                        certificate(certificate -> certificate.toBuilder()
                                .setSeals(
                                        0,
                                        certificate.getSeals(0).toBuilder()
                                                .setSignature(ByteString.copyFrom(Sm2Signature.of(certificate
                                                                .getSeals(0)
                                                                .getSignature()
                                                                .toByteArray())
                                                        .toDer())))
                                .build()),
                        Check.SIGNED_DATA,
                        Check.BFT_SIGNERS,
                        Check.BFT_DISTINCT,
                        Check.BFT_QUORUM,
                        Check.BFT_SEALS));
    }

    private List<BrokenNode> objects() {
        return List.of(
                of(
                        "names another height's list",
                        Check.OBJECT_IDS,
                        "7.5 table 6",
                        Defect.of(NodeMethods.LIST_OBJECT_IDS, answer -> answer.toBuilder()
                                .setStateKey("objects/at/1000000")
                                .build())),
                of(
                        "leaves an object out of the proven list",
                        Check.OBJECT_IDS_PROOF,
                        "section 10",
                        Defect.of(NodeMethods.LIST_OBJECT_IDS, answer -> answer.toBuilder()
                                        .clearValue()
                                        .clearObjects()
                                        .build())
                                .of(1),
                        Check.OBJECT_IDS_WRITER),
                of(
                        "names other ids than the list it proves",
                        Check.OBJECT_IDS_MATCH,
                        "7.5 table 6",
                        Defect.of(
                                NodeMethods.LIST_OBJECT_IDS,
                                answer -> answer.toBuilder().clearObjects().build())),
                of(
                        "says that another block's transaction wrote the object",
                        Check.OBJECT_IDS_WRITER,
                        "section 14",
                        Defect.of(NodeMethods.LIST_OBJECT_IDS, BrokenNodes::writtenElsewhere)
                                .of(1),
                        Check.OBJECT_IDS_PROOF),
                of(
                        "does not find its objects",
                        Check.OBJECT,
                        "7.5 table 6",
                        Defect.given((asked, given) -> asked.calls("GetObject") && given.status() == 200
                                ? Given.error(404, "not_found")
                                : given),
                        Check.OBJECT_NAME,
                        Check.OBJECT_HEIGHT,
                        Check.OBJECT_PROOF,
                        Check.OBJECT_BEFORE,
                        Check.OBJECT_SNAPSHOT,
                        Check.OBJECT_SEALS,
                        Check.OBJECT_WRITER,
                        Check.OBJECT_LATEST,
                        Check.TRACE_OBJECTS,
                        Check.LIMIT_OBJECT,
                        Check.ENCODING_SAME,
                        Check.NODES_OBJECTS),
                of(
                        "answers with another object than asked for",
                        Check.OBJECT_NAME,
                        "7.5 table 6",
                        Defect.of(NodeMethods.GET_OBJECT, answer -> answer.toBuilder()
                                        .setObjectId("other-1")
                                        .setStateKey("objects/other-1/0")
                                        .build())
                                .of(1),
                        Check.OBJECT_PROOF,
                        Check.OBJECT_BEFORE,
                        Check.OBJECT_SNAPSHOT,
                        Check.OBJECT_SEALS,
                        Check.TRACE_OBJECTS,
                        Check.LIMIT_OBJECT,
                        Check.NODES_OBJECTS),
                of(
                        "looks in its latest state whatever the height",
                        Check.OBJECT_HEIGHT,
                        "7.5 table 6",
                        Defect.takenAs(NodeMethods.GET_OBJECT, question -> question.toBuilder()
                                .setHeight(tip.height().value())
                                .build()),
                        Check.OBJECT_PROOF,
                        Check.OBJECT_BEFORE),
                of(
                        "gives the proof of its latest state for every height",
                        Check.OBJECT_PROOF,
                        "section 10",
                        (asked, sound) -> Defect.of(NodeMethods.GET_OBJECT, (question, answer) -> answer.toBuilder()
                                        .setHeight(question.getHeight())
                                        .build())
                                .answer(asked, each -> Defect.takenAs(
                                                NodeMethods.GET_OBJECT, question -> question.toBuilder()
                                                        .setHeight(tip.height().value())
                                                        .build())
                                        .answer(each, sound)),
                        Check.OBJECT_BEFORE),
                of(
                        "gives the proof of another key",
                        Check.OBJECT_PROOF,
                        "7.5 table 6",
                        Defect.of(NodeMethods.GET_OBJECT, answer -> answer.toBuilder()
                                .setProof(ByteString.copyFrom(new StateProof(List.of(), Optional.empty())
                                        .canonical()
                                        .toArray()))
                                .build())),
                of(
                        "finds objects before they were made",
                        Check.OBJECT_BEFORE,
                        "section 14",
                        Defect.given((asked, given) -> asked.calls("GetObject")
                                        && given.status() == 404
                                        && given.body().toUtf8().contains("at height")
                                        && !asked.body().toUtf8().contains("conformance-kit")
                                        && !asked.body().toUtf8().contains("1000000000")
                                ? ok()
                                : given)),
                of(
                        "stores objects that are not in canonical form",
                        Check.OBJECT_SNAPSHOT,
                        "section 16",
                        Defect.of(NodeMethods.GET_OBJECT, answer -> snapshot(answer, text -> text + " ")),
                        Check.OBJECT_PROOF,
                        Check.OBJECT_SEALS,
                        Check.OBJECT_BEFORE,
                        Check.TRACE_OBJECTS),
                of(
                        "alters the body of an object",
                        Check.OBJECT_SEALS,
                        "JR/T 0314 6.3",
                        Defect.of(
                                NodeMethods.GET_OBJECT,
                                answer -> snapshot(
                                        answer,
                                        text -> text.replaceFirst("\"version\":\"[^\"]*\"", "\"version\":\"9\""))),
                        Check.OBJECT_PROOF,
                        Check.TRACE_OBJECTS),
                of(
                        "shows a snapshot that no transaction wrote",
                        Check.TRACE_OBJECTS,
                        "section 7",
                        Defect.of(
                                NodeMethods.GET_OBJECT,
                                answer -> snapshot(
                                        answer, text -> text.replaceFirst("\"timestamp\":[0-9]+", "\"timestamp\":2"))),
                        Check.OBJECT_PROOF,
                        Check.OBJECT_SEALS),
                of(
                        "names no writer",
                        Check.OBJECT_WRITER,
                        "OBJECT_OF_OTHER_TRANSACTION",
                        Defect.of(NodeMethods.GET_OBJECT, answer -> answer.toBuilder()
                                .setTransactionId(wire(Hash32.ZERO.toBytes()))
                                .build())),
                of(
                        "finds no object without its version",
                        Check.OBJECT_LATEST,
                        "JR/T 0314 6.6",
                        Defect.given((asked, given) -> asked.calls("GetObject")
                                        && given.status() == 200
                                        && !asked.body().toUtf8().contains("version")
                                        && asked.encoding().equals(Optional.of(ConnectEncoding.JSON))
                                ? Given.error(404, "not_found")
                                : given)));
    }

    private static ListObjectIdsResponse writtenElsewhere(ListObjectIdsResponse answer) {
        String value = answer.getValue().toStringUtf8();
        return answer.hasValue()
                ? answer.toBuilder()
                        .setValue(ByteString.copyFromUtf8(
                                value.replaceFirst("\"transaction\":\"[0-9a-f]{8}", "\"transaction\":\"00000000")))
                        .build()
                : answer;
    }

    private static GetObjectResponse snapshot(GetObjectResponse answer, UnaryOperator<String> change) {
        return answer.toBuilder()
                .setSnapshot(ByteString.copyFromUtf8(
                        change.apply(answer.getSnapshot().toStringUtf8())))
                .build();
    }

    private List<BrokenNode> port() {
        return List.of(
                of(
                        "tells another value of its state",
                        Check.STATE_PRESENT,
                        "section 10",
                        read("objects/", answer -> answer.toBuilder()
                                .setValue(answer.getValue().concat(ByteString.copyFromUtf8(" ")))
                                .build())),
                of(
                        "answers 404 where a key holds nothing",
                        Check.STATE_ABSENT,
                        "section 10",
                        Defect.given((asked, given) -> asked.calls("ReadState")
                                        && given.status() == 200
                                        && asked.body().toUtf8().contains("conformance-kit")
                                ? Given.error(404, "not_found")
                                : given),
                        Check.ENCODING_SAME),
                of(
                        "gives a trace of something else",
                        Check.TRACE,
                        "section 7",
                        Defect.of(NodeMethods.TRACE_TRANSACTION, answer -> answer.toBuilder()
                                .setTrace(flippedAt(answer.getTrace(), 30))
                                .build()),
                        Check.OPERATIONS,
                        Check.TRACE_OBJECTS),
                of(
                        "does not know how high it is",
                        Check.AWAIT_PAST,
                        "section 14",
                        Defect.of(
                                NodeMethods.AWAIT_BLOCK,
                                (question, answer) -> question.getAbove() == 0
                                        ? answer.toBuilder().setHeight(0).build()
                                        : answer)),
                of(
                        "promises blocks that are not there",
                        Check.AWAIT_FUTURE,
                        "section 14",
                        Defect.of(
                                NodeMethods.AWAIT_BLOCK,
                                (question, answer) -> question.getAbove() == 0
                                        ? answer
                                        : answer.toBuilder()
                                                .setHeight(question.getAbove() + 1)
                                                .build())),
                of(
                        "takes transactions with a false signature",
                        Check.SUBMIT,
                        "section 14",
                        Defect.of(NodeMethods.SUBMIT_TRANSACTION, answer -> SubmitTransactionResponse.newBuilder()
                                .setTransactionId(answer.getTransactionId())
                                .build())));
    }

    private static Defect read(String key, UnaryOperator<ReadStateResponse> change) {
        return Defect.of(
                NodeMethods.READ_STATE, answer -> answer.getKey().startsWith(key) ? change.apply(answer) : answer);
    }

    private List<BrokenNode> errors() {
        Given page = new Given(500, "text/html", Bytes.utf8("<h1>Internal Server Error</h1>"));
        return List.of(
                of(
                        "tells errors as a web page",
                        Check.ERROR_FORM,
                        "section 14",
                        Defect.given((asked, given) -> given.status() == 404
                                ? new Given(404, "text/html", Bytes.utf8("<h1>Not found</h1>"))
                                : given)),
                of(
                        "gives errors without a message",
                        Check.ERROR_FORM,
                        "section 14",
                        Defect.given((asked, given) -> given.status() == 400
                                ? given.with(Bytes.utf8("{\"code\":\"invalid_argument\"}"))
                                : given)),
                of(
                        "makes error codes up",
                        Check.ERROR_FORM,
                        "section 14",
                        Defect.given((asked, given) -> given.status() == 501
                                ? given.with(Bytes.utf8("{\"code\":\"no_such_thing\",\"message\":\"no\"}"))
                                : given),
                        Check.ERROR_FUNCTION,
                        Check.ERROR_COMPRESSED),
                of(
                        "answers 404 for a function that does not exist",
                        Check.ERROR_FUNCTION,
                        "section 14",
                        Defect.given((asked, given) ->
                                given.status() == 501 && !asked.headers().containsKey("content-encoding")
                                        ? Given.error(404, "not_found")
                                        : given)),
                of(
                        "answers GET as a call",
                        Check.ERROR_GET,
                        "section 14",
                        Defect.given((asked, given) -> asked.method().equals("GET") ? ok() : given)),
                of(
                        "takes any content type",
                        Check.ERROR_CONTENT_TYPE,
                        "section 14",
                        Defect.given((asked, given) -> given.status() == 415 ? ok() : given)),
                of(
                        "reads compressed bodies as if they were plain",
                        Check.ERROR_COMPRESSED,
                        "section 14",
                        Defect.given((asked, given) -> asked.headers().containsKey("content-encoding") ? ok() : given)),
                of(
                        "passes over the protocol version",
                        Check.ERROR_VERSION,
                        "section 14",
                        Defect.given((asked, given) ->
                                asked.headers().containsKey("connect-protocol-version") ? ok() : given)),
                of(
                        "breaks down on JSON that is cut off",
                        Check.ERROR_JSON,
                        "section 14",
                        Defect.given((asked, given) ->
                                asked.body().toUtf8().equals("{\"networkId\":\"jiangsu\"") ? page : given),
                        Check.ERROR_FORM),
                of(
                        "reads no further than the first JSON object",
                        Check.ERROR_JSON_TRAILING,
                        "section 14",
                        Defect.asked(
                                asked -> asked.body().toUtf8().endsWith("}{}"),
                                asked -> asked.with(Bytes.utf8("{\"networkId\":\"jiangsu\"}")))),
                of(
                        "takes the last of several names",
                        Check.ERROR_JSON_REPEATED,
                        "section 14",
                        Defect.asked(
                                asked -> asked.body().toUtf8().startsWith("{\"networkId\":\"jiangsu\",\"networkId\""),
                                asked -> asked.with(Bytes.utf8("{\"networkId\":\"jiangsu\"}")))),
                of(
                        "breaks down on what is no Protobuf",
                        Check.ERROR_PROTO,
                        "section 14",
                        Defect.given((asked, given) ->
                                asked.body().toHex().equals("0a7f6a") ? Given.error(500, "internal") : given)),
                of(
                        "breaks down on malformed fields",
                        Check.ERROR_FIELDS,
                        "section 14",
                        Defect.given((asked, given) -> given.status() == 400 && asked.calls("GetTransaction")
                                ? Given.error(500, "internal")
                                : given)),
                of(
                        "answers for networks it does not serve",
                        Check.ERROR_NETWORK,
                        "JR/T 0314 7.1",
                        Defect.asked(
                                asked -> asked.body().toUtf8().contains("conformancekit\""),
                                asked -> asked.with(
                                        Bytes.utf8(asked.body().toUtf8().replace("conformancekit", "jiangsu"))))),
                of(
                        "answers with the latest block for heights that are not there",
                        Check.ERROR_BLOCK,
                        "section 14",
                        Defect.takenAs(
                                NodeMethods.GET_BLOCK,
                                question -> question.getHeight() > 1_000_000
                                        ? question.toBuilder()
                                                .setHeight(tip.height().value())
                                                .build()
                                        : question)),
                of(
                        "breaks down on an unknown transaction",
                        Check.ERROR_TRANSACTION,
                        "section 14",
                        Defect.given((asked, given) -> given.status() == 404 && asked.calls("TraceTransaction")
                                ? Given.error(500, "internal")
                                : given)),
                of(
                        "calls an unknown object a wrong question",
                        Check.ERROR_OBJECT,
                        "JR/T 0314 7.5",
                        Defect.given((asked, given) ->
                                given.status() == 404 && asked.body().toUtf8().contains("conformance-kit-0")
                                        ? Given.error(400, "invalid_argument")
                                        : given)));
    }

    private static List<BrokenNode> encodings() {
        return List.of(
                of(
                        "writes something behind its JSON",
                        Check.ENCODING_JSON,
                        "section 14",
                        Defect.given((asked, given) -> asked.calls("GetNetworkOptions")
                                        && given.status() == 200
                                        && given.contentType().contains("json")
                                ? given.with(Bytes.utf8(given.body().toUtf8() + "\n{}"))
                                : given),
                        Check.OPTIONS,
                        Check.INTERFACE_VERSION,
                        Check.OPTION_LIMITS,
                        Check.BFT_PROTOCOL),
                of(
                        "cuts its Protobuf off",
                        Check.ENCODING_PROTO,
                        "section 14",
                        Defect.given((asked, given) -> asked.calls("GetNetworkOptions")
                                        && given.status() == 200
                                        && given.contentType().contains("proto")
                                ? given.with(Bytes.ofHex("0a7f"))
                                : given)),
                of(
                        "calls its JSON text",
                        Check.ENCODING_TYPE,
                        "section 14",
                        Defect.given((asked, given) ->
                                given.status() == 200 && given.contentType().contains("json")
                                        ? new Given(200, "text/plain", given.body())
                                        : given)),
                of(
                        "says something else in JSON than in Protobuf",
                        Check.ENCODING_SAME,
                        "section 14",
                        Defect.given((asked, given) -> asked.calls("ListNetworks")
                                        && given.contentType().contains("json")
                                ? given.with(Bytes.utf8(
                                        given.body().toUtf8().replaceFirst("\"name\":\"[^\"]*\"", "\"name\":\"x\"")))
                                : given)),
                of(
                        "knows camel case only",
                        Check.ENCODING_NAMES,
                        "section 14",
                        Defect.given((asked, given) -> asked.body().toUtf8().contains("network_id")
                                ? Given.error(400, "invalid_argument")
                                : given)),
                of(
                        "refuses fields it does not know",
                        Check.ENCODING_UNKNOWN,
                        "section 14",
                        Defect.given((asked, given) -> asked.body().toUtf8().contains("a newer caller")
                                ? Given.error(400, "invalid_argument")
                                : given)),
                of(
                        "takes requests of any size",
                        Check.LIMIT_REQUEST,
                        "section 14",
                        Defect.given((asked, given) -> asked.body().size() > ConnectCodec.MAX_REQUEST ? ok() : given)),
                of(
                        "takes requests up to 1 MiB only",
                        Check.LIMIT_REQUEST_TAKEN,
                        "section 14",
                        Defect.given((asked, given) ->
                                asked.body().size() > 1 << 20 ? Given.error(429, "resource_exhausted") : given)));
    }

    private List<BrokenNode> twoNodes() {
        return List.of(
                of(
                        "is one node behind two addresses",
                        Check.NODES_NAMES,
                        "JR/T 0314 7.1",
                        Defect.asked(asked -> asked.node() == 1, asked -> asked.of(0)),
                        Check.NODES_KEYS),
                of(
                        "is one key under two names",
                        Check.NODES_KEYS,
                        "JR/T 0314 7.1",
                        // a full node that is no consensus node: its key is known from the other's peers
                        Defect.of(NodeMethods.GET_NETWORK_STATUS, answer -> answer.toBuilder()
                                        .setNodeName("watcher")
                                        .build())
                                .of(1)
                                .and(Defect.of(NodeMethods.GET_NETWORK_STATUS, answer -> answer.toBuilder()
                                                .addPeers(Peer.newBuilder()
                                                        .setName("watcher")
                                                        .setPublicKey(wire(validators
                                                                .get(0)
                                                                .publicKey()
                                                                .encoded())))
                                                .build())
                                        .of(0))),
                of(
                        "has two chains of one name",
                        Check.NODES_GENESIS,
                        "JR/T 0314 7.1",
                        Defect.of(NodeMethods.LIST_NETWORKS, answer -> answer.toBuilder()
                                        .setNetworks(
                                                0,
                                                answer.getNetworks(0).toBuilder()
                                                        .setGenesisHash(flipped(answer.getNetworks(0)
                                                                .getGenesisHash())))
                                        .build())
                                .of(1),
                        Check.BLOCK_GENESIS),
                of(
                        "shows two certified blocks at one height",
                        Check.NODES_BLOCKS,
                        "misbehaviour",
                        forged(header -> with(
                                        header,
                                        header.parentHash(),
                                        new BlockTime(header.time().epochMillis() + 1),
                                        header.proposer()))
                                .of(1)),
                of(
                        "shows two snapshots of one version",
                        Check.NODES_OBJECTS,
                        "JR/T 0314 7.1, 7.5",
                        Defect.of(
                                        NodeMethods.GET_OBJECT,
                                        answer -> snapshot(
                                                answer,
                                                text -> text.replaceFirst("\"timestamp\":[0-9]+", "\"timestamp\":1")))
                                .of(1),
                        Check.OBJECT_PROOF,
                        Check.OBJECT_SEALS,
                        Check.TRACE_OBJECTS),
                of(
                        "has a node that stands still",
                        Check.NODES_HEIGHT,
                        "JR/T 0314 7.1",
                        Defect.of(NodeMethods.GET_NETWORK_STATUS, answer -> answer.toBuilder()
                                        .setHeight(2)
                                        .build())
                                .and(Defect.of(NodeMethods.AWAIT_BLOCK, answer -> answer.toBuilder()
                                        .setHeight(2)
                                        .build()))
                                .of(1),
                        Check.STATUS_TIP));
    }

    private static List<BrokenNode> packets() {
        return List.of(
                of(
                        "lost the receipt of a packet",
                        Check.PACKETS_RECEIVED,
                        "section 17",
                        read(
                                "packets/in/",
                                answer -> answer.toBuilder().clearValue().build())),
                of(
                        "lost the acknowledgement of a packet",
                        Check.PACKETS_ACKNOWLEDGED,
                        "section 17",
                        read(
                                "packets/ack/",
                                answer -> answer.toBuilder().clearValue().build())));
    }

    /** Rows for a chain that sends packets. */
    static List<BrokenNode> senders() {
        return List.of(
                of(
                        "shows another packet than it sent",
                        Check.PACKETS_SENT,
                        "section 17",
                        read("packets/out/", answer -> answer.toBuilder()
                                .setValue(ByteString.copyFromUtf8("{}"))
                                .build())),
                of(
                        "shows another end of a packet",
                        Check.PACKETS_ENDED,
                        "section 17",
                        read("packets/done/", answer -> answer.toBuilder()
                                .setValue(ByteString.copyFromUtf8("{\"result\":{},\"success\":true}"))
                                .build())));
    }

    private static ByteString wire(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.toArray());
    }

    private static ByteString flipped(ByteString bytes) {
        return flippedAt(bytes, bytes.size() - 1);
    }

    private static ByteString flippedAt(ByteString bytes, int at) {
        byte[] other = bytes.toByteArray();
        other[at] ^= 1;
        return ByteString.copyFrom(other);
    }

    private static Hash32 flipped(Hash32 hash) {
        byte[] other = hash.toArray();
        other[0] ^= 1;
        return Hash32.of(other);
    }

    private static ByteString sha256(ByteString bytes) {
        try {
            return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
