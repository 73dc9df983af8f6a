package io.regchain.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that believes the certificates of one file, and no others. */
public final class TrustedAuthorities {
    private TrustedAuthorities() {}

    public static SSLContext of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw unusable(file, "it holds none");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates) {
                certificate.getPublicKey(); // an algorithm the platform has not shows here
                store.setCertificateEntry("authority " + store.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw CommandFailure.ofEnvironment(
                    "--cacert: " + file + " cannot be read (" + e + ")", "Check its name and rights.");
        } catch (GeneralSecurityException e) {
            throw unusable(file, e.toString());
        }
    }

    private static CommandFailure unusable(Path file, String why) {
        return CommandFailure.ofEnvironment(
                "--cacert: the certificates of " + file + " cannot be used (" + why + ")",
                "Give a PEM file with certificates that the Java platform knows. A node behind national TLS, which asks the"
                        + " caller for an SM2 certificate, is reached through a gateway on the loopback interface.");
    }
}
