import { createServer } from "node:net";
import type { GenericContainer, StartedTestContainer } from "testcontainers";
import { LabError } from "../../lab-error.ts";
import { docker } from "./engine.ts";

/** The package that starts containers is not installed: it is wanted by the container targets alone. */
export class ContainersMissing extends LabError {
  override readonly name = "ContainersMissing";

  constructor() {
    super("This target needs two more packages: npm install --save-dev testcontainers @testcontainers/localstack");
  }
}

/** Loads a package that only container targets need. */
export async function needed<M>(load: () => Promise<M>): Promise<M> {
  // The reaper would be one more image to fetch. What is left behind is found by its label: lab down.
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= "true";
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") throw new ContainersMissing();
    throw error;
  }
}

const LABEL = "skylab.target";

/** Starts a container that answers at `port` of 127.0.0.1, marked so that `stopContainers` finds it. */
export async function startContainer<C extends GenericContainer>(
  container: C,
  target: string,
  ports: { readonly container: number; readonly host: number },
  log: (line: string) => void = () => {},
): Promise<StartedTestContainer> {
  return await container
    .withLabels({ [LABEL]: target })
    .withExposedPorts(ports)
    .withLogConsumer((stream) => stream.on("data", (line) => log(String(line).trimEnd())))
    .start();
}

/** Removes the containers of a target, whoever started them. Resolves to their names. */
export async function stopContainers(target: string): Promise<string | undefined> {
  const names = await docker("ps", "--all", "--filter", `label=${LABEL}=${target}`, "--format", "{{.Names}}");
  if (names === "") return undefined;
  for (const name of names.split("\n")) {
    await docker("stop", name);
    await docker("rm", "--force", "--volumes", name).catch(() => {});
  }
  return names.replaceAll("\n", ", ");
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
