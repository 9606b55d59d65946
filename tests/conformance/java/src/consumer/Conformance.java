package consumer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads what is published with the tools of Java, and prints what came out: see the README of the
 * folder above.
 */
public final class Conformance {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();
    private static final Path SOURCES = Path.of("build/types");

    private final Path artifacts;
    private final JsonNode index;
    private final Types types;
    private final Compiler compiler = new Compiler(SOURCES.resolve("classes"));
    private final ClassLoader loader;
    private final ArrayNode verdicts = MAPPER.createArrayNode();
    private final ArrayNode claims = MAPPER.createArrayNode();

    private Conformance(Path artifacts) throws IOException {
        this.artifacts = artifacts;
        index = read("samples/index.json");
        types = new Types(artifacts);
        URL[] classes = {compiler.classes().toAbsolutePath().toUri().toURL()};
        loader = new URLClassLoader(classes, getClass().getClassLoader());
    }

    /** Prints the report on the artifacts in the folder that is named. */
    public static void main(String[] arguments) throws Exception {
        Types.empty(SOURCES);
        Files.createDirectories(SOURCES.resolve("classes"));
        Conformance conformance = new Conformance(Path.of(arguments[0]));
        conformance.validate();
        conformance.hash();
        conformance.types();
        ObjectNode report = MAPPER.createObjectNode();
        report.set("verdicts", conformance.verdicts);
        report.set("claims", conformance.claims);
        System.out.println(report);
    }

    private void validate() throws IOException {
        for (String on : List.of("validation", "validation.draft-07", "types", "types.draft-07")) {
            String schema = Files.readString(artifacts.resolve(on + ".schema.json"));
            boolean isOf7 = on.endsWith("draft-07");

            Schema networknt =
                    SchemaRegistry.withDefaultDialect(
                                    isOf7
                                            ? SpecificationVersion.DRAFT_7
                                            : SpecificationVersion.DRAFT_2020_12)
                            .getSchema(schema);
            report(
                    "com.networknt:json-schema-validator",
                    on,
                    validity(text -> networknt.validate(text, InputFormat.JSON).isEmpty()));

            var harrel =
                    new ValidatorFactory()
                            .withJsonNodeFactory(new JacksonNode.Factory(MAPPER))
                            .withDefaultDialect(
                                    isOf7
                                            ? new Dialects.Draft7Dialect()
                                            : new Dialects.Draft2020Dialect())
                            .createValidator();
            var id = harrel.registerSchema(schema);
            report(
                    "dev.harrel:json-schema",
                    on,
                    validity(text -> harrel.validate(id, text).isValid()));
        }
    }

    private void hash() throws IOException {
        JsonNode credential = index.get("credential");
        Hash hash = new Hash(credential.get("salt").asText(), credential.get("api_key").asText());
        Map<String, String> ofSamples = new LinkedHashMap<>();
        for (JsonNode sample : index.get("samples")) {
            if (sample.has("hash")) {
                String file = sample.get("file").asText();
                ofSamples.put(file, word(hash.check(callback(file))));
            }
        }
        report("java.security.MessageDigest", "hash", ofSamples);

        Map<String, String> ofVectors = new LinkedHashMap<>();
        for (JsonNode vector : read("signatures.json").get("signatures")) {
            Hash key = new Hash(vector.get("salt").asText(), vector.get("api_key").asText());
            ofVectors.put(vector.get("description").asText(), word(key.check(vector)));
        }
        report("java.security.MessageDigest", "signatures", ofVectors);
    }

    private void types() throws Exception {
        types.generate(SOURCES);
        List<Path> files;
        try (var below = Files.walk(SOURCES)) {
            files = below.filter(path -> path.toString().endsWith(".java")).toList();
        }
        claim("javac compiles the types that jsonschema2pojo makes", compiler.compile(files));
        claim("what the types JSON Schema takes is read into the type of its kind", unreadable());
        claim("a BigDecimal stays exact, and so does a number of 64 bits", inexact());
        claim("10.50 stays 10.50", amount());
        claim("a kind that is newer than the types is told from the known ones", newKinds());
        claim("a `switch` over all kinds compiles", exhaustive("Complete", 0));
        String told = exhaustive("Forgotten", 1);
        boolean isFound = told.contains("does not cover all possible input values");
        claim("a `switch` that leaves out a kind does not", isFound ? "" : "javac says " + told);
        claim("the lines in README.md work", readme());
    }

    /** The callback as an object of the class of its kind. */
    private Object decode(String file) throws Exception {
        JsonNode callback = callback(file);
        String name = types.kinds().get(callback.path("type").asText());
        return MAPPER.treeToValue(callback, loader.loadClass(Types.PACKAGE + "." + name));
    }

    private static Object get(Object of, String property) throws Exception {
        return of.getClass().getMethod("get" + property).invoke(of);
    }

    private String unreadable() throws Exception {
        List<String> found = new ArrayList<>();
        for (JsonNode sample : index.get("samples")) {
            String file = sample.get("file").asText();
            if (sample.get("types").asText().equals("valid")) {
                try {
                    decode(file);
                } catch (IOException error) {
                    found.add(file + ": " + error.getMessage());
                }
            }
        }
        return String.join(", ", found);
    }

    private String inexact() throws Exception {
        Object large = decode("numbers/large.json");
        boolean isExact =
                get(large, "Balance").equals(new BigDecimal("12345678901234567890.12"))
                        && get(large, "CallbackId").equals(new BigInteger("18446744073709551615"));
        return isExact ? "" : large.toString();
    }

    private String amount() throws Exception {
        Object payment = get(decode("card_payment/valid.json"), "CardPayment");
        String amount = get(payment, "Amount").toString();
        return amount.equals("10.50") ? "" : amount;
    }

    private String newKinds() throws IOException {
        List<String> found = new ArrayList<>();
        for (JsonNode sample : index.get("samples")) {
            String file = sample.get("file").asText();
            if (!types.kinds().containsKey(callback(file).path("type").asText())) {
                found.add(file);
            }
        }
        return found.equals(List.of("unknown/new_kind.json")) ? "" : found.toString();
    }

    /** Compiles a switch that leaves out so many kinds. */
    private String exhaustive(String name, int leftOut) throws IOException {
        List<String> kinds =
                types.kinds().keySet().stream().map(it -> it.toUpperCase(Locale.ROOT)).toList();
        String cases = String.join(", ", kinds.subList(leftOut, kinds.size()));
        String code =
                """
                class %1$s {
                    enum Kind { %2$s }

                    static String handle(Kind kind) {
                        return switch (kind) { case %3$s -> "handled"; };
                    }
                }
                """
                        .formatted(name, String.join(", ", kinds), cases);
        return compiler.compile(SOURCES, name, code);
    }

    /** Compiles and runs the lines to copy. */
    private String readme() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String lines = readme.split("```java\n")[1].split("```")[0];
        String code =
                """
                import com.fasterxml.jackson.databind.*;
                import com.fasterxml.jackson.databind.cfg.*;
                import com.fasterxml.jackson.databind.json.*;
                import com.networknt.schema.*;
                import consumer.Hash;
                import java.nio.file.*;
                import java.util.*;

                public class Readme {
                    public static void run(Path artifacts) throws Exception {
                        %s
                    }
                }
                """
                        .formatted(lines);
        String told = compiler.compile(SOURCES, "Readme", code);
        if (!told.isEmpty()) {
            return told;
        }
        try {
            loader.loadClass("Readme").getMethod("run", Path.class).invoke(null, artifacts);
        } catch (ReflectiveOperationException error) {
            return String.valueOf(error.getCause());
        }
        return "";
    }

    private Map<String, String> validity(Predicate<String> isValid) throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        for (JsonNode sample : index.get("samples")) {
            String file = sample.get("file").asText();
            String text = Files.readString(artifacts.resolve("samples").resolve(file));
            found.put(file, isValid.test(text) ? "valid" : "invalid");
        }
        return found;
    }

    private JsonNode callback(String file) throws IOException {
        return read("samples/" + file).at("/callbacks/0");
    }

    private JsonNode read(String file) throws IOException {
        return MAPPER.readTree(artifacts.resolve(file).toFile());
    }

    private static String word(Hash.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private void report(String tool, String on, Map<String, String> found) throws IOException {
        ObjectNode report = verdicts.addObject().put("tool", tool).put("version", version(tool));
        report.put("on", on).set("verdicts", MAPPER.valueToTree(found));
    }

    /** The version that pom.xml names; none of what the JDK brings. */
    private static String version(String tool) throws IOException {
        String artifact = "<artifactId>" + tool.replaceFirst(".*:", "") + "</artifactId>";
        String pom = Files.readString(Path.of("pom.xml"));
        int place = pom.indexOf(artifact);
        return place < 0 ? "" : pom.substring(place).split("</?version>")[1];
    }

    private void claim(String claim, String detail) {
        claims.addObject()
                .put("claim", claim)
                .put("holds", detail.isEmpty())
                .put("detail", detail);
    }
}
