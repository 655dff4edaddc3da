package planted;

public interface Facade {}
