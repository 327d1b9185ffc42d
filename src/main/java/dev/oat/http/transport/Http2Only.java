package dev.oat.http.transport;

import java.nio.ByteBuffer;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS whose handshake ends with an exception unless the server chose HTTP/2.
 *
 * <p>The JDK's {@code HttpClient} would go on in HTTP/1.1, and reads more of it than RFC 9112 allows. It has no setting
 * against that, but it sends nothing of a request before the handshake has ended.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-3.2">RFC 9113 §3.2</a>
 */
final class Http2Only extends SSLContext {
    private static final String HTTP_2 = "h2";

    private Http2Only(SSLContext tls, AtomicBoolean connected) {
        super(new Spi(tls, connected), tls.getProvider(), tls.getProtocol());
    }

    /**
     * Returns the same TLS, for HTTP/2 alone.
     *
     * @param connected set when a server chooses HTTP/2
     */
    static SSLContext of(SSLContext tls, AtomicBoolean connected) {
        return new Http2Only(tls, connected);
    }

    /** Says that the server did not choose HTTP/2; nothing has been sent to it. */
    static final class Declined extends SSLException {
        private static final long serialVersionUID = 1;

        Declined() {
            super("the server does not speak HTTP/2");
        }
    }

    private static final class Spi extends SSLContextSpi {
        private final SSLContext tls;
        private final AtomicBoolean connected;

        Spi(SSLContext tls, AtomicBoolean connected) {
            this.tls = tls;
            this.connected = connected;
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("already set up");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return tls.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return tls.getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return new Engine(tls.createSSLEngine(), connected);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return new Engine(tls.createSSLEngine(host, port), connected);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return tls.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return tls.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return tls.getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return tls.getSupportedSSLParameters();
        }
    }

    private static final class Engine extends SSLEngine {
        private final SSLEngine tls;
        private final AtomicBoolean connected;

        Engine(SSLEngine tls, AtomicBoolean connected) {
            super(tls.getPeerHost(), tls.getPeerPort());
            this.tls = tls;
            this.connected = connected;
        }

        private SSLEngineResult checked(SSLEngineResult result) throws SSLException {
            if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
                if (!HTTP_2.equals(tls.getApplicationProtocol())) {
                    tls.closeOutbound();
                    throw new Declined();
                }
                connected.set(true);
            }
            return result;
        }

        @Override
        public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) throws SSLException {
            return checked(tls.wrap(from, offset, length, to));
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
            return checked(tls.unwrap(from, to, offset, length));
        }

        @Override
        public @Nullable Runnable getDelegatedTask() {
            return tls.getDelegatedTask();
        }

        @Override
        public void closeInbound() throws SSLException {
            tls.closeInbound();
        }

        @Override
        public boolean isInboundDone() {
            return tls.isInboundDone();
        }

        @Override
        public void closeOutbound() {
            tls.closeOutbound();
        }

        @Override
        public boolean isOutboundDone() {
            return tls.isOutboundDone();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.getSupportedCipherSuites();
        }

        @Override
        public String[] getEnabledCipherSuites() {
            return tls.getEnabledCipherSuites();
        }

        @Override
        public void setEnabledCipherSuites(String[] suites) {
            tls.setEnabledCipherSuites(suites);
        }

        @Override
        public String[] getSupportedProtocols() {
            return tls.getSupportedProtocols();
        }

        @Override
        public String[] getEnabledProtocols() {
            return tls.getEnabledProtocols();
        }

        @Override
        public void setEnabledProtocols(String[] protocols) {
            tls.setEnabledProtocols(protocols);
        }

        @Override
        public SSLSession getSession() {
            return tls.getSession();
        }

        @Override
        public @Nullable SSLSession getHandshakeSession() {
            return tls.getHandshakeSession();
        }

        @Override
        public void beginHandshake() throws SSLException {
            tls.beginHandshake();
        }

        @Override
        public SSLEngineResult.HandshakeStatus getHandshakeStatus() {
            return tls.getHandshakeStatus();
        }

        @Override
        public void setUseClientMode(boolean mode) {
            tls.setUseClientMode(mode);
        }

        @Override
        public boolean getUseClientMode() {
            return tls.getUseClientMode();
        }

        @Override
        public void setNeedClientAuth(boolean need) {
            tls.setNeedClientAuth(need);
        }

        @Override
        public boolean getNeedClientAuth() {
            return tls.getNeedClientAuth();
        }

        @Override
        public void setWantClientAuth(boolean want) {
            tls.setWantClientAuth(want);
        }

        @Override
        public boolean getWantClientAuth() {
            return tls.getWantClientAuth();
        }

        @Override
        public void setEnableSessionCreation(boolean flag) {
            tls.setEnableSessionCreation(flag);
        }

        @Override
        public boolean getEnableSessionCreation() {
            return tls.getEnableSessionCreation();
        }

        @Override
        public SSLParameters getSSLParameters() {
            return tls.getSSLParameters();
        }

        @Override
        public void setSSLParameters(SSLParameters parameters) {
            tls.setSSLParameters(parameters);
        }

        @Override
        public @Nullable String getApplicationProtocol() {
            return tls.getApplicationProtocol();
        }

        @Override
        public @Nullable String getHandshakeApplicationProtocol() {
            return tls.getHandshakeApplicationProtocol();
        }

        @Override
        public void setHandshakeApplicationProtocolSelector(
                @Nullable BiFunction<SSLEngine, List<String>, String> selector) {
            tls.setHandshakeApplicationProtocolSelector(selector);
        }

        @Override
        public @Nullable BiFunction<SSLEngine, List<String>, String> getHandshakeApplicationProtocolSelector() {
            return tls.getHandshakeApplicationProtocolSelector();
        }
    }
}
