package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** What batch and stream platforms, workflow servers and schema tools say, by their own messages. */
final class BatchRules {

    private static final String SPARK = "Apache Spark: error-conditions.json, scheduler messages";
    private static final String FLINK = "Apache Flink: exception types and messages";
    private static final String YARN = "Apache Hadoop YARN: scheduler and node manager messages";
    private static final String BATCH = "Spring Batch and Quartz: exception types and messages";
    private static final String FLOWS = "Airflow, Temporal, Camunda, dbt: exception types and messages";
    private static final String SCHEMA = "Liquibase and Flyway: messages";

    private BatchRules() {}

    static List<Rule> texts() {
        return List.of(
                afterFix("yarn.own-memory", RESOURCE_EXHAUSTED, YARN, says("""
                        beyond the physical memory limit | beyond the virtual memory limit | beyond physical memory limits | beyond virtual memory limits
                        for exceeding memory limits | boosting spark.yarn.executor.memoryoverhead | requested memory max configured
                        """)),
                afterFix(
                        "yarn.max-memory",
                        CONFIGURATION,
                        YARN,
                        says(
                                "above the max threshold | submitted by user .. to unknown queue | requestedmemory .. maxmemory")),
                auto(
                        "yarn.queue",
                        RESOURCE_EXHAUSTED,
                        YARN,
                        says("cannot accept submission of application | already has .. applications")),
                auto("spark.no-workers", RESOURCE_EXHAUSTED, SPARK, says("initial job has not accepted any resources")),
                auto(
                        "spark.time",
                        TIMEOUT,
                        SPARK,
                        says("could not execute broadcast in | timeout is controlled by spark")),
                auto(
                        "spark.shut-down",
                        SERVICE_UNAVAILABLE,
                        SPARK,
                        says("cancelled because sparkcontext was shut down")),
                afterFix(
                        "spark.program",
                        LOGIC_ERROR,
                        SPARK,
                        says("task not serializable | stopped sparkcontext | pyspark .. could not serialize object")),
                afterFix("spark.names", CONFIGURATION, SPARK, says("""
                        unresolved_column | table_or_view_not_found | failed to find data source | schema mismatch detected when writing
                        path_not_found | column or function parameter .. cannot be resolved | unresolved_routine | schema_not_found | data_source_not_found
                        """)),
                never("spark.values", DATA_CORRUPTION, SPARK, says("""
                        divide_by_zero | cast_invalid_input | cast_overflow | arithmetic_overflow | numeric_value_out_of_range | unable to infer schema for
                        some data may have been lost because they are not available | malformed_record_in_parsing | invalid_array_index | not a sequencefile
                        is not a parquet file | cannot_parse_timestamp | failed_read_file | delta_violate_constraint
                        """)),
                auto("flink.checkpoint", TIMEOUT, FLINK, says("checkpoint expired before completing")),
                afterFix("flink.buffers", RESOURCE_EXHAUSTED, FLINK, says("insufficient number of network buffers")),
                afterFix("flink.config", CONFIGURATION, FLINK, says("""
                        could not find any factory for identifier | memory configuration failed | serializer .. must not be incompatible | cannot map checkpoint/savepoint state
                        configured total flink memory | could not find a suitable table factory | state migration .. not supported | savepoint .. is not available
                        """)),
                never(
                        "batch.complete",
                        DATA_CORRUPTION,
                        BATCH,
                        says("job instance already exists and is complete | skip limit of")),
                auto(
                        "batch.running",
                        CONCURRENCY_CONFLICT,
                        BATCH,
                        named("JobExecutionAlreadyRunningException")
                                .or(says("job execution for this job is already running"))),
                afterFix("batch.misuse", LOGIC_ERROR, BATCH, says("""
                        must be open before it can be read | must be opened before | jobinstance already exists and is not restartable
                        trigger .. will never fire | cannot be restarted after shutdown | writer must be open
                        """)),
                afterFix(
                        "batch.input",
                        CONFIGURATION,
                        BATCH,
                        says("input resource must exist | failed to initialize the reader")),
                afterFix("airflow.dag", CONFIGURATION, FLOWS, says("""
                        cycle detected in dag | missing the start_date | broken dag | dag_id .. could not be found | conn_id .. isn t defined
                        """)),
                never(
                        "temporal.started",
                        DATA_CORRUPTION,
                        FLOWS,
                        named(
                                "WorkflowExecutionAlreadyStarted WorkflowExecutionAlreadyStartedError WorkflowAlreadyStartedError")),
                afterFix("camunda.model", LOGIC_ERROR, FLOWS, says("""
                        no outgoing sequence flow | cannot correlate message | no process definition or execution matches | engine-02004 | engine-13031
                        unknown property used in expression
                        """)),
                afterFix(
                        "camunda.deployment",
                        CONFIGURATION,
                        FLOWS,
                        says("no processes deployed with key | no deployed process definition found")),
                afterFix("dbt.config", CONFIGURATION, FLOWS, says("""
                        depends on a node named | depends on a source named | could not find profile named | dbt_project.yml | no dbt_project
                        """)),
                never("dbt.test", DATA_CORRUPTION, FLOWS, says("configured to fail if")),
                afterFix("schema.history", CONFIGURATION, SCHEMA, says("""
                        changesets check sum | no schema history table | applied migration not resolved locally | validate failed migrations
                        resolved migration not applied | set baselineonmigrate | unsupported database | changelog .. does not exist
                        """)));
    }
}
