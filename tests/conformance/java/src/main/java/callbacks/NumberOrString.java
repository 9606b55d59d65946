package callbacks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;

/** An identifier that comes as a number or as a string, and is written as it came. */
public record NumberOrString(@JsonValue Object value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static NumberOrString of(String text) {
    return new NumberOrString(text);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static NumberOrString of(BigInteger number) {
    return new NumberOrString(number);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
