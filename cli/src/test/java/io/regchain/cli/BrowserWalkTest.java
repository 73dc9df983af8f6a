package io.regchain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.regchain.dashboards.Browser;
import io.regchain.dashboards.DashboardPages;
import io.regchain.ledger.node.TransactionRecord;
import io.regchain.localchain.business.DailyBusiness;
import io.regchain.localchain.business.HubOffice;
import io.regchain.localchain.federation.Federation;
import io.regchain.localchain.federation.FederationSettings;
import io.regchain.localchain.federation.LocalMarket;
import io.regchain.localchain.federation.MarketPlan;
import io.regchain.protocol.base.ChainId;
import io.regchain.supervision.access.Visitor;
import io.regchain.supervision.index.Scope;
import io.regchain.supervision.status.ObjectBounds;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;

/**
 * The Jiangsu provincial regulator walks from the overview to a transfer and has its evidence verified in the page, on a
 * real hub with real chains; the page of another province is refused.
 */
class BrowserWalkTest {
    private static final ChainId JIANGSU = new ChainId("jiangsu");
    private static final ChainId ZHEJIANG = new ChainId("zhejiang");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = 20260209;

    @TempDir
    Path data;

    @Test
    void theJiangsuRegulatorVerifiesATransferAndIsRefusedZhejiangsPage() {
        try (Browser browser = Browser.open(Path.of("target", "screenshots"), 1920, 1080);
                Federation federation = Federation.start(settings())) {
            String transfer = transferOf(federation).receipt().transactionId().toHex();
            logIn(browser, federation);
            fromOverviewToMarket(browser);
            fromMarketToTransfer(browser, transfer);
            verified(browser);
            refusedElsewhere(browser);
        }
    }

    private FederationSettings settings() {
        List<MarketPlan> markets = MarketPlan.pilots().stream()
                .filter(plan -> Set.of(JIANGSU, ZHEJIANG).contains(plan.chainId()))
                .toList();
        return new FederationSettings(
                data,
                markets,
                Optional.empty(),
                ObjectBounds.DEFAULT,
                0,
                FederationSettings.STORY_BEGINS,
                DashboardPages.pages(),
                line -> {});
    }

    private static TransactionRecord transferOf(Federation federation) {
        LocalMarket market = federation.market(JIANGSU);
        String token = federation
                .desk()
                .apiToken(new Visitor(
                        "market-jiangsu",
                        Visitor.Role.MARKET_OPERATOR,
                        Scope.only(Set.of("jiangsu")),
                        "江苏股权交易中心",
                        "Jiangsu market"));
        HubOffice office = new HubOffice(home(federation), JIANGSU, token);
        DailyBusiness business = new DailyBusiness(
                market, office, SEED, () -> federation.clock().now().toInstant());
        business.prepare();
        TransactionRecord transfer = business.trade();
        assertThat(federation.awaitVerified(JIANGSU, transfer.height(), PATIENCE))
                .isTrue();
        return transfer;
    }

    private static URI home(Federation federation) {
        return URI.create("http://127.0.0.1:" + federation.httpPort());
    }

    private static void logIn(Browser browser, Federation federation) {
        String token = federation
                .desk()
                .oneTimeLogin(new Visitor(
                        "jiangsu-regulator",
                        Visitor.Role.PROVINCIAL_REGULATOR,
                        Scope.only(Set.of("jiangsu")),
                        "江苏省地方金融管理局",
                        "Jiangsu provincial regulator"));
        browser.open(home(federation).resolve("/login?token=" + token));
        browser.read("江苏省地方金融管理局");
    }

    private static void fromOverviewToMarket(Browser browser) {
        browser.see(".tile.ok[data-chain=jiangsu]");
        assertThat(browser.all(".tile.outside")).hasSize(34);
        browser.keepPicture("walk-1-overview");
        browser.click("[data-chain=jiangsu]");
        browser.see("h1[data-chain=jiangsu]");
        browser.read("jiangsu-3");
        browser.keepPicture("walk-2-market");
    }

    private static void fromMarketToTransfer(Browser browser, String transfer) {
        browser.click("a.tally[href^='#/transfers']");
        browser.click("a.button[href='#/transfers/jiangsu/" + transfer + "']");
        browser.read("转让穿透检查");
        browser.read("transfers.transfer");
        browser.keepPicture("walk-3-transfer");
    }

    private static void verified(Browser browser) {
        browser.click("#verify");
        WebElement verdict = browser.see("#verdict");
        assertThat(verdict.getText()).contains("已验证", "与本监管链创世节点集一致");
        assertThat(browser.all("[data-check][data-state=ok]")).hasSize(13);
        browser.keepPicture("walk-4-verified");
        assertThat(browser.complaints()).isEmpty();
    }

    private static void refusedElsewhere(Browser browser) {
        browser.go("#/chains/zhejiang");
        browser.see(".wall.refused");
        assertThat(browser.text()).contains("无权查看", "OUT_OF_SCOPE").doesNotContain("zhejiang-0");
        browser.keepPicture("walk-5-refused");
    }
}
