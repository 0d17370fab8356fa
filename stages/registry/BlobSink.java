package stages.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import stages.api.Digest;
import stages.registry.RegistryException.Failure;

/** Passes a blob on while hashing it, over several answers if the connection breaks: nothing is passed on twice. */
final class BlobSink implements Sink {
    private final Call call;
    private final Descriptor blob;
    private final OutputStream out;
    private final MessageDigest hash;
    private long received;
    private long skip;

    BlobSink(Call call, Descriptor blob, OutputStream out) {
        this.call = call;
        this.blob = blob;
        this.out = out;
        this.hash = Digest.sha256();
    }

    /** Asks for what is still missing. A registry may ignore that and send all: then what was received is skipped. */
    Call next() {
        return received == 0 ? call : call.header("Range", "bytes=" + received + "-");
    }

    @Override
    public void begin(ResponseInfo answer) {
        String range = answer.headers().firstValue("Content-Range").orElse("");
        if (answer.statusCode() == 206 && !range.startsWith("bytes " + received + "-")) {
            throw call.corrupt("the answer holds another range than the one asked for");
        }
        skip = answer.statusCode() == 206 ? 0 : received;
    }

    @Override
    public void accept(ByteBuffer buffer) throws IOException {
        int skipped = (int) Math.min(skip, buffer.remaining());
        skip -= skipped;
        buffer.position(buffer.position() + skipped);
        byte[] chunk = new byte[buffer.remaining()];
        buffer.get(chunk);
        if (chunk.length > blob.size() - received) {
            throw call.corrupt("the answer is longer than the " + blob.size() + " bytes of '" + blob.digest() + "'");
        }
        hash.update(chunk);
        received += chunk.length;
        out.write(chunk);
    }

    /** Checks what arrived once an answer is complete. */
    void finish() {
        if (received < blob.size()) {
            String detail = "the answer ended after " + received + " of " + blob.size() + " bytes";
            throw call.failed(Failure.passing(detail, ""));
        }
        Digest actual = Digest.finished(hash);
        if (!actual.equals(blob.digest())) {
            throw call.corrupt("the bytes of '" + blob.digest() + "' have the digest '" + actual + "'");
        }
    }
}
