package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.MarketWorld.FOUNDER_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.SHARES;
import static io.regchain.localchain.contract.MarketWorld.WANG_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.ZHANG;
import static io.regchain.localchain.contract.MarketWorld.ZHANG_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.trade;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.localchain.book.Side;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.packet.Acknowledgement;
import io.regchain.protocol.packet.Packet;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S4 across provinces: 张一 asks in Zhejiang to sell what Shanghai registers. */
class ForwardedOrderTest {
    private final MarketWorld shanghai = MarketWorld.shanghai();
    private final MarketWorld zhejiang = new MarketWorld(new ChainId("zhejiang"), shanghai.hub);

    private void day(String day) {
        shanghai.hub.chain().at(MarketWorld.at(LocalDate.parse(day)));
        shanghai.on(day);
        zhejiang.on(day);
    }

    private Packet forward(String id, Side side, long quantity) {
        JsonNode sent = zhejiang.succeed(
                "transfers",
                "forwardOrder",
                zhejiang.desk.forwardOrder(id, "ZJ-0101", new ChainId("shanghai"), SHARES, side, quantity));
        return Packet.fromJson(zhejiang.chain
                .read("packets/out/shanghai/main/" + sent.get("sequence").longValue())
                .orElseThrow());
    }

    /** There and back through the hub; what Zhejiang then knows of the order. */
    private JsonNode carried(String id, Packet packet) {
        JsonNode ack =
                shanghai.chain.succeed(ContractHarness.key("relay"), "packets", "receive", shanghai.hub.carry(packet));
        zhejiang.chain.succeed(
                ContractHarness.key("relay"),
                "packets",
                "acknowledge",
                shanghai.hub.answer(packet, Acknowledgement.fromJson(ack)));
        return zhejiang.chain.read("transfers/forwarded/" + id).orElseThrow();
    }

    private void zhangBuysInShanghai() {
        zhejiang.open("ZJ-0101", ZHANG, Optional.empty());
        day("2026-02-10");
        shanghai.transfer(trade("T-1", FOUNDER_ACCOUNT, ZHANG_ACCOUNT, 500_000));
    }

    @Test
    void scenario_4_a_second_account_in_another_province_changes_nothing() {
        zhangBuysInShanghai();
        day("2026-02-24");
        JsonNode order = carried("O-1", forward("O-1", Side.SELL, 500_000));
        assertThat(order.get("state").textValue()).isEqualTo("REFUSED");
        assertThat(order.get("code").textValue()).isEqualTo("T5_TOO_EARLY");
        assertThat(order.get("message").textValue()).contains("earliest 2026-02-25");
    }

    @Test
    void an_order_taken_is_filled_by_the_transfer_that_names_it() {
        zhangBuysInShanghai();
        day("2026-02-25");
        JsonNode order = carried("O-1", forward("O-1", Side.SELL, 500_000));
        assertThat(order.get("state").textValue()).isEqualTo("ACCEPTED");
        assertThat(order.get("orderId").textValue()).isEqualTo("zhejiang-0");

        ObjectNode sale = shanghai.prepared(trade("T-2", ZHANG_ACCOUNT, WANG_ACCOUNT, 500_000))
                .put("orderId", "zhejiang-0");
        shanghai.succeed("transfers", "transfer", sale);
        JsonNode kept = shanghai.chain.read("transfers/order/zhejiang-0").orElseThrow();
        assertThat(kept.get("state").textValue()).isEqualTo("FILLED");
        assertThat(kept.get("requestId").textValue()).isEqualTo("T-2");
    }

    @Test
    void a_transfer_that_is_not_what_was_ordered_is_refused() {
        zhangBuysInShanghai();
        day("2026-02-25");
        carried("O-1", forward("O-1", Side.SELL, 400_000));
        ObjectNode sale = shanghai.prepared(trade("T-2", ZHANG_ACCOUNT, WANG_ACCOUNT, 500_000))
                .put("orderId", "zhejiang-0");
        assertThat(shanghai.refuse("transfers", "transfer", sale).code()).isEqualTo("ORDER_DIFFERS");
        assertThat(shanghai.refuse("transfers", "transfer", sale.put("orderId", "zhejiang-7"))
                        .code())
                .isEqualTo("ORDER_UNKNOWN");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({"SELL, 500001, BALANCE_TOO_SMALL", "BUY, 1, T5_TOO_EARLY"})
    void the_registers_market_judges_the_order(Side side, long quantity, String code) {
        zhangBuysInShanghai();
        day("2026-02-25");
        if (side == Side.BUY) {
            shanghai.transfer(trade("T-2", ZHANG_ACCOUNT, WANG_ACCOUNT, 500_000));
        }
        assertThat(carried("O-1", forward("O-1", side, quantity)).get("code").textValue())
                .isEqualTo(code);
    }

    @Test
    void an_investor_unknown_to_the_registers_market_is_refused_there() {
        zhejiang.open("ZJ-0101", new InvestorCode("Q000000555"), Optional.empty());
        JsonNode order = carried("O-1", forward("O-1", Side.SELL, 1));
        assertThat(order.get("code").textValue()).isEqualTo("ACCOUNT_UNKNOWN");
    }

    @Test
    void a_buyer_without_evidence_in_the_registers_market_is_refused_there() {
        InvestorCode stranger = new InvestorCode("Q000000555");
        zhejiang.open("ZJ-0101", stranger, Optional.of(MarketWorld.evidence()));
        shanghai.open("SH-0555", stranger, Optional.empty());
        assertThat(carried("O-1", forward("O-1", Side.BUY, 1)).get("code").textValue())
                .isEqualTo("BUYER_NOT_QUALIFIED");
    }

    @Test
    void an_order_forwarded_twice_travels_once() {
        zhangBuysInShanghai();
        ObjectNode order = zhejiang.desk.forwardOrder("O-1", "ZJ-0101", new ChainId("shanghai"), SHARES, Side.SELL, 10);
        JsonNode first = zhejiang.succeed("transfers", "forwardOrder", order);
        assertThat(zhejiang.succeed("transfers", "forwardOrder", order)).isEqualTo(first);
        assertThat(zhejiang.chain.read("packets/pending").orElseThrow()).hasSize(1);
    }

    @Test
    void an_order_without_an_account_is_not_forwarded() {
        ObjectNode order = zhejiang.desk.forwardOrder("O-1", "ZJ-0101", new ChainId("shanghai"), SHARES, Side.SELL, 10);
        assertThat(zhejiang.refuse("transfers", "forwardOrder", order).code()).isEqualTo("ACCOUNT_UNKNOWN");
    }

    @Test
    void an_order_that_does_not_come_by_packet_is_refused() {
        assertThat(shanghai.refuse(
                                "transfers",
                                "requestTransfer",
                                zhejiang.desk.forwardOrder("O-1", "x", new ChainId("shanghai"), SHARES, Side.SELL, 1))
                        .code())
                .isEqualTo("CALLER_NOT_ALLOWED");
    }

    @Test
    void an_order_that_got_lost_ends_as_timed_out() {
        zhangBuysInShanghai();
        Packet packet = forward("O-1", Side.SELL, 10);
        shanghai.hub.at(packet.timeout().time());
        zhejiang.chain.at(packet.timeout().time());
        zhejiang.chain.succeed(ContractHarness.key("relay"), "packets", "timeout", shanghai.hub.silence(packet));
        JsonNode order = zhejiang.chain.read("transfers/forwarded/O-1").orElseThrow();
        assertThat(order.get("code").textValue()).isEqualTo("PACKET_TIMED_OUT");
    }
}
