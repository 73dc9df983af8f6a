package io.regchain.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;

class DashboardFilesTest {
    private final WebAssets assets = new WebAssets();

    @Test
    void everyFileOfTheFolderIsServedAndNoOther() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(WebAssets.class.getResource("/io/regchain/dashboards/web"))
                .toURI());
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> found = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
            assertThat(found).containsExactlyInAnyOrderElementsOf(WebAssets.FILES);
        }
    }

    @Test
    void thePageAsksForAssetsOfItsVersionOnly() {
        String index = text("index.html");
        assertThat(index)
                .contains("/assets/" + assets.version() + "/app/main.js")
                .doesNotContain("{version}");
        assertThat(get("/assets/" + assets.version() + "/app/main.js")).isPresent();
        assertThat(get("/assets/0000000000000000/app/main.js")).isEmpty();
    }

    @Test
    void thePageHoldsNoScriptOfItsOwnSoThatTheSecurityPolicyCanForbidThem() {
        assertThat(text("index.html"))
                .doesNotContainPattern("<script(?![^>]*src=)")
                .doesNotContain("onclick");
    }

    @Test
    void theLibraryStandsAtTheAddressTheScriptsImport() {
        String address = text("app/vue.js").replaceAll("(?s).*from '([^']+)'.*", "$1");
        assertThat(get(address)).isPresent();
    }

    @Test
    void assetsAreKeptForGoodAndThePageItselfNever() {
        assertThat(header(get("/assets/" + assets.version() + "/app.css"), "Cache-Control"))
                .contains("immutable");
        assertThat(header(get("/"), "Cache-Control")).isEqualTo("no-cache");
        assertThat(get("/favicon.ico")).isPresent();
    }

    @Test
    void aBrowserThatTakesGzipGetsIt() {
        HttpRequest request = HttpRequest.create("/").addHeader(RawHeader.create("Accept-Encoding", "gzip, br"));
        assertThat(header(DashboardPages.pages().apply(request), "Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(get("/").orElseThrow().getHeader("Content-Encoding")).isEmpty();
    }

    @Test
    void addressesOfTheApiAndStepsOutOfTheFolderAreNotThePages() {
        assertThat(get("/api/v1/overview")).isEmpty();
        assertThat(get("/assets/" + assets.version() + "/../WebAssets.class")).isEmpty();
        assertThat(get("/webjars/vue/" + WebAssets.VUE + "/vue.cjs.js")).isEmpty();
    }

    private String text(String name) {
        return new String(assets.file(name).orElseThrow().plain(), StandardCharsets.UTF_8);
    }

    private static Optional<HttpResponse> get(String path) {
        return DashboardPages.pages().apply(HttpRequest.create(path));
    }

    private static String header(Optional<HttpResponse> response, String name) {
        return response.orElseThrow().getHeader(name).orElseThrow().value();
    }
}
