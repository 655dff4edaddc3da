package io.ripresa.analyze;

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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;

import java.util.List;

/** Ledgers, devices, sockets of browsers, media, storage of machines, business suites: systems of a few tasks each. */
final class EdgeRules {

    private static final String LEDGER = "Ethereum JSON-RPC, Binance API: error messages";
    private static final String WEBSOCKET = "RFC 6455 section 7.4.1; IANA WebSocket close codes 1012, 1013";
    private static final String MEDIA = "FFmpeg, ImageMagick, pypdf: messages";
    private static final String STORAGE = "ZFS, LVM, rclone: messages";
    private static final String SUITES = "SAP RFC, NetSuite SuiteScript, QuickBooks: error codes";

    private EdgeRules() {}

    static List<Rule> all() {
        return List.of(
                never(
                        "ledger.nonce",
                        CONCURRENCY_CONFLICT,
                        LEDGER,
                        says("nonce too low | replacement transaction underpriced | nonce has already been used")),
                never(
                        "ledger.reverted",
                        DATA_CORRUPTION,
                        LEDGER,
                        says("execution reverted | transaction reverted | exceeds balance")),
                afterFix(
                        "ledger.clock",
                        AUTH,
                        LEDGER + ": -1021",
                        says("outside of the recvwindow | ahead of the server s time")),
                auto(
                        "ledger.service",
                        SERVICE_UNAVAILABLE,
                        "Kraken API, ccxt: ExchangeNotAvailable",
                        named("ExchangeNotAvailable").or(says("eservice unavailable | eservice busy"))),
                auto(
                        "socket.restart",
                        SERVICE_UNAVAILABLE,
                        WEBSOCKET,
                        says("1012 service restart | service restart $ | 1013 try again later | 1001 going away")),
                afterFix("socket.policy", AUTH, WEBSOCKET, says("1008 policy violation | policy violation $")),
                afterFix(
                        "socket.state",
                        LOGIC_ERROR,
                        WEBSOCKET,
                        says("already in closing or closed state | websocket is not open readystate")),
                auto(
                        "mqtt.not-connected",
                        NETWORK,
                        "Eclipse Paho MQTT: return codes",
                        says("client is not currently connected | the client is not connected")),
                afterFix(
                        "mqtt.identifier",
                        CONFIGURATION,
                        "MQTT 3.1.1 section 3.2.2.3: return code 2",
                        says("identifier not valid | identifier rejected")),
                never(
                        "modbus.request",
                        DATA_CORRUPTION,
                        "Modbus Application Protocol, exception codes 1 to 3",
                        says(
                                "illegaladdress | illegalfunction | illegalvalue | illegal data address | illegal function")),
                never(
                        "graphql.variable",
                        DATA_CORRUPTION,
                        "GraphQL specification, Coercing Variable Values",
                        says("of required type .. was not provided | max cost limit | query cost is")),
                afterFix(
                        "graphql.persisted",
                        CONFIGURATION,
                        "Apollo: PersistedQueryNotFound",
                        named("PersistedQueryNotFound PersistedQueryNotSupported")),
                afterFix(
                        "saml.failed",
                        AUTH,
                        "SAML 2.0 Core section 3.2.2.2",
                        says("authnfailed | authnfailed *").or(named("AuthnFailed"))),
                auto(
                        "entra.transient",
                        SERVICE_UNAVAILABLE,
                        "Microsoft Entra: AADSTS90033, AADSTS90002 and their like",
                        says("aadsts90033 | aadsts90055 transient | aadsts90024")),
                afterFix(
                        "media.codec",
                        CONFIGURATION,
                        MEDIA,
                        says(
                                "unknown encoder | unknown decoder | no decode delegate | no encode delegate | encoder not found")),
                never(
                        "media.file",
                        DATA_CORRUPTION,
                        MEDIA,
                        says(
                                "eof marker not found | moov atom not found | has not been decrypted | could not find codec parameters")),
                afterFix(
                        "media.limits",
                        RESOURCE_EXHAUSTED,
                        "ImageMagick policy.xml: limits of the process",
                        says("cache resources exhausted | time limit exceeded fatal")),
                never(
                        "storage.changed",
                        CONCURRENCY_CONFLICT,
                        STORAGE,
                        says("destination has been modified | destination .. has snapshots")),
                auto(
                        "storage.busy",
                        CONCURRENCY_CONFLICT,
                        STORAGE,
                        says("dataset is busy | volume is busy | target is busy | pool is busy")
                                .and(says("pool is busy no available connection")
                                        .negate())),
                afterFix("storage.mounted", CONFIGURATION, STORAGE, says("exclusively mounted filesystem")),
                afterFix(
                        "ssh.known-hosts",
                        AUTH,
                        "OpenSSH known_hosts",
                        says(
                                "knownhosts key mismatch | knownhosts key is unknown | remote host identification has changed")),
                auto(
                        "rclone.rate",
                        RATE_LIMIT,
                        "Dropbox, rclone: too_many_requests",
                        says("429 too_many_requests | too_many_write_operations")),
                afterFix(
                        "quota.answered-403",
                        RESOURCE_EXHAUSTED,
                        "Google Drive, Azure: a quota that is answered 403",
                        status(403)
                                .and(says("exceeded .. quota | quota .. exceeded | storage quota | over quota"))
                                .and(says("rate | per minute | per second | per user | requests per")
                                        .negate())),
                auto(
                        "net.not-reached",
                        NETWORK,
                        "Sentence forms of error messages in general",
                        says("""
                        can not be reached | could not be reached | cannot be reached | partner not reached | was not reachable
                        """).and(says("localhost | 127.0.0.1").negate())),
                auto(
                        "device.offline",
                        SERVICE_UNAVAILABLE,
                        "Android Debug Bridge: device states",
                        says("device offline | device is offline | device still connecting")),
                afterFix(
                        "device.storage",
                        RESOURCE_EXHAUSTED,
                        "Android PackageManager: install results",
                        says("install_failed_insufficient_storage").or(named("INSTALL_FAILED_INSUFFICIENT_STORAGE"))),
                afterFix(
                        "suite.memory",
                        RESOURCE_EXHAUSTED,
                        SUITES,
                        named("SYSTEM_NO_TASK_STORAGE TSV_TNEW_PAGE_ALLOC_FAILED STORAGE_PARAMETERS_WRONG_SET")),
                auto("suite.network", NETWORK, SUITES, named("RFC_COMMUNICATION_FAILURE")),
                auto(
                        "suite.changed",
                        CONCURRENCY_CONFLICT,
                        SUITES,
                        says("record has been changed").or(named("RCRD_HAS_BEEN_CHANGED RCRD_LOCKED"))),
                never(
                        "push.registration",
                        DATA_CORRUPTION,
                        "Firebase Cloud Messaging: legacy error codes",
                        named("InvalidRegistration MissingRegistration MessageTooBig InvalidTtl")),
                afterFix(
                        "artifact.policy",
                        CONFIGURATION,
                        "Artifactory: policies of a repository",
                        says(
                                "rejected the artifact due to conflict | snapshot version policy | conflict with snapshot policy")));
    }
}
