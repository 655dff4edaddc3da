package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameSays;
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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;

import java.util.List;

/** Settings, credentials and tools: what libraries, build tools and interfaces of products say of their surroundings. */
final class ToolRules {

    private static final String GOOGLE = "Google Workspace APIs: error reasons";
    private static final String GRAPH = "Microsoft Graph: error codes";
    private static final String OAUTH =
            "RFC 6749 section 5.2; RFC 8628 section 3.5; OpenID Connect Core section 3.1.2.6";
    private static final String TOOLS =
            "Maven, Gradle, pip, npm, pnpm, apt, dnf, Docker, Git, Terraform and Ansible messages";

    private ToolRules() {}

    /** Codes in answers, which say more than the status of the answer. */
    static List<Rule> codes() {
        return List.of(
                auto("oauth.slow-down", RATE_LIMIT, OAUTH, named("slow_down").and(status(400, 401, 403))),
                auto(
                        "meta.rate",
                        RATE_LIMIT,
                        "Meta Graph API, Rate limits: codes 4, 17, 32, 613",
                        says(
                                "application request limit reached | user request limit reached | page request limit reached | page-level throttling | calls to this api have exceeded the rate limit")),
                auto(
                        "graph.rate",
                        RATE_LIMIT,
                        GRAPH,
                        named("activityLimitReached ApplicationThrottled MailboxConcurrency")),
                auto(
                        "graph.service",
                        SERVICE_UNAVAILABLE,
                        GRAPH,
                        named(
                                "ErrorMailboxStoreUnavailable ErrorServerBusy ErrorInternalServerTransientError ErrorTimeoutExpired serviceNotAvailable")),
                auto("graph.locked", CONCURRENCY_CONFLICT, GRAPH, named("resourceLocked")),
                auto(
                        "slack.fatal",
                        SERVICE_UNAVAILABLE,
                        "Slack Web API: fatal_error: an error on the server",
                        named("fatal_error")),
                auto("drive.sharing-rate", RATE_LIMIT, GOOGLE, named("sharingRateLimitExceeded")),
                afterFix(
                        "api.credits",
                        RESOURCE_EXHAUSTED,
                        "SendGrid, Dropbox, Graph: what the account has bought or stored",
                        says("""
                        maximum credits exceeded | insufficient_space | insufficient space | quotalimitreached | over storage quota | credits exceeded
                        out of seats | used all of your | no seats | seat limit | no licenses available | license limit | license pool
                        budget has been exceeded | max budget | exceeded storage allocation
                        """)),
                afterFix(
                        "api.quota",
                        RESOURCE_EXHAUSTED,
                        "OpenStack: OverQuota and its kin answer 403, 413 or 422",
                        nameSays("over quota | exceeds available quota | quota exceeded for | exceeds quota")
                                .and(status(429).negate())),
                afterFix(
                        "api.disabled",
                        CONFIGURATION,
                        GOOGLE + "; " + GRAPH + "; model providers",
                        named("""
                        accessNotConfigured SERVICE_DISABLED MailboxNotEnabledForRESTAPI unsupported_country_region_territory unsupported_parameter
                        DeploymentNotFound model_not_found unsupported_value unsupported_model UnsupportedApiVersion
                        """).or(says("""
                        has not been used in project .. before | location is not supported | on-demand throughput isn t supported
                        region .. not supported | country .. not supported
                        llm provider not provided | model identifier is invalid | no route matched with those values | from address does not match a verified
                        """))),
                afterFix("oauth.client", AUTH, OAUTH, named("""
                        invalid_grant invalid_client unauthorized_client authorization_pending login_required consent_required
                        interaction_required account_selection_required expired_access_token invalid_access_token
                        access_token_expired refresh_token_expired expired_token token_inactive user_suspended
                        """)),
                never(
                        "api.data",
                        DATA_CORRUPTION,
                        "Slack, Twitter, Graph and Drive: the request names or carries what cannot be",
                        named("""
                        is_archived user_not_found message_not_found no_text msg_too_long too_many_attachments invalid_blocks
                        already_reacted already_in_channel cant_update_message edit_window_closed ErrorItemNotFound ErrorInvalidIdMalformed
                        resyncRequired EXCEEDED_ID_LIMIT invalidSharingRequest not_in_conversation name_taken card_declined expired_card
                        incorrect_cvc INSTRUMENT_DECLINED duplicate_transaction
                        """)
                                .or(
                                        says(
                                                "status is a duplicate | bot was blocked by the user | finish_reason safety | block_reason safety"))));
    }

    /** Classes and messages of settings, credentials and tools. */
    static List<Rule> surroundings() {
        return List.of(
                afterFix(
                        "lib.config",
                        CONFIGURATION,
                        "Java, Python, Node.js, .NET and Ruby references: settings and class paths",
                        named("""
                        MissingResourceException InaccessibleObjectException LinkageError BootstrapMethodError IllegalAccessError
                        NoSuchAlgorithmException NoSuchProviderException NoSuchPaddingException MappingException AnnotationException
                        SchemaManagementException NoInitialContextException SQLGrammarException ExceptionInInitializerError ClassFormatError
                        NoSectionError NoOptionError MissingSectionHeaderError NoSuchModuleError InconsistentMigrationHistory NodeNotFoundError
                        BadMigrationError CommandError SettingsError RuntimeEnvSetupError ContentDisallowed UnknownServiceError TemplateNotFound
                        TemplateDoesNotExist TooManyRedirects TooManyRedirectsException ERR_TOO_MANY_REDIRECTS ERR_FR_TOO_MANY_REDIRECTS
                        ERR_UNKNOWN_FILE_EXTENSION ERR_PACKAGE_PATH_NOT_EXPORTED ERR_UNSUPPORTED_DIR_IMPORT ERR_DLOPEN_FAILED ERR_INVALID_PACKAGE_CONFIG
                        EXDEV Errno::EXDEV PartialResultException Bundler::GemNotFound Bundler::VersionConflict PlatformNotSupportedException
                        EntryPointNotFoundException ReflectionTypeLoadException SettingsPropertyNotFoundException SessionNotCreatedException
                        AdapterNotSpecified AdapterNotFound EnvironmentMismatchError ProtectedEnvironmentError UnsupportedProtocol
                        ErrImageNeverPull InvalidImageName ErrInvalidImageName CreateContainerConfigError ConfigurationErrorsException
                        UnknownServiceException BindingResolutionException MissingAppKeyException MessageDispatchingException
                        ActiveRecord::PendingMigrationError ProfileNotFound config_not_found
                        """).or(says("""
                        redirected too many times | too many follow-up requests | stopped after # redirects | number of redirects exceeded
                        exceeded maximum allowed redirects | will not follow more than | cross-device link | executable needs to be in path
                        executable doesn t exist | spawn .. enoent | spawn enoent | was compiled against a different | unknown file extension
                        uri does not specify a valid host name | dispatcher has no subscribers | no connection pool for | unable to access jarfile
                        agent library failed to init | invalid target release | source option .. no longer supported | invalid device ordinal
                        is_available is false | unknown driver | can t load tokenizer | can t load config for | error setting certificate verify locations
                        unconfigured * | invalid dsn | parse sqlalchemy url | for field .. from source .. envsettingssource
                        when hibernate.dialect not set | applied before its dependency | could not determine type for | unsupported locale setting
                        """))),
                afterFix(
                        "lib.credentials",
                        AUTH,
                        "Java, Python and Ruby references: keys, passwords, host keys",
                        named("""
                        UnrecoverableKeyException BadHostKeyException GatedRepoError cryptography.fernet.InvalidToken BadPaddingException
                        OpenSSL::Cipher::CipherError ActiveSupport::MessageEncryptor::InvalidMessage
                        TokenRetrievalError SSOTokenLoadError UnauthorizedSSOTokenError RefreshError DefaultCredentialsError
                        ActiveSupport::MessageVerifier::InvalidSignature KeyStoreException PasswordRequiredException
                        """).or(says("""
                        unknownhostkey * | host key for server .. does not match | missing sudo password | incorrect sudo password
                        key is password protected | no_pubkey | public key is not available | certificate s altnames | cert s altnames | bad decrypt
                        password verification failed | keystore was tampered | could not be decrypted | bad hmac | dubious ownership
                        """))),
                afterFix("tool.config", CONFIGURATION, TOOLS, says("""
                        are in sync | lockfile .. not up to date | is not up to date with package | err_pnpm_outdated_lockfile | frozen-lockfile | resolutionimpossible
                        no matching distribution | could not find a version that satisfies | conflicting dependencies | sdk location not found
                        does not have a release file | dpkg was interrupted | unable to find a match | unable to locate package | unmet dependencies
                        failed to compute cache key | dockerfile parse error | not a git repository | couldn t find remote ref | did not match any file
                        unable to resolve action | unsupported argument | missing required argument the argument | invalid provider configuration
                        error cycle | no definition was found | required_version | no declaration found | reference to undeclared
                        invalid reference format | no such image | unknown flag | flag provided but not defined | unknown shorthand flag
                        unrecognized arguments | following arguments are required | invalid choice | no such option | unknown command
                        undefined variable | could not resolve dependencies | could not find artifact | plugin .. not found | peer dep missing
                        unsupported engine | unknown lifecycle phase | goal you specified requires a project | task .. not found in root project
                        no rule to make target | cannot find package | missing go.sum entry | unresolved import | no such command
                        chart .. not found | no repository definition | unknown directive | no matches for kind
                        """)),
                never("tool.data", DATA_CORRUPTION, TOOLS, says("""
                        merge conflict in | patch does not apply | patch failed | automatic merge failed | object file .. is empty | loose object .. corrupt
                        pre-receive hook declined | moov atom not found | invalid data found when processing input | not a jpeg file
                        not a png file | no images to process | bad zip file offset | no eof marker | missing pdf header
                        """)),
                auto(
                        "tool.mirror-space",
                        RESOURCE_EXHAUSTED,
                        "POSIX ENOSPC, as tools tell it",
                        says(
                                "you don t have enough free space | there is no free space | not enough free disk space")));
    }
}
