package io.regchain.localchain.federation;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.protocol.base.Refusal;
import java.util.List;

/** What the registry said to a chain that asks to join. */
public sealed interface AdmissionResult {
    /** @param advice what it may have without being turned away, each with its basis */
    record Admitted(List<String> advice) implements AdmissionResult {
        public Admitted {
            advice = List.copyOf(advice);
        }

        static String told(JsonNode finding) {
            return finding.path("basis").asText() + " " + finding.path("path").asText() + " "
                    + finding.path("message").asText();
        }
    }

    /** @param by the method that said no, such as {@code registry.propose} */
    record Refused(String by, Refusal reason) implements AdmissionResult {}
}
