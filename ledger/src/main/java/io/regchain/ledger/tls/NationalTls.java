package io.regchain.ledger.tls;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/**
 * TLS 1.3 with national algorithms, RFC 8998: suite TLS_SM4_GCM_SM3, key exchange curveSM2, signature sm2sig_sm3; both
 * sides show an SM2 certificate (A9.4, A16.1, A17.2). There is no other suite to fall back to.
 */
public final class NationalTls {
    static final Provider BC = new BouncyCastleProvider();
    private static final Provider JSSE = new BouncyCastleJsseProvider(BC);

    static {
        // The certificate classes look SM2 up through the installed providers.
        if (Security.getProvider(BC.getName()) == null) {
            Security.addProvider(BC);
        }
    }

    private final SSLContext context;

    private NationalTls(SSLContext context) {
        this.context = context;
    }

    /** For the side that listens, and for calling any node of the same authority. */
    public static NationalTls of(TlsIdentity identity) {
        return of(identity, Optional.empty());
    }

    /**
     * For calling one node: any other certified key at that address is refused.
     *
     * @param peerKeyHex the node key of the registration, 04‖x‖y in lower-case hexadecimal
     */
    public static NationalTls calling(TlsIdentity identity, String peerKeyHex) {
        return of(identity, Optional.of(peerKeyHex));
    }

    private static NationalTls of(TlsIdentity identity, Optional<String> peerKeyHex) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3", JSSE);
            context.init(
                    new KeyManager[] {new OneKeyManager(identity)},
                    new TrustManager[] {new AuthorityTrustManager(identity.authority(), peerKeyHex)},
                    new SecureRandom());
            return new NationalTls(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the national TLS provider does not start", e);
        }
    }

    /** An engine for one accepted connection; the client must show a certificate of the authority. */
    public SSLEngine serverEngine() {
        SSLEngine engine = nationalOnly(context.createSSLEngine());
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return new EndingEngine(engine);
    }

    /** An engine for one outgoing connection. */
    public SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = nationalOnly(context.createSSLEngine(host, port));
        engine.setUseClientMode(true);
        return new EndingEngine(engine);
    }

    private static SSLEngine nationalOnly(SSLEngine engine) {
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        engine.setEnabledCipherSuites(new String[] {"TLS_SM4_GCM_SM3"});
        BCSSLEngine national = (BCSSLEngine) engine;
        BCSSLParameters parameters = national.getParameters();
        parameters.setNamedGroups(new String[] {"curveSM2"});
        parameters.setSignatureSchemes(new String[] {"sm2sig_sm3"});
        national.setParameters(parameters);
        return engine;
    }

    /** The organisation (O) in a certificate's subject, or nothing when it names none or several. */
    static String organisation(X509Certificate certificate) {
        RDN[] named = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.O);
        return named.length == 1 ? IETFUtils.valueToString(named[0].getFirst().getValue()) : "";
    }

    static String publicKeyHex(X509Certificate certificate) {
        byte[] point = SubjectPublicKeyInfo.getInstance(
                        certificate.getPublicKey().getEncoded())
                .getPublicKeyData()
                .getBytes();
        return HexFormat.of().formatHex(point);
    }
}
