package planted.attic;

public interface Forgotten {}
