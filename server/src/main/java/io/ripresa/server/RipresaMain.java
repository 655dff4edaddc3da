package io.ripresa.server;

import io.ripresa.server.chaos.ChaosCommand;
import io.ripresa.server.classify.ClassifyCommand;
import io.ripresa.server.demo.DemoCommand;
import io.ripresa.server.demo.DemoServeCommand;
import io.ripresa.server.demo.DepotCommand;
import io.ripresa.server.policies.PolicyCommand;
import io.ripresa.server.simulate.SimulateCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry point of the command line. Only {@code demo}, {@code serve} and {@code chaos} start Spring. */
@Command(
        name = "ripresa",
        mixinStandardHelpOptions = true,
        versionProvider = RipresaMain.Version.class,
        description = "Re-runs failed tasks once the cause of their failure is gone.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            DemoServeCommand.class,
            DepotCommand.class,
            ChaosCommand.class,
            SimulateCommand.class,
            ClassifyCommand.class,
            PolicyCommand.class,
            RipresaMain.VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class RipresaMain implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private RipresaMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RipresaMain());
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    @Command(name = "version", description = "Prints the version.")
    static final class VersionCommand implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                spec.parent().commandLine().printVersionHelp(spec.commandLine().getOut());
            }
        }
    }

    /** Reads the version from the archive's manifest; classes outside an archive have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RipresaMain.class.getPackage().getImplementationVersion();
            return new String[] {"ripresa " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
