package io.ripresa.spring;

/** The application cannot start with Ripresa in it, for a reason that its developer can mend: says what and how. */
public class StartProblem extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final String fix;

    /**
     * @param sentence what is wrong
     * @param fix what to do
     */
    public StartProblem(String sentence, String fix) {
        super(sentence);
        this.sentence = sentence;
        this.fix = fix;
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public String fix() {
        return fix;
    }
}
