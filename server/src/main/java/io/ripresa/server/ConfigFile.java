package io.ripresa.server;

import io.ripresa.spring.BadSetting;
import io.ripresa.spring.RipresaProperties;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML file with settings under {@code ripresa:}. Read whole and checked whole before anything starts: a wrong key or
 * value is one message with file, line and what is meant instead.
 */
final class ConfigFile {

    private static final long MOST_BYTES = 1 << 20;

    private final Path file;
    private final KnownKeys known = new KnownKeys();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private ConfigFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @return the settings by key, without the prefix {@code ripresa.}
     * @throws StartFailure if it cannot be read, or something in it is wrong
     */
    static Map<String, String> read(Path file) {
        ConfigFile config = new ConfigFile(file);
        config.parse(config.text());
        config.check();
        return config.values;
    }

    private String text() {
        try {
            if (Files.isDirectory(file)) {
                throw wrong("is a directory", "Give --config a YAML file.");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw wrong("is larger than 1 MB", "Give --config a YAML file of settings.");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw wrong("does not exist", "Create it, or correct --config.");
        } catch (AccessDeniedException e) {
            throw wrong("cannot be read: permission denied", "Allow this user to read it.");
        } catch (CharacterCodingException e) {
            throw wrong("is not UTF-8 text", "Save it as UTF-8.");
        } catch (IOException e) {
            throw new StartFailure("Configuration file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void parse(String text) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root == null) {
                return;
            }
            if (!(root instanceof MappingNode map)) {
                throw wrong(at(root) + "does not begin with a key", "Begin it with \"ripresa:\".");
            }
            for (NodeTuple entry : map.getValue()) {
                String key = keyOf(entry);
                if (!key.equals("ripresa") && !key.startsWith("ripresa.")) {
                    throw wrong(
                            at(entry.getKeyNode()) + "has the unknown key \"" + key + "\"",
                            "Put all settings under \"ripresa:\".");
                }
                String below = key.equals("ripresa") ? "" : key.substring("ripresa.".length());
                collect(below, entry.getValueNode(), entry.getKeyNode());
            }
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + " ";
            throw wrong(where + "is not well-formed YAML: " + e.getProblem(), "Check indentation and quotes there.");
        } catch (YAMLException e) {
            throw wrong("is not well-formed YAML: " + e.getMessage(), "Check indentation and quotes.");
        }
    }

    private void collect(String key, Node value, Node place) {
        if (value instanceof MappingNode map) {
            requireGroup(key, place);
            for (NodeTuple entry : map.getValue()) {
                String name = keyOf(entry);
                collect(key.isEmpty() ? name : key + "." + name, entry.getValueNode(), entry.getKeyNode());
            }
        } else if (value instanceof SequenceNode list) {
            requireGroup(key, place);
            for (int i = 0; i < list.getValue().size(); i++) {
                Node element = list.getValue().get(i);
                collect(key + "[" + i + "]", element, element);
            }
        } else if (value instanceof ScalarNode scalar) {
            scalar(key, scalar, place);
        }
    }

    private void scalar(String key, ScalarNode scalar, Node place) {
        if (scalar.getTag().equals(Tag.NULL) && (key.isEmpty() || known.isGroup(key))) {
            return;
        }
        if (!known.contains(key)) {
            if (known.isGroup(key)) {
                throw wrong(
                        at(place) + "gives \"ripresa." + key + "\" the value \"" + scalar.getValue()
                                + "\", but it is a group of settings",
                        "Put its settings on lines of their own below it.");
            }
            throw unknown(key, place);
        }
        Integer before = lines.get(key);
        if (before != null) {
            throw wrong(
                    at(place) + "gives \"ripresa." + key + "\" again, after line " + before, "Remove one of the two.");
        }
        values.put(key, scalar.getValue());
        lines.put(key, place.getStartMark().getLine() + 1);
    }

    private void requireGroup(String key, Node place) {
        if (!key.isEmpty() && !known.isGroup(key)) {
            throw known.contains(key)
                    ? wrong(
                            at(place) + "gives \"ripresa." + key + "\" settings of its own, but it takes one value",
                            "Write it as \"key: value\".")
                    : unknown(key, place);
        }
    }

    /** Binds what was read as the application will, so that a value that does not fit is found with its line. */
    private void check() {
        Map<String, String> bound = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (!KnownKeys.OF_THE_SERVER.contains(key)) {
                bound.put("ripresa." + key, value);
            }
        });
        demandNumber(KnownKeys.PORT, 0, 65_535, "which is no port");
        demandNumber(
                KnownKeys.DATABASE_CONNECTIONS,
                DatabaseSettings.FEWEST_CONNECTIONS,
                DatabaseSettings.MOST_CONNECTIONS,
                "which does not fit");
        try {
            new Binder(new MapConfigurationPropertySource(bound)).bindOrCreate("ripresa", RipresaProperties.class);
        } catch (BindException e) {
            throw translated(e);
        }
    }

    private void demandNumber(String key, int least, int most, String complaint) {
        String value = values.get(key);
        if (value == null) {
            return;
        }
        boolean fits = value.matches("\\d{1,5}") && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most;
        if (!fits) {
            throw wrong(
                    atKey(key) + "gives \"ripresa." + key + "\" the value \"" + value + "\", " + complaint,
                    "Give a number from " + least + " to " + most + ".");
        }
    }

    private StartFailure translated(BindException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadSetting bad) {
                String key = bad.key().replaceFirst("^ripresa\\.", "");
                return wrong(
                        atKey(key) + "is wrong: "
                                + String.valueOf(bad.getMessage()).replaceAll("\\.$", ""),
                        bad.fix());
            }
        }
        String key = e.getName().toString().replaceFirst("^ripresa\\.", "");
        var property = e.getProperty();
        String value = property == null ? "" : " the value \"" + property.getValue() + "\"";
        String target = String.valueOf(e.getTarget().getType()).replaceFirst(".*[.$]", "");
        return wrong(atKey(key) + "gives \"ripresa." + key + "\"" + value + ", which does not fit", fixFor(target, e));
    }

    private static String fixFor(String target, BindException e) {
        Class<?> type = e.getTarget().getType().resolve();
        if (type != null && type.isEnum()) {
            return "Give one of " + List.of(type.getEnumConstants()) + ".";
        }
        return switch (target) {
            case "Duration" -> "Give a duration like 30s, 5m or 2h.";
            case "int", "Integer" -> "Give a whole number.";
            case "Double", "double" -> "Give a number.";
            case "boolean", "Boolean" -> "Give true or false.";
            default -> "Give a " + target + ".";
        };
    }

    private String atKey(String key) {
        Integer line = lines.get(key);
        if (line == null) {
            line = lines.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(key))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        return line == null ? "" : "line " + line + " ";
    }

    private StartFailure unknown(String key, Node place) {
        @Nullable String nearest = known.nearest(key);
        return wrong(
                at(place) + "has the unknown key \"ripresa." + key + "\"",
                nearest == null ? "Remove it; the manual lists all keys." : "Did you mean \"" + nearest + "\"?");
    }

    private StartFailure wrong(String problem, String fix) {
        return new StartFailure("Configuration file " + file + " " + problem + ". " + fix, null);
    }

    private static String at(Node node) {
        return "line " + (node.getStartMark().getLine() + 1) + " ";
    }

    private static String keyOf(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }
}
