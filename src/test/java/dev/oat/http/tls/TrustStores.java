package dev.oat.http.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.List;

/** Java key stores of trusted certificates, as tests want them. */
public final class TrustStores {
    private static final String ENCRYPTION = "keystore.pkcs12.certProtectionAlgorithm";
    private static final String DIGEST = "keystore.pkcs12.macAlgorithm";

    private TrustStores() {}

    /** As newer JDKs come with one: PKCS #12 without encryption and without a digest. */
    public static byte[] withoutPassword(List<? extends Certificate> all) throws IOException, GeneralSecurityException {
        Security.setProperty(ENCRYPTION, "NONE");
        Security.setProperty(DIGEST, "NONE");
        try {
            return of("PKCS12", all);
        } finally {
            Security.setProperty(ENCRYPTION, "");
            Security.setProperty(DIGEST, "");
        }
    }

    /** In a format, with a password. */
    static byte[] of(String type, List<? extends Certificate> all) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry("certificate " + i, all.get(i));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, "test".toCharArray());
        return out.toByteArray();
    }
}
