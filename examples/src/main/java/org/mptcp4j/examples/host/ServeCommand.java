package org.mptcp4j.examples.host;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.examples.service.Service;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.HostStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mptcp serve}: an MPTCP server on TUN devices, until it is terminated. */
@Command(
    name = "serve",
    description = "Serve echo, discard, source and HTTP over MPTCP on TUN devices.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 2000;

  @Spec private CommandSpec spec;
  @Mixin private HostOptions host;

  @Parameters(
      arity = "1..*",
      paramLabel = "PORT=SERVICE",
      description = "7=echo, 9=discard, 19=source, 19=source:100M or 80=http:DIR")
  private List<String> services;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<ServiceSpec> specs;
    List<HostDevice> devices;
    ConnectionOptions options;
    try {
      specs = parse(services);
      devices = host.hostDevices();
      options = host.connectionOptions();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    List<Service> created = new ArrayList<>();
    for (ServiceSpec one : specs) {
      created.add(one.create());
    }
    try (MptcpStack stack = HostStack.open(devices)) {
      Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
      start(stack, specs, created, options, host.verbose ? spec.commandLine().getErr() : null);
      spec.commandLine().getOut().println("ready: " + String.join(" ", services));
      spec.commandLine().getOut().flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private static List<ServiceSpec> parse(List<String> texts) {
    List<ServiceSpec> specs = texts.stream().map(ServiceSpec::parse).toList();
    Set<Integer> ports = new HashSet<>();
    for (ServiceSpec one : specs) {
      if (!ports.add(one.port())) {
        throw new IllegalArgumentException("port " + one.port() + " is given twice");
      }
    }
    return specs;
  }

  private static void start(
      MptcpStack stack,
      List<ServiceSpec> specs,
      List<Service> services,
      ConnectionOptions options,
      PrintWriter report)
      throws IOException {
    ExecutorService threads =
        new ThreadPoolExecutor(
            0, MAX_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), ServeCommand::daemon);
    for (int i = 0; i < specs.size(); i++) {
      ListenTarget target = ListenTarget.port(specs.get(i).port());
      threads.execute(
          new Acceptor(stack.listen(target, options), services.get(i), threads, report));
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "mptcp-service");
    thread.setDaemon(true);
    return thread;
  }
}
