package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.ArrayList;
import java.util.List;

/**
 * What stores and their drivers say that deceives: pools that were closed by the program itself and sizes of pools that
 * contradict each other are no shortage, and what does not exist yet is not missing.
 */
final class DeceivingRules {

    private DeceivingRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(settings());
        rules.addAll(code());
        rules.addAll(passing());
        return rules;
    }

    private static List<Rule> settings() {
        return List.of(
                afterFix(
                        "pool.sizes",
                        CONFIGURATION,
                        "Redisson, asyncpg, PyMongo, DBCP: two sizes of a pool contradict each other",
                        says("""
                        minpoolsize must be .. maxpoolsize | connectionpoolsize can t be lower than | min_size is greater than max_size
                        minimum idle .. greater than maximum | minimumidle .. maximumpoolsize | min .. must be less than or equal to max
                        maxidle .. maxtotal | pool_size must be | min must be smaller or equal to max
                        """)),
                afterFix(
                        "atlas.roles-limit",
                        RESOURCE_EXHAUSTED,
                        "MongoDB Atlas and others: a fixed number of things of one kind, told by a 403",
                        named("COLLECTION_ROLES_LIMIT_EXCEEDED")
                                .or(status(403)
                                        .and(says("exceeded maximum number of | maximum number of .. exceeded")))));
    }

    private static List<Rule> code() {
        return List.of(
                afterFix(
                        "tedious.one-request",
                        LOGIC_ERROR,
                        "Tedious and node-mssql EREQINPROG: two requests at once on one transaction",
                        named("EREQINPROG").or(says("there is another request in progress"))),
                afterFix(
                        "pool.closed-by-caller",
                        LOGIC_ERROR,
                        "aiomysql, aiopg, asyncpg: the program closed the pool before",
                        says("acquire connection after closing pool | after closing pool | pool is closing")),
                afterFix(
                        "connect.not-called",
                        LOGIC_ERROR,
                        "Hazelcast and Exasol clients, Cassandra drivers: called before connect",
                        says("""
                        because a connection was never established | connection was never opened | connect was never called
                        you must call connect first
                        """)),
                afterFix(
                        "argument.timeout",
                        LOGIC_ERROR,
                        "Couchbase, Node.js, Python: a time limit that is no number of seconds",
                        says(
                                "timeout must be a positive | timeout must be positive | timeout must be a number | timeout must be an integer")));
    }

    private static List<Rule> passing() {
        return List.of(
                auto(
                        "answer.of-a-gateway",
                        TIMEOUT,
                        "pyelasticsearch, JSON clients: what could not be read was the page of a 504",
                        says("response 504")),
                auto(
                        "rabbit.queue-stopped",
                        SERVICE_UNAVAILABLE,
                        "RabbitMQ rabbit_amqqueue: NOT_FOUND of a queue whose process starts anew",
                        says("process is stopped by supervisor")),
                auto(
                        "cassandra.schema-spreads",
                        SERVICE_UNAVAILABLE,
                        "Apache Cassandra: a table that was made a moment ago is not known to all nodes yet",
                        says("wait for schema agreement | no schema agreement from live replicas")),
                auto(
                        "neo4j.leader-moved",
                        SERVICE_UNAVAILABLE,
                        "Neo4j, NotALeader: the cluster has another leader by now",
                        named("NotALeaderError").or(says("only attempt to take locks when leader"))),
                auto(
                        "grid.before-startup",
                        SERVICE_UNAVAILABLE,
                        "Hazelcast BaseMigrationOperation: the member still starts",
                        says("before startup is completed | before start up is completed")),
                auto(
                        "registry.no-leader",
                        SERVICE_UNAVAILABLE,
                        "Confluent Schema Registry 50003, 50004: it has no leader at this moment",
                        named("RestUnknownMasterException RestUnknownLeaderException UnknownLeaderException")
                                .or(says("^ master not known | ^ leader not known"))),
                auto(
                        "milvus.loading",
                        SERVICE_UNAVAILABLE,
                        "Milvus: the collection is loaded anew after a restart",
                        says("collection .. is not fully loaded")),
                auto(
                        "yugabyte.catalog-moved",
                        CONCURRENCY_CONFLICT,
                        "YugabyteDB: somebody changed the schema meanwhile; the statement runs when it is sent again",
                        says(
                                "catalog version mismatch | catalog snapshot used for this transaction has been invalidated")),
                auto(
                        "aurora.waking",
                        SERVICE_UNAVAILABLE,
                        "Amazon RDS Data API, Aurora Serverless: a 400 while the cluster wakes from its pause",
                        named("BadRequestException").and(says("communications link failure"))));
    }
}
