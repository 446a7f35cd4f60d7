package dev.hongyan.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

@AnalyzeClasses(packages = "dev.hongyan", importOptions = ImportOption.DoNotIncludeTests.class)
class CodeRulesTest {
    private static final String KIT = "dev.hongyan.kit..";
    private static final String[] SERVICES = {
        "dev.hongyan.user..",
        "dev.hongyan.message..",
        "dev.hongyan.push..",
        "dev.hongyan.group..",
        "dev.hongyan.redpacket.."
    };

    @ArchTest
    static final ArchRule contractsKnowNobody = noClasses()
            .that()
            .resideInAPackage("dev.hongyan.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KIT, "dev.hongyan.gateway..", "dev.hongyan.launcher..", "io.quarkus..", "java.sql..");

    @ArchTest
    static final ArchRule kitKnowsNoService = noClasses()
            .that()
            .resideInAPackage(KIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVICES);

    @ArchTest
    static final ArchRule userServiceStandsAlone = standsAlone(0);

    @ArchTest
    static final ArchRule messageServiceStandsAlone = standsAlone(1);

    @ArchTest
    static final ArchRule pushServiceStandsAlone = standsAlone(2);

    @ArchTest
    static final ArchRule groupServiceStandsAlone = standsAlone(3);

    @ArchTest
    static final ArchRule redpacketServiceStandsAlone = standsAlone(4);

    @ArchTest
    static final ArchRule featuresOfAServiceFormNoCycles = slices().matching(
                    "dev.hongyan.(user|message|push|group|redpacket).(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheOutboxSendsToKafka = noClasses()
            .that()
            .resideOutsideOfPackages("dev.hongyan.kit.outbox..", "dev.hongyan.launcher..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.kafka.clients.producer.KafkaProducer");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("DTO")
            .orShould()
            .haveSimpleNameEndingWith("Dto")
            .orShould()
            .haveSimpleNameEndingWith("VO");

    /// Hibernate keeps the plan of a native query under a key that holds the class of a plain value and equals no
    /// other: two thousand plans of one query, and each run looks at all of them.
    @ArchTest
    static final ArchRule nativeQueriesNameNoClassButAnEntity = noCodeUnits()
            .that(describe("name no class, or one other than an entity", code -> !namesEntitiesAlone(code)))
            .should(new ArchCondition<>("give a native query a class") {
                @Override
                public void check(JavaCodeUnit code, ConditionEvents events) {
                    code.getMethodCallsFromSelf().stream()
                            .filter(call -> call.getName().equals("createNativeQuery"))
                            .filter(call ->
                                    call.getTarget().getRawParameterTypes().size() == 2)
                            .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
                }
            });

    /// A helper that is given the class names none, and may be given any.
    private static boolean namesEntitiesAlone(JavaCodeUnit code) {
        return !code.getReferencedClassObjects().isEmpty()
                && code.getReferencedClassObjects().stream()
                        .allMatch(named -> named.getRawType().isAnnotatedWith("jakarta.persistence.Entity"));
    }

    @ArchTest
    static final ArchRule resourcesAreNotPublic = classes()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .and()
            .resideInAnyPackage(SERVICES)
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule servicesDoNotPrint = noClasses()
            .that()
            .resideInAnyPackage(SERVICES)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static ArchRule standsAlone(int service) {
        String[] others = new String[SERVICES.length - 1];
        for (int i = 0, at = 0; i < SERVICES.length; i++) {
            if (i != service) {
                others[at++] = SERVICES[i];
            }
        }
        return noClasses()
                .that()
                .resideInAPackage(SERVICES[service])
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }
}
