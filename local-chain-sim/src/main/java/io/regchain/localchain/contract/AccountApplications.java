package io.regchain.localchain.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.regchain.identity.contract.LocalIdentityContract;
import io.regchain.ledger.contract.Arguments;
import io.regchain.ledger.contract.Caller;
import io.regchain.ledger.contract.ContractContext;
import io.regchain.ledger.contract.ContractRefusal;
import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Qualification;
import io.regchain.localchain.book.StateView;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Did;
import io.regchain.protocol.base.InvestorCode;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketKeys;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Accounts for investors whom another market has identified. The presentation is checked here as far as this chain can
 * know; what rests on another chain's word (the holder's key, the credential's status, the real name) is asked there by
 * packet. The account is PENDING until every answer has come: all yes opens it, a name that differs goes to a clerk, any
 * other no refuses it.
 */
final class AccountApplications {
    /** What a challenge for an account application must have been opened for. */
    static final String PURPOSE = "account-opening";
    /** The home market's answer that a clerk has to look at. */
    static final String NAME_MISMATCH = "NAME_MISMATCH";

    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String QUALIFIED = "QualifiedInvestorCredential";

    /** {@code {requestId, accountNumber, investorCode, did, nameDigest, presentation, documents?, objects}}. */
    JsonNode apply(ContractContext context, Arguments in) {
        Callers.requireOperator(context, "accounts.apply");
        return Requests.once(context, "apply", in, id -> {
            JsonNode verified = verifiedPresentation(context, in);
            Did did = in.parsed("did", "the investor's DID", Did::parse);
            Refusals.unless(
                    verified.get("holder").textValue().equals(did.stable().toString()),
                    "HOLDER_DIFFERS",
                    () -> "the presentation is " + verified.get("holder").textValue() + "'s, the application is " + did
                            + "'s");
            JsonNode asked = verified.get("confirmations");
            Account.State state = asked.isEmpty() ? Account.State.OPEN : Account.State.PENDING;
            Account account = AccountsContract.create(context, in, state, qualification(verified));
            ObjectNode application = CanonicalJson.object().put("requestId", id);
            ArrayNode open = application.putArray("open");
            for (JsonNode confirmation : asked) {
                open.add(ask(context, account, confirmation));
            }
            context.write(key(account.number()), application);
            context.emit("accountApplied", AccountsContract.described(account));
            ObjectNode result = AccountsContract.described(account);
            result.set("open", open);
            return result;
        });
    }

    private static JsonNode verifiedPresentation(ContractContext context, Arguments in) {
        ObjectNode arguments = CanonicalJson.object().put("purpose", PURPOSE);
        arguments.set("presentation", in.object("presentation").node());
        if (in.has("documents")) {
            arguments.set("documents", in.node().get("documents"));
        }
        return context.call(LocalIdentityContract.NAME, "verifyPresentation", arguments);
    }

    // JR/T 0325 annex E.1: the credential says that another market holds the evidence of R10
    private static Optional<Qualification> qualification(JsonNode verified) {
        for (JsonNode credential : verified.get("credentials")) {
            for (JsonNode type : credential.get("types")) {
                if (type.textValue().equals(QUALIFIED)) {
                    return Optional.of(new Qualification(
                            Qualification.NATURAL_PERSON,
                            lastDay(credential.get("expires").longValue()),
                            credential.get("id").textValue()));
                }
            }
        }
        return Optional.empty();
    }

    /** The last day on which something that ends at this instant still counts to the end. */
    private static LocalDate lastDay(long expiresMillis) {
        return new BlockTime(expiresMillis).inChina().minusSeconds(1).toLocalDate();
    }

    /** The investor's home market is asked for the name as well; any other chain for what it keeps. */
    private static ObjectNode ask(ContractContext context, Account account, JsonNode confirmation) {
        ChainId chain = new ChainId(confirmation.get("chain").textValue());
        ObjectNode packet = CanonicalJson.object()
                .put("destination", chain.value())
                .put("timeoutMillis", context.time().epochMillis() + PATIENCE.toMillis());
        if (chain.equals(account.did().chain())) {
            packet.put("destinationContract", AccountsContract.NAME).put("method", "confirmHolder");
            packet.set("payload", homeQuestion(account, confirmation.get("payload")));
        } else {
            packet.set("destinationContract", confirmation.get("contract"));
            packet.set("method", confirmation.get("method"));
            packet.set("payload", confirmation.get("payload"));
        }
        long sequence = context.call(PacketKeys.CONTRACT, "send", packet)
                .get("sequence")
                .longValue();
        context.write(sentKey(chain, sequence), TextNode.valueOf(account.number()));
        return CanonicalJson.object().put("destination", chain.value()).put("sequence", sequence);
    }

    private static ObjectNode homeQuestion(Account account, JsonNode payload) {
        ObjectNode question = CanonicalJson.object()
                .put("investorCode", account.investor().text())
                .put("nameDigest", account.nameDigest());
        question.set("confirm", payload);
        return question;
    }

    /** At the home market, by packet: is all of this so, and is this the investor's name? */
    JsonNode confirmHolder(ContractContext context, Arguments in) {
        boolean asked = context.caller() instanceof Caller.OfChain caller
                && caller.contract().equals(AccountsContract.NAME);
        Refusals.unless(
                asked,
                "CALLER_NOT_ALLOWED",
                () ->
                        "accounts.confirmHolder is for the contract accounts of another chain, through a proven packet, not"
                                + " for " + context.caller());
        JsonNode confirmed = context.call(
                LocalIdentityContract.NAME, "confirm", in.object("confirm").node());
        InvestorCode investor = in.parsed("investorCode", "an investor code", InvestorCode::new);
        Account account = new MarketBooks(StateView.of(context))
                .accountOf(investor)
                .orElseThrow(() -> new ContractRefusal(
                        "HOLDER_UNKNOWN", investor + " has no account in this market, which so knows no name"));
        Refusals.unless(
                account.nameDigest().equals(in.hex("nameDigest").toHex()),
                NAME_MISMATCH,
                () -> investor + " is known here under another name; the papers have to be looked at by a clerk");
        return confirmed;
    }

    JsonNode onAcknowledgement(ContractContext context, Arguments in) {
        Callers.requireContract(context, PacketKeys.CONTRACT, "accounts.onAcknowledgement");
        ChainId chain = in.parsed("destination", "the id of a local chain", ChainId::new);
        long sequence = in.number("sequence");
        String number = context.read(sentKey(chain, sequence))
                .map(JsonNode::textValue)
                .orElseThrow(() -> new ContractRefusal(
                        "APPLICATION_UNKNOWN", "nothing was asked of " + chain + " with sequence " + sequence));
        Account account = AccountsContract.require(context, number);
        boolean last = answered(context, number, chain, sequence);
        if (account.state() != Account.State.PENDING) {
            return AccountsContract.described(account);
        }
        if (!in.flag("success")) {
            Account.State state =
                    in.text("code").equals(NAME_MISMATCH) ? Account.State.MANUAL_REVIEW : Account.State.REFUSED;
            return AccountsContract.settle(context, account.with(state), in.text("code"), in.text("message"));
        }
        return last
                ? AccountsContract.settle(
                        context, account.with(Account.State.OPEN), "CONFIRMED", "confirmed by the chains asked")
                : AccountsContract.described(account);
    }

    /** Crosses off one question; true when none is left. */
    private static boolean answered(ContractContext context, String number, ChainId chain, long sequence) {
        ObjectNode application = (ObjectNode) context.read(key(number)).orElseThrow();
        ArrayNode left = CanonicalJson.array();
        for (JsonNode question : application.get("open")) {
            boolean other = !question.get("destination").textValue().equals(chain.value())
                    || question.get("sequence").longValue() != sequence;
            if (other) {
                left.add(question);
            }
        }
        application.set("open", left);
        context.write(key(number), application);
        return left.isEmpty();
    }

    private static String key(String number) {
        return "application/" + number;
    }

    private static String sentKey(ChainId chain, long sequence) {
        return "sent/" + chain + "/" + sequence;
    }
}
