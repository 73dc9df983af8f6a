package io.regchain.localchain.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.ledger.node.CertifiedState;
import io.regchain.ledger.node.ChainNode;
import io.regchain.ledger.storage.StorageException;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.UnifiedSocialCreditCode;
import io.regchain.protocol.wire.connect.ConnectAnswer;
import io.regchain.protocol.wire.connect.ConnectCode;
import io.regchain.protocol.wire.connect.ConnectError;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node that keeps the state of a height no more says so, and is not taken for one that failed. */
class PrunedHeightTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final Height KEPT = new Height(2);

    private final ContractHarness chain = ContractHarness.start(JIANGSU, new BlockTime(1_770_700_000_000L));
    private final NodeDispatch dispatch;

    PrunedHeightTest() {
        chain.emptyBlock();
        chain.emptyBlock();
        NodeFacts facts =
                new NodeFacts("江苏股权交易中心", UnifiedSocialCreditCode.complete("91320000", "MA8T0000"), "1", List.of());
        dispatch = new NodeDispatch(new NodeService(pruned(), facts));
    }

    /** A node that has every block and state from {@link #KEPT} on only. */
    private ChainNode pruned() {
        CertifiedState whole = chain.certifiedState();
        return (ChainNode) Proxy.newProxyInstance(
                ChainNode.class.getClassLoader(), new Class<?>[] {ChainNode.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "chainId" -> JIANGSU;
                        case "height" -> whole.height();
                        case "block" -> whole.block((Height) arguments[0]);
                        case "read" -> kept((Height) arguments[0], whole.read((Height) arguments[0], "none/here"));
                        case "prove" -> kept((Height) arguments[0], whole.prove((Height) arguments[0], "none/here"));
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private static Object kept(Height height, Object value) {
        if (height.compareTo(KEPT) < 0) {
            throw new StorageException.Pruned("states are", KEPT);
        }
        return value;
    }

    private ConnectAnswer read(long height) {
        return dispatch.answer(
                "/regchain.v1.CrossChainPort/ReadState",
                name -> name.equalsIgnoreCase("Content-Type") ? Optional.of("application/json") : Optional.empty(),
                Bytes.utf8("{\"networkId\":\"jiangsu\",\"key\":\"none/here\",\"height\":\"" + height + "\"}"));
    }

    @Test
    void a_height_that_is_kept_is_read_and_one_below_is_out_of_range() {
        assertThat(read(2).httpStatus()).isEqualTo(200);
        ConnectAnswer gone = read(1);
        ConnectError error = ConnectError.ofAnswer(gone.httpStatus(), gone.body());
        assertThat(error.code()).isEqualTo(ConnectCode.OUT_OF_RANGE);
        assertThat(error.message()).contains("pruned below height 2", "archive node");
    }
}
