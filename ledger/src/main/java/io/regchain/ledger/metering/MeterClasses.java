package io.regchain.ledger.metering;

import io.regchain.ledger.metering.ClassFiles.ClassFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A step of the build: meters the contracts among the class files of a directory, and all contract code of that directory
 * which they can reach. Classes that are metered already are left alone.
 */
public final class MeterClasses {
    private static final String CONTRACT = "io/regchain/ledger/contract/Contract";
    private static final String CONTRACT_CODE = "Lio/regchain/ledger/contract/ContractCode;";
    private final Path directory;
    private final SortedMap<String, Path> files = new TreeMap<>();

    private MeterClasses(Path directory) {
        this.directory = directory;
    }

    /** @param args the directories with class files; those that do not exist are passed over */
    public static void main(String... args) throws IOException {
        for (String each : args) {
            meter(Path.of(each));
        }
    }

    /** @return the classes of the directory that are contract code, by internal name */
    public static List<String> meter(Path directory) throws IOException {
        return Files.isDirectory(directory) ? new MeterClasses(directory).meter() : List.of();
    }

    private List<String> meter() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(file -> file.toString().endsWith(".class")).forEach(file -> files.put(nameOf(file), file));
        }
        List<String> names =
                List.copyOf(ContractCode.reachedFrom(roots(), this::read).keySet());
        for (String name : names) {
            meter(name);
        }
        return names;
    }

    private String nameOf(Path file) {
        String path = directory.relativize(file).toString().replace('\\', '/');
        return path.substring(0, path.length() - ".class".length());
    }

    private Optional<ClassFile> read(String name) {
        Path file = files.get(name);
        return file == null ? Optional.empty() : Optional.of(ClassFiles.parse(bytes(file)));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the class file " + file + " cannot be read", e);
        }
    }

    private List<String> roots() {
        List<String> roots = new ArrayList<>();
        files.keySet().stream()
                .filter(name -> CodeScope.isContractCode(name) && isRoot(name))
                .forEach(roots::add);
        return roots;
    }

    private boolean isRoot(String name) {
        ClassNode node = read(name).orElseThrow().code();
        boolean marked = node.invisibleAnnotations != null
                && node.invisibleAnnotations.stream().anyMatch(each -> each.desc.equals(CONTRACT_CODE));
        return marked || isContract(node);
    }

    private boolean isContract(ClassNode node) {
        return Stream.concat(Stream.ofNullable(node.superName), node.interfaces.stream())
                .anyMatch(above -> above.equals(CONTRACT)
                        || read(above).filter(file -> isContract(file.code())).isPresent());
    }

    private void meter(String name) throws IOException {
        Path file = Objects.requireNonNull(files.get(name), "what was reached is of this directory");
        ClassNode node = ClassFiles.parse(bytes(file)).code();
        List<MethodNode> lacking = node.methods.stream()
                .filter(method -> MeteredMethod.missingFuel(method).isPresent())
                .toList();
        if (!lacking.isEmpty()) {
            lacking.forEach(MeteredMethod::meter);
            ClassWriter writer = new ClassWriter(0);
            node.accept(writer);
            Files.write(file, writer.toByteArray());
        }
    }
}
