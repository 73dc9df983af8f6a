package io.regchain.protocol.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.digests.SM3Digest;

/** Classes that break one rule each, to show that each rule bites; and one that breaks none. */
final class Impure {
    private Impure() {}

    static final class AsksTheClock {
        LocalDate today() {
            return LocalDate.now();
        }

        long nanos() {
            return System.nanoTime();
        }
    }

    static final class ReadsAFile {
        String text() throws IOException {
            return Files.readString(Path.of("x"));
        }
    }

    static final class RollsDice {
        int next() {
            return new SecureRandom().nextInt();
        }
    }

    static final class KeepsAHashMap {
        Map<String, String> map() {
            return new HashMap<>();
        }
    }

    static final class MakesASet {
        Set<String> set() {
            return Set.of("a", "b");
        }
    }

    static final class CollectsToAMap {
        Map<String, String> map() {
            return List.of("a").stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
        }
    }

    static final class GoesParallel {
        long count() {
            return List.of("a").parallelStream().count();
        }
    }

    static final class StartsAThread {
        Thread thread() {
            return new Thread(() -> {});
        }
    }

    static final class AsksTheEnvironment {
        String home() {
            return System.getenv("HOME");
        }
    }

    static final class TouchesBouncyCastle {
        Object digest() {
            return new SM3Digest();
        }
    }

    static final class HoldsAMutableStatic {
        static int count;
    }

    static final class Prints {
        void print() {
            System.out.println("hello");
        }
    }

    static final class EndsTheProgram {
        void end() {
            System.exit(1);
        }
    }

    static final class BreaksNoRule {
        Map<String, String> map() {
            Map<String, String> map = new LinkedHashMap<>();
            map.put("a", "b");
            return map.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
        }
    }
}
