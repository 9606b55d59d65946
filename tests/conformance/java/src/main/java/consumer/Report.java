package consumer;

import callbacks.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;

/** What the runner reads. */
public final class Report {
  private record Tool(String tool, String version, String on, Map<String, String> verdicts) {}

  private record Claim(String claim, boolean holds, String detail) {}

  private record Document(List<Tool> verdicts, List<Claim> claims) {}

  /** Proves a claim. */
  public interface Proof {
    /** What speaks against it; empty if nothing does. */
    String objection() throws Exception;
  }

  private final Document document = new Document(new ArrayList<>(), new ArrayList<>());

  /** The version is the one in pom.xml under this name; none of what the JDK brings. */
  public void verdicts(String tool, String version, String on, Map<String, String> verdicts) {
    String number =
        version.isEmpty() ? "" : ResourceBundle.getBundle("versions").getString(version);
    document.verdicts.add(new Tool(tool, number, on, verdicts));
  }

  /** A claim whose proof cannot be had does not hold. */
  public void claim(String claim, Proof proof) {
    String objection;
    try {
      objection = proof.objection();
    } catch (Exception | LinkageError error) {
      objection = error.toString();
    }
    document.claims.add(new Claim(claim, objection.isEmpty(), objection));
  }

  public String json() {
    return Json.MAPPER.writeValueAsString(document);
  }
}
