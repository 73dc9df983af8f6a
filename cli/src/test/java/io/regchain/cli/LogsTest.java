package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogsTest {
    @TempDir
    private Path folder;

    @AfterEach
    void backToTheTerminal() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void warnings_go_to_the_file_and_lesser_lines_nowhere() throws Exception {
        Path file = folder.resolve("hub.log");
        Logs.toFile(file);
        LoggerFactory.getLogger("io.regchain.sample").warn("a node is silent");
        LoggerFactory.getLogger("io.regchain.sample").debug("a detail");
        assertThat(Files.readString(file)).contains("WARN", "a node is silent").doesNotContain("a detail");
    }

    @Test
    void the_handshakes_of_national_tls_are_not_reported() {
        Logs.quietLibraries();
        assertThat(java.util.logging.Logger.getLogger("org.bouncycastle.jsse.provider.ProvTlsServer")
                        .isLoggable(Level.WARNING))
                .isFalse();
    }
}
