package stages.github;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import stages.api.StageContext;
import stages.api.StageFailure;

/** Where GitHub is, and with what right: from options, the variables that GitHub Actions sets, and the git remote. */
final class Connection {
    static final String TOKEN = "GITHUB_TOKEN";

    private Connection() {}

    static GitHubClient open(
            StageContext context,
            Optional<String> api,
            Optional<String> repository,
            GitRemote remote,
            Patience patience)
            throws IOException, InterruptedException {
        var site = site(context, api, repository, remote);
        return new GitHubClient(site, context.secret(TOKEN), patience, context::log);
    }

    private static Site site(StageContext context, Optional<String> api, Optional<String> repository, GitRemote remote)
            throws IOException, InterruptedException {
        var given = api.or(() -> context.variable("GITHUB_API_URL")).map(Site::api);
        var named = repository.or(() -> context.variable("GITHUB_REPOSITORY"));
        if (named.isPresent() && given.isPresent()) return new Site(given.get(), named.get());
        var address = remote.address();
        var theirs = address.flatMap(a -> known(a.host()));
        if (named.isPresent()) return new Site(theirs.orElse(Site.PUBLIC), named.get());
        var base = given.or(() -> theirs);
        var same =
                base.isPresent() && address.isPresent() && belongs(address.get().host(), base.get());
        if (!same)
            throw new StageFailure(
                    "which repository of GitHub to release in is not known: the git remote does not say",
                    "write repository: 'owner/name', and api: 'https://HOST/api/v3' for an enterprise server");
        return new Site(base.get(), address.get().repository());
    }

    /** The token goes to no host just because a remote names it: only GitHub's own are known by name. */
    private static Optional<URI> known(String host) {
        if (host.equals("github.com")) return Optional.of(Site.PUBLIC);
        return host.endsWith(".ghe.com") ? Optional.of(Site.api("https://api." + host)) : Optional.empty();
    }

    private static boolean belongs(String host, URI api) {
        return host.equals(api.getHost()) || ("api." + host).equals(api.getHost());
    }
}
