package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.List;

/** The built-in rules in their order of precedence: what is more specific stands first. */
final class BuiltInRules {

    private BuiltInRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        // What looks like something else.
        rules.addAll(ProviderRules.misleading());
        rules.addAll(RuntimeRules.misleading());
        rules.addAll(NetworkRules.misleading());
        // Codes with one meaning.
        rules.addAll(SqlRules.vendorCodes());
        rules.addAll(SqlRules.states());
        rules.addAll(BrokerRules.kafka());
        rules.addAll(BrokerRules.stores());
        rules.addAll(SqlTextRules.all());
        rules.addAll(PlatformRules.all());
        rules.addAll(NetworkRules.typed());
        rules.addAll(GrpcRules.all());
        rules.addAll(ProviderRules.codes());
        rules.addAll(RuntimeRules.typed());
        // Statuses that say that the request is at fault go before phrases, the others after them.
        rules.addAll(HttpRules.permanent());
        rules.addAll(RuntimeRules.late());
        rules.addAll(HttpRules.temporary());
        rules.addAll(TextRules.permanent());
        rules.addAll(RuntimeRules.arguments());
        rules.addAll(TextRules.temporary());
        rules.addAll(NetworkRules.generic());
        rules.addAll(RuntimeRules.generic());
        return List.copyOf(rules);
    }
}
