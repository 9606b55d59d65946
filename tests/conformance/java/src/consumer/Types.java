package consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.writer.FileCodeWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsonschema2pojo.DefaultGenerationConfig;
import org.jsonschema2pojo.GenerationConfig;
import org.jsonschema2pojo.Jackson2Annotator;
import org.jsonschema2pojo.SchemaGenerator;
import org.jsonschema2pojo.SchemaMapper;
import org.jsonschema2pojo.SchemaStore;
import org.jsonschema2pojo.rules.RuleFactory;

/** Makes Jackson types of the JSON Schema for types, with jsonschema2pojo. */
final class Types {
    static final String PACKAGE = "callbacks";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The name of the class of each kind, by the value of {@code type}. */
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final ObjectNode schema;

    Types(Path artifacts) throws IOException {
        schema = (ObjectNode) MAPPER.readTree(artifacts.resolve("types.schema.json").toFile());
        for (JsonNode kind : schema.at("/$defs/Callback/anyOf")) {
            String name = kind.get("$ref").asText().replaceFirst(".*/", "");
            String type = schema.at("/$defs/" + name + "/properties/type/const").asText();
            kinds.put(type, name);
        }
    }

    Map<String, String> kinds() {
        return kinds;
    }

    /** Writes the classes below a folder. */
    void generate(Path sources) throws IOException {
        Path prepared = sources.resolve("types.schema.json");
        MAPPER.writeValue(prepared.toFile(), prepared());
        JCodeModel model = new JCodeModel();
        RuleFactory rules =
                new RuleFactory(CONFIG, new Jackson2Annotator(CONFIG), new SchemaStore());
        new SchemaMapper(rules, new SchemaGenerator())
                .generate(model, "Kinds", PACKAGE, prepared.toUri().toURL());
        model.build(new FileCodeWriter(sources.toFile()), new FileCodeWriter(sources.toFile()));
    }

    /**
     * What jsonschema2pojo can read: it knows no {@code anyOf}, so the kinds become the properties
     * of one object, and amounts are told as numbers, which its setting makes {@code BigDecimal}.
     */
    private ObjectNode prepared() {
        ObjectNode definitions = (ObjectNode) schema.get("$defs").deepCopy();
        definitions.set("Money", MAPPER.createObjectNode().put("type", "number"));
        definitions.remove("Callback");
        unwrap(definitions);
        ObjectNode root = MAPPER.createObjectNode().put("type", "object");
        ObjectNode properties = root.putObject("properties");
        kinds.forEach((type, name) -> properties.putObject(type).put("$ref", "#/$defs/" + name));
        root.set("$defs", definitions);
        return root;
    }

    /** Puts a reference in the place of an {@code allOf} that is there for a description. */
    private static void unwrap(JsonNode json) {
        for (JsonNode child : json) {
            if (child instanceof ObjectNode object && object.path("allOf").size() == 1) {
                JsonNode reference = object.at("/allOf/0/$ref");
                object.removeAll();
                object.set("$ref", reference);
            }
            unwrap(child);
        }
    }

    private static final GenerationConfig CONFIG =
            new DefaultGenerationConfig() {
                @Override
                public boolean isUseTitleAsClassname() {
                    return true;
                }

                @Override
                public boolean isUseBigDecimals() {
                    return true;
                }

                @Override
                public boolean isUseBigIntegers() {
                    return true;
                }
            };

    static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var below = Files.walk(folder)) {
                for (Path path : below.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
