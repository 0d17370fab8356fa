package stages.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes the body of an answer as it arrives, one buffer at a time. */
interface Sink {
    /** Called once per answer, before its body. */
    default void begin(ResponseInfo answer) {}

    /**
     * Takes the next bytes.
     *
     * @throws IOException they cannot be kept here; the registry is not to blame
     */
    void accept(ByteBuffer buffer) throws IOException;

    /** Keeps a body in memory; one that is too long is refused. */
    final class Memory implements Sink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Call call;
        private final int limit;

        Memory(Call call, int limit) {
            this.call = call;
            this.limit = limit;
        }

        @Override
        public void accept(ByteBuffer buffer) {
            byte[] chunk = new byte[buffer.remaining()];
            buffer.get(chunk);
            if (chunk.length > limit - bytes.size()) {
                throw call.corrupt("the answer is longer than " + limit + " bytes");
            }
            bytes.writeBytes(chunk);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    /** Keeps the beginning of a body and lets the rest go by. */
    final class Beginning implements Sink {
        private final ByteBuffer kept = ByteBuffer.allocate(16 * 1024);

        @Override
        public void accept(ByteBuffer buffer) {
            int room = Math.min(kept.remaining(), buffer.remaining());
            kept.put(buffer.slice(buffer.position(), room));
        }

        String text() {
            return new String(kept.array(), 0, kept.position(), StandardCharsets.UTF_8);
        }
    }
}
