package io.ripresa.simulation.report;

/** Text for HTML and SVG. */
final class Markup {

    private Markup() {}

    /** The text, with everything escaped that could be taken for markup. */
    static String text(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
