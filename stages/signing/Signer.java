package stages.signing;

import java.io.IOException;

/** Who can sign with a private key, and is known by the public one. */
interface Signer {
    VerifyingKey publicKey();

    /** ECDSA with SHA-256 over the message, in DER. */
    byte[] sign(byte[] message) throws IOException, InterruptedException;
}
