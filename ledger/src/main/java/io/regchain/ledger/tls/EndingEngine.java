package io.regchain.ledger.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose connection ends when the other side hangs up in the middle of the handshake. The one inside goes on
 * waiting for the rest of it, and whoever drives it waits for ever: a cluster's stream of messages never came back. All
 * else is the engine's inside.
 */
final class EndingEngine extends SSLEngine {
    private final SSLEngine inside;
    private boolean shaken;
    private boolean abandoned;

    EndingEngine(SSLEngine inside) {
        super(inside.getPeerHost(), inside.getPeerPort());
        this.inside = inside;
    }

    private SSLEngineResult seen(SSLEngineResult result) {
        shaken = shaken || result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED;
        return result;
    }

    @Override
    public void closeInbound() throws SSLException {
        if (!shaken) {
            abandoned = true;
            throw new SSLException("the other side hung up during the handshake");
        }
        inside.closeInbound();
    }

    @Override
    public boolean isInboundDone() {
        return abandoned || inside.isInboundDone();
    }

    @Override
    public boolean isOutboundDone() {
        return abandoned || inside.isOutboundDone();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) throws SSLException {
        return seen(inside.wrap(from, offset, length, to));
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
        return seen(inside.unwrap(from, to, offset, length));
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return inside.getDelegatedTask();
    }

    @Override
    public void closeOutbound() {
        inside.closeOutbound();
    }

    @Override
    public void beginHandshake() throws SSLException {
        inside.beginHandshake();
    }

    @Override
    public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
        return inside.getHandshakeStatus();
    }

    @Override
    public SSLSession getSession() {
        return inside.getSession();
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        return inside.getHandshakeSession();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return inside.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        inside.setSSLParameters(parameters);
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return inside.getApplicationProtocol();
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return inside.getHandshakeApplicationProtocol();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return inside.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return inside.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        inside.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return inside.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return inside.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        inside.setEnabledProtocols(protocols);
    }

    @Override
    public void setUseClientMode(boolean client) {
        inside.setUseClientMode(client);
    }

    @Override
    public boolean getUseClientMode() {
        return inside.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        inside.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return inside.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        inside.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return inside.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean may) {
        inside.setEnableSessionCreation(may);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return inside.getEnableSessionCreation();
    }
}
