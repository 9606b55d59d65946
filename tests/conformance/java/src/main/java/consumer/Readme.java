package consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import callbacks.Credential;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Compiles the lines to copy as they stand in README.md, and runs them on the samples. */
record Readme(Javac javac, Path folder, Samples samples) {
  /** The lines for validation and the hash, and those that use the types. */
  String work() throws Exception {
    String[] blocks = Files.readString(Path.of("README.md")).split("```java\n");
    String lines = blocks[1].split("```")[0];
    String typed = blocks[2].split("```")[0];
    if (lines.lines().count() > 10) {
      return "they are more than ten";
    }
    Path written = Files.createDirectories(folder.resolve("readme"));
    write(written, "Lines", "Path artifacts, String request, String salt, String apiKey", lines);
    write(written, "Typed", "JsonNode json", typed);
    String said = Javac.text(javac.compile(written));
    return said.isEmpty() ? run() : said;
  }

  private static void write(Path folder, String name, String parameters, String lines)
      throws IOException {
    String code =
        """
        import callbacks.*;
        import callbacks.types.*;
        import java.math.*;
        import java.nio.file.*;
        import java.util.*;
        import tools.jackson.databind.JsonNode;

        public class %s {
          public static void run(%s) throws Exception {
            %s
          }

          static void credit(BigInteger accountId, BigDecimal amount) {}
        }
        """
            .formatted(name, parameters, lines);
    Files.writeString(folder.resolve(name + ".java"), code);
  }

  /** They must say of each sample what the other validator and the check of the hash say. */
  private String run() throws Exception {
    var text = String.class;
    var lines = javac.load("Lines").getMethod("run", Path.class, text, text, text);
    var validator = new ValidatorFactory().createValidator();
    var schema = validator.registerSchema(samples.read("validation.schema.json"));
    JsonNode published = samples.json("samples/index.json").get("credential");
    String salt = published.get("salt").asString();
    String apiKey = published.get("api_key").asString();
    var credential = new Credential(salt, apiKey);
    PrintStream standard = System.out;
    try {
      for (Samples.Entry sample : samples.entries()) {
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, UTF_8));
        String body = samples.body(sample.file());
        lines.invoke(null, samples.artifacts(), body, salt, apiKey);

        JsonNode callback = samples.callback(sample.file());
        String kind = callback.path("type").asString();
        boolean isValid = validator.validate(schema, body).isValid();
        String expected =
            "%s, %s, readable: %s%n".formatted(kind, credential.check(callback), isValid);
        if (!printed.toString(UTF_8).equals(expected)) {
          return "of " + sample.file() + ": " + printed.toString(UTF_8);
        }
      }
    } finally {
      System.setOut(standard);
    }
    return "";
  }
}
