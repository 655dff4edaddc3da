package io.ripresa.analyze;

import static io.ripresa.analyze.Conditions.says;
import static io.ripresa.analyze.Rule.afterFix;
import static io.ripresa.analyze.Rule.never;
import static io.ripresa.model.Category.AUTH;
import static io.ripresa.model.Category.CONFIGURATION;
import static io.ripresa.model.Category.DATA_CORRUPTION;
import static io.ripresa.model.Category.LOGIC_ERROR;

import java.util.List;

/**
 * What can be meant in one way only, whatever class of error carries it: a driver that found no server it could use, or
 * that gave up after a while, often repeats in its text why each of them would not have it. The class says that a
 * connection failed, the text says that it will fail again.
 */
final class PlainWordRules {

    private PlainWordRules() {}

    static List<Rule> all() {
        return List.of(
                afterFix(
                        "plain.credential",
                        AUTH,
                        "Redis ACL, PostgreSQL pg_hba.conf, AMQP 403, MongoDB 13, RFC 4422, AWS STS, Google OAuth 2.0: refused by name",
                        says("""
                        wrongpass invalid | noauth authentication required | no pg_hba.conf entry for | login was refused using authentication
                        sasl authentication failed | not authorized on .. to execute | security token included in the request is expired
                        security token included in the request is invalid | insufficient authentication scopes | token has been expired or revoked | incorrect api key provided
                        using password yes | invalid_grant | invalid jwt signature | certificate_verify_failed | certificate verify failed | not yet valid | is not valid yet | time is not synchronized | clock is # seconds ahead | clock is # seconds behind | signature was required | clock is not synchronized | clocks are not synchronized | invalid username or password
                        invalid username-password pair
                        """)),
                afterFix(
                        "plain.setting",
                        CONFIGURATION,
                        "Spring placeholders, java.net.URL, java.net.URI: an address that cannot be meant",
                        says("""
                        could not resolve placeholder | connection string is invalid | invalid connection string | illegal character in authority
                        no protocol http | malformedurlexception no protocol | ^ no protocol | inequivalent arg
                        """)),
                never(
                        "plain.constraint",
                        DATA_CORRUPTION,
                        "PostgreSQL 23505, 23502, 23503, 22001: the row is refused",
                        says("""
                        duplicate key value violates unique constraint | violates not-null constraint | violates foreign key constraint
                        violates check constraint | value too long for type
                        """)
                                // Of the catalogue: two created one thing at once.
                                .and(
                                        says("pg_type_typname_nsp_index | pg_class_relname_nsp_index | pg_namespace_nspname_index | pg_proc_proname_args_nsp_index | pg_extension_name_index")
                                                .negate())),
                afterFix("plain.defect", LOGIC_ERROR, "JEP 358, V8: what was null or undefined is named", says("""
                        nullpointerexception cannot invoke | nullpointerexception cannot read field | cannot read properties of undefined
                        cannot read properties of null
                        """)));
    }
}
