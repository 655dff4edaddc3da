package io.ripresa.worker;

/** Another process with the same given worker id lives: this one does not start. */
public class WorkerIdTakenException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final String fix;

    WorkerIdTakenException(String sentence, String fix) {
        super(sentence + "; " + fix);
        this.sentence = sentence;
        this.fix = fix;
    }

    /** What is wrong: names setting, value and the other process. */
    public String sentence() {
        return sentence;
    }

    /** What to do. */
    public String fix() {
        return fix;
    }
}
