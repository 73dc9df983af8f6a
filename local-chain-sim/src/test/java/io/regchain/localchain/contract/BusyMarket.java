package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.MarketWorld.FOUNDER_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.SHARES;
import static io.regchain.localchain.contract.MarketWorld.WANG_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.ZHANG_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.trade;

import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.ledger.testkit.RecordedChain;
import io.regchain.localchain.rule.NonTradeReason;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.crypto.Sm3;
import java.util.Optional;
import java.util.SortedMap;

/** A market in which everything that writes objects has happened once. */
public final class BusyMarket {
    private BusyMarket() {}

    public static SortedMap<String, Bytes> state() {
        return made().state();
    }

    public static RecordedChain recorded() {
        return made().recorded();
    }

    private static ContractHarness made() {
        MarketWorld market = MarketWorld.shanghai();
        market.open("SH-R001", new InvestorCode("R000000001"), Optional.empty());
        market.on("2026-02-10").transfer(trade("T-1", FOUNDER_ACCOUNT, ZHANG_ACCOUNT, 500_000));
        market.on("2026-02-25").transfer(trade("T-2", ZHANG_ACCOUNT, WANG_ACCOUNT, 123_456));
        market.succeed(
                "transfers",
                "nonTrade",
                market.prepared(new TransferRequest(
                        "N-1",
                        SHARES,
                        WANG_ACCOUNT,
                        "SH-R001",
                        1_000,
                        new Cause.NonTrade(NonTradeReason.GIFT, Sm3.hash(new byte[1])))));
        market.succeed(
                "registration",
                "block",
                market.desk.restrict("P-1", SHARES, ZHANG_ACCOUNT, "PLEDGED", 7, "LOAN", market.books(), market.now()));
        market.succeed(
                "accounts", "record", market.desk.recordAccount("R-1", ZHANG_ACCOUNT, market.books(), market.now()));
        return market.chain;
    }
}
