package io.ripresa.server.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the documents of a YAML file. */
public final class YamlFile {

    private static final long MOST_BYTES = 1 << 20;

    private YamlFile() {}

    /**
     * @param kind what the file is, at the beginning of a sentence
     * @param advice what to do where it is no such file
     * @throws BadFile if it cannot be read or is no YAML
     */
    public static List<Node> documents(String kind, Path file, String advice) {
        List<Node> documents = new ArrayList<>();
        try {
            Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            yaml.composeAll(new StringReader(text(kind, file, advice))).forEach(documents::add);
        } catch (MarkedYAMLException e) {
            String where = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + " ";
            throw new BadFile(kind + " " + file + " " + where + "is not well-formed YAML: " + e.getProblem()
                    + ". Check indentation and quotes there.");
        } catch (YAMLException e) {
            throw new BadFile(kind + " " + file + " is not well-formed YAML: " + e.getMessage()
                    + ". Check indentation and quotes.");
        }
        return documents;
    }

    private static String text(String kind, Path file, String advice) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new BadFile(kind + " " + file + " is larger than 1 MB. " + advice);
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadFile(kind + " " + file + " does not exist. " + advice);
        } catch (AccessDeniedException e) {
            throw new BadFile(kind + " " + file + " cannot be read: permission denied. Allow it.");
        } catch (CharacterCodingException e) {
            throw new BadFile(kind + " " + file + " is not UTF-8 text. Save it as UTF-8.");
        } catch (IOException e) {
            throw new BadFile(kind + " " + file + " cannot be read: " + e.getMessage() + ". " + advice);
        }
    }
}
