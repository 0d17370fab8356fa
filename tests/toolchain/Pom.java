package toolchain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What pom.xml says about the program's own libraries. */
final class Pom {
    private final Document document;

    private Pom(Document document) {
        this.document = document;
    }

    static Pom read(Path file) throws IOException {
        try {
            return new Pom(DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile()));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    String property(String name) {
        return children(document.getElementsByTagName("properties"))
                .map(properties -> text(properties, name))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no property " + name));
    }

    /** {@code group:artifact:version} of every library of the program itself, in order. */
    List<String> libraries() {
        return dependencies("project")
                .filter(dependency -> !text(dependency, "scope").equals("test"))
                .map(dependency -> name(dependency) + ":" + version(dependency))
                .toList();
    }

    /** Patterns of what Maven compiles as the program. */
    List<String> includes() {
        return children(document.getElementsByTagName("execution"))
                .filter(execution -> text(execution, "id").equals("default-compile"))
                .flatMap(execution -> children(execution.getElementsByTagName("include")))
                .map(include -> include.getTextContent().strip())
                .toList();
    }

    private String version(Element dependency) {
        String own = text(dependency, "version");
        if (!own.isEmpty()) return resolved(own);
        return dependencies("dependencyManagement")
                .filter(managed -> name(managed).equals(name(dependency)) || isBomOf(managed, dependency))
                .map(managed -> resolved(text(managed, "version")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no version of " + name(dependency)));
    }

    private static boolean isBomOf(Element managed, Element dependency) {
        return text(managed, "scope").equals("import")
                && text(dependency, "groupId").startsWith(text(managed, "groupId"));
    }

    private String resolved(String version) {
        return version.startsWith("${") ? property(version.substring(2, version.length() - 1)) : version;
    }

    private Stream<Element> dependencies(String holder) {
        return children(document.getElementsByTagName("dependency"))
                .filter(dependency ->
                        dependency.getParentNode().getParentNode().getNodeName().equals(holder));
    }

    private static String name(Element dependency) {
        return text(dependency, "groupId") + ":" + text(dependency, "artifactId");
    }

    private static String text(Element parent, String child) {
        return children(parent.getElementsByTagName(child))
                .findFirst()
                .map(element -> element.getTextContent().strip())
                .orElse("");
    }

    private static Stream<Element> children(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).map(Element.class::cast);
    }
}
