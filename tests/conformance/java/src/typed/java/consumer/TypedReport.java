package consumer;

import callbacks.Json;
import callbacks.Receive;
import callbacks.Validator;
import callbacks.types.Callback;
import callbacks.types.CardPaymentCallback;
import callbacks.types.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.node.ObjectNode;

/** What is proved with the types. It is compiled after they are made, as the code of a user is. */
public final class TypedReport implements Typed {
  /** Without null, which Jackson reads as a field that is not there: fine if it is optional. */
  private static final JsonNode OTHERS =
      Json.MAPPER.readTree("[true, 7, 7.5, \"7\", \"\", [], {}]");

  private static final JsonNode NONE = Json.MAPPER.createArrayNode();

  @Override
  public void report(Samples samples, Report report) {
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (Samples.Entry sample : samples.entries()) {
      boolean isValid = read(samples.callback(sample.file())).isPresent();
      verdicts.put(sample.file(), isValid ? "valid" : "invalid");
    }
    report.verdicts(
        "types by jsonschema2pojo, read by jackson-databind", "jackson", "types", verdicts);

    report.claim(
        "an amount is a `BigDecimal`, and an ID a `BigInteger`, exact to the last digit",
        () -> {
          Callback large = Receive.callback(samples.callback("numbers/large.json")).orElseThrow();
          String found = large.getBalance() + " " + large.getCallbackId();
          return differ(found, "12345678901234567890.12 18446744073709551615");
        });
    report.claim(
        "10.50 stays `10.50`",
        () -> {
          var callback = Receive.callback(samples.callback("card_payment/valid.json"));
          var payment = (CardPaymentCallback) callback.orElseThrow();
          return differ(payment.getCardPayment().getAmount().toString(), "10.50");
        });
    report.claim(
        "an amount may be a string of digits",
        () -> {
          var json = (ObjectNode) samples.callback("card_payment/valid.json");
          Callback callback = Receive.callback(json.put("balance", "-0.10")).orElseThrow();
          return differ(callback.getBalance().toString(), "-0.10");
        });
    var types = new Validator(samples.read("types.schema.json"));
    report.claim(
        "Jackson agrees with the JSON Schema if a field is missing or has another type (except"
            + " `null`)",
        () ->
            variants(
                samples,
                OTHERS,
                callback -> {
                  ObjectNode body = Json.MAPPER.createObjectNode();
                  body.putArray("callbacks").add(callback);
                  boolean isValid = types.faults(body).isEmpty();
                  return read(callback).isPresent() == isValid ? "" : text(callback);
                }));
    report.claim(
        "Jackson writes back unchanged what it reads into the types, with new fields too (a"
            + " balance loses its quotes)",
        () ->
            variants(
                samples,
                NONE,
                json -> {
                  Optional<String> written = read(json).map(Receive::json).map(TypedReport::text);
                  String before = text(json).replaceFirst("(\"balance\":)\"(.*?)\"", "$1$2");
                  return differ(written.orElse(before), before);
                }));
    report.claim(
        "Jackson reads each kind into its own class, wherever `type` is",
        () -> {
          var classes = new HashSet<Class<?>>();
          var kinds = EnumSet.noneOf(Kind.class);
          for (Samples.Entry sample : samples.entries()) {
            var json = (ObjectNode) samples.callback(sample.file());
            // It comes after all others then.
            json.set("type", json.remove("type"));
            read(json).ifPresent(it -> classes.add(it.getClass()));
            read(json).ifPresent(it -> kinds.add(it.getType()));
          }
          int count = Kind.values().length;
          boolean holds = classes.size() == count && kinds.size() == count;
          return holds ? "" : kinds + " are read into " + classes;
        });
    report.claim(
        "a kind that is newer than the types is distinguished from a malformed callback",
        () -> {
          var json = (ObjectNode) samples.callback("card_payment/valid.json");
          if (Receive.callback(json.deepCopy().put("type", "kind_of_tomorrow")).isPresent()) {
            return "one that is newer is read";
          }
          json.remove("card_payment");
          try {
            Receive.callback(json);
            return "one without its payload is read, or taken for newer";
          } catch (JacksonException notAsDocumented) {
            return "";
          }
        });
  }

  private static Optional<Callback> read(JsonNode json) {
    try {
      return Receive.callback(json);
    } catch (JacksonException notAsDocumented) {
      return Optional.empty();
    }
  }

  /** The first objection to a sample, or to a good one with any one field left out or replaced. */
  private static String variants(
      Samples samples, JsonNode others, Function<JsonNode, String> objection) {
    for (Samples.Entry sample : samples.entries()) {
      JsonNode callback = samples.callback(sample.file());
      List<String> objections = new ArrayList<>(List.of(objection.apply(callback)));
      if (read(callback).isPresent()) {
        vary(callback, others, () -> objections.add(objection.apply(callback)));
      }
      for (String found : objections) {
        if (!found.isEmpty()) {
          return sample.file() + ": " + found;
        }
      }
    }
    return "";
  }

  /** Changes each field below, and puts it back after a look. */
  private static void vary(JsonNode json, JsonNode others, Runnable look) {
    for (JsonNode child : json) {
      vary(child, others, look);
    }
    if (json instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        JsonNode field = object.remove(name);
        look.run();
        for (JsonNode other : others) {
          if (other.getNodeType() != field.getNodeType()
              || other.isIntegralNumber() != field.isIntegralNumber()) {
            object.set(name, other);
            look.run();
          }
        }
        object.set(name, field);
      }
    }
  }

  /** To the digit, but in an order of its own: that of fields means nothing. */
  private static String text(JsonNode json) {
    return Json.MAPPER
        .writer()
        .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
        .writeValueAsString(json);
  }

  private static String differ(String found, String expected) {
    return found.equals(expected) ? "" : found + " is not " + expected;
  }
}
