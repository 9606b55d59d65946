package callbacks;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;

/** Tells what of a body cannot be read. Make it once, and use it from all threads. */
public final class Validator {
  private final Schema schema;

  /** By the text of a JSON Schema, which says itself of which dialect it is. */
  public Validator(String schema) {
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
  }

  /** The faults, each with its place; none if it can be read. */
  public List<String> faults(JsonNode body) {
    try {
      return schema.validate(body).stream().map(Object::toString).toList();
    } catch (JsonNodeException tooLarge) {
      // To compare 1e100 with a minimum, it needs a long.
      return List.of("/: " + tooLarge.getOriginalMessage());
    }
  }
}
