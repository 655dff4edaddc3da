package planted.model;

import picocli.CommandLine;
import planted.Facade;
import planted.policy.Decision;

public abstract class Reaching implements Decision {
    abstract Facade facade();

    abstract CommandLine[] arguments();

    void print() {
        System.out.println(arguments().length);
    }
}
