package io.ripresa.server.simulate;

import io.ripresa.simulation.scenario.OutageScenario;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Scenario files: YAML, one scenario per document. The format is in {@code docs/scenarios.md}. */
final class ScenarioFile {

    private static final long MOST_BYTES = 1 << 20;
    private static final String ADVICE = "Give --scenario a YAML file or a folder of them.";

    private ScenarioFile() {}

    /**
     * Reads files, and the files of folders in the order of their names.
     *
     * @throws BadScenario if one of them cannot be read or has something wrong in it
     */
    static List<OutageScenario> read(List<Path> paths) {
        Map<String, Path> seen = new LinkedHashMap<>();
        List<OutageScenario> scenarios = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                for (OutageScenario scenario : read(file)) {
                    Path before = seen.put(scenario.id(), file);
                    if (before != null) {
                        throw new BadScenario("Scenario file " + file + " names its scenario \"" + scenario.id()
                                + "\", as " + before + " does. Give one of them another \"id\".");
                    }
                    scenarios.add(scenario);
                }
            }
        }
        return scenarios;
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            List<Path> files = all.filter(file -> file.getFileName().toString().matches("(?i).+\\.ya?ml"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new BadScenario("Folder " + path + " has no file that ends in .yaml or .yml. " + ADVICE);
            }
            return files;
        } catch (IOException e) {
            throw new BadScenario("Folder " + path + " cannot be read: " + e.getMessage() + ". " + ADVICE);
        }
    }

    private static List<OutageScenario> read(Path file) {
        List<OutageScenario> scenarios = new ArrayList<>();
        try {
            Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            for (Node document : yaml.composeAll(new StringReader(text(file)))) {
                scenarios.add(new ScenarioReader(file, document).read());
            }
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + " ";
            throw new BadScenario("Scenario file " + file + " " + where + "is not well-formed YAML: " + e.getProblem()
                    + ". Check indentation and quotes there.");
        } catch (YAMLException e) {
            throw new BadScenario("Scenario file " + file + " is not well-formed YAML: " + e.getMessage()
                    + ". Check indentation and quotes.");
        }
        if (scenarios.isEmpty()) {
            throw new BadScenario("Scenario file " + file + " is empty. Describe an outage in it.");
        }
        return scenarios;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadScenario("Scenario file " + file + " is larger than 1 MB. " + ADVICE);
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadScenario("Scenario file " + file + " does not exist. " + ADVICE);
        } catch (AccessDeniedException e) {
            throw new BadScenario("Scenario file " + file + " cannot be read: permission denied. Allow it.");
        } catch (CharacterCodingException e) {
            throw new BadScenario("Scenario file " + file + " is not UTF-8 text. Save it as UTF-8.");
        } catch (IOException e) {
            throw new BadScenario("Scenario file " + file + " cannot be read: " + e.getMessage() + ". " + ADVICE);
        }
    }
}
