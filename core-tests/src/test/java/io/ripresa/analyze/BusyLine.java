package io.ripresa.analyze;

import io.ripresa.model.FailureReport;
import java.util.List;

/** A made-up failure and a table that knows two words of it: "busy" passes unless somebody has to "upgrade". */
final class BusyLine {

    static final String HEAD = "trait\tpassing\tNETWORK\tCONFIGURATION";

    static final Condition SAYS_BUSY = Conditions.says("the line is busy");

    static final Precedents PRECEDENTS = Precedents.read(
            List.of(HEAD, "w:busy\t40000\t20000", "w:upgrade\t-90000\t-20000\t50000", "always\t\t-500\t-600"));

    private BusyLine() {}

    static FailureClassifier classifier(Rule... rules) {
        return new FailureClassifier(RuleSet.of(List.of(rules)), PRECEDENTS);
    }

    static FailureReport failure(String message) {
        return FailureReport.of(null, message);
    }
}
