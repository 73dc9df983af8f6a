package io.regchain.registry.rules;

import io.regchain.registry.Registration;
import java.util.regex.Pattern;

/** Whom to call at any hour (A10.8), without putting a person's number on a ledger (A11.5). */
final class ContactRules implements RegistrationRules.Rule {
    private static final Pattern PERSONAL = Pattern.compile("(?<!\\d)(1[3-9]\\d{9}|\\d{17}[\\dXx])(?!\\d)");

    @Override
    public void check(Registration registration, RegistryView admitted, Findings findings) {
        contact(registration.dutyContact(), "the duty office, reachable at any hour", "dutyContact", findings);
        contact(registration.securityOfficer(), "the security officer's office", "securityOfficer", findings);
        noPersonalNumber(registration.notes(), "notes", findings);
        if (Texts.given(registration.dutyContact())
                && registration.dutyContact().equals(registration.securityOfficer())) {
            findings.advise(
                    "SECURITY_OFFICER_DOUBLES",
                    "A10.8",
                    "securityOfficer",
                    "is the duty contact too; the security officer should hold no second post");
        }
    }

    private static void contact(String text, String what, String path, Findings findings) {
        findings.require(
                Texts.given(text), "CONTACT_MISSING", "A10.8", path, "is missing: " + what + " should be given");
        noPersonalNumber(text, path, findings);
    }

    private static void noPersonalNumber(String text, String path, Findings findings) {
        findings.require(
                !PERSONAL.matcher(text).find(),
                "PERSONAL_NUMBER_ON_LEDGER",
                "A11.5",
                path,
                "holds what looks like a mobile or identity number; an office and its line should be named instead");
    }
}
