package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameSays;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.analyze.Rule.unknown;
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

/** Codes of functions, state machines, routers, push services, build machines: those whose status says something else. */
final class CloudCodeRules {

    private static final String LAMBDA = "AWS Lambda API reference: Invoke, errors; runtime error types";
    private static final String STATES = "AWS Step Functions: error names";
    private static final String AZURE = "Azure Storage and Resource Manager: error codes";
    private static final String COSMOS = "Azure Cosmos DB: HTTP status codes";
    private static final String HEROKU = "Heroku: error codes of router and dynos";
    private static final String PUSH = "APNs, FCM: reasons of a refused notification";
    private static final String SLACK = "Slack Web API: errors";
    private static final String SALESFORCE = "Salesforce SOAP API: ExceptionCode, StatusCode";
    private static final String GITLAB = "GitLab CI/CD: retry:when and failure reasons";
    private static final String NPM = "npm: codes of failed requests";
    private static final String SERVERS = "nginx, IIS, Cloudflare, AWS load balancers: statuses of their own";

    private CloudCodeRules() {}

    static List<Rule> all() {
        return List.of(
                afterFix(
                        "lambda.key",
                        AUTH,
                        LAMBDA,
                        named(
                                "KMSDisabledException KMSInvalidStateException KMSNotFoundException EC2AccessDeniedException EFSMountFailureException")),
                afterFix("lambda.config", CONFIGURATION, LAMBDA, named("""
                        InvalidSecurityGroupIDException InvalidSubnetIDException InvalidRuntimeException Runtime.ImportModuleError
                        Runtime.HandlerNotFound Runtime.InvalidEntrypoint InvalidZipFileException Runtime.InvalidWorkingDir
                        """)),
                afterFix(
                        "lambda.defect",
                        LOGIC_ERROR,
                        LAMBDA,
                        named(
                                "Runtime.UserCodeSyntaxError Runtime.MarshalError Runtime.UnhandledPromiseRejection States.NoChoiceMatched States.ParameterPathFailure States.ResultPathMatchFailure States.IntrinsicFailure States.QueryEvaluationError")),
                never(
                        "lambda.size",
                        DATA_CORRUPTION,
                        LAMBDA,
                        named("Function.ResponseSizeTooLarge RequestTooLargeException States.DataLimitExceeded")),
                auto("lambda.addresses", RESOURCE_EXHAUSTED, LAMBDA, named("SubnetIPAddressLimitReachedException")),
                afterFix(
                        "lambda.limit",
                        RESOURCE_EXHAUSTED,
                        LAMBDA,
                        named("ENILimitReachedException ResourceLimitExceeded Runtime.OutOfMemory")),
                auto(
                        "lambda.not-ready",
                        SERVICE_UNAVAILABLE,
                        LAMBDA,
                        named(
                                "ENINotReadyException ResourceNotReadyException SnapStartNotReadyException EC2UnexpectedException EFSIOException")),
                auto(
                        "lambda.mount",
                        TIMEOUT,
                        LAMBDA,
                        named("EFSMountTimeoutException SnapStartTimeoutException States.HeartbeatTimeout")),
                unknown(
                        "states.failed",
                        STATES + ": wrappers",
                        named("States.TaskFailed States.BranchFailed States.ExceedToleratedFailureThreshold")),
                afterFix("states.permissions", AUTH, STATES, named("States.Permissions")),
                afterFix(
                        "aws.limit-of-account",
                        RESOURCE_EXHAUSTED,
                        "AWS service quotas: so many of a kind to an account",
                        says("""
                        you may only have | limitexceeded * * limit exceeded | reached maximum .. in namespace
                        reached maximum .. in project | reached maximum .. for account
                        """)),
                afterFix("aws.signature-time", AUTH, "AWS Signature Version 4: the clock of the caller", says("""
                        signature expired | signature not yet current | difference between the request time and the current time
                        """)),
                auto(
                        "s3.slow-down",
                        RATE_LIMIT,
                        "Amazon S3: 503 Slow Down",
                        says("""
                        slow down service | 503 slow down | code slowdown
                        """)
                                .or(status(503)
                                        .and(says("reduce your request rate"))
                                        .and(says("lock").negate()))),
                never(
                        "stripe.card",
                        DATA_CORRUPTION,
                        "Stripe: card_error, the card was declined",
                        named("StripeCardError stripe.error.CardError stripe.CardError card_error card_declined")),
                auto(
                        "cosmos.rate",
                        RATE_LIMIT,
                        COSMOS + ": 429",
                        says("more request units may be needed | request rate is large")
                                .or(named("RequestRateTooLargeException RequestRateTooLarge"))),
                auto("cosmos.retry-with", CONCURRENCY_CONFLICT, COSMOS + ": 449", status(449)),
                auto(
                        "cosmos.moved",
                        SERVICE_UNAVAILABLE,
                        COSMOS + ": 410",
                        status(410).and(says("cosmos | substatus | partition | documentclient"))),
                auto(
                        "azure.being-deleted",
                        CONCURRENCY_CONFLICT,
                        AZURE,
                        named("""
                        ContainerBeingDeleted QueueBeingDeleted TableBeingDeleted ShareBeingDeleted ResourceGroupBeingDeleted AccountBeingCreated
                        ShareSnapshotInProgress PendingCopyOperation OperationPreempted
                        """).or(says("is being deleted try again later | being deleted please try again"))),
                auto(
                        "azure.rate",
                        RATE_LIMIT,
                        AZURE,
                        named("SnapshotOperationRateExceeded SubscriptionRequestsThrottled TooManyCreateRequests")),
                auto(
                        "servicebus.throttled",
                        RATE_LIMIT,
                        "Azure Service Bus: throttling, 50009, 50001",
                        says("namespace is being throttled | terminated because .. throttled")),
                afterFix(
                        "minio.credentials",
                        CONFIGURATION,
                        "MinIO: API error codes, 503 by status",
                        named("XMinioAdminCredentialsMismatch XMinioAdminInvalidAccessKey XMinioAdminInvalidSecretKey")
                                .or(says("credentials in config mismatch"))),
                auto("minio.backend", SERVICE_UNAVAILABLE, "MinIO: API error codes", named("XMinioBackendDown")),
                never("minio.tampered", DATA_CORRUPTION, "MinIO: API error codes", named("XMinioObjectTampered")),
                afterFix(
                        "s3.not-set",
                        CONFIGURATION,
                        "Amazon S3 and MinIO: codes of settings that are not there",
                        nameSays(
                                        "no such * configuration | no such .. policy | configuration not found | no such tag set | no such group | no such quota configuration | config no such")
                                .and(status(404, 400))),
                afterFix("http.501", CONFIGURATION, "RFC 9110 section 15.6.2: 501", status(501)),
                afterFix("heroku.crashed", LOGIC_ERROR, HEROKU + ": H10", heroku("h10")),
                auto("heroku.timeout", TIMEOUT, HEROKU + ": H12, H15, H19, H28", heroku("h12 h15 h19 h28")),
                auto("heroku.network", NETWORK, HEROKU + ": H13, H18, H21", heroku("h13 h18 h21")),
                afterFix(
                        "heroku.config",
                        CONFIGURATION,
                        HEROKU + ": H14, H16, H20, H23, H81, R10",
                        heroku("h14 h16 h20 h23 h81").or(says("error r10 boot timeout"))),
                auto("heroku.busy", SERVICE_UNAVAILABLE, HEROKU + ": H11, H80, H99", heroku("h11 h80 h99")),
                afterFix(
                        "heroku.own-memory",
                        RESOURCE_EXHAUSTED,
                        HEROKU + ": R14, R15, H82",
                        says("error r14 memory quota | error r15 memory quota").or(heroku("h82"))),
                never("push.device", DATA_CORRUPTION, PUSH, named("""
                        BadDeviceToken DeviceTokenNotForTopic Unregistered UNREGISTERED PayloadTooLarge PayloadEmpty BadTopic registration-token-not-registered
                        messaging/registration-token-not-registered messaging/invalid-registration-token
                        """)),
                afterFix(
                        "push.auth",
                        AUTH,
                        PUSH,
                        named(
                                "ExpiredProviderToken InvalidProviderToken MissingProviderToken SENDER_ID_MISMATCH THIRD_PARTY_AUTH_ERROR TopicDisallowed BadCertificateEnvironment")),
                auto("push.rate", RATE_LIMIT, PUSH, named("TooManyProviderTokenUpdates")),
                auto("slack.rate", RATE_LIMIT, SLACK, says("ratelimited | rate_limited")),
                auto("slack.service", SERVICE_UNAVAILABLE, SLACK, named("team_added_to_org")),
                never(
                        "slack.data",
                        DATA_CORRUPTION,
                        SLACK,
                        named("msg_too_long no_text invalid_blocks msg_blocks_too_long")),
                afterFix(
                        "slack.auth",
                        AUTH,
                        SLACK,
                        named(
                                "not_in_channel missing_scope token_revoked org_login_required ekm_access_denied no_permission restricted_action")),
                auto("salesforce.time", TIMEOUT, SALESFORCE, named("REQUEST_RUNNING_TOO_LONG QUERY_TIMEOUT")),
                auto("salesforce.service", SERVICE_UNAVAILABLE, SALESFORCE, named("SERVER_UNAVAILABLE")),
                afterFix(
                        "salesforce.locked-by-process",
                        CONCURRENCY_CONFLICT,
                        SALESFORCE + ": an approval holds the record",
                        named("ENTITY_IS_LOCKED")),
                afterFix(
                        "salesforce.limit",
                        RESOURCE_EXHAUSTED,
                        SALESFORCE,
                        named("STORAGE_LIMIT_EXCEEDED LICENSE_LIMIT_EXCEEDED")),
                afterFix(
                        "salesforce.auth",
                        AUTH,
                        SALESFORCE,
                        named(
                                "INSUFFICIENT_ACCESS_OR_READONLY API_DISABLED_FOR_ORG INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY API_CURRENTLY_DISABLED")),
                never(
                        "salesforce.data",
                        DATA_CORRUPTION,
                        SALESFORCE,
                        named(
                                "FIELD_CUSTOM_VALIDATION_EXCEPTION ENTITY_IS_DELETED MALFORMED_ID STRING_TOO_LONG DUPLICATE_VALUE DUPLICATES_DETECTED INVALID_FIELD_FOR_INSERT_UPDATE")),
                auto(
                        "gitlab.runner",
                        SERVICE_UNAVAILABLE,
                        GITLAB,
                        named("runner_system_failure api_failure scheduler_failure stale_schedule")),
                auto(
                        "gitlab.timeout",
                        TIMEOUT,
                        GITLAB,
                        named(
                                "stuck_or_timeout_failure job_execution_timeout server_timeout_running no_updates_running")),
                afterFix(
                        "gitlab.config",
                        CONFIGURATION,
                        GITLAB,
                        named(
                                "runner_unsupported no_matching_runner missing_dependency_failure stuck_pending_no_matching_runners environment_creation_failure")),
                afterFix("gitlab.quota", RESOURCE_EXHAUSTED, GITLAB, named("ci_quota_exceeded trace_size_exceeded")),
                unknown("gitlab.script", GITLAB, named("script_failure unknown_failure")),
                auto("npm.rate", RATE_LIMIT, NPM, says("err code e429 | npm error code e429")),
                auto(
                        "npm.service",
                        SERVICE_UNAVAILABLE,
                        NPM,
                        says(
                                "err code e500 | err code e502 | err code e503 | error code e500 | error code e502 | error code e503")),
                auto(
                        "npm.timeout",
                        TIMEOUT,
                        NPM,
                        says(
                                "err code e504 | error code e504 | err code err_socket_timeout | error code err_socket_timeout")),
                afterFix(
                        "npm.auth",
                        AUTH,
                        NPM,
                        says(
                                "err code e401 | err code e403 | err code eneedauth | error code e401 | error code e403 | error code eneedauth | err code eotp")),
                afterFix("npm.config", CONFIGURATION, NPM, says("""
                        err code etarget | err code e404 | err code eresolve | err code ebadengine | err code ebadplatform | err code enoversions
                        error code etarget | error code e404 | error code eresolve | error code ebadengine | error code ebadplatform | err code enoent
                        """)),
                afterFix(
                        "apt.stale-list",
                        CONFIGURATION,
                        "apt-get(8): the list of packages is older than the mirror",
                        says("failed to fetch .. 404 not found")
                                .or(says("404 not found")
                                        .and(says("unable to fetch some archives | maybe run apt-get update")))
                                .or(says("unable to fetch some archives").and(status(404)))),
                auto(
                        "gpu.collective",
                        TIMEOUT,
                        "PyTorch ProcessGroupNCCL: the watchdog of collective operations",
                        says("""
                        collective operation timeout | watchdog caught collective | nccl watchdog .. timeout | wait timeout .. in gloo
                        """)),
                auto(
                        "gpu.peer-ended",
                        NETWORK,
                        "NCCL, ncclRemoteError: a network error, or the process of another rank ended",
                        named("ncclRemoteError").or(says("ncclremoteerror"))),
                unknown(
                        "gpu.system",
                        "NCCL, ncclSystemError: the cause is in the log of the library",
                        named("ncclSystemError").or(says("ncclsystemerror"))),
                auto(
                        "cloudflare.rate",
                        RATE_LIMIT,
                        "Cloudflare: error 1015",
                        says("^ error code 1015 | error 1015 ray | error 1015 you")),
                afterFix("cloudflare.denied", AUTH, "Cloudflare: errors 1005 to 1012, 1020", says("""
                        ^ error code 1005 | ^ error code 1006 | ^ error code 1007 | ^ error code 1008 | ^ error code 1009 | ^ error code 1010
                        ^ error code 1012 | ^ error code 1020 | error 1020 ray
                        """)),
                afterFix(
                        "cloudflare.config",
                        CONFIGURATION,
                        "Cloudflare: errors 1000 to 1004, 1014, 1016, 1033",
                        says("""
                        ^ error code 1000 | ^ error code 1001 | ^ error code 1002 | ^ error code 1003 | ^ error code 1014 | ^ error code 1016
                        """)),
                afterFix("status.certificate", AUTH, SERVERS, status(419, 440, 495, 496, 526, 561)),
                afterFix(
                        "status.loop",
                        CONFIGURATION,
                        "RFC 5842, RFC 2774: 508, 510; " + SERVERS,
                        status(497, 508, 510)),
                auto("status.calm", RATE_LIMIT, "Twitter API: 420, enhance your calm", status(420)),
                unknown("status.client-gone", SERVERS + ": the caller hung up first", status(460, 499)),
                afterFix(
                        "smtp.client-refused",
                        CONFIGURATION,
                        "Postfix smtpd restrictions, RFC 3463 X.7.1: what the sender's own DNS or reputation lacks",
                        says("""
                        cannot find your hostname | cannot find your reverse hostname | helo command rejected | need fully-qualified hostname
                        blocked using | listed at spamhaus | listed in rbl | on our blocklist | does not resolve to .. reverse | no ptr record | missing ptr
                        client host rejected .. cannot find | sender verify failed
                        """).and(says("deferred").negate())));
    }

    /** Router lines: {@code at=error code=H12 desc="Request timeout"}. */
    private static Condition heroku(String codes) {
        StringBuilder phrases = new StringBuilder();
        for (String code : codes.split(" ", -1)) {
            phrases.append("code ")
                    .append(code)
                    .append(" desc|error ")
                    .append(code)
                    .append(" *|");
        }
        return says(phrases.toString());
    }
}
