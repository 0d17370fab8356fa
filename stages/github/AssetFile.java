package stages.github;

import stages.api.Artifact;
import stages.api.Digest;

/**
 * A file that goes with a release; its bytes are in the content store.
 *
 * @param stable whether the same release gives the same bytes each time
 */
record AssetFile(String name, Digest digest, long size, boolean stable) {
    static AssetFile of(String name, Artifact artifact, boolean stable) {
        return new AssetFile(name, artifact.digest(), artifact.size(), stable);
    }
}
