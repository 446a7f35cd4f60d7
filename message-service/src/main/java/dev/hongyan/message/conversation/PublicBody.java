package dev.hongyan.message.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hongyan.contracts.ProblemCode;
import dev.hongyan.kit.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/// Reads the body of a public call, held to its size also when it did not announce one.
@ApplicationScoped
class PublicBody {
    private final ObjectMapper mapper;

    @Inject
    PublicBody(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /// The object that the body is; anything else is a malformed request.
    JsonNode object(byte[] body) {
        if (body.length > PublicBodyLimit.MAX_BYTES) {
            throw new ProblemException(ProblemCode.TOO_LARGE);
        }
        try {
            JsonNode object = mapper.readTree(body);
            if (object != null && object.isObject()) {
                return object;
            }
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
        }
        throw new ProblemException(ProblemCode.MALFORMED_REQUEST);
    }
}
