package callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Checks the hash of a callback with nothing but the JDK. Not a record: its text would show the key.
 */
public final class Credential {
  private static final Pattern ID = Pattern.compile("0|[1-9][0-9]*");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");

  private final String salt;
  private final String apiKey;

  /** Of one account; look it up by the {@code account_id} of the callback. */
  public Credential(String salt, String apiKey) {
    this.salt = salt;
    this.apiKey = apiKey;
  }

  /** What a hash shows. Act on nothing but a match. */
  public enum Verdict {
    MATCH,
    MISMATCH,
    MISSING,
    /** What is there is no hash, or an id is no number. */
    INVALID
  }

  /** Checks the hash of a callback over its ids as they are written, in digits. */
  public Verdict check(JsonNode callback) {
    String accountId = callback.path("account_id").asString("");
    String callbackId = callback.path("callback_id").asString("");
    JsonNode hash = callback.path("hash");
    if (hash.isMissingNode() || hash.isNull() || hash.stringValue("none").isEmpty()) {
      return Verdict.MISSING;
    }
    if (!HASH.matcher(hash.stringValue("none")).matches()
        || !ID.matcher(accountId).matches()
        || !ID.matcher(callbackId).matches()) {
      return Verdict.INVALID;
    }
    byte[] given = HexFormat.of().parseHex(hash.stringValue());
    byte[] right = md5(salt + accountId + apiKey + callbackId);
    // In a time that does not show how much of it is right.
    return MessageDigest.isEqual(right, given) ? Verdict.MATCH : Verdict.MISMATCH;
  }

  private static byte[] md5(String text) {
    try {
      return MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has MD5", impossible);
    }
  }
}
