package io.regchain.cli.sandbox;

import io.regchain.localchain.federation.MarketPlan;
import io.regchain.localchain.sandbox.Applicant;
import io.regchain.protocol.base.ChainId;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to run a sandbox.
 *
 * @param data where keys and logs are kept; empty: a temporary directory, removed at the end
 * @param chain whose file of test keys is written
 * @param applicant the chain to wait for; empty: until {@code hub sandbox join} names one
 */
public record SandboxOptions(
        Optional<Path> data, int port, MarketPlan partner, ChainId chain, Optional<Applicant> applicant) {}
