package io.ripresa.analyze;

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

/** What databases say where no code came with it: the documented message texts of the makes. */
final class SqlTextRules {

    private static final String SERVERS = "Message texts of PostgreSQL, MySQL, SQL Server, SQLite";

    private SqlTextRules() {}

    static List<Rule> all() {
        return List.of(
                auto(
                        "sqltext.conflict",
                        CONCURRENCY_CONFLICT,
                        SERVERS,
                        says("""
                                deadlock detected | deadlock found when trying to get lock | deadlocked on lock
                                chosen as the deadlock victim | could not serialize access | lock wait timeout exceeded
                                due to lock timeout | canceling statement due to conflict with recovery
                                lock request time out period exceeded | snapshot isolation transaction aborted
                                database is locked | database table is locked | database schema is locked | sqlite_busy
                                sqlite_locked | could not obtain lock on | record has changed since last read
                                restart transaction | retry_write_too_old | transactionretrywitherror
                                timeout trying to lock | resource busy and acquire with nowait | try restarting transaction
                                lock not available | database is busy | row lock .. timeout | replication slot .. is active | is being accessed by other users | concurrent update error | retry_serializable
                                """).or(named("""
                                SQLTransactionRollbackException MySQLTransactionRollbackException SQLITE_BUSY
                                SQLITE_LOCKED SerializationFailure DeadlockDetected LockNotAvailable
                                ActiveRecord::Deadlocked ActiveRecord::LockWaitTimeout ActiveRecord::SerializationFailure
                                DeadlockLoserDataAccessException TransactionRollbackError ER_LOCK_DEADLOCK
                                ER_LOCK_WAIT_TIMEOUT SQLITE_BUSY_SNAPSHOT
                                """))),
                auto(
                        "sqltext.slots",
                        RESOURCE_EXHAUSTED,
                        SERVERS,
                        says("""
                                remaining connection slots are reserved | too many clients already | too many connections
                                max_user_connections | too many connections for role | too many connections for database
                                query_wait_timeout | max_client_conn
                                request limit for the database | session limit for the database
                                out of shared memory | transaction log for database .. is full | could not extend file
                                could not allocate space for object | the table .. is full | database or disk is full
                                sqlite_full | could not write to file .. no space | processes exceeded
                                too many active sessions | memory limit .. exceeded for query
                                """).or(named("ER_CON_COUNT_ERROR TooManyConnections SQLITE_FULL"))),
                auto(
                        "sqltext.not-serving",
                        SERVICE_UNAVAILABLE,
                        SERVERS,
                        says("""
                        the database system is starting up | the database system is shutting down
                        the database system is in recovery mode | the database system is not accepting connections
                        terminating connection due to administrator command
                        terminating connection because of crash | server shutdown in progress
                        running with the read only option | running with the --read-only option
                        running with the --super-read-only option | is not currently available
                        the service is currently busy | the service has encountered an error processing your request
                        cannot execute .. during recovery | server is in read-only mode | database is being recovered
                        wsrep has not yet prepared node | not yet ready for use | database .. is in transition
                        cannot execute query because .. is starting
                        """)
                                .or(says("in a read-only transaction")
                                        // MySQL 1792: the session began it so.
                                        .and(says("cannot execute statement in a read only transaction")
                                                .negate()))),
                auto(
                        "sqltext.pool-wait",
                        RESOURCE_EXHAUSTED,
                        "Message texts of connection pools",
                        says("""
                                connection is not available request timed out | timeout waiting for idle object | to checkout a connection has timed out
                                prior to obtaining a connection from the pool | queuepool limit of size
                                connection pool has been exhausted | connection pool exhausted | pool exhausted
                                timeout waiting for connection from pool | could not get a resource from the pool
                                timeout acquiring a connection | could not obtain a connection from the pool
                                could not obtain a database connection within | unable to fetch a connection
                                no connection available | no managed connections available | pool is probably full
                                unable to acquire jdbc connection | cannot get a connection pool error
                                unable to get a connection from the pool | timed out fetching a new connection
                                acquire operation took longer | connection pool timed out | pool timed out
                                couldn t get connection because we are at maximum connection count
                                pending acquire queue has reached its maximum size | maximum number of connections
                                pool timeout | too many open connections | unable to obtain connection from
                                could not get jdbc connection | connection pool is full
                                """).or(named("""
                                ConnectionPoolTimeoutException ConnectionRequestTimeoutException PoolExhaustedException
                                ActiveRecord::ConnectionTimeoutError JedisExhaustedPoolException PoolTimeout
                                ConnectionPoolTimeoutError KnexTimeoutError PoolAcquireTimeoutException
                                PoolAcquirePendingLimitException PoolTimedOut
                                EmptyPoolError ConnectionPool::TimeoutError MongoWaitQueueFullException MongoWaitQueueTimeoutError
                                SequelizeConnectionAcquireTimeoutError
                                """))),
                auto("sqltext.timeout", TIMEOUT, SERVERS, says("""
                        due to statement timeout | execution timeout expired | maximum statement execution time exceeded
                        query execution was interrupted maximum | elapsed prior to completion of the operation
                        due to idle-in-transaction timeout | statement timed out | query timed out
                        exceeded the time limit | query timeout expired | query timeout exceeded | query exceeded maximum time limit
                        """)),
                unknown(
                        "sqltext.wrapper",
                        "Spring Framework: wrappers that hide the cause",
                        named("UnexpectedRollbackException")),
                unknown(
                        "sqltext.aborted",
                        SERVERS,
                        says("current transaction is aborted | canceling statement due to user request")),
                afterFix("sqltext.auth", AUTH, SERVERS, says("""
                        password authentication failed | access denied for user | login failed for user
                        no pg_hba.conf entry | fatal role .. does not exist | host .. is not allowed to connect
                        authentication plugin .. cannot be loaded | permission denied for table
                        permission denied for relation | permission denied for schema | must be owner of
                        command denied to user | your password has expired | requires secure connection
                        """)),
                never("sqltext.data", DATA_CORRUPTION, SERVERS, says("""
                                duplicate key value violates | duplicate entry | violates foreign key constraint
                                violates not-null constraint | violates check constraint | violates unique constraint
                                violates exclusion constraint
                                value too long for type | data too long for column | out of range value for column
                                invalid input syntax for | invalid input value for enum | invalid byte sequence for encoding
                                unique constraint failed | foreign key constraint failed | not null constraint failed
                                check constraint failed | cannot add or update a child row | cannot delete or update a parent row
                                violation of primary key constraint | violation of unique key constraint
                                cannot insert duplicate key | conflicted with the foreign key constraint
                                conflicted with the check constraint | cannot insert the value null
                                string or binary data would be truncated | conversion failed when converting
                                incorrect string value | incorrect datetime value | incorrect integer value
                                column .. cannot be null | field .. cannot be null | due to constraint violation
                                bad value for type | numeric field overflow | numeric value out of range
                                integer out of range | database disk image is malformed | invalid page in block
                                packet bigger than max_allowed_packet | packet for query is too large
                                constraint violation | date/time field value out of range | duplicate key error
                                integrity constraint
                                """).or(named("""
                                SQLIntegrityConstraintViolationException MysqlDataTruncation SQLDataException
                                UniqueViolation ForeignKeyViolation NotNullViolation CheckViolation DataError
                                ActiveRecord::RecordNotUnique ActiveRecord::InvalidForeignKey SQLITE_CONSTRAINT
                                ActiveRecord::NotNullViolation ActiveRecord::RecordInvalid ActiveRecord::ValueTooLong
                                DbUpdateException SequelizeUniqueConstraintError ER_DUP_ENTRY SQLITE_CORRUPT
                                """))),
                afterFix(
                        "sqltext.schema",
                        CONFIGURATION,
                        SERVERS,
                        says("""
                                relation .. does not exist | column .. does not exist | table .. doesn t exist
                                unknown column | unknown database | no such table | no such column | invalid object name
                                invalid column name | database .. does not exist | schema .. does not exist
                                function .. does not exist | table or view does not exist | unknown table
                                cannot open database .. requested by the login | could not find stored procedure
                                table .. not found | attempt to write a readonly database | unable to open database file
                                type .. does not exist | replication slot .. already exists | matching the on conflict | relation .. already exists | table .. already exists
                                pending migration | failed migration | found more than one migration | detected failed migration | read only variable | unknown system variable | migration checksum mismatch | no suitable driver | schema-validation
                                """)
                                .or(
                                        named(
                                                "UndefinedTable UndefinedColumn ActiveRecord::NoDatabaseError ER_NO_SUCH_TABLE"))),
                afterFix(
                        "sqltext.syntax",
                        LOGIC_ERROR,
                        SERVERS,
                        says("""
                                syntax error at or near | you have an error in your sql syntax | incorrect syntax near
                                near .. syntax error | wrong number of parameters | invalid number of parameters
                                parameter index out of range | there are no primary or candidate keys
                                this statement has been closed | statement is closed | resultset is closed | closed resultset | resultset has been closed
                                entitymanager is closed | session is closed | datasource has been closed | closed automatically because
                                statement has been closed | closed statement | must be a value greater than
                                no results were returned by the query | operation not allowed after resultset closed
                                unclosed quotation mark | must appear in the group by clause
                                """)
                                .or(
                                        named(
                                                "SQLSyntaxErrorException BadSqlGrammarException SQLFeatureNotSupportedException"))),
                afterFix(
                        "sqltext.authorization",
                        AUTH,
                        "java.sql API specification",
                        named("SQLInvalidAuthorizationSpecException CannotAcquireCredentialsException")));
    }

    /** Names that drivers give to much: what the text says of a lasting reason goes before them. */
    static List<Rule> wrappers() {
        return List.of(
                auto("sqltext.connection", NETWORK, "java.sql API specification; driver documentation", named("""
                        SQLTransientConnectionException SQLRecoverableException MySQLNonTransientConnectionException
                        JDBCConnectionException DataAccessResourceFailureException
                        TransientDataAccessResourceException SQLTransientException RecoverableDataAccessException
                        TransientDataAccessException
                        """)));
    }
}
