package dsl.report;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dsl.Golden;
import dsl.word.StageType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stages.Catalog;

/** The reference of every word that comes with Slipway. */
class ReferenceGoldenTest {
    static List<String> words() {
        return Catalog.WORDS.stream().map(c -> StageType.of(c).word()).toList();
    }

    @ParameterizedTest
    @MethodSource("words")
    void aWordIsExplainedAsItsGoldenFileSays(String word) {
        var types = Catalog.WORDS.stream()
                .map(StageType::of)
                .filter(t -> t.word().equals(word))
                .toList();
        var explained = Reference.of(types).words().get(0);
        assertFalse(explained.help().isBlank(), "@Help of " + word);
        Golden.check("reference/" + word + ".txt", new ReferenceText(Style.PLAIN, 100).page(explained));
    }
}
