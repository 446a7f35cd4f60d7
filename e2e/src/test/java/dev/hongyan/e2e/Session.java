package dev.hongyan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/// A signed-in device and its tokens.
record Session(UUID id, UUID user, String accessToken, String refreshToken, long expiresIn) {

    /// Out of the answer to registration, login or refresh.
    static Session of(JsonNode answer) {
        String token = answer.path("accessToken").asText();
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        JsonNode read = Json.read(new String(claims, StandardCharsets.UTF_8));
        return new Session(
                UUID.fromString(read.path("sid").asText()),
                UUID.fromString(read.path("sub").asText()),
                token,
                answer.path("refreshToken").asText(),
                answer.path("expiresIn").asLong());
    }
}
