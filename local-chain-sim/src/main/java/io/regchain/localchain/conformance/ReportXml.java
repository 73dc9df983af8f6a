package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * {@code conformance.xml} in the form of JUnit, which every build server reads: a suite for each group, a case for each
 * check on each node. What was not reached is an error, what was not applicable is skipped.
 */
final class ReportXml {
    private ReportXml() {}

    static Bytes write(ConformanceReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", "conformance of " + report.chain());
            totals(xml, report.results());
            for (Group group : Group.values()) {
                suite(xml, report, group);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML cannot be written to memory", e);
        }
        return Bytes.utf8(text.toString());
    }

    private static void totals(XMLStreamWriter xml, List<CheckResult> results) throws XMLStreamException {
        ConformanceReport.Counts counts = ConformanceReport.counts(results);
        xml.writeAttribute("tests", Integer.toString(results.size()));
        xml.writeAttribute("failures", Integer.toString(counts.failed()));
        xml.writeAttribute("errors", Integer.toString(counts.notReached()));
        xml.writeAttribute("skipped", Integer.toString(counts.notApplicable()));
    }

    private static void suite(XMLStreamWriter xml, ConformanceReport report, Group group) throws XMLStreamException {
        List<CheckResult> results = report.of(group);
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", group.title() + " " + group.chineseTitle());
        xml.writeAttribute("timestamp", report.began().toString());
        totals(xml, results);
        for (CheckResult result : results) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", report.chain() + "." + result.node());
            xml.writeAttribute(
                    "name", result.check().id() + ": " + result.check().asks());
            outcome(xml, result);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void outcome(XMLStreamWriter xml, CheckResult result) throws XMLStreamException {
        switch (result.outcome()) {
            case Outcome.Passed ignored -> {}
            case Outcome.Failed failed ->
                element(xml, "failure", result.check().clause(), ReportText.failures(result, failed));
            case Outcome.NotReached none -> element(xml, "error", "not reached", none.because());
            case Outcome.NotApplicable none -> element(xml, "skipped", none.why(), none.remedy());
        }
    }

    private static void element(XMLStreamWriter xml, String name, String message, String text)
            throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeAttribute("message", ShownBytes.controlled(message));
        xml.writeCharacters(ShownBytes.controlled(text));
        xml.writeEndElement();
    }
}
