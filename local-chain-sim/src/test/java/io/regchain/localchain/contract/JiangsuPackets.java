package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.ledger.testkit.TestValidators;
import io.regchain.localchain.book.Operator;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Sequence;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.lightclient.TrustClock;
import io.regchain.protocol.lightclient.TrustPeriod;
import io.regchain.protocol.packet.Channel;
import io.regchain.protocol.packet.Packet;
import io.regchain.protocol.packet.Timeout;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** Jiangsu with a contract that talks, and a hub that holds whatever a test puts there. */
abstract class JiangsuPackets {
    static final ChainId JIANGSU = new ChainId("jiangsu");
    static final ChainId ZHEJIANG = new ChainId("zhejiang");
    static final BlockTime START = BlockTime.of(Instant.parse("2026-02-10T02:00:00Z"));
    static final BlockTime TIMEOUT = BlockTime.of(Instant.parse("2026-02-10T03:00:00Z"));
    static final Sm2PrivateKey RELAY = ContractHarness.key("relay");
    static final Sm2PrivateKey OPERATOR = ContractHarness.key("operator of jiangsu");

    final FakeHub hub = new FakeHub(START);
    final ContractHarness chain = localChain(hub);

    static ContractHarness localChain(FakeHub hub) {
        TreeMap<String, Bytes> state = new TreeMap<>();
        state.put(
                "packets/hub",
                CanonicalJson.encode(HubState.toJson(hub.root(), new TrustClock(START, TrustPeriod.DEFAULT))));
        state.put(Operator.FULL_KEY, CanonicalJson.encode(operator().toJson()));
        return ContractHarness.start(JIANGSU, START, state, List.of(new PacketsContract(), new Talker()));
    }

    /** Answers for the first of the chain's consensus nodes too. */
    static Operator operator() {
        return new Operator("江苏股权交易中心", TestValidators.organisation(0), List.of(OPERATOR.publicKey()));
    }

    /** Sends, answers, and remembers how its calls ended. */
    private static final class Talker implements Contract {
        @Override
        public String name() {
            return "talker";
        }

        @Override
        public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
            switch (method) {
                case "say" -> {
                    return context.call("packets", "send", arguments);
                }
                case "sayAndRegret" -> {
                    context.call("packets", "send", arguments);
                    throw new ContractRefusal("REGRETTED", "on second thoughts");
                }
                case "greet" -> {
                    context.write(
                            "greeted", arguments.put("by", context.caller().toString()));
                    return CanonicalJson.object().put("answer", "你好");
                }
                case "snub" -> {
                    context.write("greeted", arguments);
                    throw new ContractRefusal("NOT_IN_THE_MOOD", "come back tomorrow");
                }
                case "onAcknowledgement" -> {
                    if (context.read("deaf").isPresent()) {
                        throw new ContractRefusal("DEAF", "this contract hears nothing");
                    }
                    context.write(
                            "heard", arguments.put("from", context.caller().toString()));
                    return CanonicalJson.object();
                }
                case "deafen" -> {
                    context.write("deaf", CanonicalJson.object());
                    return CanonicalJson.object();
                }
                default -> throw new ContractRefusal("METHOD_UNKNOWN", method);
            }
        }
    }

    static Packet incoming(long sequence, String method) {
        ObjectNode payload = CanonicalJson.object().put("name", "zhejiang");
        return new Packet(
                ZHEJIANG,
                JIANGSU,
                Channel.MAIN,
                "talker",
                "talker",
                method,
                new Sequence(sequence),
                CanonicalJson.encode(payload),
                Timeout.at(TIMEOUT));
    }

    static ObjectNode outgoing() {
        ObjectNode arguments = CanonicalJson.object()
                .put("destination", "zhejiang")
                .put("destinationContract", "talker")
                .put("method", "greet")
                .put("timeoutMillis", TIMEOUT.epochMillis());
        arguments.putObject("payload").put("name", "jiangsu");
        return arguments;
    }

    Packet send() {
        long sequence = chain.succeed(RELAY, "talker", "say", outgoing())
                .get("sequence")
                .longValue();
        return Packet.fromJson(
                chain.read("packets/out/zhejiang/main/" + sequence).orElseThrow());
    }

    JsonNode call(String method, ObjectNode arguments) {
        return chain.succeed(RELAY, "packets", method, arguments);
    }

    String refused(String method, ObjectNode arguments) {
        return chain.refuse(RELAY, "packets", method, arguments).code();
    }
}
