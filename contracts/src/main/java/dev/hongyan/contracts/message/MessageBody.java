package dev.hongyan.contracts.message;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The checked body of a message of a type that clients may send. Writes itself in its canonical form: the members that
/// the type knows, in a fixed order.
sealed interface MessageBody {
    /// Writes the members of the object that the body is.
    void writeMembers(JsonGenerator out) throws IOException;

    /// Writes the whole object.
    default void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeMembers(out);
        out.writeEndObject();
    }

    /// What somebody has written.
    record Text(String text) implements MessageBody {
        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            out.writeStringField("text", text);
        }
    }

    /// A place on the map.
    record Location(double latitude, double longitude, String name) implements MessageBody {
        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            writeDegrees(out, "latitude", latitude);
            writeDegrees(out, "longitude", longitude);
            out.writeStringField("name", name);
        }

        /// Whole degrees without a fraction, so that `31` and `31.0` are the same content.
        private static void writeDegrees(JsonGenerator out, String name, double degrees) throws IOException {
            if (degrees == (long) degrees) {
                out.writeNumberField(name, (long) degrees);
            } else {
                out.writeNumberField(name, degrees);
            }
        }
    }

    /// The card of a person, or else of a group.
    record Card(@Nullable UUID user, @Nullable UUID group) implements MessageBody {
        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            if (user != null) {
                out.writeStringField("user", user.toString());
            }
            if (group != null) {
                out.writeStringField("group", group.toString());
            }
        }
    }

    /// A picture of a set that clients know.
    record Sticker(String pack, String name) implements MessageBody {
        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            out.writeStringField("pack", pack);
            out.writeStringField("name", name);
        }
    }

    /// Many messages forwarded as one. They are what the sender says they were; nobody vouches for them.
    record Merged(String title, List<Forwarded> messages) implements MessageBody {
        @Override
        public void writeMembers(JsonGenerator out) throws IOException {
            out.writeStringField("title", title);
            out.writeArrayFieldStart("messages");
            for (Forwarded message : messages) {
                message.write(out);
            }
            out.writeEndArray();
        }
    }

    /// One of the messages of {@link Merged}.
    ///
    /// @param at RFC 3339, UTC, milliseconds
    record Forwarded(UUID sender, String at, MessageType type, MessageBody body) {
        void write(JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeStringField("sender", sender.toString());
            out.writeStringField("at", at);
            out.writeStringField("type", type.wireName());
            out.writeFieldName("body");
            body.write(out);
            out.writeEndObject();
        }
    }
}
