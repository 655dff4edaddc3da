package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;

import java.util.List;

/**
 * Lasting reasons that come in an outage's dress: behind a 5xx, a 429 or a 423, a connection that was not made, a cluster
 * that was not reached, a reset. What is named there is somebody's setting, credential, input or bill.
 */
final class BehindOutageRules {

    private BehindOutageRules() {}

    static List<Rule> all() {
        return List.of(
                afterFix(
                        "behind.credential",
                        AUTH,
                        "libpq, Kubernetes client-go, Hadoop ProxyUsers, Gmail sender guidelines, AWS SDK credential chain: nobody was let in",
                        says("""
                        no password supplied | nonce has expired | asked for the client to provide credentials | is not allowed to impersonate | because it is unauthenticated
                        requires all senders to authenticate | no ec2 imds role found | account has been blocked after | how to unblock | account is currently blocked | sending paused for this account
                        """)),
                afterFix(
                        "behind.server-setting",
                        CONFIGURATION,
                        "nginx resolver, Apache mod_proxy, uWSGI, ASP.NET Core Module, llama.cpp, Ollama, Firebase: the server lacks what its operator gives it",
                        says("""
                        incompatible with your version | no resolver defined to resolve | no valid http 1.0 header | no protocol handler was valid | no python application found
                        502.5 process failure | http error 500.30 | http error 500.31 | unknown model architecture | has been disabled by a database owner | has been disabled by the owner
                        deleted but recoverable state | is not active for the current thread | circuitbreaker .. forced_open | initial_master_nodes is empty | recipient address rejected server configuration error
                        allows sftp connections only | rsync command not found | no remote desktop license servers | unable to find the socket transport | exceeds the list view threshold | turn off safe mode manually | lookup docker on
                        """)),
                afterFix(
                        "behind.protocol",
                        CONFIGURATION,
                        "librdkafka, grpc-go ALPN, SQL Server and MySQL drivers, vsftpd, Kubernetes exec plugins: the two speak different protocols",
                        says("""
                        connecting to a plaintext broker listener | connecting to a ssl broker listener | connecting to a ssl listener | server refused tls connection | missing selected alpn
                        is not accepted by client preferences | session reuse required | exec plugin invalid apiversion | ssl module in python is not available | ssl module is not available
                        """)),
                afterFix(
                        "behind.surroundings",
                        CONFIGURATION,
                        "systemd sd_booted(3), urllib3 and net/http given a scheme for a host, Socket for nil: nothing there that could be reached",
                        says("""
                        has not been booted with systemd | network error contentnotfounderror | network error protocolunknownerror | network error contentaccessdenied | network error authenticationrequirederror | port # was already in use | port # is already in use | port # already in use | status 217 user | status 203 exec | status 200 chdir | status 216 group | host http port | host https port | for nil port
                        """)),
                afterFix(
                        "behind.bill",
                        RESOURCE_EXHAUSTED,
                        "SerpApi, Anthropic, Zhipu, Travis CI, Vercel: what was paid for is used up",
                        says("""
                        has run out of searches | free trial has ended | usage cap exceeded | usagecapexceeded | addition limit exceeded | paused as it reached its usage limits | maximum active stream limit exceeded | failed to allocate .. range is full | error 11 resource temporarily unavailable | run out of credits | extra usage is required | negative credit balance | replenish your credit
                        余额不足 | 余额不足或无可用资源包 | 账户余额不足 | 账户已欠费 | 欠费 | deployment_paused | deployment is temporarily paused | exceed the allocated storage | maximum cpu usage per container | maximum memory usage per container
                        """)),
                never(
                        "behind.input",
                        DATA_CORRUPTION,
                        "git receive.maxInputSize, Undertow UT000020, WCF MaxReceivedMessageSize: the same input is too large again; Linux block layer: the medium fails",
                        says("""
                        reduce the amount of data you re asking for | rest content in the corrupted file | buffer i/o error | critical target error | critical medium error | while writing superblock | pack exceeds maximum allowed size | terminated as request was larger | maximum message size quota for incoming
                        """)),
                afterFix(
                        "behind.name-clash",
                        CONFIGURATION,
                        "git refs: a branch cannot be named like a directory of another",
                        says("cannot lock ref .. exists cannot create | exists cannot create refs")),
                afterFix(
                        "behind.own-use",
                        LOGIC_ERROR,
                        "websockets, SQLite, Spring SingleConnectionDataSource: the program's own other use is in the way",
                        says("""
                        while another coroutine | max depth exceeded | jinja exception | from closed connection | from a closed connection | on a closed connection | to use closed connection | code had hung and would never generate | sql statements in progress | closed in singleconnectiondatasource | not closed by the application and is being garbage
                        """)));
    }
}
