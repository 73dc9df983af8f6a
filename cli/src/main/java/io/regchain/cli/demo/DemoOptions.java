package io.regchain.cli.demo;

import io.regchain.localchain.federation.MarketPlan;
import io.regchain.supervision.snapshot.S3Settings;
import io.regchain.supervision.status.ObjectBounds;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to run the demo.
 *
 * @param data where the state is kept; empty: a temporary directory, removed at the end
 * @param snapshots the S3 store for snapshots of data objects; empty: with the state
 * @param bounds from when on the objects of a chain are called late
 * @param exit whether to end after the stories
 */
public record DemoOptions(
        Optional<Path> data,
        int port,
        List<MarketPlan> markets,
        Optional<S3Settings> snapshots,
        ObjectBounds bounds,
        boolean quiet,
        boolean exit) {
    public DemoOptions {
        markets = List.copyOf(markets);
    }

    /** Whether what is written will still be there when the stories have been told. */
    boolean keepsFiles() {
        return data.isPresent() || !exit;
    }
}
