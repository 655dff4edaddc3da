package io.ripresa.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ripresa.tck.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedTest {

    @Test
    void what_is_packed_comes_out_again_in_order() {
        for (List<String> values : List.of(
                List.<String>of(),
                List.of(""),
                List.of("", ""),
                List.of("a", "", "b|c", "|", "\\", "\\p", "\\0", "\\\\0", Rows.AWKWARD))) {
            assertThat(Packed.list(Packed.list(values))).isEqualTo(values);
        }
    }

    @Test
    void packed_texts_can_be_packed() {
        List<String> inner = List.of("a|b", "\\", "");
        String outer = Packed.list(List.of(Packed.list(inner)));
        assertThat(Packed.list(Packed.list(outer).get(0))).isEqualTo(inner);
    }

    @Test
    void null_is_kept_apart_from_every_text() {
        Packed.Reader reader = new Packed.Reader(
                new Packed.Writer().add(null).add("\\0").add("null").add(null).toString());

        assertThat(reader.nextOrNull()).isNull();
        assertThat(reader.nextOrNull()).isEqualTo("\\0");
        assertThat(reader.nextOrNull()).isEqualTo("null");
        assertThat(reader.nextOrNull()).isNull();
        assertThat(reader.hasNext()).isFalse();
    }

    @Test
    void the_form_is_the_documented_one() {
        assertThat(new Packed.Writer().add("a").add(7).add(null).add("x|\\").toString())
                .isEqualTo("a|7|\\0|x\\p\\\\|");
        assertThat(Packed.list("a|b\\pc|")).containsExactly("a", "b|c");
    }

    @Test
    void a_missing_value_is_named_by_its_place() {
        assertThatThrownBy(() -> new Packed.Reader("b").next())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position 0");
        assertThatThrownBy(() -> new Packed.Reader("\\0|").next())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing");
    }
}
