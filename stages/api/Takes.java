package stages.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a task occupies while it runs. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Takes {
    /** Slots of the Docker engine. */
    int engine() default 0;

    /** Memory outside of the engine, in MiB. */
    int memory() default 0;
}
