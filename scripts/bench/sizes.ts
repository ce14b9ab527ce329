/** How much each bench does. */
export interface Sizes {
  /** Turns that each server gets, and the milliseconds of one. */
  readonly slices: number;
  readonly slice: number;
  /** The milliseconds of a long run. */
  readonly long: number;
  /** Starts of a process of which the median counts. */
  readonly starts: number;
  /** The milliseconds that a server has been left alone when its memory is looked at. */
  readonly rest: number;
  /** The bytes of a large body. */
  readonly large: number;
  /** Objects that small requests go through. */
  readonly objects: number;
  /** Keys of the bucket that an SDK lists. */
  readonly listed: number;
  /** Keys of the bucket of which a page is listed. */
  readonly many: number;
  readonly coldStarts: number;
  /** Functions that run at the same time; functions that nobody calls; invocations of one run; asynchronous events. */
  readonly parallel: number;
  readonly idle: number;
  readonly invocations: number;
  readonly events: number;
  /** The characters of a large event. */
  readonly event: number;
  readonly decisions: number;
  /** The resources of a small, a usual and a large stack. */
  readonly stacks: readonly [number, number, number];
  /** Objects of `keys`. */
  readonly keys: number;
  /** Items of a small and of a large table. */
  readonly items: readonly [number, number];
  readonly synths: number;
  /** How many of the steps of a deployment are taken, and the milliseconds for which functions in parallel work. */
  readonly deployments: number;
  readonly work: number;
}

export const full: Sizes = {
  slices: 10,
  slice: 500,
  long: 10_000,
  starts: 7,
  rest: 3000,
  large: 64 * 2 ** 20,
  objects: 3000,
  listed: 10_000,
  many: 100_000,
  coldStarts: 15,
  parallel: 8,
  idle: 100,
  invocations: 1000,
  events: 1000,
  event: 6_000_000,
  decisions: 2000,
  stacks: [50, 200, 500],
  keys: 1_000_000,
  items: [1000, 1_000_000],
  synths: 3,
  deployments: 4,
  work: 4000,
};

/** Just enough to see that every bench works; its figures mean nothing. */
export const tiny: Sizes = {
  slices: 1,
  slice: 20,
  long: 20,
  starts: 1,
  rest: 0,
  large: 2 ** 20,
  objects: 20,
  listed: 20,
  many: 1000,
  coldStarts: 1,
  parallel: 2,
  idle: 1,
  invocations: 20,
  events: 5,
  event: 1000,
  decisions: 20,
  stacks: [4, 8, 12],
  keys: 3000,
  items: [500, 1000],
  synths: 1,
  deployments: 1,
  work: 500,
};
