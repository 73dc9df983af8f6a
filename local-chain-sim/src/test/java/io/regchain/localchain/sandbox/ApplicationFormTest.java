package io.regchain.localchain.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.localchain.federation.FederationDirectory;
import io.regchain.localchain.federation.FederationKeys;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.BlockTime;
import io.regchain.protocol.base.ChainId;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.base.Height;
import io.regchain.protocol.base.Markets;
import io.regchain.protocol.block.BlockHeader;
import io.regchain.protocol.block.Validator;
import io.regchain.protocol.block.ValidatorSet;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.registry.ProofOfPossession;
import io.regchain.registry.Registration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationFormTest {
    private static final ChainId SICHUAN = new ChainId("sichuan");
    private static final List<Registration.Endpoint> ENDPOINTS =
            List.of(new Registration.Endpoint("https://127.0.0.1:1", "04", "sichuan-0"));

    @TempDir
    private Path folder;

    private FederationDirectory directory;
    private FederationKeys federation;
    private TestKeys keys;

    @BeforeEach
    void open() {
        directory = FederationDirectory.open(folder);
        federation = FederationKeys.open(directory);
        keys = new TestKeys(federation, folder);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private static Presented presented(ChainId chain, ValidatorSet validators) {
        Hash32 any = validators.hash();
        BlockHeader genesis = new BlockHeader(
                BlockHeader.VERSION,
                chain,
                Height.ZERO,
                Hash32.ZERO,
                new BlockTime(1_770_000_000_000L),
                validators.validators().get(0).publicKey(),
                any,
                any,
                any,
                any,
                any);
        return new Presented(chain, "QBFT", List.of("sichuan-0", "sichuan-1"), genesis, validators);
    }

    private ValidatorSet onTestKeys() {
        return MarketPlan.of(Markets.byChain(SICHUAN).orElseThrow()).validators(federation);
    }

    @Test
    void a_chain_on_the_test_keys_needs_to_hand_in_nothing() {
        Presented presented = presented(SICHUAN, onTestKeys());

        ApplicationForm.Filled filled = ApplicationForm.fill(presented, keys, CanonicalJson.object(), ENDPOINTS);

        assertThat(filled).isInstanceOf(ApplicationForm.Complete.class);
        Registration registration = ((ApplicationForm.Complete) filled).registration();
        assertThat(registration.validatorSet()).isEqualTo(onTestKeys());
        assertThat(registration.genesisHash())
                .isEqualTo(presented.genesis().hash().toHex());
        assertThat(registration.sealKeys())
                .containsExactly(keys.operator(SICHUAN).publicKey().toHex());
        for (int i = 0; i < registration.validators().size(); i++) {
            assertThat(registration.validators().get(i).proofOfPossession()).hasSize(128);
        }
    }

    @Test
    void for_keys_of_its_own_the_bytes_to_sign_are_shown_and_the_signatures_are_taken() {
        Sm2PrivateKey own = Sm2PrivateKey.generate(new SecureRandom());
        List<Validator> validators = new ArrayList<>(onTestKeys().validators());
        Validator mine = new Validator("mine", validators.get(3).organisation(), own.publicKey());
        validators.set(3, mine);
        Presented presented = presented(SICHUAN, new ValidatorSet(validators));

        ApplicationForm.Lacking lacking =
                (ApplicationForm.Lacking) ApplicationForm.fill(presented, keys, CanonicalJson.object(), ENDPOINTS);

        assertThat(lacking.problem()).contains("1 of the 4 validators");
        assertThat(lacking.more().get(0))
                .startsWith("mine: key " + own.publicKey().toHex())
                .endsWith(ProofOfPossession.signedBytes(
                                "sichuan", "mine", mine.organisation().value(), own.publicKey())
                        .toHex());
        assertThat(lacking.more()).anyMatch(more -> more.startsWith("clause: A10.4"));

        ObjectNode form = CanonicalJson.object();
        form.putArray("validators")
                .addObject()
                .put("publicKey", own.publicKey().toHex())
                .put(
                        "proofOfPossession",
                        ProofOfPossession.sign(
                                own, SICHUAN, "mine", mine.organisation().value()));
        ApplicationForm.Complete complete =
                (ApplicationForm.Complete) ApplicationForm.fill(presented, keys, form, ENDPOINTS);
        assertThat(complete.registration().validators().get(3).name()).isEqualTo("mine");
    }

    @Test
    void what_was_handed_in_counts_before_what_is_invented_but_not_before_what_the_nodes_say() {
        ObjectNode form = CanonicalJson.object().put("dutyContact", "值班室 028-1").put("genesisHash", "00");

        ApplicationForm.Complete complete = (ApplicationForm.Complete)
                ApplicationForm.fill(presented(SICHUAN, onTestKeys()), keys, form, ENDPOINTS);

        assertThat(complete.registration().dutyContact()).isEqualTo("值班室 028-1");
        assertThat(complete.registration().genesisHash()).hasSize(64);
        assertThat(complete.notes()).anyMatch(note -> note.contains("handed in: dutyContact;"));
    }

    @Test
    void a_form_that_cannot_be_read_and_a_chain_that_is_no_market_are_told() {
        ApplicationForm.Filled unreadable = ApplicationForm.fill(
                presented(SICHUAN, onTestKeys()), keys, CanonicalJson.object().put("sealKeys", 7), ENDPOINTS);
        ApplicationForm.Filled nowhere = ApplicationForm.fill(
                presented(new ChainId("atlantis"), onTestKeys()), keys, CanonicalJson.object(), ENDPOINTS);

        assertThat(((ApplicationForm.Lacking) unreadable).problem()).contains("--registration", "sealKeys");
        assertThat(((ApplicationForm.Lacking) nowhere).more()).anyMatch(more -> more.contains("JR/T 0325 table 2"));
    }
}
