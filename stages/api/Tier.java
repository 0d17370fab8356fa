package stages.api;

/**
 * Who may have written a cache. A trusted run reads what trusted runs wrote; an untrusted one reads both; a laptop reads
 * its own.
 */
public enum Tier {
    LAPTOP,
    TRUSTED,
    UNTRUSTED;

    /** As it stands in names of folders, references and builders. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
