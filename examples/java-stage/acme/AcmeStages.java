package acme;

import java.util.List;
import stages.api.StageLibrary;

/** What this jar brings. */
public final class AcmeStages implements StageLibrary {
    @Override
    public List<Class<? extends Record>> words() {
        return List.of(ImageSize.class);
    }
}
