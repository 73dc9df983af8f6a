package io.regchain.protocol.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;
import io.regchain.protocol.crypto.Sm2PublicKey;
import io.regchain.protocol.crypto.Sm2Signature;
import java.util.Base64;

/**
 * 数据所有者签名, one entry of {@code header.seal} in JR/T 0314 table 1. The standard leaves the byte forms open; ours: the
 * key as 04‖x‖y in lower-case hexadecimal, the signature as DER (GM/T 0009) in Base64, over the bytes that
 * {@link DataObject#sealedBytes()} describes.
 */
public record ObjectSeal(Sm2PublicKey key, Sm2Signature signature) {
    public static final String KEY_TYPE = "SM2";
    public static final String DIGEST_ALGORITHM = "SM3";
    private static final int MAX_KEY = 512;
    private static final int MAX_SIGNATURE = 1024;

    ObjectNode toJson() {
        ObjectNode json = CanonicalJson.object();
        json.putObject("pub_key").put("type", KEY_TYPE).put("value", key.toHex());
        return json.put("digest_algo", DIGEST_ALGORITHM)
                .put("signature", Base64.getEncoder().encodeToString(signature.toDer()));
    }

    static ObjectSeal read(JsonFields seal) {
        JsonFields key = seal.fields("pub_key");
        key.constant("type", KEY_TYPE);
        seal.constant("digest_algo", DIGEST_ALGORITHM);
        ObjectSeal read = new ObjectSeal(
                key.parsed("value", MAX_KEY, Sm2PublicKey::ofHex),
                seal.parsed("signature", MAX_SIGNATURE, ObjectSeal::signature));
        key.end();
        seal.end();
        return read;
    }

    private static Sm2Signature signature(String base64) {
        byte[] der = decoded(base64);
        if (!Base64.getEncoder().encodeToString(der).equals(base64)) {
            throw new DecodeException("not the one Base64 spelling of its bytes");
        }
        return Sm2Signature.fromDer(der);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new DecodeException("not Base64", e);
        }
    }
}
