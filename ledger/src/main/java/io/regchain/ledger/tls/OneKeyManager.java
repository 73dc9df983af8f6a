package io.regchain.ledger.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.jsse.BCX509ExtendedKeyManager;
import org.bouncycastle.jsse.BCX509Key;
import org.jspecify.annotations.Nullable;

/** Shows the one SM2 key there is. The stock factory's manager does not know the key type of SM2, so it never picks it. */
final class OneKeyManager extends BCX509ExtendedKeyManager {
    private static final String SM2 = "EC/sm2p256v1";
    private static final String ALIAS = "sm2";
    private final TlsIdentity identity;

    OneKeyManager(TlsIdentity identity) {
        this.identity = identity;
    }

    private @Nullable String choose(String... keyTypes) {
        return List.of(keyTypes).contains(SM2) ? ALIAS : null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return choose(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {identity.certificate(), identity.authority()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }

    @Override
    protected BCX509Key getKeyBC(String keyType, String alias) {
        return new OneKey(keyType, identity);
    }

    private record OneKey(String keyType, TlsIdentity identity) implements BCX509Key {
        @Override
        public String getKeyType() {
            return keyType;
        }

        @Override
        public PrivateKey getPrivateKey() {
            return identity.key();
        }

        @Override
        public X509Certificate[] getCertificateChain() {
            return new X509Certificate[] {identity.certificate(), identity.authority()};
        }
    }
}
