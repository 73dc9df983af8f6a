package io.regchain.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Refusal;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.crypto.Sm3;
import io.regchain.protocol.sample.SampleAnswers;
import io.regchain.protocol.sample.SampleFederation;
import io.regchain.protocol.trace.Trace;
import io.regchain.protocol.trace.TraceCall;
import io.regchain.protocol.trace.TraceStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class WireRoundTripTest {
    private static final SampleFederation WORLD = new SampleFederation();
    private static final SampleAnswers ANSWERS = new SampleAnswers(WORLD);

    @Test
    void every_request_reads_back_as_what_was_asked() {
        NetworkQuery network = new NetworkQuery(SampleFederation.LOCAL);
        assertThat(NetworkQuery.fromWire(network.toOptionsRequest())).isEqualTo(network);
        assertThat(NetworkQuery.fromWire(network.toStatusRequest())).isEqualTo(network);
        for (Optional<Height> height : List.of(Optional.<Height>empty(), Optional.of(Height.ZERO))) {
            BlockQuery block = new BlockQuery(SampleFederation.LOCAL, height, true);
            assertThat(BlockQuery.fromWire(block.toWire())).isEqualTo(block);
            HeightQuery state = new HeightQuery(SampleFederation.LOCAL, height);
            assertThat(HeightQuery.fromWire(state.toConsensusStateRequest())).isEqualTo(state);
            assertThat(HeightQuery.fromWire(state.toObjectIdsRequest())).isEqualTo(state);
            TransactionQuery transaction = new TransactionQuery(SampleFederation.LOCAL, height, id());
            assertThat(TransactionQuery.fromWire(transaction.toWire())).isEqualTo(transaction);
            ObjectQuery object = new ObjectQuery(SampleFederation.LOCAL, height, "R-0001", Optional.of(0L));
            assertThat(ObjectQuery.fromWire(object.toWire())).isEqualTo(object);
            ObjectQuery newest = new ObjectQuery(SampleFederation.LOCAL, height, "R-0001", Optional.empty());
            assertThat(ObjectQuery.fromWire(newest.toWire())).isEqualTo(newest);
            StateQuery key = new StateQuery(SampleFederation.LOCAL, "objects/at/7", height);
            assertThat(StateQuery.fromWire(key.toWire())).isEqualTo(key);
        }
        TransactionQuery trace = new TransactionQuery(SampleFederation.LOCAL, Optional.empty(), id());
        assertThat(TransactionQuery.fromWire(trace.toTraceRequest())).isEqualTo(trace);
        BlockWait wait = new BlockWait(SampleFederation.LOCAL, new Height(6), Duration.ofSeconds(30));
        assertThat(BlockWait.fromWire(wait.toWire())).isEqualTo(wait);
        assertThat(BlockWait.answerFromWire(BlockWait.answerToWire(new Height(7))))
                .isEqualTo(new Height(7));
        Submission submission = ANSWERS.submission();
        assertThat(Submission.fromWire(submission.toWire())).isEqualTo(submission);
    }

    private static Hash32 id() {
        return WORLD.transactions.get(SampleFederation.PLACE).id();
    }

    @Test
    void a_wait_of_zero_stands_for_ten_seconds_and_over_a_minute_is_refused() {
        assertThat(BlockWait.fromWire(ANSWERS.wait(0)).maxWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(BlockWait.fromWire(ANSWERS.wait(60_000)).maxWait()).isEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> new BlockWait(SampleFederation.LOCAL, Height.ZERO, Duration.ofHours(1)).toWire())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_answer_reads_back_as_what_was_said() {
        NetworkList networks = ANSWERS.networks();
        assertThat(NetworkList.fromWire(networks.toWire())).isEqualTo(networks);
        NetworkOptions options = NetworkOptions.ofLedger("0.1.0", List.of("transfers.transfer", "objects"));
        assertThat(NetworkOptions.fromWire(options.toWire())).isEqualTo(options);
        assertThat(options.resultStates())
                .extracting(NetworkOptions.State::successful)
                .containsExactly(true, false, false);
        NetworkStatus status = ANSWERS.status();
        assertThat(NetworkStatus.fromWire(status.toWire())).isEqualTo(status);
        for (boolean whole : new boolean[] {true, false}) {
            BlockAnswer block = BlockAnswer.of(WORLD.localBlock(), whole);
            assertThat(BlockAnswer.fromWire(block.toWire())).isEqualTo(block);
        }
        BlockAnswer genesis = BlockAnswer.of(ANSWERS.genesis(), true);
        assertThat(genesis.toWire().hasParentHeight()).isFalse();
        assertThat(BlockAnswer.fromWire(genesis.toWire())).isEqualTo(genesis);
        TransactionAnswer transaction = ANSWERS.transaction();
        assertThat(TransactionAnswer.fromWire(transaction.toWire())).isEqualTo(transaction);
        TraceAnswer trace = ANSWERS.trace();
        assertThat(TraceAnswer.fromWire(trace.toWire())).isEqualTo(trace);
        ObjectAnswer object = ANSWERS.object();
        assertThat(ObjectAnswer.fromWire(object.toWire())).isEqualTo(object);
    }

    @Test
    void the_consensus_state_reads_back_at_genesis_with_and_without_a_change_of_the_set() {
        for (ConsensusState state : List.of(
                ANSWERS.consensusState(),
                ANSWERS.changingConsensusState(),
                new ConsensusState(
                        ANSWERS.genesis().header(), WORLD.localValidators, Optional.empty(), Optional.empty()))) {
            assertThat(ConsensusState.fromWire(state.toWire())).isEqualTo(state);
        }
    }

    @Test
    void objects_and_state_read_back_present_or_absent_and_their_proofs_hold_or_not() {
        ObjectList list = ANSWERS.objectList(SampleFederation.LOCAL_HEIGHT);
        assertThat(list.objects()).extracting(ObjectName::toString).containsExactly("R-0001/0", "TR-0001/0");
        ObjectList none = ANSWERS.objectList(new Height(6));
        assertThat(none.objects()).isEmpty();
        for (ObjectList each : List.of(list, none)) {
            assertThat(ObjectList.fromWire(each.toWire())).isEqualTo(each);
            assertThat(each.provenBy(WORLD.localState.root())).isTrue();
            assertThat(each.provenBy(WORLD.hubState.root())).isFalse();
        }
        for (String key : List.of("objects/R-0001/0", "nothing/here")) {
            StateAnswer answer = ANSWERS.state(key);
            assertThat(StateAnswer.fromWire(answer.toWire())).isEqualTo(answer);
            assertThat(answer.provenBy(WORLD.localState.root())).isTrue();
            assertThat(answer.provenBy(WORLD.hubState.root())).isFalse();
        }
        assertThat(ANSWERS.object().provenBy(WORLD.localState.root())).isTrue();
        assertThat(ANSWERS.object().provenBy(WORLD.hubState.root())).isFalse();
    }

    @Test
    void what_became_of_a_submission_is_one_of_three() {
        SubmitAnswer accepted = new SubmitAnswer.Accepted(id());
        SubmitAnswer done = new SubmitAnswer.Final(ANSWERS.proven(SampleFederation.PLACE));
        SubmitAnswer refused = new SubmitAnswer.Refused(id(), new Refusal("SEQUENCE_USED", "sequence 1 was used"));
        for (SubmitAnswer answer : List.of(accepted, done, refused)) {
            assertThat(answer.transactionId()).isEqualTo(id());
            assertThat(SubmitAnswer.fromWire(answer.toWire())).isEqualTo(answer);
        }
    }

    @Test
    void a_proven_transaction_stands_in_its_own_block_only() {
        assertThat(ANSWERS.proven(SampleFederation.PLACE).standsIn(WORLD.localHeader))
                .isTrue();
        assertThat(ANSWERS.proven(SampleFederation.PLACE).standsIn(WORLD.hubHeader))
                .isFalse();
        ProvenTransaction proven = ANSWERS.proven(SampleFederation.PLACE);
        ProvenTransaction elsewhere = new ProvenTransaction(
                proven.height(),
                proven.transaction(),
                proven.transactionProof(),
                WORLD.receipts.get(0),
                proven.receiptProof());
        assertThat(elsewhere.standsIn(WORLD.localHeader)).isFalse();
    }

    @Test
    void operations_list_the_calls_in_order_and_a_call_inside_a_refused_call_does_not_count_as_success() {
        TraceCall deep = call("c", "deep", "", List.of());
        TraceCall failed = call("b", "try", "NO_QUOTA", List.of(new TraceStep.Call(deep)));
        TraceCall fine = call("d", "go", "", List.of());
        TraceCall root = call("a", "run", "", List.of(new TraceStep.Call(failed), new TraceStep.Call(fine)));
        Trace trace = new Trace(id(), root);
        assertThat(Operation.of(trace, receipt(trace, Receipt.Outcome.SUCCESS, "")))
                .extracting(Operation::index, Operation::parent, Operation::type, Operation::state, Operation::code)
                .containsExactly(
                        tuple(0, Optional.empty(), "a.run", Receipt.Outcome.SUCCESS, ""),
                        tuple(1, Optional.of(0), "b.try", Receipt.Outcome.REFUSED, "NO_QUOTA"),
                        tuple(2, Optional.of(1), "c.deep", Receipt.Outcome.REFUSED, "NO_QUOTA"),
                        tuple(3, Optional.of(0), "d.go", Receipt.Outcome.SUCCESS, ""));
        assertThat(Operation.of(trace, receipt(trace, Receipt.Outcome.STOPPED, "LIMIT")))
                .allSatisfy(operation -> assertThat(operation.state()).isEqualTo(Receipt.Outcome.STOPPED));
    }

    private static Tuple tuple(Object... values) {
        return Tuple.tuple(values);
    }

    private static TraceCall call(String contract, String method, String code, List<TraceStep> steps) {
        return new TraceCall("key:x", contract, method, bytes("{}"), steps, bytes(""), code, "");
    }

    private static Receipt receipt(Trace trace, Receipt.Outcome outcome, String code) {
        return new Receipt(trace.transactionId(), outcome, code, "", bytes(""), List.of(), Sm3.hash(bytes("")), 1);
    }

    private static Bytes bytes(String text) {
        return Bytes.utf8(text);
    }
}
