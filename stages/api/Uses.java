package stages.api;

import java.lang.annotation.*;

/** A tool that a stage starts. Checked before anything runs. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Uses.All.class)
public @interface Uses {
    /** Its name in the table of tools, for example {@code docker buildx}. */
    String value();

    /** A range of semantic versions, for example {@code >=0.15}; any where empty. */
    String version() default "";

    /** Whether the stage can do without. */
    boolean optional() default false;

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        Uses[] value();
    }
}
