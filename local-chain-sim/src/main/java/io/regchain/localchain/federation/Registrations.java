package io.regchain.localchain.federation;

import io.regchain.ledger.node.CertifiedBlock;
import io.regchain.protocol.block.Quorum;
import io.regchain.protocol.crypto.Sm2PrivateKey;
import io.regchain.registry.ProofOfPossession;
import io.regchain.registry.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a market hands in when its chain asks to join (article 10). */
final class Registrations {
    private Registrations() {}

    static Registration of(
            MarketPlan plan, FederationKeys keys, CertifiedBlock genesis, List<Registration.Endpoint> endpoints) {
        List<Registration.Node> nodes = new ArrayList<>();
        for (MarketPlan.Seat seat : plan.seats()) {
            Sm2PrivateKey key = keys.key("validator " + seat.name());
            nodes.add(new Registration.Node(
                    seat.name(),
                    seat.organisation().value(),
                    seat.organisationName(),
                    seat.entityType(),
                    key.publicKey().toHex(),
                    ProofOfPossession.sign(
                            key,
                            plan.chainId(),
                            seat.name(),
                            seat.organisation().value())));
        }
        String region = plan.market().region();
        return new Registration(
                plan.chainId().value(),
                new Registration.Operator(
                        MarketPlan.operatorCode(plan.market()).value(),
                        plan.market().operator()),
                region,
                new Registration.Technology(
                        "regchain", "regchain ledger", "0.1.0", "native contracts", "BouncyCastle 1.84", "演练-未认证"),
                new Registration.Consensus("QBFT", "1", new TreeMap<>(), Quorum.faulty(nodes.size())),
                new Registration.Algorithms("SM3", "SM2", "SM2", "TLS_SM4_GCM_SM3", "TLS_SM4_GCM_SM3", "SM4"),
                nodes,
                endpoints,
                List.of(keys.key("operator " + plan.chainId()).publicKey().toHex()),
                genesis.hash().toHex(),
                genesis.block().header().time().epochMillis(),
                region + "股交运维值班室",
                region + "股交信息安全部",
                new Registration.SignOff(region + "地方金融管理局", region),
                "演练数据，机构代码均为虚构");
    }
}
