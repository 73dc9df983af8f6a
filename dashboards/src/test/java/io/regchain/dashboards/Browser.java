package io.regchain.dashboards;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium without a window, with a profile of its own; skips the test where there is none. */
public final class Browser implements AutoCloseable {
    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final String INSTALL =
            "apt-get update && apt-get install -y chromium chromium-driver fonts-noto-cjk";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path profile;
    private final Path screenshots;
    private final ChromeDriver driver;

    private Browser(Path screenshots, int width, int height) {
        try {
            this.screenshots = Files.createDirectories(screenshots);
            this.profile = Files.createTempDirectory("chromium");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .usingAnyFreePort()
                        .build(),
                options());
        resize(width, height);
    }

    /** @param screenshots the folder to keep pictures in */
    public static Browser open(Path screenshots, int width, int height) {
        Assumptions.assumeTrue(
                CHROMIUM.canExecute() && DRIVER.canExecute(), "no Chromium here; to run this: " + INSTALL);
        return new Browser(screenshots, width, height);
    }

    private ChromeOptions options() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-prefers-reduced-motion",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        return options;
    }

    public void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void open(Object address) {
        driver.get(address.toString());
    }

    /** Goes to an address within the pages, such as {@code #/calls}. */
    public void go(String hash) {
        driver.executeScript("location.hash = arguments[0]", hash);
    }

    /** Waits until it is there and visible. */
    public WebElement see(String selector) {
        return new WebDriverWait(driver, PATIENCE)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
    }

    /** Waits until the page says this somewhere. */
    public void read(String text) {
        new WebDriverWait(driver, PATIENCE).until(d -> text().contains(text));
    }

    public void click(String selector) {
        see(selector);
        driver.executeScript("document.querySelector(arguments[0]).click()", selector);
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    public String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText"));
    }

    public Object run(String script) {
        return driver.executeScript(script);
    }

    public String keepPicture(String name) {
        try {
            Path file = Files.write(screenshots.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser complained about: script faults, refused resources, broken policies. */
    public List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
