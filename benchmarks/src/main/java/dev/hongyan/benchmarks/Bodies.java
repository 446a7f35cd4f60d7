package dev.hongyan.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/// Frames of sends: bodies of 100 to 400 bytes, every other one Chinese.
final class Bodies {
    private static final int COUNT = 1_024;
    private static final int LEAST = 100;
    private static final int MOST = 400;
    private static final String CHINESE = "鸿雁于飞肃其羽之子征劬劳野爰及矜人哀此鳏寡集中泽垣百堵皆作虽则究安宅";
    private static final byte[] START = ascii("{\"op\":\"send\",\"id\":\"");
    private static final byte[] CONVERSATION = ascii("\",\"conversation\":\"");
    private static final byte[] BODY = ascii("\",\"type\":\"text\",\"body\":{\"text\":\"");
    private static final byte[] END = ascii("\"}}");

    private final byte[][] texts = new byte[COUNT][];
    private final byte[] idStart;

    /// @param runHalf the first half of all ids
    Bodies(long seed, long runHalf) {
        Random random = new Random(seed);
        for (int i = 0; i < COUNT; i++) {
            texts[i] = i % 2 == 0 ? english(random) : chinese(random);
        }
        idStart = ascii(new UUID(runHalf, 0).toString().substring(0, 19) + "8000-");
    }

    /// The frame that sends the message of that index; the same one each time.
    byte[] send(int index, byte[] conversation) {
        byte[] text = texts[(index * 31) & (COUNT - 1)];
        byte[] id = new byte[12];
        for (int digit = 11, rest = index; digit >= 0; digit--, rest >>>= 4) {
            id[digit] = (byte) Character.forDigit(rest & 0xf, 16);
        }
        byte[][] parts = {START, idStart, id, CONVERSATION, conversation, BODY, text, END};
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] frame = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, frame, at, part.length);
            at += part.length;
        }
        return frame;
    }

    private static byte[] english(Random random) {
        byte[] text = new byte[LEAST + random.nextInt(MOST - LEAST + 1)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (random.nextInt(6) == 0 ? ' ' : 'a' + random.nextInt(26));
        }
        return text;
    }

    private static byte[] chinese(Random random) {
        int least = LEAST + random.nextInt(MOST - LEAST - 1);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (text.size() < least) {
            int at = random.nextInt(CHINESE.length());
            text.writeBytes(CHINESE.substring(at, at + 1).getBytes(StandardCharsets.UTF_8));
        }
        return text.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
