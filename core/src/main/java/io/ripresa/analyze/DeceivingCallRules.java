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

import java.util.ArrayList;
import java.util.List;

/**
 * What calls of others and of the own runtime say that deceives: an option that is called "timeout" and refused, a lock
 * that is released twice, a "not found" of what is being made.
 */
final class DeceivingCallRules {

    private DeceivingCallRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(settings());
        rules.addAll(code());
        rules.addAll(input());
        rules.addAll(passing());
        return rules;
    }

    private static List<Rule> settings() {
        return List.of(
                afterFix(
                        "resolver.own-host",
                        CONFIGURATION,
                        "Docker, Go net: the resolver is set to the own host, where none runs",
                        says("on 1 53 read udp | on 1 53 dial udp").and(says("connection refused"))),
                afterFix(
                        "gemini.no-free-tier",
                        RESOURCE_EXHAUSTED,
                        "Google Gemini API: a 429 of a model that the plan does not have",
                        says("doesn t have a free quota tier | does not have a free quota tier")),
                afterFix(
                        "timeouts.contradict",
                        CONFIGURATION,
                        "AWS Lambda with SQS, Kafka clients: two time limits contradict each other",
                        says("""
                        timeout .. is less than function timeout | visibility timeout .. less than | session timeout is not within
                        timeout .. must be greater than | timeout .. should be greater than | timeout .. must be less than
                        """)),
                afterFix(
                        "disk.read-only-mount",
                        CONFIGURATION,
                        "Linux EROFS: where the lock belongs is mounted read-only",
                        says("unable to create .. read-only file system | index lock read-only file system")),
                afterFix(
                        "c10d.own-name",
                        CONFIGURATION,
                        "PyTorch distributed, c10d: this machine's own name cannot be looked up",
                        says("network addresses of .. cannot be retrieved")),
                afterFix(
                        "oidc.loopback",
                        CONFIGURATION,
                        "Microsoft.IdentityModel IDX20804: the document points everybody at his own loopback address",
                        says("retrieve document from https 127.0.0.1 | retrieve document from https localhost")),
                afterFix(
                        "sidekiq.pool-size",
                        CONFIGURATION,
                        "Sidekiq: the configured pool is smaller than the number of threads",
                        says("connections is too small please increase")),
                afterFix(
                        "android.job-limit",
                        RESOURCE_EXHAUSTED,
                        "Android JobScheduler and FCM: as many of one app as there may be",
                        named("TOO_MANY_REGISTRATIONS").or(says("too_many_registrations | job limit exceeded"))),
                afterFix(
                        "grpc.too-many-pings",
                        CONFIGURATION,
                        "gRPC keepalive: the client pings more often than the server allows",
                        says("too_many_pings")),
                afterFix(
                        "mail.of-development",
                        CONFIGURATION,
                        "MailHog, Mailpit: the mail server of somebody's own machine was left in the settings",
                        says(
                                "getaddrinfo for mailhog failed | getaddrinfo for mailpit failed | getaddrinfo enotfound mailhog")),
                afterFix(
                        "lock.read-only-file",
                        CONFIGURATION,
                        "Spack, fcntl(2): no lock for writing on what may only be read",
                        says("exclusive lock on read-only")),
                afterFix(
                        "nginx.zone",
                        CONFIGURATION,
                        "nginx limit_req_zone: a rule names a zone that nobody defined",
                        says("zero size shared memory zone")),
                afterFix(
                        "kubeconfig.no-cluster",
                        CONFIGURATION,
                        "Kubernetes clients: the kubeconfig names no current context",
                        says("^ no active cluster $")),
                afterFix(
                        "appcheck.refused",
                        AUTH,
                        "Firebase App Check: the client holds itself back after a 403",
                        says("throttled due to 403 error")),
                afterFix(
                        "grpc.service-config",
                        CONFIGURATION,
                        "gRPC service config: a policy with a refused value",
                        says("invalid method config")));
    }

    private static List<Rule> code() {
        return List.of(
                afterFix(
                        "option.refused",
                        LOGIC_ERROR,
                        "got, Undici, Axios: an option that the library does not have, whatever it is called",
                        says("""
                        unexpected * option | unexpected option | unsupported requesttimeout | unknown option * | unrecognized option *
                        """)),
                afterFix(
                        "lock.not-held",
                        LOGIC_ERROR,
                        "asyncio, anyio, trio, threading: released, or waited on, by who does not hold it",
                        says("""
                        released too many times | not holding the underlying lock | is already holding one of this | release unlocked lock
                        cannot release un-acquired lock | cannot notify on un-acquired lock | cannot wait on un-acquired lock
                        attempt to release recursive lock not owned
                        """)),
                afterFix(
                        "http.body-read-before",
                        LOGIC_ERROR,
                        "Go net/http: the body that is sent again was read before",
                        says("contentlength # with body length 0")),
                afterFix(
                        "signalr.started",
                        LOGIC_ERROR,
                        "SignalR HubConnection: start() in another state than Disconnected",
                        says("cannot start a hubconnection that is not in")),
                afterFix(
                        "node.inspector-order",
                        LOGIC_ERROR,
                        "Node.js inspector: post() before connect()",
                        named("ERR_INSPECTOR_NOT_CONNECTED")),
                afterFix(
                        "limiter.points",
                        LOGIC_ERROR,
                        "rate-limiter-flexible: points are whole numbers",
                        says("decimal number of points")),
                afterFix(
                        "workerpool.terminated",
                        LOGIC_ERROR,
                        "workerpool: the program itself ended the pool",
                        says("^ pool terminated $ | ^ worker terminated $")),
                afterFix(
                        "grpc.not-bound",
                        LOGIC_ERROR,
                        "grpc-js: start() before bindAsync()",
                        says("must be bound in order to start")));
    }

    private static List<Rule> input() {
        return List.of(
                never(
                        "query.parameters",
                        DATA_CORRUPTION,
                        "qs, body-parser: one request with more parameters than allowed",
                        says("only # parameters allowed | parameter limit exceeded | too many parameters $")),
                never(
                        "lockfile.stale",
                        CONCURRENCY_CONFLICT,
                        "proper-lockfile ECOMPROMISED: the lock went stale, another may own it by now",
                        named("ECOMPROMISED").or(says("within the stale threshold"))));
    }

    private static List<Rule> passing() {
        return List.of(
                auto(
                        "k8s.not-registered-yet",
                        SERVICE_UNAVAILABLE,
                        "Kubernetes kubelet: what is mounted is not in its cache yet, the mount is tried again",
                        says("kube-root-ca.crt not registered | object .. not registered")),
                auto(
                        "host.booting",
                        SERVICE_UNAVAILABLE,
                        "pam_nologin(8): for as long as the host starts",
                        says("system is booting up | system is going down")),
                auto(
                        "android.booting",
                        SERVICE_UNAVAILABLE,
                        "Android: the system server is not up yet, or starts anew",
                        named("DeadSystemException").or(says("""
                        can t find service package | could not access the package manager | before system providers are installed
                        """))),
                auto(
                        "huggingface.gpu-time",
                        RATE_LIMIT,
                        "Hugging Face ZeroGPU: it refills, and the text says when",
                        says("exceeded your gpu quota")),
                auto(
                        "download.cut-off",
                        NETWORK,
                        "Python urllib ContentTooShortError, .NET HttpIOException ResponseEnded: the transfer broke off",
                        named("ContentTooShortError")
                                .or(
                                        says(
                                                "retrieval incomplete got only | net_http_invalid_response_premature_eof_bytecount"))),
                auto(
                        "cloudflare.limit-page",
                        RATE_LIMIT,
                        "Cloudflare 1015: the page of a rate limit where JSON was meant",
                        says("error code 1015")),
                auto(
                        "com.busy",
                        SERVICE_UNAVAILABLE,
                        "Windows RPC_E_CALL_REJECTED, ERROR_SERVICE_CANNOT_ACCEPT_CTRL: busy for the moment",
                        named("RPC_E_CALL_REJECTED 0x80010001 0x80070425 ERROR_SERVICE_CANNOT_ACCEPT_CTRL")
                                .or(says("rejected by callee | cannot accept control messages at this time"))),
                auto(
                        "oidc.not-served",
                        SERVICE_UNAVAILABLE,
                        "IdentityModel: the provider that is asked for its keys is down",
                        says("error loading discovery document").and(says("service unavailable | bad gateway"))),
                auto(
                        "answer.tells-of-a-limit",
                        RATE_LIMIT,
                        "JSON clients: what could not be read is the sentence that tells of the limit",
                        says("you are sending too many requests | you are making too many requests")),
                auto(
                        "systemd.job-queued",
                        CONCURRENCY_CONFLICT,
                        "systemd: another job of the same unit is queued",
                        says("transaction .. is destructive")),
                auto(
                        "imap.unavailable",
                        SERVICE_UNAVAILABLE,
                        "RFC 5530 section 3, UNAVAILABLE: a subsystem behind the log-in is down",
                        says("account is temporarily unavailable | no unavailable")),
                auto(
                        "ftp.full",
                        RESOURCE_EXHAUSTED,
                        "ProFTPD MaxClients, Pure-FTPd, vsftpd max_clients: a 530 while all places are taken",
                        says(
                                "max # users | maximum number of users already | 530 too many users | users the maximum are already logged in")),
                auto(
                        "gcp.account-spreads",
                        SERVICE_UNAVAILABLE,
                        "Google Cloud IAM, eventual consistency: an account that was made a moment ago",
                        says("unable to set policy").and(says("gserviceaccount com does not exist"))),
                auto(
                        "gemini.file-processed",
                        SERVICE_UNAVAILABLE,
                        "Google Gemini Files API: a file is being processed until it is ACTIVE",
                        says("is not in an active state")),
                auto(
                        "discord.limit-page",
                        RATE_LIMIT,
                        "discordgo: the page that tells of the limit is no JSON",
                        says("rate limit unmarshal error | rate limit unmarchal error")),
                auto(
                        "vault.no-active-node",
                        SERVICE_UNAVAILABLE,
                        "HashiCorp Vault: the cluster has no leader at the moment",
                        says("active node not found")),
                auto(
                        "apple.not-visible-yet",
                        SERVICE_UNAVAILABLE,
                        "Apple altool: a request that was made a moment ago is not known everywhere yet",
                        says("could not find the requestuuid")),
                auto(
                        "windows.installer-busy",
                        CONCURRENCY_CONFLICT,
                        "Windows Installer 1618, ERROR_INSTALL_ALREADY_RUNNING",
                        says("exit code was 1618 | exit code 1618 | error 1618")
                                .or(named("ERROR_INSTALL_ALREADY_RUNNING"))));
    }
}
