package architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Holds where all accesses of a kind are made by one top-level class, its nested classes included, of one package. */
final class OneUser extends ArchCondition<JavaClass> {
    private final String home;
    private final DescribedPredicate<JavaAccess<?>> kind;
    private final Map<JavaClass, JavaAccess<?>> users = new HashMap<>();

    OneUser(String home, DescribedPredicate<JavaAccess<?>> kind) {
        super("leave %s to one class of %s", kind.getDescription(), home);
        this.home = home;
        this.kind = kind;
    }

    @Override
    public void init(Collection<JavaClass> all) {
        users.clear();
    }

    @Override
    public void check(JavaClass user, ConditionEvents events) {
        for (JavaAccess<?> access : user.getAccessesFromSelf()) {
            if (!kind.test(access)) continue;
            users.putIfAbsent(topLevel(user), access);
            if (!user.getPackageName().equals(home)) {
                events.add(SimpleConditionEvent.violated(user, access.getDescription()));
            }
        }
    }

    @Override
    public void finish(ConditionEvents events) {
        if (users.size() < 2) return;
        users.forEach((user, access) -> events.add(SimpleConditionEvent.violated(user, access.getDescription())));
    }

    private static JavaClass topLevel(JavaClass nested) {
        return nested.getEnclosingClass().map(OneUser::topLevel).orElse(nested);
    }
}
