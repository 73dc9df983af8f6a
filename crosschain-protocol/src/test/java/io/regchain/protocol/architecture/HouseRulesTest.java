package io.regchain.protocol.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseRulesTest {
    private static final String HERE = "io.regchain.protocol.architecture..";

    @ParameterizedTest
    @ValueSource(
            classes = {
                Impure.AsksTheClock.class,
                Impure.ReadsAFile.class,
                Impure.RollsDice.class,
                Impure.KeepsAHashMap.class,
                Impure.MakesASet.class,
                Impure.CollectsToAMap.class,
                Impure.GoesParallel.class,
                Impure.AsksTheEnvironment.class
            })
    void a_class_that_is_not_pure_is_found_out(Class<?> type) {
        assertThat(violations(PureRules.pure(HERE), type)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Impure.TouchesBouncyCastle.class,
                Impure.HoldsAMutableStatic.class,
                Impure.Prints.class,
                Impure.EndsTheProgram.class
            })
    void a_class_that_breaks_a_rule_of_the_house_is_found_out(Class<?> type) {
        assertThat(violations(HouseRules.everywhere(), type)).isNotEmpty();
    }

    @Test
    void a_class_that_starts_a_thread_is_found_out() {
        assertThat(violations(PureRules.withoutThreads(HERE), Impure.StartsAThread.class))
                .isNotEmpty();
    }

    @Test
    void ordered_collections_break_no_rule() {
        assertThat(violations(PureRules.pure(HERE), Impure.BreaksNoRule.class)).isEmpty();
        assertThat(violations(PureRules.withoutThreads(HERE), Impure.BreaksNoRule.class))
                .isEmpty();
        assertThat(violations(HouseRules.everywhere(), Impure.BreaksNoRule.class))
                .isEmpty();
    }

    @Test
    void a_dependency_in_the_forbidden_direction_is_found_out() {
        ArchRule rule = HouseRules.independent("of the test", HERE, "java.nio.file..");
        assertThat(violations(rule, Impure.ReadsAFile.class)).isNotEmpty();
        assertThat(violations(rule, Impure.RollsDice.class)).isEmpty();
    }

    private static List<String> violations(ArchRule rule, Class<?> type) {
        return rule.evaluate(new ClassFileImporter().importClasses(type))
                .getFailureReport()
                .getDetails();
    }
}
