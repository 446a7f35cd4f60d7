package dev.hongyan.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Runs after all others and judges what they have seen.
@Order(Integer.MAX_VALUE)
class ContractScenario {
    @Test
    void everyAnswerAndEveryFrameOfThisRunIsAsTheDocumentsSay() {
        System.out.println(Contract.ofThisRun().seen() + " answers and frames were held against the documents");
        assertThat(String.join("\n", Contract.ofThisRun().violations())).isEmpty();
    }
}
