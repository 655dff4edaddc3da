package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import io.ripresa.web.Chromium;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The page as a person uses it. Set RIPRESA_REQUIRE_BROWSER=true where it must not be skipped. */
final class PageInBrowser {

    private final Chromium browser;

    PageInBrowser(Chromium browser) {
        this.browser = browser;
    }

    static Path chromium() {
        Optional<Path> installed = Chromium.installed();
        if (installed.isEmpty()) {
            String missing = "no chromium on the PATH: the page is not tested in a browser (apt-get install chromium)";
            if ("true".equals(System.getenv("RIPRESA_REQUIRE_BROWSER"))) {
                fail(missing);
            }
            Assumptions.abort(missing);
        }
        return installed.orElseThrow();
    }

    /** Asks for a page, and is first asked by the application who it is. */
    void signIn(URI page, String name) {
        browser.open(page);
        awaitText("body", "Please sign in");
        browser.eval("document.querySelector('#username').value = '" + name + "';"
                + "document.querySelector('#password').value = '" + name + "';"
                + "document.querySelector('form').submit()");
    }

    /** Signs out elsewhere, so that this page is not told. */
    void signOut() {
        browser.eval("fetch('/logout', { method: 'POST', redirect: 'manual', headers:"
                + " { 'X-XSRF-TOKEN': document.cookie.match(/XSRF-TOKEN=([^;]*)/)[1] } }).then(() => 'out')");
    }

    /** Presses the button of the kill switch, gives the reason, and sends it. */
    void order(String button, String reason) {
        await().ignoreExceptions()
                .atMost(OrdersApplicationTest.LONG)
                .until(() -> browser.eval("document.querySelector('.top-bar button').innerText")
                        .equals(button));
        browser.eval("document.querySelector('.top-bar button').click()");
        awaitText("dialog[open]", "As ops: this name goes into the journal.");
        browser.eval("document.querySelector('dialog input[name=reason]').value = '" + reason + "';"
                + "document.querySelector('dialog button[type=submit]').click()");
    }

    private String text(String selector) {
        return browser.eval("document.querySelector('" + selector + "')?.innerText ?? ''");
    }

    void awaitText(String selector, String text) {
        await().ignoreExceptions()
                .atMost(OrdersApplicationTest.LONG)
                .untilAsserted(() -> assertThat(text(selector)).contains(text));
    }

    void awaitNoText(String selector, String text) {
        await().ignoreExceptions()
                .atMost(OrdersApplicationTest.LONG)
                .untilAsserted(() -> assertThat(text(selector)).isNotEmpty().doesNotContain(text));
    }

    /** Kept for people to look at. */
    void save(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), browser.screenshot());
    }
}
