package io.regchain.localchain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioReaderTest {
    private static final String VALID =
            """
            format: regchain/scenario/1
            id: T1
            title: {zh: 测试, en: A test}
            participants:
              markets: [jiangsu]
              people:
                - {id: li, name: {zh: 李二, en: Li Er}, kind: Q, paper: RESIDENT_ID, number: "320502199108239044"}
            steps:
              - id: first
                at: 2026-02-10 10:00
                actor: jiangsu
                action: request-code
                with: {investor: li}
                say: {zh: 申请, en: asks}
                expect: {outcome: success, result: {code: Q000000101}}
              - id: second
                at: 2026-02-10 11:00
                actor: jiangsu
                action: create-did
                with: {investor: li, code: "${first.code}"}
                say: {zh: 登记, en: registers}
                expect:
                  outcome: refused
                  code: DENIED
                  message: [why]
                  objects: [{chain: jiangsu, id: a, version: 0}]
                  state: [{chain: supervision, key: a/b, field: c, value: 1}]
            """;

    @ParameterizedTest
    @ValueSource(strings = {"S3", "S4", "S5", "A8"})
    void the_scenarios_of_the_program_read(String id) {
        Scenario scenario = ScenarioReader.bundled(id).orElseThrow();
        assertThat(scenario.id()).isEqualTo(id);
        assertThat(scenario.steps()).hasSizeGreaterThan(10);
        assertThat(scenario.steps()).anyMatch(step -> !step.expectation().success());
    }

    @Test
    void a_valid_file_reads_into_its_steps() {
        Scenario scenario = ScenarioReader.read("test.yaml", VALID);
        assertThat(scenario.steps().stream().map(Step::id)).isEqualTo(List.of("first", "second"));
        Step second = scenario.steps().get(1);
        assertThat(second.at().orElseThrow()).isEqualTo("2026-02-10T03:00:00Z");
        assertThat(second.expectation().objects()).containsExactly(new Expectation.StoredObject("jiangsu", "a", 0));
        assertThat(second.arguments().get("code").textValue()).isEqualTo("${first.code}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            format: regchain/scenario/1    | format: regchain/scenario/2    | format should be "regchain/scenario/1"
            id: T1                         | id: T                          | should hold a digit
            markets: [jiangsu]             | markets: [atlantis]            | there is no market "atlantis"
            markets: [jiangsu]             | markets: [jiangsu, jiangsu]    | names jiangsu twice
            kind: Q                        | kind: X                        | kind Q, R or S
            id: second                     | id: first                      | step first: id "first" is given twice
            action: create-did             | action: creat-did              | step second: steps[1].action: there is no action "creat-did"
            actor: jiangsu                 | actor: zhejiang                | step first: actor "zhejiang" is no market
            with: {investor: li}           | with: {investor: wang}         | step first: with.investor "wang" is no person
            with: {investor: li}           | with: {}                       | step first: with.investor is missing
            with: {investor: li}           | with: {investor: li, colour: red} | step first: with.colour is unknown
            title: {zh: 测试, en: A test}    | title: {zh: 测试, en: A test}\\nafter: Nowhere | after: no scenario "Nowhere" comes with the program
            title: {zh: 测试, en: A test}    | title: {zh: 测试, en: A test}\\nafter: World | participants.markets should hold those of IBC-00
            field: c, value: 1             | absent: false                  | expect.state.absent is true or left out
            field: c, value: 1             | absent: true, value: 1         | unknown field steps[1].expect.state[0].value
            with: {investor: li}           | with: {investor: 7}            | step first: with.investor should be a text
            "${first.code}"                | "${third.code}"                | step second: with refers to ${third…}, which is no earlier step
            "${first.code}"                | "${first code}"                | step second: with: "${first code}" holds a reference of another form
            at: 2026-02-10 11:00           | at: 2026-02-10 09:00           | step second: at lies before the time of an earlier step
            at: 2026-02-10 11:00           | at: 2026-02-30 11:00           | should be a time in China
            outcome: refused               | outcome: denied                | step second: steps[1].expect.outcome: "denied" should be success or refused
            outcome: refused               | outcome: success               | step second: expect.code and expect.message are for outcome refused
            chain: supervision             | chain: zhejiang                | step second: chain "zhejiang" should be supervision or one of
            message: [why]                 | message: why                   | step second: expect.message should be a list of texts
            say: {zh: 登记, en: registers}   | say: {zh: 登记}                 | step second: steps[1].say.en should be a text
            id: T1                         | id: T1\\ncolour: red           | unknown field colour
            id: T1                         | id: T1\\nid: T1                | line
            """)
    void one_thing_broken_is_one_clear_complaint(String right, String wrong, String complaint) {
        String broken = VALID.replaceFirst(
                java.util.regex.Pattern.quote(right),
                java.util.regex.Matcher.quoteReplacement(wrong.replace("\\n", "\n")));
        assertThat(broken).isNotEqualTo(VALID);
        assertThatThrownBy(() -> ScenarioReader.read("test.yaml", broken))
                .isInstanceOfSatisfying(ScenarioProblem.class, problem -> {
                    assertThat(problem.getMessage()).contains("test.yaml").contains(complaint);
                    assertThat(problem.remedy()).isNotBlank();
                });
    }

    @Test
    void text_that_is_not_yaml_is_told_with_its_line() {
        assertThatThrownBy(() -> ScenarioReader.read("test.yaml", "format: [\nid: }"))
                .isInstanceOf(ScenarioProblem.class)
                .hasMessageContaining("test.yaml line 2: not YAML");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> ScenarioReader.read(Path.of("no-such-scenario.yaml")))
                .isInstanceOf(ScenarioProblem.class)
                .hasMessageContaining("there is no file no-such-scenario.yaml");
    }

    @Test
    void a_person_is_not_printed_with_the_number() {
        Scenario scenario = ScenarioReader.read("test.yaml", VALID);
        assertThat(scenario.toString()).doesNotContain("320502199108239044");
    }
}
