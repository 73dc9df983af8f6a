package io.regchain.ledger.tls;

import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

/**
 * The wire between the nodes of one cluster. A cluster is one trust domain, so a certificate of the authority is not
 * enough: it must be of the organisation that runs this node. Local chains' nodes have certificates of the same authority.
 */
public final class ClusterTls implements SSLEngineProvider {
    private final NationalTls tls;
    private final String organisation;

    public ClusterTls(TlsIdentity identity) {
        this.tls = NationalTls.of(identity);
        this.organisation = identity.organisation();
        if (organisation.isEmpty()) {
            throw new IllegalArgumentException(
                    "the certificate of a cluster's node names one organisation (O); this one does not: " + identity);
        }
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        return tls.serverEngine();
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        return tls.clientEngine(hostname, port);
    }

    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return stranger(session);
    }

    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return stranger(session);
    }

    private Option<Throwable> stranger(SSLSession session) {
        try {
            Certificate[] shown = session.getPeerCertificates();
            return shown.length > 0
                            && shown[0] instanceof X509Certificate certificate
                            && NationalTls.organisation(certificate).equals(organisation)
                    ? Option.empty()
                    : Option.apply(new CertificateException(
                            "a node of another organisation has no place in this cluster, whoever certified it"));
        } catch (SSLPeerUnverifiedException e) {
            return Option.apply(e);
        }
    }
}
