package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.ripresa.model.FailureReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprinterTest {

    private final Fingerprinter fingerprinter = new Fingerprinter();

    private String of(@Nullable String type, String message, String... stack) {
        return fingerprinter.fingerprint(
                new FailureReport(type, message, List.of(stack), List.of(), null, null, Map.of()));
    }

    @Test
    void hasAVersionAndSixteenDigits() {
        assertThat(of("a.B", "c")).matches("v2:[0-9a-f]{16}");
    }

    @Test
    void isTheSameInEveryVersionOfTheProgramThatSaysV2() {
        assertThat(of("java.net.ConnectException", "Connection refused: db.internal:5432"))
                .isEqualTo("v2:2b643a41f130df3a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "order 17 failed | order 99123 failed",
                "key 'a' missing | key 'zebra' missing",
                "no row with \"x\" | no row with \"y z\"",
                "id 123e4567-e89b-12d3-a456-426614174000 | id 00000000-0000-4000-8000-000000000001",
                "object com.acme.Order@1a2b3c4d is gone | object com.acme.Order@7fe211 is gone",
                "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 | commit da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "at 2026-11-23T10:00:00Z no answer | at 2027-01-02T23:59:59.123Z no answer",
                "read tcp 10.0.0.5:53412->10.0.0.9:5432 reset | read tcp 10.0.0.5:40000->10.0.0.9:5432 reset",
                "cannot open /tmp/a/1.txt | cannot open /var/spool/b",
                "cannot open C:\\tmp\\a | cannot open D:\\x",
                "GET https://api.acme.com/orders/17?x=1 failed | GET https://api.acme.com/orders/18 failed",
                "took 30001ms | took 29998ms",
                "blk_-2918118818249673980 lost | blk_1608999687919862906 lost",
                "request req_011CSHoEeqs5C35K2UUqR7Fy failed | request req_77aaBB22cc33DD44ee55FF66 failed",
                "insert into t values (1, 'a') failed | insert into t values (2, 'b') failed",
                "connection from /10.1.2.3:51234 lost | connection from /10.9.9.9:40001 lost",
                "0x7f83a84a45d0 failed | 0x7f83a84b0000 failed",
            })
    void whatDiffersFromCaseToCaseDoesNotCount(String one, String other) {
        assertThat(of("T", one)).isEqualTo(of("T", other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection refused | connection reset",
                "host a.internal:5432 refused | host b.internal:5432 refused",
                "host a.internal:5432 refused | host a.internal:5433 refused",
                "ORA-01017: denied | ORA-12541: denied",
                "GET https://api.acme.com/x failed | GET https://api.other.com/x failed",
            })
    void whatTellsErrorsApartCounts(String one, String other) {
        assertThat(of("T", one)).isNotEqualTo(of("T", other));
        assertThat(of("T", one)).isNotEqualTo(of("U", one));
    }

    @Test
    void framesOfTheApplicationCountWithoutTheirLinesAndWithoutTheFramework() {
        String base =
                of("T", "m", "at java.base/java.net.Socket.connect(Socket.java:1)", "at com.acme.Pay.run(Pay.java:10)");

        assertThat(of("T", "m", "at com.acme.Pay.run(Pay.java:99)", "at org.springframework.X.y(X.java:1)"))
                .isEqualTo(base);
        assertThat(of(
                        "T",
                        "m",
                        "at app//com.acme.Pay.run(Pay.java:99)",
                        "at com.acme.Pay.lambda$run$0(Pay.java:3)",
                        "at com.acme.Pay$$EnhancerBySpringCGLIB$$1a2b.run(<generated>)",
                        "at jdk.proxy2/jdk.proxy2.$Proxy12.run(Unknown Source)"))
                .isEqualTo(base);
        assertThat(of("T", "m", "at com.acme.Refund.run(Refund.java:10)")).isNotEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "File \"/srv/a/tasks.py\", line 12, in settle | File \"/opt/b/tasks.py\", line 99, in settle",
                "at settle (/srv/app/orders.js:12:3) | at async settle (/home/x/orders.js:7:1)",
                "at Acme.Worker.Run(Int32 id) in C:\\build\\W.cs:line 7 | at Acme.Worker.Run(Int32 id) in /src/W.cs:line 8",
                "main.settle(0xc000010000, 0x1) | main.settle(0xc000999000, 0x7)",
                "app/models/order.rb:12:in `price' | app/models/order.rb:13:in 'price'",
                "app/models/order.rb:12:in `price' | app/models/order.rb:13:in `block in price'",
                "/srv/app/orders.js:12:3 | /opt/app/orders.js:99:1",
            })
    void aFrameOfAnyRuntimeCountsByItsFunction(String one, String other) {
        assertThat(of("T", "m", one)).isEqualTo(of("T", "m", other)).isNotEqualTo(of("T", "m"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "File \"/usr/lib/python3.11/site-packages/celery/app/trace.py\", line 451, in trace_task",
                "at processTicksAndRejections (node:internal/process/task_queues:95:5)",
                "at Layer.handle (/srv/app/node_modules/express/lib/layer.js:95:5)",
                "at System.Threading.Tasks.Task.Execute()",
                "runtime.goexit()",
                "/usr/local/bundle/gems/sidekiq-7.0/lib/sidekiq/processor.rb:200:in `execute_job'",
                "at java.base/java.lang.Thread.run(Thread.java:840)",
                "at com.acme.Pay$$SpringCGLIB$$0.run(<generated>)",
            })
    void framesOfRuntimesAndLibrariesDoNotCount(String frame) {
        assertThat(of("T", "m", frame)).isEqualTo(of("T", "m"));
    }

    @Test
    void statusAndCausesCount() {
        FailureReport plain = FailureReport.of("T", "m");
        FailureReport caused = new FailureReport(
                "T", "m", List.of(), List.of(new FailureReport.Cause("C", "c", List.of())), null, null, Map.of());

        assertThat(fingerprinter.fingerprint(caused)).isNotEqualTo(fingerprinter.fingerprint(plain));
        assertThat(fingerprinter.fingerprint(FailureReport.http(500, "m", Map.of())))
                .isNotEqualTo(fingerprinter.fingerprint(FailureReport.http(503, "m", Map.of())));
        assertThat(fingerprinter.fingerprint(plain.with("attempt", "2"))).isEqualTo(fingerprinter.fingerprint(plain));
    }
}
