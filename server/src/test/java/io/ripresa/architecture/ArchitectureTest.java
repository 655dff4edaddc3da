package io.ripresa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house over the main classes of every module. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.ripresa");

    @Test
    void everyModuleIsSeen() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                .contains(
                        "io.ripresa",
                        "io.ripresa.tck",
                        "io.ripresa.simulation",
                        "io.ripresa.jdbc",
                        "io.ripresa.worker",
                        "io.ripresa.web",
                        "io.ripresa.spring",
                        "io.ripresa.server");
    }

    @TestFactory
    Stream<DynamicTest> theHouseKeepsItsRules() {
        return new ArchitectureRules("io.ripresa", AllowedCalls.OF_THE_HOUSE)
                .all().entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(),
                                () -> assertThat(rule.getValue().apply(CLASSES)).isEmpty()));
    }
}
