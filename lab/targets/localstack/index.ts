import { join } from "node:path";
import { nodeFinding, portFinding, roomFinding } from "../checks.ts";
import { freePort, needed, startContainer, stopContainers } from "../docker/container.ts";
import { engineFinding, imageFinding } from "../docker/engine.ts";
import { localTarget } from "../local.ts";
import type { Target } from "../target.ts";
import { environment, image, reachableOnLocalStack } from "./quirks.ts";

const SOCKET = "/var/run/docker.sock";

/** LocalStack, whose functions run in containers beside it. */
export const target: Target = {
  title: "LocalStack 4.14.0, its last image that needs no account",
  capabilities: ["disposable"],
  check: async () => [
    nodeFinding(),
    await engineFinding(),
    await imageFinding(
      "LocalStack",
      image,
      `Docker fetches it at the first start (about 1.3 GB): docker pull ${image}`,
    ),
    await portFinding(4566),
    await roomFinding(8),
  ],

  async start({ port = 4566, state = "ephemeral", log }) {
    const { LocalstackContainer } = await needed(() => import("@testcontainers/localstack"));
    const own = port === 0 ? await freePort() : port;
    const container = new LocalstackContainer(image)
      .withEnvironment(environment(own))
      .withBindMounts([{ source: SOCKET, target: SOCKET }]);
    const started = await startContainer(container, "localstack", { container: own, host: own }, log);
    const endpoint = `http://127.0.0.1:${own}`;
    return localTarget({
      endpoint,
      ...(state === "ephemeral" ? {} : { work: join(state, "localstack") }),
      reachable: reachableOnLocalStack(endpoint),
      close: async () => {
        await started.stop({ timeout: 30_000 });
      },
    });
  },

  stop: () => stopContainers("localstack"),
};
