package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.frame;
import static io.ripresa.analyze.Conditions.nameEnds;
import static io.ripresa.analyze.Conditions.nameSays;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
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
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** Exception types and messages of language runtimes and frameworks. */
final class RuntimeRules {

    private static final String JDK = "Java API specification";
    private static final String RUNTIMES = "Java, Python, .NET, Node.js, Go and Ruby references";

    private RuntimeRules() {}

    /** What hides behind a type or a text that says something else. */
    static List<Rule> misleading() {
        return List.of(
                afterFix(
                        "run.descriptors",
                        RESOURCE_EXHAUSTED,
                        "POSIX EMFILE, ENFILE: limits of the process or machine",
                        named("EMFILE ENFILE Errno::EMFILE Errno::ENFILE")
                                .or(
                                        says(
                                                "too many open files | emfile | enfile | file table overflow | no file descriptors available"))),
                afterFix(
                        "run.watches",
                        RESOURCE_EXHAUSTED,
                        "inotify(7): ENOSPC and EMFILE are limits of the user",
                        says(
                                "number of file watchers reached | inotify watch limit | inotify_add_watch | inotify instances")),
                afterFix(
                        "run.threads",
                        RESOURCE_EXHAUSTED,
                        "POSIX fork, pthread_create: EAGAIN is a limit of the user",
                        says("""
                        fork resource temporarily unavailable | fork retry | fork failed | cannot fork
                        unable to create native thread | unable to create new native thread | can t start new thread
                        fork cannot allocate memory | pthread_create failed | failed to create new os thread
                        cannot create .. thread out of system resources | newosproc | fork .. resource temporarily unavailable
                        failed to start thread
                        """)),
                afterFix(
                        "run.gpu-memory",
                        RESOURCE_EXHAUSTED,
                        "CUDA: out of memory",
                        says(
                                "cuda out of memory | cuda error out of memory | cublas_status_alloc_failed | cuda_error_out_of_memory | hip out of memory")),
                auto(
                        "run.gpu-busy",
                        RESOURCE_EXHAUSTED,
                        "CUDA: devices busy",
                        says(
                                "cuda-capable device s is are busy or unavailable | devices are busy or unavailable | all gpus are busy")),
                auto(
                        "k8s.node-full",
                        RESOURCE_EXHAUSTED,
                        "Kubernetes: kubelet admission, OutOfcpu, OutOfmemory, OutOfpods",
                        says("node didn t have enough resource")
                                .or(named("OutOfcpu OutOfpods UnexpectedAdmissionError OutOfephemeral-storage"))),
                never(
                        "run.half-committed",
                        CONCURRENCY_CONFLICT,
                        "Jakarta Transactions: heuristic decisions",
                        named(
                                        "HeuristicMixedException HeuristicCompletionException HeuristicRollbackException HeuristicCommitException")
                                .or(says("outcome state is mixed | heuristic completion"))),
                afterFix(
                        "run.own-memory",
                        RESOURCE_EXHAUSTED,
                        JDK + ": OutOfMemoryError",
                        named(
                                        "OutOfMemoryError MemoryError OutOfMemoryException NoMemoryError ENOMEM InsufficientMemoryException")
                                .or(says("""
                                java heap space | gc overhead limit exceeded | cannot allocate memory | unable to allocate memory
                                heap out of memory | javascript heap out of memory | allowed memory size of
                                failed to allocate memory | could not allocate metaspace | array size exceeds vm limit | std bad_alloc | unable to allocate .. array | metaspace $
                                allocation failed .. heap | out of memory $
                                """))),
                auto(
                        "run.disk",
                        RESOURCE_EXHAUSTED,
                        "POSIX ENOSPC; drained by operations",
                        named("ENOSPC Errno::ENOSPC").or(says("""
                                no space left on device | enospc | there is not enough space on the disk | disk is full
                                disk full | not enough free space | insufficient disk space | no usable space | out of disk space
                                minimum free drive threshold | insufficient system storage | no space left
                                """))),
                auto("run.locked", CONCURRENCY_CONFLICT, "File and advisory locks", says("""
                        being used by another process | could not acquire lock | unable to acquire lock | failed to acquire lock
                        unable to acquire exclusive lock | unable to obtain exclusive access | timeout waiting to lock | locking failure | number of waiters for this lock | timed out waiting for a write lock | timeout waiting for lock
                        timed out waiting for lock | index is locked | file is locked | repository is locked | table is locked
                        resource is locked | lock is held by | lock already held | could not obtain lock | waiting for .. lock timed out
                        cannot acquire lock | failed to obtain lock | lock timeout | deadlock detected | deadlock found | a deadlock | in deadlock | deadlocked | deadlock victim | deadlock or timeout | deadlock read | ^ deadlock | lock wait timeout | write lock timeout
                        already locked by | failed to lock | failed to get lock | unable to obtain lock | lock acquisition
                        """)),
                afterFix(
                        "run.certificate",
                        AUTH,
                        "RFC 5280; TLS alerts of RFC 8446 section 6.2",
                        named("""
                                CertificateExpiredException CertPathValidatorException SunCertPathBuilderException
                                SSLPeerUnverifiedException SSLCertVerificationError CERT_HAS_EXPIRED SSLCertificateError
                                UNABLE_TO_VERIFY_LEAF_SIGNATURE DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN
                                ERR_TLS_CERT_ALTNAME_INVALID CertificateNotYetValidException CertificateException
                                UNABLE_TO_GET_ISSUER_CERT_LOCALLY ValidatorException ClientConnectorCertificateError
                                """).or(says("""
                                certificate has expired | cannot validate certificate | pkix path building failed | pkix path validation failed
                                unable to find valid certification path | certificate verify failed | x509 certificate
                                certificate signed by unknown authority | self signed certificate | self-signed certificate
                                certificate is not valid | bad_certificate | bad certificate | unknown_ca | unknown ca
                                certificate_unknown | certificate unknown | certificate_expired | certificate expired
                                hostname .. doesn t match | no subject alternative | unable to verify the first certificate
                                ssl certificate problem | remote certificate is invalid | certificate revoked
                                unable to get local issuer certificate | certificate doesn t match | https certificate
                                certificate validation | server certificate verification failed | certificate is expired
                                certificate is not trusted | client certificate | handshake_failure | tls alert
                                """))));
    }

    /** Types that name the cause. */
    static List<Rule> typed() {
        return List.of(
                auto(
                        "run.fetch-failed",
                        NETWORK,
                        "WHATWG Fetch: a network error is a TypeError",
                        named("TypeError")
                                .and(
                                        says(
                                                "fetch failed | failed to fetch | networkerror when attempting | load failed"))),
                never(
                        "run.truncated",
                        DATA_CORRUPTION,
                        "RFC 1951, RFC 1952: compressed data that ends early",
                        says(
                                "ran out of input | eof in archive | unexpected end of archive | zlib input stream | unexpected end of gzip | not in gzip format | unexpected end of zip")),
                never(
                        "run.json",
                        DATA_CORRUPTION,
                        RUNTIMES,
                        named("SyntaxError")
                                .and(
                                        says(
                                                "in json | json input | json at position | not valid json | is not valid json"))),
                afterFix(
                        "run.defect",
                        LOGIC_ERROR,
                        RUNTIMES + ": a defect in code",
                        named("""
                                NullPointerException ClassCastException IndexOutOfBoundsException
                                ArrayIndexOutOfBoundsException StringIndexOutOfBoundsException
                                ConcurrentModificationException ArithmeticException StackOverflowError
                                NoSuchElementException UnsupportedOperationException NegativeArraySizeException
                                AssertionError NullReferenceException ArgumentNullException AttributeError TypeError
                                KeyError IndexError ZeroDivisionError NameError ReferenceError RangeError NoMethodError
                                UnboundLocalError NotImplementedError RecursionError KeyNotFoundException
                                InvalidCastException IndexOutOfRangeException DivideByZeroException
                                ArgumentOutOfRangeException NotImplementedException ArrayStoreException
                                LazyInitializationException TransientObjectException NonUniqueResultException
                                ObjectDisposedException StopIteration SyntaxError IndentationError
                                NonDeterministicException NotSupportedException InvalidDataAccessApiUsageException
                                DetachedInstanceError FloatDomainError LocalJumpError FrozenError UncaughtThrowError
                                CloneNotSupportedException IllegalMonitorStateException ArgumentCountError
                                ResourceClosedError PendingRollbackError TransactionManagementError MongoExpiredSessionError
                                MongoNotConnectedError QueryRunnerAlreadyReleasedError SynchronousOnlyOperation
                                InputMismatchException EmptyResultDataAccessException MissingMethodException
                                """).or(says("""
                                nil pointer dereference | invalid memory address | index out of range | undefined method
                                cannot read property | cannot read properties of | is not a function | segmentation fault
                                object reference not set to an instance | assertion failed | undefined is not an object
                                slice bounds out of range | assignment to entry in nil map | send on closed channel
                                all goroutines are asleep | call to a member function | interface conversion
                                concurrent map writes | concurrent map read and map write | panicked at | is not defined $
                                nonetype object has no attribute | object has no attribute | list index out of range
                                integer divide by zero | stack overflow | stack level too deep | maximum call stack size
                                write after end | has already been committed or rolled back | negative waitgroup | device-side assert | maximum recursion depth | undefined offset | unreachable code | this is a bug
                                cannot set property | cannot set properties of | not iterable $ | sigsegv
                                """))),
                afterFix(
                        "run.class-path",
                        CONFIGURATION,
                        JDK + ": linkage errors; Python and Node.js modules",
                        named("""
                                NoSuchMethodError NoSuchFieldError ClassNotFoundException NoClassDefFoundError
                                UnsupportedClassVersionError IncompatibleClassChangeError AbstractMethodError
                                UnsatisfiedLinkError ImportError ModuleNotFoundError MODULE_NOT_FOUND LoadError
                                ERR_MODULE_NOT_FOUND FileLoadException TypeLoadException DllNotFoundException
                                VerifyError ServiceConfigurationError
                                BadImageFormatException Gem::LoadError NoSuchMethodException ERR_REQUIRE_ESM
                                """).or(says("""
                                no module named | cannot find module | failed to load driver class | cannot import name
                                no cuda gpus are available | driver on your system is too old | found no nvidia driver | no cuda-capable device is detected | could not load file or assembly | command not found | cannot open shared object file
                                unsupported major.minor version | could not find or load main class | cannot load such file
                                has been compiled by a more recent version
                                """))),
                auto(
                        "run.conflict",
                        CONCURRENCY_CONFLICT,
                        "Jakarta Persistence and Spring DAO specifications",
                        named("""
                                OptimisticLockException StaleObjectStateException OptimisticLockingFailureException
                                ObjectOptimisticLockingFailureException PessimisticLockException StaleStateException
                                CannotAcquireLockException LockTimeoutException DbUpdateConcurrencyException
                                CannotSerializeTransactionException PessimisticLockingFailureException StaleDataError
                                ConcurrencyFailureException ActiveRecord::StaleObjectError DBConcurrencyException
                                JpaOptimisticLockingFailureException LockAcquisitionException OptimisticEntityLockException
                                VersionConflictException ConcurrencyException LockError FailedToAcquireLock WatchError ActiveRecord::ConcurrentMigrationError
                                """)
                                .or(nameEnds("LockTimeoutException LockTimeoutError"))
                                .or(
                                        says(
                                                "row was updated or deleted by another transaction | optimistic lock | optimistic locking"))),
                auto(
                        "run.breaker-open",
                        SERVICE_UNAVAILABLE,
                        "Resilience4j, Polly, Hystrix: a breaker guards a failing service",
                        named(
                                        "CallNotPermittedException BrokenCircuitException CircuitBreakerOpenException CircuitBreakerError OpenCircuitError")
                                .or(
                                        says(
                                                "circuit breaker open | circuit breaker is open | circuitbreaker .. is open | circuit is open | short-circuited"))),
                auto(
                        "run.bulkhead",
                        RESOURCE_EXHAUSTED,
                        "Resilience4j, java.util.concurrent: no place in the queue now",
                        named("BulkheadFullException BulkheadRejectedException TaskRejectedException")
                                .or(named("RejectedExecutionException")
                                        .and(says("shut down | shutdown | terminated | shutting down")
                                                .negate()))),
                auto(
                        "run.shutting-down",
                        SERVICE_UNAVAILABLE,
                        JDK + ": the process is going away",
                        named("RejectedExecutionException InterruptedException ClosedByInterruptException")),
                never(
                        "run.invalid-data",
                        DATA_CORRUPTION,
                        RUNTIMES + "; validation libraries",
                        named("""
                                NumberFormatException MalformedInputException UnmappableCharacterException
                                JSONDecodeError UnicodeDecodeError UnicodeEncodeError ZipException FormatException
                                ConstraintViolationException DataIntegrityViolationException IntegrityError
                                DuplicateKeyException MalformedURLException URISyntaxException BadZipFile
                                UnrecognizedPropertyException MismatchedInputException InvalidFormatException
                                HttpMessageNotReadableException InvalidDataException JsonReaderException
                                JsonSerializationException JsonException InvalidProtocolBufferException
                                DataFormatException StreamCorruptedException InvalidClassException BsonSerializationException
                                AvroRuntimeException AvroTypeException XMLStreamException JsonMappingException
                                Zlib::DataError Zlib::GzipFile::Error MalformedCSVError CSV::MalformedCSVError
                                ActiveModel::ValidationError BadRequestError UnprocessableEntityError ValueError
                                BadRequestException IncorrectResultSizeDataAccessException Encoding::UndefinedConversionError
                                InvalidByteSequenceError CharacterCodingException AddressException ParserError
                                HttpMediaTypeNotSupportedException PropertyValueException CorruptedStreamException
                                """)
                                .and(says("timeout | connection").negate())
                                .or(
                                        nameEnds(
                                                "ValidationException ValidationError ParseException ParseError DecodeError JsonParseException ParserException"))));
    }

    /** Types whose text had its chance. */
    static List<Rule> late() {
        return List.of(
                auto(
                        "run.http-client-timeout",
                        TIMEOUT,
                        ".NET HttpClient: its time-out cancels the request",
                        named("OperationCanceledException TaskCanceledException")
                                .and(frame("System.Net.Http"))),
                auto(
                        "run.timeout",
                        TIMEOUT,
                        JDK + ": SocketTimeoutException, HttpTimeoutException, TimeoutException",
                        named("""
                        SocketTimeoutException HttpTimeoutException TimeoutException ReadTimeoutException ReadTimeout
                        ReadTimeoutError TimeoutError ETIMEDOUT ESOCKETTIMEDOUT QueryTimeoutException SQLTimeoutException
                        TaskCanceledException DeadlineExceeded RedisCommandTimeoutException APITimeoutError
                        AsyncRequestTimeoutException Errno::ETIMEDOUT Net::ReadTimeout UND_ERR_HEADERS_TIMEOUT
                        UND_ERR_BODY_TIMEOUT WriteTimeoutError WriteTimeout ServerTimeoutError Timeout::Error
                        RequestTimeoutError TimeoutExpired StatementTimeout ECONNTIMEDOUT InterruptedIOException
                        RequestTimedOutError TransactionTimedOutException ClientTimeout JedisTimeoutException Timeout
                        MongoSocketReadTimeoutException ConnectionTimeoutError TimeoutRejectedException UncheckedTimeoutException
                        """)),
                afterFix(
                        "run.spring",
                        CONFIGURATION,
                        "Spring Framework: the application context cannot start",
                        named("""
                        BeanCreationException BeanDefinitionStoreException NoSuchBeanDefinitionException
                        UnsatisfiedDependencyException ConfigurationPropertiesBindException BeanInstantiationException
                        BeanCurrentlyInCreationException BeanNotOfRequiredTypeException ApplicationContextException
                        InvalidConfigurationPropertyValueException ConfigDataResourceNotFoundException
                        NoUniqueBeanDefinitionException PlaceholderResolutionException CannotLoadBeanClassException
                        ConfigurationException ConfigurationErrorsException ImproperlyConfigured OptionsValidationException
                        DependencyResolutionException ActivationException ComponentNotFoundException
                        """)),
                afterFix("run.auth-type", AUTH, JDK + "; Spring Security; .NET identity", nameEnds("""
                                AuthenticationException AuthorizationException AccessDeniedException UnauthorizedException
                                ForbiddenException CredentialsException TokenExpiredException TokenExpiredError
                                JsonWebTokenError AuthenticationError LoginException GSSException UnauthorizedError
                                PermissionError ForbiddenError UnauthorizedAccessException AuthError AuthFailure
                                ExpiredJwtException SignatureException InvalidKeyException InvalidTokenException
                                JwtException AccountLockedException SecurityTokenException PermissionDenied Unauthorized
                                ExpiredSignatureError InvalidSignatureError NotBeforeError KrbException
                                SecurityTokenInvalidSignatureException AccountExpiredException PermissionDeniedException
                                """)),
                afterFix("run.missing-file", CONFIGURATION, "POSIX ENOENT", named("""
                                FileNotFoundException NoSuchFileException FileNotFoundError ENOENT Errno::ENOENT
                                DirectoryNotFoundException NotDirectoryException
                                """)),
                unknown(
                        "run.cancelled",
                        RUNTIMES + ": somebody gave up, and does not say why",
                        named(
                                        "CancellationException CancelledError OperationCanceledException AbortError CanceledError")
                                .and(says("timed out after | timeout after").negate())
                                .or(says("^ context canceled $ | the operation was canceled $"))));
    }

    /** A refused argument, or a call that is out of turn, speaks of what was asked for, not of what happened. */
    static List<Rule> arguments() {
        return List.of(
                afterFix(
                        "run.illegal-argument",
                        LOGIC_ERROR,
                        RUNTIMES + ": wrong use of an API",
                        named("IllegalArgumentException ArgumentException ArgumentError ValueError")),
                afterFix(
                        "run.illegal-state",
                        LOGIC_ERROR,
                        RUNTIMES + ": wrong use of an API",
                        named(
                                "IllegalStateException InvalidOperationException InvalidOperationError InvalidStateError")));
    }

    /** Types that say little; only where no text decided. */
    static List<Rule> generic() {
        return List.of(
                unknown(
                        "run.wrapper",
                        "Spring Framework: a pool, a network and credentials all end in these",
                        named("CannotCreateTransactionException CannotGetJdbcConnectionException")),
                auto("run.timeout-like", TIMEOUT, RUNTIMES + ": named so", nameEnds("TimeoutException TimeoutError")),
                auto(
                        "run.transient-like",
                        SERVICE_UNAVAILABLE,
                        RUNTIMES + ": named so",
                        nameEnds(
                                        "TransientException TransientError RetryableException RetriableException RetryableError RetriableError")
                                .and(nameSays(
                                                "non retriable | non retryable | non transient | not retryable | not retriable")
                                        .negate())),
                auto(
                        "run.connection-like",
                        NETWORK,
                        RUNTIMES + ": named so",
                        nameEnds("ConnectionException ConnectionError ConnectionFailed CannotConnectError")),
                afterFix(
                        "run.tls",
                        CONFIGURATION,
                        "RFC 8446 section 6: the two sides do not agree",
                        named("SSLHandshakeException SSLException SSLError")),
                never(
                        "run.not-there",
                        DATA_CORRUPTION,
                        RUNTIMES + ": what the input names does not exist, or exists",
                        nameEnds(
                                "EntityNotFoundException RecordNotFound ObjectNotFoundException DoesNotExist FileAlreadyExistsException DeserializationError FileExistsError EntityExistsException")),
                afterFix(
                        "run.security",
                        AUTH,
                        RUNTIMES + ": named so",
                        nameEnds("SecurityException CredentialsError CredentialException")),
                afterFix(
                        "run.permission",
                        AUTH,
                        "POSIX EACCES, EPERM",
                        named("EACCES EPERM Errno::EACCES Errno::EPERM SecurityException")));
    }
}
