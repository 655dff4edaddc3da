package io.ripresa.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarReaderTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @Test
    void filesFoldersAndLinks() throws IOException {
        entry("bin/", '5', "", "");
        entry("bin/tool", '0', "", "x".repeat(700));
        entry("lib/a.so.1", '0', "", "library");
        entry("lib/a.so", '2', "a.so.1", "");

        assertThat(new TarReader(in(), folder).unpack()).containsExactly("bin/tool", "lib/a.so.1", "lib/a.so");
        assertThat(folder.resolve("bin/tool")).hasContent("x".repeat(700)).isExecutable();
        assertThat(folder.resolve("lib/a.so")).isSymbolicLink().hasContent("library");
    }

    @Test
    void namesThatAreLongerThanAHeader() throws IOException {
        String name = "share/" + "n".repeat(150);
        entry("././@LongLink", 'L', "", name + '\0');
        entry(name.substring(0, 100), '0', "", "far");

        assertThat(new TarReader(in(), folder).unpack()).containsExactly(name);
        assertThat(folder.resolve(name)).hasContent("far");
    }

    @Test
    void nothingIsWrittenOutsideTheFolder() throws IOException {
        entry("../evil", '0', "", "evil");
        assertRefused("leads out");
        entry("link", '2', "../evil", "");
        assertRefused("leads out");
        entry("pipe", '6', "", "");
        assertRefused("neither a file");
        assertThat(folder.resolveSibling("evil")).doesNotExist();
    }

    @Test
    void aTornArchiveIsNoticed() throws IOException {
        entry("bin/tool", '0', "", "x".repeat(700));
        byte[] half = java.util.Arrays.copyOf(archive.toByteArray(), 900);
        TarReader reader = new TarReader(new ByteArrayInputStream(half), folder);
        assertThatThrownBy(reader::unpack).hasMessageContaining("ends in the middle");
    }

    private void assertRefused(String message) {
        TarReader reader = new TarReader(in(), folder);
        assertThatThrownBy(reader::unpack).isInstanceOf(IOException.class).hasMessageContaining(message);
        archive.reset();
    }

    private ByteArrayInputStream in() {
        return new ByteArrayInputStream(archive.toByteArray());
    }

    private void entry(String name, char kind, String link, String content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000755");
        put(header, 124, String.format("%011o", content.length()));
        header[156] = (byte) kind;
        put(header, 157, link);
        put(header, 257, "ustar  ");
        archive.write(header);
        archive.write(content.getBytes(StandardCharsets.UTF_8));
        archive.write(new byte[(512 - content.length() % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
