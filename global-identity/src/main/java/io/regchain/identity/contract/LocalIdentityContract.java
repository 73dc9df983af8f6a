package io.regchain.identity.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Contract;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.crypto.Sm2PublicKey;
import java.util.List;
import java.util.SortedMap;

/**
 * Decentralised identity on a local chain: the DID documents it keeps, the status of the credentials issued here, and
 * the verification of presentations made here (JR/T 0325 clauses 6 to 9). Methods, with their arguments:
 *
 * <ul>
 *   <li>{@code createDid {document, authorisation}}, {@code updateDid {document, authorisation}},
 *       {@code deactivateDid {did, reason, authorisation?}}
 *   <li>{@code newChallenge {holder, purpose}}
 *   <li>{@code issueCredential {credential, nonce, authorisation}}, {@code revokeCredential {id, reason}},
 *       {@code credentialStatus {id}}
 *   <li>{@code verifyPresentation {presentation, purpose, documents?}}, {@code confirm {keys, credentials}}
 * </ul>
 *
 * State: {@code identity/did/<did>}, {@code identity/credential/<id>}, {@code identity/nonce/<nonce>},
 * {@code identity/operators}.
 */
public final class LocalIdentityContract implements Contract {
    public static final String NAME = "identity";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public JsonNode invoke(ContractContext context, String method, ObjectNode arguments) {
        Arguments args = Arguments.of(arguments);
        return switch (method) {
            case "createDid" -> new DidDesk(context).create(args);
            case "updateDid" -> new DidDesk(context).update(args);
            case "deactivateDid" -> new DidDesk(context).deactivate(args);
            case "newChallenge" -> new ChallengeDesk(context).open(args);
            case "issueCredential" -> new CredentialDesk(context).issue(args);
            case "revokeCredential" -> new CredentialDesk(context).revoke(args);
            case "credentialStatus" -> new CredentialDesk(context).status(args);
            case "verifyPresentation" -> new PresentationDesk(context).verify(args);
            case "confirm" -> new ConfirmationDesk(context).confirm(args);
            default -> throw new ContractRefusal("UNKNOWN_METHOD", "identity has no method \"" + method + "\"");
        };
    }

    /** Initial state: the keys of the market's identity desk. */
    public static SortedMap<String, Bytes> genesis(List<Sm2PublicKey> operators) {
        return LocalOperators.genesis(operators);
    }
}
