package io.regchain.ledger.execution;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.metering.ContractCodeCheck.UnfitContract;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a contract cannot do is found out before the chain starts, and named with the way that leads to it. */
class UnfitContractTest {
    private static void start(Contract contract) {
        new NativeContractRuntime(List.of(contract), (name, fault) -> {});
    }

    static Stream<Arguments> forbidden() {
        return Stream.of(
                Arguments.of(new ForbiddenContracts.ReflectiveClock(), "invoke calls java.lang.Class.forName"),
                Arguments.of(new ForbiddenContracts.ReflectiveClock(), "invoke calls java.lang.reflect.Method.invoke"),
                Arguments.of(
                        new ForbiddenContracts.DistantClock(),
                        "ForbiddenContracts$DistantClock.further → io.regchain.ledger.execution."
                                + "ForbiddenContracts$DistantClock$Further.millis calls java.time.Instant.now"),
                Arguments.of(ForbiddenContracts.HandedClock.made(), "calls java.lang.System.nanoTime"),
                Arguments.of(new ForbiddenContracts.HandedClock(() -> System.nanoTime()), "UnfitContractTest"),
                Arguments.of(new ForbiddenContracts.Random(), "calls java.util.UUID.randomUUID"),
                Arguments.of(new ForbiddenContracts.KeyMaker(), "Sm2PrivateKey.generate"),
                Arguments.of(new ForbiddenContracts.Threaded(), "calls java.lang.Thread.ofVirtual"),
                Arguments.of(new ForbiddenContracts.Locking(), "takes a lock"),
                Arguments.of(new ForbiddenContracts.Environment(), "calls java.lang.System.getenv"),
                Arguments.of(new ForbiddenContracts.DefaultLocale(), "calls java.lang.String.format"),
                Arguments.of(new ForbiddenContracts.Remembering(), "writes the contract's own field calls"),
                Arguments.of(new ForbiddenContracts.EndlessStream(), "calls java.util.stream.Stream.generate"),
                Arguments.of(new ForbiddenContracts.LibraryDecidesHowOften(), "calls java.util.List.sort"),
                Arguments.of(new ForbiddenContracts.PatternFromInput(), "a regular expression that is no constant"),
                Arguments.of(new ForbiddenContracts.Powers(), "calls java.lang.Math.sin"),
                Arguments.of(new ForbiddenContracts.IdentityHash(), "calls java.lang.Object.hashCode"));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void aForbiddenContractIsRefusedAtTheStartAndToldWhy(Contract contract, String why) {
        assertThatThrownBy(() -> start(contract))
                .isInstanceOf(UnfitContract.class)
                .hasMessageContaining(why);
    }

    @Test
    void aRunawayContractMayStartForItIsMetered() {
        assertThatCode(() -> start(new RunawayContract())).doesNotThrowAnyException();
    }

    @Test
    void aContractThatNobodyMeteredIsRefused() throws Exception {
        Class<?> bare = new WithoutFuel().loadClass(RunawayContract.class.getName());
        Contract contract = (Contract) bare.getConstructor().newInstance();

        assertThatThrownBy(() -> start(contract))
                .isInstanceOf(UnfitContract.class)
                .hasMessageContaining("RunawayContract.loop is not metered")
                .hasMessageContaining("Maven, phase compile");
    }

    @Test
    void aContractWithoutAClassFileIsRefused() {
        Contract proxy = (Contract) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Contract.class}, (self, method, arguments) -> "proxy");

        assertThatThrownBy(() -> start(proxy))
                .isInstanceOf(UnfitContract.class)
                .hasMessageContaining("no class of this house");
    }

    /** Loads the contract as the compiler left it: without the calls that the build put in. */
    private static final class WithoutFuel extends ClassLoader {
        WithoutFuel() {
            super(UnfitContractTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(RunawayContract.class.getName())) {
                return super.loadClass(name, resolve);
            }
            byte[] file = file(name);
            return defineClass(name, file, 0, file.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            return name.startsWith(RunawayContract.class.getName().replace('.', '/'))
                    ? new java.io.ByteArrayInputStream(file(name.substring(0, name.length() - ".class".length())))
                    : super.getResourceAsStream(name);
        }

        private static byte[] file(String name) {
            try (InputStream metered =
                    UnfitContractTest.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
                ClassWriter writer = new ClassWriter(0);
                new ClassReader(metered).accept(new Draining(writer), 0);
                return writer.toByteArray();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Turns the charge for a jump backwards into a charge for nothing at all. */
    private static final class Draining extends ClassVisitor {
        Draining(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, thrown)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean onInterface) {
                    if (called.equals("burn")) {
                        super.visitInsn(Opcodes.POP2);
                    } else {
                        super.visitMethodInsn(opcode, owner, called, type, onInterface);
                    }
                }
            };
        }
    }
}
