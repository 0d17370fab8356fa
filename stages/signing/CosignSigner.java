package stages.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import stages.api.StageContext;
import stages.api.StageFailure;
import stages.api.Tool;

/**
 * A key that never leaves the service which keeps it: cosign signs the bytes, and all that lies around the signature is
 * made here, as with a key of one's own. Each signature is one start of cosign.
 *
 * @param address such as {@code awskms:///alias/release}
 */
record CosignSigner(String address, VerifyingKey publicKey, Tool cosign, StageContext context) implements Signer {

    static CosignSigner of(String address, StageContext context) throws IOException, InterruptedException {
        var cosign = context.tool("cosign");
        var pem = context.once(
                "public key of " + address,
                () -> context.commands()
                        .read(cosign.command("public-key", "--key", address))
                        .orFail("the public key of '" + address + "' cannot be had")
                        .out());
        return new CosignSigner(address, VerifyingKey.parse(pem, address), cosign, context);
    }

    @Override
    public byte[] sign(byte[] message) throws IOException, InterruptedException {
        var file = Files.createTempFile(context.work(), "message-", "");
        try {
            Files.write(file, message);
            var arguments = new ArrayList<>(List.of("sign-blob", "--yes", "--key", address));
            arguments.addAll(offline());
            arguments.add(file.toString());
            var exit = context.commands().read(cosign.command().and(arguments));
            return checked(
                    message, exit.orFail("'" + address + "' does not sign").out());
        } finally {
            Files.delete(file);
        }
    }

    /** A wrong signature must not go out: it would be found after the release was staged. */
    private byte[] checked(byte[] message, String answer) {
        try {
            var signature = Base64.getDecoder().decode(answer.strip());
            if (publicKey.verifies(message, signature)) return signature;
        } catch (IllegalArgumentException e) {
            throw new StageFailure("cosign answers what is no signature for '" + address + "'");
        }
        throw new StageFailure("what cosign signs with '" + address + "' is not signed by its public key");
    }

    /** No log, and the signature on standard output: version 3 of cosign wants to be told both. */
    private List<String> offline() throws IOException, InterruptedException {
        var help = context.once(
                "options of cosign sign-blob",
                () -> context.commands()
                        .read(cosign.command("sign-blob", "--help"))
                        .orFail("cosign does not tell its options")
                        .out());
        var options = new ArrayList<>(List.of("--tlog-upload=false"));
        if (help.contains("--use-signing-config"))
            options.addAll(List.of("--use-signing-config=false", "--new-bundle-format=false"));
        return options;
    }
}
