package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

    private final Redactor redactor = new Redactor();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /x Authorization: Bearer SECRETsecret.token next",
                "Authorization: Basic U0VDUkVUOnBhc3M=",
                "{\"authorization\":\"Bearer SECRET\"}",
                "Cookie: a=SECRET; b=SECRET",
                "password=SECRET&x=1",
                "password: SECRET",
                "{\"password\": \"SECRET with blanks\"}",
                "{'db_password': 'SECRET'}",
                "DB_PASSWORD=SECRET",
                "client_secret=SECRET",
                "api-key: SECRET",
                "Server=db;User Id=sa;Password=SECRET;Encrypt=true",
                "jdbc:postgresql://db/x?user=a&password=SECRET",
                "postgres://app:SECRET@db:5432/x",
                "amqp://app:SE:CRET@mq/x with SECRET",
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=SECRET==;",
                "https://x.blob/y?sv=1&sig=SECRET%3D",
                "-----BEGIN RSA PRIVATE KEY-----\nSECRET\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nSECRET and the rest was cut",
                "x-api-key => SECRET",
                "AWS_SECRET_ACCESS_KEY=SECRET",
            })
    void aNamedSecretIsTakenOut(String text) {
        String redacted = redactor.redact(text.replace("with SECRET", ""));

        assertThat(redacted).contains("[redacted]").doesNotContain("SECRET ").doesNotContain("SECRETs");
        assertThat(redacted.replace("AWS_SECRET_ACCESS_KEY", ""))
                .doesNotContain("SECRET")
                .doesNotContain("U0VDUkVU");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "github_pat_11ABCDEFG0123456789_abcdefghij",
                "glpat-abcdefghij0123456789",
                "sk-proj-abcdefghijklmnop0123456789",
                "sk_live_abcdefghijklmnop",
                "xoxb-1234567890-abcdefghij",
                "AIzaSyA1234567890abcdefghijklmnopqrstuv",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
                "jane.doe+test@mail.example.com",
                "4111 1111 1111 1111",
                "5500-0000-0000-0004",
                "378282246310005",
            })
    void aSecretIsKnownByItsForm(String secret) {
        assertThat(redactor.redact("call with " + secret + " failed")).isEqualTo("call with [redacted] failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection to db.internal:5432 refused",
                "order 4111111111111112 failed",
                "the token bucket is empty",
                "sk-short",
                "at 2026-11-23T10:00:00.000Z for 123e4567-e89b-12d3-a456-426614174000",
                "http://api.acme.com:8080/a?x=1",
                "password must not be empty",
                "io.acme.Order@1a2b3c",
                "",
            })
    void whatIsNoSecretStays(String text) {
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://me:pw@host.acme.com/x | https://me:[redacted]@host.acme.com/x",
                "user=a password=b host=c | user=a password=[redacted] host=c",
            })
    void theRestOfTheTextStays(String text, String expected) {
        assertThat(redactor.redact(text)).isEqualTo(expected);
    }

    @Test
    void redactingTwiceChangesNothing() {
        String once = redactor.redact("password=abc Authorization: Bearer xyz mail a@b.example postgres://u:p@h/d");

        assertThat(redactor.redact(once)).isEqualTo(once);
    }

    @Test
    void aTextIsCutAtSixteenKilobytes() {
        assertThat(redactor.redact("x".repeat(50_000)))
                .hasSize(Redactor.MAX_LENGTH)
                .endsWith("[cut]");
        assertThat(redactor.redact("password=a ".repeat(5_000))).hasSizeLessThanOrEqualTo(Redactor.MAX_LENGTH);
        assertThat(redactor.redact("x".repeat(Redactor.MAX_LENGTH)))
                .hasSize(Redactor.MAX_LENGTH)
                .doesNotContain("cut");
    }

    @Test
    void oneLineCannotForgeALogLine() {
        assertThat(redactor.oneLine("a\r\nINFO forged\tb\u0000\u001b[2J\u2028\u202ez"))
                .isEqualTo("a\\r\\nINFO forged\\tb\\u0000\\u001b[2J\\u2028\\u202ez");
    }
}
