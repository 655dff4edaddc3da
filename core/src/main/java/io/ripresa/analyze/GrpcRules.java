package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.named;
import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Conditions.status;
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
import static io.ripresa.model.Category.RATE_LIMIT;
import static io.ripresa.model.Category.RESOURCE_EXHAUSTED;
import static io.ripresa.model.Category.SERVICE_UNAVAILABLE;
import static io.ripresa.model.Category.TIMEOUT;

import java.util.List;

/** gRPC statuses, in the forms in which the languages print them. */
final class GrpcRules {

    private static final String GRPC = "gRPC: status codes and their use; io.grpc.Status";

    private GrpcRules() {}

    static List<Rule> all() {
        return List.of(
                never("grpc.message-size", DATA_CORRUPTION, "gRPC: maximum message size", says("""
                        grpc message exceeds maximum size | received message larger than max | sent message larger than max
                        trying to send message larger than max | message too large
                        """)),
                afterFix(
                        "grpc.defect",
                        LOGIC_ERROR,
                        GRPC,
                        grpc("INTERNAL", "13").and(says("panic | bug | nullpointerexception | nil pointer"))),
                auto(
                        "grpc.unavailable-network",
                        NETWORK,
                        GRPC,
                        grpc("UNAVAILABLE", "14").and(says("""
                        io exception | transport is closing | connection closed | error while dialing | keepalive
                        failed to connect to all addresses | no connection established | network closed
                        connection reset | socket closed | end of stream | unable to resolve host | channel shutdown
                        """))),
                auto("grpc.unavailable", SERVICE_UNAVAILABLE, GRPC, grpc("UNAVAILABLE", "14")),
                auto(
                        "grpc.aborted",
                        CONCURRENCY_CONFLICT,
                        GRPC,
                        grpc("ABORTED", "10")
                                .or(named("AbortedException")
                                        .and(named(
                                                        "com.amazonaws.AbortedException software.amazon.awssdk.core.exception.AbortedException reactor.netty.channel.AbortedException")
                                                .negate()))),
                auto(
                        "grpc.deadline",
                        TIMEOUT,
                        GRPC,
                        grpc("DEADLINE_EXCEEDED", "4").or(says("deadline_exceeded | deadlineexceeded"))),
                auto(
                        "grpc.memory",
                        RESOURCE_EXHAUSTED,
                        GRPC,
                        grpc("RESOURCE_EXHAUSTED", "8").and(says("memory | disk | thread"))),
                auto("grpc.rate", RATE_LIMIT, GRPC, grpc("RESOURCE_EXHAUSTED", "8")),
                auto(
                        "grpc.stream-ended",
                        NETWORK,
                        GRPC,
                        grpc("INTERNAL", "13")
                                .and(
                                        says(
                                                "rst_stream | goaway | stream terminated | half-closed without | server closed"))),
                afterFix("grpc.auth", AUTH, GRPC, grpc("UNAUTHENTICATED", "16").or(grpc("PERMISSION_DENIED", "7"))),
                afterFix(
                        "grpc.precondition",
                        CONFIGURATION,
                        GRPC,
                        grpc("FAILED_PRECONDITION", "9").or(grpc("UNIMPLEMENTED", "12"))),
                never(
                        "grpc.data",
                        DATA_CORRUPTION,
                        GRPC,
                        grpc("INVALID_ARGUMENT", "3")
                                .or(grpc("OUT_OF_RANGE", "11"))
                                .or(grpc("DATA_LOSS", "15"))
                                .or(grpc("NOT_FOUND", "5"))
                                .or(grpc("ALREADY_EXISTS", "6"))),
                unknown("grpc.cancelled", GRPC, grpc("CANCELLED", "1")));
    }

    /** A type of a gRPC library with the status in front, or the status after the words that name it. */
    private static Condition grpc(String status, String number) {
        String camel = status.replace("_", "");
        Condition inText = says("rpc error code " + camel + " | statuscode " + status + " | statuscode " + camel
                + " | ^ " + number + " " + status + " | error " + number + " " + status + " | status code " + status
                + " | grpc status " + status);
        Condition typed = named(
                        "StatusRuntimeException StatusException RpcError _InactiveRpcError _MultiThreadedRendezvous RpcException")
                .and(says("^ " + status + " | status " + status));
        return inText.or(typed).or(named(status).and(named("StatusRuntimeException StatusException RpcException")));
    }
}
