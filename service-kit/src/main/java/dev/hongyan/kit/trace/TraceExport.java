package dev.hongyan.kit.trace;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Records traces where the settings name a collector.
@ApplicationScoped
class TraceExport {
    private static final Logger LOG = Logger.getLogger(TraceExport.class);

    private final Optional<String> endpoint;
    private final Attributes service;
    private final Recorder.Limits limits;
    private final MeterRegistry metrics;
    private @Nullable Recorder recorder;

    @Inject
    TraceExport(
            @ConfigProperty(name = "hongyan.otlp.endpoint") Optional<String> endpoint,
            @ConfigProperty(name = "hongyan.trace.one-in") int oneIn,
            @ConfigProperty(name = "hongyan.trace.asked-per-second") int askedPerSecond,
            @ConfigProperty(name = "quarkus.application.name") String application,
            @ConfigProperty(name = "hongyan.instance") Optional<String> instance,
            MeterRegistry metrics) {
        this.endpoint = endpoint;
        this.limits = new Recorder.Limits(oneIn, askedPerSecond);
        this.metrics = metrics;
        AttributesBuilder named =
                Attributes.builder().put("service.name", application).put("service.namespace", "hongyan");
        instance.ifPresent(name -> named.put("service.instance.id", name));
        this.service = named.build();
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 100) StartupEvent event) {
        endpoint.ifPresent(address -> {
            try {
                recorder = new Recorder(address, service, limits, metrics);
                recorder.install();
            } catch (RuntimeException | LinkageError e) { // no service stays away for want of spans
                // Its text repeats the address, in which a password may stand.
                LOG.warnf("traces not recorded, see hongyan.otlp.endpoint, cause=%s", e.getClass());
            }
        });
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER + 100) ShutdownEvent event) {
        if (recorder != null) {
            recorder.close();
        }
    }
}
