package io.ripresa.simulation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as inline SVG, without scripts or anything from elsewhere. Lines are drawn in the order in which they are
 * added; colours come from the page's style, by class.
 */
public final class SvgChart {

    private static final String STANDALONE = """
            <style>
            text { font: 10px system-ui, sans-serif; fill: #555; } text.cap { font-size: 11px; }
            .grid { stroke: #ddd; } .mark { stroke: #2a7d46; stroke-dasharray: 3 3; }
            .line { fill: none; stroke-width: 2.2; stroke: #777; } .thin { stroke-width: 1; opacity: .7; }
            .ripresa { stroke: #1c6dd0; } .jobrunr { stroke: #c2571a; } .db-scheduler { stroke: #7a4fb5; }
            text.name { font-size: 12px; font-weight: 600; stroke: none; }
            text.ripresa { fill: #1c6dd0; } text.jobrunr { fill: #c2571a; } text.db-scheduler { fill: #7a4fb5; }
            </style>
            <rect width="100%" height="100%" fill="#fff"/>""";
    private static final int LEFT = 44;
    private static final int RIGHT = 8;
    private static final int TOP = 18;
    private static final int BOTTOM = 20;

    private final String title;
    private final int width;
    private final int height;
    private final double seconds;
    private final List<Line> lines = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Name> names = new ArrayList<>();
    private double most;

    private record Line(String name, String style, double[] values, boolean filled) {}

    private record Mark(String text, double at) {}

    private record Name(String text, String style) {}

    /**
     * @param title what it shows, with its unit
     * @param seconds length of the time axis
     */
    public SvgChart(String title, int width, int height, double seconds) {
        this.title = title;
        this.width = width;
        this.height = height;
        this.seconds = seconds;
    }

    /** Adds a line; values are spread evenly over the time axis. */
    public SvgChart line(String name, String style, double[] values) {
        return add(new Line(name, style, values, false));
    }

    /** Adds an area below a line. */
    public SvgChart area(String name, String style, double[] values) {
        return add(new Line(name, style, values, true));
    }

    private SvgChart add(Line line) {
        lines.add(line);
        for (double value : line.values()) {
            most = Math.max(most, value);
        }
        return this;
    }

    /** Cuts the value axis: what is higher leaves the picture at its top. */
    public SvgChart upTo(double limit) {
        most = Math.min(most, limit);
        return this;
    }

    public SvgChart mark(String text, double atSeconds) {
        marks.add(new Mark(text, atSeconds));
        return this;
    }

    /** Writes the name of a line into the picture, one below the other at the right. */
    public SvgChart name(String name, String style) {
        names.add(new Name(name, style));
        return this;
    }

    /** The same as a file of its own, with colours for the lines of those who are compared and a white ground. */
    public String standalone() {
        return svg().replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
                .replaceFirst("</title>", "</title>" + STANDALONE);
    }

    /** The chart, to be put into a page that has the styles. */
    public String svg() {
        double top = nice(most);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><title>%s</title>",
                width,
                height,
                Markup.text(title),
                Markup.text(title)));
        svg.append(text(LEFT, 11, "cap", "start", title));
        for (double share : new double[] {0, 0.5, 1}) {
            double y = y(share * top, top);
            svg.append(String.format(Locale.ROOT, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, width - RIGHT));
            svg.append(text(LEFT - 4, y + 3.5, "tick", "end", number(share * top)));
        }
        for (double at : ticks()) {
            svg.append(text(x(at), height - 6, "tick", "middle", time(at)));
        }
        for (Mark mark : marks) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"mark\" d=\"M%.1f %dV%d\"><title>%s</title></path>",
                    x(mark.at()),
                    TOP,
                    height - BOTTOM,
                    Markup.text(mark.text())));
        }
        for (Line line : lines) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"%s\" d=\"%s\"><title>%s</title></path>",
                    line.style(),
                    path(line, top),
                    Markup.text(line.name())));
        }
        for (int i = 0; i < names.size(); i++) {
            Name each = names.get(i);
            svg.append(text(width - RIGHT - 4, TOP + 16 + 16 * i, "name " + each.style(), "end", each.text()));
        }
        return svg.append("</svg>").toString();
    }

    /** Steps, drawn as such; points between which nothing changes are left out. */
    private String path(Line line, double top) {
        double[] values = line.values();
        double step = seconds / values.length;
        StringBuilder path = new StringBuilder();
        double last = -1;
        for (int i = 0; i < values.length; i++) {
            double y = y(Math.min(values[i], top), top);
            if (i == 0) {
                path.append(String.format(Locale.ROOT, "M%d %.1f", LEFT, y));
            } else if (y != last) {
                path.append(String.format(Locale.ROOT, "H%.1fV%.1f", x(i * step), y));
            }
            last = y;
        }
        path.append(String.format(Locale.ROOT, "H%d", width - RIGHT));
        if (line.filled()) {
            path.append(String.format(Locale.ROOT, "V%.1fH%dZ", y(0, top), LEFT));
        }
        return path.toString();
    }

    private double x(double atSeconds) {
        return LEFT + (width - LEFT - RIGHT) * Math.min(1, atSeconds / seconds);
    }

    private double y(double value, double top) {
        return height - BOTTOM - (height - TOP - BOTTOM) * (top == 0 ? 0 : value / top);
    }

    private List<Double> ticks() {
        double rough = seconds / 4;
        double step = 3_600 * 24;
        for (double candidate : new double[] {30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800}) {
            if (candidate >= rough) {
                step = candidate;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (double at = 0; at <= seconds; at += step) {
            ticks.add(at);
        }
        return ticks;
    }

    private static String text(double x, double y, String style, String anchor, String words) {
        return String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                style,
                x,
                y,
                anchor,
                Markup.text(words));
    }

    /** The next round number. */
    private static double nice(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10}) {
            if (factor * power >= value * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String number(double value) {
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.0fk", value / 1_000);
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String time(double atSeconds) {
        if (atSeconds == 0) {
            return "0";
        }
        return atSeconds % 3_600 == 0
                ? String.format(Locale.ROOT, "%.0f h", atSeconds / 3_600)
                : atSeconds % 60 == 0
                        ? String.format(Locale.ROOT, "%.0f min", atSeconds / 60)
                        : String.format(Locale.ROOT, "%.0f s", atSeconds);
    }
}
