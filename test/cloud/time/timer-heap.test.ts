import { expect } from "chai";
import { type HeapTimer, TimerHeap } from "../../../lab/cloud/time/timer-heap.ts";

interface Named extends HeapTimer {
  readonly name: number;
}

describe("The heap of timers", () => {
  /** Takes all out, the first first. */
  const drained = (heap: TimerHeap<Named>) => {
    const names: number[] = [];
    for (let timer = heap.first; timer; timer = heap.first) {
      names.push(timer.name);
      heap.delete(timer);
    }
    return names;
  };
  const timer = (due: number, name: number): Named => ({ due, name, place: -1 });
  const names = (timers: readonly Named[]) => timers.map(({ name }) => name);

  it("gives timers in the order of their moments, and of one moment in the order in which they were added", () => {
    const heap = new TimerHeap<Named>();
    const timers = Array.from({ length: 500 }, (_, i) => timer((i * 7919) % 50, i));
    for (const one of timers) heap.add(one);
    expect(drained(heap)).to.deep.equal(names(timers.toSorted((a, b) => a.due - b.due)));
  });

  it("keeps that order, whatever is deleted and added meanwhile", () => {
    const heap = new TimerHeap<Named>();
    const timers = Array.from({ length: 500 }, (_, i) => timer((i * 7919) % 101, i));
    const late = Array.from({ length: 100 }, (_, i) => timer((i * 31) % 101, 500 + i));
    for (const one of timers) heap.add(one);
    for (const one of timers) if (one.name % 3 === 0) heap.delete(one);
    for (const one of late) heap.add(one);
    const left = [...timers.filter(({ name }) => name % 3 !== 0), ...late];
    expect([...heap]).to.have.members(left);
    expect(drained(heap)).to.deep.equal(names(left.toSorted((a, b) => a.due - b.due)));
  });

  it("knows which timers it has, and takes no harm from one that it has not", () => {
    const heap = new TimerHeap<Named>();
    const [one, other] = [timer(1, 1), timer(2, 2)];
    heap.add(one);
    heap.delete(other);
    expect([heap.has(one), heap.has(other)]).to.deep.equal([true, false]);
    heap.delete(one);
    heap.delete(one);
    expect([heap.has(one), heap.first]).to.deep.equal([false, undefined]);
  });
});
