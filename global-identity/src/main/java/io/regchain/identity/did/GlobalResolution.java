package io.regchain.identity.did;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the hub's global resolver does with a question (JR/T 0325 5.3, figure 4): answer at once, or ask the one chain
 * that keeps the document, for the value of one state key with its proof.
 */
public sealed interface GlobalResolution {
    /** Answered without asking anyone. */
    record Answer(DidResolution.Failed resolution) implements GlobalResolution {}

    /**
     * @param keeper the chain to ask; its answer counts only with a proof against a header the hub has verified
     * @param stateKey whose value, or proven absence, is the answer
     */
    record Ask(ChainId keeper, Did did, String stateKey) implements GlobalResolution {
        /** The answer, from the proven value; a proven absence is {@code notFound}. */
        public DidResolution answer(Optional<Bytes> proven) {
            LocalDidResolver resolver = new LocalDidResolver(keeper, key -> proven);
            return switch (resolver.resolve(did)) {
                case LocalDidResolver.Lookup.Here here -> here.resolution();
                case LocalDidResolver.Lookup.Elsewhere elsewhere ->
                    throw new IllegalStateException("asked " + keeper + " for a DID of " + elsewhere.keeper());
            };
        }

        /** The answer when the keeper could not be asked, or what it said was not proven. */
        public DidResolution unavailable(String why) {
            return new DidResolution.Failed(
                    ResolutionError.INTERNAL_ERROR, "the chain \"" + keeper + "\" gave no proven answer: " + why);
        }
    }

    /** @param admitted whether the register holds a chain of this label */
    static GlobalResolution plan(String did, Optional<String> representation, Predicate<ChainId> admitted) {
        return switch (ResolutionRequest.of(did, representation)) {
            case ResolutionRequest.Answered answered -> new Answer(answered.answer());
            case ResolutionRequest.Asked asked -> planned(asked.did(), admitted);
        };
    }

    private static GlobalResolution planned(Did did, Predicate<ChainId> admitted) {
        if (admitted.test(did.chain())) {
            return new Ask(did.chain(), did, LocalDidResolver.stateKey(did));
        }
        return new Answer(new DidResolution.Failed(
                ResolutionError.NOT_FOUND, "no chain \"" + did.chain() + "\" is connected to the hub"));
    }
}
