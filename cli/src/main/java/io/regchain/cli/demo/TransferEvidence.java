package io.regchain.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationProblem;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.supervision.index.QueryIndex;
import io.regchain.supervision.index.Scope;
import io.regchain.supervision.inspection.Inspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the evidence file of the story's last transfer, for anybody to check offline in another process. */
final class TransferEvidence {
    private static final ChainId CHAIN = new ChainId("shanghai");

    private final Federation federation;

    TransferEvidence(Federation federation) {
        this.federation = federation;
    }

    /** @return what to tell about it; nothing when there was no transfer */
    List<String> write() {
        QueryIndex.Page last = new QueryIndex.Page(new Scope.All(), Optional.of(CHAIN.value()), Optional.empty(), 1);
        for (JsonNode transfer : federation.index().transfers(last)) {
            Hash32 transaction = Hash32.ofHex(transfer.path("transaction").asText());
            Inspector inspector = new Inspector(federation.hubNode(), federation.hub()::gateways);
            return switch (inspector.inspect(CHAIN, transaction)) {
                case Inspector.Outcome.Inspected inspected -> written(inspected);
                case Inspector.Outcome.Unavailable no -> List.of("No evidence of the last transfer: " + no.reason());
            };
        }
        return List.of();
    }

    private List<String> written(Inspector.Outcome.Inspected inspected) {
        Path file = federation.directory().root().resolve("evidence-S4.json");
        try {
            Files.write(file, inspected.evidence().toBytes().toArray());
        } catch (IOException e) {
            throw new FederationProblem(file + " cannot be written: " + e, "make room or rights", e);
        }
        return List.of(
                "",
                "The story's last transfer, with all that proves it, in one file. Check it offline in another process:",
                "  ./hub verify " + file + " --root "
                        + federation.hubNode().genesis().validators().hash());
    }
}
