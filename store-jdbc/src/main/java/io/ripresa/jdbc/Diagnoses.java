package io.ripresa.jdbc;

import io.ripresa.model.Category;
import io.ripresa.model.Dependency;
import io.ripresa.model.Diagnosis;
import io.ripresa.model.Effect;
import io.ripresa.model.Recoverability;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Diagnoses in one column, {@link Packed}: category, recoverability, effect, fingerprint, dependency, account, not
 * before, rules (packed), explanation.
 */
final class Diagnoses {

    private Diagnoses() {}

    static @Nullable String text(@Nullable Diagnosis diagnosis) {
        if (diagnosis == null) {
            return null;
        }
        Instant notBefore = diagnosis.notBefore();
        return new Packed.Writer()
                .add(diagnosis.category())
                .add(diagnosis.recoverability())
                .add(diagnosis.effect())
                .add(diagnosis.fingerprint())
                .add(diagnosis.source().dependency())
                .add(diagnosis.source().account())
                .add(notBefore == null ? null : Params.micros(notBefore))
                .add(Packed.list(diagnosis.reasoning().rules()))
                .add(diagnosis.reasoning().explanation())
                .toString();
    }

    static Diagnosis of(String text) {
        Packed.Reader in = new Packed.Reader(text);
        Category category = Category.valueOf(in.next());
        Recoverability recoverability = Recoverability.valueOf(in.next());
        Effect effect = Effect.valueOf(in.next());
        String fingerprint = in.next();
        String dependency = in.nextOrNull();
        String account = in.nextOrNull();
        String notBefore = in.nextOrNull();
        return new Diagnosis(
                category,
                recoverability,
                effect,
                fingerprint,
                new Diagnosis.Source(dependency == null ? null : new Dependency(dependency), account),
                notBefore == null ? null : Instant.parse(notBefore),
                new Diagnosis.Reasoning(Packed.list(in.next()), in.next()));
    }
}
