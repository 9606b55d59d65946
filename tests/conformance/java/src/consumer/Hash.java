package consumer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The hash of a callback, checked with nothing but the JDK. */
public record Hash(String salt, String apiKey) {
    private static final Pattern ID = Pattern.compile("0|[1-9][0-9]*");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    /** What a hash shows. Refuse whatever is no match. */
    public enum Verdict {
        MATCH,
        MISMATCH,
        MISSING,
        INVALID,
        UNREADABLE
    }

    /** Salt and key are those of the account that the callback names: look them up by it. */
    public Verdict check(JsonNode callback) {
        String accountId = digits(callback.path("account_id"));
        String callbackId = digits(callback.path("callback_id"));
        if (!ID.matcher(accountId).matches() || !ID.matcher(callbackId).matches()) {
            return Verdict.UNREADABLE;
        }
        JsonNode hash = callback.path("hash");
        if (hash.isMissingNode() || hash.isNull() || hash.asText().isEmpty()) {
            return Verdict.MISSING;
        }
        if (!hash.isTextual() || !HEX.matcher(hash.textValue()).matches()) {
            return Verdict.INVALID;
        }
        byte[] given = HexFormat.of().parseHex(hash.textValue());
        byte[] right = md5(salt + accountId + apiKey + callbackId);
        // In a time that does not depend on how much of it is right.
        return MessageDigest.isEqual(right, given) ? Verdict.MATCH : Verdict.MISMATCH;
    }

    /** A number goes into the hash as it is written. */
    private static String digits(JsonNode number) {
        return number.isIntegralNumber() || number.isTextual() ? number.asText() : "";
    }

    private static byte[] md5(String text) {
        try {
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has MD5", impossible);
        }
    }
}
