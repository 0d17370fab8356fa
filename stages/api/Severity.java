package stages.api;

/** How bad a vulnerability is, worst last. */
public enum Severity {
    UNKNOWN,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
