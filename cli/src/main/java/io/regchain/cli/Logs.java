package io.regchain.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the program's own log lines go. Commands speak to the terminal; the log must not talk over them. */
public final class Logs {
    /** Held here, since the platform's logging forgets the level of a logger that nobody holds. */
    private static final java.util.logging.Logger NATIONAL_TLS =
            java.util.logging.Logger.getLogger("org.bouncycastle.jsse");

    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{30} - %msg%n";
    private static final int KEPT_FILES = 3;

    private Logs() {}

    /** The TLS library reports every handshake; only what is severe is worth a line. */
    public static void quietLibraries() {
        NATIONAL_TLS.setLevel(Level.SEVERE);
    }

    /** From now on warnings go to this file, 10 MB and three older ones of it, and no longer to the terminal. */
    public static void toFile(Path file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender(context, file));
    }

    /** What the ledger says while simulated chains run into trouble on purpose is of use to nobody. */
    static <T> T withoutLedger(Supplier<T> work) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger ledger = context.getLogger("io.regchain.ledger");
        ch.qos.logback.classic.Level before = ledger.getLevel();
        ledger.setLevel(ch.qos.logback.classic.Level.OFF);
        try {
            return work.get();
        } finally {
            ledger.setLevel(before);
        }
    }

    private static RollingFileAppender<ILoggingEvent> appender(LoggerContext context, Path file) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMaxIndex(KEPT_FILES);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf("10MB"));
        size.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(size);
        appender.start();
        return appender;
    }
}
