package io.ripresa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ripresa.Ripresa;
import io.ripresa.jdbc.StoreSchema;
import io.ripresa.model.SideEffects;
import io.ripresa.model.TaskKey;
import io.ripresa.spi.RecoveryStore;
import io.ripresa.spi.TaskSubmitter;
import io.ripresa.spi.TaskSubmitter.Options;
import io.ripresa.spi.TaskSubmitter.Submission;
import io.ripresa.spi.TaskSystem;
import io.ripresa.spi.TaskSystem.TaskStatus.State;
import io.ripresa.worker.TaskHandler;
import io.ripresa.worker.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What an application may have, leave out, or switch off. */
class StarterChoicesTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Queue<String> RAN = new ConcurrentLinkedQueue<>();

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    TransactionAutoConfiguration.class,
                    RipresaAutoConfiguration.class,
                    RipresaHealthAutoConfiguration.class,
                    RipresaMetricsAutoConfiguration.class,
                    RipresaOffAutoConfiguration.class,
                    RipresaWebAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true", "ripresa.worker.shutdown-wait=1s");

    @Configuration(proxyBeanMethods = false)
    static class Note {
        /** Named as its type. It needs the submitter, which needs to know of it. */
        @Bean
        TaskHandler note(TaskSubmitter submitter) {
            return run -> {
                if (run.payload().equals("again")) {
                    submitter.submit(List.of(task("follow-up-of-" + run.task().externalId(), "once")));
                }
                RAN.add(run.task().externalId());
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Registered {
        @Bean
        TaskHandlerRegistration noteForPartners() {
            return new TaskHandlerRegistration(
                    TaskType.of("note").sideEffects(SideEffects.UNSAFE), run -> RAN.add("registered"));
        }
    }

    @Test
    void twoWithOneWorkerIdAreRefused() {
        WebApplicationContextRunner shared = application.withPropertyValues(
                "spring.datasource.generate-unique-name=false",
                "spring.datasource.url=jdbc:h2:mem:one-worker-id;DB_CLOSE_DELAY=-1",
                "ripresa.worker.id=w-1");
        shared.run(first -> {
            assertThat(first).hasNotFailed();
            shared.run(second -> assertThat(second.getStartupFailure())
                    .hasStackTraceContaining("StartProblem")
                    .hasStackTraceContaining("ripresa.worker.id: workerId \"w-1\" is that of another process"));
            assertThat(first.getBean(TaskSystem.class).check().healthy()).isTrue();
        });
        shared.run(third -> assertThat(third).hasNotFailed());
    }

    private static Submission task(String id, String payload) {
        return new Submission(id, "team", "note", payload, Options.DEFAULT);
    }

    private static State state(ApplicationContext context, String id) {
        return context.getBean(TaskSystem.class)
                .status(new TaskKey("native", id))
                .state();
    }

    private static List<String> tables(ApplicationContext context) {
        return context.getBean(JdbcTemplate.class)
                .queryForList(
                        "select lower(table_name) from information_schema.tables where lower(table_name) like 'ripresa%'",
                        String.class);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("ripresa"))
                .toList();
    }

    @Test
    void aHandlerBeanRunsTheTypeThatItIsNamedAndMaySubmitItself() {
        application.withUserConfiguration(Note.class).run(context -> {
            TaskSubmitter submitter = context.getBean(TaskSubmitter.class);

            assertThat(submitter.types()).containsExactly("http", "note");
            submitter.submit(List.of(task("first", "again")));

            await().atMost(LONG).until(() -> RAN.contains("follow-up-of-first"));
            assertThat(tables(context)).contains(StoreSchema.HISTORY_TABLE, "ripresa_worker_task");
        });
    }

    @Test
    void twoHandlersForOneTypeAreNamed() {
        application
                .withUserConfiguration(Note.class, Registered.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StartProblem.class)
                        .hasMessage(
                                "Task type \"note\" has two handlers: the beans \"noteForPartners\" and \"note\"."));
    }

    @Test
    void whatIsSubmittedInTheApplicationsTransactionSharesItsFate() {
        application.withUserConfiguration(Note.class).run(context -> {
            TaskSubmitter submitter = context.getBean(TaskSubmitter.class);
            TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            jdbc.execute("create table shop_order (id varchar(50))");

            transaction.executeWithoutResult(status -> {
                jdbc.update("insert into shop_order values ('o-1')");
                submitter.submit(List.of(task("rolled-back", "once")));
                status.setRollbackOnly();
            });
            assertThat(state(context, "rolled-back")).isEqualTo(State.MISSING);

            transaction.executeWithoutResult(status -> {
                jdbc.update("insert into shop_order values ('o-2')");
                submitter.submit(List.of(task("committed", "once")));
                assertThat(state(context, "committed")).as("for others").isEqualTo(State.MISSING);
            });
            await().atMost(LONG).until(() -> RAN.contains("committed"));
            assertThat(jdbc.queryForList("select id from shop_order", String.class))
                    .containsExactly("o-2");
            assertThat(RAN).doesNotContain("rolled-back");

            submitter.submit(List.of(task("outside", "once")));
            await().atMost(LONG).until(() -> RAN.contains("outside"));
        });
    }

    @Test
    void switchedOffItMakesNoTableStartsNoThreadAndServesNoAddress() {
        application
                .withUserConfiguration(Note.class)
                .withPropertyValues("ripresa.enabled=false")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(Ripresa.class).doesNotHaveBean(RecoveryStore.class);
                    assertThat(context.getBeanNamesForType(Object.class))
                            .filteredOn(name -> name.startsWith("ripresa"))
                            .containsExactly("ripresaSwitchedOff");
                    assertThat(tables(context)).isEmpty();
                    // Those of an application that has just been closed may still be ending.
                    await().atMost(LONG).until(() -> threads().isEmpty());
                    TaskSubmitter submitter = context.getBean(TaskSubmitter.class);
                    assertThatThrownBy(() -> submitter.submit(List.of(task("t", "once"))))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("ripresa.enabled is false");
                });
    }

    @Test
    void withoutTheModuleWebThereIsNoPage() {
        application.withClassLoader(new FilteredClassLoader("io.ripresa.web")).run(context -> {
            assertThat(context).hasSingleBean(Ripresa.class).doesNotHaveBean("ripresaRequestGuard");
            assertThat(threads()).noneMatch(name -> name.startsWith("ripresa-live"));
        });
    }

    @Test
    void withoutTheModuleWorkerOtherTaskSystemsAreWatched() {
        application
                .withClassLoader(new FilteredClassLoader("io.ripresa.worker"))
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(TaskSubmitter.class);
                    assertThat(context)
                            .as("nothing to watch")
                            .hasSingleBean(RecoveryStore.class)
                            .doesNotHaveBean(Ripresa.class);
                });
        application
                .withClassLoader(new FilteredClassLoader("io.ripresa.worker"))
                .withPropertyValues("ripresa.probes[0].tcp=localhost:25")
                .withBean(TaskSystem.class, QuietTasks::new)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StartProblem.class)
                        .hasMessageContainingAll("ripresa.probes", "ripresa-worker"));
    }

    @Test
    void withoutActuatorSecurityAndDriverOfPostgresItStartsAllTheSame() {
        application
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.health", "io.micrometer", "org.springframework.security"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Ripresa.class)
                        .hasBean("ripresaRequestGuard")
                        .doesNotHaveBean("ripresaPageToken")
                        .doesNotHaveBean("ripresaSignal")
                        .doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void aProcessMayTakeTasksAndLeaveRecoveryToOthers() {
        application
                .withUserConfiguration(Note.class)
                .withPropertyValues("ripresa.recovery.enabled=false")
                .run(context -> {
                    context.getBean(TaskSubmitter.class).submit(List.of(task("elsewhere", "once")));
                    await().atMost(LONG).until(() -> RAN.contains("elsewhere"));
                    assertThat(threads()).doesNotContain("ripresa");
                    assertThat(context.getBean(Ripresa.class).read().dispositionCounts())
                            .as("nobody reads what happened here")
                            .isEmpty();
                    assertThat(context.getBean(Ripresa.class).health().checks())
                            .anyMatch(check -> check.detail().equals("Is not started in this process."));
                });
    }
}
