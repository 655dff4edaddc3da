package planted.attic;

public final class Forgotten {
    private final int sum;

    public Forgotten(int a, int b, int c, int d, int e, int f, int g, int h) {
        this.sum = a + b + c + d + e + f + g + h;
    }

    int sum() {
        return sum;
    }

    /** Allowed: a record of eight is data. */
    record Many(int a, int b, int c, int d, int e, int f, int g, int h) {}
}
