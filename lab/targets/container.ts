import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageFolder, version } from "../package.ts";
import { nodeFinding, portFinding, roomFinding } from "./checks.ts";
import { freePort, needed, startContainer, stopContainers } from "./docker/container.ts";
import { engineFinding, hasImage, imageFinding, labelOf } from "./docker/engine.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { localTarget } from "./local.ts";
import type { Target } from "./target.ts";

/** The lab's image; LAB_IMAGE names another one. */
export const image = process.env.LAB_IMAGE ?? `skylab:${version}`;

/** What the image is built on; NODE_IMAGE names another one. */
export const baseImage = process.env.NODE_IMAGE ?? "node:22-bookworm-slim";

/** Where the image says what it was made of. */
const SOURCES_LABEL = "skylab.sources";

/** The volume that keeps the state of `lab up --target container`. */
const VOLUME = "skylab";

/** Skylab's own cloud as a container. */
export const target: Target = {
  title: "Skylab's own cloud as a container",
  capabilities: ["disposable", "iam", "images", "apis"],
  check: async () => [
    nodeFinding(),
    await engineFinding(),
    await imageFinding("Image", image, "It is built at the first start, which takes a minute or two."),
    await imageFinding("Base image", baseImage, "Docker fetches it for the build. NODE_IMAGE names another one."),
    await portFinding(4566),
    await roomFinding(2),
  ],

  async start({ port = 4566, state = "ephemeral", log = () => {} }) {
    const { GenericContainer, Wait } = await needed(() => import("testcontainers"));
    if (!(await isCurrent())) await build(log);
    // The same port inside as outside, so that a URL that a function signs is one that a browser can open.
    const own = port === 0 ? await freePort() : port;
    const container = new GenericContainer(image)
      .withCommand(["cloud", "--host", "0.0.0.0", "--port", String(own), "--state", "/data"])
      .withEnvironment({ LAB_PORT: String(own) })
      .withWaitStrategy(Wait.forHttp("/_lab/health", own));
    if (state !== "ephemeral") container.withBindMounts([{ source: VOLUME, target: "/data" }]);
    const started = await startContainer(container, "container", { container: own, host: own }, log);
    return localTarget({
      endpoint: `http://127.0.0.1:${own}`,
      ...(state === "ephemeral" ? {} : { work: join(state, "container") }),
      close: async () => {
        await started.stop({ timeout: 10_000, removeVolumes: state === "ephemeral" });
      },
    });
  },

  stop: () => stopContainers("container"),
};

/** Whether the image is here, and made of what the sources say now; one that somebody named is taken as it is. */
async function isCurrent(): Promise<boolean> {
  if (process.env.LAB_IMAGE) return await hasImage(image);
  return (await labelOf(image, SOURCES_LABEL)) === sources();
}

/** What the image is made of: the sources in a checkout, the build in an installed package. */
function sources(): string {
  return fingerprintOf(["lab", "scripts/build", ...(existsSync(join(packageFolder, "lab/index.ts")) ? [] : ["dist"])]);
}

/** Builds the image from the sources. */
async function build(log: (line: string) => void): Promise<void> {
  const { GenericContainer } = await needed(() => import("testcontainers"));
  log(`Building the image ${image} on ${baseImage}. This is needed because the sources have changed.`);
  await GenericContainer.fromDockerfile(packageFolder, join("lab", "Dockerfile"))
    .withBuildArgs({ NODE_IMAGE: baseImage, SOURCES: sources() })
    // BuildKit leaves out the stages that this image is not made of.
    .withBuildkit()
    .build(image, { deleteOnExit: false });
}
