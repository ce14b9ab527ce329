import { join } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;
const lab = process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:4566";

/** The console is built once, into the package; the lab only serves files. `npx vite lab/console` serves the sources instead. */
export default defineConfig({
  root,
  base: "/_lab/",
  server: {
    // The calls of a console that is being worked on go to a running lab.
    proxy: Object.fromEntries(
      ["^/(?!_lab/)", "^/_lab/(place|health|token|spans|denials|activity|accounts)(?![\\w.-])"].map((path) => [
        path,
        // The page signs its calls for the host that it knows.
        { target: lab, changeOrigin: false },
      ]),
    ),
  },
  build: {
    outDir: join(root, "../../dist/console"),
    emptyOutDir: true,
    target: "es2022",
    // Pages load when they are opened; what is left in one piece is React and Cloudscape.
    chunkSizeWarningLimit: 1500,
    rollupOptions: {
      // Cloudscape marks its modules for servers that render React, which this is not.
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
    },
  },
  esbuild: { jsx: "automatic", jsxImportSource: "react" },
});
