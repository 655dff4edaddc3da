package io.ripresa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions may differ by one while nodes are replaced: see {@code docs/upgrades.md}. */
class MigrationRulesTest {

    private static final Path SCRIPTS = Path.of("../store-jdbc/src/main/resources/io/ripresa/jdbc/migration");

    @TestFactory
    Stream<DynamicTest> nodesOfTheVersionBeforeCanGoOn() throws IOException {
        List<Path> scripts;
        try (Stream<Path> all = Files.walk(SCRIPTS)) {
            scripts = all.filter(Files::isRegularFile).sorted().toList();
        }
        assertThat(scripts)
                .as("every file is a versioned script")
                .allMatch(path -> path.getFileName().toString().matches("V\\d+(\\.\\d+)?__[a-z_]+\\.sql"));
        // The first script has no version before it.
        List<Path> later = scripts.stream()
                .filter(path -> !path.getFileName().toString().startsWith("V1__"))
                .toList();
        assertThat(later).hasSize(scripts.size() - 1);
        return later.stream()
                .map(path -> DynamicTest.dynamicTest(
                        path.toString(),
                        () -> assertThat(MigrationRules.violations(Files.readString(path)))
                                .isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table ripresa_outcome",
                "drop table if exists ripresa_outcome cascade",
                "alter table ripresa_task drop column note",
                "alter table ripresa_task drop note",
                "alter table ripresa_task rename to ripresa_job",
                "alter table ripresa_task rename column note to remark",
                "alter table ripresa_task alter column priority type bigint",
                "alter table ripresa_task alter priority set data type bigint",
                "alter table ripresa_task alter column lane set not null",
                "alter table ripresa_task add column owner ${text} not null",
                "alter table ripresa_task\n  add owner ${text} not null",
                "alter table ripresa_task add constraint one unique (type)",
                "alter table ripresa_task add unique (type)",
                "alter table ripresa_task add check (priority > 0)",
                "alter table ripresa_task add column owner ${text} references people (id)",
                "alter table ripresa_task add column owner ${text} default '' not null unique",
                "create unique index one on ripresa_task (type)",
                "truncate ripresa_journal",
                "delete from ripresa_timer where kind = 'OLD'",
                "create table ripresa_new (a integer); /* ; */ alter table ripresa_task drop column note",
            })
    void whatBreaksTheVersionBeforeIsFound(String script) {
        assertThat(MigrationRules.violations(script)).isNotEmpty();
    }

    @Test
    void whatOnlyAddsIsFine() {
        assertThat(MigrationRules.violations("""
                        -- drop table ripresa_task; in a comment
                        create table ripresa_new (id integer not null primary key, name ${text} not null unique);
                        create unique index ripresa_new_name on ripresa_new (name);
                        alter table ripresa_new add column more integer not null;
                        alter table ripresa_task add column owner ${text};
                        alter table ripresa_task add column shade boolean default false not null;
                        update ripresa_task set shade = true where priority > 3;
                        create index ripresa_task_owner on ripresa_task (owner) where owner is not null;
                        drop index ripresa_task_members;
                        alter table ripresa_gate set (fillfactor = 50);
                        insert into ripresa_new (id, name, more) values (1, 'dropped', 2);
                        """)).isEmpty();
    }
}
