package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameEnds;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.saysWordLike;
import static io.ripresa.analyze.Conditions.status;
import static io.ripresa.analyze.Conditions.statusBetween;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** Error codes of cloud platforms, of OAuth and of model providers: the code decides, whatever status carries it. */
final class ProviderRules {

    private static final String AWS = "AWS SDK for Java: AwsErrorCode; API references' common errors";
    private static final String AZURE = "Azure Resource Manager and Storage: common error codes";
    private static final String GOOGLE = "Google Cloud APIs: errors; google.rpc.Code";
    private static final String OAUTH = "RFC 6749 section 5.2 and 4.1.2.1; RFC 6750 section 3.1";
    private static final String MODELS = "OpenAI, Anthropic and Gemini API references: error codes";

    private ProviderRules() {}

    /** Codes that share a status or a name with something else: they go before everything. */
    static List<Rule> misleading() {
        return List.of(
                afterFix(
                        "quota.billing",
                        RESOURCE_EXHAUSTED,
                        MODELS + ": billing, not a rate",
                        named("""
                                insufficient_quota billing_hard_limit_reached billing_not_active credit_balance_exhausted
                                organization_spend_limit_exceeded project_spend_limit_exceeded billing_error
                                organization_usage_limit_exceeded insufficient_funds BILLING_DISABLED billingDisabled usage_limit_reached
                                """).or(says("""
                                exceeded your current quota | credit balance is too low | billing hard limit
                                check your plan and billing details | insufficient_quota | billing account .. disabled
                                insufficient credits | insufficient balance | payment required | billing is not enabled
                                not enough credits | out of credits | exceeded your monthly .. credits
                                spending limit | spend limit | no credits remaining | your account is not active
                                billing .. not active | requires more credits | monthly quota | upgrade your plan | monthly usage limit
                                """))),
                afterFix(
                        "auth.too-many-attempts",
                        io.ripresa.model.Category.AUTH,
                        "Registries and identity providers: failed logins are what is counted",
                        says("""
                        too many failed login attempts | too many failed logins | too many invalid login | too many bad auth
                        too many authentication failures | account locked due to | too many wrong passwords
                        """)),
                afterFix(
                        "aws.not-entitled",
                        io.ripresa.model.Category.AUTH,
                        AWS + ": a validation error that is none",
                        named("ValidationException InvalidRequestException").and(says("""
                        not authorized | operation not allowed | don t have access | access denied | not subscribed
                        """))),
                auto(
                        "auth.not-reached",
                        TIMEOUT,
                        "OAuth clients: the token endpoint did not answer",
                        nameEnds("""
                        AuthenticationFailedException AuthenticationException CredentialUnavailableException AuthenticationError
                        """)
                                .and(
                                        says(
                                                "request .. timed out | endpoint timed out | connection timed out | read timed out"))),
                never(
                        "model.too-large",
                        DATA_CORRUPTION,
                        MODELS + ": one request larger than the whole limit",
                        named("""
                                context_length_exceeded string_above_max_length request_too_large
                                max_tokens_exceeded context_window_exceeded
                                """).or(says("""
                                maximum context length | prompt is too long | request too large | context length exceeded
                                input is too long | reduce the length of the messages | context window exceeds
                                exceeds the maximum number of tokens | input token count .. exceeds | exceed context limit
                                too many tokens in prompt | limit of tokens per request | tokens per request | maximum allowed number of input tokens | prompt too long
                                """))),
                never(
                        "model.content",
                        DATA_CORRUPTION,
                        MODELS + ": content policy",
                        named("""
                                content_filter content_policy_violation ResponsibleAIPolicyViolation
                                moderation_blocked
                                """).or(says("""
                                content management policy | content policy | flagged by our moderation | safety system
                                blocked by content filtering | blocked due to safety | prohibited_content | usage policies
                                """))),
                afterFix(
                        "quota.entitlement",
                        RESOURCE_EXHAUSTED,
                        AWS + "; " + AZURE + ": a limit that a person raises",
                        named("""
                                ServiceQuotaExceededException VcpuLimitExceeded InstanceLimitExceeded QuotaExceeded
                                quotaExceeded AccountQuotaExceeded MaxSpotInstanceCountExceeded AddressLimitExceeded
                                TooManyBuckets CodeStorageExceededException XMinioAdminBucketQuotaExceeded
                                VolumeLimitExceeded SubnetLimitExceeded ClusterQuotaExceeded storageQuotaExceeded
                                LimitExceeded DatabaseAccountQuotaExceeded SnapshotLimitExceeded
                                """)
                                .or(says("""
                                service quota exceeded | approved .. cores quota | quota limit .. exceeded in region
                                you have requested more vcpu capacity | edquot | disk quota exceeded
                                exceeded the maximum number of .. allowed | storage quota exceeded | bucket quota exceeded
                                quota .. exceeded limit # | limits exceeded for account | resource limits exceeded | have reached the maximum of
                                reached the maximum number of | maximum number of .. reached | exceeding approved | over the quota | user quota exceeded
                                """))
                                .and(
                                        says("per minute | per second | per # seconds | per user per | rate limit | reset | per day | connections | clients | sessions")
                                                .negate())),
                auto("aws.throttled", RATE_LIMIT, AWS, named("""
                                Throttling ThrottlingException ThrottledException TooManyRequestsException
                                RequestLimitExceeded SlowDown SlowDownRead SlowDownWrite ProvisionedThroughputExceeded
                                ProvisionedThroughputExceededException BandwidthLimitExceeded RequestThrottled
                                RequestThrottledException EC2ThrottledException TooManyRequests throttled
                                ReadRequestLimitExceeded WriteRequestLimitExceeded
                                """)),
                auto(
                        "google.rate",
                        RATE_LIMIT,
                        GOOGLE,
                        named("""
                                rateLimitExceeded userRateLimitExceeded RATE_LIMIT_EXCEEDED jobRateLimitExceeded
                                dailyLimitExceeded rate_limit_exceeded rate_limit_error RateLimitReached
                                """).or(named("RESOURCE_EXHAUSTED").and(status(429)))),
                auto("github.rate", RATE_LIMIT, "GitHub and Google APIs: rate limits answer 403 or 429", says("""
                        rate limit exceeded | ratelimitexceeded | exceeded rate limits | rate limits exceeded | exceed .. rate limit | userratelimitexceeded | secondary rate limit | abuse detection mechanism
                        """)),
                auto(
                        "aws.not-yet-visible",
                        SERVICE_UNAVAILABLE,
                        "AWS EC2 and IAM guides: eventual consistency",
                        says("""
                                cannot be assumed by | provided principal was invalid | invalid principal in policy
                                invalid iam instance profile | cannot assume role .. trust
                                does not have a trust relationship .. yet | role .. is not ready
                                """).or(named("InvalidInstanceID.NotFound InvalidSpotInstanceRequestID.NotFound"))),
                auto(
                                "model.server-error",
                                SERVICE_UNAVAILABLE,
                                MODELS + ": an error of the server's own, whatever it was",
                                named("api_error server_error InternalServerError")
                                        .and(status(400, 401, 403, 404, 422).negate()))
                        .reaching(Rule.Reach.MANY_CAUSES),
                auto(
                        "model.overloaded",
                        SERVICE_UNAVAILABLE,
                        MODELS,
                        named("""
                                overloaded_error engine_overloaded ModelNotReadyException
                                server_overloaded ServiceUnavailableError model_overloaded
                                """)
                                .and(status(400, 401, 403, 404, 422).negate())
                                .and(named("java.lang.InternalError").negate())
                                .or(says("""
                                currently overloaded | ^ overloaded $ | ^ overloaded_error | model is overloaded
                                the server had an error while processing your request | server is overloaded
                                model .. is overloaded | server overloaded | engine is overloaded
                                """))));
    }

    /** The other codes, permanent and temporary. */
    static List<Rule> codes() {
        return List.of(
                auto("aws.conflict", CONCURRENCY_CONFLICT, AWS, named("""
                                TransactionInProgressException PriorRequestNotComplete lock_timeout OperationAborted
                                TransactionConflictException TransactionConflict ResourceInUseException
                                OptimisticLockException AnotherOperationInProgress
                                ConcurrentRunsExceededException
                                """).or(says("""
                                transactionconflict | an update is in progress for resource | requires exclusive access | another operation is in progress
                                operation is currently in progress | trying to lock a resource
                                """))),
                never(
                        "azure.lock-lost",
                        CONCURRENCY_CONFLICT,
                        "Azure Service Bus: MessageLockLost, SessionLockLost: another receiver has the message",
                        named("MessageLockLost SessionLockLost")
                                .or(says(
                                        "either the lock expired or the message | messagelocklost | sessionlocklost"))),
                never(
                        "aws.condition",
                        CONCURRENCY_CONFLICT,
                        AWS,
                        named("ConditionalCheckFailedException PreconditionFailed")
                                .or(says("conditionalcheckfailed"))),
                auto("aws.timeout", TIMEOUT, AWS, named("""
                        RequestTimeout RequestTimeoutException ModelTimeoutException OperationTimedOut
                        GatewayTimeout GatewayTimeoutException
                        """)),
                auto(
                                "cloud.internal",
                                SERVICE_UNAVAILABLE,
                                AWS + "; " + AZURE + "; " + GOOGLE + ": an error of the service's own, whatever it was",
                                named("""
                        InternalError InternalFailure InternalServerException InternalServerErrorException
                        InternalServiceError InternalServerError internalError
                        """)
                                        .and(status(400, 401, 403, 404, 422).negate())
                                        // Java's virtual machine and Python's database API call a defect of their own
                                        // so.
                                        .and(named("""
                                        java.lang.InternalError pymysql.err.InternalError psycopg2.InternalError psycopg2.errors.InternalError_
                                        psycopg.errors.InternalError psycopg.InternalError MySQLdb.InternalError sqlalchemy.exc.InternalError sqlite3.InternalError
                                        """).negate())
                                        .and(
                                                named("InternalError")
                                                        .negate()
                                                        .or(statusBetween(500, 599))
                                                        .or(
                                                                says(
                                                                        "internal | try again | encountered | server | service | retry | error occurred | unexpected error | unknown error"))))
                        .reaching(Rule.Reach.MANY_CAUSES),
                auto(
                        "aws.unavailable",
                        SERVICE_UNAVAILABLE,
                        AWS + "; " + AZURE + "; " + GOOGLE,
                        named("""
                        ServiceUnavailable
                        ServiceUnavailableException ServerTimeout ServiceFailure IDPCommunicationError ServerBusy
                        backendError jobBackendError tableUnavailable Unavailable
                        XMinioServerNotInitialized ServerNotInitialized ServiceNotAvailable
                        DependencyFailedException
                        TemporarilyUnavailable temporarily_unavailable KMSInternalException DNSServerFailure
                        """)
                                .and(status(400, 401, 403, 404, 422).negate())
                                // A servlet that cannot be started is called so.
                                .and(named("javax.servlet.UnavailableException jakarta.servlet.UnavailableException")
                                        .negate())),
                auto("aws.capacity", RESOURCE_EXHAUSTED, AWS + "; " + GOOGLE + ": capacity comes back", named("""
                        InsufficientInstanceCapacity InsufficientHostCapacity InsufficientCapacity AllocationFailed
                        ZonalAllocationFailed ZONE_RESOURCE_POOL_EXHAUSTED XMinioStorageFull InsufficientDBInstanceCapacity
                        ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS InsufficientReservedInstanceCapacity
                        InsufficientCapacityException OverconstrainedAllocationRequest
                        """)),
                afterFix(
                        "aws.auth",
                        AUTH,
                        AWS + "; " + AZURE,
                        named("""
                                AccessDenied AccessDeniedException UnauthorizedOperation InvalidAccessKeyId
                                InvalidClientTokenId UnrecognizedClientException SignatureDoesNotMatch ExpiredToken
                                ExpiredTokenException AuthFailure MissingAuthenticationToken RequestTimeTooSkewed
                                RequestExpired RequestInTheFuture InvalidSignatureException OptInRequired InvalidToken
                                TokenRefreshRequired NoCredentialsError CredentialsError CredentialsProviderError
                                AuthenticationFailed AuthorizationFailed InvalidAuthenticationToken
                                ExpiredAuthenticationToken InvalidAuthenticationTokenTenant NoCredentialProviders
                                NotAuthorizedException MissingAuthenticationTokenException IncompleteSignature
                                AllAccessDisabled AccountProblem PartialCredentialsError KMSAccessDeniedException
                                LinkedAuthorizationFailed InsufficientAccountPermissions AuthorizationError
                                MissingSecurityHeader UnauthorizedAccess AuthorizationPermissionMismatch
                                """).or(saysWordLike("aadsts")).or(says("""
                                error occurred 403 | error occurred 401 | unable to locate credentials | unable to get iam security credentials | automatically determine credentials | could not load credentials | no credentialproviders
                                unable to load credentials | the security token included in the request is expired
                                security token included in the request is invalid | is not authorized to perform
                                could not find default credentials | default credentials were not found
                                no valid credential sources | access key id you provided does not exist
                                validate the provided access credentials | unable to load aws credentials
                                """))),
                afterFix(
                        "oauth.denied",
                        AUTH,
                        OAUTH,
                        named("""
                        invalid_client invalid_grant unauthorized_client access_denied invalid_token insufficient_scope
                        interaction_required consent_required login_required expired_token token_expired
                        """).or(says("invalid_client | invalid_grant | unauthorized_client"))),
                afterFix(
                        "oauth.config",
                        CONFIGURATION,
                        OAUTH,
                        named("unsupported_grant_type invalid_scope redirect_uri_mismatch")),
                afterFix("model.auth", AUTH, MODELS, named("""
                                invalid_api_key authentication_error permission_error API_KEY_INVALID PERMISSION_DENIED
                                UNAUTHENTICATED AuthenticationError PermissionDeniedError account_deactivated
                                """).or(says("""
                                incorrect api key | invalid api key | api key not valid | no api key provided
                                api key expired | missing api key | api_key client option must be set | invalid x-api-key
                                api key is required | api key not found | didn t provide an api key | api key is invalid
                                """))),
                afterFix(
                        "model.missing",
                        CONFIGURATION,
                        MODELS,
                        named("model_not_found DeploymentNotFound model_not_active")
                                .or(says("""
                                no endpoints found | model .. does not exist | model .. not found | has been deprecated | deployment .. does not exist
                                has been decommissioned
                                """))),
                auto("model.rate", RATE_LIMIT, MODELS, named("RateLimitError").or(says("""
                                rate limit reached for | tokens per min | requests per min | exceeded token rate limit
                                exceeded call rate limit | too many tokens please wait | quota exceeded .. per minute
                                resource has been exhausted e.g. check quota | exceeded your .. rate limit
                                too many requests please wait
                                """))),
                afterFix("cloud.config", CONFIGURATION, AWS + "; " + AZURE + "; " + GOOGLE, named("""
                        NoSuchBucket BucketAlreadyExists BucketAlreadyOwnedByYou PermanentRedirect
                        AuthorizationHeaderMalformed IllegalLocationConstraintException InvalidBucketName
                        ResourceGroupNotFound SubscriptionNotFound QueueDoesNotExist AWS.SimpleQueueService.NonExistentQueue
                        accessNotConfigured SERVICE_DISABLED ContainerNotFound InvalidRegion InvalidEndpointException
                        NoSuchHostedZone SkuNotAvailable MissingSubscriptionRegistration UnsupportedOperation
                        SubscriptionNotRegistered ResourceNotFoundException InvalidLocationConstraint QueueNotFound
                        NoSuchBucketPolicy NoSuchLifecycleConfiguration ResourceContainersNotFound
                        ReplicationConfigurationNotFoundError
                        """)),
                never("cloud.data", DATA_CORRUPTION, AWS + "; " + AZURE, named("""
                        NoSuchKey NoSuchUpload NoSuchVersion BadDigest InvalidDigest EntityTooLarge EntityTooSmall
                        MalformedXML MalformedPolicy MalformedJSON KeyTooLongError InvalidPart InvalidPartOrder
                        InvalidRange IncompleteBody XAmzContentSHA256Mismatch
                        BlobNotFound MethodNotAllowed                         RequestEntityTooLarge InvalidObjectState
                        """)));
    }

    /** Codes that stand for many causes: a text that says which one goes first. */
    static List<Rule> vague() {
        return List.of(never("cloud.invalid", DATA_CORRUPTION, AWS + "; " + AZURE, named("""
                ValidationException ValidationError InvalidParameter InvalidArgument SerializationException InvalidRequest
                InvalidParameterValue InvalidParameterException InvalidParameterValueException InvalidRequestException
                InvalidInput invalid_request_error InvalidRequestError BadRequestException
                """)));
    }
}
