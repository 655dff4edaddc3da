package io.ripresa.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Requests that tests on one machine cannot send: those of another one. */
class RequestGuardTest {

    private final RequestGuard guard =
            new RequestGuard(new WebSettings("/ripresa", List.of("open.example"), 1 << 20, 8));

    private MockHttpServletResponse answer(String host, String from, String user) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/ripresa/");
        request.addHeader("Host", host);
        request.setRemoteAddr(from);
        if (!user.isEmpty()) {
            request.setUserPrincipal(() -> user);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        guard.doFilter(request, response, new MockFilterChain());
        return response;
    }

    @Test
    void withoutSigningInThisMachineAloneIsAnswered() throws Exception {
        assertThat(answer("localhost:8080", "127.0.0.1", "").getStatus()).isEqualTo(200);
        assertThat(answer("[::1]:8080", "0:0:0:0:0:0:0:1", "").getStatus()).isEqualTo(200);
        MockHttpServletResponse refused = answer("localhost:8080", "192.0.2.7", "");
        assertThat(refused.getStatus()).isEqualTo(403);
        assertThat(refused.getContentAsString()).contains("192.0.2.7", "nobody is signed in", "allowed-hosts");
        assertThat(answer("shop.example", "127.0.0.1", "").getStatus()).isEqualTo(403);
    }

    @Test
    void whoIsSignedInMayComeFromAnywhereByAnyName() throws Exception {
        assertThat(answer("shop.example", "192.0.2.7", "olga").getStatus()).isEqualTo(200);
    }

    @Test
    void aNameThatIsOpenedIsOpenToEverybody() throws Exception {
        assertThat(answer("open.example:443", "192.0.2.7", "").getStatus()).isEqualTo(200);
    }
}
