package io.ripresa.analyze;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a stack frame says of the application: its function, without line, column, arguments and addresses; nothing for
 * frames of runtimes, libraries and generated code. Knows how Java, Python, Node.js, .NET, Go and Ruby write frames.
 * Linear time.
 */
final class AppFrame {

    /** Packages whose frames say how something was called, not what: runtimes, frameworks, drivers. */
    private static final List<String> FOREIGN = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "kotlin.",
            "kotlinx.",
            "scala.",
            "groovy.",
            "org.springframework.",
            "org.hibernate.",
            "org.apache.",
            "org.eclipse.",
            "org.jboss.",
            "org.postgresql.",
            "org.h2.",
            "com.mysql.",
            "org.mariadb.",
            "oracle.",
            "com.microsoft.sqlserver.",
            "com.zaxxer.",
            "com.fasterxml.",
            "tools.jackson.",
            "io.netty.",
            "reactor.",
            "io.grpc.",
            "okhttp3.",
            "okio.",
            "feign.",
            "retrofit2.",
            "com.github.kagkarlsson.",
            "org.jobrunr.",
            "org.quartz.",
            "io.temporal.",
            "io.lettuce.",
            "redis.clients.",
            "com.rabbitmq.",
            "com.mongodb.",
            "com.amazonaws.",
            "software.amazon.",
            "com.google.",
            "io.micrometer.",
            "io.opentelemetry.",
            "org.junit.",
            "io.ripresa.",
            "System.",
            "Microsoft.",
            "net/http.",
            "runtime.",
            "runtime/",
            "process.processTicksAndRejections");

    /** Folders that hold what others wrote. */
    private static final List<String> FOREIGN_PATHS = List.of(
            "site-packages",
            "dist-packages",
            "/lib/python",
            "node_modules",
            "node:",
            "internal/",
            "/gems/",
            "/lib/ruby",
            "/usr/local/go/src",
            "/pkg/mod/",
            "/vendor/");

    private AppFrame() {}

    /** The function of a frame of the application; null for anybody else's, and for what is no frame. */
    static @Nullable String of(String line) {
        String text = line.strip();
        for (String foreign : FOREIGN_PATHS) {
            if (text.contains(foreign)) {
                return null;
            }
        }
        if (text.startsWith("File \"")) {
            return python(text);
        }
        int ruby = text.indexOf(":in ");
        if (ruby > 0 && !text.startsWith("at ")) {
            return ruby(text, ruby);
        }
        String bare = text.startsWith("at ") ? text.substring(3) : text;
        return isGenerated(bare) ? null : function(bare);
    }

    /** {@code File "/srv/app/tasks.py", line 12, in settle}. */
    private static @Nullable String python(String text) {
        int close = text.indexOf('"', 6);
        int in = text.lastIndexOf(", in ");
        if (close < 0) {
            return null;
        }
        String file = fileName(text.substring(6, close));
        return file + (in > close ? " " + text.substring(in + 5).strip() : "");
    }

    /** {@code app/models/order.rb:12:in `price'}. */
    private static String ruby(String text, int in) {
        int colon = text.indexOf(':');
        String name = text.substring(in + 4).replace("`", "").replace("'", "");
        return fileName(text.substring(0, colon)) + " " + name.replaceFirst("^block .*in ", "");
    }

    private static String fileName(String path) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return path.substring(slash + 1);
    }

    /** {@code com.acme.Pay.run(Pay.java:10)}, {@code settle (/srv/orders.js:1:2)}, {@code main.settle(0xc0, 0x1)}. */
    private static @Nullable String function(String text) {
        int paren = text.indexOf('(');
        String bare = paren > 0 ? text.substring(0, paren).strip() : text;
        // "java.base/java.net.Socket.connect", "app//com.example.Work.run": the module or loader stands before the
        // slash.
        int slash = bare.lastIndexOf('/');
        boolean module = slash >= 0 && paren > 0 && isJava(text);
        if (module) {
            bare = bare.substring(slash + 1);
        } else if (paren < 0) {
            // "/srv/app/orders.js:12:3": no function, the file alone.
            bare = withoutPlace(fileName(bare));
        }
        for (String prefix : FOREIGN) {
            if (bare.startsWith(prefix)) {
                return null;
            }
        }
        String shape = MessageShape.of(bare.startsWith("async ") ? bare.substring(6) : bare, 200);
        return shape.isBlank() ? null : shape.toLowerCase(Locale.ROOT);
    }

    /** Without line and column. */
    private static String withoutPlace(String file) {
        int end = file.length();
        while (end > 0 && (file.charAt(end - 1) == ':' || Character.isDigit(file.charAt(end - 1)))) {
            end--;
        }
        return file.substring(0, end);
    }

    private static boolean isJava(String text) {
        return text.endsWith(".java)") || text.contains(".java:") || text.contains("Native") || text.contains(".kt:");
    }

    private static boolean isGenerated(String text) {
        return text.contains("$$")
                || text.contains("lambda$")
                || text.contains("$Proxy")
                || text.contains("Generated")
                || text.contains("<generated>");
    }
}
