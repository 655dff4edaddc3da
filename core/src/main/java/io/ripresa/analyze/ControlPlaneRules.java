package io.ripresa.analyze;

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
import static io.ripresa.model.Category.LOGIC_ERROR;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;

import java.util.List;

/** What object stores, cloud control planes and back-up tools say, and what a status of 4xx leaves to its text. */
final class ControlPlaneRules {

    private static final String S3 = "Amazon S3 API reference: error codes; MinIO";
    private static final String AZURE = "Azure Storage REST API: error codes";
    private static final String OPENSTACK = "OpenStack Nova, Cinder, Neutron, Glance: exception classes and messages";
    private static final String K8S = "Kubernetes: scheduler, admission and kubelet messages";
    private static final String BACKUP = "restic and Borg: messages and exception classes";
    private static final String RFC = "RFC 9110 section 15.5: the text says more than the status";

    private ControlPlaneRules() {}

    static List<Rule> texts() {
        return List.of(
                afterFix(
                        "posix.quota",
                        RESOURCE_EXHAUSTED,
                        "POSIX EDQUOT: the quota of a user",
                        named("EDQUOT Errno::EDQUOT").or(says("disc quota exceeded | disk quota exceeded"))),
                afterFix(
                        "lock.denied",
                        AUTH,
                        "POSIX EACCES, EROFS: where the lock belongs nothing may be written",
                        says("""
                        lock .. permission denied | lock .. read-only file system | lock .. access is denied
                        """)),
                afterFix(
                        "pool.ended",
                        LOGIC_ERROR,
                        "java.util.concurrent.ThreadPoolExecutor: handed to a pool that had been shut down",
                        says("""
                        rejected from .. threadpoolexecutor * terminated | rejected from .. scheduledthreadpoolexecutor * terminated
                        """)),
                auto("azure.lease-held", CONCURRENCY_CONFLICT, AZURE, named("""
                        LeaseAlreadyPresent LeaseIsBreakingAndCannotBeAcquired LeaseIsBreakingAndCannotBeChanged BlobBeingRehydrated
                        ShareBeingDeleted DeletePending FileLockConflict
                        """)),
                never(
                        "azure.archived",
                        DATA_CORRUPTION,
                        AZURE,
                        named(
                                "BlobArchived BlobImmutableDueToPolicy BlobNotArchived SnapshotsPresent BlobOverwritten")),
                afterFix(
                        "azure.denied",
                        AUTH,
                        AZURE,
                        named(
                                "PublicAccessNotPermitted KeyBasedAuthenticationNotPermitted InsufficientAccountPermissions")),
                afterFix(
                        "azure.unsupported",
                        CONFIGURATION,
                        AZURE,
                        named(
                                "UnsupportedHeader UnsupportedHttpVerb UnsupportedQueryParameter FeatureVersionMismatch UnsupportedXmlNode")),
                afterFix(
                        "azure.account",
                        CONFIGURATION,
                        "Azure Functions: connection setting",
                        says("invalid storage account")),
                afterFix("s3.set-up", CONFIGURATION, S3, says("""
                        requires setting up | authorization mechanism you have provided is not supported | specified method is not allowed against
                        """).or(named("MethodNotAllowed"))),
                auto("openstack.no-host", RESOURCE_EXHAUSTED, OPENSTACK, says("""
                        no valid host was found | no valid backend was found | no more ip addresses available | no weighed backends
                        """)),
                auto("openstack.hosts-tried", SERVICE_UNAVAILABLE, OPENSTACK, says("exhausted all hosts available")),
                auto("openstack.task-state", CONCURRENCY_CONFLICT, OPENSTACK, says("while it is in task_state")),
                afterFix("openstack.vm-state", LOGIC_ERROR, OPENSTACK, says("while it is in vm_state")),
                never(
                        "openstack.in-use",
                        DATA_CORRUPTION,
                        OPENSTACK,
                        says("mac address .. is in use | deletion is not allowed with | volume status must be | still in use on the network")
                                .or(named("VolumeTypeInUse FlavorInUse PortInUse NetworkInUse SecurityGroupInUse"))),
                afterFix(
                        "quota.beside-status",
                        RESOURCE_EXHAUSTED,
                        RFC,
                        status(400, 409, 412, 413, 422)
                                .and(says("""
                        exceeds allowed .. quota | exceeds available .. quota | quota exceeded for | quota .. has been consumed | quota exceeded for resources
                        over quota | quota limit reached | exceeds the quota | exceeded the quota | exceeds your quota | exceeded your quota | quota is exceeded
                        quota exceeded | insufficient quota | quota limit exceeded | exceeded .. quota limit | quota has been exceeded
                        """)
                                        .or(named("OverQuota OverQuotaClient QuotaExceeded QuotaError"))
                                        .and(
                                                says("per minute | per second | rate exceeded | too many requests | throttl | throttled | retry after | per user per | rate of requests")
                                                        .negate()))),
                afterFix(
                        "auth.beside-status",
                        AUTH,
                        RFC,
                        status(409, 412, 422, 404, 406).and(says("""
                        access token | invalid token | token .. expired | not authorized to | authentication failed | invalid api key | missing credentials
                        permission denied | access denied | not permitted on this | authentication credentials
                        """))),
                afterFix(
                        "config.beside-status",
                        CONFIGURATION,
                        RFC,
                        status(400, 409, 412, 422).and(says("""
                        configuration option | is not running in | not running in .. mode | is not configured | has not been configured | is not enabled for
                        is not enabled on | has not been enabled | must be enabled | must be configured | is not supported by this server | unknown configuration
                        configuration value | please enable | needs to be enabled | needs to be configured | not available in your plan | feature is disabled
                        not supported in this version | requires a newer version | unsupported api version | is not installed
                        """))),
                afterFix("k8s.own-storage", RESOURCE_EXHAUSTED, K8S, says("""
                        ephemeral local storage usage exceeds | local ephemeral storage limit | usage of emptydir volume .. exceeds
                        """)),
                auto(
                        "k8s.taint-passes",
                        SERVICE_UNAVAILABLE,
                        K8S + ": taints that the node controller sets and lifts",
                        says("""
                        untolerated taint node.kubernetes.io/not-ready | untolerated taint node.kubernetes.io/unreachable | untolerated taint node.kubernetes.io/disk-pressure
                        untolerated taint node.kubernetes.io/memory-pressure | untolerated taint node.cloudprovider.kubernetes.io/uninitialized
                        untolerated taint node.kubernetes.io/network-unavailable | node s were unschedulable
                        """)
                                .and(says("node affinity/selector | unbound immediate | insufficient | too many pods")
                                        .negate())),
                auto(
                        "k8s.no-volume-room",
                        RESOURCE_EXHAUSTED,
                        K8S,
                        says(
                                "exceed max volume count | insufficient attachable-volumes | node s didn t have free ports")),
                afterFix("k8s.quota-wants-limits", CONFIGURATION, K8S, says("failed quota .. must specify")),
                never("k8s.immutable", DATA_CORRUPTION, K8S, says("field is immutable")),
                never("backup.damaged", DATA_CORRUPTION, BACKUP, says("""
                        ciphertext verification failed | does not match id | id .. not found in repository | invalid encryption envelope | segment entry checksum mismatch
                        """)),
                auto("backup.locked", CONCURRENCY_CONFLICT, BACKUP, says("repository is already locked")),
                afterFix(
                        "backup.set-up",
                        CONFIGURATION,
                        BACKUP,
                        says("""
                        please specify repository | config file already exists | is not a valid repository | is there a repository at the following
                        """)
                                .or(
                                        named(
                                                "borg.repository.Repository.DoesNotExist CacheInitAbortedError RepositoryAccessAborted EncryptionMethodMismatch"))),
                afterFix(
                        "backup.passphrase",
                        AUTH,
                        BACKUP,
                        named("PassphraseWrong")
                                .or(says("passphrase supplied in .. is incorrect | wrong password or no key found"))),
                afterFix(
                        "backup.room",
                        RESOURCE_EXHAUSTED,
                        BACKUP,
                        says("insufficient free space to complete | storage quota .. has been exceeded")));
    }

    /** Sentence forms in which a setting that nobody made is named. */
    static List<Rule> forms() {
        return List.of(
                afterFix("form.please-set", CONFIGURATION, "Sentence forms of error messages in general", says("""
                please set it | please set the | please configure | please define | please specify the | connection required for | timeout is too short
                ssl required | tls required | requires ssl | plugin required | needs to be set | should be set | has not been set | not running in .. mode
                not valid for configuration | for configuration option | requires setting
                """)));
    }
}
