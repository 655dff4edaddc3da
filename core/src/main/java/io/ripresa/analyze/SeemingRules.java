package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameSays;
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

import java.util.ArrayList;
import java.util.List;

/**
 * What seems to be another thing than it is: a rate limit that one request is larger than, a lock that cannot be had
 * because nobody said where, a refusal for as long as the server is down.
 */
final class SeemingRules {

    private SeemingRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(data());
        rules.addAll(settings());
        rules.addAll(code());
        rules.addAll(conflicts());
        rules.addAll(passing());
        return rules;
    }

    private static List<Rule> data() {
        return List.of(
                never(
                        "limiter.one-request",
                        DATA_CORRUPTION,
                        "golang.org/x/time/rate Wait, Milvus: one request beyond what the limiter ever lets pass",
                        says("""
                        larger than rate limiter capacity | larger than the rate limiter capacity | larger than limiter capacity
                        exceeds limiter s burst | exceeds the limiter s burst | exceeds limiter burst | larger than the burst size
                        """)),
                never(
                        "vector.length",
                        DATA_CORRUPTION,
                        "Weaviate, Qdrant, Milvus, pgvector: a vector of another length than the index",
                        says("""
                        vector lengths don t match | vector lengths do not match | vector length mismatch | vector dimension mismatch
                        vector dimension error | wrong vector dimension | vector with length # does not match | expected # dimensions not
                        different vector dimensions
                        """)),
                never(
                        "msgpack.extension",
                        DATA_CORRUPTION,
                        "MessagePack UnknownExtTypeError: bytes that the reader does not know",
                        named("MessagePack::UnknownExtTypeError UnknownExtTypeError")),
                never(
                        "rails.integer-range",
                        DATA_CORRUPTION,
                        "Rails, ActiveModel::RangeError: a number too large for its column",
                        named("ActiveModel::RangeError").or(says("is out of range for .. with limit # bytes"))));
    }

    private static List<Rule> settings() {
        return List.of(
                afterFix(
                        "lock.place-unset",
                        CONFIGURATION,
                        "Fluentd InvalidLockDirectory, Terraform: nobody said where locks are kept",
                        named("InvalidLockDirectory Fluent::InvalidLockDirectory")
                                .or(says("because .. isn t set | because .. is not set | because .. are not set"))),
                afterFix("host.empty", CONFIGURATION, "curl, git, OpenSSH: the name of the host is empty", says("""
                        could not resolve host $ | couldn t resolve host $ | could not resolve hostname $ | enotfound $
                        could not resolve host # # # #
                        """)),
                afterFix(
                        "debezium.metric-name",
                        CONFIGURATION,
                        "Debezium Metrics.metricName: a ConnectException is Kafka Connect's, here the server's name is no name",
                        says("invalid metric name")),
                afterFix(
                        "helm.lock-file",
                        CONFIGURATION,
                        "Helm, Bundler, npm, Poetry, Terraform: a lock file nobody updated, no lock",
                        says("""
                        lock file .. is out of sync | lock file .. out of date | lockfile is out of date | lockfile is not up to date
                        lock file is not up to date
                        """)),
                afterFix(
                        "tls.no-shared-cipher",
                        CONFIGURATION,
                        "OpenSSL, JSSE: the two sides have no cipher in common",
                        says("no shared cipher | no cipher suites in common | no ciphers in common")),
                afterFix(
                        "tls.pinned-key",
                        AUTH,
                        "curl 90, CURLE_SSL_PINNEDPUBKEYNOTMATCH: another key than the pinned one",
                        named("CURLE_SSL_PINNEDPUBKEYNOTMATCH")
                                .or(says("pinned public key | certificate pinning failure"))),
                afterFix(
                        "key.passphrase",
                        AUTH,
                        "Salt, OpenSSH, OpenSSL: the passphrase of a key",
                        says("passphrase may be incorrect | incorrect passphrase | bad passphrase | wrong passphrase")),
                afterFix(
                        "gcp.instances",
                        RESOURCE_EXHAUSTED,
                        "Google Compute Engine quotas: how many instances a project may have",
                        says("quota_for_instances")),
                afterFix(
                        "puppet.catalog",
                        CONFIGURATION,
                        "Puppet, catalog compilation: the 500 of a manifest that does not compile",
                        says("could not retrieve catalog from remote server error 500 | error 500 on server server error")
                                .and(says("""
                                could not find | evaluation error | duplicate declaration | syntax error | unknown variable | must pass
                                has no parameter | expects a value | not a valid | could not parse
                                """))),
                afterFix(
                        "podman.lock-numbers",
                        CONFIGURATION,
                        "Podman, podman system renumber: two objects have the same lock number until somebody renumbers",
                        says("deadlock due to lock mismatch")),
                afterFix(
                        "terraform.version",
                        CONFIGURATION,
                        "Terraform, remote workspaces: both have to be of one version",
                        says("terraform version .. does not match")),
                afterFix(
                        "tarantool.listener",
                        CONFIGURATION,
                        "Tarantool, RavenDB: the address to listen on is not this machine's, or is taken",
                        says("failed bind .. listener | failed to bind .. listener")),
                afterFix(
                        "keystone.limit",
                        RESOURCE_EXHAUSTED,
                        "OpenStack Keystone, ApplicationCredentialLimitExceeded: a user has as many as a user may",
                        named("ApplicationCredentialLimitExceeded").or(says("maximum of # already exceeded"))));
    }

    private static List<Rule> code() {
        return List.of(
                afterFix(
                        "use.after-close",
                        LOGIC_ERROR,
                        "DuckDB, H2: the caller goes on with what it closed",
                        says("""
                        after its connection was closed | after its connection has been closed | after it was closed | after it has been closed
                        """)),
                afterFix(
                        "django.threads",
                        LOGIC_ERROR,
                        "Django DatabaseWrapper.validate_thread_sharing, sqlite3: a connection of another thread",
                        says(
                                "created in a thread can only be used in that same thread | can only be used in that same thread")),
                afterFix(
                        "class.of-misuse",
                        LOGIC_ERROR,
                        "TypeORM OptimisticLockCanNotBeUsedError, Laravel RelationNotFoundException: wrong use, told by the class",
                        named("RelationNotFoundException").or(nameSays("can not be used | cannot be used"))),
                afterFix(
                        "sequelize.without",
                        LOGIC_ERROR,
                        "Sequelize query generator: an option that needs another one",
                        says("cannot use .. without a model")),
                afterFix(
                        "timeout.refused",
                        LOGIC_ERROR,
                        "XXL-JOB, Undici, got: the value of a time-out is refused, nothing timed out",
                        says("timeout invalid $ | ^ invalid timeout | invalid timeout value")));
    }

    private static List<Rule> conflicts() {
        return List.of(
                never(
                        "lock.lost-for-good",
                        CONCURRENCY_CONFLICT,
                        "Apache ActiveMQ LeaseDatabaseLocker: another broker has the lease now",
                        says("no longer lock owner | no longer the lock owner | no longer owner of the lock")),
                never(
                        "nomad.modify-index",
                        CONCURRENCY_CONFLICT,
                        "HashiCorp Nomad, job run -check-index: the index is part of the request, plan anew",
                        says("enforcing job modify index")));
    }

    private static List<Rule> passing() {
        return List.of(
                auto(
                        "gemini.per-minute",
                        RATE_LIMIT,
                        "Google Gemini API, quotaId of a minute: it speaks of billing, and says when to retry",
                        says("""
                        generaterequestsperminuteperprojectpermodel | generatecontentinputtokenspermodelperminute
                        generatecontentpaidtierinputtokenspermodelperminute
                        """)),
                auto(
                        "rabbit.leader-moves",
                        SERVICE_UNAVAILABLE,
                        "RabbitMQ rabbit_amqqueue: NOT_FOUND of a queue whose leader moves",
                        says("may be stopping or being demoted")),
                auto(
                        "salt.time-out",
                        TIMEOUT,
                        "Salt SaltClientError: the master did not answer, it refused nobody",
                        says("authenticate with the salt master failed with timeout | failed with timeout error")),
                auto(
                        "symfony.max-duration",
                        TIMEOUT,
                        "Symfony HttpClient, option max_duration",
                        says("max duration was reached")),
                auto(
                        "knex.query-timeout",
                        TIMEOUT,
                        "Knex, KnexTimeoutError: of a query, not of the pool",
                        says("defined query timeout of")),
                auto(
                        "wildfly.permit",
                        RESOURCE_EXHAUSTED,
                        "WildFly WFLYEJB0378: all beans of the pool are in use",
                        says("failed to acquire a permit within")),
                auto(
                        "rabbit.vhost-down",
                        SERVICE_UNAVAILABLE,
                        "RabbitMQ, rabbit_vhost: it is started anew, or by its operator",
                        says("vhost * is down")),
                auto(
                        "pgbouncer.client-connections",
                        RESOURCE_EXHAUSTED,
                        "PgBouncer, max_client_conn and max_db_client_connections: taken by others for now",
                        says("client connections exceeded | max_db_client_connections | max_user_client_connections")),
                auto(
                        "limit.of-a-second",
                        RATE_LIMIT,
                        "Temporal serviceerror.ResourceExhausted: a limit of a second",
                        says("per second limit exceeded | per second limit reached | per second limit is reached")),
                auto(
                        "pip.connectivity",
                        NETWORK,
                        "pip IncompleteDownloadError: the download broke off",
                        says("issue with network connectivity")),
                auto(
                        "roles.propagating",
                        SERVICE_UNAVAILABLE,
                        "AWS, eventual consistency: what was made a moment ago is not everywhere yet",
                        named("ResourcePropagationDelayException")
                                .or(says("are still propagating | is still propagating | still being propagated"))),
                auto(
                        "impala.no-backends",
                        SERVICE_UNAVAILABLE,
                        "Apache Impala NO_REGISTERED_BACKENDS: no node has joined yet",
                        named("NO_REGISTERED_BACKENDS").or(says("no registered backends"))),
                auto(
                        "etcd.no-leader",
                        SERVICE_UNAVAILABLE,
                        "etcd client v2, ErrClusterUnavailable: it guesses at a setting, its members elect a leader",
                        says("etcd member .. has no leader | member .. has no leader")),
                auto(
                        "istio.no-config-yet",
                        SERVICE_UNAVAILABLE,
                        "Istio pilot-agent: the proxy waits for Istiod",
                        says("config not received from xds server")),
                auto(
                        "service.still-not-ready",
                        SERVICE_UNAVAILABLE,
                        "Apache Kylin and others: for as long as it starts",
                        says("service is still not ready | server is still not ready | is still not ready yet")));
    }
}
