// spotless:off
//JAVA 21+
//MAIN Pipeline
//COMPILE_OPTIONS --release 21
//RUNTIME_OPTIONS -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED
//DEPS info.picocli:picocli:4.7.7
//DEPS org.apache.groovy:groovy:5.0.6
//DEPS org.yaml:snakeyaml:2.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.23.0
//DEPS com.fasterxml.jackson.datatype:jackson-datatype-jdk8:2.23.0
//DEPS com.fasterxml.jackson.datatype:jackson-datatype-jsr310:2.23.0
//DEPS com.github.docker-java:docker-java-core:3.7.1
//DEPS com.github.docker-java:docker-java-transport-zerodep:3.7.1
//DEPS com.github.zafarkhaja:java-semver:0.10.2
//DEPS com.samskivert:jmustache:1.16
//DEPS org.bouncycastle:bcprov-jdk18on:1.87
//DEPS io.modelcontextprotocol.sdk:mcp-core:2.1.0
//DEPS io.modelcontextprotocol.sdk:mcp-json-jackson2:2.1.0
//DEPS com.networknt:json-schema-validator:2.0.4
//DEPS org.jspecify:jspecify:1.0.1
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES dsl/**.java
//SOURCES stages/**.java
//FILES scripts/=scripts/**
// spotless:on

import org.jspecify.annotations.NullMarked;

/** Entry point of {@code jbang pipeline.java}: runs the command line and ends the process with its exit code. */
@NullMarked
@SuppressWarnings("DefaultPackage") // the default package cannot be imported, so nothing can depend on the entry point
final class Pipeline {
    private Pipeline() {}

    public static void main(String[] arguments) {
        System.exit(dsl.cli.Main.run(arguments, Runtime.getRuntime()::halt));
    }
}
