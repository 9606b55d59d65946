package callbacks;

import callbacks.types.Callback;
import callbacks.types.Kind;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads one callback at a time into its type, so that one that cannot be read costs no other. */
public final class Receive {
  /** As strict as the JSON Schema: by default Jackson makes null of what is missing, and more. */
  private static final JsonMapper MAPPER =
      Json.MAPPER
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // An amount may be a string of its digits.
          .withCoercionConfig(
              LogicalType.Float,
              it -> it.setCoercion(CoercionInputShape.String, CoercionAction.TryConvert))
          .withCoercionConfig(
              LogicalType.Textual,
              it ->
                  it.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Receive() {}

  /**
   * The callback, or nothing if its kind is newer than the types: keep the JSON then.
   *
   * @throws JacksonException if it is not as documented; keep the JSON then, too
   */
  public static Optional<Callback> callback(JsonNode json) {
    String type = json.path("type").asString("");
    boolean isKnown = Arrays.stream(Kind.values()).anyMatch(kind -> kind.value().equals(type));
    return isKnown ? Optional.of(MAPPER.treeToValue(json, Callback.class)) : Optional.empty();
  }

  /** The callback as JSON again, with the fields that its type does not have. */
  public static JsonNode json(Callback callback) {
    return MAPPER.valueToTree(callback);
  }
}
