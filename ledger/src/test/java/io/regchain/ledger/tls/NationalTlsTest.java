package io.regchain.ledger.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.regchain.protocol.base.UnifiedSocialCreditCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class NationalTlsTest {
    private static final UnifiedSocialCreditCode ORGANISATION = new UnifiedSocialCreditCode("91320500MA1REM122M");
    private final SmCertificateAuthority authority = SmCertificateAuthority.create("test authority", Instant.now());
    private final TlsIdentity hub = authority.issue("hub", ORGANISATION, Instant.now());
    private final TlsIdentity node = authority.issue("jiangsu-0", ORGANISATION, Instant.now());

    @Test
    void two_sides_of_one_authority_meet_with_national_algorithms_only() throws Exception {
        SSLEngine client = NationalTls.calling(hub, node.publicKeyHex()).clientEngine("localhost", 443);
        SSLEngine server = NationalTls.of(node).serverEngine();

        String heard = exchange(client, server, "监管链");

        assertThat(heard).isEqualTo("监管链");
        assertThat(server.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(server.getSession().getCipherSuite()).isEqualTo("TLS_SM4_GCM_SM3");
        assertThat(server.getSession().getPeerCertificates()[0]).isEqualTo(hub.certificate());
    }

    @Test
    void an_identity_read_back_from_pem_is_the_same() throws Exception {
        TlsIdentity read = SmCertificateAuthority.identityOfPem(SmCertificateAuthority.toPem(node));
        SmCertificateAuthority again = SmCertificateAuthority.ofPem(authority.toPem());

        assertThat(read.publicKeyHex())
                .isEqualTo(node.publicKeyHex())
                .hasSize(130)
                .startsWith("04");
        String heard = exchange(
                NationalTls.of(again.issue("hub", ORGANISATION, Instant.now())).clientEngine("localhost", 443),
                NationalTls.of(read).serverEngine(),
                "hello");
        assertThat(heard).isEqualTo("hello");
    }

    @Test
    void a_client_of_another_authority_is_refused() {
        TlsIdentity stranger =
                SmCertificateAuthority.create("another", Instant.now()).issue("hub", ORGANISATION, Instant.now());
        TlsIdentity disguised = new TlsIdentity(stranger.key(), stranger.certificate(), authority.certificate());

        assertRefused(
                NationalTls.of(disguised).clientEngine("localhost", 443),
                NationalTls.of(node).serverEngine(),
                "is not certified by");
    }

    @Test
    void a_server_of_another_authority_is_refused() {
        TlsIdentity stranger =
                SmCertificateAuthority.create("another", Instant.now()).issue("n", ORGANISATION, Instant.now());

        assertRefused(
                NationalTls.of(hub).clientEngine("localhost", 443),
                NationalTls.of(stranger).serverEngine(),
                "is not certified by");
    }

    @Test
    void another_node_than_the_registered_one_is_refused() {
        TlsIdentity other = authority.issue("jiangsu-1", ORGANISATION, Instant.now());

        assertRefused(
                NationalTls.calling(hub, node.publicKeyHex()).clientEngine("localhost", 443),
                NationalTls.of(other).serverEngine(),
                "not the registered one");
    }

    @Test
    void an_expired_certificate_is_refused() {
        TlsIdentity old = authority.issue("hub", ORGANISATION, Instant.now().minusSeconds(86_400L * 365 * 4));

        assertRefused(
                NationalTls.of(old).clientEngine("localhost", 443),
                NationalTls.of(node).serverEngine(),
                "expired");
    }

    @Test
    void a_client_without_national_suites_is_refused() throws Exception {
        SSLEngine client = SSLContext.getDefault().createSSLEngine("localhost", 443);
        client.setUseClientMode(true);

        assertThatThrownBy(() -> exchange(client, NationalTls.of(node).serverEngine(), "x"))
                .isInstanceOf(SSLException.class);
    }

    private static void assertRefused(SSLEngine client, SSLEngine server, String reason) {
        assertThatThrownBy(() -> exchange(client, server, "x"))
                .isInstanceOf(SSLException.class)
                .satisfies(e -> assertThat(causes(e)).contains(reason));
    }

    private static String causes(Throwable problem) {
        StringBuilder all = new StringBuilder();
        for (Throwable at = problem; at != null; at = at.getCause()) {
            all.append(at instanceof CertificateException || at instanceof SSLException ? at.getMessage() : at)
                    .append('\n');
        }
        return all.toString();
    }

    /** Drives both engines by hand: the handshake, then one message from the client. Returns what the server read. */
    private static String exchange(SSLEngine client, SSLEngine server, String message) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
        ByteBuffer clientIn = ByteBuffer.allocate(1 << 16);
        ByteBuffer serverIn = ByteBuffer.allocate(1 << 16);
        ByteBuffer out = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
        for (int turn = 0; turn < 200; turn++) {
            turn(client, out, toServer, toClient, clientIn);
            turn(server, ByteBuffer.allocate(0), toClient, toServer, serverIn);
            if (!out.hasRemaining() && serverIn.position() > 0) {
                serverIn.flip();
                return StandardCharsets.UTF_8.decode(serverIn).toString();
            }
        }
        throw new SSLException("no end of the handshake");
    }

    private static void turn(
            SSLEngine engine, ByteBuffer plain, ByteBuffer outgoing, ByteBuffer incoming, ByteBuffer in)
            throws SSLException {
        engine.wrap(plain, outgoing);
        tasks(engine);
        incoming.flip();
        while (incoming.hasRemaining() && engine.unwrap(incoming, in).bytesConsumed() > 0) {
            tasks(engine);
        }
        incoming.compact();
        tasks(engine);
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
