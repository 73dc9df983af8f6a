package io.regchain.supervision.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.ledger.packet.CarriedSteps;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.PacketKeys;
import io.regchain.protocol.wire.StateAnswer;
import io.regchain.supervision.contract.PacketWorld;
import io.regchain.supervision.gateway.StateReader;
import io.regchain.supervision.node.SupervisionLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a relay puts into one transaction. */
class CarriedBatchTest {
    private final RelayWorld world = new RelayWorld();
    private final List<String> submitted = new ArrayList<>();

    private static RelayStep step(int number, int characters) {
        return new RelayStep(
                RelayStep.Target.HUB,
                "step " + number,
                PacketWorld.packet(number).id(),
                "receive",
                CanonicalJson.object().put("x", "x".repeat(characters)));
    }

    private static List<Integer> sizes(List<Batch> batches) {
        return batches.stream().map(batch -> batch.steps().size()).toList();
    }

    @Test
    void steps_go_together_up_to_a_number_and_a_size() {
        List<RelayStep> small =
                IntStream.range(0, 130).mapToObj(i -> step(i, 100)).toList();
        assertThat(sizes(Batch.of(small, CarriedSteps.MOST))).containsExactly(64, 64, 2);
        assertThat(sizes(Batch.of(List.of(), CarriedSteps.MOST))).isEmpty();
        List<RelayStep> large =
                IntStream.range(0, 5).mapToObj(i -> step(i, 250_000)).toList();
        assertThat(sizes(Batch.of(large, CarriedSteps.MOST))).containsExactly(2, 2, 1);
        assertThat(sizes(Batch.of(List.of(step(0, Batch.MAX_CHARACTERS)), CarriedSteps.MOST)))
                .containsExactly(1);
    }

    @Test
    void one_step_is_the_call_of_its_own_method() {
        Batch one = new Batch(List.of(step(0, 1)));
        assertThat(one.method()).isEqualTo("receive");
        assertThat(one.arguments(CanonicalJson.object().put("header", "00")).toString())
                .isEqualTo("{\"header\":\"00\",\"x\":\"x\"}");
    }

    @Test
    void all_that_waits_is_brought_in_one_transaction() {
        List<Packet> packets = world.sent(3);
        ChainRelay.Pass pass = relay(Integer.MAX_VALUE).run(RelayWorld.honest(world.packets.jiangsu));
        assertThat(pass.done()).hasSize(3).first().asString().contains("to the hub");
        assertThat(submitted).containsExactly("carry 3");
        packets.forEach(packet -> assertThat(world.packets.hub.read(PacketKeys.full(PacketKeys.Hub.in(packet.id()))))
                .isPresent());
    }

    /** A connection to a node takes 256 questions at a time and refuses more. */
    @Test
    void however_much_waits_a_node_is_asked_little_at_a_time() {
        world.sent(300);
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        StateReader honest = RelayWorld.honest(world.packets.jiangsu);
        StateReader slow = new StateReader() {
            @Override
            public String node() {
                return honest.node();
            }

            @Override
            public CompletionStage<StateAnswer> readState(String key, Optional<Height> height) {
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                StateAnswer answer =
                        honest.readState(key, height).toCompletableFuture().join();
                return CompletableFuture.supplyAsync(() -> {
                    open.decrementAndGet();
                    return answer;
                });
            }
        };
        assertThat(relay(Integer.MAX_VALUE).run(slow).done()).hasSize(300);
        assertThat(most.get()).isBetween(1, ChainRelay.AT_ONCE);
    }

    @Test
    void an_answer_that_does_not_tell_of_every_step_vouches_for_none() {
        TransactionRecord frozen = world.packets.submit(
                PacketKeys.CONTRACT, "complete", CanonicalJson.object()); // any receipt, whose result is replaced
        Receipt receipt = frozen.receipt();
        TransactionRecord answered = new TransactionRecord(
                frozen.transaction(),
                new Receipt(
                        receipt.transactionId(),
                        Receipt.Outcome.SUCCESS,
                        "",
                        "",
                        Bytes.utf8("{\"frozen\":true}"),
                        List.of(),
                        receipt.traceHash(),
                        receipt.metered()),
                frozen.height(),
                frozen.index());
        assertThat(new Batch(List.of(step(0, 1), step(1, 1))).refusals(answered))
                .allSatisfy(refusal -> assertThat(refusal.orElseThrow().code()).isEqualTo("CARRY_NOT_ANSWERED"));
    }

    /** A packet that uses up a transaction's limits takes the others with it once; then they are tried apart. */
    @Test
    void what_used_up_its_limits_is_tried_again_in_halves() {
        world.sent(8);
        ChainRelay relay = relay(2);
        assertThat(relay.run(RelayWorld.honest(world.packets.jiangsu)).refused())
                .hasSize(8);
        assertThat(relay.run(RelayWorld.honest(world.packets.jiangsu)).refused())
                .hasSize(8);
        assertThat(relay.run(RelayWorld.honest(world.packets.jiangsu)).done()).hasSize(8);
        assertThat(submitted)
                .containsExactly("carry 8", "carry 4", "carry 4", "carry 2", "carry 2", "carry 2", "carry 2");
    }

    /** Once it stood alone, it takes no others with it, however long it waits. */
    @Test
    void a_packet_that_uses_up_its_limits_alone_does_not_slow_the_others() {
        world.sent(4);
        ChainRelay relay = relay((method, arguments) -> !arguments.toString().contains("\"sequence\":2"));
        for (int i = 0; i < 3; i++) {
            relay.run(RelayWorld.honest(world.packets.jiangsu));
        }
        assertThat(submitted).containsExactly("carry 4", "carry 2", "carry 2", "receive 1", "receive 1");
        submitted.clear();
        world.sent(12);
        assertThat(relay.run(RelayWorld.honest(world.packets.jiangsu)).refused())
                .hasSize(1);
        assertThat(submitted).endsWith("receive 1");
        assertThat(relay.run(RelayWorld.honest(world.packets.jiangsu)).refused())
                .hasSize(1);
        assertThat(submitted).endsWith("receive 1", "receive 1");
        assertThat(IntStream.range(0, 12).filter(i -> world.packets
                        .hub
                        .read(PacketKeys.full(
                                PacketKeys.Hub.in(PacketWorld.packet(i).id())))
                        .isEmpty()))
                .containsExactly(2);
    }

    /** A hub whose transactions have room for so many steps. */
    private ChainRelay relay(int room) {
        return relay((method, arguments) -> arguments.path("steps").size() <= room);
    }

    /** A hub that stops every transaction that does not fit. */
    private ChainRelay relay(BiPredicate<String, ObjectNode> fits) {
        SupervisionLedger hub = world.supervision();
        SupervisionLedger narrow = new SupervisionLedger() {
            @Override
            public Optional<JsonNode> read(String key) {
                return hub.read(key);
            }

            @Override
            public CompletionStage<TransactionRecord> submit(String contract, String method, ObjectNode arguments) {
                int steps = Math.max(1, arguments.path("steps").size());
                submitted.add(method + " " + steps);
                return fits.test(method, arguments)
                        ? hub.submit(contract, method, arguments)
                        : CompletableFuture.completedFuture(
                                stopped(hub.submit(contract, "nothing", CanonicalJson.object())
                                        .toCompletableFuture()
                                        .join()));
            }
        };
        return new ChainRelay(
                world.packets.jiangsu.chainId(),
                world.packets.hub.certifiedState(),
                narrow,
                world.local(world.packets.jiangsu),
                world.packets.hub::time);
    }

    private static TransactionRecord stopped(TransactionRecord record) {
        Receipt receipt = record.receipt();
        return new TransactionRecord(
                record.transaction(),
                new Receipt(
                        receipt.transactionId(),
                        Receipt.Outcome.STOPPED,
                        "LIMIT_WORK",
                        "the transaction used up its units of work",
                        receipt.result(),
                        List.of(),
                        receipt.traceHash(),
                        receipt.metered()),
                record.height(),
                record.index());
    }
}
