package dev.hongyan.push.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.identity.Token;
import dev.hongyan.kit.identity.TokenVerifier;
import dev.hongyan.kit.identity.TokenVerifier.InvalidTokenException;
import dev.hongyan.kit.problem.Languages;
import dev.hongyan.kit.problem.Problem;
import dev.hongyan.kit.problem.ProblemException;
import dev.hongyan.push.session.Owner;
import dev.hongyan.push.session.PushMetrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Decides who may open a socket, before the upgrade. A refusal is a problem like any other: it is written here,
/// because
/// the result of the check could carry a status only.
@ApplicationScoped
class Upgrade implements HttpUpgradeCheck {
    private static final String GUARD = "frame-guard";

    private final UpgradeRequests requests;
    private final TokenVerifier tokens;
    private final Admission admission;
    private final PushMetrics metrics;
    private final ObjectMapper mapper;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("upgrade-", 0).factory());

    @Inject
    Upgrade(
            UpgradeRequests requests,
            TokenVerifier tokens,
            Admission admission,
            PushMetrics metrics,
            ObjectMapper mapper) {
        this.requests = requests;
        this.tokens = tokens;
        this.admission = admission;
        this.metrics = metrics;
        this.mapper = mapper;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        HttpServerRequest request = upgrade.httpRequest();
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .item(() -> check(request))
                .runSubscriptionOn(threads) // keys may have to be fetched for the first token
                .emitOn(task -> context.runOnContext(nothing -> task.run()))
                .onItemOrFailure()
                .transformToUni((owner, failure) -> {
                    if (failure == null) {
                        metrics.handshake("accepted");
                        upgrade.userData().put(Handshake.KEY, prepare(request, owner));
                        return CheckResult.permitUpgrade();
                    }
                    refuse(request, failure);
                    return Uni.createFrom().nothing();
                });
    }

    private Owner check(HttpServerRequest request) {
        admission.requireOpen();
        Token token = token(requests.token(request));
        UUID device = token.session();
        if (device == null || !token.groups().contains(Token.USER)) {
            throw new ProblemException(ProblemCode.UNAUTHENTICATED);
        }
        admission.requireRoom(token.user(), requests.address(request));
        return new Owner(token.user(), device, token.expiresAt(), language(request));
    }

    private Token token(@Nullable String jwt) {
        try {
            if (jwt != null) {
                return tokens.verify(jwt);
            }
            throw new ProblemException(ProblemCode.UNAUTHENTICATED);
        } catch (InvalidTokenException e) {
            throw new ProblemException(e.code());
        }
    }

    private static Locale language(HttpServerRequest request) {
        return Languages.of(request.getHeader("Accept-Language"));
    }

    private Handshake prepare(HttpServerRequest request, Owner owner) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        FrameGuard guard = new FrameGuard();
        if (channel.pipeline().get(GUARD) != null) {
            channel.pipeline().remove(GUARD);
        }
        ChannelHandlerContext own = channel.pipeline().lastContext();
        if (own == null) { // he has hung up meanwhile, and nobody reads the answer
            throw new ProblemException(ProblemCode.UNAVAILABLE);
        }
        // In front of the server's own handler, and so behind the decoder of frames, which takes the place of the
        // decoder of requests.
        channel.pipeline().addBefore(own.name(), GUARD, guard);
        return new Handshake(owner, channel, guard, requests.address(request));
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        ProblemException refusal =
                failure instanceof ProblemException known ? known : new ProblemException(ProblemCode.INTERNAL_ERROR);
        ProblemCode code = refusal.code();
        metrics.handshake(code.code());
        HttpServerResponse response = request.response();
        response.setStatusCode(code.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        response.putHeader("Content-Language", Languages.tag(language(request)));
        if (code.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (code == ProblemCode.TOO_MANY_REQUESTS || code == ProblemCode.UNAVAILABLE) {
            response.putHeader("Retry-After", "5");
        }
        try {
            response.end(mapper.writeValueAsString(Problem.of(refusal, language(request), request.path())));
        } catch (JsonProcessingException e) {
            response.setStatusCode(500).end();
        }
    }
}
