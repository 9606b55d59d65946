package consumer;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** The compiler of the JDK, for code that is known only when this runs. */
public final class Javac {
  private final Path classes;
  private final URLClassLoader loader;

  /** Compiles into a folder. */
  public Javac(Path classes) throws IOException {
    this.classes = Files.createDirectories(classes);
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
  }

  /** What the compiler says, warnings too, of all files below the folders. */
  public List<Diagnostic<? extends JavaFileObject>> compile(Path... folders) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    var said = new DiagnosticCollector<JavaFileObject>();
    String classpath = System.getProperty("java.class.path") + File.pathSeparator + classes;
    List<String> options =
        List.of(
            "-Xlint:all",
            "-proc:none",
            // Of every file, and not up to the first error.
            "-XDshould-stop.ifError=FLOW",
            "-Xmaxerrs",
            "9999",
            "-d",
            classes.toString(),
            "-cp",
            classpath);
    try (var files = javac.getStandardFileManager(said, Locale.ROOT, null)) {
      var sources = files.getJavaFileObjectsFromPaths(sources(folders));
      javac.getTask(null, files, said, options, null, sources).call();
    }
    return said.getDiagnostics();
  }

  /** What it says, in one text. */
  public static String text(List<Diagnostic<? extends JavaFileObject>> said) {
    return said.stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  /** A class of those that were compiled. */
  public Class<?> load(String name) throws ClassNotFoundException {
    return loader.loadClass(name);
  }

  private static List<Path> sources(Path... folders) throws IOException {
    var sources = Stream.<Path>builder();
    for (Path folder : folders) {
      try (var below = Files.walk(folder)) {
        below.filter(path -> path.toString().endsWith(".java")).forEach(sources);
      }
    }
    return sources.build().toList();
  }
}
