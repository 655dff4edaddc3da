package io.ripresa.health;

import io.ripresa.model.Finding;
import io.ripresa.model.Finding.Kind;
import io.ripresa.model.Finding.Level;
import io.ripresa.model.WorkspaceRecord;
import java.util.List;

/**
 * The health of a workspace in one number: 100, less what each finding takes (info 5, warning 15, critical 30, emergency
 * 50), and never below 0.
 *
 * @param points 0 to 100
 * @param healthy whether it has at least {@link #HEALTHY} points and no critical finding
 * @param deductions what was taken, and for what; worst first
 */
public record HealthScore(int points, boolean healthy, List<Deduction> deductions) {

    /** The least points of a healthy workspace. */
    public static final int HEALTHY = 70;

    public HealthScore {
        deductions = List.copyOf(deductions);
    }

    /**
     * @param kind the finding
     * @param level how bad it is
     * @param points what it takes
     */
    public record Deduction(Kind kind, Level level, int points) {}

    public static HealthScore of(List<Finding> findings) {
        List<Deduction> deductions = findings.stream()
                .map(finding -> new Deduction(
                        finding.kind(), finding.level(), finding.level().deduction()))
                .toList();
        int points = Math.max(
                0,
                WorkspaceRecord.BEST_SCORE
                        - deductions.stream().mapToInt(Deduction::points).sum());
        boolean critical = findings.stream().anyMatch(finding -> finding.level().isCritical());
        return new HealthScore(points, points >= HEALTHY && !critical, deductions);
    }
}
