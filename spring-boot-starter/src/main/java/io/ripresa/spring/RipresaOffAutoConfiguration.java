package io.ripresa.spring;

import io.ripresa.model.TaskKey;
import io.ripresa.spi.TaskSubmitter;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** What is there when {@code ripresa.enabled} is false: nothing, except that beans that submit tasks can be made. */
@AutoConfiguration
@ConditionalOnProperty(prefix = "ripresa", name = "enabled", havingValue = "false")
public class RipresaOffAutoConfiguration {

    /** Refuses tasks: one that was taken and dropped would be worse than none. */
    @Bean
    @ConditionalOnMissingBean
    TaskSubmitter ripresaSwitchedOff() {
        return new SwitchedOff();
    }

    private static final class SwitchedOff implements TaskSubmitter {

        @Override
        public List<Accepted> submit(List<Submission> submissions) {
            throw new IllegalStateException("Ripresa is switched off, so no task is taken: ripresa.enabled is false."
                    + " Set it to true, or do not submit tasks.");
        }

        @Override
        public boolean cancel(TaskKey task, String reason) {
            return false;
        }

        @Override
        public List<String> types() {
            return List.of();
        }
    }
}
