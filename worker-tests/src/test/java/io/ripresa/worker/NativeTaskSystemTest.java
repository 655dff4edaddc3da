package io.ripresa.worker;

import io.ripresa.tck.TaskSystemContract;
import io.ripresa.tck.TaskSystemFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The native task system keeps the contract of task systems, on a real H2 file. */
class NativeTaskSystemTest extends TaskSystemContract {

    @TempDir
    Path directory;

    @Override
    protected TaskSystemFixture open() {
        return new NativeFixture(new TestDatabase.H2File(directory));
    }
}
