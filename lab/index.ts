/** What a suite imports: `import { startCloud, startLab } from "skylab"`. */
export { Clock, type CloudOptions, type RunningCloud, startCloud } from "./cloud/index.ts";
export { type LabOptions, startLab } from "./targets/index.ts";
export type { Capability, RunningTarget } from "./targets/target.ts";
