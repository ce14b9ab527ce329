import type { Case, Message } from "../case.ts";
import type { FuzzedService } from "../models.ts";
import type { Random } from "../random.ts";
import { forms } from "./forms.ts";
import { chunks, closes, drips, lengths, pipelines } from "./framing.ts";
import { headers, requestLines } from "./heads.ts";
import { contentTypes, signatures } from "./misread.ts";
import { paths, upgrades } from "./paths.ts";

type Make = (random: Random, host: string, services: readonly FuzzedService[]) => Message;

/** Broken HTTP: what no client sends. */
export function httpCase(services: readonly FuzzedService[], random: Random, host: string): Case {
  return { kind: "http", ...random.weighted(KINDS)(random, host, services) };
}

const KINDS: readonly (readonly [number, Make])[] = [
  [3, requestLines],
  [3, paths],
  [3, headers],
  [3, lengths],
  [2, chunks],
  [1, pipelines],
  [2, upgrades],
  [2, contentTypes],
  [3, forms],
  [1, signatures],
  [1, closes],
  [0.2, drips],
];
