package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** Clouds, engines that compute and engines that run workflows, by their own error tables. */
final class EngineTableRules {

    private static final String AZURE = "Azure Cosmos DB, Storage and Service Bus: error codes";
    private static final String GOOGLE = "Google Cloud Spanner and BigQuery: error messages";
    private static final String AWS = "AWS API references: exceptions";
    private static final String SPARK = "Apache Spark, Delta Lake: error conditions";
    private static final String FLINK = "Apache Flink: exception types and messages";
    private static final String HADOOP = "Apache Hadoop: exception types";
    private static final String TRINO = "Trino: StandardErrorCode and connectors' error codes";
    private static final String FLOWS = "Temporal, Camunda, Zeebe, Flowable, Argo Workflows: messages";

    private EngineTableRules() {}

    static List<Rule> texts() {
        return List.of(
                auto(
                        "cosmos.stale",
                        SERVICE_UNAVAILABLE,
                        AZURE + ": 410, 404/1002, 403/3, a cached view that is refreshed",
                        named("CosmosException CosmosHttpResponseError").and(says("""
                        partitionkeyrangegone | readsessionnotavailable | writeforbidden | substatuscode 1002 | substatuscode 1007 | substatuscode 1008
                        substatuscode 21002 | substatuscode 21001 | substatuscode 21003 | substatuscode 21004 | substatuscode 21005 | substatuscode 21010
                        """))),
                auto("azure.being-made", SERVICE_UNAVAILABLE, AZURE, says("accountbeingcreated")),
                auto(
                        "azure.idle",
                        NETWORK,
                        AZURE,
                        says("was inactive for more than the allowed .. milliseconds and is closed")),
                auto(
                        "spanner.aborted",
                        CONCURRENCY_CONFLICT,
                        GOOGLE,
                        named("SpannerException AbortedException")
                                .and(says("aborted transaction was aborted | ^ transaction was aborted"))),
                auto("spanner.stream", NETWORK, GOOGLE, says("""
                        received unexpected eos on data frame | received unexpected eos on empty data frame | received rst stream
                        """)),
                afterFix("spanner.misuse", LOGIC_ERROR, GOOGLE, says("""
                        cannot start a read or query within a transaction after commit | has been invalidated by a later transaction in the same session
                        """)),
                auto(
                        "bigquery.streaming-buffer",
                        CONCURRENCY_CONFLICT,
                        GOOGLE + ": rows leave the buffer by themselves",
                        says("would affect rows in the streaming buffer")),
                auto(
                        "bigquery.dml-queue",
                        RATE_LIMIT,
                        GOOGLE,
                        says("too many dml statements outstanding against table")),
                auto(
                        "dynamo.cancelled-throttled",
                        RATE_LIMIT,
                        AWS,
                        named("TransactionCanceledException")
                                .and(says("throttlingerror | provisionedthroughputexceeded"))
                                .and(says("conditionalcheckfailed | validationerror | itemcollectionsizelimitexceeded")
                                        .negate())),
                never(
                        "dynamo.cancelled-invalid",
                        DATA_CORRUPTION,
                        AWS,
                        named("TransactionCanceledException").and(says("validationerror"))),
                never("stream.trimmed", DATA_CORRUPTION, AWS, named("TrimmedDataAccessException")),
                never(
                        "kinesis.lease-lost",
                        CONCURRENCY_CONFLICT,
                        "Amazon Kinesis Client Library: another worker has the shard",
                        says("doesn t hold the lease for this shard")),
                auto("lambda.vpc", SERVICE_UNAVAILABLE, AWS, says("wait for the vpc connection to reestablish")),
                auto(
                        "steps.running",
                        RESOURCE_EXHAUSTED,
                        AWS,
                        named("""
                        com.amazonaws.services.stepfunctions.model.ExecutionLimitExceededException ActivityWorkerLimitExceededException
                        ActivityWorkerLimitExceeded
                        """).or(says("maximum number of running executions has been reached"))),
                auto("glue.runs", CONCURRENCY_CONFLICT, AWS, named("""
                        SchedulerTransitioningException CrawlerRunningException CrawlerStoppingException
                        """)),
                afterFix(
                        "glue.limit",
                        RESOURCE_EXHAUSTED,
                        AWS,
                        named("ResourceNumberLimitExceededException FilterPolicyLimitExceededException")),
                afterFix("secrets.key", AUTH, AWS, named("""
                        com.amazonaws.services.secretsmanager.model.DecryptionFailureException DecryptionFailure
                        """)),
                afterFix(
                        "spark.broadcast-memory",
                        RESOURCE_EXHAUSTED,
                        SPARK,
                        named("EXECUTOR_BROADCAST_JOIN_OOM")
                                .or(
                                        says(
                                                "not enough memory to build and broadcast | not enough memory to build the broadcast"))),
                afterFix(
                        "spark.two-streams",
                        CONCURRENCY_CONFLICT,
                        SPARK + ": one checkpoint location is used by two queries",
                        named("io.delta.exceptions.ConcurrentTransactionException")
                                .or(says("""
                        multiple streaming jobs detected for | multiple streaming queries are using the same checkpoint
                        another instance of this query .. was just started
                        """))),
                auto(
                        "spark.state-lock",
                        CONCURRENCY_CONFLICT,
                        SPARK,
                        says("rocksdb instance could not be acquired by")),
                auto("spark.session-changed", SERVICE_UNAVAILABLE, SPARK, says("""
                        existing spark server driver instance has restarted
                        """)),
                afterFix("spark.session-closed", LOGIC_ERROR, SPARK, says("""
                        invalid_handle session_closed | invalid_handle.session_closed | only one sparkcontext should be running
                        """)),
                auto(
                        "flink.leader",
                        SERVICE_UNAVAILABLE,
                        FLINK,
                        says("""
                        checkpoint coordinator is suspending
                        """).or(named("org.apache.flink.runtime.leaderelection.LeadershipLostException"))),
                afterFix("flink.slot-size", RESOURCE_EXHAUSTED, FLINK, named("UnfulfillableSlotRequestException")),
                auto("hdfs.observer", SERVICE_UNAVAILABLE, HADOOP, named("ObserverRetryOnActiveException")),
                afterFix("hadoop.versions", CONFIGURATION, HADOOP, named("""
                        org.apache.hadoop.hdfs.protocol.UnresolvedPathException org.apache.hadoop.fs.s3a.AWSRedirectException
                        """).or(says("""
                        server ipc version .. cannot communicate with client version | rejected by queue placement policy
                        """))),
                afterFix("s3a.no-credentials", AUTH, HADOOP, named("NoAuthWithAWSException")),
                afterFix("hadoop.not-empty", CONCURRENCY_CONFLICT, HADOOP, named("PathIsNotEmptyDirectoryException")),
                auto("trino.commit", CONCURRENCY_CONFLICT, TRINO, named("ICEBERG_COMMIT_ERROR")),
                afterFix("trino.partitions", RESOURCE_EXHAUSTED, TRINO, says("""
                        hive_too_many_open_partitions | hive_exceeded_partition_limit
                        """)),
                afterFix("trino.view", CONFIGURATION, TRINO, named("STALE_VIEW")),
                never(
                        "temporal.history",
                        DATA_CORRUPTION,
                        FLOWS + ": limits of one workflow",
                        says(
                                "workflow history size exceeds limit | workflow history count exceeds limit | exceeds size limit and event count")),
                auto(
                        "zeebe.pressure",
                        SERVICE_UNAVAILABLE,
                        FLOWS,
                        says("at least one broker returned resource_exhausted")),
                afterFix("zeebe.definition", CONFIGURATION, FLOWS, says("""
                        expected to find process definition | expected process with bpmn process id
                        """)),
                never("zeebe.batch", DATA_CORRUPTION, FLOWS, says("exceeded_batch_record_size")),
                afterFix("zeebe.uncaught", LOGIC_ERROR, FLOWS, says("expected to throw an error event with the code")),
                never("camunda.lost-lock", CONCURRENCY_CONFLICT, FLOWS, named("""
                        org.camunda.bpm.client.exception.NotAcquiredException FlowableTaskAlreadyClaimedException
                        io.temporal.client.ActivityNotExistsException io.temporal.client.ActivityCompletionFailureException
                        """)),
                auto(
                        "argo.deadline",
                        TIMEOUT,
                        FLOWS,
                        says("pod was active on the node longer than the specified deadline")),
                auto("argo.pod-gone", SERVICE_UNAVAILABLE, FLOWS, says("^ pod deleted $")),
                auto("slurm.limits", RESOURCE_EXHAUSTED, "Slurm: job reason codes", says("""
                        assocgrpsubmitjobslimit | assocmaxsubmitjoblimit | required node not available down drained or reserved
                        """)),
                afterFix(
                        "slurm.memory",
                        CONFIGURATION,
                        "Slurm: a request that no node can hold",
                        says("memory specification can not be satisfied")),
                auto("airflow.active-runs", RESOURCE_EXHAUSTED, "Apache Airflow: max_active_runs", says("""
                        max_active_runs limit reached
                        """)),
                auto("databricks.capacity", RESOURCE_EXHAUSTED, "Databricks: cluster termination reasons", says("""
                        spot_instance_termination | instance_pool_max_capacity_reached | cloud provider launch failure
                        """)),
                auto("kueue.quota", RESOURCE_EXHAUSTED, "Kueue: quota that running jobs give back", says("""
                        insufficient unused quota for
                        """)),
                auto(
                        "batch.jobs-of-user",
                        RESOURCE_EXHAUSTED,
                        "PBS and Grid Engine: jobs of a user, which end",
                        says("""
                        maximum number of jobs already in queue | jobs are allowed per user
                        """)),
                auto("gridengine.request", NETWORK, "Grid Engine: the queue master did not answer", says("""
                        failed receiving gdi request
                        """)),
                afterFix(
                        "batch.memory", RESOURCE_EXHAUSTED, "PBS; Dask: memory of the job or worker itself", says("""
                        job killed mem .. exceeded limit | job killed vmem .. exceeded limit | worker exceeded # memory budget
                        """)),
                afterFix(
                        "batch.queue-denied",
                        AUTH,
                        "IBM Spectrum LSF: bsub messages",
                        says("user cannot use the queue")),
                never(
                        "factory.source",
                        DATA_CORRUPTION,
                        "Azure Data Factory: error codes",
                        says("usererrorsourceblobnotexist")));
    }
}
