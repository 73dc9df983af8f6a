package io.regchain.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** The pages in a real browser, over fixed answers; each leaves a picture. */
class DashboardBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static DashboardFixtureServer server;

    private Browser browser;

    @BeforeAll
    static void start() {
        server = new DashboardFixtureServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        browser = Browser.open(SCREENSHOTS, 1920, 1080);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private void logIn(String who) {
        browser.open(server.address().resolve("/login?token=" + who));
        browser.see(".tilemap");
    }

    @Test
    void withoutASessionThePageAsksForALoginLink() {
        browser.open(server.address());
        browser.read("需要登录");
        browser.keepPicture("login");
    }

    @Test
    void theOverviewShowsAllMarketsAndTheHeightGrowsByItself() {
        logIn("operator");
        assertThat(browser.all(".tile")).hasSize(35);
        assertThat(browser.all(".ticker li")).isNotEmpty();
        assertThat(browser.all("a.tally"))
                .as("every number opens to its records")
                .hasSize(6);
        int before = height();
        await().atMost(Duration.ofSeconds(30)).until(() -> height() > before + 1);
        browser.keepPicture("overview");
        browser.resize(1366, 768);
        browser.keepPicture("overview-1366");
        assertThat(browser.run("return document.documentElement.scrollWidth <= 1366"))
                .isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void allMarketsInSightStandInOneTable() {
        logIn("operator");
        browser.go("#/chains");
        browser.read("江苏股权交易中心有限责任公司");
        assertThat(browser.all("tbody tr")).hasSize(35);
        browser.keepPicture("chains");
        browser.click("a[href='#/status']");
        browser.read("没有任何节点应答");
        assertThat(browser.text())
                .contains("已报告高度", "已核验高度", "已证明高度", "失联", "停滞", "缓慢", "须由浙江股权交易中心有限公司恢复其登记的节点或网络")
                .contains("浙江 → 上海 · main #9", "送往目标链", "目标链 上海", "已过期限", "北京 → 江苏 · main #12", "已发出，监管链未受理");
        assertThat(browser.all("tbody tr")).as("six chains and four calls").hasSize(10);
        browser.keepPicture("status");
    }

    private int height() {
        return Integer.parseInt(browser.see(".giant").getText().replace(",", ""));
    }

    @Test
    void theScreenSpeaksEnglishWhenAskedAndKeepsToItForTheSession() {
        logIn("operator");
        browser.click("#language");
        browser.read("Supervision chain height");
        browser.open(server.address() + "/#/transfers");
        browser.run("location.reload()");
        browser.read("Share transfers");
        browser.go("#/");
        browser.see(".tilemap");
        browser.keepPicture("overview-english");
    }

    @Test
    void aChainShowsItsValidatorsWithTheirOrganisationsAndAHeaderItsSeals() {
        logIn("jiangsu");
        browser.click("[data-chain=jiangsu]");
        browser.read("江苏征信有限公司");
        assertThat(browser.see(".ladder").getText()).contains("9", "7", "6", "落后 2 个高度", "落后 1 个高度");
        assertThat(browser.text()).contains("高度 6 至 9：已取 1，余 3", "2 个对象缺少版本", "200 个中 6 个迟于业务发生超过 1 小时");
        browser.keepPicture("chain");
        browser.go("#/status");
        browser.read("待监管决定");
        assertThat(browser.text())
                .as("a province sees its own chain, and calls it is an end of")
                .contains("深圳 → 江苏")
                .doesNotContain("没有任何节点应答", "浙江 → 上海");
        browser.go("#/chains/jiangsu/headers/7");
        browser.read("全部签名有效");
        browser.keepPicture("header");
    }

    @Test
    void aCallShowsWhatWasProvenOnEachHop() {
        logIn("operator");
        browser.go("#/calls");
        browser.read("ROUTE_DENIED");
        browser.keepPicture("calls");
        browser.go("#/calls/zhejiang/jiangsu/main/7");
        browser.see(".flow svg");
        assertThat(browser.all(".hop")).hasSize(3);
        assertThat(browser.all(".arrow")).hasSize(5);
        browser.keepPicture("call");
        browser.go("#/calls/jiangsu/shenzhen/main/2");
        browser.see(".hop-absence");
        browser.keepPicture("call-timed-out");
        browser.go("#/calls/shenzhen/jiangsu/main/1");
        browser.read("待监管决定");
        browser.read("等待监管人员放行或拒绝");
        browser.read("须由跨链调用监管人员放行");
        assertThat(browser.all(".hop")).hasSize(1);
        assertThat(browser.all(".arrow")).hasSize(1);
        browser.keepPicture("call-held");
    }

    @Test
    void anObjectShowsItsSealsAndProofWithPersonsMasked() {
        logIn("jiangsu");
        browser.go("#/objects");
        browser.read("R-0001");
        browser.go("#/objects/jiangsu/R-0001/0");
        browser.read("沈**");
        assertThat(browser.text()).contains("139****1234").doesNotContain("沈知远", "13900001234");
        browser.keepPicture("object");
    }

    @Test
    void theEvidenceOfATransferIsVerifiedInThePage() {
        logIn("jiangsu");
        browser.go("#/transfers");
        browser.read("穿透检查");
        browser.keepPicture("transfers");
        browser.go("#/transfers/jiangsu/" + server.transaction());
        browser.click("#verify");
        WebElement verdict = browser.see("#verdict");
        assertThat(verdict.getDomAttribute("data-verdict")).isEqualTo("verified");
        assertThat(verdict.getText()).contains("已验证", "与本监管链创世节点集一致");
        assertThat(browser.all("[data-check][data-state=ok]")).hasSize(13);
        browser.keepPicture("transfer-verified");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aFileWithOneDigitOfASealChangedIsRefusedInThePage() {
        logIn("jiangsu");
        browser.go("#/transfers/jiangsu/" + FixtureData.TAMPERED);
        browser.click("#verify");
        assertThat(browser.see("#verdict").getDomAttribute("data-verdict")).isEqualTo("refused");
        assertThat(browser.see("[data-check=anchor-certificate]").getText()).contains("SEAL_INVALID");
        browser.keepPicture("transfer-refused");
    }

    @Test
    void anotherProvincesPageIsRefusedClearly() {
        logIn("jiangsu");
        browser.go("#/chains/zhejiang");
        browser.see(".wall.refused");
        assertThat(browser.text()).contains("无权查看", "OUT_OF_SCOPE");
        browser.keepPicture("refused");
    }

    @Test
    void anomaliesNameTheirReason() {
        logIn("jiangsu");
        browser.go("#/anomalies");
        browser.read("OBJECT_SEAL_INVALID");
        browser.keepPicture("anomalies");
    }
}
