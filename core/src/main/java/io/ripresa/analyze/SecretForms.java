package io.ripresa.analyze;

import io.ripresa.analyze.Redactor.TokenForm;
import java.util.List;

/** The forms that issuers document for their keys and tokens. */
final class SecretForms {

    /** Known by how they begin, and the fewest characters that follow. */
    static final List<TokenForm> TOKENS = List.of(
            new TokenForm("AKIA", 16), // AWS access key ids
            new TokenForm("ASIA", 16),
            new TokenForm("ghp_", 20), // GitHub
            new TokenForm("gho_", 20),
            new TokenForm("ghu_", 20),
            new TokenForm("ghs_", 20),
            new TokenForm("ghr_", 20),
            new TokenForm("github_pat_", 20),
            new TokenForm("glpat-", 16), // GitLab
            new TokenForm("gldt-", 16),
            new TokenForm("glrt-", 16),
            new TokenForm("glcbt-", 16),
            new TokenForm("glptt-", 16),
            new TokenForm("sk-", 16), // OpenAI, Anthropic
            new TokenForm("sk_live_", 16), // Stripe
            new TokenForm("sk_test_", 16),
            new TokenForm("rk_live_", 16),
            new TokenForm("rk_test_", 16),
            new TokenForm("whsec_", 16),
            new TokenForm("xoxb-", 10), // Slack
            new TokenForm("xoxa-", 10),
            new TokenForm("xoxp-", 10),
            new TokenForm("xoxr-", 10),
            new TokenForm("xoxs-", 10),
            new TokenForm("xoxe.", 10),
            new TokenForm("xoxe-", 10),
            new TokenForm("xapp-", 10),
            new TokenForm("AIza", 30), // Google
            new TokenForm("GOCSPX-", 20),
            new TokenForm("ya29.", 20),
            new TokenForm("hf_", 20), // Hugging Face
            new TokenForm("r8_", 30), // Replicate
            new TokenForm("gsk_", 30), // Groq
            new TokenForm("xai-", 40),
            new TokenForm("pplx-", 40), // Perplexity
            new TokenForm("dapi", 32), // Databricks
            new TokenForm("npm_", 30),
            new TokenForm("pypi-", 30),
            new TokenForm("rubygems_", 40),
            new TokenForm("dckr_pat_", 20), // Docker
            new TokenForm("SG.", 30), // SendGrid
            new TokenForm("key-", 32), // Mailgun
            new TokenForm("dop_v1_", 30), // DigitalOcean
            new TokenForm("doo_v1_", 30),
            new TokenForm("dor_v1_", 30),
            new TokenForm("hvs.", 20), // Vault
            new TokenForm("hvb.", 20),
            new TokenForm("NRAK-", 20), // New Relic
            new TokenForm("glsa_", 30), // Grafana
            new TokenForm("glc_", 30),
            new TokenForm("sntrys_", 30), // Sentry
            new TokenForm("shpat_", 30), // Shopify
            new TokenForm("shpca_", 30),
            new TokenForm("shppa_", 30),
            new TokenForm("shpss_", 30),
            new TokenForm("sq0atp-", 20), // Square
            new TokenForm("sq0csp-", 20),
            new TokenForm("lin_api_", 30), // Linear
            new TokenForm("ntn_", 40), // Notion
            new TokenForm("ATATT3x", 40), // Atlassian
            new TokenForm("ATBB", 24), // Bitbucket
            new TokenForm("PMAK-", 40), // Postman
            new TokenForm("dp.pt.", 30), // Doppler
            new TokenForm("pul-", 40), // Pulumi
            new TokenForm("pscale_tkn_", 30), // PlanetScale
            new TokenForm("pscale_pw_", 30),
            new TokenForm("AGE-SECRET-KEY-1", 50),
            new TokenForm("eyJ", 20)); // JWT: base64url of {"

    /** Addresses whose path is the secret. */
    private static final List<String> HOOKS = List.of(
            "hooks.slack.com/services/",
            "discord.com/api/webhooks/",
            "discordapp.com/api/webhooks/",
            "api.telegram.org/bot",
            "outlook.office.com/webhook/",
            ".webhook.office.com/webhookb2/",
            "hooks.zapier.com/hooks/catch/");

    private static final int HEX = 32;

    private SecretForms() {}

    /** Tokens that are known by more than how they begin: Twilio, Mailchimp, Telegram, Terraform. */
    static boolean isShaped(String text, int start, int end) {
        int length = end - start;
        boolean twilio = length == HEX + 2
                && (text.startsWith("SK", start) || text.startsWith("AC", start))
                && isHex(text, start + 2, end);
        boolean mailchimp = length >= HEX + 4
                && length <= HEX + 5
                && text.startsWith("-us", start + HEX)
                && isHex(text, start, start + HEX);
        boolean telegram = length == 35
                && text.startsWith("AA", start)
                && start > 1
                && text.charAt(start - 1) == ':'
                && Character.isDigit(text.charAt(start - 2));
        boolean terraform =
                length > 60 && length < 200 && text.substring(start, end).contains(".atlasv1.");
        return twilio || mailchimp || telegram || terraform;
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || Character.isUpperCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The text without the paths of addresses whose path is the secret. */
    static String withoutHooks(String text, String gone) {
        String result = text;
        for (String hook : HOOKS) {
            int at = result.indexOf(hook);
            if (at < 0) {
                continue;
            }
            StringBuilder kept = new StringBuilder(result.length());
            int from = 0;
            while (at >= 0) {
                int path = at + hook.length();
                int end = path;
                while (end < result.length()
                        && result.charAt(end) > ' '
                        && "\"'<>),;".indexOf(result.charAt(end)) < 0) {
                    end++;
                }
                kept.append(result, from, path).append(end > path ? gone : "");
                from = end;
                at = result.indexOf(hook, end);
            }
            result = kept.append(result.substring(from)).toString();
        }
        return result;
    }
}
