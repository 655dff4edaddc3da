package planted.web;

/** Time may be read here: the rule is for the modules that the simulation drives. */
public interface TaskManager {
    default long now() {
        return System.currentTimeMillis();
    }
}
