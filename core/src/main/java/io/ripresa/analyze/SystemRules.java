package io.ripresa.analyze;

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

import java.util.List;

/** Error numbers of operating systems, exit codes and signals of processes, replies of mail servers. */
final class SystemRules {

    private static final String POSIX = "POSIX.1-2017 errno and its message texts";
    private static final String WINDOWS = "Windows system error codes and Winsock error codes";
    private static final String EXIT = "sysexits.h; bash manual, exit status; signal(7)";
    private static final String SMTP = "RFC 5321 section 4.2; RFC 3463 enhanced status codes";
    private static final String LDAP = "RFC 4511 appendix A: LDAP result codes; javax.naming";
    private static final String CURL = "libcurl error codes";

    private SystemRules() {}

    /** Replies of mail servers: the first digit says whether the server itself calls it temporary. */
    static List<Rule> mail() {
        return List.of(
                afterFix("smtp.auth", AUTH, SMTP + ": X.7.x is security or policy", says("""
                        535 5 7 # | 530 5 7 # | 534 5 7 # | 538 5 7 # | 535 authentication | 535 incorrect
                        535 5 # # authentication | 454 4 7 0 .. authentication | 550 5 7 # | 554 5 7 # | 553 5 7 #
                        """)),
                auto(
                        "smtp.storage",
                        RESOURCE_EXHAUSTED,
                        SMTP + ": X.3.1, X.2.2, mail system or mailbox full",
                        says("""
                        452 4 3 1 | 452 4 2 2 | 452 b 4 3 1 | 452 b 4 2 2 | 452 insufficient system storage | 431 4 3 1 | 4 3 1 insufficient
                        """)),
                auto("smtp.temporary", SERVICE_UNAVAILABLE, SMTP + ": 4yz is a transient negative reply", says("""
                        421 4 # # | 450 4 # # | 451 4 # # | 452 4 # # | 454 4 # # | 455 4 # # | 421 b 4 # # | 450 b 4 # # | 451 b 4 # #
                        452 b 4 # # | 454 b 4 # # | 421 service not available
                        421 # # # service not available | 451 requested action aborted | 450 requested mail action not taken
                        421 too many | 451 local error in processing | service not active | 421 service
                        smtp error 421 | smtp error 450 | smtp error 451 | smtp error 452 | smtp error 454 | 421 try again later | 451 temporary | 421 timeout exceeded
                        """)),
                afterFix(
                        "smtp.quota",
                        RESOURCE_EXHAUSTED,
                        SMTP + ": X.2.2, a mailbox that its owner must empty",
                        says("""
                        552 5 2 2 | 554 5 2 2 | 550 5 2 2 | mailbox full | mailbox is full | over quota $
                        """)),
                never("smtp.permanent", DATA_CORRUPTION, SMTP + ": 5yz is a permanent negative reply", says("""
                        550 5 # # | 551 5 # # | 552 5 # # | 553 5 # # | 554 5 # # | 501 5 # # | 550 b 5 # # | 552 b 5 # # | 554 b * | 555 5 # # | 552 message size exceeds
                        550 no such user | 550 user unknown | 550 mailbox unavailable | 501 syntax error | 553 sorry
                        invalid addresses | invalid address | relay access denied | domain of sender address .. does not exist
                        user unknown | recipient address rejected
                        """)));
    }

    /** Replies at the beginning of a text; what their words say goes first. */
    static List<Rule> replies() {
        return List.of(
                auto("ftp.transfer", NETWORK, "RFC 959 section 4.2: 425, 426", says("^ 425 | ^ 426")),
                auto(
                        "reply.temporary",
                        SERVICE_UNAVAILABLE,
                        "RFC 959 and RFC 5321: 4yz, transient negative",
                        says("^ 421 | ^ 450 | ^ 451 | ^ 452")),
                afterFix("ftp.login", AUTH, "RFC 959: 530, 532, 332", says("^ 530 | ^ 532 | ^ 332")),
                never(
                        "ftp.file",
                        DATA_CORRUPTION,
                        "RFC 959: 550, 551, 553: no such file, or a name that is not allowed",
                        says("^ 550 | ^ 551 | ^ 553")));
    }

    /** Error numbers by name or by the text that belongs to the number. */
    static List<Rule> numbers() {
        return List.of(
                auto("sys.network", NETWORK, POSIX + "; " + WINDOWS, named("""
                                ENETDOWN ENETRESET ENOTCONN ESHUTDOWN ECONNABORTED WSAECONNRESET WSAENETRESET WSAENETDOWN
                                WSAECONNABORTED WSAEHOSTUNREACH WSAENETUNREACH WSAENOTCONN WSATRY_AGAIN EHOSTDOWN
                                """).or(says("""
                                specified network name is no longer available | semaphore timeout period has expired
                                established connection was aborted by the software | transport endpoint is not connected
                                unexpected network error occurred | network path was not found | remote i/o error
                                network dropped connection on reset | network connection was aborted | error code 0x68
                                network location cannot be reached | socket is not connected | machine is not on the network
                                network bios command limit | socket operation was attempted to an unreachable
                                connection timed out rpc | stale nfs file handle | stale file handle | link has been severed
                                physical connection is not usable | communication link failure | session has been closed by the server
                                ssl syscall error eof | decryption failed or bad record mac | ssl syscall error connection
                                bad record mac | ssl error unexpected eof | sslv3 alert unexpected message
                                """))),
                auto(
                        "sys.busy",
                        CONCURRENCY_CONFLICT,
                        POSIX + ": EBUSY, ETXTBSY, EDEADLK; " + WINDOWS,
                        named("""
                                EBUSY ETXTBSY EDEADLK ERROR_SHARING_VIOLATION ERROR_LOCK_VIOLATION Errno::EBUSY
                                """).or(says("""
                                device or resource busy | text file busy | resource deadlock avoided | sharing violation
                                process cannot access the file because | cannot access the file because it is being used
                                resource busy or locked | file is being used by another | file is in use
                                resource deadlock would occur | another process has locked a portion
                                """))),
                afterFix(
                        "sys.denied",
                        AUTH,
                        POSIX + ": EACCES, EPERM; " + WINDOWS + ": 5",
                        named("""
                                ERROR_ACCESS_DENIED E_ACCESSDENIED WSAEACCES ERROR_LOGON_FAILURE
                                ERROR_PRIVILEGE_NOT_HELD STATUS_ACCESS_DENIED STATUS_LOGON_FAILURE NT_STATUS_LOGON_FAILURE NT_STATUS_ACCESS_DENIED NT_STATUS_WRONG_PASSWORD
                                """).or(says("""
                                eacces permission denied | eperm operation not permitted | required privilege is not held
                                user name or password is incorrect | 0x80070005 | 0x8007052e | logon failure
                                read-only file system | erofs
                                """))),
                afterFix(
                        "sys.missing",
                        CONFIGURATION,
                        POSIX + ": ENOENT, ENOTDIR, ENODEV; " + WINDOWS + ": 2, 3",
                        named("""
                                ENOTDIR ENODEV ENXIO ENOEXEC ERROR_FILE_NOT_FOUND ERROR_PATH_NOT_FOUND EISDIR
                                ENOTSUP EOPNOTSUPP ENOSYS EAFNOSUPPORT EPROTONOSUPPORT ELOOP ENOPROTOOPT
                                """).or(says("""
                                system cannot find the path | not a directory | no such device | enoent no such file
                                exec format error | is a directory | too many levels of symbolic links | no such device or address
                                address family not supported | protocol not supported | operation not supported on
                                specified module could not be found | 0x80070002 | 0x80070003 | 0x8007007e
                                drive or network connection that is unavailable | class not registered | 0x80040154
                                """))),
                never(
                        "sys.data",
                        DATA_CORRUPTION,
                        POSIX + ": EINVAL, EEXIST, EILSEQ, ENAMETOOLONG, EFBIG",
                        named("""
                                EILSEQ ENAMETOOLONG EFBIG EMSGSIZE ERANGE EBADMSG ERROR_INVALID_DATA ERROR_ALREADY_EXISTS
                                ERROR_BAD_FORMAT ERROR_FILE_CORRUPT ERROR_CRC ENOTEMPTY
                                """).or(says("""
                                file name too long | file exists $ | message too long | file too large | bad message $
                                cyclic redundancy check | directory or file is corrupted | file or directory is corrupted
                                illegal byte sequence | filename or extension is too long | structure needs cleaning
                                directory not empty | bind message length .. too long
                                """))),
                afterFix(
                        "sys.defect",
                        LOGIC_ERROR,
                        POSIX + ": EBADF, EFAULT; signals of a defect",
                        named("""
                                EBADF EFAULT ENOTSOCK EDOM EDESTADDRREQ EISCONN EALREADY_NOT SIGSEGV SIGBUS SIGFPE SIGILL SIGABRT
                                STATUS_ACCESS_VIOLATION ERR_INVALID_ARG_TYPE ERR_ASSERTION
                                """).or(says("""
                                bad file descriptor | bad address $ | segmentation fault | bus error | floating point exception
                                illegal instruction | access violation | core dumped | double free or corruption
                                exit code 139 | exit code 134 | exit status 139 | exit status 134 | signal 11 | signal 6
                                exited with code 139 | exited with code 134 | signal sigsegv | signal sigabrt | stack smashing detected
                                exit status 2 .. goroutine | 0xc0000005 | 0xc0000409 | heap corruption
                                """))),
                auto(
                        "sys.stale-handle",
                        SERVICE_UNAVAILABLE,
                        POSIX + ": ESTALE, opened anew it is another",
                        named("ESTALE")),
                unknown(
                        "sys.io",
                        POSIX + ": EIO, a device that may be broken for good",
                        named("EIO EREMOTEIO").or(says("input/output error"))));
    }

    /** Exit codes and signals. */
    static List<Rule> ends() {
        return List.of(
                afterFix(
                        "exit.killed",
                        RESOURCE_EXHAUSTED,
                        EXIT + ": 137, SIGKILL",
                        nameSays("exit 137 | exit code 137")),
                auto(
                        "exit.terminated",
                        SERVICE_UNAVAILABLE,
                        EXIT + ": 143, SIGTERM",
                        nameSays("exit 143 | exit code 143")),
                afterFix(
                        "exit.crashed",
                        LOGIC_ERROR,
                        EXIT + ": 134, 139, SIGABRT and SIGSEGV",
                        nameSays("exit 134 | exit 139 | exit code 134 | exit code 139")),
                auto(
                        "sys.again",
                        RESOURCE_EXHAUSTED,
                        POSIX + ": EAGAIN",
                        named("BlockingIOError EAGAIN Errno::EAGAIN")
                                .or(says("errno 11 resource temporarily unavailable"))),
                afterFix("exit.not-found", CONFIGURATION, EXIT + ": 126, 127, 78", says("""
                        exit code 127 | exit status 127 | exited with code 127 | exit code 126 | exit status 126
                        exited with code 126 | exit code 78 | exit status 78 | command not found | returned 127 | exited with 127
                        not recognized as an internal or external command
                        """)),
                afterFix(
                        "exit.denied",
                        AUTH,
                        EXIT + ": 77, EX_NOPERM",
                        says("exit code 77 | exit status 77 | exited with code 77")),
                auto("exit.temporary", SERVICE_UNAVAILABLE, EXIT + ": 75, EX_TEMPFAIL; 69, EX_UNAVAILABLE", says("""
                        exit code 75 | exit status 75 | exited with code 75 | exit code 69 | exit status 69
                        exited with code 69 | signal sigterm | received sigterm | received signal sigterm | sigterm received
                        terminated by signal 15 | received termination signal | received sigint | task received sigterm
                        exited with code 143 | signal terminated | caught sigterm | killed by sigterm
                        """)),
                never(
                        "exit.data",
                        DATA_CORRUPTION,
                        EXIT + ": 65, EX_DATAERR",
                        says("exit code 65 | exit status 65 | exited with code 65")),
                auto("exit.timeout", io.ripresa.model.Category.TIMEOUT, "GNU timeout: 124", says("""
                        exit code 124 | exit status 124 | exited with code 124 | returned 124
                        """)));
    }

    /** What curl says with its numbers. */
    static List<Rule> curl() {
        return List.of(
                auto(
                                "curl.dns",
                                NETWORK,
                                CURL + ": 5, 6",
                                named("CURLE_COULDNT_RESOLVE_HOST")
                                        .or(says("curl 6 | curl error 6 | curle_couldnt_resolve_host")))
                        .provingNotProcessed(),
                afterFix(
                        "curl.proxy",
                        CONFIGURATION,
                        CURL + ": 5, 97",
                        named("CURLE_COULDNT_RESOLVE_PROXY CURLE_PROXY").or(says("curl 5 | curl 97"))),
                auto(
                                "curl.connect",
                                NETWORK,
                                CURL + ": 7",
                                named("CURLE_COULDNT_CONNECT").or(says("curl 7 | curl error 7")))
                        .provingNotProcessed(),
                auto(
                        "curl.timeout",
                        io.ripresa.model.Category.TIMEOUT,
                        CURL + ": 28",
                        named("CURLE_OPERATION_TIMEDOUT CURLE_FTP_ACCEPT_TIMEOUT")
                                .or(says("""
                        curl 28 | curl error 28 | curle_operation_timedout | curl exit code 28
                        """))),
                auto(
                        "curl.transport",
                        NETWORK,
                        CURL + ": 16, 18, 52, 55, 56, 92",
                        named("""
                        CURLE_RECV_ERROR CURLE_SEND_ERROR CURLE_PARTIAL_FILE CURLE_GOT_NOTHING CURLE_HTTP2 CURLE_HTTP2_STREAM
                        CURLE_HTTP3 CURLE_QUIC_CONNECT_ERROR CURLE_SSL_CONNECT_ERROR CURLE_WEIRD_SERVER_REPLY CURLE_READ_ERROR
                        """).or(says("""
                        curl 18 | curl 52 | curl 55 | curl 56 | curl 92 | curl 16 | curl error 56 | curl error 18 | curl error 52
                        curl error 92 | curle_recv_error | curle_partial_file | curle_got_nothing | curl error 55
                        """))),
                afterFix(
                        "curl.tls",
                        AUTH,
                        CURL + ": 51, 60, 83, 91",
                        named("""
                        CURLE_PEER_FAILED_VERIFICATION CURLE_SSL_ISSUER_ERROR CURLE_SSL_INVALIDCERTSTATUS CURLE_SSL_PINNEDPUBKEYNOTMATCH
                        """).or(says("curl 60 | curl 51 | curl error 60 | curl error 51 | curl 83 | curl 91"))),
                afterFix(
                        "curl.config",
                        CONFIGURATION,
                        CURL + ": 1, 4, 47, 53, 54, 58, 59, 77, 78",
                        named("""
                        CURLE_UNSUPPORTED_PROTOCOL CURLE_NOT_BUILT_IN CURLE_TOO_MANY_REDIRECTS CURLE_SSL_CERTPROBLEM CURLE_SSL_CIPHER
                        CURLE_SSL_CACERT_BADFILE CURLE_REMOTE_FILE_NOT_FOUND CURLE_SSL_ENGINE_NOTFOUND CURLE_SSL_CRL_BADFILE
                        CURLE_UNKNOWN_OPTION CURLE_INTERFACE_FAILED
                        """).or(says("curl 1 | curl 4 | curl 47 | curl 58 | curl 59 | curl 77 | curl 78"))),
                never(
                        "curl.data",
                        DATA_CORRUPTION,
                        CURL + ": 3, 61, 63",
                        named("""
                        CURLE_URL_MALFORMAT CURLE_BAD_CONTENT_ENCODING CURLE_FILESIZE_EXCEEDED CURLE_TOO_LARGE CURLE_RANGE_ERROR
                        """).or(says("curl 3 | curl error 3 | curl 61 | curl 63"))),
                auto(
                        "curl.disk",
                        RESOURCE_EXHAUSTED,
                        CURL + ": 70",
                        named("CURLE_REMOTE_DISK_FULL").or(says("curl 70"))),
                afterFix("curl.login", AUTH, CURL + ": 9, 67", named("""
                        CURLE_LOGIN_DENIED CURLE_REMOTE_ACCESS_DENIED CURLE_AUTH_ERROR
                        """).or(says("curl 67 | curl error 67 | curl 9"))),
                unknown("curl.http", CURL + ": 22, a status that the text does not tell", says("curl 22 .. error $")));
    }

    /** Result codes of directories, by number and by name. */
    static List<Rule> ldap() {
        return List.of(
                auto(
                        "ldap.busy",
                        SERVICE_UNAVAILABLE,
                        LDAP,
                        ldap(
                                "51 52",
                                "LDAPBusy LDAP_BUSY LDAP_UNAVAILABLE SERVER_DOWN LDAP_SERVER_DOWN ServiceUnavailableException")),
                auto(
                        "ldap.timeout",
                        io.ripresa.model.Category.TIMEOUT,
                        LDAP,
                        ldap("3 85", "TIMELIMIT_EXCEEDED TimeLimitExceededException LDAP_TIMEOUT")),
                auto(
                        "ldap.network",
                        NETWORK,
                        LDAP,
                        ldap("81 91 200", "CommunicationException LDAPSocketOpenError CONNECT_ERROR")),
                never("ldap.size", DATA_CORRUPTION, LDAP, ldap("4 11 17 18 19 20 21 34 64 65 66 67 68 69", """
                        SIZELIMIT_EXCEEDED SizeLimitExceededException INVALID_DN_SYNTAX NO_SUCH_ATTRIBUTE INVALID_SYNTAX
                        OBJECT_CLASS_VIOLATION NameAlreadyBoundException InvalidNameException InvalidAttributeValueException
                        CONSTRAINT_VIOLATION ALREADY_EXISTS InvalidSearchFilterException SchemaViolationException
                        """)),
                afterFix("ldap.auth", AUTH, LDAP, ldap("48 49 50", """
                        INVALID_CREDENTIALS INSUFFICIENT_ACCESS INAPPROPRIATE_AUTH NoPermissionException AuthenticationNotSupportedException
                        """)),
                afterFix("ldap.config", CONFIGURATION, LDAP, ldap("7 8 12 13 14 32 53 71", """
                        STRONG_AUTH_REQUIRED AUTH_METHOD_NOT_SUPPORTED CONFIDENTIALITY_REQUIRED NO_SUCH_OBJECT NameNotFoundException
                        UNWILLING_TO_PERFORM OperationNotSupportedException
                        """)),
                afterFix("ldap.misuse", LOGIC_ERROR, LDAP, ldap("1 2", "OPERATIONS_ERROR")));
    }

    private static Condition ldap(String numbers, String names) {
        StringBuilder phrases = new StringBuilder();
        for (String number : numbers.split(" ", -1)) {
            phrases.append("ldap result code ")
                    .append(number)
                    .append("|ldap error code ")
                    .append(number)
                    .append('|');
        }
        return named(names).or(says(phrases.toString()));
    }
}
