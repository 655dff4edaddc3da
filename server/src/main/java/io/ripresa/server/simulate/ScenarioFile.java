package io.ripresa.server.simulate;

import io.ripresa.server.yaml.BadFile;
import io.ripresa.server.yaml.YamlFile;
import io.ripresa.simulation.scenario.OutageScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** Scenario files: YAML, one scenario per document. The format is in {@code docs/scenarios.md}. */
final class ScenarioFile {

    private static final String ADVICE = "Give --scenario a YAML file or a folder of them.";

    private ScenarioFile() {}

    /**
     * Reads files, and the files of folders in the order of their names.
     *
     * @throws BadFile if one of them cannot be read or has something wrong in it
     */
    static List<OutageScenario> read(List<Path> paths) {
        Map<String, Path> seen = new LinkedHashMap<>();
        List<OutageScenario> scenarios = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                for (OutageScenario scenario : read(file)) {
                    Path before = seen.put(scenario.id(), file);
                    if (before != null) {
                        throw new BadFile("Scenario file " + file + " names its scenario \"" + scenario.id() + "\", as "
                                + before + " does. Give one of them another \"id\".");
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
                throw new BadFile("Folder " + path + " has no file that ends in .yaml or .yml. " + ADVICE);
            }
            return files;
        } catch (IOException e) {
            throw new BadFile("Folder " + path + " cannot be read: " + e.getMessage() + ". " + ADVICE);
        }
    }

    private static List<OutageScenario> read(Path file) {
        List<OutageScenario> scenarios = new ArrayList<>();
        for (Node document : YamlFile.documents("Scenario file", file, ADVICE)) {
            scenarios.add(new ScenarioReader(file, document).read());
        }
        if (scenarios.isEmpty()) {
            throw new BadFile("Scenario file " + file + " is empty. Describe an outage in it.");
        }
        return scenarios;
    }
}
