package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;

import java.util.ArrayList;
import java.util.List;

/**
 * What lasts though it is told like an outage: a network that was never laid, a standby that is set to take nobody, room
 * that an account has to buy; and whose fault it is, where the class names another.
 */
final class StandingRules {

    private StandingRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(settings());
        rules.addAll(clusters());
        rules.addAll(rights());
        rules.addAll(content());
        rules.addAll(use());
        return rules;
    }

    private static List<Rule> settings() {
        return List.of(
                afterFix(
                        "postgres.no-hot-standby",
                        CONFIGURATION,
                        "PostgreSQL, backend_startup.c: hot_standby is off",
                        says("hot standby mode is disabled")),
                afterFix(
                        "ssh.keys-not-exchanged",
                        CONFIGURATION,
                        "libssh2 KEX_FAILURE, KEY_EXCHANGE_FAILURE: no algorithm that both know",
                        says("unable to exchange encryption keys")),
                afterFix(
                        "cloudflare.origin-name",
                        CONFIGURATION,
                        "Cloudflare 1016: the origin has no address",
                        says("error 1016 | origin dns error")),
                afterFix(
                        "systemd.no-session",
                        CONFIGURATION,
                        "systemd, sd-bus: no bus of the user's session",
                        says(
                                "dbus_session_bus_address and | xdg_runtime_dir not defined | xdg_runtime_dir not set | dbus_session_bus_address not")),
                afterFix(
                        "setup.part-not-configured",
                        CONFIGURATION,
                        "Rebus and others: a part that was not configured, whatever it is for",
                        says("has not been configured please configure | has not been configured for this")),
                afterFix(
                        "timeout.not-set",
                        CONFIGURATION,
                        "Apache Linkis and others: an option that was not given",
                        says(
                                "timeout period is not set | timeout is not set | time-out is not set | timeout must be set")),
                afterFix(
                        "nsq.one-directory",
                        CONFIGURATION,
                        "NSQ dirlock, LevelDB, Prometheus: two instances with one data directory",
                        says("possibly in use by another instance")),
                afterFix(
                        "model.withdrawn",
                        CONFIGURATION,
                        "Gemini API, deprecations: a model that is given to nobody new",
                        says("no longer available to new users")),
                afterFix(
                        "sqlserver.default-database",
                        CONFIGURATION,
                        "SQL Server 4064",
                        says("cannot open user default database")),
                afterFix(
                        "streams.one-directory",
                        CONFIGURATION,
                        "Kafka Streams StateDirectory: two instances with one state.dir",
                        says("running in the same state directory")),
                afterFix(
                        "huggingface.offline",
                        CONFIGURATION,
                        "huggingface_hub: local_files_only",
                        says(
                                "local_files_only true as been set | local_files_only true has been set | outgoing traffic has been disabled")),
                afterFix(
                        "flink.classes",
                        CONFIGURATION,
                        "Flink, Java serialization: classes that are not on the class path",
                        says("due to missing classes")),
                afterFix("rsync.read-only", CONFIGURATION, "rsyncd.conf: read only", says("module is read only")),
                afterFix(
                        "ribbon.own-host",
                        CONFIGURATION,
                        "Netflix Ribbon: a client named after the own host, for which nothing is registered",
                        says("available server for client localhost")),
                afterFix(
                        "ehcache.one-directory",
                        CONFIGURATION,
                        "Ehcache DefaultLocalPersistenceService: two processes with one directory",
                        says("persistence directory already locked by another process")),
                afterFix(
                        "jgroups.other-cluster",
                        CONFIGURATION,
                        "JGroups JGRP000012: two clusters with one address",
                        says("jgrp000012 | message from different cluster")),
                afterFix(
                        "laravel.no-database",
                        CONFIGURATION,
                        "Laravel DatabaseManager: a connection that no setting names",
                        says("database .. not configured $ | database .. not configured in")),
                afterFix(
                        "clickhouse.no-client",
                        CONFIGURATION,
                        "ClickHouse Java client: no implementation on the class path",
                        says("suitable clickhouse client")),
                afterFix(
                        "wss4j.no-keystore",
                        CONFIGURATION,
                        "Apache WSS4J wss4j_errors: a keystore that was not given",
                        says("keystore is not set | key store is not set")),
                afterFix(
                        "oci.home-region",
                        CONFIGURATION,
                        "Oracle Cloud, API errors: NotAllowed outside the home region",
                        says("must be directed at the home region | must be made in the home region")));
    }

    private static List<Rule> clusters() {
        return List.of(
                afterFix(
                        "ecs.no-way-out",
                        CONFIGURATION,
                        "AWS ECS, ResourceInitializationError: the subnet has no way to the registry",
                        says("unable to pull secrets or registry auth")
                                .and(says("accessdenied | accessdeniedexception | not authorized to perform")
                                        .negate())),
                afterFix(
                        "ecs.no-instances",
                        CONFIGURATION,
                        "AWS ECS, service event messages: a cluster without instances",
                        says("no container instances were found in your cluster")),
                afterFix(
                        "k8s.taint",
                        CONFIGURATION,
                        "Kubernetes scheduler: a taint that somebody set and nothing tolerates",
                        says("had taints that the pod didn t tolerate | had untolerated taint")
                                .and(says("insufficient | too many pods | node kubernetes io")
                                        .negate())),
                afterFix(
                        "k8s.limit-range",
                        CONFIGURATION,
                        "Kubernetes LimitRanger: a request outside the range of the namespace",
                        says("""
                        minimum memory usage per | maximum memory usage per | minimum cpu usage per | maximum cpu usage per
                        max limit to request ratio per
                        """)),
                afterFix(
                        "slurm.allowance",
                        RESOURCE_EXHAUSTED,
                        "Slurm acct_policy.c: what the account or its quality of service may use is used up",
                        says(
                                "exceeds qos .. max tres | exceeds assoc .. max tres | exceeding qos | max tres .. minutes")),
                afterFix(
                        "batch.own-limit",
                        RESOURCE_EXHAUSTED,
                        "Grid Engine, LSF: SIGUSR2 (140), the limit of the job itself",
                        says("exit status 140 | exit code 140")),
                afterFix("node.no-memory", RESOURCE_EXHAUSTED, "Node.js, fork(2): ENOMEM", says("spawn enomem")),
                afterFix(
                        "account.room",
                        RESOURCE_EXHAUSTED,
                        "RFC 4918, section 11.5, of a plan: room that an account has to buy",
                        says(
                                "full .. upgrade your account | full .. upgrade your plan | full .. upgrade your storage")));
    }

    private static List<Rule> rights() {
        return List.of(
                afterFix(
                        "certificate.fingerprint",
                        AUTH,
                        "Elastic clients caFingerprint: another certificate than the one that was pinned",
                        says(
                                "fingerprint does not match the value configured | certificate .. fingerprint does not match")),
                afterFix(
                        "exchange.nonce",
                        AUTH,
                        "Bitfinex 10114: a key that is used twice, or a clock that is behind",
                        says("nonce small | nonce is too small | nonce too small")),
                afterFix("nats.revoked", AUTH, "NATS server ErrRevocation", says("credentials have been revoked")),
                afterFix(
                        "account.blacklisted",
                        AUTH,
                        "OpenStack Swift ratelimit account_blacklist",
                        says("account has been blacklisted | account is blacklisted")),
                afterFix(
                        "grid.proxy-expired",
                        AUTH,
                        "Globus, FTS: the delegated proxy certificate has expired",
                        says(
                                "proxy expired $ | proxy has expired | proxy certificate has expired | proxy certificate expired")));
    }

    private static List<Rule> content() {
        return List.of(
                never(
                        "couch.revision",
                        CONCURRENCY_CONFLICT,
                        "CouchDB 409: the revision that was sent is an old one",
                        says("document update conflict")),
                never(
                        "mariadb.commit-in-doubt",
                        NETWORK,
                        "MariaDB Connector/J: the connection broke while a commit was under way",
                        says("during a commit statement")),
                never(
                        "nsq.not-owner",
                        CONCURRENCY_CONFLICT,
                        "NSQ E_FIN_FAILED, E_REQ_FAILED, E_TOUCH_FAILED: the message went to another consumer",
                        named("E_FIN_FAILED E_REQ_FAILED E_TOUCH_FAILED").or(says("client does not own message"))),
                afterFix(
                        "dotnet.in-doubt",
                        CONCURRENCY_CONFLICT,
                        "System.Transactions TransactionInDoubtException: it may be committed in one place",
                        named("TransactionInDoubtException")),
                never(
                        "redis.damaged",
                        DATA_CORRUPTION,
                        "Redis hyperloglog.c: INVALIDOBJ",
                        named("INVALIDOBJ").or(says("corrupted hll object"))),
                never(
                        "bolt.damaged",
                        DATA_CORRUPTION,
                        "bbolt freelist: a damaged file",
                        says("failed to get all reachable pages")),
                never(
                        "delta.parts",
                        DATA_CORRUPTION,
                        "Delta Lake DELTA_MISSING_PART_FILES",
                        named("DELTA_MISSING_PART_FILES").or(says("find all part files of the checkpoint"))),
                never(
                        "alluxio.journal",
                        DATA_CORRUPTION,
                        "Alluxio JOURNAL_ENTRY_MISSING",
                        says("journal entries are missing | journal entry is missing")),
                never(
                        "ghostscript.damaged",
                        DATA_CORRUPTION,
                        "Ghostscript: a PDF file whose table of objects is damaged",
                        says("reading an xref table | file has been damaged")),
                never(
                        "hdf5.damaged",
                        DATA_CORRUPTION,
                        "HDF5 error stack: a node that is none",
                        says("bad symbol table node | bad object header version | truncated file eof")),
                never(
                        "astropy.format",
                        DATA_CORRUPTION,
                        "Astropy io.registry: a file of no known format",
                        named("IORegistryError").and(says("format could not be identified"))),
                never(
                        "tika.empty",
                        DATA_CORRUPTION,
                        "Apache Tika ZeroByteFileException",
                        named("ZeroByteFileException")),
                never(
                        "hadoop.record",
                        DATA_CORRUPTION,
                        "Hadoop LineReader: a record without an end",
                        says("too many bytes before delimiter | too many bytes before newline")),
                never(
                        "oss.position",
                        DATA_CORRUPTION,
                        "Alibaba OSS PositionNotEqualToLength",
                        named("PositionNotEqualToLength")),
                never(
                        "model.new-tokens",
                        DATA_CORRUPTION,
                        "text-generation-inference: more tokens than the model takes",
                        says("max_new_tokens must be")));
    }

    private static List<Rule> use() {
        return List.of(
                afterFix(
                        "resque.no-queue",
                        LOGIC_ERROR,
                        "Resque NoQueueError, NoClassError",
                        named("Resque::NoQueueError NoQueueError Resque::NoClassError")),
                afterFix(
                        "rqlite.query",
                        LOGIC_ERROR,
                        "rqlite ErrQueryWrite: a change sent as a query",
                        says("change database via query operation")),
                afterFix(
                        "freetds.results-pending",
                        LOGIC_ERROR,
                        "DB-Library 20019: results of the call before were not read",
                        says("operation with results pending")),
                afterFix(
                        "elastic.permanent",
                        RESOURCE_EXHAUSTED,
                        "Elasticsearch CircuitBreaker.Durability PERMANENT: what fills the memory stays in it",
                        says("durability permanent")));
    }
}
