import type * as library from "../../dist/lab/library.js" with { "resolution-mode": "import" };

export type Capability = library.Capability;
export type CdkOptions = library.CdkOptions;
export type CloudOptions = library.CloudOptions;
export type LabOptions = library.LabOptions;
export type RunningCloud = library.RunningCloud;
export type RunningTarget = library.RunningTarget;

export declare const startCloud: typeof library.startCloud;
export declare const startLab: typeof library.startLab;
