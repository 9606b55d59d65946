package peer;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import peer.types.Body;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads callbacks with Jackson: ../README.md says how it is run. */
public final class Peer {
  /** In nanoseconds of processor time. */
  private static final long TURN = 100_000_000;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Peer() {}

  public static void main(String[] arguments) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(System.getenv("CORPUS")));
    ObjectReader reader = JsonMapper.builder().build().readerFor(Body.class);
    String jackson = JsonMapper.class.getPackage().getImplementationVersion();
    System.out.println("Jackson " + jackson + ", Java " + System.getProperty("java.version"));
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      System.out.println(nanoseconds(reader, bodies(lines, Integer.parseInt(line))));
    }
  }

  private static List<byte[]> bodies(List<String> lines, int size) {
    var bodies = new ArrayList<byte[]>();
    for (int start = 0; start < lines.size(); start += size) {
      List<String> chunk = lines.subList(start, Math.min(start + size, lines.size()));
      String body = "{\"callbacks\":[" + String.join(",", chunk) + "]}";
      bodies.add(body.getBytes(StandardCharsets.UTF_8));
    }
    return bodies;
  }

  private static double nanoseconds(ObjectReader reader, List<byte[]> bodies) {
    long read = 0;
    long took = 0;
    long start = SYSTEM.getProcessCpuTime();
    while (took < TURN) {
      for (byte[] text : bodies) {
        Body body = reader.readValue(text);
        read += body.getCallbacks().size();
      }
      took = SYSTEM.getProcessCpuTime() - start;
    }
    return (double) took / read;
  }
}
