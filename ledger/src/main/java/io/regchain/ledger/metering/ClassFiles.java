package io.regchain.ledger.metering;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm3;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** Where class files are read, by internal name. */
@FunctionalInterface
interface ClassFiles {
    Optional<ClassFile> read(String internalName);

    static ClassFiles of(ClassLoader loader) {
        return name -> {
            try (InputStream file = loader.getResourceAsStream(name + ".class")) {
                return file == null ? Optional.empty() : Optional.of(parse(file.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException("the class file of " + name + " cannot be read", e);
            }
        };
    }

    /** @param hash SM3 of the whole file */
    record ClassFile(ClassNode code, Hash32 hash) {}

    static ClassFile parse(byte[] file) {
        ClassNode node = new ClassNode();
        new ClassReader(file).accept(node, ClassReader.EXPAND_FRAMES);
        return new ClassFile(node, Sm3.hash(file));
    }
}
