package io.ripresa.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers addresses under the API that nothing else answers. */
@RestController
final class UnknownAddress {

    @RequestMapping("/api/**")
    Problem unknown(HttpServletRequest request) {
        throw new ProblemException(
                new Problem(
                        404,
                        "Not found",
                        "There is no " + request.getMethod() + " " + request.getRequestURI() + ".",
                        "address",
                        request.getRequestURI(),
                        "Under /api/v1 there are overview, tasks, incidents, gates, attempts, journal, control, health and me."));
    }
}
