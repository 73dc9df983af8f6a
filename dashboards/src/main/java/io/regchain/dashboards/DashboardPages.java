package io.regchain.dashboards;

import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Answers {@code /}, {@code /favicon.svg}, {@code /assets/<version>/…} and the library under {@code /webjars}; empty for
 * every other address. Assets carry the version of all of them in their path, so browsers keep them for good.
 */
public final class DashboardPages {
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String ASK_EACH_TIME = "no-cache";
    private static final String A_DAY = "public, max-age=86400";

    private final WebAssets assets = new WebAssets();
    private final String assetFolder = "/assets/" + assets.version() + "/";
    private final String vuePath = "/webjars/vue/" + WebAssets.VUE + "/" + WebAssets.VUE_SCRIPT;

    private DashboardPages() {}

    /** What the hub's HTTP side asks first for every GET. */
    public static Function<HttpRequest, Optional<HttpResponse>> pages() {
        return new DashboardPages()::answer;
    }

    private Optional<HttpResponse> answer(HttpRequest request) {
        String path = request.getUri().getPathString();
        return switch (path) {
            case "/" -> file(request, WebAssets.INDEX, ASK_EACH_TIME);
            case "/favicon.svg", "/favicon.ico" -> file(request, WebAssets.FAVICON, A_DAY);
            default -> versioned(request, path);
        };
    }

    private Optional<HttpResponse> versioned(HttpRequest request, String path) {
        if (path.equals(vuePath)) {
            return Optional.of(response(request, assets.vue(), FOREVER));
        }
        return path.startsWith(assetFolder)
                ? file(request, path.substring(assetFolder.length()), FOREVER)
                : Optional.empty();
    }

    private Optional<HttpResponse> file(HttpRequest request, String name, String keep) {
        return assets.file(name).map(asset -> response(request, asset, keep));
    }

    private static HttpResponse response(HttpRequest request, WebAssets.Asset asset, String keep) {
        boolean gzip = request.getHeader("Accept-Encoding")
                .map(HttpHeader::value)
                .filter(accepted -> accepted.contains("gzip"))
                .isPresent();
        HttpResponse response = HttpResponse.create()
                .withEntity(ContentTypes.parse(asset.contentType()), gzip ? asset.gzip() : asset.plain())
                .addHeader(RawHeader.create("Cache-Control", keep))
                .addHeader(RawHeader.create("Vary", "Accept-Encoding"));
        return gzip ? response.addHeader(RawHeader.create("Content-Encoding", "gzip")) : response;
    }
}
