package planted.policy;

import planted.model.Reaching;

public interface Decision {
    Reaching subject();
}
