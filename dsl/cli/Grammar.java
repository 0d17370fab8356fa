package dsl.cli;

import dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a command takes. Command lines are parsed by it, and help and completion are made from it by picocli, whose first
 * parse costs more than a third of the time that a whole plan may take.
 *
 * @param name as it is typed after the program
 * @param help one line
 * @param positionals in order; only the last may take many
 * @param groups of options, as the help shows them
 */
record Grammar(String name, String help, List<Positional> positionals, List<Group> groups, List<String> examples) {
    /** @param choices for completion; any where empty */
    record Positional(String label, boolean required, boolean many, List<String> choices, String help) {}

    /**
     * @param names the one that is looked up last
     * @param label of its value; empty for a flag
     * @param many whether it may be given several times; else the last counts
     */
    record Option(List<String> names, String label, boolean many, List<String> choices, String help) {
        static Option flag(String name, String help) {
            return new Option(List.of(name), "", false, List.of(), help);
        }

        static Option value(String name, String label, String help) {
            return new Option(List.of(name), label, false, List.of(), help);
        }

        String name() {
            return names.get(names.size() - 1);
        }

        boolean flag() {
            return label.isEmpty();
        }
    }

    record Group(String heading, List<Option> options) {}

    private List<Option> options() {
        return groups.stream().flatMap(g -> g.options().stream()).toList();
    }

    private Optional<Option> option(String name) {
        return options().stream().filter(o -> o.names().contains(name)).findFirst();
    }

    /** @throws Usage where the arguments do not fit, saying which and what may be meant */
    Parsed parse(List<String> arguments) {
        var parsed = parse(arguments, false);
        int given = parsed.positionals().size();
        var missing = positionals.stream()
                .skip(given)
                .filter(Positional::required)
                .map(Positional::label)
                .toList();
        if (!missing.isEmpty()) throw new Usage("missing argument " + String.join(", ", missing), more());
        if (given > positionals.size() && positionals.stream().noneMatch(Positional::many))
            throw new Usage("unexpected argument '" + parsed.positionals().get(positionals.size()) + "'", more());
        return parsed;
    }

    /** Reads the options that it knows, and passes over all else. */
    Parsed known(List<String> arguments) {
        return parse(arguments, true);
    }

    private Parsed parse(List<String> arguments, boolean lenient) {
        var parsed = new Parsed(this);
        for (int i = 0; i < arguments.size(); i++) {
            var a = arguments.get(i);
            if (a.equals("--")) {
                arguments.subList(i + 1, arguments.size()).forEach(parsed::add);
                break;
            }
            if (!a.startsWith("-") || a.equals("-")) parsed.add(a);
            else i += option(a, arguments.subList(i + 1, arguments.size()), parsed, lenient);
        }
        return parsed;
    }

    /** @return how many of the arguments after it are its value */
    private int option(String argument, List<String> after, Parsed parsed, boolean lenient) {
        int equals = argument.indexOf('=');
        var name = equals < 0 ? argument : argument.substring(0, equals);
        var option = option(name);
        if (option.isEmpty()) {
            if (lenient) return 0;
            throw unknown(name);
        }
        if (option.get().flag() && equals >= 0) throw new Usage("option '" + name + "' takes no value", more());
        if (option.get().flag() || equals >= 0) {
            parsed.add(option.get(), equals < 0 ? "" : argument.substring(equals + 1));
            return 0;
        }
        if (after.isEmpty() || after.get(0).startsWith("--"))
            throw new Usage(
                    "option '" + name + "' needs a value: " + option.get().label(), more());
        parsed.add(option.get(), after.get(0));
        return 1;
    }

    private Usage unknown(String name) {
        var names = new ArrayList<String>();
        options().forEach(o -> names.addAll(o.names()));
        var near = Suggestion.of(name, names);
        return new Usage("unknown option '" + name + "'", near.isEmpty() ? more() : near);
    }

    private String more() {
        return "'" + Cli.PROGRAM + " " + name + " --help' shows what it takes";
    }

    static List<Group> groups(Group... groups) {
        return Arrays.stream(groups).filter(g -> !g.options().isEmpty()).toList();
    }
}
