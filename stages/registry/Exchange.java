package stages.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request on the wire. Ends when the answer is complete, when no byte has moved for the stall time, or when the
 * calling thread is interrupted; after that nothing more reaches the sink.
 *
 * <p>The JDK's own request timeout does not serve: it counts the whole sending and stops counting at the headers.
 */
final class Exchange {
    private final HttpClient http;
    private final Duration stall;
    private volatile long moved = System.nanoTime();
    private volatile @Nullable RuntimeException sinkFailure;
    private boolean over;

    Exchange(HttpClient http, Duration stall) {
        this.http = http;
        this.stall = stall;
    }

    /**
     * Sends, and gives the body of a success to {@code good}, of any other answer to {@code bad}.
     *
     * @throws ExecutionException the connection failed
     * @throws TimeoutException nothing moved for the stall time
     * @throws IOException the sink failed
     */
    HttpResponse<Boolean> run(HttpRequest.Builder request, String method, BodyPublisher body, Sink good, Sink bad)
            throws ExecutionException, TimeoutException, IOException, InterruptedException {
        request.method(method, watched(body));
        CompletableFuture<HttpResponse<Boolean>> answer = http.sendAsync(request.build(), info -> {
            Intake intake = new Intake(info.statusCode() / 100 == 2 ? good : bad, info);
            return BodySubscribers.fromSubscriber(intake, done -> true);
        });
        try {
            return await(answer);
        } catch (ExecutionException e) {
            switch (sinkFailure) {
                case null -> throw e;
                case UncheckedIOException local -> throw new IOException(local.getMessage(), local.getCause());
                case RuntimeException own -> throw own;
            }
        } finally {
            end();
            answer.cancel(true);
        }
    }

    private HttpResponse<Boolean> await(CompletableFuture<HttpResponse<Boolean>> answer)
            throws ExecutionException, TimeoutException, InterruptedException {
        while (true) {
            long left = stall.toNanos() - (System.nanoTime() - moved);
            try {
                return answer.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() - moved >= stall.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private synchronized void end() {
        over = true;
    }

    private synchronized void pass(Sink sink, ByteBuffer buffer) throws IOException {
        if (!over) {
            sink.accept(buffer);
        }
    }

    private BodyPublisher watched(BodyPublisher body) {
        long length = body.contentLength();
        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(to -> body.subscribe(new Watched(to)), length);
    }

    /** Notes when bytes are taken for sending. */
    private final class Watched implements Subscriber<ByteBuffer> {
        private final Subscriber<? super ByteBuffer> to;

        Watched(Subscriber<? super ByteBuffer> to) {
            this.to = to;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            to.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            moved = System.nanoTime();
            to.onNext(buffer);
        }

        @Override
        public void onError(Throwable failure) {
            to.onError(failure);
        }

        @Override
        public void onComplete() {
            to.onComplete();
        }
    }

    /** Passes an answer's body to its sink. What the sink throws ends the exchange. */
    private final class Intake implements Subscriber<List<ByteBuffer>> {
        private final Sink sink;
        private final HttpResponse.ResponseInfo info;
        private boolean begun;

        Intake(Sink sink, HttpResponse.ResponseInfo info) {
            this.sink = sink;
            this.info = info;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            moved = System.nanoTime();
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            moved = System.nanoTime();
            try {
                if (!begun) {
                    begun = true;
                    sink.begin(info);
                }
                for (ByteBuffer buffer : buffers) {
                    pass(sink, buffer);
                }
            } catch (IOException e) {
                throw failing(new UncheckedIOException(e));
            } catch (RuntimeException e) {
                throw failing(e);
            }
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}

        private RuntimeException failing(RuntimeException e) {
            sinkFailure = e;
            return e;
        }
    }
}
