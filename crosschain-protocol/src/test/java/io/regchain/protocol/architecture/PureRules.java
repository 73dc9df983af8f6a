package io.regchain.protocol.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pure package may not see: equal input must give equal output, on every machine, at any time. Each rule is built
 * for the packages it is given, in ArchUnit's notation ({@code io.regchain.ledger.consensus..}).
 */
public final class PureRules {
    private static final Map<String, Set<String>> CLOCKS = Map.of(
            "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDate", Set.of("now"),
            "java.time.LocalTime", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.time.OffsetDateTime", Set.of("now"),
            "java.time.Year", Set.of("now"),
            "java.time.YearMonth", Set.of("now"),
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds"));
    private static final Map<String, Set<String>> SURROUNDINGS = Map.of(
            "java.lang.System", Set.of("getenv", "getProperty", "getProperties", "exit", "identityHashCode"),
            "java.time.ZoneId", Set.of("systemDefault"),
            "java.util.TimeZone", Set.of("getDefault"),
            "java.util.Locale", Set.of("getDefault"),
            "java.nio.charset.Charset", Set.of("defaultCharset"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.lang.Math", Set.of("random"));
    private static final Map<String, Set<String>> UNORDERED = Map.of(
            "java.util.Set", Set.of("of", "copyOf"),
            "java.util.Map", Set.of("of", "ofEntries", "copyOf"),
            "java.util.stream.Collectors",
                    Set.of(
                            "toSet",
                            "toUnmodifiableSet",
                            "toUnmodifiableMap",
                            "toConcurrentMap",
                            "groupingByConcurrent"));
    private static final Set<String> HASH_ORDERED = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Hashtable",
            "java.util.concurrent.ConcurrentHashMap");
    private static final Set<String> RANDOM = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom");

    private PureRules() {}

    /** All rules of this class but that on threads, which {@link #withoutThreads} adds. */
    public static ArchRule pure(String... packages) {
        return CompositeArchRule.of(List.of(
                        withoutInfrastructure(packages),
                        withoutFilesAndSockets(packages),
                        withoutClock(packages),
                        withoutSurroundings(packages),
                        inOrder(packages)))
                .as("pure: " + String.join(", ", packages));
    }

    /** No actors, no logging, no metrics, no database, no HTTP. */
    public static ArchRule withoutInfrastructure(String... packages) {
        return rule(packages)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.apache.pekko..",
                        "org.slf4j..",
                        "ch.qos.logback..",
                        "io.micrometer..",
                        "java.util.logging..",
                        "java.sql..",
                        "javax.sql..",
                        "org.h2..",
                        "com.zaxxer..",
                        "org.flywaydb.."))
                .because("the heart is a pure function; actors, logs, metrics and databases belong to the shell")
                .allowEmptyShould(true);
    }

    public static ArchRule withoutFilesAndSockets(String... packages) {
        return rule(packages)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net.http..")
                        .or(named(
                                "java.io.File",
                                "java.io.FileInputStream",
                                "java.io.FileOutputStream",
                                "java.io.FileReader",
                                "java.io.FileWriter",
                                "java.io.RandomAccessFile",
                                "java.net.Socket",
                                "java.net.ServerSocket",
                                "java.net.DatagramSocket",
                                "java.net.URLConnection",
                                "java.lang.Process",
                                "java.lang.ProcessBuilder")))
                .because("files and sockets belong to the shell")
                .allowEmptyShould(true);
    }

    /** No clock: contracts see block time, everything else is told the time. */
    public static ArchRule withoutClock(String... packages) {
        return rule(packages)
                .should()
                .callMethodWhere(oneOf(CLOCKS))
                .because("time comes in as an argument")
                .allowEmptyShould(true);
    }

    /** No randomness, no environment, no default zone, locale or charset. */
    public static ArchRule withoutSurroundings(String... packages) {
        return CompositeArchRule.of(List.of(
                rule(packages)
                        .should()
                        .callMethodWhere(oneOf(SURROUNDINGS))
                        .because("the answer may not depend on the machine")
                        .allowEmptyShould(true),
                noClasses()
                        .that(resideInAnyPackage(packages).and(DescribedPredicate.not(resideInAPackage("..crypto.."))))
                        .should()
                        .dependOnClassesThat(named(RANDOM.toArray(String[]::new)))
                        .because("randomness comes in as an argument; only keys and signatures make their own")
                        .allowEmptyShould(true)));
    }

    /** No collection whose order is not written down, and no parallel stream. */
    public static ArchRule inOrder(String... packages) {
        return CompositeArchRule.of(List.of(
                noClasses()
                        .that(resideInAnyPackage(packages).and(DescribedPredicate.not(resideInAPackage("..crypto.."))))
                        .should()
                        .dependOnClassesThat(named(HASH_ORDERED.toArray(String[]::new)))
                        .because("order is explicit in anything that may reach a hash")
                        .allowEmptyShould(true),
                rule(packages)
                        .should()
                        .callMethodWhere(
                                oneOf(UNORDERED).or(unorderedCollector()).or(parallel()))
                        .because("order is explicit in anything that may reach a hash")
                        .allowEmptyShould(true)));
    }

    /** One writer per state: no threads, locks, executors, futures or atomics. */
    public static ArchRule withoutThreads(String... packages) {
        return rule(packages)
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                        .or(named("java.lang.Thread", "java.util.Timer", "java.lang.ThreadLocal")))
                .because("one writer per state, and it lives in the shell")
                .allowEmptyShould(true);
    }

    private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction rule(String... packages) {
        return noClasses().that().resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe(
                "are one of " + String.join(", ", names), type -> wanted.contains(type.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> oneOf(Map<String, Set<String>> methods) {
        return DescribedPredicate.describe("one of " + methods, access -> methods.getOrDefault(
                        access.getTargetOwner().getName(), Set.of())
                .contains(access.getName()));
    }

    /** toMap and groupingBy keep an order only with a map factory: their forms with four and three arguments. */
    private static DescribedPredicate<JavaAccess<?>> unorderedCollector() {
        return DescribedPredicate.describe("a collector without a map factory", access -> {
            if (!access.getTargetOwner().getName().equals("java.util.stream.Collectors")) {
                return false;
            }
            int arguments = access instanceof JavaCodeUnitAccess<?> call
                    ? call.getTarget().getRawParameterTypes().size()
                    : 0;
            return access.getName().equals("toMap") && arguments < 4
                    || access.getName().equals("groupingBy") && arguments < 3;
        });
    }

    private static DescribedPredicate<JavaAccess<?>> parallel() {
        return DescribedPredicate.describe(
                "a parallel stream",
                access -> access.getName().equals("parallelStream")
                        || access.getName().equals("parallel")
                                && access.getTargetOwner().getPackageName().equals("java.util.stream"));
    }
}
