package dsl.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Completion for bash, of the verbs and of this repository's pipelines, by picocli. */
final class Completion {
    private final Session session;

    Completion(Session session) {
        this.session = session;
    }

    int bash() throws IOException {
        var root = CommandSpec.create().name("pipeline");
        var pipelines = session.workspace().load().orFail().pipelines();
        for (var verb : Verb.shown()) {
            var spec = Help.spec(Grammars.verb(verb, Optional.empty()));
            if (verb.plans())
                pipelines.forEach(p -> spec.addSubcommand(p.name(), Help.spec(Grammars.verb(verb, Optional.of(p)))));
            root.addSubcommand(verb.word(), spec);
        }
        pipelines.forEach(p -> root.addSubcommand(p.name(), Help.spec(Grammars.run(p))));
        session.answer(AutoComplete.bash("pipeline", new CommandLine(root)));
        return 0;
    }
}
