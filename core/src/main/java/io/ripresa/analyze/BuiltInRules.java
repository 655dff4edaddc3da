package io.ripresa.analyze;

import io.ripresa.model.Recoverability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The built-in rules in their order of precedence: what is more specific stands first. */
final class BuiltInRules {

    private BuiltInRules() {}

    static List<Rule> all() {
        List<Rule> rules = new ArrayList<>();
        // What is told in the words of another cause, and limits that the same request exceeds each time.
        rules.addAll(OwnWordsRules.all());
        rules.addAll(StandingRules.all());
        rules.addAll(WaitingRules.all());
        rules.addAll(SeemingRules.all());
        rules.addAll(DeceivingRules.all());
        rules.addAll(DeceivingCallRules.all());
        rules.addAll(AfreshRules.all());
        rules.addAll(BehindOutageRules.all());
        rules.addAll(MisreadRules.all());
        rules.addAll(ApiUseRules.all());
        rules.addAll(SetUpRules.all());
        rules.addAll(SetUpRules.passing());
        rules.addAll(ProductTextRules.all());
        rules.addAll(ServerTextRules.all());
        rules.addAll(FixedLimitRules.all());
        rules.addAll(OperationRules.all());
        rules.addAll(KafkaTextRules.all());
        rules.addAll(CatalogueRules.all());
        rules.addAll(PlainWordRules.all());
        rules.addAll(EdgeRules.all());
        List<Rule> believed = new ArrayList<>(rules);
        // What one product says in words that others use for other things.
        rules.addAll(BrokerTableRules.texts());
        rules.addAll(StoreTableRules.texts());
        rules.addAll(SqlTableRules.texts());
        rules.addAll(EngineTableRules.texts());
        rules.addAll(ControlPlaneRules.texts());
        rules.addAll(QueueRules.texts());
        rules.addAll(StoreRules.texts());
        rules.addAll(SqlMessageRules.texts());
        rules.addAll(BatchRules.texts());
        rules.addAll(FleetRules.texts());
        rules.addAll(DriverRules.texts());
        // What looks like something else.
        rules.addAll(faults(ReasonRules.clauses()));
        rules.addAll(ReasonRules.reasons());
        rules.addAll(ProviderRules.misleading());
        rules.addAll(CallerRules.all());
        rules.addAll(CallerRules.pages());
        rules.addAll(RuntimeRules.misleading());
        rules.addAll(NetworkRules.misleading());
        rules.addAll(TranslatedRules.all());
        rules.addAll(BesideRules.all());
        rules.addAll(LibraryRules.misleading());
        rules.addAll(OverruledClassRules.all());
        // Codes with one meaning.
        rules.addAll(StreamRules.all());
        rules.addAll(WarehouseRules.all());
        rules.addAll(CloudCodeRules.all());
        rules.addAll(SqlRules.vendorCodes());
        rules.addAll(DatabaseCodeRules.names());
        rules.addAll(DatabaseCodeRules.db2());
        rules.addAll(DatabaseCodeRules.texts());
        rules.addAll(SqlRules.states());
        rules.addAll(DatabaseCodeRules.h2());
        rules.addAll(SystemRules.mail());
        rules.addAll(BrokerRules.kafka());
        rules.addAll(BrokerRules.stores());
        rules.addAll(ClusterRules.mongo());
        rules.addAll(ClusterRules.compute());
        rules.addAll(SqlTextRules.all());
        rules.addAll(PlatformRules.all());
        rules.addAll(ClusterRules.jobs());
        rules.addAll(NetworkRules.declared());
        rules.addAll(NetworkRules.names());
        rules.addAll(NetworkRules.typed());
        rules.addAll(BrokerRules.records());
        rules.addAll(QueueRules.types());
        rules.addAll(StoreRules.types());
        rules.addAll(SystemRules.numbers());
        rules.addAll(SystemRules.ends());
        rules.addAll(SystemRules.curl());
        rules.addAll(SystemRules.ldap());
        rules.addAll(GrpcRules.all());
        rules.addAll(ToolRules.codes());
        rules.addAll(ProviderRules.codes());
        rules.addAll(faults(LibraryRules.typed()));
        rules.addAll(ToolRules.surroundings());
        rules.addAll(faults(RuntimeRules.typed()));
        // Statuses that say that the request is at fault go before phrases, the others after them.
        rules.addAll(HttpRules.permanent());
        rules.addAll(general(ReasonRules.passing()));
        rules.addAll(faults(RuntimeRules.late()));
        rules.addAll(faults(TextRules.permanent()));
        rules.addAll(ReasonRules.lasting());
        rules.addAll(SqlRules.classes());
        rules.addAll(SqlTextRules.wrappers());
        rules.addAll(HttpRules.temporary());
        rules.addAll(SystemRules.replies());
        rules.addAll(general(SentenceRules.near()));
        rules.addAll(general(WaitingRules.forms()));
        rules.addAll(faults(HttpRules.vague()));
        rules.addAll(faults(LibraryRules.wrapped()));
        rules.addAll(general(FewWordRules.inSpiteOfTheClass()));
        rules.addAll(faults(RuntimeRules.arguments()));
        rules.addAll(general(TextRules.temporary()));
        rules.addAll(ApiUseRules.late());
        rules.addAll(NetworkRules.generic());
        rules.addAll(ProviderRules.vague());
        rules.addAll(faults(RuntimeRules.generic()));
        // What is left: a class name, then a sentence form.
        rules.addAll(MisreadRules.late());
        rules.addAll(ControlPlaneRules.forms());
        rules.addAll(faults(GeneralRules.lasting()));
        rules.addAll(faults(SayingRules.lasting()));
        rules.addAll(general(GeneralRules.passing()));
        rules.addAll(general(FewWordRules.passing()));
        rules.addAll(general(SayingRules.passing()));
        rules.addAll(general(SentenceRules.passing()));
        rules.addAll(general(GeneralRules.names()));
        rules.addAll(FleetRules.last());
        rules.addAll(general(SentenceRules.last()));
        rules.addAll(general(SentenceRules.rest()));
        // What was written down against appearances is not held against them, and a name has the words of no outage.
        believed.addAll(NetworkRules.names());
        believed.addAll(NetworkRules.declared());
        // The words of a page are no service's, and bills and entitlements have those of throttles.
        believed.addAll(CallerRules.pages());
        believed.addAll(ProviderRules.misleading());
        Set<String> certain = believed.stream()
                .filter(rule -> rule.recoverability() != Recoverability.UNKNOWN)
                .map(Rule::id)
                .collect(Collectors.toSet());
        return rules.stream()
                .map(rule -> rule.reach() == Rule.Reach.CERTAIN && !certain.contains(rule.id())
                        ? rule.reaching(Rule.Reach.ONE_SYSTEM)
                        : rule)
                .toList();
    }

    /** What stands for words that many systems use for many causes. */
    private static List<Rule> general(List<Rule> rules) {
        return rules.stream().map(rule -> rule.reaching(Rule.Reach.MANY_CAUSES)).toList();
    }

    /** The same for those of the rules that say that a cause lasts: a class, a status or words of many of them. */
    private static List<Rule> faults(List<Rule> rules) {
        return rules.stream()
                .map(rule -> rule.saysItLasts() ? rule.reaching(Rule.Reach.MANY_CAUSES) : rule)
                .toList();
    }
}
