package consumer;

import callbacks.Credential;
import callbacks.Json;
import callbacks.Types;
import callbacks.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is published by the tools of Java, and prints what they say. */
public final class Conformance {
  private static final Path WORK = Path.of("build/types");
  private static final List<String> SCHEMAS =
      List.of("validation", "validation.draft-07", "types", "types.draft-07");

  private final Samples samples;
  private final Report report = new Report();

  private Conformance(Samples samples) {
    this.samples = samples;
  }

  /** Is given the folder of the artifacts; is started beside pom.xml. */
  public static void main(String[] arguments) throws IOException {
    empty(WORK);
    var conformance = new Conformance(new Samples(Path.of(arguments[0])));
    conformance.validate();
    conformance.lineFeeds();
    conformance.hugeNumber();
    conformance.noJson();
    conformance.hash();
    conformance.types();
    System.out.println(conformance.report.json());
  }

  /** Of what an earlier run has left there. */
  private static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var below = Files.walk(folder)) {
        for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void validate() {
    for (String on : SCHEMAS) {
      String schema = samples.read(on + ".schema.json");

      var networknt = new Validator(schema);
      report.verdicts(
          "com.networknt:json-schema-validator",
          "networknt",
          on,
          validity(body -> networknt.faults(Json.read(body)).isEmpty()));

      var harrel = new ValidatorFactory().createValidator();
      var id = harrel.registerSchema(schema);
      report.verdicts(
          "dev.harrel:json-schema",
          "harrel",
          on,
          validity(body -> harrel.validate(id, body).isValid()));
    }
  }

  /** In a pattern of Java, which harrel takes as it is, `$` also stands before a line feed. */
  private void lineFeeds() {
    report.claim(
        "both validators say the same of a text with a line feed behind it",
        () -> {
          for (String on : SCHEMAS) {
            var networknt = new Validator(samples.read(on + ".schema.json"));
            var harrel = new ValidatorFactory().createValidator();
            var id = harrel.registerSchema(samples.read(on + ".schema.json"));
            for (Samples.Entry sample : samples.entries()) {
              JsonNode body = samples.json("samples/" + sample.file());
              BooleanSupplier same =
                  () ->
                      networknt.faults(body).isEmpty()
                          == harrel.validate(id, Json.MAPPER.writeValueAsString(body)).isValid();
              if (sample.file().endsWith("/valid.json") && !withLineFeeds(body, same)) {
                return on + ": " + sample.file();
              }
            }
          }
          return "";
        });
  }

  /** Whether it holds with a line feed behind each text in turn. */
  private static boolean withLineFeeds(JsonNode json, BooleanSupplier holds) {
    if (json instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode kept = object.get(name);
        if (kept.isString()) {
          object.put(name, kept.stringValue() + "\n");
          boolean isHeld = holds.getAsBoolean();
          object.set(name, kept);
          if (!isHeld) {
            return false;
          }
        }
      }
    }
    for (JsonNode child : json) {
      if (!withLineFeeds(child, holds)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a body can make the validator throw, as it does by itself. */
  private void hugeNumber() {
    var validator = new Validator(samples.read("validation.schema.json"));
    report.claim(
        "a number that is too large for json-schema-validator is an error of the body, not an"
            + " exception",
        () -> {
          JsonNode body = samples.json("samples/card_payment/valid.json");
          if (!validator.faults(body).isEmpty()) {
            return "the sample has faults itself";
          }
          ((ObjectNode) body.at("/callbacks/0")).set("callback_id", Json.MAPPER.readTree("1e100"));
          return validator.faults(body).isEmpty() ? "it is none" : "";
        });
  }

  /** Whether a body can make the parser throw what README.md does not say. */
  private void noJson() {
    report.claim(
        "invalid JSON, a repeated name or a number beyond a `BigDecimal` is a"
            + " `JacksonException`",
        () -> {
          for (String body :
              List.of("{", "[NaN]", "{\"a\": 1, \"a\": 1}", "{\"amount\": 1e99999999999}")) {
            try {
              return body + " is read as " + Json.read(body);
            } catch (JacksonException refused) {
              continue;
            }
          }
          return "";
        });
  }

  private Map<String, String> validity(Predicate<String> isValid) {
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (Samples.Entry sample : samples.entries()) {
      boolean valid = isValid.test(samples.body(sample.file()));
      verdicts.put(sample.file(), valid ? "valid" : "invalid");
    }
    return verdicts;
  }

  private void hash() {
    var credential = credential(samples.json("samples/index.json").get("credential"));
    Map<String, String> ofSamples = new LinkedHashMap<>();
    for (Samples.Entry sample : samples.entries()) {
      if (sample.hasHash()) {
        JsonNode callback = samples.callback(sample.file());
        ofSamples.put(sample.file(), word(credential.check(callback)));
      }
    }
    report.verdicts("java.security.MessageDigest", "", "hash", ofSamples);

    Map<String, String> ofSignatures = new LinkedHashMap<>();
    for (JsonNode signature : samples.json("signatures.json").get("signatures")) {
      String verdict = word(credential(signature).check(signature));
      ofSignatures.put(signature.get("description").asString(), verdict);
    }
    report.verdicts("java.security.MessageDigest", "", "signatures", ofSignatures);
  }

  private static Credential credential(JsonNode of) {
    return new Credential(of.get("salt").asString(), of.get("api_key").asString());
  }

  private static String word(Credential.Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  /** Makes the types, and compiles what uses them as strictly as the rest of this. */
  private void types() throws IOException {
    Path made = WORK.resolve("made");
    Path typed = Path.of("src/typed/java");
    var javac = new Javac(WORK.resolve("classes"));
    report.claim(
        "the types that jsonschema2pojo makes, and code that uses them, compile without a warning",
        () -> {
          Types.generate(samples.artifacts(), made);
          return Javac.text(javac.compile(made, typed));
        });
    report.claim(
        "code that uses the types runs",
        () -> {
          var type = javac.load("consumer.TypedReport").asSubclass(Typed.class);
          type.getConstructor().newInstance().report(samples, report);
          return "";
        });
    var exhaustive = new Exhaustive(javac, WORK);
    report.claim("a `switch` expression over all kinds compiles", exhaustive::complete);
    report.claim(
        "a `switch` expression that leaves out any one kind does not compile",
        exhaustive::incomplete);
    report.claim("the lines in README.md work", new Readme(javac, WORK, samples)::work);
  }
}
