package io.regchain.supervision.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.ChainId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The enterprise code inside a {@code subject} object, if it is about an enterprise. */
final class EnterpriseEntry {
    /** Looks like an enterprise code (JR/T 0326 4), with or without layer; whether it is one, the identity contract says. */
    private static final Pattern CODE = Pattern.compile("([A-Z]{2,3}\\d{6})([A-Z])?");

    private EnterpriseEntry() {}

    /** The arguments of {@code identity.syncEnterpriseCode}; empty for a person, or a subject without a code. */
    static Optional<ObjectNode> of(ChainId chain, ObjectNode body) {
        JsonNode subject = body.path("subject_information");
        String code = subject.path("basic_information_subject")
                .path("general_information_subject")
                .path("subject_id")
                .asText("");
        JsonNode company = subject.path("organization_subject_information")
                .path("basic_information_of_enterprise")
                .path("basic_information_description");
        Matcher parts = CODE.matcher(code);
        if (company.isMissingNode() || !parts.matches()) {
            return Optional.empty();
        }
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("chain", chain.value())
                .put("code", parts.group(1))
                .put("uscc", socialCreditCode(company))
                .put("name", company.path("subject_company_name").asText());
        if (parts.group(2) != null) {
            request.put("layer", parts.group(2));
        }
        return Optional.of(request);
    }

    private static String socialCreditCode(JsonNode company) {
        return company.path("subject_document_information").path(0).path("code").asText("");
    }
}
