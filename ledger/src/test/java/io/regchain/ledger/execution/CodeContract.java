package io.regchain.ledger.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import java.util.Optional;

/** Deploys code of the stack machine: {@code deploy {name, hash, code}}, code in hexadecimal. */
public final class CodeContract implements Contract {
    @Override
    public String name() {
        return DeployedCode.CONTRACT;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments in = Arguments.of(arguments);
        Bytes code = in.hex("code");
        Hash32 hash = in.parsed("hash", "the SM3 of the code", Hash32::ofHex);
        if (!context.sm3(code).equals(hash)) {
            throw new ContractRefusal("CODE_HASH_DIFFERS", "the code's hash is not " + hash);
        }
        Optional<io.regchain.protocol.base.Refusal> problem = StackProgram.problem(code);
        if (problem.isPresent()) {
            throw new ContractRefusal(problem.get());
        }
        context.write(DeployedCode.codeKey(hash), TextNode.valueOf(code.toHex()));
        context.write(DeployedCode.nameKey(in.text("name")), TextNode.valueOf(hash.toHex()));
        return TextNode.valueOf(hash.toHex());
    }
}
