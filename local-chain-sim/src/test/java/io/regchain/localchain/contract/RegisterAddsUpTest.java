package io.regchain.localchain.contract;

import static io.regchain.localchain.contract.MarketWorld.FOUNDER_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.ISSUED;
import static io.regchain.localchain.contract.MarketWorld.SHARES;
import static io.regchain.localchain.contract.MarketWorld.WANG_ACCOUNT;
import static io.regchain.localchain.contract.MarketWorld.ZHANG_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.book.Holding;
import io.regchain.localchain.rule.NonTradeReason;
import io.regchain.localchain.rule.TransferRequest;
import io.regchain.localchain.rule.TransferRequest.Cause;
import io.regchain.protocol.crypto.Sm3;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RegisterAddsUpTest {
    /** R13 against a dumb model: whatever is asked, the holdings add up to the issue and the holders are who holds. */
    @Property(tries = 8)
    void the_register_adds_up_whatever_is_asked(@ForAll long seed) {
        MarketWorld world = MarketWorld.shanghai();
        List<String> accounts = List.of(FOUNDER_ACCOUNT, ZHANG_ACCOUNT, WANG_ACCOUNT);
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            String from = accounts.get(random.nextInt(3));
            String to = accounts.get(random.nextInt(3));
            long held = world.books().holding(SHARES, from).available();
            long quantity = random.nextBoolean() && held > 0 ? held : 1 + random.nextInt(1_000);
            ObjectNode arguments = world.prepared(new TransferRequest(
                    "N-" + i,
                    SHARES,
                    from,
                    to,
                    quantity,
                    new Cause.NonTrade(NonTradeReason.COURT, Sm3.hash(new byte[1]))));
            world.chain.execute(world.key, "transfers", "nonTrade", arguments);
            assertAddsUp(world, accounts);
        }
    }

    private static void assertAddsUp(MarketWorld world, List<String> accounts) {
        long sum = 0;
        TreeSet<String> holders = new TreeSet<>();
        for (String account : accounts) {
            Holding holding = world.books().holding(SHARES, account);
            sum += holding.total();
            if (holding.total() > 0) {
                holders.add(account);
            }
        }
        assertThat(sum).isEqualTo(ISSUED);
        assertThat(world.books().register(SHARES).orElseThrow().holders()).isEqualTo(holders.size());
    }
}
