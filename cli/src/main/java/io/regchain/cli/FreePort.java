package io.regchain.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Whether something may listen at the port that was asked for; told before anything is started. */
final class FreePort {
    private static final int HIGHEST = 65_535;

    private FreePort() {}

    /**
     * @param wanted on 127.0.0.1; 0 lets the system choose
     * @throws ParameterException when it is no port
     * @throws CommandFailure when it is taken
     */
    static void require(CommandLine command, int wanted) {
        if (wanted < 0 || wanted > HIGHEST) {
            throw new ParameterException(command, "--port should be 0 to " + HIGHEST + ", not " + wanted);
        }
        try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            probe.setReuseAddress(true);
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "port " + wanted + " on 127.0.0.1 cannot be had: " + e.getMessage(),
                    "stop what listens there, or choose another with --port PORT (0 lets the system choose)");
        }
    }
}
