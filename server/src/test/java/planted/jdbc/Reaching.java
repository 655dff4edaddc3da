package planted.jdbc;

import org.springframework.core.env.Environment;
import planted.worker.Clocks;

public interface Reaching {
    Environment environment();

    Clocks clocks();
}
