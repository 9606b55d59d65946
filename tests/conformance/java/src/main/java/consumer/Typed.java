package consumer;

/** What is proved with the types, by code that is compiled after they are made. */
public interface Typed {
  void report(Samples samples, Report report);
}
