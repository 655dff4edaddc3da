package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.anywhere;
import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.auto;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.analyze.Rule.unknown;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONCURRENCY_CONFLICT;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.NETWORK;
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** Kubernetes, container registries, build machines, function platforms, job frameworks. */
final class PlatformRules {

    private static final String K8S =
            "Kubernetes documentation: node-pressure eviction, pod life cycle, API conventions";
    private static final String REGISTRY = "OCI distribution specification: error codes";

    private PlatformRules() {}

    static List<Rule> all() {
        return List.of(
                afterFix(
                        "k8s.quota",
                        RESOURCE_EXHAUSTED,
                        K8S + ": resource quotas",
                        says("exceeded quota | quota exceeded for pods")),
                auto(
                        "k8s.evicted",
                        RESOURCE_EXHAUSTED,
                        K8S,
                        named("Evicted DiskPressure MemoryPressure PIDPressure").or(says("""
                                        the node was low on resource | node had condition | diskpressure | memorypressure
                                        pidpressure | node is under memory pressure
                                        """))),
                afterFix(
                        "k8s.own-memory",
                        RESOURCE_EXHAUSTED,
                        K8S + ": container limits",
                        named("OOMKilled").or(says("oomkilled"))),
                auto(
                        "k8s.node-gone",
                        SERVICE_UNAVAILABLE,
                        K8S,
                        named("NodeLost NodeShutdown Preempting Preempted TerminationByKubelet NodeNotReady")
                                .or(says("""
                                        imminent node shutdown | node is shutting down | node not ready | node lost
                                        cni plugin not initialized | network plugin is not ready | cni config uninitialized | preempted in order to admit | preempted by | taint manager | node is not ready
                                        received a shutdown signal | lost communication with the server
                                        spot instance interruption | spot instance .. interrupted | spot instance .. terminated | runner .. lost communication | instance termination | node was drained
                                        instance is being terminated | pod was terminated in response to
                                        """))),
                auto("k8s.unschedulable-now", RESOURCE_EXHAUSTED, K8S + ": scheduling", says("""
                                insufficient cpu | insufficient memory | insufficient nvidia.com/gpu
                                insufficient ephemeral-storage | too many pods | insufficient pods
                                """)),
                afterFix("k8s.unschedulable", CONFIGURATION, K8S + ": scheduling constraints", says("""
                                unbound immediate persistentvolumeclaims | didn t match pod s node affinity
                                didn t match node selector | didn t match pod affinity | had untolerated taint
                                had volume node affinity conflict | persistentvolumeclaim .. not found
                                """)),
                auto(
                        "k8s.modified",
                        CONCURRENCY_CONFLICT,
                        K8S + ": optimistic concurrency",
                        says("the object has been modified | multi-attach error for volume")),
                auto("k8s.sync-wait", TIMEOUT, K8S + ": the kubelet tries again", says("""
                                timed out waiting for the condition | failed to sync configmap cache
                                failed to sync secret cache | timeout expired waiting for volumes | unable to attach or mount volumes
                                """)),
                afterFix(
                        "k8s.config",
                        CONFIGURATION,
                        K8S,
                        named("CreateContainerConfigError InvalidImageName ErrImageNeverPull RunContainerError")
                                .or(says("""
                                        configmap .. not found | configmaps .. not found | secrets .. not found | must specify limits | secret .. not found | couldn t find key .. in
                                        no matches for kind | exec format error | no such image
                                        executable file not found in | error validating data | serviceaccount .. not found
                                        """))),
                auto(
                        "registry.rate",
                        RATE_LIMIT,
                        REGISTRY + ": TOOMANYREQUESTS",
                        says("toomanyrequests | reached your pull rate limit | pull rate limit")),
                afterFix(
                        "registry.no-such-image",
                        CONFIGURATION,
                        REGISTRY + ": MANIFEST_UNKNOWN, NAME_UNKNOWN",
                        says("""
                                manifest unknown | no matching manifest for | tag .. not found in repository
                                repository does not exist | name unknown | image .. not found | invalid reference format
                                failed to resolve reference .. not found | manifest .. not found
                                """).and(says("pull access denied").negate())),
                afterFix("registry.denied", AUTH, REGISTRY + ": UNAUTHORIZED, DENIED", says("""
                                unauthorized access to the requested resource | no basic auth credentials
                                pull access denied | unauthorized authentication required | insufficient_scope
                                denied requested access to the resource is denied | unauthorized incorrect username or password
                                """)),
                unknown(
                        "k8s.back-off",
                        K8S + ": a consequence, not a cause",
                        named("CrashLoopBackOff ImagePullBackOff BackoffLimitExceeded BackOff")
                                .and(anywhere(says("timeout | refused | reset")).negate())),
                auto(
                        "function.timed-out",
                        TIMEOUT,
                        "AWS Lambda, Azure Functions, Google Cloud Functions: time limit of a run",
                        named(
                                        "Sandbox.Timedout TimeLimitExceeded SoftTimeLimitExceeded States.Timeout FunctionTimeoutException")
                                .or(says("""
                                        task timed out after | function execution took longer | soft time limit
                                        hard time limit | exceeded the timeout of | finished with status timeout
                                        exceeded .. timeout value of | was active longer than specified deadline
                                        activity task timed out | activity .. timed out | heartbeat timed out
                                        exceeded maximum time of | exceeded the maximum time | job has exceeded the maximum execution time | exceeded the maximum execution time
                                        """))),
                afterFix(
                        "function.killed",
                        RESOURCE_EXHAUSTED,
                        "signal(7): SIGKILL is what the out-of-memory killer sends",
                        says("""
                                signal killed | signal 9 sigkill | died of signal 9 | killed by signal 9 | terminated by signal 9 | exited prematurely signal 9
                                exit code 137 | exit status 137 | status code 137 | exited with status 137 | exited with 137 | exited with code 137 | out of memory killed process
                                memory cgroup out of memory | killed by the oom killer | mem_cgroup_out_of_memory | constraint_memcg
                                exceeding memory limits | exceeding physical memory limits | exceeding virtual memory limits
                                """)),
                auto(
                        "function.terminated",
                        SERVICE_UNAVAILABLE,
                        "signal(7): SIGTERM is how a platform takes a process away",
                        named("Sidekiq::Shutdown JobAbortedException WorkerShutdown ServerShutdownError")
                                .or(says("""
                                        exit code 143 | exit status 143 | exited with code 143
                                        lost executor | executorlostfailure | missing an output location for shuffle
                                        fetchfailed | executor heartbeat timed out | node manager lost | worker lost
                                        nodemanager is lost | container released on a lost node
                                        """))),
                auto(
                        "temporal.timeout",
                        TIMEOUT,
                        "Temporal documentation: TimeoutFailure is retryable by default",
                        named("TimeoutFailure ActivityTimeoutException io.temporal.failure.TimeoutFailure")),
                auto("ci.network", NETWORK, "git, npm, Maven, pip: transfer failures", says("""
                                could not transfer artifact .. connection | rpc failed curl | rpc failed http 5
                                the remote end hung up | error: rpc failed | econnrefused registry
                                unable to access .. could not resolve host | failed to connect to .. port
                                """)),
                afterFix(
                        "lock.no-place",
                        CONFIGURATION,
                        "Terraform: the place of the lock is not there",
                        says("error acquiring the state lock")
                                .and(
                                        says(
                                                "not found | does not exist | nosuchbucket | access denied | accessdenied | forbidden"))),
                auto("lock.state", CONCURRENCY_CONFLICT, "Terraform, dpkg, git, NuGet: lock files", says("""
                                error acquiring the state lock | could not get lock | unable to acquire the dpkg
                                index.lock file exists | unable to create .. index.lock | could not lock config file
                                another git process seems to be running | waiting for cache lock | conditionalcheckfailed .. lock
                                """)),
                never(
                        "git.rejected",
                        CONCURRENCY_CONFLICT,
                        "git push: somebody else was first; what is pushed must be renewed",
                        says("failed to push some refs | non-fast-forward | fetch first")),
                afterFix(
                        "ci.dependency",
                        CONFIGURATION,
                        "pip, npm, Maven: version resolution",
                        says("""
                                no matching distribution found | could not find a version that satisfies
                                unable to resolve dependency tree | eresolve | could not resolve dependencies
                                non-resolvable parent pom | version mismatch | conflicts with required
                                conflicting dependencies | incompatible versions | unmet peer dependency
                                no matching version found | unsupported engine | requires a different python
                                could not find artifact | version conflict detected | resolve version conflict
                                """)
                                // Not because of what was asked for: the transfer broke.
                                .and(says("could not transfer artifact")
                                        .and(says("""
                                                connection reset | timed out | connection refused | remote host terminated | service unavailable | bad gateway
                                                premature end | no route to host | unknown host | broken pipe
                                                """))
                                        .negate())),
                afterFix("git.denied", AUTH, "git and OpenSSH messages", says("""
                                permission denied publickey | unable to authenticate | ssh authentication failed
                                authentication failed for | host key verification failed | could not read username
                                could not read from remote repository | remote: invalid username or password
                                no supported methods remain | no supported authentication methods | invalid private key
                                failed password for | authentication failure
                                """)));
    }
}
