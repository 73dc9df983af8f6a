package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.protocol.crypto.Sm3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The three reports in a folder. */
public final class ReportFiles {
    public static final String HTML = "conformance.html";
    public static final String XML = "conformance.xml";
    public static final String JSON = "conformance.json";

    private ReportFiles() {}

    /**
     * @param assessor who answers for the run; absent: the report is not signed
     * @return SM3 of the JSON report, by which a registration may name it
     */
    public static Hash32 write(Path folder, ConformanceReport report, Optional<Sm2PrivateKey> assessor)
            throws IOException {
        Bytes json = report.toJson(assessor);
        Files.createDirectories(folder);
        Files.write(folder.resolve(HTML), ReportHtml.write(report).toArray());
        Files.write(folder.resolve(XML), ReportXml.write(report).toArray());
        Files.write(folder.resolve(JSON), json.toArray());
        return Sm3.hash(json);
    }
}
