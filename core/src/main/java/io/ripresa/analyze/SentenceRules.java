package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.nameSays;
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
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/**
 * What the grammar of a sentence says of its cause: what is missing, what is refused, what is out of bounds. Nothing
 * here calls a failure passing but a limit that has a period of its own.
 */
final class SentenceRules {

    private static final String FORMS = "Sentence forms of error messages in general";

    private SentenceRules() {}

    /** Forms that are nearer to the cause than the wide ones. */
    static List<Rule> near() {
        return List.of(
                auto(
                        "sentence.period",
                        RATE_LIMIT,
                        "RFC 6585 section 4, RateLimit header fields: a limit with a period is lifted by time",
                        says("""
                        per # hrs has been reached | per # hours has been reached | per hour has been reached | per minute has been reached
                        per second has been reached | hourly quota | hourly limit | per-minute quota | quota .. per minute | limit .. per minute
                        limit .. per second | secondly limit | ten_secondly | within a # second | in a # second window | in # second window
                        """)
                                .and(says("month | billing | credits | too large")
                                        .negate())),
                auto(
                        "sentence.concurrency",
                        RESOURCE_EXHAUSTED,
                        "AWS Lambda, BigQuery and Step Functions quotas: what runs at the same time ends",
                        says("""
                        concurrent execution limit exceeded | concurrency limit exceeded | concurrency limit reached | concurrent .. limit .. exceeded
                        concurrent .. limit .. reached | maximum pending requests exceeded
                        """)),
                afterFix(
                        "sentence.secret",
                        AUTH,
                        FORMS,
                        says("""
                        signature is not valid | signature is invalid | signature .. not valid | bad signature | wrong signature | invalid api key | api key .. invalid
                        invalid key | api key is missing | missing api key | no api key | api key not | token is missing | missing token | no token
                        wrong pin | wrong passphrase | incorrect passphrase | token could not be | not a member of | no password supplied
                        password is required | password required | refresh .. token | could not be refreshed | access key .. not exist
                        """)
                                .and(says("token in json | unexpected token | csrf | tokenizer")
                                        .negate())),
                afterFix("sentence.program", LOGIC_ERROR, FORMS, says("""
                        parameter index | index out of range | column index | object has been disposed | already been disposed | has no effect after
                        cannot be cast | cannot cast java | cannot cast class | positional argument | positional arguments | wrong type of argument
                        invalid number of arguments | invalid arguments were passed | must be of type .. given | called in wrong state | not in a valid state for
                        does not have a method | has no method | no such method | method not found | ambiguous call
                        """)),
                afterFix(
                        "sentence.not-there",
                        CONFIGURATION,
                        "RFC 9110 section 15.5.5: a body that says what is missing",
                        status(404).and(says("""
                        does not exist | doesn t exist | no such | could not be found | can t be found | is not registered | not deployed
                        is not enabled | not hosted | specified object was not found
                        """))),
                afterFix("sentence.setting", CONFIGURATION, FORMS, says("""
                        for configuration option | for option | configuration option | invalid option | invalid .. account | invalid .. port
                        illegal .. port | invalid connection string | connection string is | connection string .. missing | port value
                        connection .. is required .. plugin | ssl connection is required | ssl connection required | tls is required | ssl is required
                        requires setting up | invalid bound statement | is not running in .. mode | not running in .. mode | timeout is too short | not available on your plan
                        unknown config | unknown .. setting | required setting | required configuration | value for configuration
                        value for setting | invalid value for setting | setting .. must | setting .. is invalid | option .. must | option .. is invalid
                        """)));
    }

    /** Forms of what passes, for a text that nothing else could read. */
    static List<Rule> passing() {
        return List.of(
                never(
                        "sentence.lease-lost",
                        CONCURRENCY_CONFLICT,
                        FORMS,
                        says("lease lost | lost lease | lost the lease | lost its lease")),
                auto(
                        "sentence.another",
                        CONCURRENCY_CONFLICT,
                        FORMS,
                        says("""
                        another .. is in progress | another .. already in progress | another .. is already running | another .. is running
                        """)
                                .and(says("connection | this connection | session")
                                        .negate())),
                auto(
                        "sentence.time",
                        TIMEOUT,
                        FORMS,
                        says("""
                        no response received | did not respond to | didn t respond to | gave up waiting | giving up waiting | exceeded max run time
                        exceeded maximum run time | maximum run time | max runtime | maximum runtime | runtime exceeded | exceeded its runtime | exceeded .. runtime
                        exceeded run time | run time limit | waited too long | response time exceeded | took more than # seconds | took more than # minutes
                        socket is not established | no heartbeat received | no heartbeat from | stopped responding | not responding
                        """)
                                .and(says("requests per | must be | should be | managed identity")
                                        .negate())),
                auto("sentence.link", NETWORK, FORMS, says("""
                        stream error stream id | link down | link is down | tunnel dropped | tunnel is down | tunnel down | tunnel closed | handshake interrupted | handshake was interrupted
                        connection interrupted | connection was interrupted | interrupted connection | lost connectivity | no connectivity | connectivity lost
                        comm closed | commclosederror * | unable to send message to renderer | unable to receive message from renderer
                        """)),
                auto(
                        "sentence.serving",
                        SERVICE_UNAVAILABLE,
                        FORMS,
                        says("""
                        pod evicted | node drained | pods evicted | is being upgraded | are being upgraded | is being migrated | is being restarted | is resizing | is rebalancing | is scaling
                        not part of the quorum | quorum lost | lost quorum | without quorum | upstream .. empty response | server returned an empty response | gateway returned no response
                        experiencing issues | experiencing an outage | experiencing high | degraded performance | partial outage | major outage | service outage
                        too many requests being processed | processing too many requests | undergoing maintenance | retry after some time | leader is moving
                        """)
                                .and(says("your model | your prompt | max_tokens")
                                        .negate())));
    }

    /** The widest forms, for a text that nothing else could read. */
    static List<Rule> last() {
        return List.of(
                afterFix("sentence.refused", AUTH, FORMS, nameSays("""
                        access token | refresh token | api key | invalid key | password | login | kerberos | signature | hmac | passphrase
                        unknown account | jwt | jws
                        """).or(says("""
                        no permission | not permitted | not privileged | lacks privilege | privilege to | privileges to | privileges on | must be an owner | must be owner
                        not trusted | untrusted * | unauthenticated | credentials for | credentials of | credential for | not signed | is not signed
                        lack access | lacks access | has been rotated | mfa required | multi-factor * | two-factor * | allow list | allowlist | whitelist | whitelisted
                        insufficient permission | account_locked | verify signature | key mismatch | administratively prohibited | unable to relay | trust relationship | host key
                        """))),
                never("sentence.in-use", DATA_CORRUPTION, FORMS, says("""
                        deletion is not allowed | cannot be deleted | cannot delete | can t delete | still in use | has dependent | has dependents
                        still referenced | is referenced by | in use by
                        """)),
                afterFix("sentence.missing", CONFIGURATION, FORMS, nameSays("""
                        failed precondition | unimplemented | binding | plugin | initialization | missing setting | driver | dependency | misconfiguration | setup
                        """).or(says("""
                        schema drift | operation not found | bound statement | missing required env | env var | handshake failure | expected connection string
                        must be a positive | must be configured | must be enabled | must be installed | must be provided | must provide | must be defined
                        should be set | should be configured | is required | are required | was not provided | not provided | no value given
                        please set | please specify | please provide | please configure | please enable | please install | please check
                        please run | please upgrade | please make sure | make sure | ensure that | is not enabled | not been configured
                        unknown .. key | unknown .. option | unknown .. name | unknown .. property | unknown .. parameter | unknown .. format | no .. found | no .. address | no .. available for
                        no handlers | no such | not in path | requires * | does not have | is suspended | was suspended
                        too short | too low | too small | not running in | not compatible | mismatched * | cannot be resolved | could not be resolved
                        could not be found | could not determine | unable to determine | cannot determine | unable to resolve | failed to initialize
                        failed to load | cannot open resource | not allowed | forbidden by | no .. defined | has no .. configured | only supported
                        cannot be used with | can not be used with | not defined by | missing dependency | not offered | not recognized
                        """))),
                afterFix("sentence.misuse", LOGIC_ERROR, FORMS, nameSays("""
                        usage | recursion | cast | disposed | not fitted | uninitialized | reentrant | closed pool
                        """).or(says("""
                        no getter for property | no setter for property | no property or field | zero value | with body length | makeslice | nil request
                        already registered | already closed | already open | already opened | already running | already connected | already started
                        has been closed | has been destroyed | is destroyed | was destroyed | after shutdown | conn busy
                        cannot overwrite | can t overwrite | cannot be modified | cannot be used | cannot be reused | cannot be called | cannot modify
                        nil pointer evaluating | undefined * | marked as readonly | marked as read-only | not equal | must match | must be called | must not be
                        more than once | no active transaction | no current | unsupported operand | cannot query field | can t evaluate
                        not clickable | not attached | not interactable | unexpected call | precondition failed | bug in
                        unclosed * | mismatched input | detached entity | cannot simultaneously | cannot retry request
                        """))),
                never("sentence.content", DATA_CORRUPTION, FORMS, nameSays("""
                        data loss | syntax | conversion | converter | too big | encrypted | type check | too many rows | non unique | payload | unreadable
                        """).or(says("""
                        expected value at line | card expired | mapping conflict | mailbox unavailable | no more .. tokens | no more .. in stream | no more data | no more input | no more items | no more rows | no more elements | yield 0 | yielded 0 | 0 results | in request body
                        is infected | virus detected | already shipped | already paid | already cancelled | already processed | already completed | amount must
                        wrong number of | cannot be performed | arithmetic overflow | unknown charset | more than one result | is encrypted
                        no documents | over size limit | errors while reading | is this really
                        invalid * | incorrect * | malformed * | illegible * | is empty | are empty | was empty | no rows | no row | no records | no record
                        expected # | expecting * | but got | unexpected byte | unexpected element | unexpected value | unexpected data
                        checksum .. expect | missing .. header | missing .. column | missing header | header not found | missing column | missing required | record .. not found | order .. not found | id .. not found | row .. not found | entity .. not found | item .. not found | object .. not found
                        with id .. not found | no .. with id | does not match | do not match | don t match | doesn t match | mismatch $ | mismatch in | mismatch for | mismatch between | mismatch expected | tag mismatch
                        duplicate * | duplicated * | already used | not parsable | unparsable * | unparseable * | unreadable * | unable to read | cannot read
                        could not read | bad header | bad record | bad row | bad line | bad input | broken file | is damaged | not a .. file
                        singular matrix | multiple .. found | outside the range | too many values | too few | not enough values
                        marshallingerror | marshalling error | unmarshalling error | serialization error | encode error
                        """))),
                afterFix("sentence.spent", RESOURCE_EXHAUSTED, FORMS, says("""
                        quota exhausted | trial has ended | trial ended | trial period | no remaining credits | remaining credits | free requests | subscription has ended
                        not enough quota | exceeds .. quota | over quota | no more disk | no more memory | no more space | no more room | no more quota
                        no more licenses | no more seats | all of your | limit is #
                        argument list too long | too many | insufficient * | is exhausted | are exhausted
                        """)));
    }

    /** What is left says at least whose fault it is: a setting's, the code's, or the content's. */
    static List<Rule> rest() {
        return List.of(
                afterFix("rest.setting", CONFIGURATION, FORMS, says("""
                        mutually exclusive | can only be used | can only be set | cannot be specified | cannot specify | can t specify | cannot be set | can t be set
                        only one of | at least one of | exactly one of | needs to be set | needs to be specified | needs to be configured
                        file .. not found | directory .. not found | class .. not found | template .. not found | driver .. not found | binary .. not found | command .. not found
                        network .. not found | pool .. not found | volume .. not found | image .. not found | calendar .. not found | script .. not found | service .. not found
                        node .. not found | container .. not found | secret .. not found | workflow .. not found | role .. not found | policy .. not found | handler .. not found
                        definition .. not found | path .. not found | branch .. not found | plugin .. not found | provider .. not found | chart .. not found | library .. not found
                        refusing to | deprecated version | could not select device driver | failed migrations | needs to be updated | null host | loop detected | loop .. detected | does not implement | doesn t implement | not implement | cannot enable | can t enable | cannot be enabled | cannot use | can t use
                        unknown type | unknown format | unknown scheme | unknown algorithm | unknown protocol | unknown version | unknown kind | unknown backend
                        unknown provider | unknown driver | unknown plugin | unknown method
                        """)),
                never("rest.content", DATA_CORRUPTION, FORMS, says("""
                        does not contain | doesn t contain | did not contain | do not contain | must not contain | must contain | should not be empty | not be empty
                        can t be empty | be non-empty | must be non-empty | did not match | didn t match | not match | is less than | must be less | be greater than | be less than
                        is greater than | is larger than | is smaller than | must be a | must be an | should be a | should be an | should be either
                        expected a | expected an | but found | but was | but received | bad magic | failed to parse | failed to decode | failed to marshal | failed to encode
                        failed to serialize | unexpected type | unexpected field | unexpected response type | at least # | at most # | more than #
                        """)),
                afterFix("rest.defect", LOGIC_ERROR, FORMS, says("""
                        has already been | already been called | is already set | is already registered | already has a | has not been set | has not been initialized
                        have not been initialized | not been started | be non-null | cannot add | can t add | cannot remove | cannot set | can t set | should have been
                        before calling | after calling | should not be used after | worker failed to boot | connection is closing | poisonerror | is not yet established | already complete | in current state | in the current state | impossible * | inconsistent state | cannot happen | can t happen | out of order | wrong order
                        not an instance of | is not an instance | is not a subclass | must be instance | should never
                        """)));
    }
}
