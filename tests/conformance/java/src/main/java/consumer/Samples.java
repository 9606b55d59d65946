package consumer;

import callbacks.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The sample bodies, as they are published. What is said of them there is for the runner alone. */
public record Samples(Path artifacts) {
  /** A line of the index: the file, and whether the hash of it is to be checked. */
  public record Entry(String file, boolean hasHash) {}

  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode sample : json("samples/index.json").get("samples")) {
      entries.add(new Entry(sample.get("file").asString(), sample.has("hash")));
    }
    return entries;
  }

  /** The body in a file. */
  public String body(String file) {
    return read("samples/" + file);
  }

  /** The one callback in it. */
  public JsonNode callback(String file) {
    return json("samples/" + file).at("/callbacks/0");
  }

  public JsonNode json(String file) {
    return Json.read(read(file));
  }

  public String read(String file) {
    try {
      return Files.readString(artifacts.resolve(file));
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
