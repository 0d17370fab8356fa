package stages.api;

/**
 * What a stage yields: a record of values and {@link Artifact}s, never of paths or names of this machine, so that it can
 * be stored and restored elsewhere. Components of type {@link java.time.Instant} and {@link java.time.Duration} lie
 * outside its identity. Its components, and its methods marked {@link Output}, can be read by scripts.
 */
public interface Result {}
