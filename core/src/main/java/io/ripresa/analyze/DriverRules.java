package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.anywhere;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** What client drivers say of their own use, of a server's answer and of a connection, by their own messages. */
final class DriverRules {

    private static final String DRIVERS = "pgjdbc, Npgsql, Connector/Python, python-oracledb, pyodbc: messages";

    private DriverRules() {}

    static List<Rule> texts() {
        return List.of(
                afterFix(
                        "driver.all-denied",
                        AUTH,
                        "DataStax Python driver: the reason stands behind the list of hosts",
                        named("NoHostAvailable NoHostAvailableException AllNodesFailedException")
                                .and(says("authenticationfailed | failed to authenticate | bad credentials"))),
                afterFix("driver.misuse", LOGIC_ERROR, DRIVERS, says("""
                        column index is out of range | parameter index .. is out of range | result was returned when none was expected
                        unread result found | parameter markers but | large objects may not be used in auto-commit | dpy-1001 | dpy-1003
                        unknown operator | update document requires atomic operators | invalid input of type | cursor is not connected
                        """)),
                afterFix(
                        "driver.unexpected-frame",
                        LOGIC_ERROR,
                        "py-amqp: UnexpectedFrame",
                        named("amqp.exceptions.UnexpectedFrame")),
                afterFix("driver.auth", AUTH, DRIVERS, says("""
                        no password has been provided but | dpy-4001 | no credentials specified | dpy-4027
                        """)),
                afterFix("driver.config", CONFIGURATION, DRIVERS, says("""
                        dpy-3010 | dpy-3015 | dpi-1047 | dpi-1050 | authentication plugin .. is not supported | configure the url user and password
                        only supported on replica sets | memory is not locked | cannot upgrade a node from version | doesn t have a resource type
                        """)),
                auto(
                        "driver.connection",
                        NETWORK,
                        DRIVERS,
                        says("""
                        exception while reading from stream | exception while writing to stream | mysql connection not available | dpy-4011
                        in the failed servers list
                        """)
                                .and(anywhere(named("TimeoutException").or(says("timeout")))
                                        .negate())),
                auto(
                        "driver.no-master",
                        SERVICE_UNAVAILABLE,
                        "Redis Sentinel and ioredis: no primary is known now",
                        says("""
                        no master found for | failed to refresh slots cache | all sentinels are unreachable
                        """)),
                afterFix(
                        "lucene.own-lock",
                        LOGIC_ERROR,
                        "Apache Lucene: NativeFSLockFactory, the same process has opened the index twice",
                        says("lock held by this virtual machine")),
                auto(
                        "lucene.lock",
                        CONCURRENCY_CONFLICT,
                        "Apache Lucene: LockObtainFailedException",
                        named("LockObtainFailedException").or(says("lock held by another program"))),
                afterFix(
                        "lucene.documents",
                        RESOURCE_EXHAUSTED,
                        "Apache Lucene: IndexWriter.MAX_DOCS",
                        says("number of documents in the index cannot exceed")),
                never("backup.index", DATA_CORRUPTION, "Borg: repository check", says("index object count mismatch")),
                auto("k8s.server-timeout", TIMEOUT, "Kubernetes API: StatusReason Timeout, ServerTimeout", says("""
                        unable to return a response in the time allotted | server was unable to return a response
                        """)),
                afterFix(
                        "openstack.over-quota",
                        RESOURCE_EXHAUSTED,
                        "OpenStack: 403 and 413 for a project's quota",
                        status(403, 413).and(says("""
                        quota exceeded for resources | quota exceeded for instances | quota exceeded for cores | exceeds available quota | exceeds allowed quota
                        """))));
    }
}
