package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published vectors read, and written again, by another language. */
class JavaScriptVectorsTest {
    @TempDir
    private Path scratch;

    @Test
    void the_client_and_the_chain_in_javascript_agree_with_every_vector() throws Exception {
        NodeJs.Outcome run = NodeJs.run(scratch, NodeJs.prepared(scratch), "node", "--test");

        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).contains("fail 0").contains("light client").contains("state proofs");
    }
}
