package stages.registry;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stages.registry.RegistryException.Failure;

/**
 * One request to a registry, without its proof of identity.
 *
 * @param operation as a message says it, for example {@code get manifest}
 * @param scopes what a token must allow, for example {@code repository:acme/x:pull}
 */
record Call(
        Reference at,
        String operation,
        String method,
        URI uri,
        Map<String, String> headers,
        BodyPublisher body,
        List<String> scopes) {

    static Call read(Reference at, String operation, String method, String path) {
        String pull = "repository:" + at.repository() + ":pull";
        return new Call(
                at,
                operation,
                method,
                at.api(at.repository() + path),
                Map.of(),
                BodyPublishers.noBody(),
                List.of(pull));
    }

    static Call write(Reference at, String operation, String method, URI uri, BodyPublisher body) {
        String push = "repository:" + at.repository() + ":pull,push";
        return new Call(at, operation, method, uri, Map.of(), body, List.of(push));
    }

    Call header(String name, String value) {
        return new Call(at, operation, method, uri, Map.of(name, value), body, scopes);
    }

    Call alsoPulling(String repository) {
        List<String> both = List.of(scopes.getFirst(), "repository:" + repository + ":pull");
        return new Call(at, operation, method, uri, headers, body, both);
    }

    Call to(URI next) {
        return new Call(at, operation, method, next, headers, body, scopes);
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    RegistryException failed(Failure failure) {
        return failed(failure, null);
    }

    RegistryException failed(Failure failure, @Nullable Throwable cause) {
        return new RegistryException(at, operation, failure, cause);
    }

    /** The registry broke the protocol or handed out wrong bytes. */
    RegistryException corrupt(String detail) {
        return failed(Failure.lasting(detail, ""));
    }
}
