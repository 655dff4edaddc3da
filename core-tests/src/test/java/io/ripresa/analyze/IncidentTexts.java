package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Failures as they come out of running systems: the same errors again and again, with what differs from case to case.
 * Slots in braces are filled anew each time, {@code {host}} once per incident.
 */
final class IncidentTexts {

    /**
     * One error of some runtime.
     *
     * @param type exception class or code, or empty
     * @param frames top frames, as the runtime writes them
     * @param status HTTP status, 0 for none
     */
    record Template(String type, String message, List<String> frames, int status) {}

    private static Template error(String type, String message, String... frames) {
        return new Template(type, message, List.of(frames), 0);
    }

    private static Template answer(int status, String message) {
        return new Template("", message, List.of(), status);
    }

    /** Each is a cause of its own, wherever it comes from. */
    static final List<Template> DEFECTS = List.of(
            error(
                    "java.lang.NullPointerException",
                    "Cannot invoke \"com.acme.Order.total()\" because \"order\" is null",
                    "at com.acme.billing.Invoicing.price(Invoicing.java:{num2})",
                    "at com.acme.billing.Invoicing.lambda$run${num1}(Invoicing.java:{num2})",
                    "at java.base/java.util.ArrayList.forEach(ArrayList.java:1511)"),
            error(
                    "java.lang.IllegalStateException",
                    "order {num8} of customer {word} is already paid since {time}",
                    "at com.acme.billing.Payments.pay(Payments.java:{num2})",
                    "at com.acme.billing.Payments$$SpringCGLIB$${num1}.pay(<generated>)"),
            error(
                    "org.postgresql.util.PSQLException",
                    "ERROR: duplicate key value violates unique constraint \"orders_pkey\"\n  Detail: Key (id)=({num8})"
                            + " already exists."),
            error(
                    "org.postgresql.util.PSQLException",
                    "ERROR: value too long for type character varying(40) [insert into note (id, text) values ({num8},"
                            + " '{word} {word}')]"),
            error("java.sql.SQLException", "Duplicate entry '{num8}-{word}' for key 'orders.uk_number'"),
            error("java.sql.SQLException", "Data truncation: Data too long for column 'comment' at row {num4}"),
            error(
                    "com.fasterxml.jackson.core.JsonParseException",
                    "Unrecognized token '{word}': was expecting (JSON String, Number, Array, Object or token 'null')\n at"
                            + " [Source: (String)\"{{word}: {num8}\"; line: {num1}, column: {num2}]"),
            error(
                    "KeyError",
                    "'{word}'",
                    "File \"/srv/app/orders/tasks.py\", line {num2}, in settle",
                    "File \"/usr/lib/python3.11/site-packages/celery/app/trace.py\", line 451, in trace_task"),
            error(
                    "KeyError",
                    "'{word}'",
                    "File \"/srv/app/refunds/tasks.py\", line {num2}, in refund",
                    "File \"/usr/lib/python3.11/site-packages/celery/app/trace.py\", line 451, in trace_task"),
            error(
                    "ValueError",
                    "invalid literal for int() with base 10: '{word}'",
                    "File \"/srv/app/load.py\", line {num2}, in row"),
            error(
                    "UnicodeDecodeError",
                    "'utf-8' codec can't decode byte 0x{hex2} in position {num4}: invalid start byte"),
            error("FileNotFoundError", "[Errno 2] No such file or directory: '/data/in/{uuid}/{num8}.csv'"),
            error(
                    "TypeError",
                    "Cannot read properties of undefined (reading 'total')",
                    "at settle (/srv/app/src/orders.js:{num2}:{num2})",
                    "at process.processTicksAndRejections (node:internal/process/task_queues:95:5)"),
            error(
                    "TypeError",
                    "Cannot read properties of undefined (reading 'total')",
                    "at refund (/srv/app/src/refunds.js:{num2}:{num2})",
                    "at process.processTicksAndRejections (node:internal/process/task_queues:95:5)"),
            error(
                    "System.NullReferenceException",
                    "Object reference not set to an instance of an object.",
                    "at Acme.Billing.Worker.Run(Int32 id) in C:\\build\\{num4}\\Worker.cs:line {num2}",
                    "at System.Threading.Tasks.Task.Execute()"),
            error(
                    "System.ArgumentException",
                    "An item with the same key has already been added. Key: {uuid}",
                    "at Acme.Billing.Index.Add(String key) in /src/Index.cs:line {num2}"),
            error(
                    "",
                    "panic: runtime error: index out of range [{num2}] with length {num2}\n\ngoroutine {num4} [running]:\n"
                            + "main.settle(0x{hex12}, 0x{hex2})\n\t/srv/app/settle.go:{num2} +0x{hex2}"),
            error(
                    "NoMethodError",
                    "undefined method `total' for nil:NilClass",
                    "app/models/order.rb:{num2}:in `price'",
                    "app/jobs/settle_job.rb:{num2}:in `perform'"),
            error("ActiveRecord::RecordInvalid", "Validation failed: Number {num8} has already been taken"),
            error(
                    "pydantic.ValidationError",
                    "1 validation error for Order\namount\n  Input should be a valid decimal [type=decimal_parsing, input_value='{word}', input_type=str]"),
            answer(
                    422,
                    "{\"error\": \"unprocessable\", \"field\": \"iban\", \"value\": \"{word}\", \"request_id\": \"req_{hex12}\"}"),
            answer(
                    400,
                    "{\"code\": \"invalid_currency\", \"message\": \"currency {word} is not supported\", \"trace\": \"{uuid}\"}"),
            answer(413, "Payload Too Large: {num8} bytes"),
            answer(401, "{\"error\": \"invalid_client\", \"timestamp\": \"{time}\", \"trace_id\": \"{uuid}\"}"),
            answer(
                    403,
                    "User: arn:aws:sts::{num12}:assumed-role/worker/i-{hex17} is not authorized to perform: s3:PutObject on"
                            + " resource: arn:aws:s3:::ledger/{path} (Service: S3, Status Code: 403, Request ID: {req})"),
            answer(
                    400,
                    "This model's maximum context length is 8192 tokens. However, your messages resulted in {num5} tokens."),
            error(
                    "x509",
                    "x509: certificate has expired or is not yet valid: current time {time} is after 2026-10-01T00:00:00Z"),
            error(
                    "org.springframework.beans.factory.BeanCreationException",
                    "Error creating bean with name 'ledger': port {num4}"),
            error("ModuleNotFoundError", "No module named 'ledgerlib'"),
            error(
                    "java.lang.NoSuchMethodError",
                    "'void com.acme.Ledger.post(java.lang.String)'",
                    "at com.acme.billing.Post.run(Post.java:{num2})"),
            error("java.lang.OutOfMemoryError", "Java heap space"),
            error(
                    "com.acme.LedgerException",
                    "posting {num8} refused by rule {num2} ({hex12})",
                    "at com.acme.ledger.Rules.check(Rules.java:{num2})"),
            error(
                    "com.acme.LedgerException",
                    "posting {num8} has no counterpart",
                    "at com.acme.ledger.Pairs.find(Pairs.java:{num2})"));

    /** Ways in which one dependency says, during one outage, that it does not serve. */
    static final List<Template> OUTAGE = List.of(
            error("java.net.ConnectException", "Connection refused: {host}"),
            error("java.net.SocketException", "Connection reset by {host} after {dur}"),
            error("", "dial tcp {host}: connect: connection refused"),
            error("", "read tcp {ip}:{port}->{host}: read: connection reset by peer"),
            error("Error", "connect ECONNREFUSED {host}"),
            error(
                    "requests.exceptions.ConnectionError",
                    "HTTPConnectionPool(host='{name}', port={no}): Max retries exceeded with url: /orders/{num8} (Caused by"
                            + " NewConnectionError('<urllib3.connection.HTTPConnection object at 0x{hex12}>: Failed to establish a"
                            + " new connection: [Errno 111] Connection refused'))"),
            error("java.net.SocketTimeoutException", "Read timed out calling http://{host}/orders/{num8}"),
            new Template("", "http://{host}/v2/{uuid} answered: Service Unavailable ({req})", List.of(), 503),
            new Template("", "Bad Gateway from https://{host}/x?id={num8}", List.of(), 502));

    /** An account that calls too often, and one that has not paid: two causes at one provider. */
    static final Template TOO_OFTEN = answer(
            429,
            "https://{host}/v1/chat: {\"error\": {\"code\": \"rate_limit_exceeded\", \"message\": \"Rate limit reached for m"
                    + " on requests per min. Limit: 60, used {num2}. Please try again in {num1}s.\", \"id\": \"{req}\"}}");

    static final Template NOT_PAID = answer(
            429,
            "https://{host}/v1/chat: {\"error\": {\"code\": \"insufficient_quota\", \"message\": \"You exceeded your current"
                    + " quota, please check your plan and billing details.\", \"id\": \"{req}\"}}");

    private static final List<String> WORDS = List.of(
            "alpha", "Straße", "zebra", "invoice", "Q3", "blue-7", "müller", "north", "x", "late fee", "EUR7", "none");

    private IncidentTexts() {}

    /** One occurrence. */
    static FailureReport fill(Template template, String host, SplittableRandom random) {
        String type = template.type().isEmpty() ? null : template.type();
        List<String> frames = new ArrayList<>();
        template.frames().forEach(frame -> frames.add(text(frame, host, random)));
        return new FailureReport(
                type,
                text(template.message(), host, random),
                frames,
                List.of(),
                template.status() == 0 ? null : template.status(),
                null,
                Map.of());
    }

    private static String text(String template, String host, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        int open = template.indexOf('{');
        while (open >= 0) {
            int close = template.indexOf('}', open);
            String slot = close < 0 ? "" : template.substring(open + 1, close);
            String value = slot.matches("[a-z]+\\d*") ? value(slot, host, random) : null;
            text.append(template, from, open);
            if (value == null) {
                text.append('{');
                from = open + 1;
            } else {
                text.append(value);
                from = close + 1;
            }
            open = template.indexOf('{', from);
        }
        return text.append(template.substring(from)).toString();
    }

    private static String value(String slot, String host, SplittableRandom random) {
        String kind = slot.replaceAll("\\d", "");
        int size = slot.equals(kind) ? 0 : Integer.parseInt(slot.substring(kind.length()));
        return switch (kind) {
            case "host" -> host;
            case "name" -> host.substring(0, host.indexOf(':'));
            case "no" -> host.substring(host.indexOf(':') + 1);
            case "num" -> digits(1 + random.nextInt(size), random);
            case "hex" -> hex(size, random);
            case "uuid" ->
                hex(8, random) + "-" + hex(4, random) + "-4" + hex(3, random) + "-a" + hex(3, random) + "-"
                        + hex(12, random);
            case "ip" -> "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
            case "port" -> Integer.toString(32_768 + random.nextInt(28_000));
            case "dur" -> (1 + random.nextInt(60_000)) + (random.nextBoolean() ? "ms" : " ms");
            case "time" ->
                String.format(
                        Locale.ROOT,
                        "2026-11-%02dT%02d:%02d:%02d.%03dZ",
                        1 + random.nextInt(28),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60),
                        random.nextInt(1000));
            case "req" -> "req_" + hex(20, random).toUpperCase(Locale.ROOT);
            case "path" -> "in/" + hex(6, random) + "/" + digits(5, random) + ".json";
            case "word" -> WORDS.get(random.nextInt(WORDS.size()));
            default -> throw new IllegalArgumentException("no slot " + slot);
        };
    }

    private static String digits(int length, SplittableRandom random) {
        StringBuilder digits = new StringBuilder();
        digits.append((char) ('1' + random.nextInt(9)));
        for (int i = 1; i < length; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private static String hex(int length, SplittableRandom random) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < length; i++) {
            hex.append(Character.forDigit(random.nextInt(16), 16));
        }
        return hex.toString();
    }
}
