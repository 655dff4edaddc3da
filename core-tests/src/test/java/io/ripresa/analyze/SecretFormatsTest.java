package io.ripresa.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets in the forms that their issuers document, made up by a seeded generator. In a form, {@code (n:kind)} stands
 * for n characters: h hexadecimal, a letters and digits, b base64, d digits, u capitals and digits.
 */
class SecretFormatsTest {

    private static final Redactor REDACTOR = new Redactor();

    /** Known by their form, wherever they stand. */
    private static final List<String> FORMS = List.of(
            "AKIA(16:u)",
            "ASIA(16:u)",
            "ghp_(36:a)",
            "gho_(36:a)",
            "ghu_(36:a)",
            "ghs_(36:a)",
            "ghr_(36:a)",
            "github_pat_(22:a)_(59:a)",
            "glpat-(20:a)",
            "gldt-(20:a)",
            "glrt-(20:a)",
            "glcbt-(20:a)",
            "glptt-(40:h)",
            "xoxb-(12:d)-(12:d)-(24:a)",
            "xoxp-(12:d)-(12:d)-(12:d)-(32:h)",
            "xoxe.xoxp-1-(160:a)",
            "xapp-1-(10:u)-(12:d)-(64:h)",
            "sk_live_(24:a)",
            "sk_test_(24:a)",
            "rk_live_(24:a)",
            "whsec_(32:a)",
            "SG.(22:a).(43:a)",
            "key-(32:h)",
            "(32:h)-us14",
            "npm_(36:a)",
            "pypi-AgEIcHlwaS5vcmc(60:a)",
            "rubygems_(48:h)",
            "dckr_pat_(27:a)",
            "hvs.(90:a)",
            "hvb.(90:a)",
            "(14:a).atlasv1.(67:a)",
            "dop_v1_(64:h)",
            "doo_v1_(64:h)",
            "dor_v1_(64:h)",
            "NRAK-(27:u)",
            "glsa_(32:a)_(8:h)",
            "glc_(40:a)",
            "sntrys_(80:a)",
            "shpat_(32:h)",
            "shpca_(32:h)",
            "shppa_(32:h)",
            "shpss_(32:h)",
            "sq0atp-(22:a)",
            "sq0csp-(43:a)",
            "(9:d):AA(33:a)",
            "AIza(35:a)",
            "GOCSPX-(28:a)",
            "ya29.(60:a)",
            "sk-(48:a)",
            "sk-proj-(60:a)",
            "sk-ant-api03-(93:a)AA",
            "hf_(34:a)",
            "r8_(37:a)",
            "gsk_(52:a)",
            "xai-(80:a)",
            "pplx-(48:a)",
            "dapi(32:h)",
            "lin_api_(40:a)",
            "ntn_(46:a)",
            "ATATT3xFfGF0(170:a)",
            "ATBB(32:a)",
            "PMAK-(24:h)-(34:h)",
            "dp.pt.(43:a)",
            "pul-(40:h)",
            "pscale_tkn_(43:a)",
            "pscale_pw_(43:a)",
            "AGE-SECRET-KEY-1(58:u)",
            "SK(32:h)",
            "AC(32:h)",
            "eyJhbGciOiJIUzI1NiJ9.eyJ(30:a).(43:a)",
            "jane.(5:a)@mail.example.com");

    /** Known by what stands in front of or around them. */
    private static final List<String> NAMED = List.of(
            "Authorization: Bearer (40:a)",
            "Authorization: Basic (24:b)==",
            "Authorization: SSWS 00(40:a)",
            "Authorization: AWS4-HMAC-SHA256 Credential=(20:u)/20261123/eu/s3/aws4_request, Signature=(64:h)",
            "X-Api-Key: (32:a)",
            "x-amz-security-token: (60:a)",
            "Cookie: session=(32:a); csrf=(32:a)",
            "Set-Cookie: JSESSIONID=(32:u); Path=/",
            "AWS_SECRET_ACCESS_KEY=(40:b)",
            "aws_secret_access_key = (40:b)",
            "DD_API_KEY=(32:h)",
            "HEROKU_API_KEY=(8:h)-(4:h)-(4:h)-(4:h)-(12:h)",
            "CLOUDFLARE_API_TOKEN=(40:a)",
            "client_secret=(40:a)&grant_type=x",
            "{\"password\": \"(12:a)\", \"user\": \"app\"}",
            "{\"private_key\": \"(64:b)\"}",
            "spring.datasource.password=(16:a)",
            "Server=db;Database=x;User Id=sa;Password=(16:a);Encrypt=true",
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=(86:b)==;EndpointSuffix=x",
            "Endpoint=sb://x.example/;SharedAccessKeyName=Root;SharedAccessKey=(43:b)=",
            "https://x.blob.example/c?sv=2024&sig=(43:a)%3D&se=2026",
            "jdbc:postgresql://db/x?user=app&password=(16:a)",
            "postgres://app:(16:a)@db.internal:5432/orders",
            "mongodb+srv://app:(16:a)@cluster0.example.net/x",
            "redis://:(16:a)@cache:6379/0",
            "amqp://app:(16:a)@mq:5672/",
            "https://app:(32:h)@errors.example.com/7",
            "https://hooks.slack.com/services/T(8:u)/B(8:u)/(24:a)",
            "https://discord.com/api/webhooks/(18:d)/(68:a)",
            "https://api.telegram.org/bot(9:d):AA(33:a)/sendMessage",
            "-----BEGIN RSA PRIVATE KEY-----\n(64:b)\n(64:b)\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN OPENSSH PRIVATE KEY-----\n(64:b)\n-----END OPENSSH PRIVATE KEY-----",
            "-----BEGIN EC PRIVATE KEY-----\n(64:b)",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n(64:b)\n-----END PGP PRIVATE KEY BLOCK-----",
            "passphrase: (20:a)",
            "access_token=(40:a)&token_type=bearer",
            "refresh_token: (40:a)");

    private static final String PRE = "call failed with ";

    /** The filled form, and the pieces that must be gone. */
    private record Filled(String text, List<String> pieces) {}

    private static Filled fill(String form, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        List<String> pieces = new ArrayList<>();
        int from = 0;
        int open = form.indexOf('(');
        while (open >= 0) {
            int colon = form.indexOf(':', open);
            int close = form.indexOf(')', open);
            String piece = piece(Integer.parseInt(form.substring(open + 1, colon)), form.charAt(colon + 1), random);
            text.append(form, from, open).append(piece);
            if (piece.length() >= 16 || form.indexOf('(') == form.lastIndexOf('(')) {
                pieces.add(piece);
            }
            from = close + 1;
            open = form.indexOf('(', from);
        }
        return new Filled(text.append(form.substring(from)).toString(), pieces);
    }

    private static String piece(int length, char kind, SplittableRandom random) {
        String alphabet = switch (kind) {
            case 'h' -> "0123456789abcdef";
            case 'd' -> "123456789";
            case 'u' -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
            case 'b' -> "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            default -> "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        };
        StringBuilder piece = new StringBuilder();
        for (int i = 0; i < length; i++) {
            piece.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return piece.toString();
    }

    private static List<String> missed(List<String> forms, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> missed = new ArrayList<>();
        for (String form : forms) {
            for (int i = 0; i < 20; i++) {
                Filled filled = fill(form, random);
                String redacted = REDACTOR.redact(PRE + filled.text() + " at last");
                if (filled.pieces().stream().anyMatch(redacted::contains)) {
                    missed.add(form + " → " + redacted);
                    break;
                }
                assertThat(redacted).as(form).contains("[redacted]").startsWith(PRE);
            }
        }
        return missed;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 20261126})
    void noSecretOfADocumentedFormIsLeft(long seed) {
        assertThat(missed(FORMS, seed)).isEmpty();
        assertThat(missed(NAMED, seed)).isEmpty();
        assertThat(FORMS.size() + NAMED.size()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void whatOnlyLooksLikeOneStays() {
        assertThat(List.of(
                        "order 123456789:17 of key-account managers failed",
                        "class SKeleton, ACcess, GSku and hf_short are words",
                        "ntn_1 and pul-down, dapi-gateway, xai-lab, glc_x",
                        "version dp.pt.1 of npm_config_registry",
                        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 of example-us14",
                        "trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
                        "https://discord.com/channels/1 and https://hooks.example.com/x"))
                .allSatisfy(text -> assertThat(REDACTOR.redact(text)).isEqualTo(text));
    }
}
