/** What a suite imports: `import { startCloud, startLab } from "skylab"`, as `library.ts` declares it. */
import * as cloud from "./cloud/index.ts";
import type * as library from "./library.ts";
import * as targets from "./targets/index.ts";

export const startCloud: typeof library.startCloud = cloud.startCloud;
export const startLab: typeof library.startLab = targets.startLab;
export { Clock } from "./cloud/time/clock.ts";
