package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.anywhere;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.ArrayList;
import java.util.List;

/**
 * What passes though it is told like a fault: a limit that drains, a call that a cut-off server cannot take, a text that
 * says in words that it passes.
 */
final class WaitingRules {

    private WaitingRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(saidOutright());
        rules.addAll(servers());
        rules.addAll(others());
        rules.addAll(ways());
        return rules;
    }

    /** By what stands in words of many systems. */
    static List<Rule> forms() {
        return List.of(
                auto(
                        "form.status-in-words",
                        SERVICE_UNAVAILABLE,
                        "RFC 9110, section 15.6: 502, 503 and 504, told in a text",
                        says("""
                        statuscode .. 502 | statuscode .. 503 | statuscode .. 504 | status code .. 502 | status code .. 503
                        status code .. 504
                        """)),
                auto(
                        "form.wait-a-moment",
                        SERVICE_UNAVAILABLE,
                        "Apache Linkis RMErrorCode and others: told to wait a moment",
                        says("wait a moment and try again | wait a moment and retry | wait a moment then try again")),
                auto(
                        "form.no-connection-from-source",
                        SERVICE_UNAVAILABLE,
                        "jOOQ, Spring JDBC: the pool or the database behind it gave none, without the reason",
                        says("error getting connection from data source | failed to get connection from data source")),
                auto(
                        "form.lock-not-got",
                        CONCURRENCY_CONFLICT,
                        "SFTPGo and others: a lock that another holds",
                        says("unable to get lock | unable to get the lock | unable to get a lock")),
                auto(
                        "form.blocked-by-another",
                        CONCURRENCY_CONFLICT,
                        "Aerospike MRT_BLOCKED and others: a record that another transaction holds",
                        says("""
                        blocked by a different transaction | blocked by another transaction | locked by a different transaction
                        held by a different transaction | held by another transaction
                        """)));
    }

    private static List<Rule> saidOutright() {
        return List.of(
                auto(
                        "told.transient",
                        SERVICE_UNAVAILABLE,
                        "Google Ads InternalError TRANSIENT_ERROR, AADSTS90033: a service that says that its error is transient",
                        says("""
                        a transient error has occurred | unexpected transient error | a transient error occurred | transient error please retry
                        transient failure please retry | due to a transient error | because of a transient error
                        """)),
                auto(
                        "told.retriable-conflict",
                        CONCURRENCY_CONFLICT,
                        "Azure App Service deployment: a 409 that it calls retriable",
                        says("retriable status code # | retryable status code #")
                                .and(anywhere(says("status code 409")).or(status(409)))),
                auto(
                        "told.retriable",
                        SERVICE_UNAVAILABLE,
                        "Azure App Service deployment, gRPC retry policy: a status that the client calls retriable",
                        says("retriable status code # | retryable status code #")),
                auto(
                        "told.soon-again",
                        SERVICE_UNAVAILABLE,
                        "RFC 4511, section 4.1.9: busy (51)",
                        says(
                                "retries the request shortly | retry the request shortly | try the request again shortly")),
                auto(
                        "told.network",
                        NETWORK,
                        "huggingface_hub file_download: a download that was cut short",
                        says(
                                "usually due to network issues | usually due to a network issue | usually caused by network issues")),
                auto(
                        "snakemake.latency",
                        SERVICE_UNAVAILABLE,
                        "Snakemake MissingOutputException: a file that a shared file system does not show yet",
                        says("due to filesystem latency | due to file system latency")),
                auto(
                        "aws.internal-failure",
                        SERVICE_UNAVAILABLE,
                        "AWS, Common Errors: InternalFailure, which SDKs retry",
                        says("because of an unknown error exception or failure")));
    }

    private static List<Rule> servers() {
        return List.of(
                auto(
                        "zookeeper.read-only-server",
                        SERVICE_UNAVAILABLE,
                        "ZooKeeper -119 NOTREADONLY: a server that is cut off from its quorum",
                        named("NotReadOnlyCallError NotReadOnlyException")
                                .or(says("while connected to a read-only server"))),
                auto(
                        "mongo.pool-paused",
                        SERVICE_UNAVAILABLE,
                        "MongoDB connection pool specification: paused while the server cannot be reached",
                        named(
                                        "Mongo::Error::PoolPausedError PoolPausedError MongoConnectionPoolClearedException PoolClearedError")
                                .or(says("connection pool which is paused"))),
                auto(
                        "hadoop.starting",
                        SERVICE_UNAVAILABLE,
                        "Hadoop NameNode, StandbyException: in startup mode",
                        says("is in startup mode")),
                auto(
                        "artemis.not-started",
                        SERVICE_UNAVAILABLE,
                        "ActiveMQ Artemis AMQ119034",
                        says("amq119034 | amq229034").or(says("^ server not started $"))),
                auto(
                        "oak.busy",
                        SERVICE_UNAVAILABLE,
                        "Jackrabbit Oak CommitFailedException: OakOak0001",
                        says("oakoak0001")),
                auto(
                        "armeria.no-endpoints",
                        SERVICE_UNAVAILABLE,
                        "Armeria EmptyEndpointGroupException: no endpoint is known at the moment",
                        named("EmptyEndpointGroupException")),
                auto(
                        "eureka.registry",
                        SERVICE_UNAVAILABLE,
                        "Netflix Eureka DiscoveryClient: the registry gave nothing at start",
                        says("fetch registry error at startup")),
                auto(
                        "geode.bucket-moved",
                        SERVICE_UNAVAILABLE,
                        "Apache Geode BucketMovedException: the bucket is on another member now",
                        named("BucketMovedException BucketNotFoundException")),
                auto(
                        "kinesis.try-again",
                        SERVICE_UNAVAILABLE,
                        "Kinesis Client Library: the same call is made again",
                        named("RetryableRetrievalException")
                                .or(says("will retry getrecords | will retry getting the shard list"))),
                auto(
                        "beanstalkd.draining",
                        SERVICE_UNAVAILABLE,
                        "beanstalkd protocol: a server that takes no new jobs",
                        says("^ draining $")),
                auto(
                        "ozone.not-ready",
                        SERVICE_UNAVAILABLE,
                        "Apache Ozone SCMException: safe mode, and too few datanodes at the moment",
                        says(
                                "safemodeprecheck failed | no enough datanodes to choose | not enough datanodes to choose")),
                auto(
                        "alluxio.incomplete",
                        SERVICE_UNAVAILABLE,
                        "Alluxio FileIncompleteException: until the writer has closed the file",
                        named("FileIncompleteException").or(says("wait for the file to be marked as complete"))),
                auto(
                        "worker.lease",
                        SERVICE_UNAVAILABLE,
                        "asynq ErrLeaseExpired: the worker that held the task is lost",
                        named("ErrLeaseExpired").or(says("task lease expired"))),
                auto(
                        "je.replicas",
                        SERVICE_UNAVAILABLE,
                        "Berkeley DB JE InsufficientReplicasException, InsufficientAcksException: retry when replicas are back",
                        named("InsufficientReplicasException InsufficientAcksException")),
                auto(
                        "azure.being-created",
                        SERVICE_UNAVAILABLE,
                        "Azure Storage resource provider: StorageAccountBeingCreated",
                        named("StorageAccountBeingCreated").or(says("storage account is being created"))),
                auto(
                        "aws.not-active-yet",
                        SERVICE_UNAVAILABLE,
                        "Kinesis ResourceInUseException: until the stream is ACTIVE",
                        named("ResourceInUseException").and(says("in the active state"))));
    }

    private static List<Rule> others() {
        return List.of(
                auto(
                        "activemq.usage",
                        RESOURCE_EXHAUSTED,
                        "ActiveMQ producer flow control: memory of the broker that consumers free",
                        says(
                                "usage manager memory limit | usage manager store is full | usage manager temp store is full")),
                auto(
                        "jdk.pool-full",
                        RESOURCE_EXHAUSTED,
                        "java.util.concurrent.ThreadPoolExecutor.AbortPolicy: no thread and no place in the queue",
                        named("RejectedExecutionException")
                                .and(says("rejected from"))
                                .and(says("shutting down | shut down | shutdown | terminated")
                                        .negate())),
                auto(
                        "undertow.sessions",
                        RESOURCE_EXHAUSTED,
                        "Undertow UT000121: sessions that others end",
                        says("ut000121")),
                auto(
                        "beanstalkd.memory",
                        RESOURCE_EXHAUSTED,
                        "beanstalkd protocol: memory of the server, which workers free",
                        says("server error out_of_memory")),
                auto(
                        "dubbo.rate",
                        RATE_LIMIT,
                        "Apache Dubbo TpsLimitFilter",
                        says("exceed max service tps | exceeds max service tps")),
                auto(
                        "oak.conflict",
                        CONCURRENCY_CONFLICT,
                        "Jackrabbit Oak CommitFailedException: OakState, OakMerge",
                        says("""
                        oakstate0001 | oakmerge0001 | oakmerge0002 | oakmerge0003 | oakmerge0004 | unresolved conflicts in
                        """).and(named("CommitFailedException"))),
                auto(
                        "activemq.store-locked",
                        CONCURRENCY_CONFLICT,
                        "ActiveMQ LockFile: the active broker holds the store",
                        says("^ file .. lock could not be locked | kahadb lock .. could not be locked")),
                auto(
                        "ftp.transfers-in-use",
                        RESOURCE_EXHAUSTED,
                        "ProFTPD MaxTransfersPerHost, MaxClients, vsftpd max_per_ip: places that others leave",
                        says("""
                        data transfers .. currently being used | connections .. currently in use | clients .. already connected
                        """)),
                auto(
                        "je.disk",
                        RESOURCE_EXHAUSTED,
                        "Berkeley DB JE DiskLimitException: until there is room",
                        named("com.sleepycat.je.DiskLimitException DiskLimitException")),
                auto(
                        "kyuubi.permit",
                        RESOURCE_EXHAUSTED,
                        "Apache Kyuubi, Java Semaphore: permits that others give back",
                        says("acquires a permit from | acquire a permit from | waiting for a permit from")),
                auto(
                        "exchange.weight",
                        RATE_LIMIT,
                        "Binance -1003: request weight of a minute",
                        says("too much request weight used | request weight per # minute")),
                auto(
                        "neo4j.waiting",
                        CONCURRENCY_CONFLICT,
                        "Neo4j ForsetiClient, RWLock: a deadlock that was seen",
                        says("can t wait on resource rwlock | holders of that lock are waiting for")),
                auto(
                        "fcm.target-rate",
                        RATE_LIMIT,
                        "Firebase Cloud Messaging QUOTA_EXCEEDED: with exponential back-off",
                        says("sending limit exceeded for the message target")),
                auto(
                        "google.concurrent",
                        CONCURRENCY_CONFLICT,
                        "Google Ads DatabaseError CONCURRENT_MODIFICATION",
                        says(
                                "attempting to modify the same resource at once | trying to modify the same resource at once")),
                auto(
                        "kms.rotating",
                        CONCURRENCY_CONFLICT,
                        "AWS KMS ConflictException: a rotation that is under way",
                        says("rotation of this key is currently in progress")));
    }

    private static List<Rule> ways() {
        return List.of(
                auto(
                        "jwks.not-fetched",
                        NETWORK,
                        "Firebase Admin CERTIFICATE_FETCH_FAILED, Spring Security: keys that could not be fetched",
                        named("CERTIFICATE_FETCH_FAILED")
                                .or(
                                        says(
                                                "failed to retrieve public key certificates | error while fetching public key certificates"))),
                auto(
                        "jedis.unreached",
                        NETWORK,
                        "Jedis: the pool wraps that its host cannot be reached",
                        says("could not get a resource from the pool")
                                .and(anywhere(says("""
                                        failed connecting to host | failed connecting to any host
                                        failed to connect to any host
                                        """)))
                                .and(anywhere(says("localhost | 127 0 0 1")).negate())),
                auto(
                        "jgroups.no-address",
                        NETWORK,
                        "JGroups JGRP000032: a member whose address is not known yet",
                        says("jgrp000032 | no physical address for")),
                auto(
                        "nacos.not-connected",
                        NETWORK,
                        "Nacos RpcClient CLIENT_DISCONNECT",
                        named("NacosException").and(says("client not connected"))),
                auto(
                        "cassandra.too-few",
                        TIMEOUT,
                        "Cassandra native protocol: WriteTimeout, ReadTimeout with the responses that came",
                        says("timed out received only # responses | out received only # responses")),
                auto(
                        "r.slow",
                        TIMEOUT,
                        "R download.file: getOption(\"timeout\") for one transfer",
                        says("timeout of # seconds was reached")),
                auto(
                        "snmp.retries",
                        TIMEOUT,
                        "gosnmp: no answer within the time of several tries",
                        says("request timeout after # retries")),
                auto(
                        "elastic.listener",
                        TIMEOUT,
                        "Elasticsearch RestClient: no answer within the listener's time",
                        says("listener timeout after waiting for")),
                auto(
                        "jobrunr.orphaned",
                        SERVICE_UNAVAILABLE,
                        "JobRunr ProcessOrphanedJobsTask: the server that ran the job is gone; the job is run anew",
                        says("job was too long in processing state")),
                auto(
                        "redisson.not-synced",
                        SERVICE_UNAVAILABLE,
                        "Redisson checkLockSyncedSlaves: replicas that are away or behind did not confirm",
                        says("none of slaves were synced")),
                auto(
                        "aws.no-verification-key",
                        SERVICE_UNAVAILABLE,
                        "AWS STS InvalidIdentityToken: the identity provider could not be asked; may be tried again",
                        says("couldn t retrieve verification key | could not retrieve verification key")),
                auto(
                        "aws.too-many-active",
                        RESOURCE_EXHAUSTED,
                        "Amazon Redshift Data API ActiveStatementsExceededException: statements that run come to an end",
                        named("ActiveStatementsExceededException ActiveSessionsExceededException")),
                auto(
                        "aws.requests-of-a-minute",
                        RATE_LIMIT,
                        "Amazon Bedrock ServiceQuotaExceededException of InvokeModel",
                        says("number of requests exceeds the service quota | resubmit your request later")),
                auto(
                        "spring.no-config-server",
                        SERVICE_UNAVAILABLE,
                        "Spring Cloud Config ConfigServerInstanceProvider: none is registered at this moment",
                        says("no instances found of configserver | no instances found of config")));
    }
}
