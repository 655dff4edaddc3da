package planted.worker;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.function.LongSupplier;

/** One of each way to read the wall clock; the last three lines are allowed. */
@SuppressWarnings({"JavaTimeDefaultTimeZone", "JdkObsolete"})
public final class Clocks {
    private static final ZoneId ZONE = ZoneOffset.UTC;

    List<Object> all(Clock given) {
        LongSupplier reference = System::nanoTime;
        return List.of(
                Instant.now(),
                InstantSource.system(),
                Clock.systemUTC(),
                Clock.systemDefaultZone(),
                Clock.tickMillis(ZONE),
                Clock.tickSeconds(ZONE),
                Clock.tickMinutes(ZONE),
                LocalDate.now(),
                LocalDate.now(ZONE),
                LocalTime.now(),
                LocalTime.now(ZONE),
                LocalDateTime.now(),
                LocalDateTime.now(ZONE),
                OffsetDateTime.now(),
                OffsetDateTime.now(ZONE),
                ZonedDateTime.now(),
                ZonedDateTime.now(ZONE),
                System.currentTimeMillis(),
                reference,
                new Date(),
                Calendar.getInstance(),
                Instant.now(given),
                LocalDate.now(given),
                new Date(0));
    }
}
