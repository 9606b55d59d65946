package callbacks;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON to the digit: an id keeps its 20 digits, and 10.50 its zero. */
public final class Json {
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              // With two of a name, others may act on the one that was not checked.
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /**
   * The JSON in a text, to be preferred to the mapper's {@code readTree}.
   *
   * @throws JacksonException if it is none, or has two of a name, or a number beyond a BigDecimal
   */
  public static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (NumberFormatException beyond) {
      // Jackson lets it through, as of 1e99999999999. Its message may show the number.
      throw new StreamReadException("a number is beyond a BigDecimal");
    }
  }
}
