package stages.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.Pattern;
import stages.api.StageContext;
import stages.api.StageFailure;

/**
 * Finds the key that a script names: a file, from the repository's root; {@code env://NAME}, a secret of the task that
 * holds the text of one; or the address of a key that a service keeps, which cosign alone speaks to.
 */
final class Keys {
    static final String PASSWORD = "COSIGN_PASSWORD";
    private static final String SECRET = "env://";
    private static final Pattern ADDRESS = Pattern.compile("([a-z0-9]+)://[^\\s]+");
    private static final Set<String> SERVICES = Set.of("awskms", "gcpkms", "azurekms", "hashivault", "k8s");

    private Keys() {}

    static Signer signer(String key, StageContext context) throws IOException, InterruptedException {
        if (isAddress(key)) return CosignSigner.of(key, context);
        return KeyFile.parse(text(key, context), key, () -> context.secret(PASSWORD));
    }

    static VerifyingKey verifying(String key, StageContext context) throws IOException, InterruptedException {
        if (isAddress(key)) return CosignSigner.of(key, context).publicKey();
        return VerifyingKey.parse(text(key, context), key);
    }

    private static boolean isAddress(String key) {
        var address = ADDRESS.matcher(key);
        if (!address.matches() || key.startsWith(SECRET)) return false;
        if (SERVICES.contains(String.valueOf(address.group(1)))) return true;
        throw new StageFailure(
                "'" + key + "' is the address of no service that keeps keys",
                "a file such as cosign.key, env://NAME for a secret of the task, or awskms://, gcpkms://, azurekms://,"
                        + " hashivault://, k8s://");
    }

    private static String text(String key, StageContext context) throws IOException {
        if (key.equals("keyless"))
            throw new StageFailure(
                    "there is no signing without a key here",
                    "use 'cosign sign' and 'cosign attest' by sh, or give signImage a key");
        if (key.startsWith(SECRET)) return context.secret(key.substring(SECRET.length()));
        var file = context.root().resolve(key);
        if (!Files.isRegularFile(file)) throw new StageFailure("there is no key file '" + key + "'", KeyFile.MAKE);
        return Files.readString(file);
    }
}
