package io.regchain.protocol.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;

/** The rules that hold in every module. */
public final class HouseRules {
    /** {@code io.regchain} with every module in it. */
    public static final String HOUSE = "io.regchain..";

    private HouseRules() {}

    /** The main classes of a package and of all below it. */
    public static JavaClasses classesOf(String rootPackage) {
        return new ClassFileImporter().withImportOption(new MainClassesOnly()).importPackages(rootPackage);
    }

    /** Everything that holds in every module. */
    public static ArchRule everywhere() {
        return CompositeArchRule.of(List.of(
                        cryptoHasAFrontDoor(),
                        generatedMessagesStayAtTheEdge(),
                        noMutableStatics(),
                        noPlainPrinting(),
                        noExitBelowMain()))
                .as("the rules of every module");
    }

    /** BouncyCastle only behind {@code protocol.crypto}, in the TLS packages, and as the yardstick of the benchmarks. */
    public static ArchRule cryptoHasAFrontDoor() {
        return noClasses()
                .that(outside("io.regchain.protocol.crypto..", "io.regchain..tls..", "io.regchain.bench.parts.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .because("cryptography has one front door")
                .allowEmptyShould(true);
    }

    /** Generated Protobuf classes only in {@code wire} and in the gateways that speak it. */
    public static ArchRule generatedMessagesStayAtTheEdge() {
        return noClasses()
                .that(outside("io.regchain..wire..", "io.regchain..gateway.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.regchain..wire.v1..")
                .because("transport bytes are Protobuf's, canonical bytes are ours; fromWire validates once")
                .allowEmptyShould(true);
    }

    public static ArchRule noMutableStatics() {
        return noFields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(outside("io.regchain..wire.v1.."))
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage(HOUSE)
                .and(DescribedPredicate.not(nameMatching("\\$.*")))
                .should()
                .notBeFinal()
                .because("wiring is ordinary code in one place; there is no static mutable state")
                .allowEmptyShould(true);
    }

    /** What is said goes to a log or to a writer that was handed in. */
    public static ArchRule noPlainPrinting() {
        return noClasses()
                .that(outside("io.regchain.cli.."))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .because("only the command line speaks to the terminal")
                .allowEmptyShould(true);
    }

    public static ArchRule noExitBelowMain() {
        return noClasses()
                .that(outside("io.regchain.cli.."))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .because("only main ends the program")
                .allowEmptyShould(true);
    }

    /** Classes in {@code from} know nothing of classes in {@code to}. */
    public static ArchRule independent(String because, String from, String... to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .because(because)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> outside(String... packages) {
        return resideInAnyPackage(HOUSE).and(DescribedPredicate.not(resideInAnyPackage(packages)));
    }
}
