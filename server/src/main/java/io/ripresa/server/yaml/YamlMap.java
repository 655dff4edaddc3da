package io.ripresa.server.yaml;

import io.ripresa.server.NearestName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The keys of one place in a YAML file, each read with its type; what is wrong is told with file, line and fix. */
public final class YamlMap {

    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h|d)");
    private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");
    private static final Duration LONGEST = Duration.ofDays(7);

    private final String kind;
    private final Path file;
    private final String path;
    private final Node place;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    /**
     * @param kind what the file is, at the beginning of a sentence
     * @param path how the keys above it are called, with a dot at the end, or empty
     * @param known the keys that it may have
     */
    public YamlMap(String kind, Path file, String path, Node node, List<String> known) {
        this.kind = kind;
        this.file = file;
        this.path = path;
        this.place = node;
        if (!(node instanceof MappingNode map)) {
            throw wrong(
                    node, (path.isEmpty() ? "has" : quoted("") + " has") + " no keys", "Write \"key: value\" pairs.");
        }
        for (NodeTuple entry : map.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!known.contains(key)) {
                String nearest = NearestName.among(known, key);
                throw wrong(
                        entry.getKeyNode(),
                        "has the unknown key " + quoted(key),
                        nearest == null
                                ? "Known here: " + String.join(", ", known) + "."
                                : "Did you mean \"" + path + nearest + "\"?");
            }
            if (entries.put(key, entry) != null) {
                throw wrong(entry.getKeyNode(), "gives " + quoted(key) + " twice", "Remove one of the two.");
            }
        }
    }

    private YamlMap(YamlMap other, String path) {
        this.kind = other.kind;
        this.file = other.file;
        this.path = path;
        this.place = other.place;
        this.entries.putAll(other.entries);
    }

    public boolean has(String key) {
        NodeTuple entry = entries.get(key);
        return entry != null && !entry.getValueNode().getTag().equals(Tag.NULL);
    }

    private Node node(String key) {
        NodeTuple entry = entries.get(key);
        if (entry == null) {
            throw wrong(place, "has no " + quoted(key), "Add it.");
        }
        return entry.getValueNode();
    }

    public String text(String key) {
        if (node(key) instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue().strip();
        }
        throw wrong(node(key), "gives " + quoted(key) + " no plain value", "Write \"" + key + ": value\".");
    }

    public int whole(String key, int fallback, int least, int most) {
        if (!has(key)) {
            return fallback;
        }
        String text = text(key).replace("_", "").replace(",", "");
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw unfit(key, "Give a whole number from " + least + " to " + most + ".");
        }
        return Integer.parseInt(text);
    }

    public boolean flag(String key, boolean fallback) {
        if (!has(key)) {
            return fallback;
        }
        return switch (text(key).toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw unfit(key, "Give true or false.");
        };
    }

    public double number(String key, double least, double most) {
        String text = text(key).replaceFirst("\\s*/\\s*s$", "");
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw unfit(key, "Give a number from " + plain(least) + " to " + plain(most) + ".");
    }

    /** Whether a value is written as a percentage. */
    public boolean isPercent(String key) {
        return PERCENT.matcher(text(key)).matches();
    }

    /** A share from 0 to 1, written as a percentage or a fraction. */
    public double share(String key, double fallback) {
        if (!has(key)) {
            return fallback;
        }
        Matcher percent = PERCENT.matcher(text(key));
        try {
            double value =
                    percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : Double.parseDouble(text(key));
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw unfit(key, "Give a share like \"5 %\" or 0.05.");
    }

    public Duration duration(String key, @Nullable Duration fallback) {
        if (!has(key) && fallback != null) {
            return fallback;
        }
        Duration sum = Duration.ZERO;
        String text = text(key).toLowerCase(Locale.ROOT);
        Matcher part = DURATION.matcher(text);
        int end = 0;
        while (part.find() && text.substring(end, part.start()).isBlank()) {
            double value = Double.parseDouble(part.group(1));
            double seconds = switch (part.group(2)) {
                case "ms" -> value / 1_000;
                case "s" -> value;
                case "m" -> value * 60;
                case "h" -> value * 3_600;
                default -> value * 86_400;
            };
            sum = sum.plusNanos(Math.round(Math.min(seconds, 1e9) * 1e9));
            end = part.end();
        }
        if (end == 0 || !text.substring(end).isBlank() || sum.compareTo(LONGEST) > 0) {
            throw unfit(key, "Give a duration like 250ms, 30s, 5m or 1h 30m, at most 7d.");
        }
        return sum;
    }

    public <E extends Enum<E>> E choice(String key, E fallback, Class<E> type) {
        return has(key) ? choice(key, text(key), type) : fallback;
    }

    /** A value of a kind, which must be there. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        return choice(key, text(key), type);
    }

    private <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E value : type.getEnumConstants()) {
            String name = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return value;
            }
            names.add(name);
        }
        throw wrong(
                node(key),
                "gives " + quoted(key) + " the value \"" + text + "\"",
                "Give one of " + String.join(", ", names) + ".");
    }

    /** One value or a list of them; "none" and an empty list are none. */
    public <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
        List<E> chosen = new ArrayList<>();
        if (!has(key)) {
            return chosen;
        }
        List<Node> nodes = node(key) instanceof SequenceNode list ? list.getValue() : List.of(node(key));
        for (Node element : nodes) {
            String text = element instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (!text.equals("none")) {
                chosen.add(choice(key, text, type));
            }
        }
        return chosen;
    }

    /** One plain value or a list of them. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        List<Node> nodes = node(key) instanceof SequenceNode list ? list.getValue() : List.of(node(key));
        for (Node element : nodes) {
            if (!(element instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
                throw wrong(element, "gives " + quoted(key) + " an element that is no plain value", "Write texts.");
            }
            texts.add(scalar.getValue().strip());
        }
        return texts;
    }

    /** The same keys under another name of their place. */
    public YamlMap called(String name) {
        return new YamlMap(this, name);
    }

    /** The line where it begins, from 1. */
    public int line() {
        return place.getStartMark().getLine() + 1;
    }

    public boolean isScalar(String key) {
        return node(key) instanceof ScalarNode;
    }

    public YamlMap map(String key, List<String> known) {
        return new YamlMap(kind, file, path + key + ".", node(key), known);
    }

    /** A list of maps. */
    public List<YamlMap> maps(String key, List<String> known) {
        if (!has(key)) {
            return List.of();
        }
        if (!(node(key) instanceof SequenceNode list)) {
            throw wrong(node(key), "gives " + quoted(key) + " no list", "Begin each element with \"- \".");
        }
        List<YamlMap> maps = new ArrayList<>();
        for (int i = 0; i < list.getValue().size(); i++) {
            maps.add(new YamlMap(
                    kind, file, path + key + "[" + i + "].", list.getValue().get(i), known));
        }
        return maps;
    }

    public BadFile unfit(String key, String fix) {
        return wrong(node(key), "gives " + quoted(key) + " the value \"" + text(key) + "\"", fix);
    }

    /** Something is wrong with what belongs to a key, whatever its value. */
    public BadFile wrong(String key, String problem, String fix) {
        NodeTuple entry = entries.get(key);
        return wrong(entry == null ? place : entry.getKeyNode(), problem, fix);
    }

    private BadFile wrong(Node at, String problem, String fix) {
        return new BadFile(
                kind + " " + file + " line " + (at.getStartMark().getLine() + 1) + " " + problem + ". " + fix);
    }

    private String quoted(String key) {
        String name = path + key;
        return "\"" + (name.endsWith(".") ? name.substring(0, name.length() - 1) : name) + "\"";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
