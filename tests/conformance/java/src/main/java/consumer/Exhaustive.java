package consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Whether javac minds a {@code switch} that leaves out a kind. */
record Exhaustive(Javac javac, Path folder) {
  String complete() throws Exception {
    Path written = Files.createDirectories(folder.resolve("complete"));
    write(written, "Complete", kinds());
    return Javac.text(javac.compile(written));
  }

  String incomplete() throws Exception {
    Path written = Files.createDirectories(folder.resolve("incomplete"));
    var forgetful = new HashSet<String>();
    for (String kind : kinds()) {
      List<String> others = kinds().stream().filter(it -> !it.equals(kind)).toList();
      write(written, "Without_" + kind, others);
      forgetful.add("Without_" + kind + ".java");
    }
    var said = javac.compile(written);
    for (var error : said) {
      String file = Path.of(error.getSource().toUri()).getFileName().toString();
      boolean isOfForgetting = error.getCode().startsWith("compiler.err.not.exhaustive");
      if (!isOfForgetting || !forgetful.remove(file)) {
        return error.toString();
      }
    }
    return forgetful.isEmpty() ? "" : forgetful + " compile";
  }

  private List<String> kinds() throws ClassNotFoundException {
    Object[] kinds = javac.load("callbacks.types.Kind").getEnumConstants();
    return Arrays.stream(kinds).map(kind -> ((Enum<?>) kind).name()).toList();
  }

  private static void write(Path folder, String name, List<String> kinds) throws IOException {
    String code =
        """
        import callbacks.types.Kind;

        class %s {
          static String handle(Kind kind) {
            return switch (kind) {
              case %s -> "handled";
            };
          }
        }
        """
            .formatted(name, String.join(", ", kinds));
    Files.writeString(folder.resolve(name + ".java"), code);
  }
}
