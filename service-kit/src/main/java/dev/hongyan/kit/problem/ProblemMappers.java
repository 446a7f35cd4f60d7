package dev.hongyan.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.TokenVerifier.InvalidTokenException;
import dev.hongyan.kit.trace.Trace;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/// The one place where a failure becomes an answer. What is not foreseen is a 500 without a word about its cause; the
/// cause is in the log.
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    @ServerExceptionMapper
    public Response problem(ProblemException exception, HttpServerRequest request) {
        return answer(exception, request);
    }

    @ServerExceptionMapper
    public Response unreadable(JsonProcessingException exception, HttpServerRequest request) {
        if (exception instanceof InvalidDefinitionException) {
            // Our own answer could not be written: not the caller's fault.
            return unforeseen(exception, request);
        }
        String field = exception instanceof MismatchedInputException mismatch ? path(mismatch) : "";
        return answer(
                field.isEmpty()
                        ? new ProblemException(ProblemCode.MALFORMED_REQUEST)
                        : ProblemException.malformed(field, "value.type"),
                request);
    }

    @ServerExceptionMapper
    public Response notFound(NotFoundException exception, HttpServerRequest request) {
        return answer(new ProblemException(ProblemCode.NOT_FOUND), request);
    }

    @ServerExceptionMapper
    public Response methodNotAllowed(
            NotAllowedException exception, HttpServerRequest request, ServerRequestContext context) {
        return Response.fromResponse(answer(new ProblemException(ProblemCode.METHOD_NOT_ALLOWED), request))
                .allow(AllowedMethods.of((ResteasyReactiveRequestContext) context))
                .build();
    }

    @ServerExceptionMapper
    public Response refusedByTheFramework(WebApplicationException exception, HttpServerRequest request) {
        if (exception.getCause() instanceof JsonProcessingException unreadable) {
            return unreadable(unreadable, request);
        }
        int status = exception.getResponse().getStatus();
        if (status >= 500) {
            LOG.errorf(exception, "request failed, status=%d", status);
        }
        return answer(new ProblemException(codeOf(status)), request);
    }

    @ServerExceptionMapper
    public Response notSignedIn(UnauthorizedException exception, HttpServerRequest request) {
        return answer(new ProblemException(ProblemCode.UNAUTHENTICATED), request);
    }

    @ServerExceptionMapper
    public Response badToken(AuthenticationFailedException exception, HttpServerRequest request) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidTokenException invalid) {
                return answer(new ProblemException(invalid.code()), request);
            }
        }
        return answer(new ProblemException(ProblemCode.UNAUTHENTICATED), request);
    }

    @ServerExceptionMapper
    public Response notAllowed(ForbiddenException exception, HttpServerRequest request) {
        return answer(new ProblemException(ProblemCode.FORBIDDEN), request);
    }

    @ServerExceptionMapper
    public Response unforeseen(Throwable exception, HttpServerRequest request) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return answer(problem, request);
            }
        }
        if (Unavailability.causedBy(exception)) {
            LOG.warnf("unavailable, cause=%s", exception.toString());
            return answer(new ProblemException(ProblemCode.UNAVAILABLE).retryAfter(SOON), request);
        }
        LOG.error("request failed", exception);
        return answer(new ProblemException(ProblemCode.INTERNAL_ERROR), request);
    }

    private static Response answer(ProblemException exception, HttpServerRequest request) {
        Locale language = Languages.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        ProblemCode code = exception.code();
        Trace.current().ifPresent(trace -> exception.with(Trace.ID, trace.traceId()));
        Response.ResponseBuilder response = Response.status(code.status())
                .entity(Problem.of(exception, language, request.path()))
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_LANGUAGE, Languages.tag(language));
        if (code.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"hongyan\"");
        }
        Duration retryAfter = exception.retryAfter();
        if (retryAfter == null && code.retryable()) {
            retryAfter = SOON;
        }
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, Math.max(1, (retryAfter.toMillis() + 999) / 1000));
        }
        return response.build();
    }

    private static ProblemCode codeOf(int status) {
        return switch (status) {
            case 401 -> ProblemCode.UNAUTHENTICATED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> ProblemCode.TOO_MANY_REQUESTS;
            case 503 -> ProblemCode.UNAVAILABLE;
            case 504 -> ProblemCode.UPSTREAM_TIMEOUT;
            default -> status >= 500 ? ProblemCode.INTERNAL_ERROR : ProblemCode.MALFORMED_REQUEST;
        };
    }

    private static String path(JsonMappingException exception) {
        return exception.getPath().stream()
                .map(step -> step.getFieldName() != null ? step.getFieldName() : Integer.toString(step.getIndex()))
                .collect(Collectors.joining("."));
    }
}
