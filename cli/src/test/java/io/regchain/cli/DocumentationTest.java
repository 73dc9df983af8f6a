package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at exists. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final String MATRIX = "## IBC end-to-end matrix";
    private static final String TABLES = "## IBC's table tests";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void every_relative_link_leads_to_a_file() {
        List<String> broken = new ArrayList<>();
        for (Path document : files(".md")) {
            for (String target : found(LINK, read(document))) {
                if (!target.contains("://") && Files.notExists(document.resolveSibling(target))) {
                    broken.add(ROOT.relativize(document) + " → " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void every_row_of_the_conformance_table_names_code_and_tests_that_exist() {
        SortedSet<String> sources = names("/src/main/");
        SortedSet<String> tests = names("/src/test/");
        List<String> missing = new ArrayList<>();
        for (List<String> row : rows()) {
            assertThat(row).as("the cells of %s", row).hasSize(5);
            found(CODE, row.get(2)).stream()
                    .filter(code -> !exists(code, sources))
                    .forEach(code -> missing.add(row.get(0) + ": code " + code));
            found(CODE, row.get(3)).stream()
                    .filter(test -> !exists(test, tests))
                    .forEach(test -> missing.add(row.get(0) + ": test " + test));
            assertThat(row.get(4)).as("the state of %s", row.get(0)).matches("(holds|thin: ).*");
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_scenario_of_ibcs_matrix_has_a_file_of_its_name_or_a_reason_and_every_such_file_is_in_the_table() {
        SortedSet<String> files = files(".yaml").stream()
                .filter(file -> file.toString().contains("/src/main/resources/scenarios/ibc/"))
                .map(file -> file.getFileName().toString().replace(".yaml", ""))
                .filter(name -> !name.equals("World"))
                .collect(Collectors.toCollection(TreeSet::new));
        SortedSet<String> told = new TreeSet<>();
        List<List<String>> matrix = rows(
                conformance()
                        .substring(conformance().indexOf(MATRIX), conformance().indexOf(TABLES)),
                "| Scenario");
        for (List<String> row : matrix) {
            assertThat(row).as("the cells of %s", row).hasSize(3);
            String name = row.get(0).replace("`", "");
            boolean reenacted = files.contains(name);
            assertThat(row.get(1)).as("what %s is", name).matches(reenacted ? "IBC-\\d\\d: .+" : "–");
            assertThat(row.get(2)).as("why %s is not", name).matches(reenacted ? "–" : "[a-z].{10,}");
            told.add(name);
        }
        assertThat(told).hasSize(34).hasSameSizeAs(matrix).containsAll(files);
    }

    @Test
    void our_tables_are_as_long_as_the_page_says_and_no_shorter_than_ibcs() {
        List<String> wrong = new ArrayList<>();
        List<Path> sources = files(".java");
        for (List<String> row : rows(conformance().substring(conformance().indexOf(TABLES)), "| Handler")) {
            assertThat(row).as("the cells of %s", row).hasSize(6);
            int ours = found(CODE, row.get(3)).stream()
                    .mapToInt(table -> rowsOf(table, sources))
                    .sum();
            if (!row.get(4).equals(Integer.toString(ours))) {
                wrong.add(row.get(0) + ": " + ours + " rows, the page says " + row.get(4));
            }
            if (!row.get(2).equals("–") && ours < Integer.parseInt(row.get(2))) {
                wrong.add(row.get(0) + ": " + ours + " rows, ibc-go has " + row.get(2));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** @param table {@code Class#method}, the class with as much of its package as tells it from others */
    private static int rowsOf(String table, List<Path> sources) {
        String[] parts = table.split("#");
        String end = "/" + parts[0].replace('.', '/') + ".java";
        List<Path> classes = sources.stream()
                .filter(source -> source.toString().endsWith(end))
                .toList();
        assertThat(classes).as("test classes called %s", parts[0]).hasSize(1);
        return new TestRows(read(classes.get(0)))
                .of(parts[1])
                .orElseThrow(() -> new AssertionError("no table or test " + table));
    }

    private static String conformance() {
        return read(ROOT.resolve("docs/conformance.md"));
    }

    private static List<List<String>> rows() {
        return rows(conformance().substring(0, conformance().indexOf(MATRIX)), "| Clause");
    }

    private static List<List<String>> rows(String text, String header) {
        List<List<String>> rows = text.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith(header))
                .map(line -> Stream.of(line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    /** A file by its name, or the class within a dotted name, or a package. */
    private static boolean exists(String name, SortedSet<String> known) {
        if (name.contains("*")) {
            Pattern pattern = Pattern.compile(".*"
                    + name.substring(name.lastIndexOf('/') + 1)
                            .replace(".", "\\.")
                            .replace("*", ".*"));
            return known.stream().anyMatch(each -> pattern.matcher(each).matches());
        }
        String file = name.substring(name.lastIndexOf('/') + 1);
        if (known.contains(file) || Files.exists(ROOT.resolve(name))) {
            return true;
        }
        Optional<String> type = Stream.of(name.split("[.#(]"))
                .filter(part -> !part.isEmpty() && Character.isUpperCase(part.charAt(0)))
                .findFirst();
        return type.map(simple -> known.contains(simple + ".java") || known.contains(simple))
                .orElseGet(() -> known.contains(name.substring(name.lastIndexOf('.') + 1)));
    }

    /** The names of all files and folders below a source folder. */
    private static SortedSet<String> names(String below) {
        return everything().stream()
                .filter(path -> path.toString().contains(below))
                .map(path -> path.getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> files(String ending) {
        return everything().stream()
                .filter(path -> path.toString().endsWith(ending))
                .toList();
    }

    private static List<Path> everything() {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            return paths.filter(path ->
                            !ROOT.relativize(path).toString().matches("(.*/)?(target|node_modules|\\.git)(/.*)?"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(DocumentationTest::firstGroup)
                .toList();
    }

    private static String firstGroup(MatchResult match) {
        return match.group(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
