package callbacks;

import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.JDefinedClass;
import com.sun.codemodel.JMethod;
import com.sun.codemodel.writer.FileCodeWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsonschema2pojo.DefaultGenerationConfig;
import org.jsonschema2pojo.GenerationConfig;
import org.jsonschema2pojo.Jackson3Annotator;
import org.jsonschema2pojo.SchemaGenerator;
import org.jsonschema2pojo.SchemaMapper;
import org.jsonschema2pojo.SchemaStore;
import org.jsonschema2pojo.rules.RuleFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes Jackson types of {@code types.schema.json} by jsonschema2pojo: a class per kind, an enum of
 * all kinds, and a sealed interface over the classes, which Jackson reads by {@code type}.
 */
public final class Types {
  private static final String PACKAGE = "callbacks.types";

  /** What Java has of its own for a definition. */
  private static final Map<String, String> JAVA =
      Map.of("Money", "java.math.BigDecimal", "NumberOrString", "callbacks.NumberOrString");

  private Types() {}

  /** Is given the folder of the artifacts, and the one for the code, which should be empty. */
  public static void main(String[] folders) throws IOException {
    generate(Path.of(folders[0]), Path.of(folders[1]));
  }

  /** Writes the code of the types below a folder. */
  public static void generate(Path artifacts, Path sources) throws IOException {
    JsonNode schema = Json.MAPPER.readTree(artifacts.resolve("types.schema.json"));
    var definitions = (ObjectNode) schema.get("$defs");
    Map<String, String> kinds = prepare(definitions);
    Files.createDirectories(sources);
    Path prepared = sources.resolve("prepared.schema.json");
    Json.MAPPER.writeValue(prepared, schema);

    var model = new JCodeModel();
    var rules = new RuleFactory(CONFIG, new Jackson3Annotator(CONFIG), new SchemaStore());
    var mapper = new SchemaMapper(rules, new SchemaGenerator());
    for (String name : definitions.propertyNames()) {
      var definition = URI.create(prepared.toUri() + "#/$defs/" + name).toURL();
      mapper.generate(model, name, PACKAGE, definition);
    }
    var classes = new LinkedHashMap<String, JDefinedClass>();
    for (var kind : kinds.entrySet()) {
      JDefinedClass type = model._getClass(PACKAGE + "." + kind.getValue());
      // As every class that a sealed interface permits must be.
      type.mods().setFinal(true);
      type._implements(model.ref(PACKAGE + ".Callback"));
      classes.put(kind.getKey(), type);
    }
    model.build(
        new FileCodeWriter(sources.toFile(), "UTF-8"), new FileCodeWriter(sources.toFile()));
    Files.writeString(sources.resolve("callbacks/types/Callback.java"), sealed(classes));
  }

  /**
   * Says in words of jsonschema2pojo what it would pass over: which kinds there are, what an {@code
   * allOf} refers to, and what amounts and identifiers are in Java. Gives the definition of each kind.
   */
  private static Map<String, String> prepare(ObjectNode definitions) {
    var kinds = new LinkedHashMap<String, String>();
    for (JsonNode kind : definitions.remove("Callback").get("anyOf")) {
      String name = kind.get("$ref").asString().replaceFirst(".*/", "");
      var type = (ObjectNode) definitions.at("/" + name + "/properties/type");
      kinds.put(type.remove("const").asString(), name);
      type.put("$ref", "#/$defs/Kind");
    }
    var kind = definitions.putObject("Kind").put("type", "string");
    kinds.keySet().forEach(kind.putArray("enum")::add);
    // Else it is A_2_P_SMS_ACTIVATED.
    ArrayNode constants = kind.putArray("javaEnumNames");
    kinds.keySet().forEach(it -> constants.add(it.toUpperCase(Locale.ROOT)));

    JAVA.keySet().forEach(definitions::remove);
    name(definitions);
    return kinds;
  }

  /** Puts the name of a class in the place of each reference, beside which a description stays. */
  private static void name(JsonNode json) {
    for (JsonNode child : json) {
      JsonNode reference = child.path("$ref");
      if (child.has("allOf")) {
        reference = child.at("/allOf/0/$ref");
      }
      if (child instanceof ObjectNode object && reference.isString()) {
        String name = reference.asString().replaceFirst(".*/", "");
        object.remove(List.of("allOf", "$ref"));
        object.put("existingJavaType", JAVA.getOrDefault(name, PACKAGE + "." + name));
      }
      name(child);
    }
  }

  /** The interface, with the getters that all classes have: jsonschema2pojo knows no unions. */
  private static String sealed(Map<String, JDefinedClass> classes) {
    String subtypes =
        classes.entrySet().stream()
            .map(it -> type(it.getKey(), it.getValue().name()))
            .collect(Collectors.joining(",\n"));
    String permitted =
        classes.values().stream().map(JDefinedClass::name).collect(Collectors.joining(", "));
    String getters =
        classes.values().iterator().next().methods().stream()
            .filter(getter -> classes.values().stream().allMatch(type -> has(type, getter)))
            .map(getter -> "  %s %s();\n".formatted(getter.type().fullName(), getter.name()))
            .collect(Collectors.joining());
    return """
    package %s;

    import com.fasterxml.jackson.annotation.JsonSubTypes;
    import com.fasterxml.jackson.annotation.JsonTypeInfo;

    /** One callback, of a kind that is known. */
    @JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        include = JsonTypeInfo.As.EXISTING_PROPERTY,
        property = "type",
        visible = true)
    @JsonSubTypes({
    %s
    })
    public sealed interface Callback permits %s {
    %s}
    """
        .formatted(PACKAGE, subtypes, permitted, getters);
  }

  private static String type(String kind, String name) {
    return "  @JsonSubTypes.Type(name = \"%s\", value = %s.class)".formatted(kind, name);
  }

  private static boolean has(JDefinedClass type, JMethod getter) {
    return getter.name().startsWith("get")
        && type.methods().stream()
            .filter(it -> it.name().equals(getter.name()))
            .anyMatch(it -> it.type().fullName().equals(getter.type().fullName()));
  }

  private static final GenerationConfig CONFIG =
      new DefaultGenerationConfig() {
        @Override
        public boolean isUseTitleAsClassname() {
          return true;
        }

        @Override
        public boolean isUseBigIntegers() {
          return true;
        }

        @Override
        public boolean isUseBigDecimals() {
          return true;
        }

        /** By its constructor, Jackson notices that a field is missing. */
        @Override
        public boolean isIncludeConstructors() {
          return true;
        }

        @Override
        public boolean isConstructorsRequiredPropertiesOnly() {
          return true;
        }

        @Override
        public boolean isIncludeConstructorPropertiesAnnotation() {
          return true;
        }

        /** A list that is not there must not be written back as an empty one. */
        @Override
        public boolean isInitializeCollections() {
          return false;
        }

        /** It would put names and amounts into logs. */
        @Override
        public boolean isIncludeToString() {
          return false;
        }
      };
}
