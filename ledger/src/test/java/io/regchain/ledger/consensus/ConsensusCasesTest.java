package io.regchain.ledger.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of Besu's cases names tests that exist, and no case of a class it lists is left out. */
class ConsensusCasesTest {
    private static final Path TABLE = Path.of("docs", "consensus-cases.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "regchain", "ledger", "consensus");
    private static final Pattern CASE = Pattern.compile("\\| (\\w+) \\| (.+) \\|");
    private static final Pattern METHOD = Pattern.compile("`(\\w+)\\.((?:\\w+\\.)?)(\\w+)`");
    private static final Pattern ROW = Pattern.compile("`(\\w+)` row \"(.+)\"");
    private static final Pattern COUNT = Pattern.compile("## (\\w+) \\((\\d+)\\)");

    private static Path module() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }

    private static List<String> table() throws IOException {
        Path docs = Files.exists(module().resolve(TABLE)) ? module() : module().getParent();
        return Files.readAllLines(docs.resolve(TABLE));
    }

    private static Stream<Matcher> matches(Pattern pattern) throws IOException {
        return table().stream().map(pattern::matcher).filter(Matcher::find);
    }

    @Test
    void everyCaseIsAnsweredByATestOrByAReason() throws IOException {
        assertThat(matches(CASE).filter(m -> !m.group(1).equals("Besu")).map(m -> m.group(2)))
                .isNotEmpty()
                .allMatch(answer ->
                        METHOD.matcher(answer).find() || ROW.matcher(answer).find() || answer.startsWith("—"));
    }

    @Test
    void everyTestNamedExists() throws IOException {
        for (Matcher m : matches(METHOD).toList()) {
            assertThat(declares(m.group(1), m.group(2), m.group(3)))
                    .as(m.group())
                    .isTrue();
        }
    }

    private static boolean declares(String type, String nested, String method) {
        String name = nested.isEmpty() ? type : type + "$" + nested.substring(0, nested.length() - 1);
        try {
            Class<?> declaring = Class.forName(ConsensusCasesTest.class.getPackageName() + "." + name);
            return Stream.of(declaring.getDeclaredMethods())
                    .anyMatch(m -> m.getName().equals(method) && m.isAnnotationPresent(Test.class));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void everyRowNamedExists() throws IOException {
        for (Matcher m : matches(ROW).toList()) {
            String source = Files.readString(module().resolve(SOURCES).resolve(m.group(1) + ".java"));
            assertThat(source).as(m.group()).contains("\"" + m.group(2) + "\"");
        }
    }

    /** As many as Besu's class has. */
    @Test
    void noCaseIsLeftOut() throws IOException {
        Map<String, Integer> announced = new TreeMap<>();
        Map<String, Integer> listed = new TreeMap<>();
        String current = "";
        for (String line : table()) {
            Matcher heading = COUNT.matcher(line);
            Matcher row = CASE.matcher(line);
            if (heading.matches()) {
                current = heading.group(1);
                announced.put(current, Integer.valueOf(heading.group(2)));
            } else if (row.matches() && !row.group(1).equals("Besu")) {
                listed.merge(current, 1, Integer::sum);
            }
        }
        assertThat(listed).isEqualTo(announced).hasSizeGreaterThan(10);
    }
}
