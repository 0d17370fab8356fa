package stages.changes;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.*;

/** Plain YAML values, with Compose's own tags, {@code !reset} and {@code !override}, passed over. */
final class ComposeTags extends SafeConstructor {
    ComposeTags(LoaderOptions options) {
        super(options);
        yamlMultiConstructors.put("!", new Untagged());
    }

    private final class Untagged extends AbstractConstruct {
        @Override
        public Object construct(Node node) {
            return switch (node) {
                case MappingNode mapping -> constructMapping(mapping);
                case SequenceNode sequence -> constructSequence(sequence);
                case ScalarNode scalar -> scalar.getValue();
                default -> Tag.NULL.getValue();
            };
        }
    }
}
