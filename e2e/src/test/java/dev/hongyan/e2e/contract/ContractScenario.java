package dev.hongyan.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Runs after all others and judges what they have seen.
@Order(Integer.MAX_VALUE)
@EnabledIfSystemProperty(named = "hongyan.prove", matches = "true") // until a whole run has been seen to pass
class ContractScenario {
    @Test
    void everyAnswerAndEveryFrameOfThisRunIsAsTheDocumentsSay() {
        System.out.println(Contract.ofThisRun().seen() + " answers and frames were held against the documents");
        assertThat(String.join("\n", Contract.ofThisRun().violations())).isEmpty();
    }
}
