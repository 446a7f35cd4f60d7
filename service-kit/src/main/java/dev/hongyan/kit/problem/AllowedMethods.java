package dev.hongyan.kit.problem;

import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/// The methods that a path has. A 405 must name them (RFC 9110, 15.5.6); the framework knows them and does not say.
final class AllowedMethods {
    private AllowedMethods() {}

    /// In the order of the alphabet.
    static Set<String> of(ResteasyReactiveRequestContext request) {
        Set<String> methods = new TreeSet<>();
        RequestMapper<InitialMatch> classes =
                new RequestMapper<>(new ArrayList<>(request.getDeployment().getClassMappers()));
        String path = request.getPathWithoutPrefix();
        RequestMatch<InitialMatch> match = classes.map(path);
        while (match != null) {
            for (ServerRestHandler handler : match.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    add(methods, routing, match.remaining.isEmpty() ? "/" : match.remaining);
                }
            }
            match = classes.continueMatching(path, match);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }

    private static void add(Set<String> methods, ClassRoutingHandler routing, String path) {
        routing.getMappers().forEach((method, mapper) -> {
            if (method != null && mapper.map(path) != null) {
                methods.add(method);
            }
        });
    }
}
