package stages.publish;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import stages.api.Service;

final class Services {
    private Services() {}

    static Service named(String name) {
        return new Service(
                name, "Dockerfile", ".", Optional.empty(), Map.of(), List.of(), List.of(), List.of(), Optional.empty());
    }
}
