import callbacks.types.Body;
import callbacks.types.Callback;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints what the types read of every sample, and some numbers that must be exact. */
public final class Read {
  private Read() {}

  /** Is given the folder of the artifacts. */
  public static void main(String[] arguments) throws IOException {
    Path samples = Path.of(arguments[0], "samples");
    var verdicts = new JsonObject();
    String index = Files.readString(samples.resolve("index.json"));
    for (JsonElement it : JsonParser.parseString(index).getAsJsonObject().getAsJsonArray("samples")) {
      String file = it.getAsJsonObject().get("file").getAsString();
      String text = Files.readString(samples.resolve(file));
      String verdict = "valid";
      try {
        Body.fromJson(text);
      } catch (IOException | RuntimeException notAsDocumented) {
        verdict = "invalid";
      }
      verdicts.addProperty(file, verdict);
    }
    Callback payment = only(samples.resolve("card_payment/valid.json"));
    Callback quoted = only(samples.resolve("numbers/quoted.json"));
    var exact = new JsonArray();
    exact.add(
        payment.getCardPaymentCallback().getCardPayment().getAmount().getBigDecimal().toString());
    exact.add(quoted.getAccountDocumentUploadedCallback().getBalance().getString());
    var report = new JsonObject();
    report.add("verdicts", verdicts);
    report.add("exact", exact);
    System.out.println(report);
  }

  private static Callback only(Path file) throws IOException {
    return Body.fromJson(Files.readString(file)).getCallbacks().get(0);
  }
}
