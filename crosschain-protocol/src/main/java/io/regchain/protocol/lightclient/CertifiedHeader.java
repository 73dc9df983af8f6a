package io.regchain.protocol.lightclient;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.DecodeException;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.BlockJson;
import io.regchain.protocol.block.CommitCertificate;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.canonical.JsonFields;

/** A header and the certificate shown with it; nothing is verified. JSON {@code {"header":hex,"certificate":{…}}}. */
public record CertifiedHeader(BlockHeader header, CommitCertificate certificate) {
    private static final int MAX_HEX = 2048;

    public static CertifiedHeader of(VerifiedHeader verified) {
        return new CertifiedHeader(verified.header(), verified.certificate());
    }

    public ObjectNode toJson() {
        ObjectNode json =
                CanonicalJson.object().put("header", header.canonical().toHex());
        json.set("certificate", BlockJson.of(certificate));
        return json;
    }

    /** @throws DecodeException naming the field that is not what it should be */
    public static CertifiedHeader fromJson(JsonFields json) {
        BlockHeader header = json.parsed("header", MAX_HEX, hex -> BlockHeader.decode(Bytes.ofHex(hex)));
        CertifiedHeader read = new CertifiedHeader(header, BlockJson.certificate(header, json.value("certificate")));
        json.end();
        return read;
    }
}
