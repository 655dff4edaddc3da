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
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** Exception classes and codes of languages and their libraries that have one meaning each. */
final class LibraryRules {

    private static final String JAVA = "Java API, Jakarta, Hibernate, Spring, Jackson, Netty and HttpClient references";
    private static final String PYTHON =
            "Python library reference; requests, httpx, SQLAlchemy, Django, pandas and PyArrow";
    private static final String NODE = "Node.js errors; undici, axios, got, Mongoose and Prisma error references";
    private static final String OTHERS = ".NET, Ruby and PHP references: exception classes";

    private LibraryRules() {}

    /** What a status, a pool or a word of availability would hide. */
    static List<Rule> misleading() {
        return List.of(
                afterFix(
                        "pool.terminated",
                        LOGIC_ERROR,
                        "java.util.concurrent.ThreadPoolExecutor: a pool that has ended takes no more tasks",
                        named("RejectedExecutionException TaskRejectedException EsRejectedExecutionException")
                                .and(says("""
                                terminated pool size | did not accept task not initialized | executor not initialized | executor not active
                                """))),
                afterFix(
                        "io.closed-by-self",
                        LOGIC_ERROR,
                        "java.io.BufferedInputStream, BufferedReader: used after close",
                        says(
                                "^ stream closed $ | ^ reader closed $ | ^ writer closed $ | ^ pipe closed $ | ^ closed pool $")),
                afterFix(
                        "jvm.own-memory",
                        RESOURCE_EXHAUSTED,
                        "HotSpot: memory that the process cannot get; " + JAVA,
                        named("OutOfDirectMemoryError").or(says("""
                                insufficient memory for the java runtime | could not reserve enough space | failed to map .. bytes for committing
                                bytes of direct memory | ^ map failed $ | oom when allocating tensor | requires more system memory
                                paging file is too small | native memory allocation | unable to allocate native memory
                                beyond physical memory limits | beyond virtual memory limits | beyond the physical memory | exceeded physical memory
                                fatal process out of memory | ineffective mark-compacts near heap limit | reached heap limit
                                died with signals.sigkill | worker exited prematurely signal 9 | killed by signal killed | signal sigkill
                                """))),
                afterFix(
                        "container.own-disk",
                        RESOURCE_EXHAUSTED,
                        "Kubernetes eviction manager: a limit of the pod itself",
                        says(
                                "usage exceeds the total limit of containers | exceeds its local ephemeral storage limit | usage of emptydir volume .. exceeds")),
                afterFix(
                        "salesforce.governor",
                        RESOURCE_EXHAUSTED,
                        "Salesforce Apex governor limits: limits of one transaction",
                        says("""
                                apex cpu time limit exceeded | apex heap size too large | too many soql queries # | too many dml statements #
                                too many dml rows # | too many query rows # | too many callouts # | too many sosl queries # | too many future calls #
                                """)),
                afterFix(
                        "plugin.crashed",
                        LOGIC_ERROR,
                        "Terraform, Plugin did not respond: the provider crashed",
                        says(
                                "plugin did not respond the plugin encountered | the plugin crashed | provider produced inconsistent")),
                afterFix(
                        "autograd.in-place",
                        LOGIC_ERROR,
                        "PyTorch autograd: a value that is needed was overwritten",
                        says("modified by an inplace operation | modified by an in-place operation")),
                afterFix(
                        "dotnet.trust",
                        AUTH,
                        ".NET WebExceptionStatus.TrustFailure",
                        says("could not establish trust relationship")),
                afterFix(
                        "quota.of-disk",
                        RESOURCE_EXHAUSTED,
                        "POSIX EDQUOT",
                        named("EDQUOT Errno::EDQUOT").or(says("disk quota exceeded | disc quota exceeded | edquot"))),
                auto(
                        "smtp.passing",
                        SERVICE_UNAVAILABLE,
                        "RFC 3463 section 3: class 4 is a persistent transient failure",
                        says("4 # # temporary | 4 # # temporarily | 4 # # .. try again later | 4 # # .. try later")),
                auto(
                        "lock.ask-again",
                        CONCURRENCY_CONFLICT,
                        "GitHub REST, Merge a pull request; Kubernetes API conventions, optimistic locking",
                        says(
                                "base branch was modified | head branch was modified | object has been modified please apply | process is currently accessing it")));
    }

    /** What a library calls passing without naming it; a cause that is named goes first. */
    static List<Rule> wrapped() {
        return List.of(auto(
                "ef.transient",
                SERVICE_UNAVAILABLE,
                "EF Core: SqlServerTransientExceptionDetector says that it passes",
                says("likely due to a transient failure")));
    }

    /** Classes that say what went wrong, whatever the text. */
    static List<Rule> typed() {
        return List.of(
                auto(
                        "lib.cut-off",
                        NETWORK,
                        "RFC 9112 section 8: a message that ends early is incomplete",
                        named("""
                                TruncatedChunkException BadStatusLine RestClient::ServerBrokeConnection InvalidChunkLength
                                ERR_CONTENT_LENGTH_MISMATCH HTTP::ConnectionError
                                """).or(says("""
                                truncated chunk | fixed content-length .. bytes received | unexpected end of file from server | broken transport
                                end of file reached $ | server aborted pending request | server broke connection | driver bad connection
                                handshake failed eof | without completing the close handshake | no close frame received | read error on connection | ^ aborted $
                                stream isn t writeable and enableofflinequeue | error fetching http headers | error occurred while sending the request
                                connection broken incompleteread | but total bytes expected is | content-length delimited message body
                                response payload is not completed | stream terminated by rst_stream | broker transport failure
                                """))),
                auto(
                        "fetch.terminated",
                        NETWORK,
                        "WHATWG Fetch, undici: a body that was cut off is a TypeError",
                        named("TypeError").and(says("^ terminated $"))),
                auto(
                        "go.eof",
                        NETWORK,
                        "Go net/http: url.Error around io.EOF",
                        says("get http | get https | post http | post https | put http | put https | head http | head https | patch https | delete https | propfind https")
                                .and(says("eof $ | eof stop $"))),
                auto("chrome.network", NETWORK, "Chromium net error list: 1xx, connection errors", says("""
                                err_http2_protocol_error | err_connection_reset | err_connection_closed | err_connection_refused | err_connection_aborted
                                err_connection_failed | err_name_not_resolved | err_internet_disconnected | err_address_unreachable | err_network_changed
                                err_empty_response | err_quic_protocol_error | err_socket_not_connected | err_tunnel_connection_failed
                                err_proxy_connection_failed | err_network_io_suspended | err_incomplete_chunked_encoding | err_http2_ping_failed
                                err_http2_server_refused_stream | err_content_length_mismatch | err_incomplete_http2_headers | err_dns_timed_out | err_network_access_denied
                                err_connection_timed_out
                                """)),
                auto("chrome.timeout", TIMEOUT, "Chromium net error list: ERR_TIMED_OUT", says("err_timed_out")),
                afterFix("chrome.certificate", AUTH, "Chromium net error list: 2xx, certificate errors", says("""
                                err_cert_authority_invalid | err_cert_common_name_invalid | err_cert_date_invalid | err_cert_invalid | err_cert_revoked
                                err_cert_weak_signature_algorithm | err_bad_ssl_client_auth_cert | err_ssl_client_auth_cert_needed | err_invalid_auth_credentials
                                err_cert_contains_errors | err_certificate_transparency_required | err_ssl_pinned_key_not_in_cert_chain
                                """)),
                afterFix("chrome.config", CONFIGURATION, "Chromium net error list: 1xx and 3xx", says("""
                                err_too_many_redirects | err_unknown_url_scheme | err_disallowed_url_scheme | err_invalid_url | err_unsafe_port
                                err_ssl_version_or_cipher_mismatch | err_ssl_protocol_error | err_unsafe_redirect | err_invalid_redirect | err_file_not_found
                                err_blocked_by_client | err_blocked_by_response | err_no_supported_proxies | err_invalid_http_response
                                """)),
                auto(
                        "lib.still-running",
                        CONCURRENCY_CONFLICT,
                        "Spring Batch, Symfony Lock, Mongoose: another run or writer is under way",
                        named("JobExecutionAlreadyRunningException LockConflictedException LockAcquiringException")
                                .or(named("VersionError").and(says("no matching document found for id")))),
                auto(
                        "lib.rate",
                        RATE_LIMIT,
                        "Resilience4j RateLimiter, Polly, Bucket4j",
                        named("RequestNotPermitted RateLimiterRejectedException RateLimitExceededException")),
                auto(
                        "lib.pool",
                        RESOURCE_EXHAUSTED,
                        "psycopg_pool, Sequelize, ConnectionPool: places come back",
                        named("""
                                SequelizeConnectionAcquireTimeoutError ConnectionAcquireTimeoutError ConnectionPool::TimeoutError PoolTimeout
                                ConnectionRequestTimeoutException ConnectionPoolTimeoutException PoolAcquireTimeoutException
                                PoolAcquirePendingLimitException KnexTimeoutError
                                """).or(named("psycopg_pool.TooManyRequests"))),
                auto(
                        "ray.node",
                        SERVICE_UNAVAILABLE,
                        "Ray, fault tolerance: a node or the process on it went away",
                        named(
                                        "NodeDiedError RayActorError ActorDiedError ActorUnavailableError RaySystemError ObjectLostError OwnerDiedError LocalRayletDiedError")
                                .and(
                                        says("constructor | __init__ | ray.kill | creation task failed | raised in its creation task")
                                                .negate())),
                auto(
                        "bedrock.model",
                        SERVICE_UNAVAILABLE,
                        "Amazon Bedrock Runtime: ModelErrorException 424, ModelStreamErrorException 424",
                        named("ModelErrorException ModelStreamErrorException")),
                auto(
                        "slurm.node",
                        SERVICE_UNAVAILABLE,
                        "Slurm job state codes: NODE_FAIL, PREEMPTED, BOOT_FAIL",
                        named("NODE_FAIL PREEMPTED BOOT_FAIL")
                                .or(
                                        says(
                                                "node_fail | cancelled .. due to preemption | due to preemption | due to node failure"))),
                auto(
                        "lib.time-limit",
                        TIMEOUT,
                        "Slurm TIMEOUT, PHP max_execution_time, botocore waiters, request",
                        named("botocore.exceptions.WaiterError")
                                .and(says("max attempts exceeded"))
                                .or(says("""
                                due to time limit | maximum execution time of # | esockettimedout | exceeded limit .. walltime | walltime .. exceeded
                                """))),
                afterFix("lib.defect", LOGIC_ERROR, JAVA, named("""
                                NotSerializableException UnknownFormatConversionException IllegalFormatConversionException
                                IllegalFormatException MissingFormatArgumentException BufferOverflowException BufferUnderflowException
                                ReadOnlyBufferException TransactionRequiredException ConstraintDeclarationException
                                ConstraintDefinitionException UnexpectedTypeException PersistentObjectException MultipleBagFetchException
                                NonRepeatableRequestException IllegalReferenceCountException IllegalThreadStateException
                                InvalidDefinitionException QuerySyntaxException SemanticException PathElementException UnknownEntityException
                                org.hibernate.query.SyntaxException NotYetConnectedException AlreadyConnectedException NonReadableChannelException
                                NonWritableChannelException ReadPendingException WritePendingException EmptyStackException IllegalCallerException
                                WrongThreadException SpelEvaluationException SpelParseException
                                InvalidSelectorException ElementClickInterceptedException ElementNotInteractableException JavascriptException
                                MoveTargetOutOfBoundsException NoAlertPresentException NoSuchFrameException StaleElementReferenceException
                                TransientPropertyValueException InstantiationException BadSqlGrammarException
                                """)),
                afterFix("lib.defect-python", LOGIC_ERROR, PYTHON, named("""
                                CannotSendRequest ResponseNotReady CannotSendHeader StreamConsumed ResponseNotRead RequestNotRead
                                AppRegistryNotReady django.core.exceptions.FieldError CompileError UnmappedInstanceError UnmappedClassError
                                sqlalchemy.exc.InvalidRequestError ObjectDereferencedError NoForeignKeysError AmbiguousForeignKeysError FlushError
                                NoReferencedTableError UndefinedError StopAsyncIteration PicklingError BrokenBarrierError GraphRecursionError
                                FrozenInstanceError NotFittedError UnsupportedOperation asyncio.exceptions.InvalidStateError
                                UnboundExecutionError ObjectNotExecutableError
                                """).or(says("""
                                changed size during iteration | event loop is already running | cursor already closed | can t adapt type
                                number of bindings supplied | i/o operation on closed file | not subscriptable | object is not iterable
                                all tensors to be on the same device | shapes cannot be multiplied | must match the size of tensor
                                no len | does not support item assignment | unhashable type | local variable .. referenced before assignment
                                coroutine .. was never awaited | generator already executing | cannot reuse already awaited
                                """))),
                afterFix(
                        "lib.defect-node",
                        LOGIC_ERROR,
                        NODE,
                        named("""
                                ERR_STREAM_WRITE_AFTER_END ERR_INVALID_ARG_VALUE ERR_INVALID_CALLBACK ERR_METHOD_NOT_IMPLEMENTED
                                ERR_MULTIPLE_CALLBACK ERR_STREAM_PUSH_AFTER_EOF ERR_STREAM_NULL_VALUES ERR_UNHANDLED_REJECTION
                                ERR_UNHANDLED_ERROR ERR_SERVER_NOT_RUNNING ERR_SERVER_ALREADY_LISTEN ERR_STREAM_CANNOT_PIPE ERR_MISSING_ARGS
                                ERR_INVALID_THIS ERR_ILLEGAL_CONSTRUCTOR ERR_INVALID_STATE ERR_HTTP_INVALID_HEADER_VALUE ERR_INVALID_CHAR
                                ClientDestroyedError UND_ERR_DESTROYED UND_ERR_REQ_CONTENT_LENGTH_MISMATCH RequestContentLengthMismatchError
                                UND_ERR_INVALID_ARG OverwriteModelError ParallelSaveError MissingSchemaError StrictModeError StrictPopulateError
                                ObjectParameterError UND_ERR_CLOSED ERR_HTTP_TRAILER_INVALID PrismaClientRustPanicError
                                """)
                                .or(
                                        says(
                                                "cannot overwrite .. model once compiled | execution context was destroyed | strict mode violation | save .. same doc multiple times"))),
                afterFix("lib.defect-others", LOGIC_ERROR, OTHERS, named("""
                                AmbiguousMatchException RankException SynchronizationLockException LockRecursionException
                                TargetParameterCountException System.MissingFieldException MissingMemberException InsufficientExecutionStackException
                                FiberError ThreadError ClosedQueueError NoMatchingPatternError NoMatchingPatternKeyError
                                ActiveRecord::ReadOnlyRecord ActiveRecord::UnknownAttributeError ActiveModel::UnknownAttributeError
                                ActiveRecord::AssociationTypeMismatch ActiveRecord::AssociationNotFoundError AbstractController::DoubleRenderError
                                BadMethodCallException LogicException UnhandledMatchError BadFunctionCallException OutOfBoundsException
                                MassAssignmentException RelationNotFoundException AccessViolationException InvalidProgramException
                                """).or(says("""
                                undefined array key | undefined index | undefined property | undefined constant | uninitialized constant
                                property .. of non-object | on a non-object | parameter number .. bound variables | already registered
                                converting null to | cannot be cast to | cannot cast java | unsupported type chan | unsupported type func
                                """))),
                afterFix(
                        "lib.own-lock",
                        CONCURRENCY_CONFLICT,
                        "java.nio.channels.FileLock: the same process holds the region",
                        named("OverlappingFileLockException")),
                never("lib.data", DATA_CORRUPTION, JAVA, named("""
                                UnmarshalException MarshalException JsonSyntaxException JsonEOFException StreamReadException JsonIOException
                                org.hibernate.exception.DataException AEADBadTagException UTFDataFormatException PatternSyntaxException
                                SAXParseException SkipLimitExceededException StreamConstraintsException TooLongFrameException
                                DateTimeException DateTimeParseException MaxUploadSizeExceededException ColumnMappingException
                                EntityExistsException NoSuchObjectException
                                """)),
                never(
                        "lib.data-python",
                        DATA_CORRUPTION,
                        PYTHON,
                        named("""
                                UnpicklingError binascii.Error csv.Error _csv.Error zlib.error BadGzipFile LZMAError NoResultFound
                                MultipleResultsFound ContentTypeError OutOfBoundsDatetime IntCastingNaNError EmptyDataError OverflowError
                                LinAlgError ArrowInvalid ArrowTypeError SafetensorError ExpatError YAMLError ScannerError ComposerError
                                ConstructorError TOMLDecodeError decimal.InvalidOperation tarfile.ReadError google.protobuf.message.DecodeError
                                StopCandidateException BlockedPromptException ContentDecodingError DecompressionBombError
                                """).or(says("""
                                incorrect header check | incorrect padding | invalid load key | line contains nul | not a gzipped file
                                failed reading zip archive | missing key s in state_dict | unexpected key s in state_dict | size mismatch for
                                no row was found | multiple rows were found | no query results for
                                """).and(says("proxy").negate()))),
                never(
                        "lib.data-others",
                        DATA_CORRUPTION,
                        NODE + "; " + OTHERS,
                        named("""
                                ResponseExceededMaxSizeError UND_ERR_RES_EXCEEDED_MAX_SIZE XmlException OverflowException CastError EEXIST
                                EndOfStreamException ModelNotFoundException Encoding::CompatibilityError PathTooLongException FileExistsError
                                ActiveRecord::RecordNotSaved ActiveRecord::RecordNotDestroyed ActiveRecord::RangeError REXML::ParseException
                                Psych::SyntaxError Nokogiri::XML::SyntaxError DbEntityValidationException MulterError ERR_HTTP_CONTENT_LENGTH_MISMATCH
                                Errno::EEXIST HPE_HEADER_OVERFLOW HPE_INVALID_CONSTANT HPE_INVALID_HEADER_TOKEN
                                """)
                                .or(
                                        says(
                                                "root element is missing | maxcontentlength size of | content exceeded max size"))));
    }
}
