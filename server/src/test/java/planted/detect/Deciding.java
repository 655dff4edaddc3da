package planted.detect;

import planted.policy.Decision;

public interface Deciding {
    Decision[] decisions();
}
