package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.spi.Resources.Resource;
import io.ripresa.spi.Resources.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmResourcesTest {

    @TempDir
    Path folder;

    @Test
    void theJdkTellsHowMuchIsInUse() throws IOException {
        JvmResources resources = new JvmResources(folder, () -> 0.25f);

        assertThat(resources.read())
                .extracting(Use::resource)
                .contains(Resource.MEMORY, Resource.DISK, Resource.CONNECTIONS)
                .doesNotHaveDuplicates();
        assertThat(resources.read()).allSatisfy(use -> assertThat(use.share()).isBetween(0.0, 1.0));
        assertThat(resources.read())
                .filteredOn(use -> use.resource() == Resource.DISK)
                .singleElement()
                .satisfies(use -> {
                    double left = (double) Files.getFileStore(folder).getUsableSpace()
                            / Files.getFileStore(folder).getTotalSpace();
                    assertThat(use.share()).isBetween(1 - left - 0.05, 1 - left + 0.05);
                    assertThat(use.detail()).contains("MB left", folder.toString());
                });
        assertThat(resources.read()).contains(new Use(Resource.CONNECTIONS, 0.25f, "of the database pool"));
    }

    @Test
    void whatCannotBeToldIsLeftOut() {
        JvmResources resources = new JvmResources(folder.resolve("absent"), () -> null);

        assertThat(resources.read())
                .extracting(Use::resource)
                .contains(Resource.MEMORY)
                .doesNotContain(Resource.DISK, Resource.CONNECTIONS);
    }
}
