package dsl.script;

import dsl.model.Declaration;
import dsl.syntax.LateUse;
import dsl.word.Value;
import dsl.word.Yield;
import groovy.lang.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

/**
 * What a stage's word returns in a script: stands for a result that is not there yet, or for one of its outputs. It can be
 * passed on and read; anything else is an error that says so.
 */
final class Handle implements GroovyObject {
    private final Declaration task;
    private final Yield of;

    Handle(Declaration task, Yield of) {
        this.task = task;
        this.of = of;
    }

    /** What a script gave, without anything of Groovy in it. */
    static @Nullable Object plain(@Nullable Object given) {
        return switch (given) {
            case null -> null;
            case Handle h -> new Value.Output(h.task.id(), h.of.path());
            case GString g -> ScriptBase.text(g);
            case Closure<?> c -> throw new LateUse("a block cannot be a value");
            case CharSequence c -> c.toString();
            case Collection<?> c -> {
                var items = new ArrayList<@Nullable Object>();
                c.forEach(i -> items.add(plain(i)));
                yield items;
            }
            case Map<?, ?> m -> {
                var entries = new LinkedHashMap<String, @Nullable Object>();
                m.forEach((k, v) -> entries.put(String.valueOf(k), plain(v)));
                yield entries;
            }
            default -> given;
        };
    }

    @Override
    public Object getProperty(String name) {
        return new Handle(
                task, of.read(name).orElseThrow(() -> new LateUse(of + " has no '" + name + "'; " + of.hint(name))));
    }

    @Override
    public Object invokeMethod(String name, Object arguments) {
        throw late("'" + name + "' cannot be called on it");
    }

    @Override
    public void setProperty(String name, Object value) {
        throw late("'" + name + "' cannot be set");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        throw late("it cannot be compared");
    }

    @Override
    public int hashCode() {
        throw late("it cannot be compared");
    }

    @Override
    public String toString() {
        throw late("it cannot stand in a text");
    }

    /** Groovy's truth. */
    public boolean asBoolean() {
        throw late("it cannot be asked in a condition");
    }

    @Override
    public MetaClass getMetaClass() {
        return GroovySystem.getMetaClassRegistry().getMetaClass(Handle.class);
    }

    @Override
    public void setMetaClass(MetaClass metaClass) {
        throw new UnsupportedOperationException();
    }

    private LateUse late(String why) {
        return new LateUse(of + " is known only when it ran: " + why);
    }
}
