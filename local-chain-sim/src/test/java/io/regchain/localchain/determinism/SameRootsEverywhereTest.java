package io.regchain.localchain.determinism;

import static io.regchain.ledger.execution.ScriptContract.script;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.ledger.testkit.ContractHarness.Call;
import io.regchain.ledger.testkit.OtherJvms;
import io.regchain.ledger.testkit.OtherJvms.Jdk;
import io.regchain.ledger.testkit.RecordedChain;
import io.regchain.localchain.contract.BusyMarket;
import io.regchain.localchain.contract.InitialState;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.canonical.CanonicalJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same blocks come out the same in other processes: another JDK where the machine has one, no JIT, one core, another
 * collector, locale, time zone and charset, a small stack.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameRootsEverywhereTest {
    private static final List<String> KEYS = List.of("x", "y", "z", "ı-is-no-key", "i");
    private static final List<String> RUNAWAYS =
            List.of("loop", "recurse", "emit", "failInLibrary", "doubleText", "shareValue", "loopThroughCatch");

    @TempDir
    private static Path temp;

    private final List<String> here = new ArrayList<>();

    @BeforeAll
    void executeHere() throws Exception {
        RecordedChain scripts = scripts(2026);
        RecordedChain market = BusyMarket.recorded();
        scripts.write(temp.resolve("scripts"));
        market.write(temp.resolve("market"));
        here.addAll(scripts.replay(ReplayMain.scripts()));
        here.addAll(market.replay(InitialState.contracts()));
    }

    /** Some 320 transactions of four senders: writes, events, calls, refusals, faults, and contracts that run wild. */
    private static RecordedChain scripts(long seed) {
        ContractHarness chain = ContractHarness.start(
                new ChainId("jiangsu"), new BlockTime(1_770_000_000_000L), new TreeMap<>(), ReplayMain.scripts());
        Random random = new Random(seed);
        for (int block = 0; block < 40; block++) {
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(call(random));
            }
            chain.executeBlock(calls);
        }
        return chain.recorded();
    }

    private static Call call(Random random) {
        var key = ContractHarness.key("sender-" + random.nextInt(4));
        if (random.nextInt(40) == 0) {
            String method = RUNAWAYS.get(random.nextInt(RUNAWAYS.size()));
            return new Call(key, "runaway", method, CanonicalJson.object());
        }
        return new Call(key, random.nextBoolean() ? "a" : "b", "run", steps(random, 0));
    }

    private static ObjectNode steps(Random random, int depth) {
        StringBuilder steps = new StringBuilder();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            steps.append(i == 0 ? "" : ",").append(step(random, depth));
        }
        return script(steps.toString());
    }

    private static String step(Random random, int depth) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        String inner = depth < 3 ? steps(random, depth + 1).toString().replace('"', '\'') : "{'steps':[]}";
        return switch (random.nextInt(10)) {
            case 0 -> "['delete','" + key + "']";
            case 1 -> "['emit','happened',{'n':" + random.nextInt() + ",'text':'Straße İ 沪'}]";
            case 2 -> "['refuse','NOT_TODAY']";
            case 3 -> "['throw']";
            case 4 -> "['call','b'," + inner + "]";
            case 5 -> "['try','a'," + inner + "]";
            case 6 -> "['repeat'," + random.nextInt(200) + ",['read','" + key + "']]";
            case 7 -> "['unknown']";
            default -> "['write','" + key + "','" + random.nextLong() + "']";
        };
    }

    @Test
    void everyRootAndEveryChargeIsTheSameUnderOtherJdksAndSettings() throws Exception {
        List<Jdk> jdks = OtherJvms.found();
        Jdk other = jdks.get(jdks.size() - 1);
        System.out.println("JDKs that took part: " + jdks.get(0) + " and " + other
                + (jdks.size() == 1
                        ? " (no second JDK from 21 on was found; the same one twice, with other flags)"
                        : ""));

        assertThat(here).hasSizeGreaterThan(45);
        assertThat(replay(
                        other,
                        "-Xint",
                        "-XX:+UseSerialGC",
                        "-XX:ActiveProcessorCount=1",
                        "-Duser.language=tr",
                        "-Duser.country=TR",
                        "-Duser.timezone=Asia/Kathmandu",
                        "-Dfile.encoding=ISO-8859-1"))
                .isEqualTo(here);
        assertThat(replay(
                        jdks.get(0),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseG1GC",
                        "-Xss512k",
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-Duser.timezone=Pacific/Apia"))
                .isEqualTo(here);
    }

    private static List<String> replay(Jdk jdk, String... flags) throws Exception {
        return OtherJvms.run(
                jdk,
                List.of(flags),
                ReplayMain.class,
                temp.resolve("scripts").toString(),
                temp.resolve("market").toString());
    }
}
