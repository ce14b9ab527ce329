import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageFolder } from "../../lab/package.ts";
import { median } from "./load.ts";
import { type Figure, ms, times } from "./report.ts";
import type { Sizes } from "./sizes.ts";

/** start-to-ready of `startCloud()` in a fresh process that has imported the package, beside `node -e 0`. */
export function* benchStart({ starts }: Sizes): Generator<Figure> {
  const index = join(packageFolder, "dist/lab/cloud/index.js");
  const script = `const begun = performance.now();
    const { startCloud } = await import(${JSON.stringify(index)});
    const cloud = await startCloud({ port: 0 });
    console.log(performance.now() - begun);
    await cloud.close();`;
  const ready = median(
    Array.from({ length: starts }, () =>
      Number(spawnSync(process.execPath, ["--input-type=module", "-e", script]).stdout),
    ),
  );
  const bare = bareNode(starts);
  yield {
    name: "startCloud(), import included",
    value: ms(ready),
    floor: `${ms(bare)} (node -e 0)`,
    ratio: times(ready / bare),
    aim: "150 ms",
  };
}

/** What it takes to start Node.js alone, in milliseconds. */
export function bareNode(starts: number): number {
  return median(Array.from({ length: starts }, () => timed(() => spawnSync(process.execPath, ["-e", "0"]))));
}

function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
