package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.List;

/** The built-in rules in their order of precedence: what is more specific stands first. */
final class BuiltInRules {

    private BuiltInRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(NetworkRules.misleading());
        rules.addAll(SqlRules.vendorCodes());
        rules.addAll(NetworkRules.typed());
        rules.addAll(SqlRules.states());
        rules.addAll(RuntimeRules.typed());
        rules.addAll(HttpRules.permanent());
        rules.addAll(HttpRules.transientStatuses());
        rules.addAll(RuntimeRules.texts());
        rules.addAll(NetworkRules.generic());
        return List.copyOf(rules);
    }
}
