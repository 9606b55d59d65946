package consumer;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The compiler of the JDK, on what was generated. */
record Compiler(Path classes) {
    /** Compiles files; gives what the compiler says, or nothing if all is well. */
    String compile(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classpath = System.getProperty("java.class.path");
        List<String> options = new ArrayList<>(List.of("-proc:none", "-Xlint:all,-processing"));
        options.addAll(List.of("-d", classes.toString()));
        options.addAll(List.of("-classpath", classpath + java.io.File.pathSeparator + classes));
        StringWriter told = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var units = manager.getJavaFileObjectsFromPaths(files);
            boolean done = compiler.getTask(told, manager, null, options, null, units).call();
            return done ? "" : told.toString();
        }
    }

    /** Compiles one class that is given as text. */
    String compile(Path folder, String name, String code) throws IOException {
        Path file = folder.resolve(name + ".java");
        Files.writeString(file, code);
        return compile(List.of(file));
    }
}
