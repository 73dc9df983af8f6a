package io.regchain.protocol.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.sample.SampleAnswers;
import io.regchain.protocol.sample.SampleFederation;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.wire.v1.AwaitBlockRequest;
import io.regchain.protocol.wire.v1.GetBlockRequest;
import io.regchain.protocol.wire.v1.GetBlockResponse;
import io.regchain.protocol.wire.v1.GetConsensusStateResponse;
import io.regchain.protocol.wire.v1.GetNetworkOptionsResponse;
import io.regchain.protocol.wire.v1.GetNetworkStatusResponse;
import io.regchain.protocol.wire.v1.GetObjectRequest;
import io.regchain.protocol.wire.v1.GetObjectResponse;
import io.regchain.protocol.wire.v1.GetTransactionRequest;
import io.regchain.protocol.wire.v1.GetTransactionResponse;
import io.regchain.protocol.wire.v1.ListNetworksResponse;
import io.regchain.protocol.wire.v1.ListObjectIdsResponse;
import io.regchain.protocol.wire.v1.ReadStateRequest;
import io.regchain.protocol.wire.v1.ReadStateResponse;
import io.regchain.protocol.wire.v1.Refusal;
import io.regchain.protocol.wire.v1.SubmitTransactionRequest;
import io.regchain.protocol.wire.v1.SubmitTransactionResponse;
import io.regchain.protocol.wire.v1.TraceTransactionResponse;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A valid message with one field broken per row; the complaint names the field. */
class WireRefusalTest {
    private static final SampleFederation WORLD = new SampleFederation();
    private static final SampleAnswers ANSWERS = new SampleAnswers(WORLD);
    private static final ByteString JUNK = ByteString.copyFromUtf8("junk");
    private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

    private static Arguments row(String what, String names, Runnable reading) {
        return Arguments.of(what, names, reading);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                row("no network", "network_id", () -> BlockQuery.fromWire(GetBlockRequest.getDefaultInstance())),
                row(
                        "a network in capitals",
                        "network_id",
                        () -> BlockQuery.fromWire(GetBlockRequest.newBuilder()
                                .setNetworkId("Jiangsu")
                                .build())),
                row(
                        "a height over 2^63",
                        "height",
                        () -> BlockQuery.fromWire(GetBlockRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .setHeight(-1)
                                .build())),
                row(
                        "no transaction id",
                        "transaction_id",
                        () -> TransactionQuery.fromWire(GetTransactionRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .build())),
                row(
                        "a short transaction id",
                        "transaction_id",
                        () -> TransactionQuery.fromWire(GetTransactionRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .setTransactionId(JUNK)
                                .build())),
                row(
                        "no object id",
                        "object_id",
                        () -> ObjectQuery.fromWire(GetObjectRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .build())),
                row(
                        "an object id that leads elsewhere",
                        "object_id",
                        () -> ObjectQuery.fromWire(GetObjectRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .setObjectId("R-1/../accounts")
                                .build())),
                row(
                        "an object id of 129 characters",
                        "object_id",
                        () -> ObjectQuery.fromWire(GetObjectRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .setObjectId("R".repeat(129))
                                .build())),
                row(
                        "a version over 2^63",
                        "version",
                        () -> ObjectQuery.fromWire(GetObjectRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .setObjectId("R-1")
                                .setVersion(-1)
                                .build())),
                row(
                        "no key",
                        "key",
                        () -> StateQuery.fromWire(ReadStateRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .build())),
                row(
                        "a key with a space",
                        "key",
                        () -> StateQuery.fromWire(ReadStateRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .setKey("a b")
                                .build())),
                row(
                        "a key in Chinese",
                        "key",
                        () -> StateQuery.fromWire(ReadStateRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .setKey("账户")
                                .build())),
                row("a wait over a minute", "max_wait_millis", () -> BlockWait.fromWire(ANSWERS.wait(60_001))),
                row("a wait over 2^31", "max_wait_millis", () -> BlockWait.fromWire(ANSWERS.wait(-1))),
                row(
                        "a wait above no height",
                        "above",
                        () -> BlockWait.fromWire(AwaitBlockRequest.newBuilder()
                                .setNetworkId("jiangsu")
                                .setAbove(-7)
                                .build())),
                row(
                        "no transaction",
                        "transaction",
                        () -> Submission.fromWire(
                                submission().clearTransaction().build())),
                row(
                        "a transaction that is none",
                        "transaction",
                        () -> Submission.fromWire(
                                submission().setTransaction(JUNK).build())),
                row(
                        "a transaction of another network",
                        "network_id",
                        () -> Submission.fromWire(
                                submission().setNetworkId("zhejiang").build())));
    }

    private static SubmitTransactionRequest.Builder submission() {
        return ANSWERS.submission().toWire().toBuilder();
    }

    static Stream<Arguments> blocks() {
        return Stream.of(
                block("no header", "header", b -> b.clearHeader()),
                block("a header that is none", "header", b -> b.setHeader(JUNK)),
                block("another height", "height", b -> b.setHeight(8)),
                block("another hash", "hash", b -> b.setHash(HASH)),
                block("a short hash", "hash", b -> b.setHash(JUNK)),
                block("another parent", "parent_hash", b -> b.setParentHash(HASH)),
                block("no parent height", "parent_height", b -> b.clearParentHeight()),
                block("another parent height", "parent_height", b -> b.setParentHeight(5)),
                block("another time", "time_millis", b -> b.setTimeMillis(1)),
                block("a short transaction id", "transaction_ids[1]", b -> b.setTransactionIds(1, JUNK)),
                block("a transaction id too many", "transaction_ids", b -> b.addTransactionIds(HASH)),
                block("a block that is none", "block", b -> b.setBlock(JUNK)),
                block(
                        "another block",
                        "header",
                        b -> b.setBlock(
                                BlockAnswer.of(ANSWERS.genesis(), true).toWire().getBlock())));
    }

    private static Arguments block(String what, String names, Consumer<GetBlockResponse.Builder> change) {
        GetBlockResponse.Builder answer = BlockAnswer.of(WORLD.localBlock(), true).toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            BlockAnswer.fromWire(answer.build());
        });
    }

    static Stream<Arguments> consensusStates() {
        return Stream.of(
                state("another state root", "state_root", s -> s.setStateRoot(HASH)),
                state("another transaction root", "transaction_root", s -> s.setTransactionRoot(HASH)),
                state("another receipt root", "receipt_root", s -> s.setReceiptRoot(HASH)),
                state(
                        "another proposer",
                        "proposer",
                        s -> s.setProposer(s.getValidators(1).getPublicKey())),
                state("a proposer off the curve", "proposer", s -> s.setProposer(ByteString.copyFrom(offCurve()))),
                state("no validators", "validators", s -> s.clearValidators()),
                state("a validator missing", "validators", s -> s.removeValidators(3)),
                state("a validator twice", "validators", s -> s.addValidators(s.getValidators(0))),
                state("a validator without a name", "validators[0]", s -> s.getValidatorsBuilder(0)
                        .clearName()),
                state("a validator of nobody", "organisation", s -> s.getValidatorsBuilder(2)
                        .setOrganisation("x")),
                state("a validator with a short key", "validators[1]", s -> s.getValidatorsBuilder(1)
                        .setPublicKey(JUNK)),
                state("a next set without need", "next_validators", s -> s.addNextValidators(s.getValidators(0))),
                state("no certificate", "certificate", s -> s.clearCertificate()),
                state("a certificate of another chain", "certificate.network_id", s -> s.getCertificateBuilder()
                        .setNetworkId("beijing")),
                state("a certificate of another height", "certificate.height", s -> s.getCertificateBuilder()
                        .setHeight(8)),
                state("a certificate of another block", "certificate.block_hash", s -> s.getCertificateBuilder()
                        .setBlockHash(HASH)),
                state("a round over 2^63", "certificate: round", s -> s.getCertificateBuilder()
                        .setRound(-1)),
                state("a seal by no key", "seals[0]", s -> s.getCertificateBuilder()
                        .getSealsBuilder(0)
                        .setSigner(JUNK)),
                state("a short signature", "seals[1]", s -> s.getCertificateBuilder()
                        .getSealsBuilder(1)
                        .setSignature(JUNK)),
                state("a flood of seals", "seals", s -> {
                    for (int i = 0; i < 100; i++) {
                        s.getCertificateBuilder().addSeals(s.getCertificate().getSeals(0));
                    }
                }),
                state("other signed data", "signed_data", s -> s.setSignedData(JUNK)),
                row(
                        "a change of the set that is kept back",
                        "next_validators",
                        () -> ConsensusState.fromWire(ANSWERS.changingConsensusState().toWire().toBuilder()
                                .clearNextValidators()
                                .build())),
                row(
                        "a change to another set than announced",
                        "next_validators",
                        () -> ConsensusState.fromWire(ANSWERS.changingConsensusState().toWire().toBuilder()
                                .removeNextValidators(3)
                                .build())));
    }

    private static Arguments state(String what, String names, Consumer<GetConsensusStateResponse.Builder> change) {
        GetConsensusStateResponse.Builder answer = ANSWERS.consensusState().toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            ConsensusState.fromWire(answer.build());
        });
    }

    private static byte[] offCurve() {
        byte[] key = WORLD.localHeader.proposer().encoded().toArray();
        key[64] ^= 1;
        return key;
    }

    static Stream<Arguments> transactions() {
        return Stream.of(
                transaction("no transaction", "proven", t -> t.clearProven()),
                transaction("a transaction that is none", "transaction", t -> t.getProvenBuilder()
                        .setTransaction(JUNK)),
                transaction("a proof that is none", "transaction_proof", t -> t.getProvenBuilder()
                        .setTransactionProof(JUNK)),
                transaction("a receipt that is none", "receipt", t -> t.getProvenBuilder()
                        .setReceipt(JUNK)),
                transaction("the receipt of another", "receipt's transaction", t -> t.getProvenBuilder()
                        .setReceipt(ANSWERS.proven(0).toWire().getReceipt())),
                transaction("another place", "index", t -> t.getProvenBuilder().setIndex(2)),
                transaction("a receipt at another place", "index", t -> t.getProvenBuilder()
                        .setReceiptProof(ANSWERS.proven(0).toWire().getReceiptProof())),
                transaction("a height over 2^63", "height", t -> t.getProvenBuilder()
                        .setHeight(-1)),
                transaction("operations out of place", "operations[0].index", t -> t.getOperationsBuilder(0)
                        .setIndex(1)),
                transaction("an operation before its parent", "operations[1].parent", t -> t.getOperationsBuilder(1)
                        .setParent(2)),
                transaction("two roots", "operations[2].parent", t -> t.getOperationsBuilder(2)
                        .clearParent()),
                transaction("a state nobody knows", "state", t -> t.getOperationsBuilder(0)
                        .setState("DONE")),
                transaction("an operation without type", "type", t -> t.getOperationsBuilder(0)
                        .clearType()),
                trace("a trace that is none", "trace", t -> t.setTrace(JUNK)),
                trace(
                        "another trace",
                        "trace's hash",
                        t -> t.setTrace(
                                WireFields.wire(new Trace(WORLD.trace.transactionId(), withoutSteps()).canonical()))),
                row(
                        "final and refused",
                        "refusal or proven",
                        () -> SubmitAnswer.fromWire(submitted()
                                .setRefusal(Refusal.newBuilder().setCode("NO"))
                                .build())),
                row(
                        "another transaction's receipt",
                        "transaction_id",
                        () -> SubmitAnswer.fromWire(
                                submitted().setTransactionId(HASH).build())),
                row(
                        "a refusal without code",
                        "refusal",
                        () -> SubmitAnswer.fromWire(submitted()
                                .clearProven()
                                .setRefusal(Refusal.getDefaultInstance())
                                .build())));
    }

    private static TraceCall withoutSteps() {
        TraceCall root = WORLD.trace.root();
        return new TraceCall(
                root.caller(), root.contract(), root.method(), root.arguments(), List.of(), root.result(), "", "");
    }

    private static SubmitTransactionResponse.Builder submitted() {
        return new SubmitAnswer.Final(ANSWERS.proven(SampleFederation.PLACE)).toWire().toBuilder();
    }

    private static Arguments transaction(String what, String names, Consumer<GetTransactionResponse.Builder> change) {
        GetTransactionResponse.Builder answer = ANSWERS.transaction().toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            TransactionAnswer.fromWire(answer.build());
        });
    }

    private static Arguments trace(String what, String names, Consumer<TraceTransactionResponse.Builder> change) {
        TraceTransactionResponse.Builder answer = ANSWERS.trace().toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            TraceAnswer.fromWire(answer.build());
        });
    }

    static Stream<Arguments> objectsAndState() {
        return Stream.of(
                list("another key", "state_key", l -> l.setStateKey("objects/at/6")),
                list("another height", "state_key", l -> l.setHeight(6)),
                list("an object left out", "objects", l -> l.removeObjects(0)),
                list("an object too many", "objects", l -> l.addObjects(l.getObjects(0))),
                list("another version", "objects", l -> l.getObjectsBuilder(0).setVersion(3)),
                list("an id with a slash", "objects[0]", l -> l.getObjectsBuilder(0)
                        .setObjectId("a/1")),
                list("no value for the objects", "objects", l -> l.clearValue()),
                list("a value that is no list", "value", l -> l.setValue(ByteString.copyFromUtf8("{}"))),
                list(
                        "a writer that is no transaction",
                        "transaction",
                        l -> l.setValue(ByteString.copyFromUtf8(
                                l.getValue().toStringUtf8().replace("\"transaction\":\"", "\"transaction\":\"x")))),
                list(
                        "no writer",
                        "transaction",
                        l -> l.setValue(ByteString.copyFromUtf8(
                                l.getValue().toStringUtf8().replaceAll("\"transaction\":\"[0-9a-f]*\",", "")))),
                list("a value that is no JSON", "JSON", l -> l.setValue(JUNK)),
                list("a proof that is none", "proof", l -> l.setProof(JUNK)),
                object("another key", "state_key", o -> o.setStateKey("objects/TR-0001/0")),
                object("another version than the key", "state_key", o -> o.setVersion(1)),
                object("no id", "object_id", o -> o.clearObjectId()),
                object("a snapshot that is no JSON", "snapshot", o -> o.setSnapshot(JUNK)),
                object("a snapshot that is no object", "snapshot", o -> o.setSnapshot(ByteString.copyFromUtf8("[]"))),
                object(
                        "a snapshot in another spelling",
                        "snapshot",
                        o -> o.setSnapshot(ByteString.copyFromUtf8("{ }"))),
                object("a proof that is none", "proof", o -> o.setProof(JUNK)),
                object("no transaction", "transaction_id", o -> o.clearTransactionId()),
                value("no key", "key", v -> v.clearKey()),
                value("a proof that is none", "proof", v -> v.setProof(JUNK)),
                value("a height over 2^63", "height", v -> v.setHeight(-1)));
    }

    private static Arguments list(String what, String names, Consumer<ListObjectIdsResponse.Builder> change) {
        ListObjectIdsResponse.Builder answer = ANSWERS.objectList(SampleFederation.LOCAL_HEIGHT).toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            ObjectList.fromWire(answer.build());
        });
    }

    private static Arguments object(String what, String names, Consumer<GetObjectResponse.Builder> change) {
        GetObjectResponse.Builder answer = ANSWERS.object().toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            ObjectAnswer.fromWire(answer.build());
        });
    }

    private static Arguments value(String what, String names, Consumer<ReadStateResponse.Builder> change) {
        ReadStateResponse.Builder answer = ANSWERS.state("objects/R-0001/0").toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            StateAnswer.fromWire(answer.build());
        });
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                networks("a network without id", "networks[0]", n -> n.getNetworksBuilder(0)
                        .clearNetworkId()),
                networks("a network without name", "name", n -> n.getNetworksBuilder(0)
                        .clearName()),
                networks("an operator with a wrong check digit", "operator", n -> n.getNetworksBuilder(0)
                        .setOperator("913200000000000001")),
                networks("no genesis hash", "genesis_hash", n -> n.getNetworksBuilder(0)
                        .clearGenesisHash()),
                networks("a sub-network without name", "sub_networks[0]", n -> n.getNetworksBuilder(0)
                        .getSubNetworksBuilder(0)
                        .clearName()),
                options("no version", "node_version", o -> o.clearNodeVersion()),
                options("blocks over 16 MB", "max_block_bytes", o -> o.setMaxBlockBytes(16_000_001)),
                options("blocks of nothing", "max_block_bytes", o -> o.clearMaxBlockBytes()),
                options("an unnamed operation", "operation_types[1]", o -> o.addOperationTypes("")),
                options("an unnamed state", "result_states[0]", o -> o.getResultStatesBuilder(0)
                        .clearName()),
                status("a short hash", "block_hash", s -> s.setBlockHash(JUNK)),
                status("no node name", "node_name", s -> s.clearNodeName()),
                status("a time over 2^63", "time_millis", s -> s.setTimeMillis(-1)),
                status("a peer without key", "peers[0]", s -> s.getPeersBuilder(0)
                        .clearPublicKey()));
    }

    private static Arguments networks(String what, String names, Consumer<ListNetworksResponse.Builder> change) {
        ListNetworksResponse.Builder answer = ANSWERS.networks().toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            NetworkList.fromWire(answer.build());
        });
    }

    private static Arguments options(String what, String names, Consumer<GetNetworkOptionsResponse.Builder> change) {
        GetNetworkOptionsResponse.Builder answer =
                NetworkOptions.ofLedger("0.1.0", List.of("objects")).toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            NetworkOptions.fromWire(answer.build());
        });
    }

    private static Arguments status(String what, String names, Consumer<GetNetworkStatusResponse.Builder> change) {
        GetNetworkStatusResponse.Builder answer = ANSWERS.status().toWire().toBuilder();
        return row(what, names, () -> {
            change.accept(answer);
            NetworkStatus.fromWire(answer.build());
        });
    }

    @ParameterizedTest(name = "{0} → {1}")
    @MethodSource({"requests", "blocks", "consensusStates", "transactions", "objectsAndState", "networks"})
    void a_message_with_one_thing_broken_is_refused_and_the_complaint_names_it(
            String what, String names, Runnable reading) {
        assertThatThrownBy(reading::run)
                .as(what)
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(names);
    }
}
