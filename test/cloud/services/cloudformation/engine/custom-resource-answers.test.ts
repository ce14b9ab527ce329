import { expect } from "chai";
import { CustomResourceAnswers } from "../../../../../lab/cloud/services/cloudformation/engine/custom-resource-answers.ts";
import { Clock } from "../../../../../lab/cloud/time/clock.ts";
import { failure } from "../../../use-cloud.ts";

describe("Answers to custom resources", () => {
  const clock = new Clock();
  const answers = new CustomResourceAnswers(clock);
  const { signal: never } = new AbortController();

  it("come to a path that nobody can guess, once", async () => {
    const { path, answer } = answers.expect(1000, never);
    expect(path).to.match(/^\/_aws\/cloudformation\/custom-resources\/[\w-]{32}$/);
    expect(answers.waitsAt(path)).to.equal(true);
    answers.give(path, { Status: "SUCCESS" });
    answers.give(path, { Status: "FAILED" });
    expect(await answer).to.deep.equal({ Status: "SUCCESS" });
    expect(answers.waitsAt(path)).to.equal(false);
  });

  it("are waited for as long as the lab's time says", async () => {
    const { path, answer } = answers.expect(60_000, never);
    clock.advance(59_000);
    expect(answers.waitsAt(path)).to.equal(true);
    clock.advance(1000);
    expect(await answer).to.equal(undefined);
    expect(answers.waitsAt(path)).to.equal(false);
  });

  it("are waited for no longer when the stack gives up, before or after the question", async () => {
    const reason = new Error("given up");
    const stop = new AbortController();
    const { answer } = answers.expect(1000, stop.signal);
    stop.abort(reason);
    expect(await failure(answer)).to.equal(reason);
    expect(await failure(answers.expect(1000, stop.signal).answer)).to.equal(reason);
  });
});
