package io.regchain.ledger.consensus;

import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Round;
import io.regchain.protocol.block.Block;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.ValidatorSet;
import java.util.List;
import java.util.Optional;

/** Rules broken on purpose, each in all honest validators at once. The simulation must notice every one. */
enum PlantedFaults {
    QUORUM_ONE_TOO_SMALL(new Fault() {
        @Override
        Rules rules() {
            return new Rules() {
                @Override
                int quorum(ValidatorSet validators) {
                    return validators.quorum() - 1;
                }
            };
        }
    }),
    VOTES_NOT_STORED(new Fault() {
        @Override
        boolean keepsVotes() {
            return false;
        }
    }),
    LOCK_NOT_STORED(new Fault() {
        @Override
        boolean keepsLocks() {
            return false;
        }
    }),
    /** The votes are on disk, and the core is not told of them. */
    VOTES_TWICE_AFTER_A_RESTART(new Fault() {
        @Override
        RecoveredVotes recovered(RecoveredVotes votes) {
            return new RecoveredVotes(List.of(), votes.prepared());
        }
    }),
    HIDES_THE_PREPARED_BLOCK(new Fault() {
        @Override
        Payload said(Payload payload) {
            return payload instanceof RoundChange r
                    ? new RoundChange(r.chainId(), r.height(), r.round(), Optional.empty())
                    : payload;
        }
    }),
    COUNTS_PREPARES_OF_ANY_ROUND(new Fault() {
        @Override
        Rules rules() {
            return new Rules() {
                @Override
                List<VerifiedMessage> prepares(VoteTable prepares, Round round, Hash32 block) {
                    return prepares.rounds().stream()
                            .flatMap(r -> prepares.votes(r, block).stream())
                            .toList();
                }
            };
        }
    }),
    /** A commit is taken whoever signed it. */
    ACCEPTS_A_FOREIGN_SEAL(new Fault() {
        @Override
        MessageCheck check(World world, SignedMessage message) {
            boolean foreign = message.payload() instanceof Commit && !world.validators.contains(message.signer());
            return foreign ? accepted(world, message, stranger(message)) : super.check(world, message);
        }

        private int stranger(SignedMessage message) {
            return ValidatorSet.MAX_SIZE + Math.floorMod(message.signer().hashCode(), 1_000);
        }
    }),
    /** Neither the core nor the execution looks at the parent. */
    SKIPS_THE_PARENT_CHECK(new Fault() {
        @Override
        Rules rules() {
            return new Rules() {
                @Override
                boolean standsOn(BlockHeader header, Hash32 parent) {
                    return true;
                }
            };
        }

        @Override
        boolean valid(SimulatedValidator validator, Block block) {
            return World.executes(block);
        }
    }),
    ACCEPTS_A_PROPOSAL_WITHOUT_JUSTIFICATION(new Fault() {
        @Override
        MessageCheck check(World world, SignedMessage message) {
            return message.payload() instanceof Proposal p && byItsProposer(world, p, message)
                    ? accepted(world, message, MessageVerifier.indexOf(world.validators, message.signer()))
                    : super.check(world, message);
        }

        private static boolean byItsProposer(World world, Proposal p, SignedMessage message) {
            int proposer = world.proposer(p.height(), p.round().value());
            return p.block().header().validatorSetHash().equals(world.setHash())
                    && message.signer().equals(world.key(proposer));
        }
    }),
    /** Anybody's proposal will do, if it is justified. */
    ACCEPTS_THE_PROPOSAL_OF_A_NON_PROPOSER(new Fault() {
        @Override
        Rules rules() {
            return new Rules() {
                @Override
                Optional<VerifiedMessage> proposal(VoteTable proposals, Round round, int proposer) {
                    return proposals.in(round).stream().findFirst();
                }
            };
        }

        @Override
        MessageCheck check(World world, SignedMessage message) {
            MessageCheck check = super.check(world, message);
            int index = MessageVerifier.indexOf(world.validators, message.signer());
            return index >= 0
                            && check instanceof MessageCheck.Refused refused
                            && refused.refusal().code().equals("NOT_THE_PROPOSER")
                    ? accepted(world, message, index)
                    : check;
        }
    }),
    DOES_NOT_CHECK_THE_EXECUTION(new Fault() {
        @Override
        boolean valid(SimulatedValidator validator, Block block) {
            return true;
        }
    }),
    /** Above round 0 a validator alone at the top goes on all the same. */
    NEVER_WAITS_FOR_OTHERS(new Fault() {
        @Override
        Rules rules() {
            return new Rules() {
                @Override
                boolean movesOn(boolean quorumIsHere) {
                    return true;
                }
            };
        }
    });

    final Fault fault;

    PlantedFaults(Fault fault) {
        this.fault = fault;
    }

    private static MessageCheck accepted(World world, SignedMessage message, int index) {
        return new MessageCheck.Accepted(new VerifiedMessage(message, index, world.setHash()));
    }
}
