package dsl.word;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stages.api.Digest;

class ConversionTest {
    private record Takes(Optional<Digest> digest, Optional<String> text) {}

    private static final Type DIGEST = Parameter.of(Takes.class).get(0).type();
    private static final Type TEXT = Parameter.of(Takes.class).get(1).type();
    private static final Value.Output OUTPUT = new Value.Output("claim:a", List.of("digest"));

    private static Value converted(Type wanted, Type have) {
        return new Conversion(o -> have).convert(wanted, OUTPUT);
    }

    @Test
    void anOutputThatMayBeAbsentFillsAnOptionThatMayBe() {
        var digest = Digest.of("x");
        for (var have : List.of(DIGEST, Digest.class)) assertEquals(new Value.Maybe(OUTPUT), converted(DIGEST, have));
        var value = converted(DIGEST, DIGEST);
        assertEquals(Optional.empty(), Resolution.resolve(value, o -> Optional.empty()));
        assertEquals(Optional.of(digest), Resolution.resolve(value, o -> Optional.of(digest)));
        assertEquals(Optional.of(digest), Resolution.resolve(value, o -> digest));
    }

    @Test
    void oneOfAnotherTypeDoesNot() {
        assertThrows(Mismatch.class, () -> converted(DIGEST, TEXT));
        assertThrows(Mismatch.class, () -> converted(Digest.class, DIGEST));
    }
}
