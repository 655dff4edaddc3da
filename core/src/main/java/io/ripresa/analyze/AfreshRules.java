package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameEnds;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.ArrayList;
import java.util.List;

/**
 * What sounds final and is over with the run: a new run opens another session, reads another version, asks once the copy
 * has come, or finds the lock free. And the reverse in a relay's words: a certificate or a protocol behind a 503.
 */
final class AfreshRules {

    private static final Condition CERTIFICATE = says("""
            certificate_verify_failed | certificate verify failed | openssl_internal certificate_verify_failed
            certificate chain was issued by an authority that is not trusted | self signed certificate | self-signed certificate
            unable to get local issuer certificate | certificate has expired
            """);
    private static final Condition OTHER_PROTOCOL = says("""
            wrong_version_number | openssl_internal wrong_version_number | wrong version number
            first record does not look like a tls handshake
            """);

    private AfreshRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(backEnds());
        rules.addAll(relays());
        rules.addAll(sessions());
        rules.addAll(copies());
        rules.addAll(races());
        rules.addAll(limits());
        rules.addAll(tables());
        return rules;
    }

    /** An answer that sounds like a refusal, where who decides could not be asked, or will let it through later. */
    private static List<Rule> backEnds() {
        return List.of(
                auto(
                        "afresh.back-end",
                        SERVICE_UNAVAILABLE,
                        "Postfix SASL, Dovecot, Windows 1311, Stripe processing_error, Adyen, RFC 8555 badNonce, Plaid PRODUCT_NOT_READY, Azure Pipelines; MongoDB 134, CockroachDB imports, Amazon RDS, Kubernetes, Infinispan: what is being made or moved",
                        says("""
                        connection lost to authentication server | temporary authentication failure | no logon servers available
                        error occurred while processing your card | issuer unavailable | invalid anti-replay nonce | stopped hearing from agent
                        product is not yet ready | leader of region .. is not found | leader is not found | leader not found | find healthy instance in pool | system is currently read-only | majority reads are currently not possible | clusterstate says we are the leader | not all required tasks are currently running
                        is offline importing | index is currently building | storage change is being optimized | resources in this region is being validated
                        waiting to start containercreating | waiting to start podinitializing | not all owners are in this partition | operations only allowed when shard state
                        """)
                                .or(
                                        named(
                                                "PRODUCT_NOT_READY badNonce ReferencedResourceNotProvisioned ReadConcernMajorityNotAvailableYet"))),
                auto(
                        "afresh.period",
                        RATE_LIMIT,
                        "Google Calendar API, Gmail sending limits, Mailchimp, Binance -1003: a period ends",
                        says("""
                        calendar usage limits exceeded | daily user sending limit exceeded | signed up to a lot of lists very recently | ip banned until
                        """)),
                auto(
                        "afresh.other-run",
                        CONCURRENCY_CONFLICT,
                        "OpenAI Assistants, Spark: another run was first, or has to end before",
                        says("can t add messages to .. while a run | taskcommitdenied driver denied task commit")
                                .or(named("TaskCommitDenied"))),
                auto(
                        "afresh.places",
                        RESOURCE_EXHAUSTED,
                        "ProFTPD, Pure-FTPd, vsftpd: places come free as others leave",
                        says("maximum number of clients .. already connected | too many connections .. from this ip")),
                auto(
                        "apns.idle",
                        TIMEOUT,
                        "Apple Push Notification service: reason IdleTimeout",
                        named("IdleTimeout").and(says("idletimeout"))));
    }

    private static List<Rule> relays() {
        return List.of(
                afterFix(
                        "relay.certificate",
                        AUTH,
                        "Envoy, transport failure reason; SqlClient, SSL provider: the other side's certificate is refused",
                        CERTIFICATE.and(
                                says(
                                        "upstream | transport failure reason | provider ssl provider | ssl provider | tls error"))),
                afterFix(
                        "relay.other-protocol",
                        CONFIGURATION,
                        "Envoy, transport failure reason: TLS was spoken to a port without",
                        OTHER_PROTOCOL.and(says("upstream | transport failure reason | tls error"))),
                afterFix(
                        "ibm-mq.not-authorized",
                        AUTH,
                        "IBM MQ: reason 2035, JMSWMQ2013",
                        says("security authentication was not valid | mqrc_not_authorized")),
                afterFix(
                        "ssh.host-key",
                        AUTH,
                        "OpenSSH, JSch: the known key of the host is another",
                        says("hostkey has been changed")),
                afterFix(
                        "discord.closed-for-good",
                        AUTH,
                        "Discord gateway close codes: 4004, 4013, 4014",
                        says("disallowed intent | disallowed intents | invalid intent | invalid intents")));
    }

    private static List<Rule> sessions() {
        return List.of(
                auto(
                        "session.dropped",
                        SERVICE_UNAVAILABLE,
                        "YDB BAD_SESSION, HiveServer2 session timeout, Consul sessions: the server forgot it, a new run opens another",
                        named("BadSession BAD_SESSION SESSION_EXPIRED")
                                .or(
                                        says(
                                                "invalid sessionhandle | invalid session handle | status badsession | status bad_session"))),
                auto(
                        "raft.leader-changed",
                        SERVICE_UNAVAILABLE,
                        "hashicorp/raft: ErrLeadershipLost, ErrLeadershipTransferInProgress",
                        says(
                                "leadership lost while committing | leadership transfer in progress | node is not the leader")),
                auto(
                        "handler.of-lost-connection",
                        NETWORK,
                        "Requests, Errors and Exceptions: the exception of a lost connection has no answer to read",
                        says(
                                "connectionerror object has no attribute | connecttimeout object has no attribute | readtimeout object has no attribute")),
                auto(
                        "ruby.read-timeout",
                        TIMEOUT,
                        "Ruby Net::HTTP: Net::OpenTimeout, Net::ReadTimeout, Net::WriteTimeout",
                        named("Net::ReadTimeout Net::OpenTimeout Net::WriteTimeout")
                                .or(
                                        says(
                                                "^ net readtimeout | ^ net opentimeout | ^ net writetimeout | net readtimeout with | net opentimeout with"))));
    }

    private static List<Rule> copies() {
        return List.of(
                auto(
                        "cosmos.session-behind",
                        SERVICE_UNAVAILABLE,
                        "Azure Cosmos DB: 404 with substatus 1002, the replica has not the session's writes yet",
                        says("read session is not available for the input session token")),
                auto(
                        "directory.not-yet",
                        SERVICE_UNAVAILABLE,
                        "Azure role assignments, Troubleshooting: replication delay of the directory",
                        named("PrincipalNotFound")
                                .or(says("principal .. does not exist in the directory | principalnotfound"))),
                auto(
                        "k8s.watch-too-old",
                        SERVICE_UNAVAILABLE,
                        "Kubernetes API concepts, 410 Gone: the client lists anew",
                        says("too old resource version")),
                auto(
                        "hdfs.last-block",
                        SERVICE_UNAVAILABLE,
                        "HDFS DFSOutputStream: data nodes have not reported the last block yet",
                        says("does not have enough number of replicas")));
    }

    private static List<Rule> races() {
        return List.of(
                auto(
                        "git.ref-moved",
                        CONCURRENCY_CONFLICT,
                        "git refs: another push moved it meanwhile",
                        says("cannot lock ref .. but expected")
                                .or(says("cannot lock ref").and(says("but expected")))),
                auto(
                        "npm.still-publishing",
                        CONCURRENCY_CONFLICT,
                        "npm registry: the version before is still being processed",
                        says("failed to save packument")),
                auto(
                        "aerospike.generation",
                        CONCURRENCY_CONFLICT,
                        "Aerospike result code 3: the record was changed since it was read",
                        nameEnds("AerospikeException AerospikeError").and(says("generation error"))),
                auto(
                        "axon.token-claimed",
                        CONCURRENCY_CONFLICT,
                        "Axon Framework: another node has the token, until its claim runs out",
                        named("UnableToClaimTokenException").or(says("unable to claim token"))));
    }

    private static List<Rule> limits() {
        return List.of(
                auto(
                        "quota.by-time",
                        RATE_LIMIT,
                        "Google Cloud quotas: those per minute refill, whatever the status",
                        says("quota exceeded | exceeded quota | quota limit exceeded")
                                .and(says("per minute | per second | per 100 seconds | perminute | persecond"))),
                auto(
                        "pgbouncer.full",
                        RESOURCE_EXHAUSTED,
                        "PgBouncer: max_client_conn, told with SQLSTATE 08P01 as all it tells",
                        says("no more connections allowed")));
    }

    /** What tables of errors call passing in words or numbers that nothing else tells of. */
    private static List<Rule> tables() {
        return List.of(
                auto(
                        "slurm.not-now",
                        SERVICE_UNAVAILABLE,
                        "Slurm, slurm_errno: ESLURM_IN_STANDBY_MODE, SLURMCTLD_COMMUNICATIONS_*",
                        named("ESLURM_IN_STANDBY_MODE")
                                .or(says("controller in standby mode | unable to contact slurm controller"))),
                auto(
                        "postgres.during-shutdown",
                        SERVICE_UNAVAILABLE,
                        "PostgreSQL, postinit.c: connections while it stops, with SQLSTATE 42501 or 57P03",
                        says("not allowed during database shutdown")),
                auto(
                        "grpc.answered-by-a-relay",
                        SERVICE_UNAVAILABLE,
                        "grpc-dotnet, GrpcCall: a relay's status where one of gRPC was expected",
                        says("bad grpc response").and(status(502, 503, 504))),
                auto(
                        "drbd.in-between",
                        SERVICE_UNAVAILABLE,
                        "DRBD, drbd_strings: SS_IN_TRANSIENT_STATE",
                        named("SS_IN_TRANSIENT_STATE").or(says("in transient state retry"))),
                auto(
                        "memcached.marked",
                        SERVICE_UNAVAILABLE,
                        "libmemcached, strerror: MEMCACHED_SERVER_MARKED_DEAD, MEMCACHED_SERVER_TEMPORARILY_DISABLED",
                        named("MEMCACHED_SERVER_MARKED_DEAD MEMCACHED_SERVER_TEMPORARILY_DISABLED")
                                .or(says("disabled until timed retry | server is marked dead"))),
                auto(
                        "vault.not-accepting",
                        SERVICE_UNAVAILABLE,
                        "HashiCorp Vault's Ruby client: HTTPConnectionError",
                        named("Vault::HTTPConnectionError")
                                .or(says("vault server .. not currently accepting connections"))),
                auto(
                        "smtp.told-while-connecting",
                        SERVICE_UNAVAILABLE,
                        "Jakarta Mail, SMTPTransport; RFC 5321 section 4.2.1: a greeting of 4xx",
                        says("smtp host")
                                .and(says("response 421 | response 450 | response 451 | response 452 | response 454"))),
                afterFix(
                        "smtp.refused-while-connecting",
                        CONFIGURATION,
                        "Jakarta Mail, SMTPTransport; RFC 5321 section 4.2.1, RFC 7504: a greeting of 5xx",
                        says("smtp host").and(says("response 521 | response 550 | response 554"))),
                auto(
                        "breaker.in-few-words",
                        SERVICE_UNAVAILABLE,
                        "CloudWeGo Kitex, kerrors: ErrServiceCircuitBreak, ErrInstanceCircuitBreak",
                        says("service circuitbreak | instance circuitbreak | by circuitbreaker")),
                auto(
                        "store.no-servers",
                        SERVICE_UNAVAILABLE,
                        "MooseFS, MFSCommunication: ERROR_NOCHUNKSERVERS; Apache mod_proxy: the upstream broke off",
                        says("status no chunk servers | error reading from remote server")),
                auto(
                        "rate.in-few-words",
                        RATE_LIMIT,
                        "CloudWeGo Kitex ErrQPSOverLimit, Polaris HeartbeatExceedLimit",
                        says(
                                "request too frequent | requests too frequent | can only .. # time per second | can only .. # times per second")),
                auto(
                        "smpp.throttled",
                        RATE_LIMIT,
                        "SMPP 3.4 section 5.1.3: ESME_RTHROTTLED",
                        named("ESME_RTHROTTLED").or(says("exceeded allowed message limits"))),
                auto("smpp.queue", RESOURCE_EXHAUSTED, "SMPP 3.4 section 5.1.3: ESME_RMSGQFUL", named("ESME_RMSGQFUL")),
                auto(
                        "lock.of-passwords",
                        CONCURRENCY_CONFLICT,
                        "Linux-PAM, pam_strerror: PAM_AUTHTOK_LOCK_BUSY",
                        named("PAM_AUTHTOK_LOCK_BUSY").or(says("token lock busy"))),
                auto(
                        "conflict.in-few-words",
                        CONCURRENCY_CONFLICT,
                        "immudb ErrTxReadConflict, DRBD SS_CONCURRENT_ST_CHG, Dgraph ErrAborted, spymemcached, proper-lockfile, Puppet",
                        named("SS_CONCURRENT_ST_CHG ErrTxReadConflict")
                                .or(
                                        says(
                                                "^ tx read conflict | concurrent state changes | transaction has been aborted please retry | get a cas in # attempts | lock file is already being held | already in progress skipping"))),
                auto(
                        "pinot.not-now",
                        RESOURCE_EXHAUSTED,
                        "Apache Pinot, QueryErrorCode: SERVER_OUT_OF_CAPACITY, as a broker tells it",
                        says("serveroutofcapacity | server_out_of_capacity | server out of capacity")),
                auto(
                        "pool.in-few-words",
                        RESOURCE_EXHAUSTED,
                        "peewee PooledDatabase, silenceper/pool, panjf2000/ants, Apache Livy, OpenPBS, ProFTPD: all places are taken",
                        says("""
                        exceeded maximum connections | maxactiveconnreached | blocked on submit | too many sessions are being created
                        connection table full | exceeded the number of connections
                        """)),
                auto(
                        "timeout.in-few-words",
                        TIMEOUT,
                        "Selenium Grid, new session queue; CloudWeGo Kitex ErrRPCTimeout: no answer in time",
                        says("new session request timed out | ^ rpc timeout timeout")),
                auto(
                        "peer.left",
                        NETWORK,
                        "NSS SSL_ERROR_CLOSE_NOTIFY_ALERT, .NET clients, libcurl 16 and 92: the other side ended it, whatever class carries it",
                        named("SSL_ERROR_CLOSE_NOTIFY_ALERT")
                                .or(
                                        says(
                                                "peer has closed this connection | remote endpoint closed the connection | error in the http2 framing layer | stream # was not closed cleanly"))));
    }
}
