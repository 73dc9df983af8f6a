package io.regchain.ledger.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.jsse.BCX509ExtendedTrustManager;

/**
 * Trusts signing certificates that one authority issued, that are valid now and, where an address is called, that certify
 * exactly the key the registry lists for it. Nodes are known by their keys, so host names play no part.
 */
final class AuthorityTrustManager extends BCX509ExtendedTrustManager {
    private static final int DIGITAL_SIGNATURE = 0;
    private final X509Certificate authority;
    private final Optional<String> peerKeyHex;

    AuthorityTrustManager(X509Certificate authority, Optional<String> peerKeyHex) {
        this.authority = authority;
        this.peerKeyHex = peerKeyHex;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("the other side showed no certificate");
        }
        X509Certificate shown = chain[0];
        shown.checkValidity();
        if (shown.getBasicConstraints() >= 0) {
            throw new CertificateException("the other side showed an authority's certificate as its own");
        }
        boolean[] usage = shown.getKeyUsage();
        if (usage == null || !usage[DIGITAL_SIGNATURE]) {
            throw new CertificateException(
                    "the certificate of " + shown.getSubjectX500Principal() + " is not for signing");
        }
        if (shown.hasUnsupportedCriticalExtension()) {
            throw new CertificateException("the certificate has a critical extension that is not understood");
        }
        try {
            shown.verify(authority.getPublicKey(), NationalTls.BC);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(
                    shown.getSubjectX500Principal() + " is not certified by " + authority.getSubjectX500Principal(), e);
        }
    }

    private void checkServer(X509Certificate[] chain) throws CertificateException {
        check(chain);
        String shown = NationalTls.publicKeyHex(chain[0]);
        if (peerKeyHex.isPresent() && !peerKeyHex.get().equals(shown)) {
            throw new CertificateException(chain[0].getSubjectX500Principal() + " answers with the node key "
                    + shown.substring(0, 12) + "…, not the registered one");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkServer(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] {authority};
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServer(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServer(chain);
    }
}
