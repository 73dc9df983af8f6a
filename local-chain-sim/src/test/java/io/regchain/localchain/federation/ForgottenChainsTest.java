package io.regchain.localchain.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed is removed for good, so never under a federation that runs. */
class ForgottenChainsTest {
    @TempDir
    private Path root;

    @Test
    void chains_are_forgotten_only_while_nobody_uses_them() throws IOException {
        Path block = root.resolve("chains").resolve("jiangsu").resolve("0").resolve("blocks");
        FederationDirectory used = FederationDirectory.open(root);
        used.keep("something", BooleanNode.TRUE);
        Files.createDirectories(block.getParent());
        Files.writeString(block, "a block");

        assertThatThrownBy(() -> FederationDirectory.forgetChains(root))
                .isInstanceOf(FederationProblem.class)
                .hasMessageContaining("in use");
        assertThat(block).exists();

        used.close();
        FederationDirectory.forgetChains(root);
        assertThat(root.resolve("chains")).doesNotExist();
    }
}
